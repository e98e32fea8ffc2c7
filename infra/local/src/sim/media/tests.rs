//! Each rule of the simulated boards.

mod columns;
mod files;
mod login;
mod pages;
mod session;
mod sites;
mod state;

use bytes::Bytes;
use encoding_rs::SHIFT_JIS;
use http::{Method, Request, Response, header};
use serde_json::{Value, json};

use crate::sim::tests::Bench;

/// The days that the tests ask for.
pub const DAYS: &str = "from=2026-11-30&to=2026-12-02";

/// A visit to a site.
pub async fn visit(bench: &Bench, method: Method, path: &str, cookie: &str) -> Response<Bytes> {
    let request = Request::builder().method(method).uri(format!("/media{path}"));
    let request = request.header(header::COOKIE, cookie).body(Bytes::new()).unwrap();
    bench.sims.call(request).await.unwrap()
}

/// Looks at a page.
pub async fn look(bench: &Bench, path: &str, cookie: &str) -> Response<Bytes> {
    visit(bench, Method::GET, path, cookie).await
}

/// Sends a login form off.
pub async fn send(bench: &Bench, medium: &str, form: &str) -> Response<Bytes> {
    let request = Request::post(format!("/media/{medium}/login"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Bytes::from(form.to_owned()));
    bench.sims.call(request.unwrap()).await.unwrap()
}

/// The value in a login page that only it knows; empty where a board has none.
pub async fn token(bench: &Bench, medium: &str) -> String {
    let page = text(&look(bench, &format!("/{medium}/login"), "").await);
    let (_, rest) = page.split_once("name=\"authenticity_token\" value=\"").unwrap_or_default();
    rest.split('"').next().unwrap_or_default().to_owned()
}

/// The login form of a board's demo account.
pub async fn filled(bench: &Bench, medium: &str) -> String {
    let token = token(bench, medium).await;
    let account = format!("login_id=recruiter%40{medium}.example&password={medium}-password");
    format!("authenticity_token={token}&{account}")
}

/// The cookie of whoever has just logged in with the demo account.
pub async fn log_in(bench: &Bench, medium: &str) -> String {
    let response = send(bench, medium, &filled(bench, medium).await).await;
    assert_eq!(response.status(), 302, "{}", text(&response));
    cookie(&response)
}

/// The cookie that an answer sets, as it is sent back.
pub fn cookie(response: &Response<Bytes>) -> String {
    let set = response.headers()[header::SET_COOKIE].to_str().unwrap();
    set.split(';').next().unwrap().to_owned()
}

/// The text of an answer in the encoding that it names.
pub fn text(response: &Response<Bytes>) -> String {
    let content_type = response.headers()[header::CONTENT_TYPE].to_str().unwrap();
    if content_type.ends_with("Shift_JIS") {
        let (text, is_broken) = SHIFT_JIS.decode_without_bom_handling(response.body());
        assert!(!is_broken);
        return text.into_owned();
    }
    String::from_utf8(response.body().to_vec()).unwrap()
}

/// One applicant, who applied on 1 December 2026 at 09:30:15 in Japan.
#[expect(clippy::needless_pass_by_value, reason = "callers write json!(…)")]
pub fn applicant(medium: &str, id: &str, fields: Value) -> Value {
    let login = format!("recruiter@{medium}.example");
    json!({"medium": medium, "login": login, "id": id, "applied_at": "2026-12-01T00:30:15Z",
           "fields": fields})
}

/// Changes what the boards hold.
#[expect(clippy::needless_pass_by_value, reason = "callers write json!(…)")]
pub fn put(bench: &Bench, change: Value) {
    bench.sims.merge_state("media", &change).unwrap();
}

/// Where a board has its applicants.
pub fn list(medium: &str) -> &'static str {
    match medium {
        "wantedly" | "green" | "forkwell" => "/applicants",
        _ => "/applications.csv",
    }
}

/// What the demo account sees of the tests' days.
pub async fn fetch(bench: &Bench, medium: &str) -> Response<Bytes> {
    let cookie = log_in(bench, medium).await;
    let response = look(bench, &format!("/{medium}{}?{DAYS}", list(medium)), &cookie).await;
    assert_eq!(response.status(), 200);
    response
}
