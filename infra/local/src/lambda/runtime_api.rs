//! Lambda's Runtime API, as one execution environment sees it: ask for the next invocation, answer
//! it. Each environment has a listener of its own, so the port tells who speaks.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use bytes::Bytes;
use serde::Deserialize;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::locked;

/// The largest answer, in bytes (Lambda quotas: 6 MB and a little).
const MAX_ANSWER_BYTES: usize = 6_291_556;

/// One event for the function.
pub(super) struct Invocation {
    pub(super) request_id: String,
    /// When the function will be killed, in milliseconds since 1970.
    pub(super) deadline_ms: i64,
    pub(super) function_arn: String,
    pub(super) trace_id: String,
    pub(super) payload: Bytes,
}

/// What the process did.
pub(super) enum Report {
    /// It asks for the next invocation.
    Waits,
    /// It answered the invocation it had.
    Answered(Result<Bytes, FunctionError>),
    /// It gave up before it asked for the first one.
    InitFailed(FunctionError),
}

/// An error that a function tells.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct FunctionError {
    pub(super) error_type: String,
    pub(super) error_message: String,
}

/// The server of one environment; it ends when this is dropped.
pub(super) struct RuntimeApi {
    address: SocketAddr,
    desk: Arc<Desk>,
    work: mpsc::Sender<Invocation>,
    server: JoinHandle<io::Result<()>>,
}

/// Where invocations and answers change hands.
struct Desk {
    work: tokio::sync::Mutex<mpsc::Receiver<Invocation>>,
    /// The request that the process has taken and not answered.
    running: Mutex<Option<String>>,
    reports: mpsc::UnboundedSender<Report>,
}

impl RuntimeApi {
    /// Listens on a free port of the loopback; what the process does comes from the receiver.
    pub(super) async fn open() -> io::Result<(Self, mpsc::UnboundedReceiver<Report>)> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let (work, queue) = mpsc::channel(1);
        let (report, reports) = mpsc::unbounded_channel();
        let desk = Arc::new(Desk {
            work: tokio::sync::Mutex::new(queue),
            running: Mutex::default(),
            reports: report,
        });
        let router = router(Arc::clone(&desk));
        let server = tokio::spawn(async move { axum::serve(listener, router).await });
        Ok((Self { address, desk, work, server }, reports))
    }

    /// Where the process finds it.
    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Lays an invocation ready; false if nobody can take it any more.
    pub(super) async fn offer(&self, invocation: Invocation) -> bool {
        self.work.send(invocation).await.is_ok()
    }

    /// Whether the process has taken an invocation that it has not answered.
    pub(super) fn is_running(&self) -> bool {
        locked(&self.desk.running).is_some()
    }
}

impl Drop for RuntimeApi {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn router(desk: Arc<Desk>) -> Router {
    Router::new()
        .route("/2018-06-01/runtime/invocation/next", get(next))
        .route("/2018-06-01/runtime/invocation/{id}/response", post(response))
        .route("/2018-06-01/runtime/invocation/{id}/error", post(error))
        .route("/2018-06-01/runtime/init/error", post(init_error))
        .with_state(desk)
}

async fn next(State(desk): State<Arc<Desk>>) -> Response {
    if locked(&desk.running).is_some() {
        return refusal(StatusCode::FORBIDDEN, "InvalidStateTransition", "Answer first");
    }
    desk.report(Report::Waits);
    let Some(invocation) = desk.work.lock().await.recv().await else {
        return refusal(StatusCode::GONE, "Shutdown", "The environment has ended");
    };
    *locked(&desk.running) = Some(invocation.request_id.clone());
    let headers = [
        ("lambda-runtime-aws-request-id", invocation.request_id),
        ("lambda-runtime-deadline-ms", invocation.deadline_ms.to_string()),
        ("lambda-runtime-invoked-function-arn", invocation.function_arn),
        ("lambda-runtime-trace-id", invocation.trace_id),
        ("content-type", "application/json".to_owned()),
    ];
    (headers, invocation.payload).into_response()
}

async fn response(State(desk): State<Arc<Desk>>, Path(id): Path<String>, body: Body) -> Response {
    match to_bytes(body, MAX_ANSWER_BYTES).await {
        Ok(answer) => desk.answered(&id, Ok(answer)),
        Err(_) => desk.too_large(&id),
    }
}

async fn error(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    desk.answered(&id, Err(told(&headers, &body)))
}

async fn init_error(State(desk): State<Arc<Desk>>, headers: HeaderMap, body: Bytes) -> Response {
    desk.report(Report::InitFailed(told(&headers, &body)));
    accepted()
}

impl Desk {
    /// Takes the answer to the invocation that runs, and to no other.
    fn answered(&self, id: &str, answer: Result<Bytes, FunctionError>) -> Response {
        if locked(&self.running).take_if(|running| running.as_str() == id).is_none() {
            return refusal(StatusCode::BAD_REQUEST, "InvalidRequestID", "Invalid request ID");
        }
        self.report(Report::Answered(answer));
        accepted()
    }

    /// An answer that is larger than Lambda takes (or breaks off) fails the invocation.
    fn too_large(&self, id: &str) -> Response {
        let error_message = format!(
            "Response payload size exceeded maximum allowed payload size ({MAX_ANSWER_BYTES} bytes)."
        );
        let error_type = "Function.ResponseSizeTooLarge".to_owned();
        let error = FunctionError { error_type, error_message };
        let status = self.answered(id, Err(error)).status();
        if status.is_success() {
            return refusal(StatusCode::PAYLOAD_TOO_LARGE, "RequestEntityTooLarge", "Too large");
        }
        status.into_response()
    }

    /// Nobody listens any more once the environment is being ended.
    fn report(&self, report: Report) {
        let _ = self.reports.send(report);
    }
}

/// The error in a body, which a runtime may also leave to the header.
fn told(headers: &HeaderMap, body: &[u8]) -> FunctionError {
    let mut error: FunctionError = serde_json::from_slice(body).unwrap_or_default();
    if error.error_type.is_empty() {
        let header = headers.get("lambda-runtime-function-error-type");
        let named = header.and_then(|header| header.to_str().ok());
        named.unwrap_or("Unhandled").clone_into(&mut error.error_type);
    }
    error
}

fn accepted() -> Response {
    (StatusCode::ACCEPTED, axum::Json(json!({ "status": "OK" }))).into_response()
}

fn refusal(status: StatusCode, error_type: &str, message: &str) -> Response {
    let body = json!({ "errorType": error_type, "errorMessage": message });
    (status, axum::Json(body)).into_response()
}
