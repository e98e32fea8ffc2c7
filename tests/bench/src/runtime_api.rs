//! A tiny Lambda Runtime API for one process: it hands out so many events, takes the answers, and tells
//! when the process asks for more.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use crate::error::BenchError;

/// Makes the n-th event of a process at the moment it is asked for, because old news is worked
/// otherwise.
pub type Events = Arc<dyn Fn(u32) -> Bytes + Send + Sync>;

/// How long an invocation may take here: everything is fifty times slower under callgrind.
const DEADLINE: SignedDuration = SignedDuration::from_mins(2);

/// The server; it ends when this is dropped.
pub struct RuntimeApi {
    /// Where the process finds it.
    pub address: SocketAddr,
    desk: Arc<Desk>,
    server: JoinHandle<()>,
}

/// Where events and answers change hands.
struct Desk {
    events: Events,
    count: u32,
    taken: AtomicU32,
    answers: Mutex<Vec<Bytes>>,
    /// Somebody asks for an event that there is none of.
    idle: Notify,
}

impl RuntimeApi {
    /// Listens at a free port and has `count` events to give.
    ///
    /// # Errors
    /// When no port can be had.
    pub async fn open(events: Events, count: u32) -> Result<Self, BenchError> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
        let listener = listener.map_err(BenchError::Port)?;
        let address = listener.local_addr().map_err(BenchError::Port)?;
        let desk = Desk {
            events,
            count,
            taken: AtomicU32::new(0),
            answers: Mutex::default(),
            idle: Notify::new(),
        };
        let desk = Arc::new(desk);
        let router = Router::new()
            .route("/2018-06-01/runtime/invocation/next", get(next))
            .route("/2018-06-01/runtime/invocation/{id}/response", post(answered))
            .route("/2018-06-01/runtime/invocation/{id}/error", post(answered))
            .route("/2018-06-01/runtime/init/error", post(answered))
            .with_state(Arc::clone(&desk));
        let server = tokio::spawn(async move {
            // Ends only with the task.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self { address, desk, server })
    }

    /// Waits until the process has answered everything and asks for more.
    pub async fn idle(&self) {
        self.desk.idle.notified().await;
    }

    /// What it answered so far.
    pub fn answers(&self) -> Vec<Bytes> {
        self.desk.answers.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for RuntimeApi {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn next(State(desk): State<Arc<Desk>>) -> Response {
    let number = desk.taken.fetch_add(1, Ordering::SeqCst);
    if number >= desk.count {
        desk.idle.notify_one();
        return std::future::pending().await;
    }
    let deadline = Timestamp::now() + DEADLINE;
    let arn = "arn:aws:lambda:us-east-1:123456789012:function:bench";
    let headers = [
        ("lambda-runtime-aws-request-id", format!("8476a536-e9f4-11e8-9739-{number:012}")),
        ("lambda-runtime-deadline-ms", deadline.as_millisecond().to_string()),
        ("lambda-runtime-invoked-function-arn", arn.to_owned()),
        ("lambda-runtime-trace-id", "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700".to_owned()),
        ("content-type", "application/json".to_owned()),
    ];
    (headers, (desk.events)(number)).into_response()
}

/// Answers and errors alike are kept: whoever counts also looks whether it went well.
async fn answered(State(desk): State<Arc<Desk>>, body: Bytes) -> Response {
    desk.answers.lock().unwrap_or_else(PoisonError::into_inner).push(body);
    StatusCode::ACCEPTED.into_response()
}
