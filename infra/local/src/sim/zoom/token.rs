//! The token endpoints: who calls, what for, and the grant of the server-to-server app.
//!
//! Source: Zoom OAuth, and its list of OAuth errors. The bodies have that list's texts as `reason`
//! and an error of RFC 6749 as `error`; the list's numbers do not show in them.

use bytes::Bytes;
use http::{HeaderValue, Method, Response, StatusCode, header};
use jiff::ToSpan;
use serde_json::{Value, json};

use super::held::{Grant, Held};
use super::{json_response, user_token};
use crate::sim::Call;
use crate::sim::call::Query;

/// Seconds a token lives (Zoom OAuth: server-to-server).
const LIFETIME_S: i64 = 3600;

/// Why no token was given; the endpoint answers 400 with `reason` and `error`.
pub struct NoToken {
    error: &'static str,
    reason: &'static str,
}

/// A refusal with these texts.
pub const fn no_token(error: &'static str, reason: &'static str) -> NoToken {
    NoToken { error, reason }
}

/// The answer of a token endpoint.
pub type Granted = Result<Response<Bytes>, NoToken>;

/// Which of the two apps calls.
#[derive(Debug, Clone, Copy)]
enum Client {
    /// The account's server-to-server app.
    Account,
    /// The user-managed app.
    User,
}

/// Answers `POST /oauth/token`.
pub fn issue(held: &mut Held, call: &Call) -> Response<Bytes> {
    endpoint(held, call, grant)
}

/// Answers `POST /oauth/revoke`.
pub fn revoke(held: &mut Held, call: &Call) -> Response<Bytes> {
    endpoint(held, call, take_back)
}

fn endpoint(
    held: &mut Held,
    call: &Call,
    act: fn(&mut Held, &Call, &Query) -> Granted,
) -> Response<Bytes> {
    if call.method != Method::POST {
        return json_response(
            StatusCode::METHOD_NOT_ALLOWED,
            &json!({ "reason": "Method not allowed", "error": "invalid_request" }),
        );
    }
    let given = call.query.followed_by(&call.form());
    let mut response = act(held, call, &given).unwrap_or_else(|NoToken { error, reason }| {
        json_response(StatusCode::BAD_REQUEST, &json!({ "reason": reason, "error": error }))
    });
    // RFC 6749, section 5.1.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn grant(held: &mut Held, call: &Call, given: &Query) -> Granted {
    let client = client(held, call)?;
    let kind = given.get("grant_type").unwrap_or_default();
    match (client, kind) {
        (Client::Account | Client::User, "") => {
            Err(no_token("invalid_request", "Missing grant type"))
        }
        (Client::Account, "account_credentials") => account_credentials(held, call, given),
        (Client::User, "authorization_code") => user_token::exchange(held, call, given),
        (Client::User, "refresh_token") => user_token::renew(held, call, given),
        (Client::Account | Client::User, _) => {
            Err(no_token("unsupported_grant_type", "unsupported grant type"))
        }
    }
}

/// A token of either kind ends what it belongs to.
fn take_back(held: &mut Held, call: &Call, given: &Query) -> Granted {
    let client = client(held, call)?;
    let token = given.get("token").unwrap_or_default();
    let known = match client {
        Client::Account => held.tokens.remove(token).is_some(),
        Client::User => held.grants.revoke_token(token),
    };
    if !known {
        return Err(user_token::INVALID);
    }
    Ok(json_response(StatusCode::OK, &json!({ "status": "success" })))
}

/// Zoom takes the client's credentials in `Authorization: Basic` alone.
fn client(held: &Held, call: &Call) -> Result<Client, NoToken> {
    let given = call.basic().unwrap_or_default();
    let (account, app) = (&held.account, &held.oauth_app);
    let (client, active) = if given == format!("{}:{}", account.client_id, account.client_secret) {
        (Client::Account, account.app_active)
    } else if given == format!("{}:{}", app.client_id, app.client_secret) {
        (Client::User, app.active)
    } else {
        return Err(no_token("invalid_client", "Invalid client_id or client_secret"));
    };
    if !active {
        return Err(no_token("invalid_client", "The app has been disabled"));
    }
    Ok(client)
}

fn account_credentials(held: &mut Held, call: &Call, given: &Query) -> Granted {
    match given.get("account_id") {
        Some(id) if id == held.account.id => {}
        None | Some("") => return Err(no_token("invalid_request", "Missing account_id")),
        Some(_) => return Err(no_token("invalid_request", "Account does not exist")),
    }
    held.tokens.retain(|_, grant| grant.expires_at > call.at);
    // As long as the vendor's, which are signed JSON; nobody may read them.
    let body = held.entropy.opaque(1150);
    let token = format!("eyJzdiI6IjAwMDAwMiJ9.{body}.{}", held.entropy.opaque(86));
    let scopes = held.account.scopes.clone();
    let shown = shown(call, &token, LIFETIME_S, &scopes);
    let account = held.account.id.clone();
    let expires_at = call.at + LIFETIME_S.seconds();
    held.tokens.insert(token, Grant { account, expires_at, scopes });
    Ok(json_response(StatusCode::OK, &shown))
}

/// What every answer with an access token has.
pub fn shown(call: &Call, access: &str, expires_in: i64, scopes: &[String]) -> Value {
    let mut shown = json!({
        "access_token": access,
        "token_type": "bearer",
        "expires_in": expires_in,
        "scope": scopes.join(" "),
    });
    // The vendor names the API host of the account's region; ours is where the call came to.
    if let Some(host) = call.headers.get(header::HOST).and_then(|host| host.to_str().ok()) {
        shown["api_url"] = json!(format!("http://{host}/zoom"));
    }
    shown
}
