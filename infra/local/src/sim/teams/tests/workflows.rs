//! Workflows with an address.

use serde_json::{Value, json};

use super::cards::{card, with_card};
use super::{channel, code, messages, put, refused};
use crate::sim::tests::Bench;

const PATH: &str = "/teams/workflows/f1e2d3c4b5a6?api-version=1&sig=workflow-sig-demo";

fn good() -> Value {
    with_card(card(json!([{"type": "TextBlock", "text": "Uusi hakemus"}])))
}

#[tokio::test]
async fn a_card_is_written_into_the_channel() {
    let bench = Bench::new();
    assert_eq!(bench.call("POST", PATH, good()).await, (202, Value::Null));
    let message = messages(&bench)[0].clone();
    assert_eq!(
        (&message["channel"], &message["text"]),
        (&json!(channel(2)), &json!("Uusi hakemus"))
    );
    assert_eq!((&message["user"], &message["visible_to"]), (&json!("f1e2d3c4b5a6"), &json!("all")));
    put(&bench, json!({"channels": []}));
    assert_eq!(bench.call("POST", PATH, good()).await.0, 202, "nobody learns of it");
    assert_eq!(messages(&bench).len(), 1);
}

#[tokio::test]
async fn the_address_and_the_body_are_checked() {
    let bench = Bench::new();
    for path in [
        "/teams/workflows/f1e2d3c4b5a6?sig=other",
        "/teams/workflows/f1e2d3c4b5a6",
        "/teams/workflows/other?sig=workflow-sig-demo",
    ] {
        let answer = code(bench.call("POST", path, good()).await);
        assert_eq!(answer, refused(401, "AuthorizationFailed"), "{path}");
    }
    assert_eq!(bench.call("GET", PATH, Value::Null).await.0, 405);
    let large = with_card(card(json!([{"type": "TextBlock", "text": "x".repeat(28 * 1_024)}])));
    assert_eq!(bench.call("POST", PATH, large).await.0, 413);
    for body in [
        Value::Null,
        json!({"text": "x"}),
        json!({"type": "message", "text": "x"}),
        json!({"type": "message", "attachments": []}),
        json!({"type": "message", "attachments": [{"contentType": "image/png"}]}),
        with_card(json!({"type": "AdaptiveCard"})),
    ] {
        bench.pass(1);
        assert_eq!(bench.call("POST", PATH, body.clone()).await.0, 400, "{body}");
    }
    assert!(messages(&bench).is_empty());
}

#[tokio::test]
async fn four_calls_a_second_are_let_through() {
    let bench = Bench::new();
    for _ in 0..4 {
        assert_eq!(bench.call("POST", PATH, good()).await.0, 202);
    }
    assert_eq!(code(bench.call("POST", PATH, good()).await), refused(429, "TooManyRequests"));
    bench.pass(1);
    assert_eq!(bench.call("POST", PATH, good()).await.0, 202);
}
