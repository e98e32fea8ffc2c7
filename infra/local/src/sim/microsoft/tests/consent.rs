//! The consent page.

use serde_json::{Value, json};

use super::{CALLBACK, SCOPES, TENANT, connect, consent, exchange, put};
use crate::sim::tests::Bench;
use crate::sim::tests::browser::parameter;

#[tokio::test]
async fn whoever_is_expected_consents_or_the_first_user_or_whoever_is_set() {
    let bench = Bench::new();
    for (state, hint, expected) in [
        (json!({}), "", "aino@demo.example"),
        (json!({}), "&login_hint=Matti@demo.example", "matti@demo.example"),
        (json!({"consent": {"account": "liisa@demo.example"}}), "", "liisa@demo.example"),
    ] {
        put(&bench, state);
        for tenant in ["common", "organizations", TENANT] {
            let more = format!("&scope=User.Read%20openid{hint}");
            let back = consent(&bench, tenant, &more).await.unwrap();
            assert!(back.as_str().starts_with(CALLBACK), "{back}");
            assert_eq!(parameter(&back, "state").as_deref(), Some("s1"));
            let (_, tokens) = exchange(&bench, &parameter(&back, "code").unwrap()).await;
            assert_eq!(claims(&tokens)["preferred_username"], expected);
        }
    }
}

/// What an id token says.
fn claims(tokens: &Value) -> Value {
    use base64::Engine;
    let part = tokens["id_token"].as_str().unwrap().split('.').nth(1).unwrap();
    let decoded = base64::prelude::BASE64_URL_SAFE_NO_PAD.decode(part).unwrap();
    serde_json::from_slice(&decoded).unwrap()
}

#[tokio::test]
async fn an_id_token_comes_for_openid_and_a_refresh_token_for_offline_access() {
    let bench = Bench::new();
    let plain = connect(&bench, "aino", "User.Read").await;
    assert_eq!((plain.get("id_token"), plain.get("refresh_token")), (None, None));
    assert_eq!((&plain["scope"], &plain["token_type"]), (&json!("User.Read"), &json!("Bearer")));
    let all = connect(&bench, "aino", SCOPES).await;
    assert_eq!(all["scope"], "openid User.Read Calendars.ReadWrite OnlineMeetings.ReadWrite");
    assert!(all["refresh_token"].is_string());
    assert_eq!((&claims(&all)["tid"], &claims(&all)["oid"]), (&json!(TENANT), &json!(super::AINO)));
    let seconds = all["expires_in"].as_i64().unwrap();
    assert!((3_600..5_400).contains(&seconds), "60 to 90 minutes: {seconds}");
}

/// Scopes may be written out, and are known by their short names.
#[tokio::test]
async fn scopes_may_name_their_resource() {
    let bench = Bench::new();
    let tokens = connect(&bench, "aino", "https://graph.microsoft.com/calendars.readwrite").await;
    assert_eq!(tokens["scope"], "Calendars.ReadWrite");
}

#[tokio::test]
async fn the_browser_brings_back_why_there_is_no_code() {
    let bench = Bench::new();
    let scope = "&scope=User.Read";
    for (state, more, error, code) in [
        (json!({"consent": {"deny": "access_denied"}}), scope, "access_denied", "65004"),
        (json!({"consent": {"deny": "consent_required"}}), scope, "consent_required", "65001"),
        (json!({"consent": {"account": "nobody"}}), scope, "access_denied", "65004"),
        (json!({"consent": {"account": "eero@demo.example"}}), scope, "access_denied", "65004"),
        (json!({"consent": {"account": "rekry@demo.example"}}), scope, "access_denied", "65004"),
        (json!({"consent": null}), "&scope=User.Read.All", "access_denied", "90094"),
        (json!({"app": {"user_consent": false}}), scope, "access_denied", "90094"),
        (json!({}), "&scope=Meetings.Write", "invalid_client", "650053"),
        (json!({}), "", "invalid_request", "900144"),
        (json!({}), "&scope=openid&response_mode=form_post", "invalid_request", "900144"),
    ] {
        put(&bench, state.clone());
        let back = consent(&bench, "organizations", more).await.unwrap();
        assert_eq!(parameter(&back, "error").as_deref(), Some(error), "{state} {more}");
        let description = parameter(&back, "error_description").unwrap();
        assert!(description.starts_with(&format!("AADSTS{code}: ")), "{description}");
        assert_eq!(parameter(&back, "code"), None);
    }
}

#[tokio::test]
async fn the_browser_stays_where_application_address_or_tenant_are_unknown() {
    let bench = Bench::new();
    let path = "/microsoft/organizations/oauth2/v2.0/authorize";
    let elsewhere = format!("{path}?response_type=code&client_id=other&redirect_uri={CALLBACK}");
    assert!(bench.browse(&elsewhere).await.is_none());
    for tenant in ["consumers", "a1b2c3d4-0000-4000-8000-000000000099", "%7Btenant%7D"] {
        assert!(consent(&bench, tenant, "&scope=openid").await.is_none(), "{tenant}");
    }
    assert_eq!(bench.call("POST", path, Value::Null).await.0, 405);
}
