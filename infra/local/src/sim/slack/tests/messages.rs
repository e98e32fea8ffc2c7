//! Sending messages.

use serde_json::json;

use super::{
    AINO, ANNOUNCEMENTS, BOARD, BOT, EERO, GENERAL, HIRING, SCOPES, api, messages, put, refused,
    token,
};
use crate::sim::tests::Bench;

#[tokio::test]
async fn a_message_in_a_channel_is_for_everybody() {
    let bench = Bench::new();
    let token = token(&bench, SCOPES).await;
    let blocks = json!([{"type": "section", "text": {"type": "mrkdwn", "text": "*Huomenta*"}}]);
    let body = json!({"channel": HIRING, "text": "Huomenta", "blocks": blocks,
                      "thread_ts": "1730534400.000100"});
    let sent = api(&bench, &token, "chat.postMessage", body).await;
    assert_eq!((&sent["ok"], &sent["channel"]), (&json!(true), &json!(HIRING)));
    assert_eq!(sent["ts"], "1793606400.000000");
    assert_eq!(sent["message"]["bot_id"], "B0DEMO00BOT");
    let expected = json!({
        "channel": HIRING, "user": BOT, "text": "Huomenta", "visible_to": "all",
        "ts": sent["ts"], "blocks": blocks, "thread_ts": "1730534400.000100",
    });
    assert_eq!(messages(&bench), [expected]);
    let again = json!({"channel": HIRING, "text": "Huomenta"});
    let again = api(&bench, &token, "chat.postMessage", again).await;
    assert_eq!(again["ts"], "1793606400.000001", "each has its own name");
}

#[tokio::test]
async fn a_message_to_a_person_is_for_that_person_alone() {
    let bench = Bench::new();
    let token = token(&bench, SCOPES).await;
    let unopened = json!({"channel": "D0DEMO00001", "text": "Hei"});
    let unopened = api(&bench, &token, "chat.postMessage", unopened).await;
    assert_eq!(unopened, refused("channel_not_found"));
    for channel in [AINO, "D0DEMO00001"] {
        let body = json!({"channel": channel, "text": "Hei"});
        let sent = api(&bench, &token, "chat.postMessage", body).await;
        assert_eq!(sent["channel"], "D0DEMO00001");
    }
    for message in messages(&bench) {
        assert_eq!(message["visible_to"], json!([AINO]));
        assert_eq!((&message["channel"], &message["user"]), (&json!("D0DEMO00001"), &json!(BOT)));
    }
}

#[tokio::test]
async fn where_the_bot_may_write() {
    let bench = Bench::new();
    let all = token(&bench, SCOPES).await;
    let narrow = token(&bench, "chat:write").await;
    let closed = json!({"id": "C0CLOSED01", "name": "x", "bot_in": true, "archived": true});
    let mut channels = bench.sims.state("slack").unwrap()["channels"].clone();
    channels.as_array_mut().unwrap().push(closed);
    put(&bench, json!({"channels": channels}));
    for (token, channel, error) in [
        (&all, GENERAL, None),
        (&narrow, GENERAL, Some("not_in_channel")),
        (&narrow, ANNOUNCEMENTS, None),
        (&narrow, HIRING, None),
        (&all, BOARD, Some("channel_not_found")),
        (&all, "C0NOTTHERE", Some("channel_not_found")),
        (&all, "#general", Some("channel_not_found")),
        (&all, "", Some("channel_not_found")),
        (&all, "U0NOBODY", Some("channel_not_found")),
        (&all, BOT, Some("channel_not_found")),
        (&all, EERO, Some("is_archived")),
        (&all, "C0CLOSED01", Some("is_archived")),
    ] {
        let body = json!({"channel": channel, "text": "Hei"});
        let sent = api(&bench, token, "chat.postMessage", body).await;
        match error {
            Some(error) => assert_eq!(sent, refused(error), "{channel}"),
            None => assert_eq!(sent["ok"], true, "{channel}"),
        }
    }
}

#[tokio::test]
async fn a_message_says_something_and_not_too_much() {
    let bench = Bench::new();
    let token = token(&bench, SCOPES).await;
    for (field, value, error) in [
        ("text", json!(""), "no_text"),
        ("blocks", json!([]), "no_text"),
        ("text", json!("x".repeat(40_001)), "msg_too_long"),
        ("attachments", json!(vec![json!({}); 101]), "too_many_attachments"),
        ("attachments", json!({}), "invalid_attachments"),
        ("thread_ts", json!("yesterday"), "invalid_thread_ts"),
    ] {
        let mut body = json!({"channel": ANNOUNCEMENTS});
        if field == "thread_ts" {
            body["text"] = json!("Hei");
        }
        body[field] = value;
        let sent = api(&bench, &token, "chat.postMessage", body).await;
        assert_eq!(sent, refused(error), "{field}");
    }
    let longest = json!({"channel": ANNOUNCEMENTS, "text": "ä".repeat(40_000)});
    assert_eq!(api(&bench, &token, "chat.postMessage", longest).await["ok"], true);
    assert_eq!(messages(&bench).len(), 1);
}

#[tokio::test]
async fn an_ephemeral_message_is_for_one_member() {
    let bench = Bench::new();
    let token = token(&bench, SCOPES).await;
    let body = json!({"channel": HIRING, "user": AINO, "text": "120 punti"});
    let sent = api(&bench, &token, "chat.postEphemeral", body).await;
    assert_eq!(sent, json!({"ok": true, "message_ts": messages(&bench)[0]["ts"]}));
    assert_eq!(messages(&bench)[0]["visible_to"], json!([AINO]));
    for (channel, user, error) in [
        (HIRING, EERO, "user_not_in_channel"),
        (HIRING, "U0NOBODY", "user_not_in_channel"),
        (GENERAL, AINO, "not_in_channel"),
        (BOARD, AINO, "channel_not_found"),
    ] {
        let body = json!({"channel": channel, "user": user, "text": "x"});
        let sent = api(&bench, &token, "chat.postEphemeral", body).await;
        assert_eq!(sent, refused(error), "{channel} {user}");
    }
    let few = json!({"id": HIRING, "name": "x", "bot_in": true, "members": ["U0DEMO00002"]});
    put(&bench, json!({"channels": [few]}));
    let body = json!({"channel": HIRING, "user": AINO, "text": "x"});
    let sent = api(&bench, &token, "chat.postEphemeral", body).await;
    assert_eq!(sent, refused("user_not_in_channel"));
}
