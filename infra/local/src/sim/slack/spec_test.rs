//! Answers are checked against Slack's published API description, where it lies beside the
//! workspace.

use std::fs;

use serde_json::{Value, json};

use super::tests::{AINO, ANNOUNCEMENTS, HIRING, SCOPES, api, get, token};
use crate::sim::tests::{Bench, published};

/// The description (Slack Web API, 2021).
fn spec() -> Option<Value> {
    let folder = published::folder("slack")?;
    let text = fs::read(folder.join("slack_web_openapi_v2_2021.json")).unwrap();
    Some(serde_json::from_slice(&text).unwrap())
}

/// The description lists what a value may be as `items` of something that is no list.
fn alternatives(node: &Value) -> Value {
    match node {
        Value::Object(map) => {
            let name = |key: &String, value: &Value| match key.as_str() {
                "items" if value.is_array() => "anyOf".to_owned(),
                _ => key.clone(),
            };
            map.iter().map(|(key, value)| (name(key, value), alternatives(value))).collect()
        }
        Value::Array(items) => items.iter().map(alternatives).collect(),
        other => other.clone(),
    }
}

/// The schema of a method's answer.
fn schema(spec: &Value, method: &str, status: &str) -> Value {
    let operations = spec["paths"][format!("/{method}")].as_object().unwrap();
    let operation = operations.values().next().unwrap();
    alternatives(&published::resolve(spec, &operation["responses"][status]["schema"]))
}

fn check(spec: &Value, method: &str, body: &Value) {
    assert_eq!(body["ok"], true, "{method}: {body}");
    published::fits(method, &schema(spec, method, "200"), body);
}

#[tokio::test]
async fn answers_fit_the_published_schemas() {
    let Some(spec) = spec() else {
        println!("checked nothing: no API description beside the workspace");
        return;
    };
    let bench = Bench::new();
    let token = token(&bench, SCOPES).await;
    for call in [
        "auth.test".to_owned(),
        "users.list?limit=3".to_owned(),
        format!("users.info?user={AINO}"),
        "users.lookupByEmail?email=aino@demo.example".to_owned(),
        "conversations.list?types=public_channel,private_channel".to_owned(),
        format!("conversations.info?channel={HIRING}&include_num_members=true"),
        "auth.revoke?test=1".to_owned(),
    ] {
        let method = call.split('?').next().unwrap();
        check(&spec, method, &get(&bench, &token, &call).await);
    }
    let blocks = json!([{"type": "divider"}]);
    for (method, body) in [
        ("conversations.open", json!({"users": AINO, "return_im": true})),
        ("conversations.open", json!({"users": AINO})),
        ("chat.postMessage", json!({"channel": ANNOUNCEMENTS, "text": "x", "blocks": blocks})),
        ("chat.postMessage", json!({"channel": AINO, "text": "x"})),
        ("chat.postEphemeral", json!({"channel": HIRING, "user": AINO, "text": "x"})),
    ] {
        check(&spec, method, &api(&bench, &token, method, body).await);
    }
    println!("checked twelve answers against the published schemas");
}

#[tokio::test]
async fn refusals_are_published_ones() {
    let Some(spec) = spec() else {
        println!("checked nothing: no API description beside the workspace");
        return;
    };
    let bench = Bench::new();
    let token = token(&bench, SCOPES).await;
    for (method, body) in [
        ("chat.postMessage", json!({"channel": "C0NOTTHERE", "text": "x"})),
        ("chat.postMessage", json!({"channel": ANNOUNCEMENTS})),
        ("chat.postEphemeral", json!({"channel": HIRING, "user": "U0NOBODY", "text": "x"})),
        ("conversations.open", json!({"users": "U0NOBODY"})),
        ("conversations.open", json!({})),
        ("users.lookupByEmail", json!({})),
        ("conversations.info", json!({})),
        ("users.info", json!({})),
    ] {
        let answer = api(&bench, &token, method, body).await;
        assert_eq!(answer["ok"], false, "{method}: {answer}");
        published::fits(method, &schema(&spec, method, "default"), &answer);
    }
    println!("checked eight refusals against the published schemas");
}
