//! The HTTP API in front of the functions, as API Gateway has it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde_json::json;
use tokio::time::timeout;

use super::event::{Arrival, http_event};
use super::route::{Match, Routes};
use super::{InvokeError, Lambda, Route, answer, ids};

/// The largest body, in bytes (HTTP API quotas: 10 MB).
const MAX_BODY_BYTES: usize = 10 * 1024 * 1024;

/// How long a function may take to answer (HTTP API quotas: 30 s). It goes on after that.
const INTEGRATION_TIME: Duration = Duration::from_secs(30);

struct Front {
    lambda: Lambda,
    routes: Routes,
    patience: Duration,
}

/// An HTTP API with these routes. Serve it with `into_make_service_with_connect_info`, if
/// functions shall learn the caller's address; otherwise all callers are `127.0.0.1`. It is one
/// fallback, so other routes can be added to it.
pub fn front(lambda: Lambda, routes: Vec<Route>) -> Router {
    impatient_front(lambda, routes, INTEGRATION_TIME)
}

/// The same with another patience than API Gateway's.
pub(super) fn impatient_front(lambda: Lambda, routes: Vec<Route>, patience: Duration) -> Router {
    let front = Front { lambda, routes: Routes::new(routes), patience };
    Router::new().fallback(serve).with_state(Arc::new(front))
}

async fn serve(State(front): State<Arc<Front>>, request: Request) -> Response {
    let request_id = ids::gateway_request();
    let (parts, body) = request.into_parts();
    let mut response = match front.routes.find(parts.method.as_str(), parts.uri.path()) {
        None => message(StatusCode::NOT_FOUND, "Not Found"),
        Some(found) => match to_bytes(body, MAX_BODY_BYTES).await {
            Ok(body) => front.answer(&parts, &body, found, &request_id).await,
            Err(_) => message(StatusCode::PAYLOAD_TOO_LARGE, "Request Entity Too Large"),
        },
    };
    if let Ok(id) = HeaderValue::try_from(request_id) {
        response.headers_mut().insert("apigw-requestid", id);
    }
    response
}

impl Front {
    async fn answer(
        &self,
        parts: &Parts,
        body: &bytes::Bytes,
        found: Match<'_>,
        request_id: &str,
    ) -> Response {
        let arrival = Arrival {
            request_id: request_id.to_owned(),
            at: Timestamp::now(),
            source_ip: source_ip(parts).to_string(),
        };
        let function = &found.route.function;
        let Ok(event) = http_event(parts, body, found, &arrival) else {
            return message(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error");
        };
        let invocation = self.lambda.invoke(function, event.into());
        match timeout(self.patience, invocation).await {
            Ok(Ok(answer)) => answer::response(&answer).unwrap_or_else(|| {
                message(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error")
            }),
            Ok(Err(error)) => failure(&error),
            Err(_) => failure(&InvokeError::TimedOut),
        }
    }
}

/// What the caller gets to know of a failure.
fn failure(error: &InvokeError) -> Response {
    match error {
        InvokeError::TimedOut | InvokeError::Stopping => {
            message(StatusCode::SERVICE_UNAVAILABLE, "Service Unavailable")
        }
        InvokeError::TooLarge { .. } => {
            message(StatusCode::PAYLOAD_TOO_LARGE, "Request Entity Too Large")
        }
        InvokeError::Unknown
        | InvokeError::Crashed
        | InvokeError::Function { .. }
        | InvokeError::InitFailed { .. } => {
            message(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error")
        }
    }
}

fn message(status: StatusCode, text: &str) -> Response {
    (status, axum::Json(json!({ "message": text }))).into_response()
}

fn source_ip(parts: &Parts) -> IpAddr {
    let connection = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    connection.map_or(Ipv4Addr::LOCALHOST.into(), |ConnectInfo(address)| address.ip())
}
