//! Taking back what somebody has granted.
//!
//! Source: Google's guide to OAuth 2.0 for web servers, revoking a token; RFC 7009. Either token
//! takes back all that the person has granted to the application.

use bytes::Bytes;
use http::{Method, Response, StatusCode};
use serde_json::json;

use super::denial::Denial;
use super::held::Held;
use super::json_response;
use crate::sim::Call;

/// Answers a call with the token in the form or in the query.
pub fn answer(held: &mut Held, call: &Call) -> Response<Bytes> {
    let parameters = call.form().followed_by(&call.query);
    let Some(token) = parameters.get("token").filter(|_| call.method == Method::POST) else {
        return Denial::new("invalid_request", "Bad Request").response();
    };
    let by_access = held.grants.check(token, call.at).ok().map(|access| access.user.clone());
    let user = by_access.or_else(|| Some(held.grants.consent_of(token)?.0.to_owned()));
    match user {
        Some(user) => {
            held.grants.revoke(&user);
            json_response(StatusCode::OK, &json!({}))
        }
        None => Denial::new("invalid_token", "Token expired or revoked").response(),
    }
}
