//! Why the token endpoint gave no token, and how it says so (RFC 6749, section 5.2).

use std::borrow::Cow;

use bytes::Bytes;
use http::{Response, StatusCode};
use serde_json::json;

use super::json_response;

/// Why no token was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denial {
    status: StatusCode,
    error: &'static str,
    description: Cow<'static, str>,
}

impl Denial {
    /// The usual one: 400.
    pub fn new(error: &'static str, description: impl Into<Cow<'static, str>>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, error, description: description.into() }
    }

    /// The client is not who it says, or may not: 401.
    pub fn unauthorized(error: &'static str, description: &'static str) -> Self {
        Self { status: StatusCode::UNAUTHORIZED, ..Self::new(error, description) }
    }

    /// The answer.
    pub fn response(&self) -> Response<Bytes> {
        let body = json!({ "error": self.error, "error_description": self.description });
        json_response(self.status, &body)
    }
}
