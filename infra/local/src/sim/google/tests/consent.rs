//! The consent page: who consents, to what, and what becomes of it.

use serde_json::{Value, json};

use super::{CALENDAR, CALLBACK, EVENTS, api, connect, consent, exchange, offline, refresh};
use crate::sim::tests::Bench;
use crate::sim::tests::browser::parameter;

async fn account(bench: &Bench, tokens: &Value) -> Value {
    let token = tokens["access_token"].as_str().unwrap();
    let (status, profile) = api(bench, token, "GET", "/oauth2/v2/userinfo", Value::Null).await;
    assert_eq!(status, 200);
    profile["email"].clone()
}

#[tokio::test]
async fn whoever_is_expected_consents_or_the_first_person_or_whoever_is_set() {
    let bench = Bench::new();
    for (state, hint, expected) in [
        (json!({}), "", "aino@demo.example"),
        (json!({}), "&login_hint=Matti@demo.example", "matti@demo.example"),
        (json!({"consent": {"account": "liisa@demo.example"}}), "", "liisa@demo.example"),
    ] {
        bench.sims.merge_state("google", &state).unwrap();
        let back = consent(&bench, &format!("&scope=email{hint}")).await.unwrap();
        assert!(back.as_str().starts_with(CALLBACK), "{back}");
        assert_eq!(parameter(&back, "state").as_deref(), Some("s1"));
        let (_, tokens) = exchange(&bench, &back).await;
        assert_eq!(account(&bench, &tokens).await, expected);
    }
}

#[tokio::test]
async fn the_browser_brings_back_why_there_is_no_code() {
    let bench = Bench::new();
    for (consents, more, error) in [
        (json!({"deny": "access_denied"}), "", "access_denied"),
        (json!({"deny": "admin_policy_enforced"}), "", "admin_policy_enforced"),
        (json!({"account": "nobody"}), "", "access_denied"),
        (Value::Null, "&login_hint=x@elsewhere.example", "access_denied"),
        (Value::Null, "&login_hint=rekry@demo.example", "access_denied"),
        (Value::Null, "&login_hint=neukkari@demo.example", "access_denied"),
    ] {
        bench.sims.merge_state("google", &json!({"consent": consents})).unwrap();
        let back = consent(&bench, &format!("&scope=email{more}")).await.unwrap();
        assert_eq!(parameter(&back, "error").as_deref(), Some(error), "{consents} {more}");
        assert_eq!(parameter(&back, "state").as_deref(), Some("s1"));
        assert_eq!(parameter(&back, "code"), None);
    }
}

/// The application learns nothing of a request that is wrong in itself: the person does.
#[tokio::test]
async fn a_request_that_is_wrong_stays_at_the_vendor() {
    let bench = Bench::new();
    let unknown =
        format!("&scope={CALENDAR}%20https://www.googleapis.com/auth/calendar.everything");
    for more in ["", "&scope=", unknown.as_str()] {
        assert!(consent(&bench, more).await.is_none(), "{more}");
    }
    let other = "/google/o/oauth2/v2/auth?response_type=code&client_id=other&scope=email";
    assert!(bench.browse(&format!("{other}&redirect_uri={CALLBACK}")).await.is_none());
}

/// Short names of scopes come back long.
#[tokio::test]
async fn what_is_granted_is_what_is_left_ticked() {
    let bench = Bench::new();
    let email = "https://www.googleapis.com/auth/userinfo.email";
    let all = format!("&scope=openid%20email%20{EVENTS}");
    let back = consent(&bench, &all).await.unwrap();
    let granted = format!("openid {email} {EVENTS}");
    assert_eq!(parameter(&back, "scope").as_ref(), Some(&granted));
    assert_eq!(exchange(&bench, &back).await.1["scope"], granted);
    bench.sims.merge_state("google", &json!({"unticked": [EVENTS]})).unwrap();
    let tokens = connect(&bench, &all).await;
    assert_eq!(tokens["scope"], format!("openid {email}"));
    let token = tokens["access_token"].as_str().unwrap();
    assert_eq!(api(&bench, token, "GET", super::PRIMARY, Value::Null).await.0, 403);
    let back = consent(&bench, &format!("&scope={EVENTS}")).await.unwrap();
    assert_eq!(parameter(&back, "error").as_deref(), Some("access_denied"), "nothing is left");
}

#[tokio::test]
async fn a_refresh_token_must_be_asked_for_and_comes_once_unless_asked_again() {
    let bench = Bench::new();
    let has_refresh = |tokens: &Value| tokens.get("refresh_token").is_some();
    assert!(!has_refresh(&connect(&bench, "&scope=email").await), "online");
    let first = connect(&bench, &offline("aino")).await;
    assert!(has_refresh(&first));
    assert!(!has_refresh(&connect(&bench, &offline("aino")).await), "known already");
    assert!(has_refresh(&connect(&bench, &offline("matti")).await), "somebody else");
    let again = connect(&bench, &format!("{}&prompt=consent", offline("aino"))).await;
    assert!(has_refresh(&again));
    assert_eq!(refresh(&bench, &first["refresh_token"]).await.0, 200, "both live");
    assert_eq!(refresh(&bench, &again["refresh_token"]).await.0, 200);
    let prompt = format!("{}&prompt=consent", offline("aino").replace("offline", "online"));
    assert!(!has_refresh(&connect(&bench, &prompt).await));
}
