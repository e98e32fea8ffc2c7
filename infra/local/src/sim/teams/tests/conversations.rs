//! Conversations, and what the bot writes into them.

use serde_json::{Value, json};

use super::{
    AINO, BOT, CATALOGUE, CUSTOMER, EERO, MATTI, api, bot_token, channel, code, graph_token,
    messages, opening, put, refused, send, text,
};
use crate::sim::tests::Bench;

async fn open(bench: &Bench, token: &str, body: Value) -> (u16, Value) {
    api(bench, token, "POST", "/bot/v3/conversations", body).await
}

#[tokio::test]
async fn the_bot_writes_to_whoever_has_the_app() {
    let bench = Bench::new();
    let token = bot_token(&bench).await;
    let (status, opened) = open(&bench, &token, opening(AINO)).await;
    assert_eq!(status, 201);
    let chat = opened["id"].as_str().unwrap();
    for member in [format!("29:{AINO}"), format!("8:orgid:{AINO}"), AINO.to_uppercase()] {
        assert_eq!(open(&bench, &token, opening(&member)).await.1["id"], chat, "there is one");
    }
    let (status, sent) = send(&bench, &token, chat, text("Hei")).await;
    assert_eq!(status, 201);
    let expected = json!({"channel": chat, "user": BOT, "text": "Hei", "visible_to": [AINO],
                          "id": sent["id"]});
    assert_eq!(messages(&bench), [expected]);
}

#[tokio::test]
async fn without_the_app_nobody_is_written_to_until_it_is_installed() {
    let bench = Bench::new();
    let token = bot_token(&bench).await;
    let not_in_roster = refused(403, "BotNotInConversationRoster");
    for member in [MATTI, EERO, "a1b2c3d4-0000-4000-8000-000000000099"] {
        assert_eq!(code(open(&bench, &token, opening(member)).await), not_in_roster, "{member}");
    }
    let graph = graph_token(&bench).await;
    let path = format!("/v1.0/users/{MATTI}/teamwork/installedApps");
    let body = json!({"teamsApp@odata.bind": CATALOGUE});
    assert_eq!(api(&bench, &graph, "POST", &path, body).await.0, 201);
    let (status, opened) = open(&bench, &token, opening(MATTI)).await;
    assert_eq!(status, 201);
    put(&bench, json!({"installs": []}));
    let chat = opened["id"].as_str().unwrap();
    assert_eq!(code(send(&bench, &token, chat, text("x")).await), not_in_roster, "it was removed");
}

#[tokio::test]
async fn what_opens_a_conversation_is_checked() {
    let bench = Bench::new();
    let token = bot_token(&bench).await;
    let changed = |field: &str, value: Value| {
        let mut body = opening(AINO);
        body[field] = value;
        body
    };
    let mut without_tenant = opening(AINO);
    without_tenant["tenantId"] = Value::Null;
    without_tenant["channelData"] = json!({});
    let mut half = opening(AINO);
    half["channelData"] = json!({});
    for (body, expected) in [
        (half, refused(201, "")),
        (without_tenant, refused(403, "Forbidden")),
        (changed("tenantId", json!(super::HOME)), refused(403, "Forbidden")),
        (changed("bot", json!({"id": "28:other"})), refused(403, "Forbidden")),
        (changed("members", json!([])), refused(400, "BadArgument")),
        (changed("members", json!([{"id": AINO}, {"id": MATTI}])), refused(400, "BadArgument")),
        (changed("members", json!([{"id": "aino@demo.example"}])), refused(400, "BadArgument")),
        (changed("isGroup", json!(true)), refused(400, "BadArgument")),
        (json!([]), refused(400, "BadSyntax")),
        (Value::Null, refused(415, "BadSyntax")),
    ] {
        assert_eq!(code(open(&bench, &token, body.clone()).await), expected, "{body}");
    }
    let with_first = changed("activity", text("Hei"));
    let (_, opened) = open(&bench, &token, with_first).await;
    assert_eq!(opened["activityId"], messages(&bench)[0]["id"]);
}

#[tokio::test]
async fn where_in_a_team_the_bot_may_write() {
    let bench = Bench::new();
    let token = bot_token(&bench).await;
    let not_in_roster = refused(403, "BotNotInConversationRoster");
    for (to, expected) in [
        (channel(1), not_in_roster.clone()),
        (channel(2), refused(201, "")),
        (channel(3), refused(403, "Forbidden")),
        (channel(4), refused(403, "Forbidden")),
        (channel(5), refused(404, "ConversationNotFound")),
        ("a:1nobody".to_owned(), refused(404, "ConversationNotFound")),
    ] {
        assert_eq!(code(send(&bench, &token, &to, text("x")).await), expected, "{to}");
    }
    assert_eq!(messages(&bench)[0]["visible_to"], "all");
    put(&bench, json!({"installs": [AINO]}));
    let gone = code(send(&bench, &token, &channel(2), text("x")).await);
    assert_eq!(gone, not_in_roster, "the app is not in the team");
    let alone = json!([{"id": channel(2), "name": "x", "bot_in": true}]);
    put(&bench, json!({"channels": alone}));
    assert_eq!(send(&bench, &token, &channel(2), text("x")).await.0, 201, "of no team");
}

#[tokio::test]
async fn messages_are_answered_and_replaced() {
    let bench = Bench::new();
    let token = bot_token(&bench).await;
    let thread = json!({
        "bot": {"id": BOT}, "isGroup": true, "activity": text("Aihe"),
        "channelData": {"channel": {"id": channel(2)}, "tenant": {"id": CUSTOMER}},
    });
    let (status, opened) = open(&bench, &token, thread).await;
    assert_eq!(status, 201);
    let first = opened["activityId"].as_str().unwrap();
    assert_eq!(opened["id"], format!("{};messageid={first}", channel(2)));
    send(&bench, &token, opened["id"].as_str().unwrap(), text("1")).await;
    let path = format!("/bot/v3/conversations/{}/activities/{first}", channel(2));
    assert_eq!(api(&bench, &token, "POST", &path, text("2")).await.0, 201);
    let mut third = text("3");
    third["replyToId"] = json!(first);
    send(&bench, &token, &channel(2), third).await;
    let replies: Vec<_> = messages(&bench)[1..].iter().map(|m| m["reply_to"].clone()).collect();
    assert_eq!(replies, vec![json!(first); 3]);

    bench.pass(1);
    let (status, answer) = api(&bench, &token, "PUT", &path, text("Uusi aihe")).await;
    assert_eq!((status, answer), (200, json!({"id": first})));
    assert_eq!((messages(&bench).len(), &messages(&bench)[0]["text"]), (4, &json!("Uusi aihe")));
    let unknown = format!("/bot/v3/conversations/{}/activities/1", channel(2));
    let unknown = code(api(&bench, &token, "PUT", &unknown, text("x")).await);
    assert_eq!(unknown, refused(404, "ActivityNotFoundInConversation"));
}

#[tokio::test]
async fn an_activity_is_checked() {
    let bench = Bench::new();
    let token = bot_token(&bench).await;
    for (body, expected) in [
        (
            json!({"type": "message", "text": "x", "textFormat": "plain", "from": {"id": BOT}}),
            refused(201, ""),
        ),
        (json!({"text": "x"}), refused(400, "BadSyntax")),
        (json!({"type": "event", "text": "x"}), refused(400, "BadSyntax")),
        (json!({"type": "message"}), refused(400, "BadSyntax")),
        (json!({"type": "message", "text": " ", "attachments": []}), refused(400, "BadSyntax")),
        (json!({"type": "message", "text": 5}), refused(400, "BadSyntax")),
        (json!({"type": "message", "attachments": {}}), refused(400, "BadSyntax")),
        (
            json!({"type": "message", "text": "x", "textFormat": "html"}),
            refused(400, "BadArgument"),
        ),
        (
            json!({"type": "message", "text": "x", "from": {"id": "28:x"}}),
            refused(403, "Forbidden"),
        ),
        (text(&"x".repeat(28 * 1_024)), refused(413, "MessageSizeTooBig")),
    ] {
        let answer = code(send(&bench, &token, &channel(2), body.clone()).await);
        assert_eq!(answer, expected, "{}", &body.to_string()[..30.min(body.to_string().len())]);
    }
    assert_eq!(messages(&bench).len(), 1);
}
