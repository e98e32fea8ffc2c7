//! Answers of the `/_sim` calls that are errors (RFC 9457).

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use serde_json::{Value, json};

use super::StateError;

/// A problem without bad fields.
pub fn problem(status: StatusCode, code: &str, detail: &str) -> Response<Bytes> {
    respond(status, &body(status, code, detail))
}

/// A 422 that names the field.
pub fn invalid(error: &StateError) -> Response<Bytes> {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    let mut body = body(status, "invalid_field", &error.to_string());
    body["errors"] = json!([{ "field": error.field, "code": error.code, "detail": error.detail }]);
    respond(status, &body)
}

fn body(status: StatusCode, code: &str, detail: &str) -> Value {
    json!({
        "status": status.as_u16(),
        "code": code,
        "title": status.canonical_reason().unwrap_or("Error"),
        "detail": detail,
    })
}

fn respond(status: StatusCode, body: &Value) -> Response<Bytes> {
    let mut response = super::json(status, body);
    let problem = HeaderValue::from_static("application/problem+json");
    response.headers_mut().insert(header::CONTENT_TYPE, problem);
    response
}
