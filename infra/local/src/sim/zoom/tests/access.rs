//! Tokens and scopes.

use serde_json::{Value, json};

use super::{BASIC, TOKEN, api, booking, create, token};
use crate::sim::tests::Bench;

async fn ask(bench: &Bench, authorization: &str, path: &str) -> (u16, Value) {
    let headers = [("authorization", authorization)];
    let (status, body, _) = bench.try_call("POST", path, &headers, &Value::Null).await.unwrap();
    (status.as_u16(), body)
}

/// A08: server-to-server credentials, with Basic and the account's id.
#[tokio::test]
async fn a_token_looks_like_the_vendors() {
    let bench = Bench::new();
    let (status, body) = ask(&bench, BASIC, TOKEN).await;
    assert_eq!(status, 200);
    assert!(body["access_token"].as_str().unwrap().len() > 1024);
    assert_eq!((&body["token_type"], &body["expires_in"]), (&json!("bearer"), &json!(3600)));
    assert!(body["scope"].as_str().unwrap().starts_with("meeting:write:meeting meeting:update"));
    assert_eq!(body.get("refresh_token"), None);
}

#[tokio::test]
async fn the_parameters_may_stand_in_a_form() {
    let bench = Bench::new();
    let request = http::Request::post("/zoom/oauth/token")
        .header("authorization", BASIC)
        .header("content-type", "application/x-www-form-urlencoded")
        .body("grant_type=account_credentials&account_id=acc%2Ddemo".into());
    let response = bench.sims.call(request.unwrap()).await.unwrap();
    assert_eq!(response.status(), 200);
}

/// A14: a wrong secret and a deactivated app are told apart.
#[tokio::test]
async fn bad_credentials_are_refused_with_their_reason() {
    let bench = Bench::new();
    let wrong = "Basic Y2xpZW50LWRlbW86d3Jvbmc=";
    let base = "/zoom/oauth/token";
    let cases = [
        (wrong, TOKEN.to_owned(), "invalid_client", "Invalid client_id"),
        ("Bearer x", TOKEN.to_owned(), "invalid_client", "Invalid client_id"),
        (BASIC, base.to_owned(), "invalid_request", "Missing grant type"),
        (
            BASIC,
            format!("{base}?grant_type=client_credentials"),
            "unsupported_grant_type",
            "unsupported grant type",
        ),
        (
            BASIC,
            format!("{base}?grant_type=account_credentials&account_id=other"),
            "invalid_request",
            "Account does not exist",
        ),
    ];
    for (authorization, path, error, reason) in cases {
        let (status, body) = ask(&bench, authorization, &path).await;
        assert_eq!((status, body["error"].as_str()), (400, Some(error)), "{path}");
        assert!(body["reason"].as_str().unwrap().starts_with(reason), "{body}");
    }
    let good = token(&bench).await;
    bench.put_zoom(json!({"account": {"app_active": false}}));
    let (status, body) = ask(&bench, BASIC, TOKEN).await;
    assert_eq!((status, body["reason"].as_str()), (400, Some("The app has been disabled")));
    let (status, body) = api(&bench, &good, "GET", "/users/u-aino", Value::Null).await;
    assert_eq!((status, body["code"].as_u64()), (401, Some(124)));
}

#[tokio::test]
async fn several_tokens_live_at_once_and_each_for_an_hour() {
    let bench = Bench::new();
    let first = token(&bench).await;
    bench.pass(1800);
    let second = token(&bench).await;
    assert_ne!(first, second);
    for good in [&first, &second] {
        assert_eq!(api(&bench, good, "GET", "/users/u-aino", Value::Null).await.0, 200);
    }
    bench.pass(1800);
    let (status, body) = api(&bench, &first, "GET", "/users/u-aino", Value::Null).await;
    assert_eq!((status, body["message"].as_str()), (401, Some("Access token is expired.")));
    assert_eq!(api(&bench, &second, "GET", "/users/u-aino", Value::Null).await.0, 200);
}

#[tokio::test]
async fn a_bad_token_is_401_and_400_for_the_list_of_users() {
    let bench = Bench::new();
    for (method, path, expected) in [
        ("GET", "/users", 400),
        ("GET", "/users/u-aino", 401),
        ("POST", "/users/u-aino/meetings", 401),
        ("GET", "/meetings/1", 401),
        ("DELETE", "/meetings/1", 401),
    ] {
        let (status, body) = api(&bench, "nonsense", method, path, Value::Null).await;
        assert_eq!((status, body["code"].as_u64()), (expected, Some(124)), "{method} {path}");
    }
}

/// A13: a missing scope is 400 with code 4711, naming it.
#[tokio::test]
async fn each_operation_needs_its_scope() {
    let bench = Bench::new();
    let cases = [
        ("POST", "/users/u-aino/meetings", "meeting:write:meeting"),
        ("GET", "/users/u-aino/meetings", "meeting:read:list_meetings"),
        ("GET", "/meetings/1", "meeting:read:meeting"),
        ("PATCH", "/meetings/1", "meeting:update:meeting"),
        ("DELETE", "/meetings/1", "meeting:delete:meeting"),
        ("PUT", "/meetings/1/status", "meeting:update:status"),
        ("GET", "/users/u-aino", "user:read:user"),
    ];
    for (method, path, scope) in cases {
        bench.put_zoom(json!({"account": {"scopes": ["user:write:user"]}}));
        let none = token(&bench).await;
        let (status, body) = api(&bench, &none, method, path, booking()).await;
        assert_eq!((status, body["code"].as_u64()), (400, Some(4711)), "{path}");
        let message = body["message"].as_str().unwrap();
        let expected =
            format!("Invalid access token, does not contain scopes:[{scope}, {scope}:admin].");
        assert_eq!(message, expected);
        for granted in [scope.to_owned(), format!("{scope}:admin")] {
            bench.put_zoom(json!({"account": {"scopes": [granted]}}));
            let some = token(&bench).await;
            let (_, body) = api(&bench, &some, method, path, booking()).await;
            assert_ne!(body["code"], 4711, "{method} {path} {granted}");
        }
    }
}

#[tokio::test]
async fn the_list_of_users_takes_both_names_of_its_scope() {
    let bench = Bench::new();
    for scope in ["user:read:list_users", "user:read:list_users:admin", "user:read:admin"] {
        bench.put_zoom(json!({"account": {"scopes": [scope]}}));
        let token = token(&bench).await;
        assert_eq!(api(&bench, &token, "GET", "/users", Value::Null).await.0, 200);
    }
    bench.put_zoom(json!({"account": {"scopes": ["user:read:user"]}}));
    let token = token(&bench).await;
    let (status, body) = api(&bench, &token, "GET", "/users", Value::Null).await;
    assert_eq!(status, 400);
    assert!(body["message"].as_str().unwrap().contains("[user:read:list_users:admin]"));
}

#[tokio::test]
async fn a_removed_scope_is_gone_at_once_and_an_added_one_needs_a_new_token() {
    let bench = Bench::new();
    let old = token(&bench).await;
    bench.put_zoom(json!({"account": {"scopes": ["meeting:write:meeting:admin"]}}));
    assert_eq!(create(&bench, &old, booking()).await.1["code"], 4711);
    let new = token(&bench).await;
    assert_eq!(create(&bench, &new, booking()).await.0, 201);
}

#[tokio::test]
async fn an_address_that_is_not_there_is_not_recognised() {
    let bench = Bench::new();
    let token = token(&bench).await;
    for (method, path) in [("GET", "/rooms"), ("DELETE", "/users/u-aino"), ("GET", "/meetings")] {
        let (status, body) = api(&bench, &token, method, path, Value::Null).await;
        assert_eq!((status, body["code"].as_u64()), (404, Some(2300)), "{method} {path}");
    }
}
