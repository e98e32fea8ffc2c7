//! Everything the GoTo Meeting API refuses, and how it says so.

use bytes::Bytes;
use http::{Response, StatusCode};
use serde_json::json;

use super::json_response;

/// Why a call was refused. `InvalidToken` and its text are the vendor's; the API description names
/// the other statuses without their codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No token, or one that is unknown or has ended. The same code and text have been seen with
    /// 403 (n8n issue 14077), so whoever calls does well to go by the code.
    Token,
    /// The token was given for something else than meetings.
    Scope,
    /// The organiser has no product any more.
    Suspended,
    /// There is no such address.
    NoSuchAddress,
    /// The organiser has no such meeting, or no longer.
    UnknownMeeting(i64),
    /// What is wrong with the body.
    Body(String),
}

impl Refusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::Token => StatusCode::UNAUTHORIZED,
            Self::Scope | Self::Suspended => StatusCode::FORBIDDEN,
            Self::NoSuchAddress | Self::UnknownMeeting(_) => StatusCode::NOT_FOUND,
            Self::Body(_) => StatusCode::BAD_REQUEST,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Token => "InvalidToken",
            Self::Scope | Self::Suspended => "Forbidden",
            Self::NoSuchAddress | Self::UnknownMeeting(_) => "NotFound",
            Self::Body(_) => "InvalidRequest",
        }
    }

    fn message(&self) -> String {
        match self {
            Self::Token => "Invalid token passed".into(),
            Self::Scope => "The token was not given for meetings".into(),
            Self::Suspended => "The organizer is suspended".into(),
            Self::NoSuchAddress => "There is no such resource".into(),
            Self::UnknownMeeting(id) => format!("There is no meeting {id}"),
            Self::Body(message) => message.clone(),
        }
    }

    /// The answer.
    pub fn response(&self) -> Response<Bytes> {
        let body = json!({ "int_err_code": self.code(), "msg": self.message() });
        json_response(self.status(), &body)
    }
}
