//! The token endpoint of a server-to-server app, and the check of its tokens.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::{HeaderValue, Method, Response, StatusCode, header};
use jiff::ToSpan;
use serde_json::json;

use super::held::{Grant, Held};
use super::json_response;
use super::operation::Operation;
use super::refusal::Refusal;
use crate::sim::Call;
use crate::sim::call::Query;

/// Seconds a token lives (Zoom OAuth: server-to-server).
const LIFETIME_S: i64 = 3600;

/// Why no token was given; the endpoint answers 400 with `reason` and `error`.
struct NoToken {
    error: &'static str,
    reason: &'static str,
}

const fn no_token(error: &'static str, reason: &'static str) -> NoToken {
    NoToken { error, reason }
}

/// Answers `POST /oauth/token`.
pub fn issue(held: &mut Held, call: &Call) -> Response<Bytes> {
    if call.method != Method::POST {
        return json_response(
            StatusCode::METHOD_NOT_ALLOWED,
            &json!({ "reason": "Method not allowed", "error": "invalid_request" }),
        );
    }
    let mut response = match grant(held, call) {
        Ok(response) => response,
        Err(NoToken { error, reason }) => {
            json_response(StatusCode::BAD_REQUEST, &json!({ "reason": reason, "error": error }))
        }
    };
    // RFC 6749, section 5.1.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn grant(held: &mut Held, call: &Call) -> Result<Response<Bytes>, NoToken> {
    let form = form(call);
    let parameter = |name| call.query.get(name).or_else(|| form.get(name));
    check_client(held, call)?;
    match parameter("grant_type") {
        Some("account_credentials") => {}
        None | Some("") => return Err(no_token("invalid_request", "Missing grant type")),
        Some(_) => return Err(no_token("unsupported_grant_type", "unsupported grant type")),
    }
    match parameter("account_id") {
        Some(id) if id == held.account.id => {}
        None | Some("") => return Err(no_token("invalid_request", "Missing account_id")),
        Some(_) => return Err(no_token("invalid_request", "Account does not exist")),
    }
    Ok(answer(held, call))
}

/// The parameters in the body, when it is a form.
fn form(call: &Call) -> Query {
    if !call.has_content_type("application/x-www-form-urlencoded") {
        return Query::default();
    }
    Query::parse(&String::from_utf8_lossy(&call.body))
}

fn check_client(held: &Held, call: &Call) -> Result<(), NoToken> {
    let decoded = call.credentials("Basic").and_then(|text| BASE64_STANDARD.decode(text).ok());
    let expected = format!("{}:{}", held.account.client_id, held.account.client_secret);
    if decoded.as_deref() != Some(expected.as_bytes()) {
        return Err(no_token("invalid_client", "Invalid client_id or client_secret"));
    }
    if !held.account.app_active {
        return Err(no_token("invalid_client", "The app has been disabled"));
    }
    Ok(())
}

fn answer(held: &mut Held, call: &Call) -> Response<Bytes> {
    held.tokens.retain(|_, grant| grant.expires_at > call.at);
    // As long as the vendor's, which are signed JSON; nobody may read them.
    let body = held.entropy.opaque(1150);
    let token = format!("eyJzdiI6IjAwMDAwMiJ9.{body}.{}", held.entropy.opaque(86));
    let scopes = held.account.scopes.clone();
    let mut shown = json!({
        "access_token": token,
        "token_type": "bearer",
        "expires_in": LIFETIME_S,
        "scope": scopes.join(" "),
    });
    // The vendor names the API host of the account's region; ours is where the call came to.
    if let Some(host) = call.headers.get(header::HOST).and_then(|host| host.to_str().ok()) {
        shown["api_url"] = json!(format!("http://{host}/zoom"));
    }
    let account = held.account.id.clone();
    let expires_at = call.at + LIFETIME_S.seconds();
    held.tokens.insert(token, Grant { account, expires_at, scopes });
    json_response(StatusCode::OK, &shown)
}

/// The scopes of the call's token.
///
/// A scope taken from the app is gone at once; one that was added comes with the next token.
pub fn check(held: &Held, call: &Call, operation: Operation) -> Result<Vec<String>, Refusal> {
    // Zoom API: list users documents 400 where the others say 401.
    let status = match operation {
        Operation::ListUsers => StatusCode::BAD_REQUEST,
        _ => StatusCode::UNAUTHORIZED,
    };
    let grant = call
        .credentials("Bearer")
        .and_then(|token| held.tokens.get(token))
        .filter(|grant| held.account.app_active && grant.account == held.account.id)
        .ok_or(Refusal::Token { expired: false, status })?;
    if grant.expires_at <= call.at {
        return Err(Refusal::Token { expired: true, status });
    }
    let still = grant.scopes.iter().filter(|scope| held.account.scopes.contains(scope));
    Ok(still.cloned().collect())
}
