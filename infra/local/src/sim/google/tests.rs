//! Each rule of the simulated Google.

mod access;
mod bodies;
mod conference;
mod consent;
mod events;
mod lists;
pub(super) mod meet;
mod meet_adapter;
mod notices;
mod service_account;
mod state;
mod token;

use bytes::Bytes;
use http::Request;
use serde_json::{Value, json};
use url::Url;

use super::key::ServiceKey;
use crate::sim::rsa;
use crate::sim::tests::Bench;
use crate::sim::tests::browser::parameter;

/// Where the application has the browser come back to.
pub const CALLBACK: &str = "http://127.0.0.1:9000/v1/oauth/google/callback";
/// The demo application's credentials, as they stand in a form.
pub const CLIENT: &str = "client_id=google-client-demo&client_secret=google-secret-demo";
/// Opens everything of a person's calendar.
pub const CALENDAR: &str = "https://www.googleapis.com/auth/calendar";
/// Opens a person's events.
pub const EVENTS: &str = "https://www.googleapis.com/auth/calendar.events";
/// The primary calendar's events.
pub const PRIMARY: &str = "/calendar/v3/calendars/primary/events";

/// Opens the consent page, with more parameters.
pub async fn consent(bench: &Bench, more: &str) -> Option<Url> {
    let page = "/google/o/oauth2/v2/auth?response_type=code&client_id=google-client-demo&state=s1";
    bench.browse(&format!("{page}&redirect_uri={CALLBACK}{more}")).await
}

/// The parameters by which a person lets the application in for good.
pub fn offline(name: &str) -> String {
    format!("&access_type=offline&scope=openid%20email%20{EVENTS}&login_hint={name}@demo.example")
}

/// Posts a form without an `Authorization`.
pub async fn post(bench: &Bench, path: &str, form: &str) -> (u16, Value) {
    let request = Request::post(path)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Bytes::from(form.to_owned()));
    let response = bench.sims.call(request.unwrap()).await.unwrap();
    (response.status().as_u16(), serde_json::from_slice(response.body()).unwrap())
}

/// Posts a form with the application's credentials to the token endpoint.
pub async fn post_token(bench: &Bench, form: &str) -> (u16, Value) {
    post(bench, "/google/token", &format!("{CLIENT}&{form}")).await
}

/// Exchanges the code that a browser brings back.
pub async fn exchange(bench: &Bench, back: &Url) -> (u16, Value) {
    let code = parameter(back, "code").unwrap();
    let form = format!("grant_type=authorization_code&code={code}&redirect_uri={CALLBACK}");
    post_token(bench, &form).await
}

/// What the application is given when `name@demo.example` lets it in, with these parameters.
pub async fn connect(bench: &Bench, more: &str) -> Value {
    let (status, tokens) = exchange(bench, &consent(bench, more).await.unwrap()).await;
    assert_eq!(status, 200, "{tokens}");
    tokens
}

/// Uses a refresh token.
pub async fn refresh(bench: &Bench, token: &Value) -> (u16, Value) {
    let token = token.as_str().unwrap();
    post_token(bench, &format!("grant_type=refresh_token&refresh_token={token}")).await
}

/// An access token that `name@demo.example` has granted, for these scopes.
pub async fn granted(bench: &Bench, name: &str, scopes: &str) -> String {
    let more = format!("&scope={}&login_hint={name}@demo.example", scopes.replace(' ', "%20"));
    connect(bench, &more).await["access_token"].as_str().unwrap().to_owned()
}

/// What the service account says to act for `name@demo.example`.
pub fn claims(bench: &Bench, name: &str) -> Value {
    let now = bench.now().as_second();
    json!({
        "iss": ServiceKey::demo().client_email,
        "sub": format!("{name}@demo.example"),
        "scope": CALENDAR,
        "aud": "https://oauth2.googleapis.com/token",
        "iat": now,
        "exp": now + 3600,
    })
}

/// Signs claims with the demo key.
pub fn signed(header: &Value, claims: &Value) -> String {
    rsa::jwt(&ServiceKey::demo().pair().unwrap(), header, claims).unwrap()
}

/// Asks for a token of the service account.
pub async fn assert(bench: &Bench, assertion: &str) -> (u16, Value) {
    let grant = "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer";
    let form = format!("grant_type={grant}&assertion={assertion}");
    post(bench, "/google/token", &form).await
}

/// An access token by which the service account acts for `name@demo.example`.
pub async fn token(bench: &Bench, name: &str) -> String {
    let assertion = signed(&json!({"alg": "RS256", "typ": "JWT"}), &claims(bench, name));
    let (status, tokens) = assert(bench, &assertion).await;
    assert_eq!(status, 200, "{tokens}");
    tokens["access_token"].as_str().unwrap().to_owned()
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
    let path = format!("/google{path}");
    let (status, body, _) = bench.try_call(method, &path, &headers, &body).await.unwrap();
    (status.as_u16(), body)
}

/// The one error of a refusal: status, domain and reason.
pub fn why((status, body): (u16, Value)) -> (u16, String, String) {
    assert_eq!(body["error"]["code"], status, "{body}");
    let errors = body["error"]["errors"].as_array().unwrap();
    assert_eq!((errors.len(), &errors[0]["message"]), (1, &body["error"]["message"]));
    let text = |name: &str| errors[0][name].as_str().unwrap().to_owned();
    (status, text("domain"), text("reason"))
}

/// A refusal as it is expected.
pub fn refused(status: u16, domain: &str, reason: &str) -> (u16, String, String) {
    (status, domain.to_owned(), reason.to_owned())
}

/// What an interview asks for.
pub fn interview() -> Value {
    json!({
        "summary": "Haastattelu – Maija",
        "start": {"dateTime": "2026-11-03T08:00:00Z"},
        "end": {"dateTime": "2026-11-03T08:45:00Z"},
        "attendees": [{"email": "maija@guest.example", "displayName": "Maija"}],
    })
}

/// An interview with Meet, by a request of this id.
pub fn with_meet(request: &str) -> Value {
    let mut body = interview();
    body["conferenceData"] = json!({"createRequest": {
        "requestId": request,
        "conferenceSolutionKey": {"type": "hangoutsMeet"},
    }});
    body
}

/// Makes an event on the primary calendar and gives it.
pub async fn insert(bench: &Bench, token: &str, query: &str, body: Value) -> Value {
    let (status, event) = api(bench, token, "POST", &format!("{PRIMARY}{query}"), body).await;
    assert_eq!(status, 200, "{event}");
    event
}

/// The address of an event on the primary calendar.
pub fn at(event: &Value) -> String {
    format!("{PRIMARY}/{}", event["id"].as_str().unwrap())
}
