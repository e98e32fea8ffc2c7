//! The page on which somebody lets the application in, by the same rules as for Google's calendar.

use bytes::Bytes;
use http::{Method, Response, StatusCode};
use jiff::Timestamp;

use super::account::User;
use super::held::Held;
use super::token;
use crate::sim::google::consent::wants_offline;
use crate::sim::google::token::vending;
use crate::sim::oauth::{self, Ask};
use crate::sim::{Call, empty};

/// The application's one redirect address, on whichever host of ours.
const REDIRECT_PATH: &str = "/v1/oauth/drive/callback";

/// Answers at once, as somebody who presses the button would.
pub fn answer(held: &mut Held, call: &Call) -> Response<Bytes> {
    if call.method != Method::GET {
        return empty(StatusCode::METHOD_NOT_ALLOWED);
    }
    let ask = match Ask::read(call, &held.app.client_id, REDIRECT_PATH) {
        Ok(ask) => ask,
        Err(misask) => return oauth::error_page(misask),
    };
    let Some(asked) = token::named(ask.scopes.iter().map(String::as_str)) else {
        return oauth::error_page("invalid_scope: some requested scopes are missing or invalid");
    };
    match decide(held, &ask, asked, call.at) {
        Ok((code, scope)) => oauth::redirect(&ask, &[("code", &code), ("scope", &scope)]),
        Err(error) => oauth::redirect(&ask, &[("error", &error)]),
    }
}

/// A code of whoever consents and what for, or the error that the browser brings back.
fn decide(
    held: &mut Held,
    ask: &Ask,
    asked: Vec<String>,
    at: Timestamp,
) -> Result<(String, String), String> {
    if let Some(error) = &held.consent.deny {
        return Err(error.clone());
    }
    let user = held.consent.who(ask, &held.users, User::is).ok_or("access_denied")?.email.clone();
    let scopes: Vec<String> =
        asked.into_iter().filter(|scope| !held.unticked.contains(scope)).collect();
    if scopes.is_empty() {
        return Err("access_denied".into());
    }
    let scope = scopes.join(" ");
    let offline = wants_offline(&held.grants, ask, &user);
    let vending = vending(&held.app);
    let code = held.grants.code(ask, &user, scopes, &vending, at, &mut held.entropy);
    if !offline {
        held.grants.without_refresh(&code);
    }
    Ok((code, scope))
}
