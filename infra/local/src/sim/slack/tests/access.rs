//! Who may call, and what for.

use serde_json::{Value, json};

use super::{BOT, SCOPES, api, ask, get, put, refused, token};
use crate::sim::tests::Bench;

#[tokio::test]
async fn each_token_that_opens_nothing_has_its_own_error() {
    let bench = Bench::new();
    let (status, body) = bench.call("POST", "/slack/api/auth.test", Value::Null).await;
    assert_eq!((status, body), (200, refused("not_authed")));
    assert_eq!(api(&bench, "xoxb-nonsense", "auth.test", json!({})).await, refused("invalid_auth"));
    let token = token(&bench, SCOPES).await;
    let bare = token.trim_start_matches("xoxb-");
    assert_eq!(api(&bench, bare, "auth.test", json!({})).await, refused("invalid_auth"));
    assert_eq!(api(&bench, &token, "auth.test", json!({})).await["ok"], true);
    bench.pass(10 * 365 * 24 * 3600);
    assert_eq!(api(&bench, &token, "auth.test", json!({})).await["ok"], true, "it never ends");
    let unknown = api(&bench, &token, "chat.shout", json!({})).await;
    assert_eq!(unknown, refused("unknown_method"));
}

#[tokio::test]
async fn a_token_stands_in_the_header_or_in_a_form_and_not_in_json() {
    let bench = Bench::new();
    let token = token(&bench, SCOPES).await;
    let in_json = bench.call("POST", "/slack/api/auth.test", json!({"token": token})).await;
    assert_eq!(in_json.1, refused("not_authed"));
    let in_query = format!("/slack/api/auth.test?token={token}");
    assert_eq!(bench.call("GET", &in_query, Value::Null).await.1, refused("not_authed"));
    let form = format!("token={token}");
    let (_, in_form) = bench.post_form("/slack/api/auth.test", "a:b", &form).await;
    assert_eq!(in_form["ok"], true);
}

#[tokio::test]
async fn the_token_tells_which_workspace_it_is_of() {
    let bench = Bench::new();
    let token = token(&bench, "chat:write,commands").await;
    let (status, body, headers) = ask(&bench, &token, "auth.test", &Value::Null).await;
    let expected = json!({
        "ok": true, "url": "https://demo.slack.com/", "team": "Demo", "user": "convoke",
        "team_id": "T0DEMO00001", "user_id": BOT, "bot_id": "B0DEMO00BOT",
        "is_enterprise_install": false,
    });
    assert_eq!((status, body), (200, expected));
    assert_eq!(headers["x-oauth-scopes"], "chat:write,commands");
    put(&bench, json!({"enterprise": {"id": "E0DEMO0001", "name": "Konserni"}}));
    assert_eq!(api(&bench, &token, "auth.test", json!({})).await["enterprise_id"], "E0DEMO0001");
}

#[tokio::test]
async fn a_scope_that_is_missing_is_named() {
    let bench = Bench::new();
    let token = token(&bench, "chat:write,commands").await;
    for (method, needed) in [
        ("users.list", "users:read"),
        ("users.info?user=U0DEMO00001", "users:read"),
        ("users.lookupByEmail?email=aino@demo.example", "users:read.email"),
        ("conversations.open?users=U0DEMO00001", "im:write"),
        ("conversations.list", "channels:read"),
        ("conversations.list?types=public_channel,private_channel", "channels:read,groups:read"),
        ("conversations.info?channel=C0DEMO00001", "channels:read"),
        ("conversations.info?channel=C0DEMO00003", "groups:read"),
    ] {
        let mut expected = refused("missing_scope");
        expected["needed"] = json!(needed);
        expected["provided"] = json!("chat:write,commands");
        assert_eq!(get(&bench, &token, method).await, expected, "{method}");
    }
    put(&bench, json!({"scopes": ["commands"]}));
    let late = api(&bench, &token, "chat.postMessage", json!({"channel": "C0DEMO00002"})).await;
    assert_eq!((&late["needed"], &late["provided"]), (&json!("chat:write"), &json!("commands")));
}

#[tokio::test]
async fn what_was_taken_back_is_revoked() {
    let bench = Bench::new();
    let first = token(&bench, SCOPES).await;
    let tried = get(&bench, &first, "auth.revoke?test=true").await;
    assert_eq!(tried, json!({"ok": true, "revoked": false}));
    let done = get(&bench, &first, "auth.revoke").await;
    assert_eq!(done, json!({"ok": true, "revoked": true}));
    assert_eq!(api(&bench, &first, "auth.test", json!({})).await, refused("token_revoked"));

    let second = token(&bench, SCOPES).await;
    put(&bench, json!({"revoked": true}));
    assert_eq!(api(&bench, &second, "auth.test", json!({})).await, refused("token_revoked"));
    let third = token(&bench, SCOPES).await;
    assert_eq!(bench.sims.state("slack").unwrap()["revoked"], false, "it was let in again");
    assert_eq!(api(&bench, &third, "auth.test", json!({})).await["ok"], true);
    assert_eq!(api(&bench, &second, "auth.test", json!({})).await, refused("token_revoked"));

    put(&bench, json!({"users": [{"id": BOT, "bot": true, "deleted": true}]}));
    assert_eq!(api(&bench, &third, "auth.test", json!({})).await, refused("account_inactive"));
}

#[tokio::test]
async fn json_that_can_not_be_read_is_refused() {
    let bench = Bench::new();
    let token = token(&bench, SCOPES).await;
    let send = async |content_type: &str, body: &'static str| {
        let request = http::Request::post("/slack/api/chat.postMessage")
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", content_type)
            .body(bytes::Bytes::from(body));
        let response = bench.sims.call(request.unwrap()).await.unwrap();
        serde_json::from_slice::<Value>(response.body()).unwrap()
    };
    assert_eq!(send("application/json", "{").await, refused("invalid_json"));
    assert_eq!(send("application/json", "[]").await, refused("json_not_object"));
    let text = r#"{"channel":"C0DEMO00002","text":"hei"}"#;
    assert_eq!(send("text/plain", text).await, refused("channel_not_found"), "nobody reads it");
    let warned = send("application/json", text).await;
    assert_eq!(warned["response_metadata"]["warnings"], json!(["missing_charset"]));
    let good = send("application/json; charset=utf-8", text).await;
    assert_eq!((&good["ok"], good.get("warning")), (&json!(true), None));
    let form = "channel=C0DEMO00002&text=hei";
    assert_eq!(send("application/x-www-form-urlencoded", form).await["ok"], true);
}
