//! Installing, tokens and their rotation.

use serde_json::{Value, json};

use super::{
    APP, BOT, CALLBACK, SCOPES, api, connect, consent, exchange, post_token, put, refused, token,
};
use crate::sim::tests::Bench;
use crate::sim::tests::browser::parameter;

async fn code(bench: &Bench) -> String {
    parameter(&consent(bench, SCOPES, "").await.unwrap(), "code").unwrap()
}

#[tokio::test]
async fn a_workspace_lets_the_app_in() {
    let bench = Bench::new();
    let back = consent(&bench, "chat:write,im:write", "&login_hint=matti@demo.example").await;
    let back = back.unwrap();
    assert_eq!(parameter(&back, "state").as_deref(), Some("s1"));
    let mut tokens = exchange(&bench, &parameter(&back, "code").unwrap()).await;
    let access = tokens["access_token"].take();
    assert!(access.as_str().unwrap().starts_with("xoxb-"));
    let expected = json!({
        "ok": true, "access_token": null, "token_type": "bot", "scope": "chat:write,im:write",
        "bot_user_id": BOT, "app_id": "A0DEMO00001", "enterprise": null,
        "team": {"id": "T0DEMO00001", "name": "Demo"}, "authed_user": {"id": "U0DEMO00002"},
        "is_enterprise_install": false,
    });
    assert_eq!(tokens, expected);
}

#[tokio::test]
async fn the_page_stays_when_the_request_is_wrong_and_comes_back_when_somebody_says_no() {
    let bench = Bench::new();
    assert_eq!(consent(&bench, "", "").await, None);
    assert_eq!(consent(&bench, "chat:write,mind:read", "").await, None);
    let page = "/slack/oauth/v2/authorize?scope=chat:write";
    assert_eq!(bench.browse(&format!("{page}&client_id=x&redirect_uri={CALLBACK}")).await, None);
    let other = format!("{page}&client_id=slack-client-demo&redirect_uri=http://127.0.0.1/x");
    assert_eq!(bench.browse(&other).await, None);

    put(&bench, json!({"consent": {"deny": "access_denied"}}));
    let back = consent(&bench, SCOPES, "").await.unwrap();
    assert_eq!(parameter(&back, "error").as_deref(), Some("access_denied"));
    assert_eq!(parameter(&back, "state").as_deref(), Some("s1"));
    for (account, is_let_in) in [("U0DEMO00003", true), ("eero@demo.example", false), (BOT, false)]
    {
        put(&bench, json!({"consent": {"account": account}}));
        let back = consent(&bench, SCOPES, "").await.unwrap();
        assert_eq!(parameter(&back, "code").is_some(), is_let_in, "{account}");
    }
}

#[tokio::test]
async fn only_what_the_administrator_lets_through_is_granted() {
    let bench = Bench::new();
    put(&bench, json!({"scopes": ["users:read", "chat:write"]}));
    assert_eq!(connect(&bench, SCOPES).await["scope"], "chat:write,users:read");
    put(&bench, json!({"scopes": []}));
    let back = consent(&bench, SCOPES, "").await.unwrap();
    assert_eq!(parameter(&back, "error").as_deref(), Some("access_denied"));
}

#[tokio::test]
async fn a_code_works_once_and_for_ten_minutes() {
    let bench = Bench::new();
    assert_eq!(exchange(&bench, "nonsense").await, refused("invalid_code"));
    let late = code(&bench).await;
    bench.pass(600);
    assert_eq!(exchange(&bench, &late).await, refused("invalid_code"));
    let code = code(&bench).await;
    let other = post_token(&bench, &format!("code={code}&redirect_uri={CALLBACK}2")).await;
    assert_eq!(other, refused("bad_redirect_uri"));
    let tokens = exchange(&bench, &code).await;
    assert_eq!(exchange(&bench, &code).await, refused("code_already_used"));
    let token = tokens["access_token"].as_str().unwrap();
    assert_eq!(api(&bench, token, "auth.test", json!({})).await, refused("token_revoked"));
}

#[tokio::test]
async fn the_app_proves_itself_in_the_header_or_in_the_form() {
    let bench = Bench::new();
    let path = "/slack/api/oauth.v2.access";
    let form = format!("code={}&redirect_uri={CALLBACK}", code(&bench).await);
    for (client, error) in [
        ("other:slack-secret-demo", "invalid_client_id"),
        ("slack-client-demo:other", "bad_client_secret"),
    ] {
        assert_eq!(bench.post_form(path, client, &form).await, (200, refused(error)));
    }
    let (client_id, client_secret) = APP.split_once(':').unwrap();
    let whole = format!("{form}&client_id={client_id}&client_secret={client_secret}");
    let request = http::Request::post(path)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(bytes::Bytes::from(whole));
    let response = bench.sims.call(request.unwrap()).await.unwrap();
    let body: Value = serde_json::from_slice(response.body()).unwrap();
    assert_eq!(body["ok"], true);
    let unknown = post_token(&bench, "grant_type=password").await;
    assert_eq!(unknown, refused("invalid_grant_type"));
}

#[tokio::test]
async fn a_verifier_must_fit_its_challenge() {
    let bench = Bench::new();
    // RFC 7636, appendix B.
    let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    let more = format!("&code_challenge={challenge}&code_challenge_method=S256");
    let back = consent(&bench, SCOPES, &more).await.unwrap();
    let code = parameter(&back, "code").unwrap();
    assert_eq!(exchange(&bench, &code).await, refused("invalid_code"));
    let form = format!("code={code}&redirect_uri={CALLBACK}&code_verifier={verifier}");
    assert_eq!(post_token(&bench, &form).await["ok"], true);
}

async fn refresh(bench: &Bench, token: &Value) -> Value {
    let token = token.as_str().unwrap();
    post_token(bench, &format!("grant_type=refresh_token&refresh_token={token}")).await
}

#[tokio::test]
async fn under_rotation_tokens_end_and_are_renewed_once_each() {
    let bench = Bench::new();
    put(&bench, json!({"rotation": true}));
    let first = connect(&bench, SCOPES).await;
    assert_eq!(first["expires_in"], 43_200);
    assert!(first["refresh_token"].as_str().unwrap().starts_with("xoxe-1-"));
    let old = first["access_token"].as_str().unwrap();
    assert!(old.starts_with("xoxe.xoxb-"));
    bench.pass(43_199);
    let second = refresh(&bench, &first["refresh_token"]).await;
    assert_eq!((&second["ok"], &second["token_type"]), (&json!(true), &json!("bot")));
    assert_eq!((&second["scope"], &second["team"]), (&first["scope"], &first["team"]));
    assert_eq!(api(&bench, old, "auth.test", json!({})).await["ok"], true);
    bench.pass(1);
    assert_eq!(api(&bench, old, "auth.test", json!({})).await, refused("token_expired"));
    let new = second["access_token"].as_str().unwrap();
    assert_eq!(api(&bench, new, "auth.test", json!({})).await["ok"], true);

    let again = refresh(&bench, &first["refresh_token"]).await;
    assert_eq!(again, refused("invalid_refresh_token"));
    assert_eq!(refresh(&bench, &json!("xoxe-1-x")).await, refused("invalid_refresh_token"));
    assert_eq!(refresh(&bench, &json!("x")).await, refused("invalid_refresh_token"));
}

#[tokio::test]
async fn a_token_from_before_the_rotation_goes_on_working() {
    let bench = Bench::new();
    let token = token(&bench, SCOPES).await;
    put(&bench, json!({"rotation": true}));
    bench.pass(43_200);
    assert_eq!(api(&bench, &token, "auth.test", json!({})).await["ok"], true);
}
