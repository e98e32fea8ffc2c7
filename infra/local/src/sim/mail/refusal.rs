//! How SES says no.

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode};
use serde_json::json;

use super::json_response;

/// An SES v2 error: its type goes into a header, its message into the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The exception's name.
    pub kind: &'static str,
    /// For people.
    pub message: String,
    status: StatusCode,
}

impl Refusal {
    /// An error with SES's usual status, 400.
    pub fn new(kind: &'static str, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), status: StatusCode::BAD_REQUEST }
    }

    /// The request can't be understood.
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::new("BadRequestException", message)
    }

    /// The message can't be sent.
    pub fn rejected(message: impl Into<String>) -> Self {
        Self::new("MessageRejected", message)
    }

    /// The same with another status.
    pub fn with_status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// The answer.
    pub fn response(&self) -> Response<Bytes> {
        let mut response = json_response(self.status, &json!({ "message": self.message }));
        let kind = HeaderValue::from_static(self.kind);
        response.headers_mut().insert("x-amzn-errortype", kind);
        response
    }
}
