//! Everything the Web API refuses, and how it says so: with 200, but for calls that come too often.

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use serde_json::{Value, json};

use super::json_response;

/// Why a call was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The vendor's name for it.
    Error(&'static str),
    /// The token lacks a scope.
    Scope {
        /// Any one of these would do, separated by commas.
        needed: String,
        /// What the token has, separated by commas.
        provided: String,
    },
    /// A block can't be shown; says which and why.
    Blocks(String),
    /// Too often; says for how many seconds to wait.
    Limited(i64),
}

impl Refusal {
    fn body(&self) -> Value {
        match self {
            Self::Error(error) => json!({ "ok": false, "error": error }),
            Self::Scope { needed, provided } => json!({
                "ok": false, "error": "missing_scope", "needed": needed, "provided": provided,
            }),
            Self::Blocks(detail) => json!({
                "ok": false, "error": "invalid_blocks", "errors": [detail],
                "response_metadata": { "messages": [format!("[ERROR] {detail}")] },
            }),
            Self::Limited(_) => json!({ "ok": false, "error": "ratelimited" }),
        }
    }

    /// The answer.
    pub fn response(&self) -> Response<Bytes> {
        let Self::Limited(retry_after) = self else {
            return json_response(StatusCode::OK, &self.body());
        };
        let mut response = json_response(StatusCode::TOO_MANY_REQUESTS, &self.body());
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*retry_after));
        response
    }
}

/// The refusal of a status that somebody asked for.
pub fn of_status(status: StatusCode) -> Response<Bytes> {
    let error = match status.as_u16() {
        401 => "invalid_auth",
        429 => return Refusal::Limited(1).response(),
        503 => "service_unavailable",
        504 => "request_timeout",
        _ => "internal_error",
    };
    json_response(status, &Refusal::Error(error).body())
}
