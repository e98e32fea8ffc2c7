//! The page on which a user lets the user-managed app in.
//!
//! Source: Zoom OAuth, user authorisation; RFC 6749, section 4.1.2.1 for the errors.

use bytes::Bytes;
use http::{Method, Response, StatusCode};
use jiff::Timestamp;

use super::account::{Status, User};
use super::held::Held;
use super::oauth_app::{REDIRECT_PATH, VENDING};
use crate::sim::oauth::{self, Ask, Misask};
use crate::sim::{Call, empty};

/// What the browser brings back instead of a code.
struct Denied {
    error: String,
    description: &'static str,
}

/// Answers `GET /oauth/authorize`: at once, as somebody who presses the button would.
pub fn answer(held: &mut Held, call: &Call) -> Response<Bytes> {
    if call.method != Method::GET {
        return empty(StatusCode::METHOD_NOT_ALLOWED);
    }
    let ask = match Ask::read(call, &held.oauth_app.client_id, REDIRECT_PATH) {
        Ok(ask) if held.oauth_app.active => ask,
        // To the browser an app that is switched off is as good as none.
        Ok(_) => return oauth::error_page(Misask::Client),
        Err(misask) => return oauth::error_page(misask),
    };
    match decide(held, &ask, call.at) {
        Ok(code) => oauth::redirect(&ask, &[("code", &code)]),
        Err(Denied { error, description }) => {
            oauth::redirect(&ask, &[("error", &error), ("error_description", description)])
        }
    }
}

/// A code of whoever consents.
fn decide(held: &mut Held, ask: &Ask, at: Timestamp) -> Result<String, Denied> {
    let denied = |error: &str, description| Denied { error: error.to_owned(), description };
    let app = &held.oauth_app;
    if ask.scopes.iter().any(|scope| !app.scopes.contains(scope)) {
        return Err(denied("invalid_scope", "The app does not have a requested scope."));
    }
    if !app.approved {
        let description = "This app is not pre-approved by your account administrator.";
        return Err(denied("access_denied", description));
    }
    if let Some(error) = &held.consent.deny {
        return Err(denied(error, "The user declined."));
    }
    let user = held
        .consent
        .who(ask, &held.users, User::is)
        .filter(|user| user.status == Status::Active)
        // Zoom would wait for a sign-in that can't succeed; here the person gives up at once.
        .ok_or_else(|| denied("access_denied", "This account can't sign in."))?;
    // Whatever was asked for, the grant has what the app is configured with.
    let (user, scopes) = (user.id.clone(), app.scopes.clone());
    Ok(held.grants.code(ask, &user, scopes, &VENDING, at, &mut held.entropy))
}
