//! What a deployment offers, and what a tenant has switched off.

use convoke_tests::live::Client;
use serde_json::{Value, json};

async fn switch(client: &Client, modules: Value) {
    let tenant = json!({"name": "Hoitola Aalto", "time_zone": "Europe/Helsinki", "locale": "en",
                        "profile": "booking-video", "modules": modules});
    client.ok("PUT", "", tenant).await;
}

/// The provider in the list.
async fn listed(client: &Client, id: &str) -> Value {
    let all = client.get("/capabilities").await;
    let all = all["providers"].as_array().unwrap().clone();
    all.into_iter().find(|it| it["id"] == id).unwrap()
}

async fn refused(client: &Client, method: &str, path: &str, body: Option<&Value>) {
    let answer = client.call(method, path, body).await;
    let told = (answer.status, &answer.body["code"]);
    assert_eq!(told, (409, &json!("feature_disabled")), "{method} {path}: {answer:?}");
}

/// P02: the list says what is on and off; what the tenant has switched off is connected nowhere, its sessions
/// are blocked with that reason, and go on by themselves once it is on.
#[test]
fn a_provider_that_is_switched_off_is_refused_and_heals() {
    convoke_tests::live::run(async {
        let client = Client::apart("capabilities").await;
        client.set_up().await;
        let zoom = listed(&client, "zoom").await;
        assert_eq!((&zoom["on"], &zoom["reason"]), (&json!(true), &Value::Null), "{zoom}");
        switch(&client, json!({"zoom": false, "goto": false, "exchange": false})).await;
        for id in ["zoom", "goto", "exchange"] {
            let shown = listed(&client, id).await;
            let told = (&shown["on"], &shown["reason"]);
            assert_eq!(told, (&json!(false), &json!("feature_disabled")), "{shown}");
        }
        assert_eq!(listed(&client, "google").await["on"], true);

        let body =
            json!({"kind": "s2s", "account_id": "a", "client_id": "b", "client_secret": "c"});
        refused(&client, "PUT", "/connections/zoom", Some(&body)).await;
        let body =
            json!({"kind": "ews", "url": "https://x.example", "login": "a", "password": "b"});
        refused(&client, "PUT", "/connections/exchange", Some(&body)).await;
        for path in ["authorize", "invite"] {
            let path = format!("/people/aino/connections/goto/{path}");
            refused(&client, "POST", &path, None).await;
        }
        refused(&client, "POST", "/connections/goto/invite", None).await;

        client.tell("session.upserted", &client.booking("off-1", 1)).await;
        let blocked = client.meeting_in("off-1", "blocked").await;
        assert_eq!(blocked["meeting"]["reason"], "feature_disabled");
        switch(&client, json!({"zoom": true})).await;
        client.meeting_in("off-1", "ready").await;
    });
}
