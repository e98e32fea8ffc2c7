//! What outsiders see and put into the simulated Zoom.

use serde_json::{Value, json};

use super::{api, booking, create, token};
use crate::sim::tests::Bench;

#[tokio::test]
async fn the_default_state_has_the_published_shape() {
    let bench = Bench::new();
    let (status, state) = bench.call("GET", "/_sim/state?provider=zoom", Value::Null).await;
    assert_eq!(status, 200);
    let keys = |value: &Value| {
        let mut keys: Vec<String> = value.as_object().unwrap().keys().cloned().collect();
        keys.sort();
        keys.join(" ")
    };
    assert_eq!(keys(&state), "account consent grants meetings oauth_app recordings users");
    assert_eq!(keys(&state["oauth_app"]), "approved client_id client_secret scopes");
    let account = "client_id client_secret id recording scopes secret_token";
    assert_eq!(keys(&state["account"]), account);
    assert_eq!(keys(&state["users"][0]), "email id status type");
    let (_, all) = bench.call("GET", "/_sim/state", Value::Null).await;
    assert_eq!(
        keys(&all),
        "balance drive ews google goto hrmos mail media microsoft slack teams zoom"
    );

    let token = token(&bench).await;
    create(&bench, &token, booking()).await;
    let state = bench.sims.state("zoom").unwrap();
    let meeting = "agenda created_at duration host_id id join_url password settings start_time \
                   timezone topic type uuid";
    assert_eq!(keys(&state["meetings"][0]), meeting);
}

#[tokio::test]
async fn state_goes_round_through_get_and_put() {
    let bench = Bench::new();
    let token = token(&bench).await;
    create(&bench, &token, booking()).await;
    bench.put_zoom(json!({"recordings": [
        {"meeting_id": "81234567890", "uuid": "u==", "files": [
            {"id": "f1", "file_type": "MP4", "size": 1_000_000}]},
    ]}));
    let before = bench.sims.state("zoom").unwrap();
    let path = "/_sim/state?provider=zoom";
    let (status, after) = bench.call("PUT", path, before.clone()).await;
    assert_eq!((status, after), (200, before));
}

#[tokio::test]
async fn meetings_can_be_put_in_and_the_other_keys_stay() {
    let bench = Bench::new();
    let meetings = json!([
        {"id": "85746065123", "host_id": "u-aino", "topic": "Text id",
         "start_time": "2026-11-05T10:00:00Z"},
        {"id": 85_746_065_124_i64, "host_id": "u-matti", "password": "abc"},
    ]);
    bench.put_zoom(json!({"meetings": meetings}));
    let state = bench.sims.state("zoom").unwrap();
    assert_eq!(state["users"].as_array().unwrap().len(), 4);
    assert_eq!(state["meetings"][0]["id"], 85_746_065_123_i64);
    let token = token(&bench).await;
    let (status, shown) = api(&bench, &token, "GET", "/meetings/85746065124", Value::Null).await;
    assert_eq!((status, &shown["password"]), (200, &json!("abc")));
    assert!(shown["join_url"].as_str().unwrap().contains("?pwd="));
    assert_eq!(shown["settings"]["auto_recording"], "none");
}

#[tokio::test]
async fn a_bad_part_changes_nothing() {
    let bench = Bench::new();
    let before = bench.sims.state("zoom").unwrap();
    let cases = [
        (json!({"users": [], "meetings": [{"id": "x", "host_id": "u"}]}), "meetings[0]"),
        (json!({"users": [], "meetings": [{"topic": "x"}]}), "meetings[0]"),
        (json!({"users": [{"id": "u", "email": "e", "type": 9}]}), "users[0].type"),
        (json!({"users": [{"id": "u", "email": "e", "status": "gone"}]}), "users[0]"),
        (json!({"users": [], "account": {"plan": "huge"}}), "account"),
        (json!({"users": [], "account": {"colour": 1}}), "account.colour"),
        (
            json!({"account": {"passcode_policy": {"min_length": 11}}}),
            "account.passcode_policy.min_length",
        ),
        (json!({"account": {"passcode_policy": {"words": 3}}}), "account.passcode_policy.words"),
        (json!({"recordings": [{"uuid": "x"}]}), "recordings[0]"),
        (json!({"users": [], "oauth_app": {"colour": 1}}), "oauth_app.colour"),
        (json!({"users": [], "oauth_app": {"approved": "no"}}), "oauth_app"),
        (json!({"oauth_app": {"scopes": ["meeting:write:meeting:admin"]}}), "oauth_app.scopes"),
        (json!({"users": [], "consent": {"accounts": "u-aino"}}), "consent.accounts"),
        (json!({"users": [], "grants": [{"user": "u-aino", "scopes": []}]}), "grants"),
    ];
    for (change, field) in cases {
        let error = bench.sims.merge_state("zoom", &change).unwrap_err();
        assert_eq!(error.field, field, "{change}");
    }
    assert_eq!(bench.sims.state("zoom").unwrap(), before);
}

#[tokio::test]
async fn a_whole_account_sets_its_switches_back() {
    let bench = Bench::new();
    bench.put_zoom(json!({"account": {"list_lag_s": 5, "passcode_policy": {"min_length": 8}}}));
    let account = bench.sims.state("zoom").unwrap()["account"].clone();
    assert_eq!((&account["list_lag_s"], &account["id"]), (&json!(5), &json!("acc-demo")));
    bench.put_zoom(json!({"account": {
        "id": "acc-2", "client_id": "c", "client_secret": "s", "scopes": ["user:read:user"],
    }}));
    let account = bench.sims.state("zoom").unwrap()["account"].clone();
    assert_eq!((account.get("list_lag_s"), account.get("passcode_policy")), (None, None));
    assert_eq!(account["secret_token"], "webhook-secret-demo");
}
