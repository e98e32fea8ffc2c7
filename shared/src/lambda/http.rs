//! HTTP answers: JSON, and RFC 9457 problems with a stable code.

use http::{HeaderValue, Response, StatusCode, header};
use serde::Serialize;
use serde_json::json;

use crate::domain::problem::{FieldError, FieldErrors};

/// An answer with its whole body as text.
pub type Answer = Response<String>;

/// Why a request is refused, for whoever sent it: what to fix, not what we run on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    status: StatusCode,
    code: String,
    detail: String,
    errors: Vec<FieldError>,
}

impl Problem {
    /// A problem from its status, stable code and sentence.
    pub fn new(status: StatusCode, code: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { status, code: code.into(), detail: detail.into(), errors: Vec::new() }
    }

    /// 422 for bad fields.
    #[must_use]
    pub fn fields(errors: FieldErrors) -> Self {
        let code = match errors.0.as_slice() {
            [only] => only.code.clone(),
            _ => "invalid_fields".to_owned(),
        };
        let detail = match errors.0.as_slice() {
            [only] => format!("{}: {}", only.field, only.detail),
            several => format!("{} fields need correction", several.len()),
        };
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        Self { status, code, detail, errors: errors.0 }
    }

    /// The same problem with its bad fields.
    #[must_use]
    pub fn with_errors(mut self, errors: Vec<FieldError>) -> Self {
        self.errors = errors;
        self
    }

    /// 404 for whatever is not there, or not this caller's.
    #[must_use]
    pub fn not_found(what: &str) -> Self {
        let detail = format!("there is no such {what}");
        Self::new(StatusCode::NOT_FOUND, format!("{}_not_found", what.replace(' ', "_")), detail)
    }

    /// 503 for a passing trouble of ours.
    #[must_use]
    pub fn unavailable() -> Self {
        let detail = "something we depend on does not answer; try again in a moment";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "try_again", detail)
    }

    /// The HTTP status.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// As an answer.
    #[must_use]
    pub fn answer(&self) -> Answer {
        let mut body = json!({
            "type": "about:blank",
            "title": self.status.canonical_reason().unwrap_or("Problem"),
            "status": self.status.as_u16(),
            "code": self.code,
            "detail": self.detail,
        });
        if !self.errors.is_empty() {
            body["errors"] = json!(self.errors);
        }
        let mut answer = answer(self.status, "application/problem+json", body.to_string());
        if self.status == StatusCode::UNAUTHORIZED {
            let bearer = HeaderValue::from_static("Bearer");
            answer.headers_mut().insert(header::WWW_AUTHENTICATE, bearer);
        }
        answer
    }
}

impl From<FieldErrors> for Problem {
    fn from(errors: FieldErrors) -> Self {
        Self::fields(errors)
    }
}

/// A JSON answer.
pub fn json_answer(status: StatusCode, body: &impl Serialize) -> Answer {
    match serde_json::to_string(body) {
        Ok(text) => answer(status, "application/json", text),
        Err(_) => Problem::unavailable().answer(),
    }
}

/// An answer of any type. Nothing we serve may be cached or sniffed.
#[must_use]
pub fn answer(status: StatusCode, content_type: &'static str, body: String) -> Answer {
    let mut answer = Response::new(body);
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    answer
}
