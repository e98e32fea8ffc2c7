//! The grants of the user-managed app: codes and refresh tokens.
//!
//! Source: Zoom OAuth, token lifecycle and OAuth errors; their numbers stand beside the texts.

use http::StatusCode;
use serde_json::json;

use super::account::Status;
use super::held::Held;
use super::json_response;
use super::oauth_app::VENDING;
use super::token::{Granted, NoToken, no_token, shown};
use crate::sim::Call;
use crate::sim::call::Query;
use crate::sim::oauth::{BadCode, BadRefresh, Tokens};

/// What Zoom says of every token that is unknown, used, expired (4737) or revoked (4741).
pub const INVALID: NoToken = no_token("invalid_grant", "Invalid Token!");

/// `grant_type=authorization_code`: a user who authorises again loses all earlier tokens (4741).
pub fn exchange(held: &mut Held, call: &Call, given: &Query) -> Granted {
    check_approved(held)?;
    let tokens =
        held.grants.exchange(given, &VENDING, call.at, &mut held.entropy).map_err(bad_code)?;
    held.grants.supersede(&tokens);
    Ok(answer(call, &tokens))
}

/// `grant_type=refresh_token`: always a new refresh token, and the old one is dead.
pub fn renew(held: &mut Held, call: &Call, given: &Query) -> Granted {
    let token = given.get("refresh_token").unwrap_or_default();
    if token.is_empty() {
        // 4700
        return Err(no_token("invalid_request", "Token cannot be empty."));
    }
    check_approved(held)?;
    check_holder(held, token)?;
    let tokens =
        held.grants.renew(token, &VENDING, call.at, &mut held.entropy).map_err(bad_refresh)?;
    Ok(answer(call, &tokens))
}

/// 4738: an administrator took the approval of the app back.
fn check_approved(held: &Held) -> Result<(), NoToken> {
    if held.oauth_app.approved {
        return Ok(());
    }
    Err(no_token("invalid_grant", "The token is disabled by admin."))
}

/// The user must still be there, and the app still have the scopes that were granted. The token
/// itself stays good for when they are.
fn check_holder(held: &Held, refresh: &str) -> Result<(), NoToken> {
    let Some((user, scopes)) = held.grants.consent_of(refresh) else { return Ok(()) };
    let is_active =
        |id: &str| held.users.iter().any(|user| user.id == id && user.status == Status::Active);
    if !is_active(user) {
        // 4735
        return Err(no_token("invalid_grant", "The owner of the token does not exist."));
    }
    if !held.oauth_app.has_just(scopes) {
        // 4711
        return Err(no_token("invalid_grant", "Refresh token invalid."));
    }
    Ok(())
}

fn bad_code(bad: BadCode) -> NoToken {
    let reason = match bad {
        // 4734
        BadCode::Unknown | BadCode::Used => "Invalid authorization code.",
        // 4733
        BadCode::Expired => "Code is expired",
        // 4709
        BadCode::Redirect => "Redirect URI mismatch.",
        // RFC 7636, section 4.6.
        BadCode::Verifier => "Invalid code verifier.",
    };
    no_token("invalid_grant", reason)
}

fn bad_refresh(bad: BadRefresh) -> NoToken {
    match bad {
        BadRefresh::Unknown | BadRefresh::Reused | BadRefresh::Expired => INVALID,
    }
}

fn answer(call: &Call, tokens: &Tokens) -> http::Response<bytes::Bytes> {
    let mut body = shown(call, &tokens.access, tokens.expires_in, &tokens.scopes);
    body["refresh_token"] = json!(tokens.refresh);
    json_response(StatusCode::OK, &body)
}
