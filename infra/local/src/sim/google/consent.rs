//! The page on which somebody lets the application in.
//!
//! Source: Google's guide to OAuth 2.0 for web servers. What is wrong with the request itself the
//! vendor tells the person and not the application.

use bytes::Bytes;
use http::{Method, Response, StatusCode};
use jiff::Timestamp;

use super::account::User;
use super::held::Held;
use super::scopes;
use super::token::vending;
use crate::sim::oauth::{self, Ask, Grants};
use crate::sim::{Call, empty};

/// The application's one redirect address, on whichever host of ours.
const REDIRECT_PATH: &str = "/v1/oauth/google/callback";

/// Answers at once, as somebody who presses the button would.
pub fn answer(held: &mut Held, call: &Call) -> Response<Bytes> {
    if call.method != Method::GET {
        return empty(StatusCode::METHOD_NOT_ALLOWED);
    }
    let ask = match Ask::read(call, &held.app.client_id, REDIRECT_PATH) {
        Ok(ask) => ask,
        Err(misask) => return oauth::error_page(misask),
    };
    let Some(asked) = scopes::all_named(ask.scopes.iter().map(String::as_str)) else {
        return oauth::error_page("invalid_scope: some requested scopes are invalid");
    };
    if asked.is_empty() {
        return oauth::error_page("invalid_request: missing required parameter: scope");
    }
    match decide(held, &ask, asked, call.at) {
        Ok(Consented { code, scope }) => {
            oauth::redirect(&ask, &[("code", &code), ("scope", &scope)])
        }
        Err(error) => oauth::redirect(&ask, &[("error", &error)]),
    }
}

struct Consented {
    code: String,
    scope: String,
}

/// A code of whoever consents, or the error that the browser brings back.
fn decide(
    held: &mut Held,
    ask: &Ask,
    asked: Vec<String>,
    at: Timestamp,
) -> Result<Consented, String> {
    if let Some(error) = &held.consent.deny {
        return Err(error.clone());
    }
    // The vendor would wait for a sign-in that can't succeed; here the person gives up at once.
    let user = held.consent.who(ask, &held.users, User::is).filter(|user| user.signs_in());
    let id = user.ok_or("access_denied")?.id.clone();
    let is_left = |scope: &String| !held.unticked.contains(scope);
    let scopes: Vec<String> = asked.into_iter().filter(is_left).collect();
    if scopes.is_empty() {
        return Err("access_denied".into());
    }
    let scope = scopes.join(" ");
    let offline = wants_offline(&held.grants, ask, &id);
    let vending = vending(&held.app);
    let code = held.grants.code(ask, &id, scopes, &vending, at, &mut held.entropy);
    if !offline {
        held.grants.without_refresh(&code);
    }
    Ok(Consented { code, scope })
}

/// Whether a refresh token comes of it: it must be asked for, and whoever has let the application
/// in before must be asked again (`prompt=consent`).
pub fn wants_offline(grants: &Grants, ask: &Ask, user: &str) -> bool {
    let asks_again = ask.query.get("prompt").is_some_and(|p| p.split(' ').any(|p| p == "consent"));
    let is_first = !grants.standing().iter().any(|standing| standing.user == user);
    ask.query.get("access_type") == Some("offline") && (asks_again || is_first)
}
