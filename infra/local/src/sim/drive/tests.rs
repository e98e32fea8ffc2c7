//! Each rule of the simulated Drive, and the adapter that lives with them.

mod access;
mod adapter;
mod files;
mod search;
mod sharing;
mod state;
mod uploads;

use bytes::Bytes;
use http::{Request, Response};
use serde_json::{Value, json};

use crate::sim::google::key::ServiceKey;
use crate::sim::rsa;
use crate::sim::tests::Bench;
use crate::sim::tests::browser::parameter;

/// Opens everything.
pub const DRIVE: &str = "https://www.googleapis.com/auth/drive";
/// Opens what the application made.
pub const DRIVE_FILE: &str = "https://www.googleapis.com/auth/drive.file";
/// The demo folder of the shared drive.
pub const FOLDER: &str = "1DemoRecordingsFolder";
/// Files, with shared drives known.
pub const FILES: &str = "/drive/v3/files?supportsAllDrives=true";
/// What a piece is a multiple of.
pub const UNIT: usize = 256 * 1024;
/// Where the application has the browser come back to.
pub const CALLBACK: &str = "http://127.0.0.1:9000/v1/oauth/drive/callback";
/// The demo application's credentials, as they stand in a form.
pub const CLIENT: &str = "client_id=drive-client-demo&client_secret=drive-secret-demo";

/// Posts a form to the token endpoint.
pub async fn post_token(bench: &Bench, form: &str) -> (u16, Value) {
    let request = Request::post("/drive/token")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Bytes::from(form.to_owned()));
    let response = bench.sims.call(request.unwrap()).await.unwrap();
    (response.status().as_u16(), serde_json::from_slice(response.body()).unwrap())
}

/// What the service account says for itself.
pub fn claims(bench: &Bench) -> Value {
    let now = bench.now().as_second();
    json!({
        "iss": ServiceKey::demo().client_email,
        "scope": DRIVE,
        "aud": "https://oauth2.googleapis.com/token",
        "iat": now,
        "exp": now + 3600,
    })
}

/// Asks for a token of the service account.
pub async fn assert(bench: &Bench, claims: &Value) -> (u16, Value) {
    let pair = ServiceKey::demo().pair().unwrap();
    let assertion = rsa::jwt(&pair, &json!({"alg": "RS256", "typ": "JWT"}), claims).unwrap();
    let grant = "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer";
    post_token(bench, &format!("grant_type={grant}&assertion={assertion}")).await
}

/// An access token of the service account.
pub async fn account(bench: &Bench) -> String {
    let (status, tokens) = assert(bench, &claims(bench)).await;
    assert_eq!(status, 200, "{tokens}");
    tokens["access_token"].as_str().unwrap().to_owned()
}

/// What the application is given when `name@demo.example` lets it in.
pub async fn connect(bench: &Bench, name: &str, scopes: &str, more: &str) -> (u16, Value) {
    let page = "/drive/o/oauth2/v2/auth?response_type=code&client_id=drive-client-demo&state=s1";
    let scopes = scopes.replace(' ', "%20");
    let page = format!("{page}&redirect_uri={CALLBACK}&scope={scopes}{more}");
    let back = bench.browse(&format!("{page}&login_hint={name}@demo.example")).await.unwrap();
    let code = parameter(&back, "code").unwrap();
    let form = format!("grant_type=authorization_code&code={code}&redirect_uri={CALLBACK}");
    post_token(bench, &format!("{CLIENT}&{form}")).await
}

/// An access token that `name@demo.example` has granted.
pub async fn granted(bench: &Bench, name: &str, scope: &str) -> String {
    let (_, tokens) = connect(bench, name, scope, "").await;
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
    let path = format!("/drive{path}");
    let (status, body, _) = bench.try_call(method, &path, &headers, &body).await.unwrap();
    (status.as_u16(), body)
}

/// The one error of a refusal: status and reason.
pub fn why((status, body): (u16, Value)) -> (u16, String) {
    assert_eq!(body["error"]["code"], status, "{body}");
    let errors = body["error"]["errors"].as_array().unwrap();
    assert_eq!((errors.len(), &errors[0]["message"]), (1, &body["error"]["message"]));
    (status, errors[0]["reason"].as_str().unwrap().to_owned())
}

/// A refusal as it is expected.
pub fn refused(status: u16, reason: &str) -> (u16, String) {
    (status, reason.to_owned())
}

/// Begins an upload and gives the answer.
pub async fn begin(bench: &Bench, token: &str, query: &str, body: &Value) -> Response<Bytes> {
    let path = format!("/drive/upload/drive/v3/files?uploadType=resumable{query}");
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str()), ("host", "127.0.0.1:9100")];
    bench.try_call("POST", &path, &headers, body).await.unwrap().2
}

/// A session for a file in the demo folder.
pub async fn session(bench: &Bench, token: &str) -> String {
    let body = json!({"name": "a.mp4", "parents": [FOLDER], "mimeType": "video/mp4"});
    let query = "&supportsAllDrives=true&fields=id,size,sha256Checksum";
    let answer = begin(bench, token, query, &body).await;
    assert_eq!(answer.status(), 200, "{answer:?}");
    let location = answer.headers()["location"].to_str().unwrap();
    location.strip_prefix("http://127.0.0.1:9100").unwrap().to_owned()
}

/// Puts bytes to a session, without any token.
pub async fn put(bench: &Bench, session: &str, range: &str, bytes: &[u8]) -> Response<Bytes> {
    let mut request = Request::put(session);
    if !range.is_empty() {
        request = request.header("content-range", range);
    }
    let request = request.body(Bytes::copy_from_slice(bytes)).unwrap();
    bench.sims.call(request).await.unwrap()
}

/// Makes a small file in the demo folder and gives its id.
pub async fn upload(bench: &Bench, token: &str, bytes: &[u8]) -> String {
    let session = session(bench, token).await;
    let answer = put(bench, &session, "", bytes).await;
    let made: Value = serde_json::from_slice(answer.body()).unwrap();
    made["id"].as_str().unwrap().to_owned()
}

/// Bytes that are not all alike.
pub fn bytes(len: usize) -> Vec<u8> {
    (0..len).map(|n| u8::try_from(n % 251).unwrap()).collect()
}
