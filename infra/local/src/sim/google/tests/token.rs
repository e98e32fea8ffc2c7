//! Codes, refresh tokens, and who somebody is.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::{
    CALLBACK, CLIENT, EVENTS, PRIMARY, api, connect, consent, exchange, offline, post, post_token,
    refresh, token,
};
use crate::sim::tests::Bench;
use crate::sim::tests::browser::parameter;

const DAY: i64 = 24 * 3600;

fn expired() -> (u16, Value) {
    let description = "Token has been expired or revoked.";
    (400, json!({"error": "invalid_grant", "error_description": description}))
}

#[tokio::test]
async fn a_code_is_exchanged_once_for_tokens_that_look_like_the_vendors() {
    let bench = Bench::new();
    let back = consent(&bench, &offline("aino")).await.unwrap();
    let (status, tokens) = exchange(&bench, &back).await;
    assert_eq!((status, &tokens["expires_in"]), (200, &json!(3599)));
    assert_eq!(tokens["token_type"], "Bearer");
    assert!(tokens["refresh_token"].is_string());
    assert_eq!(tokens.get("refresh_token_expires_in"), None);
    let (status, body) = exchange(&bench, &back).await;
    assert_eq!((status, &body["error"]), (400, &json!("invalid_grant")));
    let access = tokens["access_token"].as_str().unwrap();
    assert_eq!(api(&bench, access, "GET", PRIMARY, Value::Null).await.0, 401, "taken back");
}

#[tokio::test]
async fn a_code_needs_its_time_its_redirect_address_and_its_verifier() {
    let bench = Bench::new();
    // The pair of RFC 7636, appendix B.
    let challenge = "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM\
                     &code_challenge_method=S256";
    let verifier = "&code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    let back = consent(&bench, &format!("&scope=email{challenge}")).await.unwrap();
    let code = parameter(&back, "code").unwrap();
    let form = format!("grant_type=authorization_code&code={code}");
    let good = format!("{form}&redirect_uri={CALLBACK}{verifier}");
    for (form, error) in [
        (format!("{form}{verifier}"), "redirect_uri_mismatch"),
        (format!("{form}&redirect_uri={CALLBACK}"), "invalid_grant"),
        (good.replace("dBj", "xxx"), "invalid_grant"),
        (good.replace(&code, "4/unknown"), "invalid_grant"),
        (good.replace(&code, ""), "invalid_request"),
    ] {
        let (status, body) = post_token(&bench, &form).await;
        assert_eq!((status, &body["error"]), (400, &json!(error)), "{form}");
    }
    bench.pass(600);
    assert_eq!(post_token(&bench, &good).await.1["error"], "invalid_grant", "too late");
    let back = consent(&bench, &format!("&scope=email{challenge}")).await.unwrap();
    let good = good.replace(&code, &parameter(&back, "code").unwrap());
    assert_eq!(post_token(&bench, &good).await.0, 200);
}

#[tokio::test]
async fn the_client_proves_itself_in_the_form_or_by_basic() {
    let bench = Bench::new();
    let tokens = connect(&bench, &offline("aino")).await;
    let token = tokens["refresh_token"].as_str().unwrap();
    let form = format!("grant_type=refresh_token&refresh_token={token}");
    let basic = "google-client-demo:google-secret-demo";
    assert_eq!(bench.post_form("/google/token", basic, &form).await.0, 200);
    assert_eq!(post(&bench, "/google/token", &format!("{form}&{CLIENT}")).await.0, 200);
    for (client, status, error) in [
        ("", 400, "invalid_request"),
        ("client_id=google-client-demo", 400, "invalid_request"),
        ("client_id=other&client_secret=google-secret-demo", 401, "invalid_client"),
        ("client_id=google-client-demo&client_secret=other", 401, "invalid_client"),
    ] {
        let answer = post(&bench, "/google/token", &format!("{form}&{client}")).await;
        assert_eq!((answer.0, &answer.1["error"]), (status, &json!(error)), "{client}");
    }
    let query = format!("/google/token?{form}&{CLIENT}");
    assert_eq!(post(&bench, &query, "").await.1["error"], "invalid_request", "not in the query");
    assert_eq!(bench.call("GET", "/google/token", Value::Null).await.0, 405);
}

#[tokio::test]
async fn what_the_token_endpoint_does_not_know_it_names() {
    let bench = Bench::new();
    for (form, error) in [
        ("", "invalid_request"),
        ("grant_type=refresh_token", "invalid_request"),
        ("grant_type=password&username=x", "unsupported_grant_type"),
        ("grant_type=client_credentials", "unsupported_grant_type"),
    ] {
        let (status, body) = post_token(&bench, form).await;
        assert_eq!((status, &body["error"]), (400, &json!(error)), "{form}");
    }
    let unknown = post_token(&bench, "grant_type=refresh_token&refresh_token=x").await;
    assert_eq!(unknown, expired());
}

#[tokio::test]
async fn a_refresh_never_gives_a_new_refresh_token() {
    let bench = Bench::new();
    let first = connect(&bench, &offline("aino")).await;
    // Used once a season it lives on, however old it is.
    for _ in 0..4 {
        bench.pass(100 * DAY);
        let (status, next) = refresh(&bench, &first["refresh_token"]).await;
        assert_eq!((status, next.get("refresh_token")), (200, None));
        assert_eq!((&next["expires_in"], &next["scope"]), (&json!(3599), &first["scope"]));
        let access = next["access_token"].as_str().unwrap();
        assert_eq!(api(&bench, access, "GET", PRIMARY, Value::Null).await.0, 200);
    }
    bench.pass(183 * DAY);
    assert_eq!(refresh(&bench, &first["refresh_token"]).await, expired(), "six months unused");
}

#[tokio::test]
async fn an_application_in_testing_loses_its_people_after_a_week() {
    let bench = Bench::new();
    bench.sims.merge_state("google", &json!({"app": {"testing": true}})).unwrap();
    let first = connect(&bench, &offline("aino")).await;
    assert_eq!(first["refresh_token_expires_in"], 7 * DAY);
    bench.pass(6 * DAY);
    assert_eq!(refresh(&bench, &first["refresh_token"]).await.0, 200);
    bench.pass(DAY);
    assert_eq!(refresh(&bench, &first["refresh_token"]).await, expired(), "used or not");
}

#[tokio::test]
async fn whoever_revokes_either_token_takes_back_all_that_was_granted() {
    let bench = Bench::new();
    for kind in ["access_token", "refresh_token"] {
        let tokens = connect(&bench, &format!("{}&prompt=consent", offline("aino"))).await;
        let others = connect(&bench, &format!("{}&prompt=consent", offline("matti"))).await;
        let own = token(&bench, "aino").await;
        let form = format!("token={}", tokens[kind].as_str().unwrap());
        assert_eq!(post(&bench, "/google/revoke", &form).await, (200, json!({})), "{kind}");
        assert_eq!(refresh(&bench, &tokens["refresh_token"]).await, expired());
        let access = tokens["access_token"].as_str().unwrap();
        assert_eq!(api(&bench, access, "GET", PRIMARY, Value::Null).await.0, 401);
        assert_eq!(refresh(&bench, &others["refresh_token"]).await.0, 200, "his stays");
        let answer = api(&bench, &own, "GET", PRIMARY, Value::Null).await;
        assert_eq!(answer.0, 200, "the service account needs nobody's consent");
        let (status, body) = post(&bench, "/google/revoke", &form).await;
        assert_eq!((status, &body["error"]), (400, &json!("invalid_token")));
    }
}

/// An account's address is known, so that somebody else's account can be told.
#[tokio::test]
async fn who_consented_is_told_by_the_profile_and_by_the_id_token() {
    let bench = Bench::new();
    let more = format!("&scope=openid%20email%20profile%20{EVENTS}&login_hint=matti@demo.example");
    let tokens = connect(&bench, &more).await;
    let part = tokens["id_token"].as_str().unwrap().split('.').nth(1).unwrap();
    let decoded = BASE64_URL_SAFE_NO_PAD.decode(part).unwrap();
    let claims: Value = serde_json::from_slice(&decoded).unwrap();
    assert_eq!(
        (&claims["email"], &claims["aud"], &claims["sub"]),
        (
            &json!("matti@demo.example"),
            &json!("google-client-demo"),
            &json!("101234567890123450002")
        )
    );
    let access = tokens["access_token"].as_str().unwrap();
    let (_, v2) = api(&bench, access, "GET", "/oauth2/v2/userinfo", Value::Null).await;
    let expected = json!({
        "id": "101234567890123450002", "email": "matti@demo.example", "verified_email": true,
        "hd": "demo.example", "name": "Matti", "given_name": "Matti",
    });
    assert_eq!(v2, expected);
    let (_, v3) = api(&bench, access, "GET", "/oauth2/v3/userinfo", Value::Null).await;
    assert_eq!((&v3["sub"], &v3["email_verified"]), (&expected["id"], &json!(true)));
    let without = connect(&bench, "&scope=openid&login_hint=matti@demo.example").await;
    let access = without["access_token"].as_str().unwrap();
    let (_, v2) = api(&bench, access, "GET", "/oauth2/v2/userinfo", Value::Null).await;
    assert_eq!(v2.get("email"), None, "nobody asked for it");
    assert_eq!(connect(&bench, "&scope=email").await.get("id_token"), None);
}

#[tokio::test]
async fn whoever_is_gone_gets_no_token() {
    let bench = Bench::new();
    let tokens = connect(&bench, &offline("aino")).await;
    bench.sims.merge_state("google", &json!({"users": []})).unwrap();
    let (status, body) = refresh(&bench, &tokens["refresh_token"]).await;
    assert_eq!((status, &body["error"]), (400, &json!("invalid_grant")));
}
