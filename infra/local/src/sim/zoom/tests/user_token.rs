//! Codes and refresh tokens of the user-managed app.

use serde_json::{Value, json};

use super::{
    APP, BASIC, TOKEN, access, api, code, connect, consent, exchange, post_token, refresh,
};
use crate::sim::tests::Bench;
use crate::sim::tests::browser::parameter;

/// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM\
                         &code_challenge_method=S256";

async fn works(bench: &Bench, tokens: &Value) -> bool {
    api(bench, access(tokens), "GET", "/users/me", Value::Null).await.0 == 200
}

#[tokio::test]
async fn a_code_is_exchanged_for_tokens_that_look_like_the_vendors() {
    let bench = Bench::new();
    let tokens = connect(&bench, "u-aino").await;
    assert!(access(&tokens).len() > 1024);
    assert_eq!((&tokens["token_type"], &tokens["expires_in"]), (&json!("bearer"), &json!(3600)));
    assert!(tokens["scope"].as_str().unwrap().starts_with("meeting:write:meeting meeting:update"));
    assert!(tokens["refresh_token"].is_string());
}

#[tokio::test]
async fn the_parameters_may_stand_in_the_query() {
    let bench = Bench::new();
    let code = code(&bench, "u-aino").await;
    let query =
        format!("grant_type=authorization_code&code={code}&redirect_uri={}", super::CALLBACK);
    let (status, _) = bench.post_form(&format!("/zoom/oauth/token?{query}"), APP, "").await;
    assert_eq!(status, 200);
}

#[tokio::test]
async fn a_code_lives_five_minutes_and_works_once() {
    let bench = Bench::new();
    let first = code(&bench, "u-aino").await;
    bench.pass(300);
    let (status, body) = exchange(&bench, &first).await;
    assert_eq!((status, body), (400, refused("Code is expired")));
    let second = code(&bench, "u-aino").await;
    let (_, tokens) = exchange(&bench, &second).await;
    let (status, body) = exchange(&bench, &second).await;
    assert_eq!((status, body), (400, refused("Invalid authorization code.")));
    assert!(!works(&bench, &tokens).await, "and what came of it is taken back");
}

fn refused(reason: &str) -> Value {
    json!({ "reason": reason, "error": "invalid_grant" })
}

#[tokio::test]
async fn a_code_needs_its_own_redirect_address_and_verifier() {
    let bench = Bench::new();
    let back = consent(&bench, CHALLENGE).await.unwrap();
    let code = parameter(&back, "code").unwrap();
    let base = format!("grant_type=authorization_code&code={code}");
    let (status, body) = post_token(&bench, &base).await;
    assert_eq!((status, body), (400, refused("Redirect URI mismatch.")));
    let (status, body) = exchange(&bench, &code).await;
    assert_eq!((status, body), (400, refused("Invalid code verifier.")));
    let proved = format!("{base}&redirect_uri={}&code_verifier={VERIFIER}", super::CALLBACK);
    assert_eq!(post_token(&bench, &proved).await.0, 200);
}

#[tokio::test]
async fn each_app_has_its_own_grants_and_proves_itself_by_basic_alone() {
    let bench = Bench::new();
    let unsupported =
        json!({"reason": "unsupported grant type", "error": "unsupported_grant_type"});
    let by_user_app =
        post_token(&bench, "grant_type=account_credentials&account_id=acc-demo").await;
    assert_eq!(by_user_app, (400, unsupported.clone()));
    let headers = [("authorization", BASIC)];
    let path = "/zoom/oauth/token?grant_type=refresh_token&refresh_token=x";
    let (_, body, _) = bench.try_call("POST", path, &headers, &Value::Null).await.unwrap();
    assert_eq!(body, unsupported);
    let form = "grant_type=refresh_token&refresh_token=x&client_id=zoom-user-demo\
                &client_secret=zoom-user-secret-demo";
    let (_, body) = bench.post_form("/zoom/oauth/token", "zoom-user-demo:wrong", form).await;
    assert_eq!(body["error"], "invalid_client");
    let (_, body) = post_token(&bench, "code=x").await;
    assert_eq!(body["reason"], "Missing grant type");
}

#[tokio::test]
async fn a_refresh_token_works_once_and_shown_again_it_ends_the_grant() {
    let bench = Bench::new();
    let first = connect(&bench, "u-aino").await;
    bench.pass(3600);
    let (status, second) = refresh(&bench, &first["refresh_token"]).await;
    assert_eq!(status, 200);
    assert_ne!(first["refresh_token"], second["refresh_token"]);
    assert!(works(&bench, &second).await);
    for dead in [&first, &second] {
        let (status, body) = refresh(&bench, &dead["refresh_token"]).await;
        assert_eq!((status, body), (400, refused("Invalid Token!")));
    }
    assert!(!works(&bench, &second).await);
    assert_eq!(bench.sims.state("zoom").unwrap()["grants"], json!([]));
}

#[tokio::test]
async fn a_refresh_token_lives_ninety_days_from_its_own_making() {
    let bench = Bench::new();
    let mut tokens = connect(&bench, "u-aino").await;
    let day = 24 * 3600;
    for days in [89, 89] {
        bench.pass(days * day);
        tokens = refresh(&bench, &tokens["refresh_token"]).await.1;
        assert!(tokens["access_token"].is_string(), "{tokens}");
    }
    bench.pass(90 * day);
    let (status, body) = refresh(&bench, &tokens["refresh_token"]).await;
    assert_eq!((status, body), (400, refused("Invalid Token!")));
}

/// Code 4741: the last authorisation is the valid one.
#[tokio::test]
async fn a_user_who_authorises_again_loses_the_earlier_tokens() {
    let bench = Bench::new();
    let (first, other) = (connect(&bench, "u-aino").await, connect(&bench, "u-matti").await);
    let again = code(&bench, "u-aino").await;
    assert!(works(&bench, &first).await, "until the code is exchanged");
    let (_, second) = exchange(&bench, &again).await;
    assert!(!works(&bench, &first).await);
    assert!(works(&bench, &second).await && works(&bench, &other).await);
    let (status, body) = refresh(&bench, &first["refresh_token"]).await;
    assert_eq!((status, body), (400, refused("Invalid Token!")));
    assert!(works(&bench, &second).await, "a superseded token harms nobody");
    let users = bench.sims.state("zoom").unwrap();
    assert_eq!(users["grants"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_refresh_token_needs_its_user_its_scopes_and_an_approved_app() {
    let bench = Bench::new();
    let tokens = connect(&bench, "u-aino").await;
    let users = bench.sims.state("zoom").unwrap()["users"].clone();
    let inactive = json!([{"id": "u-aino", "email": "aino@demo.example", "status": "inactive"}]);
    for (state, reason) in [
        (json!({"users": []}), "The owner of the token does not exist."),
        (json!({"users": inactive}), "The owner of the token does not exist."),
        (json!({"oauth_app": {"scopes": ["user:read:user"]}}), "Refresh token invalid."),
        (json!({"oauth_app": {"approved": false}}), "The token is disabled by admin."),
    ] {
        bench.put_zoom(state);
        let (status, body) = refresh(&bench, &tokens["refresh_token"]).await;
        assert_eq!((status, body), (400, refused(reason)));
        bench.put_zoom(json!({"users": users, "oauth_app": null}));
    }
    bench.put_zoom(json!({"oauth_app": {"active": false}}));
    let (_, body) = refresh(&bench, &tokens["refresh_token"]).await;
    assert_eq!(body, json!({"reason": "The app has been disabled", "error": "invalid_client"}));
    bench.put_zoom(json!({"oauth_app": null}));
    assert_eq!(refresh(&bench, &tokens["refresh_token"]).await.0, 200, "it stayed good");
    let (_, body) = post_token(&bench, "grant_type=refresh_token").await;
    assert_eq!(body["reason"], "Token cannot be empty.");
}

#[tokio::test]
async fn a_token_of_either_kind_revokes_its_grant() {
    let bench = Bench::new();
    for kind in ["access_token", "refresh_token"] {
        let tokens = connect(&bench, "u-aino").await;
        let form = format!("token={}", tokens[kind].as_str().unwrap());
        let revoked = bench.post_form("/zoom/oauth/revoke", APP, &form).await;
        assert_eq!(revoked, (200, json!({"status": "success"})));
        assert!(!works(&bench, &tokens).await);
        assert_eq!(refresh(&bench, &tokens["refresh_token"]).await.0, 400);
        assert_eq!(bench.post_form("/zoom/oauth/revoke", APP, &form).await.0, 400);
    }
    let own = super::token(&bench).await;
    let path = format!("/zoom/oauth/revoke?token={own}");
    let headers = [("authorization", BASIC)];
    bench.try_call("POST", &path, &headers, &Value::Null).await.unwrap();
    assert_eq!(api(&bench, &own, "GET", "/users/u-aino", Value::Null).await.0, 401);
}

#[tokio::test]
async fn the_grants_survive_a_restart() {
    let bench = Bench::new();
    let tokens = connect(&bench, "u-aino").await;
    let restarted = Bench::new();
    let kept = bench.sims.provider("zoom").unwrap().snapshot();
    restarted.sims.provider("zoom").unwrap().restore(kept).unwrap();
    assert!(works(&restarted, &tokens).await);
    let (_, next) = refresh(&restarted, &tokens["refresh_token"]).await;
    assert!(works(&restarted, &next).await);
}

#[tokio::test]
async fn a_snapshot_from_before_there_were_grants_is_taken() {
    let bench = Bench::new();
    let zoom = bench.sims.provider("zoom").unwrap();
    let mut kept = zoom.snapshot();
    for new in ["oauth_app", "consent", "grants"] {
        kept.as_object_mut().unwrap().remove(new).unwrap();
    }
    zoom.restore(kept).unwrap();
    let headers = [("authorization", BASIC)];
    let (status, ..) = bench.try_call("POST", TOKEN, &headers, &Value::Null).await.unwrap();
    assert_eq!(status, 200);
    connect(&bench, "u-aino").await;
}
