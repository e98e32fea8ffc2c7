//! The page on which an organiser lets the application in.
//!
//! Source: GoTo's guide to access tokens; RFC 6749, section 4.1.2.1 for the errors.

use bytes::Bytes;
use http::{Method, Response, StatusCode};
use jiff::Timestamp;

use super::account::User;
use super::held::Held;
use super::token::{SCOPES, VENDING};
use crate::sim::oauth::{self, Ask};
use crate::sim::{Call, empty};

/// The application's one redirect address, on whichever host of ours.
const REDIRECT_PATH: &str = "/v1/oauth/goto/callback";

/// Answers `GET /oauth/authorize`: at once, as somebody who presses the button would.
pub fn answer(held: &mut Held, call: &Call) -> Response<Bytes> {
    if call.method != Method::GET {
        return empty(StatusCode::METHOD_NOT_ALLOWED);
    }
    let ask = match Ask::read(call, &held.app.client_id, REDIRECT_PATH) {
        Ok(ask) => ask,
        Err(misask) => return oauth::error_page(misask),
    };
    match decide(held, &ask, call.at) {
        Ok(code) => oauth::redirect(&ask, &[("code", &code)]),
        Err(error) => oauth::redirect(&ask, &[("error", &error)]),
    }
}

/// A code of whoever consents, or the error that the browser brings back.
fn decide(held: &mut Held, ask: &Ask, at: Timestamp) -> Result<String, String> {
    if ask.scopes.iter().any(|scope| !SCOPES.contains(&scope.as_str())) {
        return Err("invalid_scope".into());
    }
    if let Some(error) = &held.consent.deny {
        return Err(error.clone());
    }
    // The vendor would wait for a sign-in that can't succeed; here the person gives up at once.
    let user = held.consent.who(ask, &held.users, User::is).ok_or("access_denied")?;
    let key = user.key.clone();
    // Who asks for no scope is given all that the application has.
    let scopes = match ask.scopes.as_slice() {
        [] => SCOPES.map(str::to_owned).into(),
        asked => asked.to_vec(),
    };
    Ok(held.grants.code(ask, &key, scopes, &VENDING, at, &mut held.entropy))
}
