//! What Google's newer APIs refuse, and how they say so.
//!
//! Source: Google's API design guide, errors; the texts are as people report them.

use bytes::Bytes;
use http::{Response, StatusCode};
use serde_json::{Value, json};

use super::json_response;
use super::refusal::Refusal;

/// Why a call was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// No token, or a bad one.
    Unauthenticated,
    /// The token was given for something else.
    Scope,
    /// There is no such thing, or it can't be seen.
    NotFound,
    /// There is no such address.
    NoSuchAddress,
    /// A parameter has a value that it can't have.
    Argument(String),
}

impl Status {
    /// The same refusal of a token, as these APIs say it.
    pub fn of(refusal: &Refusal) -> Self {
        match refusal {
            Refusal::Scope => Self::Scope,
            _ => Self::Unauthenticated,
        }
    }

    /// The answer.
    pub fn response(&self) -> Response<Bytes> {
        let (status, name) = match self {
            Self::Unauthenticated => (StatusCode::UNAUTHORIZED, "UNAUTHENTICATED"),
            Self::Scope => (StatusCode::FORBIDDEN, "PERMISSION_DENIED"),
            Self::NotFound | Self::NoSuchAddress => (StatusCode::NOT_FOUND, "NOT_FOUND"),
            Self::Argument(_) => (StatusCode::BAD_REQUEST, "INVALID_ARGUMENT"),
        };
        let mut error = json!({
            "code": status.as_u16(),
            "message": self.message(),
            "status": name,
        });
        if let Some(reason) = self.reason() {
            error["details"] = json!([{
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": reason,
                "domain": "googleapis.com",
                "metadata": { "service": "meet.googleapis.com" },
            }]);
        }
        json_response(status, &Value::from_iter([("error", error)]))
    }

    fn message(&self) -> &str {
        match self {
            Self::Unauthenticated => "Request had invalid authentication credentials.",
            Self::Scope => "Request had insufficient authentication scopes.",
            Self::NotFound => "Requested entity was not found.",
            Self::NoSuchAddress => "Method not found.",
            Self::Argument(message) => message,
        }
    }

    fn reason(&self) -> Option<&'static str> {
        match self {
            Self::Unauthenticated => Some("ACCESS_TOKEN_INVALID"),
            Self::Scope => Some("ACCESS_TOKEN_SCOPE_INSUFFICIENT"),
            Self::NotFound | Self::NoSuchAddress | Self::Argument(_) => None,
        }
    }
}
