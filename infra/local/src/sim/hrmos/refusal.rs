//! Everything that is refused, and how.

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Response, StatusCode, header};
use serde_json::{Value, json};

use super::json_response;

/// A field of a body that can't be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadField {
    /// Its name.
    pub field: String,
    /// Stable, `snake_case`.
    pub code: &'static str,
}

/// Why a call was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No token, or another.
    Token,
    /// Too many calls; the seconds until the next is let through.
    Limited(i64),
    /// There is no such address, or no such application.
    NotFound,
    /// The address takes another method, this one.
    Method(&'static str),
    /// A creation that can't be repeated safely.
    NoKey,
    /// The body is not an object of JSON.
    NotJson,
    /// Fields that can't be taken.
    Fields(Vec<BadField>),
}

impl Refusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::Token => StatusCode::UNAUTHORIZED,
            Self::Limited(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Method(_) => StatusCode::METHOD_NOT_ALLOWED,
            Self::NoKey | Self::NotJson => StatusCode::BAD_REQUEST,
            Self::Fields(_) => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    fn body(&self) -> Value {
        let error = match self {
            Self::Token => "invalid_token",
            Self::Limited(_) => "rate_limited",
            Self::NotFound => "not_found",
            Self::Method(_) => "method_not_allowed",
            Self::NoKey => "idempotency_key_required",
            Self::NotJson => "invalid_json",
            Self::Fields(fields) => return errors(fields),
        };
        json!({ "error": error })
    }

    fn header(&self) -> Option<(HeaderName, String)> {
        match self {
            Self::Token => Some((header::WWW_AUTHENTICATE, "Bearer".to_owned())),
            Self::Limited(seconds) => Some((header::RETRY_AFTER, seconds.to_string())),
            Self::Method(allowed) => Some((header::ALLOW, (*allowed).to_owned())),
            Self::NotFound | Self::NoKey | Self::NotJson | Self::Fields(_) => None,
        }
    }

    /// The answer.
    pub fn response(&self) -> Response<Bytes> {
        let mut response = json_response(self.status(), &self.body());
        if let Some((name, value)) = self.header()
            && let Ok(value) = HeaderValue::try_from(value)
        {
            response.headers_mut().insert(name, value);
        }
        response
    }
}

fn errors(fields: &[BadField]) -> Value {
    let shown = |bad: &BadField| json!({ "field": bad.field, "code": bad.code });
    json!({ "errors": fields.iter().map(shown).collect::<Vec<_>>() })
}

/// The refusal of a status that somebody asked for.
pub fn of_status(status: StatusCode) -> Response<Bytes> {
    match status {
        StatusCode::UNAUTHORIZED => Refusal::Token.response(),
        StatusCode::NOT_FOUND => Refusal::NotFound.response(),
        StatusCode::TOO_MANY_REQUESTS => Refusal::Limited(1).response(),
        other => {
            let reason = other.canonical_reason().unwrap_or("error");
            json_response(other, &json!({ "error": reason.to_lowercase().replace(' ', "_") }))
        }
    }
}
