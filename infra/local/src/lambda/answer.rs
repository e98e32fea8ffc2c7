//! What a function behind an HTTP API gives back, as the response to the caller.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::header::{
    CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, SET_COOKIE, TRANSFER_ENCODING, UPGRADE,
};
use axum::http::{HeaderName, HeaderValue, Response, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::Value;

/// What the connection decides and not the function.
const OURS: [HeaderName; 4] = [CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING, UPGRADE];

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    status_code: u16,
    headers: Option<BTreeMap<String, Value>>,
    multi_value_headers: Option<BTreeMap<String, Vec<Value>>>,
    cookies: Option<Vec<String>>,
    body: Option<String>,
    #[serde(default)]
    is_base64_encoded: bool,
}

/// The response; nothing if the answer can't be understood. JSON without a `statusCode` is itself
/// the body of a 200 (API Gateway: payload format 2.0 infers the response).
pub(super) fn response(answer: &[u8]) -> Option<Response<Body>> {
    let whole: Value = serde_json::from_slice(answer).ok()?;
    if whole.get("statusCode").is_none() {
        let body = match whole {
            Value::String(text) => text,
            other => other.to_string(),
        };
        let response = Response::builder().header(CONTENT_TYPE, "application/json");
        return response.body(body.into()).ok();
    }
    structured(serde_json::from_value(whole).ok()?)
}

fn structured(answer: Answer) -> Option<Response<Body>> {
    let body = answer.body.unwrap_or_default();
    let body = if answer.is_base64_encoded { STANDARD.decode(body).ok()? } else { body.into() };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(answer.status_code).ok()?;
    let single = answer.headers.unwrap_or_default();
    let repeated = answer.multi_value_headers.unwrap_or_default();
    let single = single.into_iter().filter(|(name, _)| !repeated.contains_key(name));
    let single: Vec<_> = single.collect();
    for (name, value) in single {
        append(&mut response, &name, &value)?;
    }
    for (name, values) in repeated {
        for value in values {
            append(&mut response, &name, &value)?;
        }
    }
    for cookie in answer.cookies.unwrap_or_default() {
        response.headers_mut().append(SET_COOKIE, HeaderValue::try_from(cookie).ok()?);
    }
    let plain = HeaderValue::from_static("text/plain;charset=UTF-8");
    response.headers_mut().entry(CONTENT_TYPE).or_insert(plain);
    Some(response)
}

fn append(response: &mut Response<Body>, name: &str, value: &Value) -> Option<()> {
    let name = HeaderName::try_from(name).ok()?;
    let value = match value {
        Value::String(text) => HeaderValue::try_from(text).ok()?,
        Value::Number(_) | Value::Bool(_) => HeaderValue::try_from(value.to_string()).ok()?,
        Value::Null | Value::Array(_) | Value::Object(_) => return None,
    };
    if !OURS.contains(&name) {
        response.headers_mut().append(name, value);
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;

    use super::*;

    async fn body(response: Response<Body>) -> Vec<u8> {
        to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()
    }

    #[tokio::test]
    async fn an_answer_becomes_a_response() {
        let answer = br#"{"statusCode": 303, "isBase64Encoded": true, "body": "aGk=",
            "headers": {"Location": "/x", "X-Number": 7, "Content-Length": "99"},
            "multiValueHeaders": {"x-many": ["a", "b"]}, "cookies": ["a=1", "b=2"]}"#;
        let response = response(answer).unwrap();
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        let headers = response.headers();
        assert_eq!(headers["location"], "/x");
        assert_eq!(headers["x-number"], "7");
        assert_eq!(headers.get_all("x-many").iter().count(), 2);
        assert_eq!(headers.get_all(SET_COOKIE).iter().count(), 2);
        assert_eq!(headers[CONTENT_TYPE], "text/plain;charset=UTF-8");
        assert!(!headers.contains_key(CONTENT_LENGTH));
        assert_eq!(body(response).await, b"hi");
    }

    #[tokio::test]
    async fn json_without_a_status_is_the_body() {
        let response = response(br#"{"a":1}"#).unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()[CONTENT_TYPE], "application/json");
        assert_eq!(body(response).await, br#"{"a":1}"#);
    }

    #[test]
    fn what_can_not_be_understood_is_no_response() {
        for answer in ["", "{", r#"{"statusCode":"x"}"#, r#"{"statusCode":1}"#] {
            assert!(response(answer.as_bytes()).is_none(), "{answer}");
        }
    }
}
