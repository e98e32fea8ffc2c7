//! What outsiders see and put into the simulated Microsoft.

use serde_json::{Value, json};

use super::{
    AINO, MATTI, SCOPES, TENANT, api, application, connect, create, held, interview, put, refresh,
};
use crate::sim::tests::Bench;

const PATH: &str = "/_sim/state?provider=microsoft";

#[tokio::test]
async fn the_default_state_has_the_published_shape() {
    let bench = Bench::new();
    let user = |number: u8, name: &str, mailbox: &str| {
        json!({
            "id": format!("a1b2c3d4-0000-4000-8000-0000000000{number:02}"),
            "email": format!("{name}@demo.example"), "mailbox": mailbox,
        })
    };
    let mut eero = user(4, "eero", "user");
    eero["disabled"] = json!(true);
    let expected = json!({
        "app": {
            "tenant_id": TENANT, "client_id": "microsoft-client-demo",
            "client_secret": "microsoft-secret-demo",
            "permissions": ["Calendars.ReadWrite", "MailboxSettings.Read",
                            "OnlineMeetings.ReadWrite.All", "User.Read.All"],
        },
        "users": [
            user(1, "aino", "user"), user(2, "matti", "user"), user(3, "liisa", "user"), eero,
            user(5, "rekry", "shared"), user(6, "neuvotteluhuone", "room"), user(7, "vuokra", "none"),
        ],
        "teams_enabled": true, "access_policy": true, "events": [], "meetings": [],
        "recordings": [], "transcripts": [], "notified": [], "consent": {}, "grants": [],
        "bot_signing_key": null,
    });
    let (status, mut state) = bench.call("GET", PATH, Value::Null).await;
    let key = state["bot_signing_key"].take();
    assert_eq!((status, state), (200, expected));
    assert_eq!(key, bench.sims.state("teams").unwrap()["bot_signing_key"]);
    let other = bench.sims.merge_state("microsoft", &json!({"bot_signing_key": "x"}));
    assert_eq!(other.unwrap_err().field, "bot_signing_key");
}

#[tokio::test]
async fn an_event_has_the_published_shape() {
    let bench = Bench::new();
    let token = application(&bench).await;
    let made = create(&bench, &token, interview()).await;
    let event = held(&bench)["events"][0].clone();
    for (name, value) in [
        ("id", made["id"].clone()),
        ("calendar", json!("aino@demo.example")),
        ("subject", json!("Haastattelu – Maija")),
        ("start", json!("2026-11-03T08:00:00Z")),
        ("end", json!("2026-11-03T08:45:00Z")),
        ("attendees", json!(["maija@guest.example"])),
        ("join_url", made["onlineMeeting"]["joinUrl"].clone()),
        ("status", json!("confirmed")),
    ] {
        assert_eq!(event[name], value, "{name}");
    }
}

#[tokio::test]
async fn state_goes_round_through_get_and_put() {
    let bench = Bench::new();
    let token = application(&bench).await;
    connect(&bench, "aino", SCOPES).await;
    let mut body = interview();
    body["transactionId"] = json!("t1");
    body["showAs"] = json!("free");
    body["attendees"][0]["type"] = json!("optional");
    create(&bench, &token, body.clone()).await;
    let path = format!("/users/{AINO}/onlineMeetings/createOrGet");
    api(&bench, &token, "POST", &path, json!({"externalId": "e1"})).await;
    let before = held(&bench);
    assert_eq!(bench.call("PUT", PATH, before.clone()).await, (200, before.clone()));
    create(&bench, &token, body).await;
    assert_eq!(held(&bench), before, "and repeats are still known");
}

#[tokio::test]
async fn events_and_meetings_can_be_put_in_and_the_other_keys_stay() {
    let bench = Bench::new();
    let times = |mut item: Value| {
        item["start"] = json!("2026-11-05T10:00:00Z");
        item["end"] = json!("2026-11-05T11:00:00Z");
        item
    };
    put(
        &bench,
        json!({
            "events": [
                times(json!({"id": "e1", "subject": "x"})),
                times(json!({"id": "e2", "calendar": MATTI, "join_url": "https://teams.example/1"})),
            ],
            "meetings": [times(json!({"id": "m1", "user": "matti@demo.example"}))],
        }),
    );
    let state = held(&bench);
    assert_eq!(state["users"].as_array().unwrap().len(), 7);
    assert_eq!(state["events"][0]["calendar"], "aino@demo.example", "the first by default");
    assert_eq!(state["events"][1]["calendar"], "matti@demo.example");
    assert_eq!(state["meetings"][0]["user"], MATTI);
    let token = application(&bench).await;
    let (_, event) =
        api(&bench, &token, "GET", &format!("/users/{MATTI}/events/e2"), Value::Null).await;
    assert_eq!(event["onlineMeeting"]["joinUrl"], "https://teams.example/1");
    let path = format!("/users/{MATTI}/onlineMeetings/m1");
    let (status, meeting) = api(&bench, &token, "GET", &path, Value::Null).await;
    assert_eq!((status, &meeting["joinWebUrl"]), (200, &state["meetings"][0]["join_url"]));
}

#[tokio::test]
async fn a_bad_part_changes_nothing() {
    let bench = Bench::new();
    let before = held(&bench);
    let item = |name: &str, value: Value| {
        let mut item = json!({"id": "x", "start": "2026-11-05T10:00:00Z",
                              "end": "2026-11-05T11:00:00Z"});
        item[name] = value;
        json!([item])
    };
    let early = json!("2026-11-05T09:00:00Z");
    let cases = [
        (json!({"tokens": []}), "tokens"),
        (json!({"users": [{"id": "a@b.example", "email": "e"}]}), "users[0].id"),
        (json!({"users": [{"id": "1", "email": "e", "type": 2}]}), "users[0].type"),
        (json!({"users": [{"id": "1", "email": "e", "mailbox": "team"}]}), "users[0]"),
        (json!({"app": {"scopes": []}, "users": []}), "app.scopes"),
        (json!({"app": {"permissions": ["Mail.Send"]}, "users": []}), "app"),
        (json!({"teams_enabled": "yes", "users": []}), "teams_enabled"),
        (json!({"access_policy": "all", "users": []}), "access_policy"),
        (json!({"consent": {"accounts": "x"}, "users": []}), "consent.accounts"),
        (json!({"notified": [{"kind": "mail"}], "users": []}), "notified[0]"),
        (json!({"grants": [{"user": "x", "scopes": []}], "users": []}), "grants"),
        (json!({"events": item("host", json!("x")), "teams_enabled": false}), "events[0].host"),
        (json!({"events": item("calendar", json!("nobody"))}), "events[0].calendar"),
        (json!({"events": item("end", early.clone())}), "events[0].end"),
        (json!({"meetings": item("topic", json!("x"))}), "meetings[0].topic"),
        (json!({"meetings": item("user", json!("nobody"))}), "meetings[0].user"),
        (json!({"meetings": item("end", early)}), "meetings[0].end"),
    ];
    for (change, field) in cases {
        let error = bench.sims.merge_state("microsoft", &change).unwrap_err();
        assert_eq!(error.field, field, "{change}");
    }
    assert_eq!(held(&bench), before);
}

#[tokio::test]
async fn everything_survives_a_restart() {
    let bench = Bench::new();
    let tokens = connect(&bench, "aino", SCOPES).await;
    let access = tokens["access_token"].as_str().unwrap();
    let first = create(&bench, access, interview()).await;
    let restarted = Bench::new();
    let kept = bench.sims.provider("microsoft").unwrap().snapshot();
    restarted.sims.provider("microsoft").unwrap().restore(kept).unwrap();
    assert_eq!(held(&restarted), held(&bench));
    assert_ne!(create(&restarted, access, interview()).await["id"], first["id"]);
    assert_eq!(refresh(&restarted, &tokens["refresh_token"]).await.0, 200);
}

/// Only people grant; what was granted can be taken back by leaving it out.
#[tokio::test]
async fn grants_are_taken_back_one_by_one() {
    let bench = Bench::new();
    let aino = connect(&bench, "aino", SCOPES).await;
    let matti = connect(&bench, "matti", SCOPES).await;
    let grants = held(&bench)["grants"].clone();
    assert_eq!((&grants[0]["user"], &grants[1]["user"]), (&json!(AINO), &json!(MATTI)));
    put(&bench, json!({"grants": [grants[1]]}));
    assert_eq!(refresh(&bench, &aino["refresh_token"]).await.0, 400);
    assert_eq!(refresh(&bench, &matti["refresh_token"]).await.0, 200);
}
