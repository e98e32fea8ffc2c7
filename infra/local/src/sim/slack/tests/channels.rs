//! Conversations: which there are, and which the bot can see.

use serde_json::{Value, json};

use super::{
    AINO, ANNOUNCEMENTS, BOARD, BOT, EERO, GENERAL, HIRING, SCOPES, api, get, put, refused, token,
};
use crate::sim::tests::Bench;

fn ids(list: &Value) -> Vec<&str> {
    list["channels"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn the_list_has_public_channels_and_private_ones_with_the_bot() {
    let bench = Bench::new();
    let token = token(&bench, SCOPES).await;
    let public = get(&bench, &token, "conversations.list").await;
    assert_eq!(ids(&public), [GENERAL, ANNOUNCEMENTS]);
    assert_eq!(public["channels"][0]["is_member"], false);
    assert_eq!(public["channels"][1]["is_member"], true);
    let both = "conversations.list?types=public_channel,private_channel";
    let all = get(&bench, &token, both).await;
    assert_eq!(ids(&all), [GENERAL, ANNOUNCEMENTS, HIRING]);
    assert_eq!(all["channels"][2]["is_private"], true);
    let first = get(&bench, &token, &format!("{both}&limit=2")).await;
    let cursor = first["response_metadata"]["next_cursor"].as_str().unwrap().replace('=', "%3D");
    let second = get(&bench, &token, &format!("{both}&limit=2&cursor={cursor}")).await;
    assert_eq!((ids(&first).len(), ids(&second)), (2, vec![HIRING]));
    assert_eq!(second["response_metadata"]["next_cursor"], "");
    let unknown = get(&bench, &token, "conversations.list?types=secret").await;
    assert_eq!(unknown, refused("invalid_types"));
}

#[tokio::test]
async fn a_private_channel_without_the_bot_is_as_if_there_were_none() {
    let bench = Bench::new();
    let token = token(&bench, SCOPES).await;
    for (channel, found) in
        [(GENERAL, true), (HIRING, true), (BOARD, false), ("C0NOTTHERE", false), ("general", false)]
    {
        let body = get(&bench, &token, &format!("conversations.info?channel={channel}")).await;
        if found {
            assert_eq!(body["channel"]["id"], channel);
        } else {
            assert_eq!(body, refused("channel_not_found"));
        }
    }
    let counted = format!("conversations.info?channel={HIRING}&include_num_members=true");
    let counted = get(&bench, &token, &counted).await;
    assert_eq!(counted["channel"]["num_members"], 5, "four people and the bot");
}

#[tokio::test]
async fn archived_channels_can_be_left_out() {
    let bench = Bench::new();
    let token = token(&bench, SCOPES).await;
    put(&bench, json!({"channels": [{"id": "C1", "name": "old", "archived": true}]}));
    let all = get(&bench, &token, "conversations.list").await;
    assert_eq!(all["channels"][0]["is_archived"], true);
    let open = get(&bench, &token, "conversations.list?exclude_archived=true").await;
    assert_eq!(ids(&open), [""; 0]);
}

#[tokio::test]
async fn a_conversation_with_a_person_is_opened_once() {
    let bench = Bench::new();
    let token = token(&bench, &format!("{SCOPES},im:read")).await;
    let opened = api(&bench, &token, "conversations.open", json!({"users": AINO})).await;
    assert_eq!(opened, json!({"ok": true, "channel": {"id": "D0DEMO00001"}}));
    let again = json!({"users": AINO, "return_im": true});
    let again = api(&bench, &token, "conversations.open", again).await;
    assert_eq!((&again["already_open"], &again["channel"]["user"]), (&json!(true), &json!(AINO)));
    let info = get(&bench, &token, "conversations.info?channel=D0DEMO00001").await;
    assert_eq!((&info["channel"]["is_im"], &info["channel"]["user"]), (&json!(true), &json!(AINO)));
    let list = get(&bench, &token, "conversations.list?types=im").await;
    assert_eq!(ids(&list), ["D0DEMO00001"]);
    let unopened = get(&bench, &token, "conversations.info?channel=D0DEMO00002").await;
    assert_eq!(unopened, refused("channel_not_found"));
}

#[tokio::test]
async fn some_conversations_can_not_be_opened() {
    let bench = Bench::new();
    let token = token(&bench, &format!("{SCOPES},mpim:write")).await;
    let many = ["U1"; 9].join(",");
    for (users, error) in [
        ("", "users_list_not_supplied"),
        ("U0NOBODY", "user_not_found"),
        (EERO, "user_disabled"),
        (BOT, "cannot_dm_bot"),
        ("U0DEMO00001,U0DEMO00002", "invalid_user_combination"),
        (many.as_str(), "too_many_users"),
    ] {
        let body = api(&bench, &token, "conversations.open", json!({"users": users})).await;
        assert_eq!(body, refused(error), "{users}");
    }
}
