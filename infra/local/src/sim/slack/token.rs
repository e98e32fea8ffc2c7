//! The method that gives tokens.
//!
//! Source: Slack, `oauth.v2.access`, installing with OAuth and token rotation: without rotation a
//! bot's token never ends, with it a token lives twelve hours and each refresh token works once.
//! Refusals are 200, as everywhere.

use bytes::Bytes;
use http::{Method, Response, StatusCode};
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::held::Held;
use super::json_response;
use super::refusal::Refusal;
use crate::sim::Call;
use crate::sim::call::Query;
use crate::sim::oauth::{BadCode, BadRefresh, Rotation, Tokens, Vending};

/// The scopes of bots that an app may ask for, of those that there are.
pub const SCOPES: [&str; 22] = [
    "app_mentions:read",
    "channels:history",
    "channels:join",
    "channels:manage",
    "channels:read",
    "chat:write",
    "chat:write.customize",
    "chat:write.public",
    "commands",
    "groups:history",
    "groups:read",
    "groups:write",
    "im:history",
    "im:read",
    "im:write",
    "mpim:history",
    "mpim:read",
    "mpim:write",
    "team:read",
    "users.profile:read",
    "users:read",
    "users:read.email",
];

/// What an access token begins with, and one that ends.
const ACCESS: &str = "xoxb-";
const ROTATED: &str = "xoxe.xoxb-";
/// What a refresh token begins with.
const REFRESH: &str = "xoxe-1-";

/// Longer than any simulation.
const NEVER: SignedDuration = SignedDuration::from_hours(100 * 365 * 24);

/// How Slack hands out tokens.
pub fn vending(rotation: bool) -> Vending {
    Vending {
        code: SignedDuration::from_mins(10),
        access: if rotation { SignedDuration::from_secs(43_200) } else { NEVER },
        refresh: NEVER,
        rotation: Rotation::SingleUse,
        access_length: if rotation { 150 } else { 51 },
    }
}

/// An access token without what it begins with.
pub fn bare(token: &str) -> &str {
    token.strip_prefix(ROTATED).or_else(|| token.strip_prefix(ACCESS)).unwrap_or_default()
}

/// Answers `oauth.v2.access`.
pub fn issue(held: &mut Held, call: &Call) -> Response<Bytes> {
    if call.method != Method::POST && call.method != Method::GET {
        return Refusal::Error("invalid_post_type").response();
    }
    match grant(held, call) {
        Ok(body) => json_response(StatusCode::OK, &body),
        Err(refusal) => refusal.response(),
    }
}

fn grant(held: &mut Held, call: &Call) -> Result<Value, Refusal> {
    let form = call.form().followed_by(&call.query);
    check_client(held, call, &form)?;
    let tokens = match form.get("grant_type").unwrap_or("authorization_code") {
        "authorization_code" => exchange(held, call, &form)?,
        "refresh_token" => renew(held, call, &form)?,
        _ => return Err(Refusal::Error("invalid_grant_type")),
    };
    Ok(answer(held, &tokens))
}

/// The app proves itself in the header or in the form.
fn check_client(held: &Held, call: &Call, form: &Query) -> Result<(), Refusal> {
    let basic = call.basic();
    let (id, secret) = match basic.as_deref().and_then(|pair| pair.split_once(':')) {
        Some(pair) => pair,
        None => (
            form.get("client_id").unwrap_or_default(),
            form.get("client_secret").unwrap_or_default(),
        ),
    };
    if id != held.app.client_id {
        return Err(Refusal::Error("invalid_client_id"));
    }
    if secret != held.app.client_secret {
        return Err(Refusal::Error("bad_client_secret"));
    }
    Ok(())
}

fn exchange(held: &mut Held, call: &Call, form: &Query) -> Result<Tokens, Refusal> {
    if !held.rotation {
        held.grants.without_refresh(form.get("code").unwrap_or_default());
    }
    let vending = vending(held.rotation);
    let tokens = held.grants.exchange(form, &vending, call.at, &mut held.entropy);
    let tokens = tokens.map_err(|bad| Refusal::Error(bad_code(bad)))?;
    held.revoked = false;
    Ok(tokens)
}

/// The vendor names no error for a verifier that does not fit; an app can do nothing but begin anew.
fn bad_code(bad: BadCode) -> &'static str {
    match bad {
        BadCode::Unknown | BadCode::Expired | BadCode::Verifier => "invalid_code",
        BadCode::Used => "code_already_used",
        BadCode::Redirect => "bad_redirect_uri",
    }
}

fn renew(held: &mut Held, call: &Call, form: &Query) -> Result<Tokens, Refusal> {
    let token = form.get("refresh_token").and_then(|token| token.strip_prefix(REFRESH));
    let token = token.ok_or(Refusal::Error("invalid_refresh_token"))?;
    let renewed = held.grants.renew(token, &vending(true), call.at, &mut held.entropy);
    renewed.map_err(|bad| match bad {
        BadRefresh::Unknown | BadRefresh::Reused | BadRefresh::Expired => {
            Refusal::Error("invalid_refresh_token")
        }
    })
}

fn answer(held: &mut Held, tokens: &Tokens) -> Value {
    let begin = if tokens.refresh.is_some() { ROTATED } else { ACCESS };
    let access = format!("{begin}{}", tokens.access);
    held.issued.insert(access.clone());
    let mut body = json!({
        "ok": true,
        "access_token": access,
        "token_type": "bot",
        "scope": tokens.scopes.join(","),
        "bot_user_id": held.bot_user_id,
        "app_id": held.app_id,
        "team": { "id": held.team_id, "name": held.team_name },
        "enterprise": held.enterprise,
        "authed_user": { "id": tokens.user },
        "is_enterprise_install": false,
    });
    if let Some(refresh) = &tokens.refresh {
        body["expires_in"] = json!(tokens.expires_in);
        body["refresh_token"] = json!(format!("{REFRESH}{refresh}"));
    }
    body
}
