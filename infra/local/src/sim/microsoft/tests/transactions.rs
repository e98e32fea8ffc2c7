//! Creations that are repeated under one `transactionId`.

use serde_json::{Value, json};

use super::{AINO, MATTI, address, api, application, create, held, interview};
use crate::sim::tests::Bench;

fn with_id(id: &str) -> Value {
    let mut body = interview();
    body["transactionId"] = json!(id);
    body
}

#[tokio::test]
async fn a_repeated_creation_makes_nothing_and_tells_nobody() {
    let bench = Bench::new();
    let token = application(&bench).await;
    let first = create(&bench, &token, with_id("t1")).await;
    assert_eq!(first["transactionId"], "t1");
    let second = create(&bench, &token, with_id("t1")).await;
    assert_eq!((&second["id"], &second["onlineMeeting"]), (&first["id"], &first["onlineMeeting"]));
    let state = held(&bench);
    assert_eq!(state["events"].as_array().unwrap().len(), 1);
    assert_eq!(state["notified"].as_array().unwrap().len(), 1);
    let path = format!("/users/{MATTI}/events");
    let (status, other) = api(&bench, &token, "POST", &path, with_id("t1")).await;
    assert_eq!(status, 201, "the id is the calendar's");
    assert_ne!(other["id"], first["id"]);
}

#[tokio::test]
async fn an_id_that_was_used_for_something_else_is_refused() {
    let bench = Bench::new();
    let token = application(&bench).await;
    let first = create(&bench, &token, with_id("t1")).await;
    let path = format!("/users/{AINO}/events");
    let mut other = with_id("t1");
    other["subject"] = json!("Toinen");
    let (status, body) = api(&bench, &token, "POST", &path, other).await;
    assert_eq!((status, &body["error"]["code"]), (400, &json!("ErrorDuplicateTransactionId")));
    assert_eq!(body["error"]["@event.existingEventId"], first["id"]);
    api(&bench, &token, "DELETE", &address(&first), Value::Null).await;
    let (status, body) = api(&bench, &token, "POST", &path, with_id("t1")).await;
    assert_eq!((status, &body["error"]["code"]), (400, &json!("ErrorDuplicateTransactionId")));
    assert_eq!(body["error"].get("@event.existingEventId"), None, "it is gone");
}

#[tokio::test]
async fn an_id_can_not_be_changed() {
    let bench = Bench::new();
    let token = application(&bench).await;
    let event = create(&bench, &token, with_id("t1")).await;
    let change = |id: &str| json!({"transactionId": id, "subject": "Uusi"});
    let path = address(&event);
    assert_eq!(api(&bench, &token, "PATCH", &path, change("t2")).await.0, 400);
    let (status, body) = api(&bench, &token, "PATCH", &path, change("t1")).await;
    assert_eq!((status, &body["transactionId"]), (200, &json!("t1")));
    let again = create(&bench, &token, with_id("t1")).await;
    assert_eq!(again["subject"], "Uusi", "as it stands now");
    let plain = create(&bench, &token, interview()).await;
    let late = api(&bench, &token, "PATCH", &address(&plain), change("t3")).await;
    assert_eq!(late.0, 400, "nor given later");
}
