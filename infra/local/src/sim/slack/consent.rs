//! The page on which somebody lets the app into the workspace.
//!
//! Source: Slack, installing with OAuth: scopes are separated by commas, and what is wrong with the
//! request the vendor tells the person and not the app.

use bytes::Bytes;
use http::{Method, Response, StatusCode};
use jiff::Timestamp;

use super::account::User;
use super::held::Held;
use super::token::{SCOPES, vending};
use crate::sim::oauth::{self, Ask};
use crate::sim::{Call, empty};

/// The app's one redirect address, on whichever host of ours.
const REDIRECT_PATH: &str = "/v1/oauth/slack/callback";

/// Answers `GET /oauth/v2/authorize`: at once, as somebody who presses the button would.
pub fn answer(held: &mut Held, call: &Call) -> Response<Bytes> {
    if call.method != Method::GET {
        return empty(StatusCode::METHOD_NOT_ALLOWED);
    }
    let ask = match Ask::read_code(call, &held.app.client_id, REDIRECT_PATH) {
        Ok(ask) => ask,
        Err(misask) => return oauth::error_page(misask),
    };
    if ask.scopes.is_empty() {
        return oauth::error_page("invalid_scope: no scopes requested");
    }
    if let Some(unknown) = ask.scopes.iter().find(|scope| !SCOPES.contains(&scope.as_str())) {
        return oauth::error_page(format!("invalid_scope: invalid permissions: {unknown}"));
    }
    match decide(held, &ask, call.at) {
        Ok(code) => oauth::redirect(&ask, &[("code", &code)]),
        Err(error) => oauth::redirect(&ask, &[("error", &error)]),
    }
}

/// A code of whoever consents, or the error that the browser brings back. What the administrator
/// does not let through is left out.
fn decide(held: &mut Held, ask: &Ask, at: Timestamp) -> Result<String, String> {
    if let Some(error) = &held.consent.deny {
        return Err(error.clone());
    }
    // The vendor would wait for a sign-in that can't succeed; here the person gives up at once.
    let user = held.consent.who(ask, &held.users, User::is).filter(|user| user.signs_in());
    let id = user.ok_or("access_denied")?.id.clone();
    let granted = ask.scopes.iter().filter(|scope| held.scopes.contains(scope));
    let scopes: Vec<String> = granted.cloned().collect();
    if scopes.is_empty() {
        return Err("access_denied".into());
    }
    let vending = vending(held.rotation);
    Ok(held.grants.code(ask, &id, scopes, &vending, at, &mut held.entropy))
}
