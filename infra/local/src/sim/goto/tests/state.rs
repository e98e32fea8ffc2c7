//! What outsiders see and put into the simulated GoTo.

use serde_json::{Value, json};

use super::{api, create, interview, refresh, token};
use crate::sim::tests::Bench;

const PATH: &str = "/_sim/state?provider=goto";

#[tokio::test]
async fn the_default_state_has_the_published_shape() {
    let bench = Bench::new();
    let (status, state) = bench.call("GET", PATH, Value::Null).await;
    assert_eq!(status, 200);
    let expected = json!({
        "users": [
            {"key": "6123456789012340001", "email": "aino@demo.example"},
            {"key": "6123456789012340002", "email": "matti@demo.example"},
            {"key": "6123456789012340003", "email": "liisa@demo.example"},
            {"key": "6123456789012340004", "email": "eero@demo.example", "status": "suspended"},
        ],
        "meetings": [],
        "app": {"client_id": "goto-client-demo", "client_secret": "goto-secret-demo"},
        "consent": {},
    });
    assert_eq!(state, expected);
    let aino = token(&bench, "aino").await;
    let id = create(&bench, &aino, interview()).await;
    let expected = json!([{
        "id": id, "subject": "Haastattelu – Maija", "start": "2026-11-03T08:00:00Z",
        "end": "2026-11-03T08:45:00Z", "join_url": format!("https://meet.goto.example/{id}"),
        "organizer": "6123456789012340001",
    }]);
    assert_eq!(bench.sims.state("goto").unwrap()["meetings"], expected);
}

#[tokio::test]
async fn state_goes_round_through_get_and_put() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    let mut body = interview();
    body["meetingtype"] = json!("recurring");
    body["passwordrequired"] = json!(true);
    body["conferencecallinfo"] = json!("VoIP");
    body["coorganizerKeys"] = json!(["6123456789012340002"]);
    create(&bench, &aino, body).await;
    let before = bench.sims.state("goto").unwrap();
    assert_eq!(bench.call("PUT", PATH, before.clone()).await, (200, before));
}

#[tokio::test]
async fn meetings_can_be_put_in_and_the_other_keys_stay() {
    let bench = Bench::new();
    let meeting = |id: Value, organizer: &str| {
        json!({"id": id, "subject": "x", "start": "2026-11-05T10:00:00Z",
               "end": "2026-11-05T11:00:00Z", "organizer": organizer})
    };
    let mut plain = meeting(json!("123456789"), "");
    plain.as_object_mut().unwrap().remove("organizer");
    let state = json!({"meetings": [plain, meeting(json!(223_456_789), "matti@demo.example")]});
    bench.sims.merge_state("goto", &state).unwrap();
    let held = bench.sims.state("goto").unwrap();
    assert_eq!(held["users"].as_array().unwrap().len(), 4);
    assert_eq!(held["meetings"][0]["organizer"], "6123456789012340001", "the first by default");
    assert_eq!(held["meetings"][0]["join_url"], "https://meet.goto.example/123456789");
    let matti = token(&bench, "matti").await;
    let (status, _) = api(&bench, &matti, "GET", "/meetings/223456789", Value::Null).await;
    assert_eq!(status, 200);
}

#[tokio::test]
async fn a_bad_part_changes_nothing() {
    let bench = Bench::new();
    let before = bench.sims.state("goto").unwrap();
    let meeting = |name: &str, value: Value| {
        let mut meeting = json!({"id": 1, "subject": "x", "start": "2026-11-05T10:00:00Z",
                                 "end": "2026-11-05T11:00:00Z"});
        meeting[name] = value;
        json!({"meetings": [meeting]})
    };
    let cases = [
        (json!({"grants": []}), "grants"),
        (json!({"users": [{"key": "abc", "email": "e"}]}), "users[0].key"),
        (json!({"users": [{"key": "1", "email": "e", "type": 2}]}), "users[0].type"),
        (json!({"users": [{"key": "1", "email": "e", "status": "gone"}]}), "users[0]"),
        (json!({"app": {"scopes": []}, "users": []}), "app.scopes"),
        (json!({"app": {"client_id": 3}, "users": []}), "app"),
        (json!({"consent": {"accounts": "x"}, "users": []}), "consent.accounts"),
        (meeting("id", json!("x")), "meetings[0]"),
        (meeting("host", json!("x")), "meetings[0].host"),
        (meeting("organizer", json!("nobody")), "meetings[0].organizer"),
        (meeting("end", json!("2026-11-05T09:00:00Z")), "meetings[0].end"),
    ];
    for (change, field) in cases {
        let error = bench.sims.merge_state("goto", &change).unwrap_err();
        assert_eq!(error.field, field, "{change}");
    }
    assert_eq!(bench.sims.state("goto").unwrap(), before);
}

#[tokio::test]
async fn everything_survives_a_restart() {
    let bench = Bench::new();
    let tokens = super::connect(&bench, "aino").await;
    let access = tokens["access_token"].as_str().unwrap();
    let first = create(&bench, access, interview()).await;
    let restarted = Bench::new();
    let kept = bench.sims.provider("goto").unwrap().snapshot();
    restarted.sims.provider("goto").unwrap().restore(kept).unwrap();
    assert_eq!(restarted.sims.state("goto"), bench.sims.state("goto"));
    assert_ne!(create(&restarted, access, interview()).await, first);
    assert_eq!(refresh(&restarted, &tokens["refresh_token"]).await.0, 200);
}

#[tokio::test]
async fn the_application_changes_by_what_is_named() {
    let bench = Bench::new();
    bench.sims.merge_state("goto", &json!({"app": {"client_secret": "new"}})).unwrap();
    let app = json!({"client_id": "goto-client-demo", "client_secret": "new"});
    assert_eq!(bench.sims.state("goto").unwrap()["app"], app);
    let (status, _) = super::post_token(&bench, "grant_type=refresh_token&refresh_token=x").await;
    assert_eq!(status, 401);
}
