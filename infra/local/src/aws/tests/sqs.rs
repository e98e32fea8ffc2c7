//! What the queues do with messages over time.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use http::StatusCode;
use serde_json::{Value, json};

use super::super::{Aws, Clock};
use super::{make_queues, sqs, with_queues};

async fn send(aws: &Aws, extra: Value) {
    let mut request = json!({"QueueUrl": aws.queue_url("work"), "MessageBody": "hello"});
    request.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    let (status, answer) = sqs(aws, "SendMessage", request).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
}

#[tokio::test]
async fn a_message_is_received_once_until_its_visibility_ends() {
    let (aws, hands) = with_queues();
    send(&aws, json!({"MessageGroupId": "tenant-1"})).await;
    let first = aws.receive("work", 10, None).unwrap().remove(0);
    assert_eq!(first.body, "hello");
    assert_eq!(first.md5, "5d41402abc4b2a76b9719d911017c592");
    assert_eq!(first.attributes["MessageGroupId"], "tenant-1");
    assert_eq!(first.attributes["ApproximateReceiveCount"], "1");
    assert_eq!(first.attributes["SentTimestamp"], super::Hands::START_MS.to_string());
    assert!(aws.receive("work", 10, None).unwrap().is_empty());
    assert_eq!(aws.depth("work").unwrap().in_flight, 1);

    hands.forward_s(30);
    let second = aws.receive("work", 10, None).unwrap().remove(0);
    assert_eq!(second.message_id, first.message_id);
    assert_eq!(second.attributes["ApproximateReceiveCount"], "2");
    aws.delete("work", &[&first.receipt_handle]).unwrap();
    assert_eq!(aws.depth("work").unwrap().in_flight, 1, "an old receipt deletes nothing");
    aws.delete("work", &[&second.receipt_handle]).unwrap();
    assert_eq!(aws.depth("work").unwrap(), super::super::Depth::default());
}

#[tokio::test]
async fn a_message_received_too_often_goes_to_the_dead_letter_queue() {
    let (aws, hands) = with_queues();
    send(&aws, json!({"MessageGroupId": "tenant-1"})).await;
    let mut id = String::new();
    for _ in 0..3 {
        id = aws.receive("work", 1, Some(5)).unwrap().remove(0).message_id;
        assert_eq!(aws.depth("work-dead").unwrap().visible, 0);
        hands.forward_s(5);
    }
    assert!(aws.receive("work", 1, None).unwrap().is_empty());
    let dead = aws.receive("work-dead", 1, None).unwrap().remove(0);
    assert_eq!(dead.message_id, id);
    assert_eq!(dead.attributes["MessageGroupId"], "tenant-1");
    assert_eq!(dead.attributes["DeadLetterQueueSourceArn"], aws.queue_arn("work"));
}

#[tokio::test]
async fn a_delayed_message_becomes_visible_when_its_delay_has_passed() {
    let (aws, hands) = with_queues();
    send(&aws, json!({"DelaySeconds": 20, "MessageGroupId": "t"})).await;
    assert_eq!(aws.depth("work").unwrap().delayed, 1);
    assert!(aws.receive("work", 1, None).unwrap().is_empty());
    hands.forward_s(20);
    assert_eq!(aws.receive("work", 1, None).unwrap().len(), 1);
}

#[tokio::test]
async fn visibility_can_be_changed_while_in_flight_only() {
    let (aws, hands) = with_queues();
    send(&aws, json!({})).await;
    let receipt = aws.receive("work", 1, None).unwrap().remove(0).receipt_handle;
    aws.change_visibility("work", &receipt, 100).unwrap();
    hands.forward_s(99);
    assert!(aws.receive("work", 1, None).unwrap().is_empty());
    aws.change_visibility("work", &receipt, 0).unwrap();
    assert!(aws.change_visibility("work", &receipt, 10).is_err());
    assert_eq!(aws.receive("work", 1, None).unwrap().len(), 1);
    assert!(aws.change_visibility("work-dead", &receipt, 10).is_err(), "another queue's");
    assert!(aws.delete("work", &["nonsense"]).is_err());
}

#[tokio::test]
async fn messages_are_dropped_when_they_are_too_old() {
    let (aws, hands) = with_queues();
    send(&aws, json!({})).await;
    hands.forward_s(345_599);
    assert_eq!(aws.depth("work").unwrap().visible, 1);
    hands.forward_s(1);
    assert_eq!(aws.depth("work").unwrap().visible, 0);
}

/// A tenant with a long backlog does not hold up the others.
#[tokio::test]
async fn groups_take_turns() {
    let (aws, _) = with_queues();
    for _ in 0..50 {
        send(&aws, json!({"MessageGroupId": "noisy"})).await;
    }
    send(&aws, json!({"MessageGroupId": "quiet"})).await;
    let mut groups = BTreeMap::new();
    for message in aws.receive("work", 10, None).unwrap() {
        *groups.entry(message.attributes["MessageGroupId"].clone()).or_insert(0) += 1;
    }
    assert_eq!(groups, BTreeMap::from([("noisy".to_owned(), 9), ("quiet".to_owned(), 1)]));
}

#[tokio::test]
async fn whoever_waits_is_woken_by_a_message() {
    let aws = Aws::simulated(&Clock::system(), 3).unwrap();
    make_queues(&aws);
    let waiting = {
        let aws = aws.clone();
        tokio::spawn(async move { aws.wait_visible("work", Duration::from_secs(10)).await })
    };
    tokio::task::yield_now().await;
    let start = Instant::now();
    send(&aws, json!({})).await;
    assert!(waiting.await.unwrap().unwrap());
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn waiting_ends_by_the_clock() {
    let (aws, hands) = with_queues();
    assert!(!aws.wait_visible("work", Duration::from_millis(20)).await.unwrap());
    send(&aws, json!({"DelaySeconds": 60})).await;
    let waiting = {
        let aws = aws.clone();
        tokio::spawn(async move { aws.wait_visible("work", Duration::from_secs(20)).await })
    };
    tokio::task::yield_now().await;
    hands.forward_s(60);
    assert!(waiting.await.unwrap().unwrap());
    assert!(aws.wait_visible("nowhere", Duration::ZERO).await.is_err());
}
