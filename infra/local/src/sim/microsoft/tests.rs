//! Each rule of the simulated Microsoft.

mod access;
mod call_adapter;
pub(super) mod call_files;
mod consent;
mod events;
mod invitations;
mod limits;
mod meetings;
mod state;
mod token;
mod transactions;
mod users;
mod view;

use bytes::Bytes;
use http::Response;
use serde_json::{Value, json};
use url::Url;

use crate::sim::tests::Bench;
use crate::sim::tests::browser::parameter;

/// The demo tenant.
pub const TENANT: &str = "6f0c2f5a-3d1e-4b8a-9c47-0d5e8a1b2c3d";
/// Object ids of the demo users.
pub const AINO: &str = "a1b2c3d4-0000-4000-8000-000000000001";
pub const MATTI: &str = "a1b2c3d4-0000-4000-8000-000000000002";
pub const SHARED: &str = "a1b2c3d4-0000-4000-8000-000000000005";
pub const ROOM: &str = "a1b2c3d4-0000-4000-8000-000000000006";
/// Where the application has the browser come back to.
pub const CALLBACK: &str = "http://127.0.0.1:9000/v1/oauth/microsoft/callback";
/// The application's credentials, as a form has them.
pub const CLIENT: &str = "client_id=microsoft-client-demo&client_secret=microsoft-secret-demo";
/// What a host is asked for.
pub const SCOPES: &str = "openid%20offline_access%20User.Read%20Calendars.ReadWrite%20\
                          OnlineMeetings.ReadWrite";

/// Opens a tenant's consent page, with more parameters.
pub async fn consent(bench: &Bench, tenant: &str, more: &str) -> Option<Url> {
    let path = format!("/microsoft/{tenant}/oauth2/v2.0/authorize");
    let query = "response_type=code&client_id=microsoft-client-demo&state=s1";
    bench.browse(&format!("{path}?{query}&redirect_uri={CALLBACK}{more}")).await
}

/// Posts a form to a tenant's token endpoint.
pub async fn post_token(bench: &Bench, tenant: &str, form: &str) -> (u16, Value) {
    let path = format!("/microsoft/{tenant}/oauth2/v2.0/token");
    bench.post_form(&path, "nobody:nothing", form).await
}

/// Exchanges a code.
pub async fn exchange(bench: &Bench, code: &str) -> (u16, Value) {
    let form =
        format!("{CLIENT}&grant_type=authorization_code&code={code}&redirect_uri={CALLBACK}");
    post_token(bench, "organizations", &form).await
}

/// Uses a refresh token.
pub async fn refresh(bench: &Bench, token: &Value) -> (u16, Value) {
    let token = token.as_str().unwrap();
    let form = format!("{CLIENT}&grant_type=refresh_token&refresh_token={token}");
    post_token(bench, "organizations", &form).await
}

/// What the application is given when `name@demo.example` lets it in for these scopes.
pub async fn connect(bench: &Bench, name: &str, scopes: &str) -> Value {
    let more = format!("&scope={scopes}&login_hint={name}@demo.example");
    let back = consent(bench, "organizations", &more).await.unwrap();
    let (status, tokens) = exchange(bench, &parameter(&back, "code").unwrap()).await;
    assert_eq!(status, 200, "{tokens}");
    tokens
}

/// An access token of `name@demo.example`.
pub async fn person(bench: &Bench, name: &str) -> String {
    connect(bench, name, SCOPES).await["access_token"].as_str().unwrap().to_owned()
}

/// The form with which the application asks for a token of its own.
pub fn own() -> String {
    let scope = "https%3A%2F%2Fgraph.microsoft.com%2F.default";
    format!("{CLIENT}&grant_type=client_credentials&scope={scope}")
}

/// The application's own access token.
pub async fn application(bench: &Bench) -> String {
    let (status, tokens) = post_token(bench, TENANT, &own()).await;
    assert_eq!(status, 200, "{tokens}");
    tokens["access_token"].as_str().unwrap().to_owned()
}

/// A call to Graph with a token and more headers.
pub async fn ask(
    bench: &Bench,
    token: &str,
    (method, path): (&str, &str),
    more: &[(&str, &str)],
    body: Value,
) -> (u16, Value, Response<Bytes>) {
    let bearer = format!("Bearer {token}");
    let headers = [&[("authorization", bearer.as_str())], more].concat();
    let path = format!("/microsoft/v1.0{path}");
    let (status, body, response) = bench.try_call(method, &path, &headers, &body).await.unwrap();
    (status.as_u16(), body, response)
}

/// A call to Graph with a token.
pub async fn api(
    bench: &Bench,
    token: &str,
    method: &str,
    path: &str,
    body: Value,
) -> (u16, Value) {
    let (status, body, _) = ask(bench, token, (method, path), &[], body).await;
    (status, body)
}

/// What an interview asks for.
pub fn interview() -> Value {
    json!({
        "subject": "Haastattelu – Maija",
        "body": { "contentType": "html", "content": "<p>Tervetuloa!</p>" },
        "start": { "dateTime": "2026-11-03T10:00:00", "timeZone": "Europe/Helsinki" },
        "end": { "dateTime": "2026-11-03T10:45:00", "timeZone": "Europe/Helsinki" },
        "attendees": [
            { "emailAddress": { "address": "maija@guest.example", "name": "Maija" },
              "type": "required" },
        ],
        "isOnlineMeeting": true,
        "onlineMeetingProvider": "teamsForBusiness",
    })
}

/// Creates an event in Aino's calendar.
pub async fn create(bench: &Bench, token: &str, body: Value) -> Value {
    let path = format!("/users/{AINO}/events");
    let (status, created) = api(bench, token, "POST", &path, body).await;
    assert_eq!(status, 201, "{created}");
    created
}

/// The address of an event in Aino's calendar.
pub fn address(event: &Value) -> String {
    format!("/users/{AINO}/events/{}", event["id"].as_str().unwrap())
}

/// Changes what the simulator holds.
#[expect(clippy::needless_pass_by_value, reason = "callers write json!(…)")]
pub fn put(bench: &Bench, state: Value) {
    bench.sims.merge_state("microsoft", &state).unwrap();
}

/// What the simulator holds.
pub fn held(bench: &Bench) -> Value {
    bench.sims.state("microsoft").unwrap()
}
