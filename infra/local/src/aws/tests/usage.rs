//! Counting, observing, faults and mail.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::future::BoxFuture;
use http::request::Parts;
use http::{Request, Response, StatusCode};
use serde_json::json;

use super::super::{ANSWER_LOST, Caller, Fault, Service, Ses};
use super::{request, simulated, sqs, with_queues, with_table};

#[tokio::test]
async fn requests_are_counted_by_caller_and_billed_by_64_kib() {
    let (aws, _) = with_queues();
    let before = aws.usage();
    let url = aws.queue_url("work");
    let large = json!({"QueueUrl": url, "MessageBody": "x".repeat(64 * 1024 + 1)});
    sqs(&aws, "SendMessage", large).await;
    sqs(&aws, "SendMessage", json!({"QueueUrl": url})).await;
    let receipts: Vec<String> =
        aws.receive("work", 10, None).unwrap().into_iter().map(|m| m.receipt_handle).collect();
    aws.delete("work", &receipts).unwrap();
    let used = &aws.usage() - &before;
    let calls = serde_json::to_value(&used.calls).unwrap();
    let expected = |caller: &str, operation: &str, count: u64, failed: u64, chunks: u64| {
        json!({
            "caller": caller, "service": "sqs", "operation": operation, "count": count,
            "failed": failed, "read_units": 0.0, "write_units": 0.0, "chunks": chunks, "mails": 0,
        })
    };
    assert_eq!(
        calls,
        json!([
            expected("functions", "SendMessage", 2, 1, 2),
            expected("poller", "DeleteMessageBatch", 1, 0, 1),
            expected("poller", "ReceiveMessage", 1, 0, 2),
        ])
    );
}

#[tokio::test]
async fn observers_see_each_call_before_it_is_answered() {
    let aws = with_table().await;
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    aws.observe(Arc::new(move |call| log.lock().unwrap().push(call.clone())));
    let key = json!({"pk": {"S": "t"}, "sk": {"S": "s"}});
    let get = json!({"TableName": "convoke", "Key": key, "ConsistentRead": true});
    aws.call(request("DynamoDB_20120810.GetItem", &get)).await;
    let seen = seen.lock().unwrap();
    assert_eq!(seen.len(), 1);
    assert_eq!((seen[0].operation.as_str(), seen[0].status), ("GetItem", 200));
    assert_eq!(seen[0].resource.as_deref(), Some("convoke"));
    assert!((seen[0].cost.read_units - 1.0).abs() < f64::EPSILON);
}

#[tokio::test]
async fn a_fault_refuses_before_any_effect() {
    let (aws, _) = with_queues();
    aws.fail_next(Service::Sqs, "SendMessage", 1, Fault::throttled());
    let message = json!({"QueueUrl": aws.queue_url("work"), "MessageBody": "x"});
    let (status, answer) = sqs(&aws, "SendMessage", message.clone()).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(answer["__type"], "com.amazonaws.sqs#ThrottlingException");
    assert_eq!(aws.depth("work").unwrap().visible, 0);
    assert_eq!(sqs(&aws, "SendMessage", message).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_fault_can_lose_the_answer_after_the_effect_or_delay_it() {
    let (aws, _) = with_queues();
    let message = json!({"QueueUrl": aws.queue_url("work"), "MessageBody": "x"});
    aws.fail_next(Service::Sqs, "*", 1, Fault::answer_lost());
    let slow = Fault { delay_ms: 30, ..Fault::default() };
    aws.fail_next(Service::Sqs, "SendMessage", 1, slow);
    let (status, _) = sqs(&aws, "SendMessage", message.clone()).await;
    assert_eq!(status.as_u16(), ANSWER_LOST);
    assert_eq!(aws.depth("work").unwrap().visible, 1);
    let start = Instant::now();
    assert_eq!(sqs(&aws, "SendMessage", message).await.0, StatusCode::OK);
    assert!(start.elapsed() >= Duration::from_millis(30));
    aws.fail_next(Service::Sqs, "*", 9, Fault::throttled());
    aws.clear_faults();
    assert_eq!(sqs(&aws, "ListQueues", json!({})).await.0, StatusCode::OK);
}

struct Mailbox;

impl Ses for Mailbox {
    fn send(&self, _: Parts, _: Bytes) -> BoxFuture<'static, Response<Bytes>> {
        Box::pin(async { Response::new(Bytes::from_static(br#"{"MessageId":"m1"}"#)) })
    }
}

fn mail() -> Request<Bytes> {
    let destination = json!({"ToAddresses": ["a@example.org"], "CcAddresses": ["b@example.org"]});
    Request::post("/v2/email/outbound-emails")
        .body(Bytes::from(json!({"Destination": destination}).to_string()))
        .unwrap()
}

#[tokio::test]
async fn mail_goes_to_the_attached_service_and_is_counted_by_recipient() {
    let (aws, _) = simulated();
    let refused = aws.call(mail()).await;
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(refused.headers()["x-amzn-errortype"], "ServiceUnavailableException");
    let aws = aws.with_ses(Arc::new(Mailbox));
    assert_eq!(aws.call(mail()).await.status(), StatusCode::OK);
    let usage = aws.usage();
    assert_eq!(usage.count(Caller::Functions, "SendEmail"), 2);
    assert_eq!(usage.cost(Caller::Functions, "SendEmail").mails, 2);
}
