//! The page on which a person lets the application in.
//!
//! Source: Microsoft identity platform, authorisation code flow; RFC 6749, section 4.1.2.1 for the
//! errors.

use bytes::Bytes;
use http::{Method, Response, StatusCode, header};
use jiff::Timestamp;

use super::held::Held;
use super::no_token::NoToken;
use super::permission::{is_administrators, scope};
use super::token::{Tenant, VENDING};
use super::user::User;
use crate::sim::oauth::{self, Ask};
use crate::sim::{Call, empty};

/// The application's one redirect address, on whichever host of ours.
const REDIRECT_PATH: &str = "/v1/oauth/microsoft/callback";

/// Answers `GET /{tenant}/oauth2/v2.0/authorize`: at once, as somebody who presses the button would.
pub fn answer(held: &mut Held, call: &Call, tenant: &str) -> Response<Bytes> {
    if call.method != Method::GET {
        return empty(StatusCode::METHOD_NOT_ALLOWED);
    }
    if let Err(unknown) = Tenant::of(held, tenant) {
        return page(&unknown);
    }
    let ask = match Ask::read(call, &held.app.client_id, REDIRECT_PATH) {
        Ok(ask) => ask,
        Err(misask) => return oauth::error_page(misask),
    };
    match decide(held, &ask, call.at) {
        Ok(code) => oauth::redirect(&ask, &[("code", &code)]),
        Err(denied) => {
            let description = denied.description();
            oauth::redirect(&ask, &[("error", &denied.error), ("error_description", &description)])
        }
    }
}

/// What a person sees when there is no such tenant.
fn page(refused: &NoToken) -> Response<Bytes> {
    let text = format!("<!doctype html><p>{}</p>", refused.description());
    let mut response = Response::new(Bytes::from(text));
    *response.status_mut() = StatusCode::BAD_REQUEST;
    let html = http::HeaderValue::from_static("text/html;charset=UTF-8");
    response.headers_mut().insert(header::CONTENT_TYPE, html);
    response
}

/// A code of whoever consents, or what the browser brings back instead.
fn decide(held: &mut Held, ask: &Ask, at: Timestamp) -> Result<String, NoToken> {
    if !matches!(ask.query.get("response_mode"), None | Some("query")) {
        let text = "Only the response mode 'query' is simulated.";
        return Err(NoToken::new("invalid_request", 900_144, text));
    }
    let scopes = scopes(ask)?;
    if let Some(error) = &held.consent.deny {
        return Err(denied(error));
    }
    if !held.app.user_consent || scopes.iter().any(|scope| is_administrators(scope)) {
        let text = "The grant requires admin permission.";
        return Err(NoToken::new("access_denied", 90_094, text));
    }
    let who = held.consent.who(ask, &held.users, User::is_called);
    // The vendor would wait for a sign-in that can't succeed; here the person gives up at once.
    let user = who.filter(|user| user.signs_in()).ok_or_else(|| denied("access_denied"))?;
    let user = user.id.clone();
    Ok(held.grants.code(ask, &user, scopes, &VENDING, at, &mut held.entropy))
}

/// The scopes that are asked for; an application may ask for any that there is.
fn scopes(ask: &Ask) -> Result<Vec<String>, NoToken> {
    if ask.scopes.is_empty() {
        return Err(NoToken::missing("scope"));
    }
    let known = |asked: &String| {
        scope(asked).map(str::to_owned).ok_or_else(|| {
            let text = format!("The application asked for scope '{asked}' that doesn't exist.");
            NoToken::new("invalid_client", 650_053, text)
        })
    };
    ask.scopes.iter().map(known).collect()
}

fn denied(error: &str) -> NoToken {
    match error {
        "consent_required" => {
            let text = "The user or administrator has not consented to use the application.";
            NoToken::new(error, 65_001, text)
        }
        _ => NoToken::new(error, 65_004, "User declined to consent to access the app."),
    }
}
