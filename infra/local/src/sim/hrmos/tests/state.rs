//! What outsiders see and put into the simulated destination.

use serde_json::{Value, json};

use super::{application, change, create};
use crate::sim::tests::Bench;

const PATH: &str = "/_sim/state?provider=hrmos";

#[tokio::test]
async fn the_default_state_has_the_published_shape() {
    let bench = Bench::new();
    let (status, state) = bench.call("GET", PATH, Value::Null).await;
    let expected = json!({"token": "hrmos-demo-token", "account": "demo", "applications": []});
    assert_eq!((status, state), (200, expected));
    let (_, made) = create(&bench, "ledger-1", application()).await;
    let mut expected = application();
    expected["id"] = made["id"].clone();
    expected["idempotency_key"] = json!("ledger-1");
    expected["received_at"] = json!("2026-11-02T08:00:00Z");
    expected["changed_at"] = Value::Null;
    assert_eq!(bench.sims.state("hrmos").unwrap()["applications"], json!([expected]));
}

#[tokio::test]
async fn state_goes_round_through_get_and_put() {
    let bench = Bench::new();
    let (_, made) = create(&bench, "k", application()).await;
    change(&bench, &made["id"], json!({"job": "x"})).await;
    let before = bench.sims.state("hrmos").unwrap();
    assert_eq!(bench.call("PUT", PATH, before.clone()).await, (200, before));
    assert_eq!(create(&bench, "k", application()).await, (200, made), "keys are part of it");
}

#[tokio::test]
async fn applications_can_be_put_in_and_changed() {
    let bench = Bench::new();
    let least = json!({"medium": "green", "route": "r", "name": "n", "received_at": "2026-11-01T00:00:00Z"});
    let state = json!({"applications": [least]});
    bench.sims.merge_state("hrmos", &state).unwrap();
    let held = bench.sims.state("hrmos").unwrap();
    assert_eq!(held["token"], "hrmos-demo-token", "what is not named stays");
    let put = &held["applications"][0];
    assert_eq!((&put["received_at"], &put["job"]), (&json!("2026-11-01T00:00:00Z"), &Value::Null));
    assert_eq!(change(&bench, &put["id"], json!({"job": "x"})).await.0, 200);
}

#[tokio::test]
async fn a_bad_part_changes_nothing() {
    let bench = Bench::new();
    create(&bench, "k", application()).await;
    let before = bench.sims.state("hrmos").unwrap();
    let with = |name: &str, value: Value| {
        let mut application = application();
        application[name] = value;
        json!({"token": "x", "applications": [application]})
    };
    let cases = [
        (json!({"accounts": []}), "accounts"),
        (json!({"token": 3, "applications": []}), "token"),
        (json!({"token": "x", "applications": {}}), "applications"),
        (with("company", json!("x")), "applications[0].company"),
        (with("name", json!("")), "applications[0].name"),
        (with("undecidable", json!("x")), "applications[0].undecidable"),
        (with("received_at", json!("x")), "applications[0]"),
    ];
    for (change, field) in cases {
        let error = bench.sims.merge_state("hrmos", &change).unwrap_err();
        assert_eq!(error.field, field, "{change}");
    }
    assert_eq!(bench.sims.state("hrmos").unwrap(), before);
}

#[tokio::test]
async fn everything_survives_a_restart() {
    let bench = Bench::new();
    let (_, made) = create(&bench, "k", application()).await;
    let restarted = Bench::new();
    let kept = bench.sims.snapshot("hrmos").unwrap();
    restarted.sims.restore("hrmos", kept).unwrap();
    assert_eq!(restarted.sims.state("hrmos"), bench.sims.state("hrmos"));
    assert_eq!(create(&restarted, "k", application()).await, (200, made.clone()));
    let (_, next) = create(&restarted, "k2", application()).await;
    assert_ne!(next["id"], made["id"]);
    let error = restarted.sims.restore("hrmos", json!({})).unwrap_err();
    assert_eq!(error.field, "hrmos");
}
