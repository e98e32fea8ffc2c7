//! What outsiders see and put into the simulated Slack.

use serde_json::{Value, json};

use super::{AINO, BOT, HIRING, SCOPES, api, connect, post_token, put, token};
use crate::sim::slack::sign;
use crate::sim::tests::Bench;

const PATH: &str = "/_sim/state?provider=slack";

#[tokio::test]
async fn the_default_state_has_the_published_shape() {
    let bench = Bench::new();
    let (status, mut state) = bench.call("GET", PATH, Value::Null).await;
    assert_eq!(status, 200);
    let scopes = state["scopes"].take();
    assert!(SCOPES.split(',').all(|scope| scopes.as_array().unwrap().contains(&json!(scope))));
    let person = |number: u8, name: &str, deleted: bool| {
        json!({"id": format!("U0DEMO{number:05}"), "email": format!("{name}@demo.example"),
               "deleted": deleted, "bot": false})
    };
    let mut guest = person(5, "vieras", false);
    guest["restricted"] = json!(true);
    let channel = |number: u8, name: &str, private: bool, bot_in: bool| {
        json!({"id": format!("C0DEMO{number:05}"), "name": name, "private": private,
               "bot_in": bot_in})
    };
    let expected = json!({
        "team_id": "T0DEMO00001", "team_name": "Demo", "enterprise": null,
        "app_id": "A0DEMO00001", "bot_user_id": BOT,
        "signing_secret": "slack-signing-secret-demo",
        "app": {"client_id": "slack-client-demo", "client_secret": "slack-secret-demo"},
        "users": [
            person(1, "aino", false), person(2, "matti", false), person(3, "liisa", false),
            person(4, "eero", true), guest,
            {"id": BOT, "email": null, "deleted": false, "bot": true, "name": "convoke"},
        ],
        "channels": [
            channel(1, "general", false, false), channel(2, "company-announcements", false, true),
            channel(3, "rekrytointi", true, true), channel(4, "johtoryhma", true, false),
        ],
        "messages": [], "rotation": false, "scopes": null, "revoked": false, "consent": {},
    });
    assert_eq!(state, expected);
}

#[tokio::test]
async fn state_goes_round_through_get_and_put() {
    let bench = Bench::new();
    let token = token(&bench, SCOPES).await;
    let blocks = json!([{"type": "divider"}]);
    let body = json!({"channel": HIRING, "text": "x", "blocks": blocks});
    api(&bench, &token, "chat.postMessage", body).await;
    api(&bench, &token, "chat.postMessage", json!({"channel": AINO, "text": "x"})).await;
    let before = bench.sims.state("slack").unwrap();
    assert_eq!(bench.call("PUT", PATH, before.clone()).await, (200, before));
    assert_eq!(api(&bench, &token, "auth.test", json!({})).await["ok"], true);
}

#[tokio::test]
async fn what_does_not_fit_is_named_and_changes_nothing() {
    let bench = Bench::new();
    let before = bench.sims.state("slack").unwrap();
    for (field, value) in [
        ("sessions", json!([])),
        ("team_id", json!("a team")),
        ("rotation", json!("yes")),
        ("scopes", json!("chat:write")),
        ("users[0].id", json!([{"id": "aino@demo.example"}])),
        ("users[0].tz", json!([{"id": "U1", "tz": "Mars"}])),
        ("channels[0].id", json!([{"id": "#general", "name": "general"}])),
        ("channels[0].topic", json!([{"id": "C1", "name": "x", "topic": "y"}])),
        ("messages[0]", json!([{"channel": "C1"}])),
        ("consent.who", json!({"who": "x"})),
        ("app.id", json!({"id": "x"})),
        ("enterprise.url", json!({"url": "x"})),
    ] {
        let mut change = json!({"signing_secret": "other", "messages": []});
        change[field.split(['[', '.']).next().unwrap()] = value;
        let error = bench.sims.merge_state("slack", &change).unwrap_err();
        assert_eq!(error.field, field);
        assert_eq!(bench.sims.state("slack").unwrap(), before, "{field}");
    }
}

#[tokio::test]
async fn a_restart_keeps_tokens_conversations_and_the_order_of_messages() {
    let bench = Bench::new();
    put(&bench, json!({"rotation": true}));
    let tokens = connect(&bench, SCOPES).await;
    let token = tokens["access_token"].as_str().unwrap();
    let first = json!({"channel": AINO, "text": "x"});
    let first = api(&bench, token, "chat.postMessage", first).await;

    let restarted = Bench::new();
    restarted.sims.restore("slack", bench.sims.snapshot("slack").unwrap()).unwrap();
    let second = json!({"channel": "D0DEMO00001", "text": "x"});
    let second = api(&restarted, token, "chat.postMessage", second).await;
    assert!(second["ts"].as_str() > first["ts"].as_str(), "{second}");
    let refresh = tokens["refresh_token"].as_str().unwrap();
    let form = format!("grant_type=refresh_token&refresh_token={refresh}");
    assert_eq!(post_token(&restarted, &form).await["ok"], true);
    assert!(restarted.sims.restore("slack", json!({})).is_err());
}

#[test]
fn the_deployment_gets_the_app_and_the_signing_secret() {
    let applications = Bench::new().sims.applications();
    let expected = json!({
        "client_id": "slack-client-demo", "client_secret": "slack-secret-demo",
        "signing_secret": "slack-signing-secret-demo",
    });
    assert_eq!(applications["slack"], expected);
    assert_eq!(applications["zoom"]["signing_secret"], "webhook-secret-demo");
    assert_eq!(applications["goto"].get("signing_secret"), None);
}

/// The vendor's own example, which its client libraries test with.
#[test]
fn a_signature_is_the_vendors() {
    let body = b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow\
                 &channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA\
                 &user_name=roadrunner&command=%2Fwebhook-collect&text=\
                 &response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554\
                 %2F96rGlfmibIGlgcZRskXaIFfN\
                 &trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
    let signed = sign("8f742231b10e8888abcd99yyyzzz85a5", 1_531_420_618, body);
    assert_eq!(signed, "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503");
}

#[tokio::test]
async fn faults_have_the_vendors_shape() {
    let bench = Bench::new();
    for (status, error) in [(429, "ratelimited"), (503, "service_unavailable")] {
        let fault = json!({"provider": "slack", "path": "/auth.test", "status": status});
        bench.call("POST", "/_sim/faults", fault).await;
        let answer = bench.call("POST", "/slack/api/auth.test", Value::Null).await;
        assert_eq!(answer, (status, json!({"ok": false, "error": error})));
    }
}

#[test]
fn the_environment_points_at_it() {
    let env = Bench::new().sims.env("http://127.0.0.1:9100");
    let value = |name: &str| env.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    let base = "http://127.0.0.1:9100/slack";
    for (name, path) in [
        ("CONVOKE_SLACK_API_URL", "/api"),
        ("CONVOKE_SLACK_TOKEN_URL", "/api/oauth.v2.access"),
        ("CONVOKE_SLACK_AUTHORIZE_URL", "/oauth/v2/authorize"),
    ] {
        assert_eq!(value(name), Some(format!("{base}{path}").as_str()));
    }
}
