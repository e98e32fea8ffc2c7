//! Each rule of the simulated Zoom.

mod access;
mod limits;
mod lists;
mod meetings;
mod state;

use http::Response;
use serde_json::{Value, json};

use crate::sim::tests::Bench;

/// `client-demo:secret-demo`
pub const BASIC: &str = "Basic Y2xpZW50LWRlbW86c2VjcmV0LWRlbW8=";
/// Where tokens come from, with the demo account's parameters.
pub const TOKEN: &str = "/zoom/oauth/token?grant_type=account_credentials&account_id=acc-demo";

/// A fresh token.
pub async fn token(bench: &Bench) -> String {
    let headers = [("authorization", BASIC)];
    let (status, body, _) = bench.try_call("POST", TOKEN, &headers, &Value::Null).await.unwrap();
    assert_eq!(status, 200, "{body}");
    body["access_token"].as_str().unwrap().to_owned()
}

/// An API call with a token.
pub async fn api(
    bench: &Bench,
    token: &str,
    method: &str,
    path: &str,
    body: Value,
) -> (u16, Value) {
    let (status, body, _) = api_response(bench, token, method, path, body).await;
    (status, body)
}

/// An API call with a token, headers included.
pub async fn api_response(
    bench: &Bench,
    token: &str,
    method: &str,
    path: &str,
    body: Value,
) -> (u16, Value, Response<bytes::Bytes>) {
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str())];
    let path = format!("/zoom/v2{path}");
    let (status, body, response) = bench.try_call(method, &path, &headers, &body).await.unwrap();
    (status.as_u16(), body, response)
}

/// Creates a meeting for Aino.
pub async fn create(bench: &Bench, token: &str, body: Value) -> (u16, Value) {
    api(bench, token, "POST", "/users/u-aino/meetings", body).await
}

/// What a booking asks for.
#[must_use]
pub fn booking() -> Value {
    json!({
        "topic": "Neuvonta – Maija",
        "type": 2,
        "start_time": "2026-11-03T10:00:00",
        "timezone": "Europe/Helsinki",
        "duration": 45,
        "agenda": "Tervetuloa",
        "password": "01234567",
        "settings": {"waiting_room": true, "join_before_host": true},
    })
}
