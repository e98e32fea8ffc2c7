//! From a queue to a function.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use serde_json::{Value, json};
use tokio::sync::Notify;
use tokio::time::timeout;

use super::super::{Message, Queues, SourceSpec, poll};
use super::{Place, lambda, until, until_there};

/// A queue in memory whose messages in hand never become visible again.
#[derive(Default)]
struct Memory {
    state: Mutex<State>,
    sent: Notify,
}

#[derive(Default)]
struct State {
    visible: Vec<Message>,
    in_hand: BTreeMap<String, Message>,
    largest_batch: usize,
}

impl Memory {
    fn send(&self, id: &str, body: &Value) {
        self.state.lock().unwrap().visible.push(Message {
            message_id: id.to_owned(),
            receipt_handle: format!("receipt-{id}"),
            body: body.to_string(),
            md5: String::new(),
            attributes: BTreeMap::new(),
            message_attributes: json!({}),
        });
        self.sent.notify_waiters();
    }

    fn in_hand(&self) -> Vec<String> {
        self.state.lock().unwrap().in_hand.keys().cloned().collect()
    }

    fn visible(&self) -> usize {
        self.state.lock().unwrap().visible.len()
    }
}

impl Queues for Memory {
    fn receive(&self, _queue: &str, max: u32) -> Vec<Message> {
        let mut state = self.state.lock().unwrap();
        let count = state.visible.len().min(max.try_into().unwrap());
        let taken: Vec<_> = state.visible.drain(..count).collect();
        state.largest_batch = state.largest_batch.max(count);
        for message in &taken {
            state.in_hand.insert(message.receipt_handle.clone(), message.clone());
        }
        taken
    }

    fn delete(&self, _queue: &str, receipts: &[String]) {
        let mut state = self.state.lock().unwrap();
        state.in_hand.retain(|receipt, _| !receipts.contains(receipt));
    }

    fn wait_visible(&self, _queue: &str, up_to: Duration) -> BoxFuture<'_, bool> {
        async move {
            let sent = self.sent.notified();
            self.visible() > 0 || timeout(up_to, sent).await.is_ok()
        }
        .boxed()
    }
}

fn source(batch_size: u32, concurrency: usize) -> SourceSpec {
    SourceSpec {
        queue: "work".to_owned(),
        queue_arn: "arn:aws:sqs:us-east-1:123456789012:work".to_owned(),
        function: "stub".to_owned(),
        batch_size,
        concurrency,
    }
}

#[tokio::test]
async fn only_what_failed_stays_in_the_queue() {
    let queue = Arc::new(Memory::default());
    for id in 0..12 {
        let event = if id % 4 == 3 { json!({ "do": "fail" }) } else { json!({}) };
        queue.send(&id.to_string(), &event);
    }
    let poller = poll(lambda(1).await, queue.clone(), source(10, 1));
    let failed = ["receipt-11", "receipt-3", "receipt-7"];
    until("only the failed ones are left", || queue.visible() == 0 && queue.in_hand() == failed)
        .await;
    assert_eq!(queue.state.lock().unwrap().largest_batch, 10);
    queue.send("late", &json!({}));
    until("a later one is done too", || queue.visible() == 0 && queue.in_hand() == failed).await;
    poller.stop().await;
}

#[tokio::test]
async fn a_crash_leaves_the_whole_batch_in_the_queue() {
    let queue = Arc::new(Memory::default());
    queue.send("a", &json!({}));
    queue.send("b", &json!({ "do": "exit" }));
    let poller = poll(lambda(1).await, queue.clone(), source(10, 1));
    until("it was received", || queue.in_hand().len() == 2).await;
    poller.stop().await;
    assert_eq!(queue.in_hand(), ["receipt-a", "receipt-b"]);
}

#[tokio::test]
async fn batches_run_at_once_and_no_more_are_received_than_may_run() {
    let (queue, place) = (Arc::new(Memory::default()), Place::new());
    let (one, two, go) = (place.file("one"), place.file("two"), place.file("go"));
    queue.send("a", &json!({ "do": "meet", "mark": one, "other": go }));
    queue.send("b", &json!({ "do": "meet", "mark": two, "other": go }));
    queue.send("c", &json!({}));
    let poller = poll(lambda(2).await, queue.clone(), source(1, 2));
    until_there(&one).await;
    until_there(&two).await;
    assert_eq!(queue.visible(), 1);
    std::fs::write(&go, "").unwrap();
    until("all are done", || queue.visible() == 0 && queue.in_hand().is_empty()).await;
    poller.stop().await;
}

#[tokio::test]
async fn stopping_waits_for_what_is_in_flight_and_takes_nothing_more() {
    let (queue, place) = (Arc::new(Memory::default()), Place::new());
    let (mark, go) = (place.file("mark"), place.file("go"));
    queue.send("a", &json!({ "do": "meet", "mark": mark, "other": go }));
    let poller = poll(lambda(2).await, queue.clone(), source(1, 2));
    until_there(&mark).await;
    let stop = tokio::spawn(poller.stop());
    tokio::task::yield_now().await;
    queue.send("b", &json!({}));
    std::fs::write(&go, "").unwrap();
    stop.await.unwrap();
    assert!(queue.in_hand().is_empty());
    assert_eq!(queue.visible(), 1);
}
