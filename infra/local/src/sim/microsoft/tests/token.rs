//! Codes, refresh tokens and the application's own tokens.

use serde_json::{Value, json};

use super::{
    CALLBACK, CLIENT, SCOPES, TENANT, api, connect, consent, exchange, own, post_token, put,
    refresh,
};
use crate::sim::tests::Bench;
use crate::sim::tests::browser::parameter;

/// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const DAY: i64 = 24 * 3600;

/// The whole shape of an error, and the number in all its places.
fn assert_refused((status, body): &(u16, Value), expected: u16, error: &str, code: u32) {
    assert_eq!((*status, body["error"].as_str()), (expected, Some(error)), "{body}");
    assert_eq!(body["error_codes"], json!([code]), "{body}");
    let description = body["error_description"].as_str().unwrap();
    assert!(description.starts_with(&format!("AADSTS{code}: ")), "{description}");
    for name in ["timestamp", "trace_id", "correlation_id"] {
        assert!(description.contains(body[name].as_str().unwrap()), "{name}: {description}");
    }
}

#[tokio::test]
async fn a_code_works_once_in_time_and_with_its_verifier_and_redirect_address() {
    let bench = Bench::new();
    let more = format!("&scope=User.Read&code_challenge={CHALLENGE}&code_challenge_method=S256");
    let back = consent(&bench, "organizations", &more).await.unwrap();
    let code = parameter(&back, "code").unwrap();
    let form = |redirect: &str, verifier: &str| {
        format!(
            "{CLIENT}&grant_type=authorization_code&code={code}&redirect_uri={redirect}\
                 &code_verifier={verifier}"
        )
    };
    let elsewhere = "http://127.0.0.1/elsewhere";
    let wrong = VERIFIER.replace('d', "e");
    for (form, number) in [(form(elsewhere, VERIFIER), 500_112), (form(CALLBACK, &wrong), 501_481)]
    {
        let answer = post_token(&bench, "organizations", &form).await;
        assert_refused(&answer, 400, "invalid_grant", number);
    }
    let good = form(CALLBACK, VERIFIER);
    assert_eq!(post_token(&bench, "organizations", &good).await.0, 200);
    let again = post_token(&bench, "organizations", &good).await;
    assert_refused(&again, 400, "invalid_grant", 54_005);
    let back = consent(&bench, "organizations", "&scope=User.Read").await.unwrap();
    bench.pass(600);
    let late = exchange(&bench, &parameter(&back, "code").unwrap()).await;
    assert_refused(&late, 400, "invalid_grant", 70_008);
    assert_refused(&exchange(&bench, "x").await, 400, "invalid_grant", 9_002_313);
}

#[tokio::test]
async fn the_client_proves_itself_in_the_form() {
    let bench = Bench::new();
    let basic = "microsoft-client-demo:microsoft-secret-demo";
    let path = format!("/microsoft/{TENANT}/oauth2/v2.0/token");
    let form = "grant_type=client_credentials&scope=https://graph.microsoft.com/.default";
    let by_header = bench.post_form(&path, basic, form).await;
    assert_refused(&by_header, 400, "invalid_request", 900_144);
    let mut cases = vec![
        (String::new(), 400, "invalid_request", 900_144),
        (own().replace("-client-demo", "-other"), 400, "unauthorized_client", 700_016),
        (
            own().replace("&client_secret=microsoft-secret-demo", ""),
            401,
            "invalid_client",
            7_000_218,
        ),
        (own().replace("-secret-demo", "-x"), 401, "invalid_client", 7_000_215),
        (own().replace("client_credentials", "password"), 400, "unsupported_grant_type", 70_003),
        (format!("{CLIENT}&grant_type=refresh_token"), 400, "invalid_request", 900_144),
    ];
    for (form, status, error, code) in cases.drain(..) {
        assert_refused(&post_token(&bench, TENANT, &form).await, status, error, code);
    }
    put(&bench, json!({"app": {"secret_expired": true}}));
    let expired = post_token(&bench, TENANT, &own()).await;
    assert_refused(&expired, 401, "invalid_client", 7_000_222);
    assert_eq!(bench.call("GET", &path, Value::Null).await.0, 405);
}

#[tokio::test]
async fn the_applications_own_token_is_a_tenants_has_one_scope_and_no_refresh_token() {
    let bench = Bench::new();
    let (status, tokens) = post_token(&bench, TENANT, &own()).await;
    assert_eq!((status, &tokens["expires_in"]), (200, &json!(3599)));
    assert_eq!((tokens.get("refresh_token"), tokens.get("scope")), (None, None));
    for tenant in ["common", "organizations"] {
        let answer = post_token(&bench, tenant, &own()).await;
        assert_refused(&answer, 400, "invalid_request", 50_059);
    }
    let other = post_token(&bench, "a1b2c3d4-0000-4000-8000-000000000099", &own()).await;
    assert_refused(&other, 400, "invalid_request", 90_002);
    for scope in ["Calendars.ReadWrite", ".default", "https://graph.microsoft.com/User.Read"] {
        let form = format!("{CLIENT}&grant_type=client_credentials&scope={scope}");
        let answer = post_token(&bench, TENANT, &form).await;
        assert_refused(&answer, 400, "invalid_scope", 1_002_012);
    }
}

#[tokio::test]
async fn each_refresh_brings_a_new_token_and_the_old_one_goes_on_for_its_ninety_days() {
    let bench = Bench::new();
    let first = connect(&bench, "aino", SCOPES).await;
    bench.pass(60 * DAY);
    let (status, second) = refresh(&bench, &first["refresh_token"]).await;
    assert_eq!(status, 200);
    assert_ne!(second["refresh_token"], first["refresh_token"]);
    assert_eq!(refresh(&bench, &first["refresh_token"]).await.0, 200, "the old one works too");
    let access = second["access_token"].as_str().unwrap();
    assert_eq!(api(&bench, access, "GET", "/me", Value::Null).await.0, 200);
    bench.pass(30 * DAY);
    let old = refresh(&bench, &first["refresh_token"]).await;
    assert_refused(&old, 400, "invalid_grant", 700_082);
    let (status, _) = refresh(&bench, &second["refresh_token"]).await;
    assert_eq!(status, 200, "the window slides");
}

#[tokio::test]
async fn a_grant_that_is_taken_back_says_so() {
    let bench = Bench::new();
    let tokens = connect(&bench, "aino", SCOPES).await;
    put(&bench, json!({"grants": []}));
    let revoked = refresh(&bench, &tokens["refresh_token"]).await;
    assert_refused(&revoked, 400, "invalid_grant", 50_173);
    assert_refused(&refresh(&bench, &json!("x")).await, 400, "invalid_grant", 9_002_313);
}

#[tokio::test]
async fn a_refresh_is_for_what_was_granted_to_somebody_who_is_there() {
    let bench = Bench::new();
    let tokens = connect(&bench, "aino", "offline_access%20User.Read").await;
    let token = tokens["refresh_token"].as_str().unwrap();
    let form = format!("{CLIENT}&grant_type=refresh_token&refresh_token={token}&scope=");
    let granted = post_token(&bench, "common", &format!("{form}User.Read%20offline_access")).await;
    assert_eq!(granted.0, 200);
    let more = post_token(&bench, "common", &format!("{form}Calendars.Read")).await;
    assert_refused(&more, 400, "invalid_grant", 65_001);
    let off = json!([{"id": super::AINO, "email": "aino@demo.example", "disabled": true}]);
    put(&bench, json!({"users": off}));
    assert_refused(&refresh(&bench, &json!(token)).await, 400, "invalid_grant", 50_057);
    put(&bench, json!({"users": []}));
    assert_refused(&refresh(&bench, &json!(token)).await, 400, "invalid_grant", 50_034);
}
