//! Adaptive cards.

use serde_json::{Value, json};

use super::{bot_token, channel, code, messages, refused, send};
use crate::sim::tests::Bench;

/// A message with this card.
#[expect(clippy::needless_pass_by_value, reason = "callers write json!(…)")]
pub fn with_card(card: Value) -> Value {
    let attachment = json!({
        "contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": null,
        "content": card,
    });
    json!({"type": "message", "attachments": [attachment]})
}

/// A card with these elements.
#[expect(clippy::needless_pass_by_value, reason = "callers write json!(…)")]
pub fn card(body: Value) -> Value {
    json!({"type": "AdaptiveCard", "version": "1.4", "body": body})
}

#[tokio::test]
async fn a_card_is_kept_and_its_texts_are_the_message() {
    let bench = Bench::new();
    let token = bot_token(&bench).await;
    let body = json!([
        {"type": "TextBlock", "text": "Haastattelu"},
        {"type": "ColumnSet", "columns": [
            {"type": "Column", "items": [{"type": "TextBlock", "text": "klo 10"}]},
        ]},
        {"type": "FactSet", "facts": [{"title": "a", "value": "b"}]},
        {"type": "Container", "items": [{"type": "TextBlock", "text": "Maija"}]},
    ]);
    let mut shown = card(body);
    shown["actions"] =
        json!([{"type": "Action.OpenUrl", "title": "x", "url": "https://x.example"}]);
    let (status, _) = send(&bench, &token, &channel(2), with_card(shown.clone())).await;
    assert_eq!(status, 201);
    let message = messages(&bench)[0].clone();
    assert_eq!(
        (&message["text"], &message["card"]),
        (&json!("Haastattelu\nklo 10\nMaija"), &shown)
    );
    let mut both = with_card(shown);
    both["text"] = json!("Hei");
    send(&bench, &token, &channel(2), both).await;
    assert_eq!(messages(&bench)[1]["text"], "Hei");
}

#[tokio::test]
async fn a_card_that_can_not_be_shown_is_refused() {
    let bench = Bench::new();
    let token = bot_token(&bench).await;
    let good = json!([{"type": "TextBlock", "text": "x"}]);
    let changed = |field: &str, value: Value| {
        let mut card = card(good.clone());
        card[field] = value;
        card
    };
    for bad in [
        json!(null),
        changed("type", json!("Card")),
        changed("version", json!("1.7")),
        changed("version", json!("2.0")),
        changed("version", json!(1.4)),
        changed("body", json!([])),
        changed("body", json!({})),
        card(json!([{"text": "x"}])),
        card(json!([{"type": "TextBlock"}])),
        card(json!([{"type": "Image"}])),
        card(json!([{"type": "Container", "items": [{"type": "TextBlock"}]}])),
        changed("actions", json!({})),
        changed("actions", json!([{"type": "Action.Sing"}])),
        changed("actions", json!([{"type": "Action.OpenUrl"}])),
        changed("actions", json!(vec![json!({"type": "Action.Submit"}); 7])),
        card(json!([{"type": "ActionSet", "actions": [{"type": "Action.OpenUrl"}]}])),
    ] {
        let answer = code(send(&bench, &token, &channel(2), with_card(bad.clone())).await);
        assert_eq!(answer, refused(400, "BadArgument"), "{bad}");
    }
    let unknown = json!({"type": "message", "attachments": [{"contentType": "text/x"}]});
    let unknown = code(send(&bench, &token, &channel(2), unknown).await);
    assert_eq!(unknown, refused(400, "BadArgument"));
    assert!(messages(&bench).is_empty());
}
