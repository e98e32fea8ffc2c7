//! Each rule of the simulated Zoom.

mod access;
mod adapter;
mod consent;
mod downloads;
mod hooks;
mod limits;
mod lists;
mod meetings;
pub(super) mod recordings;
mod state;
mod user_calls;
mod user_token;

use http::Response;
use serde_json::{Value, json};
use url::Url;

use crate::sim::tests::Bench;
use crate::sim::tests::browser::parameter;

/// `client-demo:secret-demo`
pub const BASIC: &str = "Basic Y2xpZW50LWRlbW86c2VjcmV0LWRlbW8=";
/// Where tokens come from, with the demo account's parameters.
pub const TOKEN: &str = "/zoom/oauth/token?grant_type=account_credentials&account_id=acc-demo";

/// The credentials of the user-managed app.
pub const APP: &str = "zoom-user-demo:zoom-user-secret-demo";
/// Where the user-managed app has the browser come back to.
pub const CALLBACK: &str = "http://127.0.0.1:9000/v1/oauth/zoom/callback";
const CONSENT: &str = "/zoom/oauth/authorize?response_type=code&client_id=zoom-user-demo&state=s1";

/// Opens the consent page of the user-managed app, with more parameters.
pub async fn consent(bench: &Bench, more: &str) -> Option<Url> {
    bench.browse(&format!("{CONSENT}&redirect_uri={CALLBACK}{more}")).await
}

/// A code by which this user lets the app in.
pub async fn code(bench: &Bench, user: &str) -> String {
    let back = consent(bench, &format!("&login_hint={user}")).await.unwrap();
    parameter(&back, "code").unwrap_or_else(|| panic!("{back}"))
}

/// Posts a form to the token endpoint as the user-managed app.
pub async fn post_token(bench: &Bench, form: &str) -> (u16, Value) {
    bench.post_form("/zoom/oauth/token", APP, form).await
}

/// Exchanges a code.
pub async fn exchange(bench: &Bench, code: &str) -> (u16, Value) {
    let form = format!("grant_type=authorization_code&code={code}&redirect_uri={CALLBACK}");
    post_token(bench, &form).await
}

/// Uses a refresh token.
pub async fn refresh(bench: &Bench, token: &Value) -> (u16, Value) {
    let token = token.as_str().unwrap();
    post_token(bench, &format!("grant_type=refresh_token&refresh_token={token}")).await
}

/// What the app is given when this user lets it in.
pub async fn connect(bench: &Bench, user: &str) -> Value {
    let code = code(bench, user).await;
    let (status, tokens) = exchange(bench, &code).await;
    assert_eq!(status, 200, "{tokens}");
    tokens
}

/// The access token of such an answer.
pub fn access(tokens: &Value) -> &str {
    tokens["access_token"].as_str().unwrap()
}

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
