//! The consent page of the user-managed app.

use serde_json::{Value, json};

use super::{access, api, connect, consent, exchange};
use crate::sim::tests::Bench;
use crate::sim::tests::browser::parameter;

async fn me(bench: &Bench, code: &str) -> Value {
    let (_, tokens) = exchange(bench, code).await;
    api(bench, access(&tokens), "GET", "/users/me", Value::Null).await.1
}

#[tokio::test]
async fn whoever_is_expected_consents_or_the_first_user_or_whoever_is_set() {
    let bench = Bench::new();
    for (state, hint, expected) in [
        (json!({}), "", "u-aino"),
        (json!({}), "&login_hint=matti@demo.example", "u-matti"),
        (json!({"consent": {"account": "u-liisa"}}), "&login_hint=u-matti", "u-liisa"),
        (json!({"consent": null}), "&login_hint=u-matti", "u-matti"),
    ] {
        bench.put_zoom(state);
        let back = consent(&bench, hint).await.unwrap();
        assert!(back.as_str().starts_with(super::CALLBACK), "{back}");
        assert_eq!(parameter(&back, "state").as_deref(), Some("s1"));
        assert_eq!(me(&bench, &parameter(&back, "code").unwrap()).await["id"], expected);
    }
}

/// P12: an app that the administrator has not approved is refused with words of its own.
#[tokio::test]
async fn the_browser_brings_back_why_there_is_no_code() {
    let bench = Bench::new();
    for (state, more, error, described) in [
        (json!({"consent": {"deny": "access_denied"}}), "", "access_denied", "declined"),
        (json!({"oauth_app": {"approved": false}}), "", "access_denied", "not pre-approved"),
        (json!({"consent": {"account": "nobody"}}), "", "access_denied", "can't sign in"),
        (json!({}), "&login_hint=eero@demo.example", "access_denied", "can't sign in"),
        (json!({}), "&scope=user:read:user%20meeting:write", "invalid_scope", "requested scope"),
    ] {
        bench.put_zoom(json!({"consent": null, "oauth_app": null}));
        bench.put_zoom(state.clone());
        let back = consent(&bench, more).await.unwrap();
        assert_eq!(parameter(&back, "error").as_deref(), Some(error), "{state}");
        let description = parameter(&back, "error_description").unwrap();
        assert!(description.contains(described), "{description}");
        assert_eq!(parameter(&back, "state").as_deref(), Some("s1"));
        assert_eq!(parameter(&back, "code"), None);
    }
}

#[tokio::test]
async fn an_app_that_is_unknown_or_switched_off_gets_no_browser_back() {
    let bench = Bench::new();
    let other = "/zoom/oauth/authorize?response_type=code&client_id=client-demo";
    assert!(bench.browse(&format!("{other}&redirect_uri={}", super::CALLBACK)).await.is_none());
    bench.put_zoom(json!({"oauth_app": {"active": false}}));
    assert!(consent(&bench, "").await.is_none());
    let (status, _) = bench.call("POST", "/zoom/oauth/authorize", Value::Null).await;
    assert_eq!(status, 405);
}

#[tokio::test]
async fn asked_for_or_not_the_grant_has_the_scopes_of_the_app() {
    let bench = Bench::new();
    bench.put_zoom(json!({"oauth_app": {"scopes": ["user:read:user", "meeting:read:meeting"]}}));
    let back = consent(&bench, "&scope=user:read:user").await.unwrap();
    let (_, tokens) = exchange(&bench, &parameter(&back, "code").unwrap()).await;
    assert_eq!(tokens["scope"], "user:read:user meeting:read:meeting");
    let expected =
        json!([{"user": "u-aino", "scopes": ["user:read:user", "meeting:read:meeting"]}]);
    assert_eq!(bench.sims.state("zoom").unwrap()["grants"], expected);
}

#[tokio::test]
async fn a_state_with_grants_can_be_put_back_as_it_was_read() {
    let bench = Bench::new();
    connect(&bench, "u-matti").await;
    connect(&bench, "u-aino").await;
    let state = bench.sims.state("zoom").unwrap();
    assert_eq!(state["grants"][0]["user"], "u-matti");
    bench.put_zoom(state.clone());
    assert_eq!(bench.sims.state("zoom").unwrap(), state);
}
