//! Tests of the embedded services with requests as an SDK writes them.
#![expect(clippy::disallowed_methods, reason = "some tests measure how long an answer took")]

mod dynamodb;
mod http_endpoint;
mod persistence;
mod secrets;
mod sqs;
mod sqs_wire;
mod usage;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use bytes::Bytes;
use http::{Request, StatusCode};
use jiff::Timestamp;
use serde_json::Value;

use super::{Aws, Clock, QueueSpec, TableSpec};

/// A clock that moves only when told.
#[derive(Clone, Default)]
struct Hands(Arc<AtomicI64>);

impl Hands {
    /// 1 December 2026, 00:00 UTC.
    const START_MS: i64 = 1_796_083_200_000;

    fn clock(&self) -> Clock {
        let moved = Arc::clone(&self.0);
        Clock::new(move || {
            let now_ms = Self::START_MS + moved.load(Ordering::SeqCst);
            Timestamp::from_millisecond(now_ms).unwrap()
        })
    }

    fn forward_s(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1000, Ordering::SeqCst);
    }
}

fn simulated() -> (Aws, Hands) {
    let hands = Hands::default();
    (Aws::simulated(&hands.clock(), 7).unwrap(), hands)
}

async fn with_table() -> Aws {
    let (aws, _) = simulated();
    aws.create_table(&TableSpec::single("convoke")).await.unwrap();
    aws
}

/// A queue `work` (30 s of visibility, three receives) and its dead-letter queue `work-dead`.
fn with_queues() -> (Aws, Hands) {
    let (aws, hands) = simulated();
    make_queues(&aws);
    (aws, hands)
}

fn make_queues(aws: &Aws) {
    let dead = QueueSpec {
        name: "work-dead".into(),
        visibility_s: 30,
        retention_s: 1_209_600,
        dead_letter: None,
    };
    let work = QueueSpec {
        name: "work".into(),
        retention_s: 345_600,
        dead_letter: Some(("work-dead".into(), 3)),
        ..dead.clone()
    };
    aws.create_queue(&dead).unwrap();
    aws.create_queue(&work).unwrap();
}

/// A request as an SDK sends it: `target` is what its `X-Amz-Target` header says.
fn request(target: &str, body: &Value) -> Request<Bytes> {
    Request::post("http://127.0.0.1/")
        .header("x-amz-target", target)
        .header("content-type", "application/x-amz-json-1.0")
        .body(Bytes::from(body.to_string()))
        .unwrap()
}

/// Calls and reads the answer.
async fn ask(aws: &Aws, target: &str, body: Value) -> (StatusCode, Value) {
    let answer = aws.call(request(target, &body)).await;
    let content = serde_json::from_slice(answer.body()).unwrap_or_default();
    (answer.status(), content)
}

async fn dynamodb(aws: &Aws, operation: &str, body: Value) -> (StatusCode, Value) {
    ask(aws, &format!("DynamoDB_20120810.{operation}"), body).await
}

async fn sqs(aws: &Aws, operation: &str, body: Value) -> (StatusCode, Value) {
    ask(aws, &format!("AmazonSQS.{operation}"), body).await
}
