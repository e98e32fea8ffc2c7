//! The token endpoint, and the check of its tokens.
//!
//! Source: GoTo's guides to access tokens and refresh tokens. A refresh is answered without a
//! refresh token, and without a token type, unless the old token is near its end.

use bytes::Bytes;
use http::{HeaderValue, Method, Response, StatusCode, header};
use jiff::SignedDuration;
use serde_json::json;

use super::account::{Status, User};
use super::held::Held;
use super::json_response;
use super::refusal::Refusal;
use crate::sim::Call;
use crate::sim::call::Query;
use crate::sim::oauth::{BadCode, BadRefresh, Rotation, Tokens, Vending};

/// What opens the meetings.
const MEETINGS: &str = "collab:";

/// The scopes that the application has.
pub const SCOPES: [&str; 2] = [MEETINGS, "identity:"];

/// How GoTo hands out tokens. How long a code lives is not published: RFC 6749 allows ten minutes
/// at most.
pub const VENDING: Vending = Vending {
    code: SignedDuration::from_mins(10),
    access: SignedDuration::from_mins(60),
    refresh: SignedDuration::from_hours(30 * 24),
    rotation: Rotation::NearEnd,
    // As long as the vendor's, which are signed JSON; nobody may read them.
    access_length: 1100,
};

/// Why no token was given; RFC 6749, section 5.2.
struct NoToken {
    status: StatusCode,
    error: &'static str,
    description: &'static str,
}

const fn no_token(error: &'static str, description: &'static str) -> NoToken {
    NoToken { status: StatusCode::BAD_REQUEST, error, description }
}

/// Answers `POST /oauth/token`.
pub fn issue(held: &mut Held, call: &Call) -> Response<Bytes> {
    if call.method != Method::POST {
        let body = json!({ "error": "invalid_request", "error_description": "POST is expected" });
        return json_response(StatusCode::METHOD_NOT_ALLOWED, &body);
    }
    let mut response = grant(held, call).unwrap_or_else(|no_token| refused(&no_token));
    // RFC 6749, section 5.1.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn refused(NoToken { status, error, description }: &NoToken) -> Response<Bytes> {
    let body = json!({ "error": error, "error_description": description });
    let mut response = json_response(*status, &body);
    if *status == StatusCode::UNAUTHORIZED {
        let basic = HeaderValue::from_static("Basic realm=\"oauth\"");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, basic);
    }
    response
}

fn grant(held: &mut Held, call: &Call) -> Result<Response<Bytes>, NoToken> {
    let client = format!("{}:{}", held.app.client_id, held.app.client_secret);
    if call.basic() != Some(client) {
        let unknown = no_token("invalid_client", "client not found");
        return Err(NoToken { status: StatusCode::UNAUTHORIZED, ..unknown });
    }
    let form = call.form();
    let tokens = match form.get("grant_type").unwrap_or_default() {
        "authorization_code" => {
            held.grants.exchange(&form, &VENDING, call.at, &mut held.entropy).map_err(bad_code)?
        }
        "refresh_token" => renew(held, call, &form)?,
        "" => return Err(no_token("invalid_request", "grant_type is missing")),
        _ => return Err(no_token("unsupported_grant_type", "grant_type is not supported")),
    };
    answer(held, &tokens)
}

fn renew(held: &mut Held, call: &Call, form: &Query) -> Result<Tokens, NoToken> {
    let token = form.get("refresh_token").unwrap_or_default();
    if token.is_empty() {
        return Err(no_token("invalid_request", "refresh_token is missing"));
    }
    held.grants.renew(token, &VENDING, call.at, &mut held.entropy).map_err(bad_refresh)
}

fn bad_code(bad: BadCode) -> NoToken {
    let description = match bad {
        BadCode::Unknown => "the code is unknown",
        BadCode::Used => "the code was used before",
        BadCode::Expired => "the code has expired",
        BadCode::Redirect => "the code has another redirect_uri",
        BadCode::Verifier => "the code_verifier does not fit",
    };
    no_token("invalid_grant", description)
}

fn bad_refresh(bad: BadRefresh) -> NoToken {
    let description = match bad {
        BadRefresh::Unknown | BadRefresh::Reused => "the refresh_token is unknown",
        BadRefresh::Expired => "the refresh_token has expired",
    };
    no_token("invalid_grant", description)
}

fn answer(held: &Held, tokens: &Tokens) -> Result<Response<Bytes>, NoToken> {
    let user = held.users.iter().find(|user| user.key == tokens.user);
    let user = user.ok_or(no_token("invalid_grant", "the user is gone"))?;
    let mut body = json!({
        "access_token": tokens.access,
        "expires_in": tokens.expires_in,
        "scope": tokens.scopes.join(" "),
        "principal": user.email,
    });
    if let Some(refresh) = &tokens.refresh {
        body["token_type"] = json!("Bearer");
        body["refresh_token"] = json!(refresh);
    }
    Ok(json_response(StatusCode::OK, &body))
}

/// The organiser that a call's token is for, who must be able to have meetings.
pub fn organizer(held: &Held, call: &Call) -> Result<User, Refusal> {
    let token = call.credentials("Bearer").unwrap_or_default();
    let granted = held.grants.check(token, call.at).map_err(|_| Refusal::Token)?;
    let user = held.users.iter().find(|user| user.key == granted.user).ok_or(Refusal::Token)?;
    if !granted.scopes.iter().any(|scope| scope == MEETINGS) {
        return Err(Refusal::Scope);
    }
    match user.status {
        Status::Active => Ok(user.clone()),
        Status::Suspended => Err(Refusal::Suspended),
    }
}
