//! Each rule of the simulated destination.

mod access;
mod bodies;
mod state;

use bytes::Bytes;
use http::{Request, Response};
use serde_json::{Value, json};

use crate::sim::tests::Bench;

/// The demo account's token.
pub const TOKEN: &str = "hrmos-demo-token";

/// An API call with a token and with a key, none for an empty one.
pub async fn call(
    bench: &Bench,
    (method, path): (&str, &str),
    key: &str,
    body: Value,
) -> (u16, Value) {
    let bearer = format!("Bearer {TOKEN}");
    let headers = [("authorization", bearer.as_str()), ("idempotency-key", key)];
    let headers = if key.is_empty() { &headers[..1] } else { &headers[..] };
    let path = format!("/hrmos{path}");
    let (status, body, _) = bench.try_call(method, &path, headers, &body).await.unwrap();
    (status.as_u16(), body)
}

/// Sends an application.
pub async fn create(bench: &Bench, key: &str, body: Value) -> (u16, Value) {
    call(bench, ("POST", "/applications"), key, body).await
}

/// Changes an application.
pub async fn change(bench: &Bench, id: &Value, body: Value) -> (u16, Value) {
    let path = format!("/applications/{}", id.as_str().unwrap());
    call(bench, ("PATCH", &path), "", body).await
}

/// A call whose body is not JSON.
pub async fn raw(
    bench: &Bench,
    method: &str,
    path: &str,
    content_type: &str,
    body: &str,
) -> Response<Bytes> {
    let request = Request::builder()
        .method(method)
        .uri(format!("/hrmos{path}"))
        .header("authorization", format!("Bearer {TOKEN}"))
        .header("idempotency-key", "raw")
        .header("content-type", content_type)
        .body(Bytes::from(body.to_owned()));
    bench.sims.call(request.unwrap()).await.unwrap()
}

/// An application with everything in it.
pub fn application() -> Value {
    json!({
        "external_id": "A1001",
        "medium": "green",
        "source_format": "HRMOS応募情報フォーマット",
        "route": "Green (スカウト)",
        "classification": "scout",
        "undecidable": false,
        "name": "髙橋 葵",
        "kana": "たかはし あおい",
        "email": "aoi@mail.example",
        "phone": "+81900000001",
        "position_name": "法人営業",
        "job": "sales",
        "applied_at": "2026-12-01T00:30:00Z",
        "birth_date": "1990-05-15",
        "postal_code": "000-0001",
        "address": "東京都見本区見本町1-1",
    })
}
