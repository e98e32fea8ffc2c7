//! Each rule of the simulated GoTo.

mod access;
mod bodies;
mod meetings;
mod state;
mod token;

use serde_json::{Value, json};
use url::Url;

use crate::sim::tests::Bench;
use crate::sim::tests::browser::parameter;

/// The demo application's credentials.
pub const APP: &str = "goto-client-demo:goto-secret-demo";
/// Where the application has the browser come back to.
pub const CALLBACK: &str = "http://127.0.0.1:9000/v1/oauth/goto/callback";
const CONSENT: &str =
    "/goto/oauth/authorize?response_type=code&client_id=goto-client-demo&state=s1";

/// Opens the consent page, with more parameters.
pub async fn consent(bench: &Bench, more: &str) -> Option<Url> {
    bench.browse(&format!("{CONSENT}&redirect_uri={CALLBACK}{more}")).await
}

/// Posts a form to the token endpoint.
pub async fn post_token(bench: &Bench, form: &str) -> (u16, Value) {
    bench.post_form("/goto/oauth/token", APP, form).await
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

/// What the application is given when `name@demo.example` lets it in.
pub async fn connect(bench: &Bench, name: &str) -> Value {
    let back = consent(bench, &format!("&login_hint={name}@demo.example")).await.unwrap();
    let (status, tokens) = exchange(bench, &parameter(&back, "code").unwrap()).await;
    assert_eq!(status, 200, "{tokens}");
    tokens
}

/// The access token of `name@demo.example`.
pub async fn token(bench: &Bench, name: &str) -> String {
    connect(bench, name).await["access_token"].as_str().unwrap().to_owned()
}

/// An API call with a token.
pub async fn api(
    bench: &Bench,
    token: &str,
    method: &str,
    path: &str,
    body: Value,
) -> (u16, Value) {
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str())];
    let path = format!("/goto/G2M/rest{path}");
    let (status, body, _) = bench.try_call(method, &path, &headers, &body).await.unwrap();
    (status.as_u16(), body)
}

/// What an interview asks for.
pub fn interview() -> Value {
    json!({
        "subject": "Haastattelu – Maija",
        "starttime": "2026-11-03T08:00:00Z",
        "endtime": "2026-11-03T08:45:00Z",
        "passwordrequired": false,
        "conferencecallinfo": "Hybrid",
        "timezonekey": "",
        "meetingtype": "scheduled",
    })
}

/// Creates a meeting and gives its id.
pub async fn create(bench: &Bench, token: &str, body: Value) -> i64 {
    let (status, created) = api(bench, token, "POST", "/meetings", body).await;
    assert_eq!(status, 201, "{created}");
    created[0]["meetingid"].as_i64().unwrap()
}
