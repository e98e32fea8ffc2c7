//! Late answers to commands.

use serde_json::{Value, json};

use super::{AINO, BOT, HIRING, messages};
use crate::sim::tests::Bench;

async fn post(bench: &Bench, path: &str, body: Value) -> u16 {
    bench.call("POST", &format!("/slack/response/{path}"), body).await.0
}

#[tokio::test]
async fn an_answer_is_for_whoever_gave_the_command() {
    let bench = Bench::new();
    let body = json!({"response_type": "ephemeral", "text": "120 punti"});
    assert_eq!(post(&bench, AINO, body).await, 200);
    assert_eq!(post(&bench, AINO, json!({"text": "Hei"})).await, 200);
    for (message, text) in messages(&bench).iter().zip(["120 punti", "Hei"]) {
        assert_eq!((&message["text"], &message["visible_to"]), (&json!(text), &json!([AINO])));
        assert_eq!((&message["user"], &message["channel"]), (&json!(BOT), &json!("D0DEMO00001")));
    }
    let loud = json!({"response_type": "in_channel", "text": "Kaikille"});
    assert_eq!(post(&bench, &format!("{AINO}?channel={HIRING}"), loud).await, 200);
    let last = messages(&bench)[2].clone();
    assert_eq!((&last["visible_to"], &last["channel"]), (&json!("all"), &json!(HIRING)));
}

#[tokio::test]
async fn an_answer_can_take_the_place_of_the_last() {
    let bench = Bench::new();
    post(&bench, AINO, json!({"text": "Hetki"})).await;
    post(&bench, AINO, json!({"text": "120 punti", "replace_original": true})).await;
    assert_eq!(messages(&bench).len(), 1);
    assert_eq!(messages(&bench)[0]["text"], "120 punti");
    post(&bench, AINO, json!({"delete_original": true})).await;
    assert!(messages(&bench).is_empty());
}

#[tokio::test]
async fn an_answer_is_checked() {
    let bench = Bench::new();
    let good = json!({"text": "x"});
    assert_eq!(post(&bench, "U0NOBODY", good.clone()).await, 404);
    assert_eq!(post(&bench, "U0DEMO00004", good).await, 404, "somebody who is gone");
    assert_eq!(bench.call("GET", "/slack/response/U0DEMO00001", Value::Null).await.0, 404);
    assert_eq!(post(&bench, AINO, Value::Null).await, 400);
    let nothing = bench.call("POST", "/slack/response/U0DEMO00001", json!({"text": ""})).await;
    assert_eq!(nothing, (400, json!({"ok": false, "error": "no_text"})));
    assert_eq!(post(&bench, AINO, json!({"text": "x", "response_type": "loud"})).await, 400);
}
