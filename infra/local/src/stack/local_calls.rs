//! The calls that exist only here: firing the clock, and what was counted.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::Running;

/// Their routes.
pub(super) fn router(running: Running) -> Router {
    Router::new()
        .route("/_local/tick", post(tick))
        .route("/_local/usage", get(usage))
        .route("/_local/ports", get(ports))
        .route("/", get(page))
        .with_state(running)
}

async fn tick(State(running): State<Running>, body: String) -> Response {
    let body: Value = serde_json::from_str(&body).unwrap_or_default();
    let at = body["at"].as_str().and_then(|text| text.parse::<Timestamp>().ok());
    let Some(at) = at else {
        let detail = "send {\"at\":\"2026-12-01T00:00:00Z\"}";
        return problem(StatusCode::UNPROCESSABLE_ENTITY, "instant_invalid", detail);
    };
    match running.tick(at).await {
        Ok(answer) => {
            let answer: Value = serde_json::from_slice(&answer).unwrap_or_default();
            axum::Json(json!({"at": at, "answer": answer})).into_response()
        }
        Err(error) => problem(StatusCode::BAD_GATEWAY, "tick_failed", &error.to_string()),
    }
}

async fn usage(State(running): State<Running>) -> Response {
    axum::Json(running.aws.usage()).into_response()
}

async fn ports(State(running): State<Running>) -> Response {
    let urls = &running.addresses;
    let port = |url: &str| url.rsplit_once(':').and_then(|(_, port)| port.parse::<u16>().ok());
    let ports = json!({
        "api": port(&urls.api), "sim": port(&urls.sim), "aws": port(&urls.aws), "urls": urls,
    });
    axum::Json(ports).into_response()
}

async fn page(State(running): State<Running>) -> String {
    crate::story::page(&running.addresses)
}

fn problem(status: StatusCode, code: &str, detail: &str) -> Response {
    let body = json!({
        "type": "about:blank",
        "title": status.canonical_reason().unwrap_or("Problem"),
        "status": status.as_u16(),
        "code": code,
        "detail": detail,
    });
    let kind = [("content-type", "application/problem+json")];
    (status, kind, body.to_string()).into_response()
}
