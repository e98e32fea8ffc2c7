//! Which blocks a message may have.

use serde_json::{Value, json};

use super::{ANNOUNCEMENTS, SCOPES, api, token};
use crate::sim::tests::Bench;

async fn post(bench: &Bench, token: &str, blocks: Value) -> Value {
    let body = json!({"channel": ANNOUNCEMENTS, "blocks": blocks});
    // A second between two messages, as the channel's limit wants it.
    bench.pass(1);
    api(bench, token, "chat.postMessage", body).await
}

fn text(kind: &str, len: usize) -> Value {
    json!({"type": kind, "text": "x".repeat(len)})
}

fn button(field: &str, value: Value) -> Value {
    let mut button = json!({"type": "button", "text": text("plain_text", 75), "action_id": "a"});
    button[field] = value;
    json!({"type": "actions", "elements": [button]})
}

#[tokio::test]
async fn good_blocks_are_shown() {
    let bench = Bench::new();
    let token = token(&bench, SCOPES).await;
    let blocks = json!([
        {"type": "header", "text": text("plain_text", 150)},
        {"type": "section", "text": text("mrkdwn", 3_000), "block_id": "b1"},
        {"type": "section", "fields": [text("mrkdwn", 2_000), text("plain_text", 1)]},
        {"type": "context", "elements": [text("mrkdwn", 10)]},
        {"type": "divider"},
        button("url", json!("https://zoom.example/j/1")),
        button("style", json!("primary")),
        {"type": "markdown", "text": "# x"},
    ]);
    let sent = post(&bench, &token, blocks.clone()).await;
    assert_eq!((&sent["ok"], &sent["message"]["blocks"]), (&json!(true), &blocks), "{sent}");
    let in_text = post(&bench, &token, json!(blocks.to_string())).await;
    assert_eq!((&in_text["ok"], &in_text["message"]["blocks"]), (&json!(true), &blocks));
    let most = vec![json!({"type": "divider"}); 50];
    assert_eq!(post(&bench, &token, json!(most)).await["ok"], true);
}

#[tokio::test]
async fn bad_blocks_are_refused_and_named() {
    let bench = Bench::new();
    let token = token(&bench, SCOPES).await;
    let twice = json!({"type": "divider", "block_id": "b1"});
    for blocks in [
        json!("nonsense"),
        json!({"type": "divider"}),
        json!(["x"]),
        json!(vec![json!({"type": "divider"}); 51]),
        json!([{"type": "song"}]),
        json!([{"type": "divider", "text": "x"}]),
        json!([twice, twice]),
        json!([{"type": "section"}]),
        json!([{"type": "section", "text": "x"}]),
        json!([{"type": "section", "text": text("mrkdwn", 3_001)}]),
        json!([{"type": "section", "text": text("mrkdwn", 0)}]),
        json!([{"type": "section", "text": text("markdown", 1)}]),
        json!([{"type": "section", "fields": vec![text("mrkdwn", 1); 11]}]),
        json!([{"type": "section", "fields": [text("mrkdwn", 2_001)]}]),
        json!([{"type": "section", "text": text("mrkdwn", 1), "colour": "red"}]),
        json!([{"type": "header"}]),
        json!([{"type": "header", "text": text("plain_text", 151)}]),
        json!([{"type": "header", "text": text("mrkdwn", 1)}]),
        json!([{"type": "context", "elements": []}]),
        json!([{"type": "context", "elements": vec![text("mrkdwn", 1); 11]}]),
        json!([{"type": "actions"}]),
        json!([button("text", text("plain_text", 76))]),
        json!([button("text", text("mrkdwn", 1))]),
        json!([button("style", json!("loud"))]),
        json!([button("value", json!("x".repeat(2_001)))]),
        json!([button("href", json!("https://x.example"))]),
    ] {
        let sent = post(&bench, &token, blocks.clone()).await;
        assert_eq!(sent["error"], "invalid_blocks", "{blocks}");
        assert_eq!(sent["response_metadata"]["messages"].as_array().unwrap().len(), 1);
    }
    let late = json!([{"type": "divider"}, {"type": "header", "text": text("plain_text", 0)}]);
    let sent = post(&bench, &token, late).await;
    let said = sent["errors"][0].as_str().unwrap();
    assert!(said.ends_with("[json-pointer:/blocks/1/text]"), "{said}");
}
