//! What outsiders see and put into the simulated Google.

use serde_json::{Value, json};

use super::{PRIMARY, api, at, connect, insert, offline, refresh, token, with_meet};
use crate::sim::tests::Bench;

const PATH: &str = "/_sim/state?provider=google";

#[tokio::test]
async fn the_default_state_has_the_published_shape() {
    let bench = Bench::new();
    let (status, mut state) = bench.call("GET", PATH, Value::Null).await;
    assert_eq!(status, 200);
    let key = state.as_object_mut().unwrap().remove("service_account_key").unwrap();
    let names = [
        "auth_provider_x509_cert_url",
        "auth_uri",
        "client_email",
        "client_id",
        "client_x509_cert_url",
        "private_key",
        "private_key_id",
        "project_id",
        "token_uri",
        "type",
        "universe_domain",
    ];
    let mut given: Vec<_> = key.as_object().unwrap().keys().map(String::as_str).collect();
    given.sort_unstable();
    assert_eq!((given.as_slice(), &key["type"]), (&names[..], &json!("service_account")));
    let user = |n: u8, name: &str, mailbox: &str| {
        json!({"id": format!("10123456789012345000{n}"), "email": format!("{name}@demo.example"),
               "mailbox": mailbox})
    };
    let mut eero = user(4, "eero", "user");
    eero["calendar"] = json!(false);
    let scope = |name: &str| format!("https://www.googleapis.com/auth/calendar{name}");
    let scopes = ["", ".readonly", ".calendars.readonly", ".calendarlist.readonly", ".events"];
    let expected = json!({
        "delegation": {"scopes": scopes.map(scope)},
        "users": [user(1, "aino", "user"), user(2, "matti", "user"), user(3, "liisa", "user"),
                  eero, user(5, "rekry", "shared"), user(6, "neukkari", "room")],
        "meet_enabled": true, "conference": "at_once", "conferences": [], "events": [], "notified": [],
        "app": {"client_id": "google-client-demo", "client_secret": "google-secret-demo"},
        "consent": {}, "unticked": [], "grants": [],
    });
    assert_eq!(state, expected);
}

#[tokio::test]
async fn an_event_is_shown_by_what_people_see_of_it() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    let mut body = with_meet("r1");
    body["description"] = json!("Tervetuloa");
    let event = insert(&bench, &aino, "?conferenceDataVersion=1&sendUpdates=all", body).await;
    let held = bench.sims.state("google").unwrap();
    let expected = json!([{
        "id": event["id"], "calendar": "aino@demo.example", "summary": "Haastattelu – Maija",
        "start": "2026-11-03T08:00:00Z", "end": "2026-11-03T08:45:00Z",
        "attendees": ["maija@guest.example"], "join_url": event["hangoutLink"],
        "status": "confirmed", "fields": {"description": "Tervetuloa"},
    }]);
    assert_eq!(held["events"], expected);
    let expected = json!([{"event": event["id"], "calendar": "aino@demo.example",
                           "to": "maija@guest.example", "kind": "invitation"}]);
    assert_eq!(held["notified"], expected);
}

#[tokio::test]
async fn state_goes_round_through_get_and_put() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    connect(&bench, &offline("aino")).await;
    let mut body = with_meet("r1");
    body["location"] = json!("Neukkari");
    body["start"]["timeZone"] = json!("Asia/Tokyo");
    insert(&bench, &aino, "?conferenceDataVersion=1&sendUpdates=all", body).await;
    let all_day = json!({"start": {"date": "2026-11-05"}, "end": {"date": "2026-11-06"}});
    let second = insert(&bench, &aino, "", all_day).await;
    api(&bench, &aino, "DELETE", &at(&second), Value::Null).await;
    let before = bench.sims.state("google").unwrap();
    assert_eq!(bench.call("PUT", PATH, before.clone()).await, (200, before));
}

#[tokio::test]
async fn events_can_be_put_in_and_the_other_keys_stay() {
    let bench = Bench::new();
    let state = json!({"events": [
        {"start": "2026-11-05T10:00:00Z", "end": "2026-11-05T11:00:00Z"},
        {"id": "abc0123", "calendar": "matti@demo.example", "summary": "x",
         "start": "2026-11-05T10:00:00Z", "end": "2026-11-05T11:00:00Z",
         "attendees": ["a@x.example", {"email": "b@x.example", "displayName": "B"}],
         "join_url": "https://meet.google.example/abc-defg-hij"},
    ]});
    bench.sims.merge_state("google", &state).unwrap();
    let held = bench.sims.state("google").unwrap();
    assert_eq!(held["users"].as_array().unwrap().len(), 6);
    assert_eq!(held["events"][0]["calendar"], "aino@demo.example", "the first by default");
    let matti = token(&bench, "matti").await;
    let (status, event) =
        api(&bench, &matti, "GET", &format!("{PRIMARY}/abc0123"), Value::Null).await;
    assert_eq!((status, &event["attendees"][1]["displayName"]), (200, &json!("B")));
    assert_eq!(event["hangoutLink"], "https://meet.google.example/abc-defg-hij");
    assert_eq!(event["conferenceData"]["conferenceId"], "abc-defg-hij");
}

#[tokio::test]
async fn a_bad_part_changes_nothing() {
    let bench = Bench::new();
    let before = bench.sims.state("google").unwrap();
    let event = |name: &str, value: Value| {
        let mut event = json!({"start": "2026-11-05T10:00:00Z", "end": "2026-11-05T11:00:00Z"});
        event[name] = value;
        json!({"users": before["users"], "events": [event]})
    };
    let mut key = before["service_account_key"].clone();
    key["private_key"] = json!("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    let cases = [
        (json!({"meetings": []}), "meetings"),
        (json!({"users": [{"id": "1", "email": "e", "status": 2}]}), "users[0].status"),
        (json!({"users": [{"id": "1", "email": "e", "mailbox": "gone"}]}), "users[0]"),
        (json!({"users": [{"id": "1", "email": "e", "time_zone": "Mars"}]}), "users[0].time_zone"),
        (json!({"users": [], "service_account_key": key}), "service_account_key.private_key"),
        (json!({"users": [], "service_account_key": {"key": 1}}), "service_account_key.key"),
        (json!({"users": [], "delegation": {"scope": []}}), "delegation.scope"),
        (json!({"users": [], "app": {"scopes": []}}), "app.scopes"),
        (json!({"users": [], "consent": {"accounts": "x"}}), "consent.accounts"),
        (json!({"users": [], "conference": "soon"}), "conference"),
        (json!({"users": [], "meet_enabled": "no"}), "meet_enabled"),
        (json!({"users": [], "unticked": ["everything"]}), "unticked"),
        (json!({"users": [], "grants": [{"user": "1", "scopes": []}]}), "grants[0]"),
        (event("host", json!("x")), "events[0].host"),
        (event("id", json!("w")), "events[0].id"),
        (event("calendar", json!("nobody")), "events[0].calendar"),
        (event("start", json!("2026-11-05")), "events[0].end"),
        (event("end", json!("2026-11-05T09:00:00Z")), "events[0].end"),
        (event("attendees", json!(["nobody"])), "events[0].attendees"),
        (event("fields", json!({"topic": "x"})), "events[0].fields"),
    ];
    for (change, field) in cases {
        let error = bench.sims.merge_state("google", &change).unwrap_err();
        assert_eq!(error.field, field, "{change}");
    }
    assert_eq!(bench.sims.state("google").unwrap(), before);
}

#[tokio::test]
async fn what_people_granted_can_be_taken_back_from_outside() {
    let bench = Bench::new();
    let aino = connect(&bench, &offline("aino")).await;
    let matti = connect(&bench, &offline("matti")).await;
    let grants = bench.sims.state("google").unwrap()["grants"].clone();
    assert_eq!(grants.as_array().unwrap().len(), 2);
    bench.sims.merge_state("google", &json!({"grants": [grants[1]]})).unwrap();
    assert_eq!(refresh(&bench, &aino["refresh_token"]).await.0, 400);
    assert_eq!(refresh(&bench, &matti["refresh_token"]).await.0, 200);
}

#[tokio::test]
async fn everything_survives_a_restart() {
    let bench = Bench::new();
    let tokens = connect(&bench, &offline("aino")).await;
    let own = token(&bench, "aino").await;
    let query = "?conferenceDataVersion=1";
    let first = insert(&bench, &own, query, with_meet("r1")).await;
    let restarted = Bench::new();
    let kept = bench.sims.provider("google").unwrap().snapshot();
    restarted.sims.provider("google").unwrap().restore(kept).unwrap();
    assert_eq!(restarted.sims.state("google"), bench.sims.state("google"));
    assert_eq!(api(&restarted, &own, "GET", &at(&first), Value::Null).await.1, first);
    let again = insert(&restarted, &own, query, with_meet("r1")).await;
    assert_eq!(again.get("hangoutLink"), None, "the request was used");
    assert_ne!(again["id"], first["id"]);
    assert_eq!(refresh(&restarted, &tokens["refresh_token"]).await.0, 200);
}
