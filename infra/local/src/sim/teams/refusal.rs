//! Everything that Graph and the Bot Connector refuse, and how each says so.

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use serde_json::json;

use super::json_response;
use crate::sim::microsoft::refusal::{Refusal as Graph, Trace};

/// Why a call was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// What Graph refuses wherever it is called.
    Graph(Graph),
    /// What Graph says of installed apps.
    Apps {
        /// The status.
        status: StatusCode,
        /// The vendor's name for it.
        code: &'static str,
        /// For people.
        message: String,
    },
    /// What the Bot Connector and workflows refuse.
    Bot {
        /// The status.
        status: StatusCode,
        /// The vendor's name for it.
        code: &'static str,
        /// For people.
        message: String,
    },
    /// Too often; says for how many seconds to wait.
    Limited(i64),
}

impl From<Graph> for Refusal {
    fn from(refusal: Graph) -> Self {
        Self::Graph(refusal)
    }
}

impl Refusal {
    /// A refusal of Graph's about apps.
    pub fn apps(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self::Apps { status, code, message: message.into() }
    }

    /// A refusal of the Bot Connector's.
    pub fn bot(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self::Bot { status, code, message: message.into() }
    }

    /// No token, or not one for the Bot Connector.
    pub fn unauthorized() -> Self {
        let message = "Authorization has been denied for this request.";
        Self::bot(StatusCode::UNAUTHORIZED, "Unauthorized", message)
    }

    /// The body is not what it should be, as a whole.
    pub fn syntax(message: impl Into<String>) -> Self {
        Self::bot(StatusCode::BAD_REQUEST, "BadSyntax", message)
    }

    /// A field of the body has a value that can't be taken.
    pub fn argument(message: impl Into<String>) -> Self {
        Self::bot(StatusCode::BAD_REQUEST, "BadArgument", message)
    }

    /// The bot may not be where it wants to write.
    pub fn forbidden(message: impl Into<String>) -> Self {
        Self::bot(StatusCode::FORBIDDEN, "Forbidden", message)
    }

    /// The bot is not installed where it wants to write.
    pub fn not_in_roster() -> Self {
        let message = "The bot is not part of the conversation roster.";
        Self::bot(StatusCode::FORBIDDEN, "BotNotInConversationRoster", message)
    }

    /// There is no such address.
    pub fn no_such_address() -> Self {
        Self::bot(StatusCode::NOT_FOUND, "NotFound", "There is no such address.")
    }

    /// The address does not take the method.
    pub fn method() -> Self {
        let message = "The requested resource does not support this method.";
        Self::bot(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed", message)
    }

    /// The answer.
    pub fn response(&self, trace: &Trace) -> Response<Bytes> {
        match self {
            Self::Graph(refusal) => refusal.response(trace),
            Self::Apps { status, code, message } => {
                json_response(*status, &json!({ "error": trace.error(code, message) }))
            }
            Self::Bot { status, code, message } => bot(*status, code, message),
            Self::Limited(retry_after) => {
                let status = StatusCode::TOO_MANY_REQUESTS;
                let mut response = bot(status, "TooManyRequests", "API calls quota exceeded.");
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*retry_after));
                response
            }
        }
    }
}

fn bot(status: StatusCode, code: &str, message: &str) -> Response<Bytes> {
    json_response(status, &json!({ "error": { "code": code, "message": message } }))
}
