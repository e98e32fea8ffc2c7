//! What outsiders see and put into the simulated Exchange.

use serde_json::{Value, json};

use super::*;

const PATH: &str = "/_sim/state?provider=ews";

#[tokio::test]
async fn the_default_state_has_the_published_shape() {
    let bench = Bench::new();
    let expected = json!({
        "service": {"login": r"DEMO\convoke", "password": "ews-secret-demo"},
        "users": [
            {"id": "aino", "email": AINO, "name": "Aino Laine", "mailbox": "user"},
            {"id": "matti", "email": "matti@demo.example", "name": "Matti Niemi", "mailbox": "user"},
            {"id": "rekry", "email": "rekry@demo.example", "name": "Rekrytointi",
             "mailbox": "shared"},
            {"id": "sali", "email": "sali@demo.example", "name": "Neuvotteluhuone",
             "mailbox": "room"},
        ],
        "impersonation": true,
        "events": [],
        "notified": [],
    });
    assert_eq!(bench.call("GET", PATH, Value::Null).await, (200, expected));
}

#[tokio::test]
async fn state_goes_round_through_get_and_put() {
    let bench = Bench::new();
    made(&bench).await;
    let before = bench.sims.state("ews").unwrap();
    assert_eq!(bench.call("PUT", PATH, before.clone()).await, (200, before));
}

#[tokio::test]
async fn events_can_be_put_in_by_what_people_know_of_them() {
    let bench = Bench::new();
    let event = json!({"calendar": "matti", "subject": "x", "start": "2026-11-05T10:00:00Z",
                       "end": "2026-11-05T11:00:00Z"});
    bench.sims.merge_state("ews", &json!({"events": [event]})).unwrap();
    let held = bench.sims.state("ews").unwrap();
    assert_eq!(held["events"][0]["calendar"], "matti@demo.example");
    assert!(held["events"][0]["id"].as_str().unwrap().starts_with("AAMk"));
    assert_eq!(held["users"].as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn a_bad_part_changes_nothing() {
    let bench = Bench::new();
    let before = bench.sims.state("ews").unwrap();
    let event = |name: &str, value: Value| {
        let mut event = json!({"calendar": AINO, "subject": "x", "start": "2026-11-05T10:00:00Z",
                               "end": "2026-11-05T11:00:00Z"});
        event[name] = value;
        json!({"impersonation": false, "events": [event]})
    };
    let cases = [
        (json!({"meetings": []}), "meetings"),
        (json!({"service": {"login": "x"}, "users": []}), "service"),
        (json!({"service": {"token": "x"}, "users": []}), "service.token"),
        (json!({"users": [{"id": "a", "email": "e"}]}), "users[0].email"),
        (json!({"users": [{"id": "a", "email": "e@f", "mailbox": "none"}]}), "users[0]"),
        (json!({"impersonation": 1, "users": []}), "impersonation"),
        (json!({"notified": [{"kinds": 1}], "users": []}), "notified[0].kinds"),
        (event("calendar", json!("nobody")), "events[0].calendar"),
        (event("end", json!("2026-11-05T09:00:00Z")), "events[0].end"),
        (event("status", json!("maybe")), "events[0]"),
        (event("host", json!("x")), "events[0].host"),
    ];
    for (change, field) in cases {
        let error = bench.sims.merge_state("ews", &change).unwrap_err();
        assert_eq!(error.field, field, "{change}");
    }
    assert_eq!(bench.sims.state("ews").unwrap(), before);
}

#[tokio::test]
async fn everything_survives_a_restart() {
    let bench = Bench::new();
    let (first, _) = made(&bench).await;
    let restarted = Bench::new();
    let kept = bench.sims.provider("ews").unwrap().snapshot();
    restarted.sims.provider("ews").unwrap().restore(kept).unwrap();
    assert_eq!(restarted.sims.state("ews"), bench.sims.state("ews"));
    assert_ne!(made(&restarted).await.0, first);
}

/// Whose Exchange it is decides where it is.
#[tokio::test]
async fn the_environment_says_nothing_of_it() {
    let bench = Bench::new();
    let env = bench.sims.env("http://127.0.0.1:9100");
    assert!(env.iter().all(|(_, value)| !value.contains("/ews")), "{env:?}");
}
