//! Messages in a channel that one member sees.

use serde_json::{Value, json};

use super::{
    AINO, EERO, MATTI, api, bot_token, channel, code, messages, opening, put, refused, text,
};
use crate::sim::tests::Bench;

async fn target(bench: &Bench, token: &str, to: &str, activity: Value) -> (u16, String) {
    let path = format!("/bot/v3/conversations/{to}/activities?isTargetedActivity=true");
    code(api(bench, token, "POST", &path, activity).await)
}

fn private_text(recipient: &str) -> Value {
    let mut activity = text("120 punti");
    activity["recipient"] = json!({"id": recipient});
    activity
}

#[tokio::test]
async fn a_targeted_message_is_for_its_recipient_alone() {
    let bench = Bench::new();
    let token = bot_token(&bench).await;
    for recipient in [AINO.to_owned(), format!("29:{MATTI}")] {
        let answer = target(&bench, &token, &channel(2), private_text(&recipient)).await;
        assert_eq!(answer, refused(201, ""));
    }
    let seen: Vec<_> = messages(&bench).iter().map(|m| m["visible_to"].clone()).collect();
    assert_eq!(seen, [json!([AINO]), json!([MATTI])]);
}

#[tokio::test]
async fn a_recipient_who_is_no_member_is_refused_and_so_is_none() {
    let bench = Bench::new();
    let token = bot_token(&bench).await;
    for (recipient, expected) in [(EERO, 403), ("29:nobody", 403)] {
        let answer = target(&bench, &token, &channel(2), private_text(recipient)).await;
        assert_eq!(answer, refused(expected, "Forbidden"), "{recipient}");
    }
    let nobody = target(&bench, &token, &channel(2), text("x")).await;
    assert_eq!(nobody, refused(400, "BadArgument"));
    let few = json!([{"id": channel(2), "name": "x", "bot_in": true, "members": [MATTI]}]);
    put(&bench, json!({"channels": few}));
    let outside = target(&bench, &token, &channel(2), private_text(AINO)).await;
    assert_eq!(outside, refused(403, "Forbidden"));
    let (_, chat) = api(&bench, &token, "POST", "/bot/v3/conversations", opening(AINO)).await;
    let chat = target(&bench, &token, chat["id"].as_str().unwrap(), private_text(AINO)).await;
    assert_eq!(chat, refused(400, "BadArgument"), "it is for one person anyway");
    assert!(messages(&bench).is_empty());
}

/// The address decides: whoever says it in the body alone is heard by everybody.
#[tokio::test]
async fn the_body_makes_no_message_private() {
    let bench = Bench::new();
    let token = bot_token(&bench).await;
    let mut activity = private_text(AINO);
    activity["isTargeted"] = json!(true);
    let path = format!("/bot/v3/conversations/{}/activities", channel(2));
    assert_eq!(api(&bench, &token, "POST", &path, activity).await.0, 201);
    assert_eq!(messages(&bench)[0]["visible_to"], "all");
}
