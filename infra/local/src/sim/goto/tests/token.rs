//! The consent page, codes and refresh tokens.

use serde_json::{Value, json};

use super::{APP, api, connect, consent, exchange, post_token, refresh};
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
        bench.sims.merge_state("goto", &state).unwrap();
        let back = consent(&bench, hint).await.unwrap();
        assert!(back.as_str().starts_with(super::CALLBACK), "{back}");
        assert_eq!(parameter(&back, "state").as_deref(), Some("s1"));
        let (_, tokens) = exchange(&bench, &parameter(&back, "code").unwrap()).await;
        assert_eq!(tokens["principal"], expected);
    }
}

#[tokio::test]
async fn the_browser_brings_back_why_there_is_no_code() {
    let bench = Bench::new();
    for (state, more, error) in [
        (json!({"consent": {"deny": "access_denied"}}), "", "access_denied"),
        (json!({"consent": {"account": "nobody"}}), "", "access_denied"),
        (json!({"consent": null}), "&login_hint=x@elsewhere.example", "access_denied"),
        (json!({}), "&scope=collab:%20webinars:", "invalid_scope"),
    ] {
        bench.sims.merge_state("goto", &state).unwrap();
        let back = consent(&bench, more).await.unwrap();
        assert_eq!(parameter(&back, "error").as_deref(), Some(error), "{state}");
        assert_eq!(parameter(&back, "code"), None);
    }
    let other = "/goto/oauth/authorize?response_type=code&client_id=other&redirect_uri=";
    assert!(bench.browse(&format!("{other}{}", super::CALLBACK)).await.is_none());
}

#[tokio::test]
async fn a_code_is_exchanged_once_for_tokens_that_look_like_the_vendors() {
    let bench = Bench::new();
    let back = consent(&bench, "").await.unwrap();
    let code = parameter(&back, "code").unwrap();
    let (status, tokens) = exchange(&bench, &code).await;
    assert_eq!((status, &tokens["expires_in"]), (200, &json!(3600)));
    assert_eq!(
        (&tokens["token_type"], &tokens["scope"]),
        (&json!("Bearer"), &json!("collab: identity:"))
    );
    assert_eq!(tokens["principal"], "aino@demo.example");
    assert!(tokens["refresh_token"].is_string());
    let (status, body) = exchange(&bench, &code).await;
    assert_eq!((status, &body["error"]), (400, &json!("invalid_grant")));
}

#[tokio::test]
async fn a_code_lives_ten_minutes_and_needs_its_redirect_address() {
    let bench = Bench::new();
    let code = parameter(&consent(&bench, "").await.unwrap(), "code").unwrap();
    let (status, body) =
        post_token(&bench, &format!("grant_type=authorization_code&code={code}")).await;
    assert_eq!((status, &body["error"]), (400, &json!("invalid_grant")));
    bench.pass(600);
    let (status, body) = exchange(&bench, &code).await;
    assert_eq!((status, &body["error_description"]), (400, &json!("the code has expired")));
}

#[tokio::test]
async fn the_client_proves_itself_by_basic_and_the_rest_stands_in_a_form() {
    let bench = Bench::new();
    let form = "grant_type=refresh_token&refresh_token=x&client_id=goto-client-demo\
                &client_secret=goto-secret-demo";
    let (status, body) = bench.post_form("/goto/oauth/token", "goto-client-demo:x", form).await;
    let expected = json!({"error": "invalid_client", "error_description": "client not found"});
    assert_eq!((status, body), (401, expected));
    for (form, error) in [
        ("", "invalid_request"),
        ("grant_type=refresh_token", "invalid_request"),
        ("grant_type=password&username=x", "unsupported_grant_type"),
        ("grant_type=refresh_token&refresh_token=x", "invalid_grant"),
    ] {
        let (status, body) = post_token(&bench, form).await;
        assert_eq!((status, &body["error"]), (400, &json!(error)), "{form}");
    }
    let tokens = connect(&bench, "aino").await;
    let query = format!("grant_type=refresh_token&refresh_token={}", tokens["refresh_token"]);
    let path = format!("/goto/oauth/token?{}", query.replace('"', ""));
    let (status, body) = bench.post_form(&path, APP, "").await;
    assert_eq!((status, &body["error"]), (400, &json!("invalid_request")), "not in the query");
    assert_eq!(bench.call("GET", "/goto/oauth/token", Value::Null).await.0, 405);
}

#[tokio::test]
async fn a_refresh_gives_no_new_refresh_token_and_the_old_one_goes_on() {
    let bench = Bench::new();
    let first = connect(&bench, "aino").await;
    for _ in 0..2 {
        bench.pass(3600);
        let (status, next) = refresh(&bench, &first["refresh_token"]).await;
        assert_eq!(status, 200);
        assert_eq!((next.get("refresh_token"), next.get("token_type")), (None, None));
        assert_eq!(next["principal"], "aino@demo.example");
        let access = next["access_token"].as_str().unwrap();
        assert_eq!(api(&bench, access, "GET", "/upcomingMeetings", Value::Null).await.0, 200);
    }
}

#[tokio::test]
async fn near_its_end_a_refresh_token_brings_the_next_one() {
    let bench = Bench::new();
    let first = connect(&bench, "aino").await;
    let day = 24 * 3600;
    bench.pass(28 * day);
    let (_, next) = refresh(&bench, &first["refresh_token"]).await;
    assert_eq!(next["token_type"], "Bearer");
    assert_ne!(next["refresh_token"], first["refresh_token"]);
    assert_eq!(refresh(&bench, &first["refresh_token"]).await.0, 200, "both live");
    bench.pass(2 * day);
    let (status, body) = refresh(&bench, &first["refresh_token"]).await;
    assert_eq!((status, &body["error"]), (400, &json!("invalid_grant")));
    assert_eq!(refresh(&bench, &next["refresh_token"]).await.0, 200);
}

#[tokio::test]
async fn whoever_is_gone_gets_no_token() {
    let bench = Bench::new();
    let tokens = connect(&bench, "aino").await;
    bench.sims.merge_state("goto", &json!({"users": []})).unwrap();
    let (status, body) = refresh(&bench, &tokens["refresh_token"]).await;
    assert_eq!((status, &body["error"]), (400, &json!("invalid_grant")));
}
