//! Who may call Graph, and for whom.

use serde_json::{Value, json};

use super::{AINO, MATTI, TENANT, api, application, ask, connect, create, interview, person, put};
use crate::sim::tests::Bench;

#[tokio::test]
async fn a_token_that_is_missing_unknown_or_old_is_401() {
    let bench = Bench::new();
    let token = person(&bench, "aino").await;
    let code = |body: &Value| body["error"]["code"].clone();
    let (status, body) = bench.call("GET", "/microsoft/v1.0/me", Value::Null).await;
    assert_eq!((status, code(&body)), (401, json!("InvalidAuthenticationToken")));
    let (status, body) = api(&bench, "nonsense", "GET", "/me", Value::Null).await;
    assert_eq!((status, code(&body)), (401, json!("InvalidAuthenticationToken")));
    assert_eq!(api(&bench, &token, "GET", "/me", Value::Null).await.0, 200);
    bench.pass(5_400);
    let (status, body) = api(&bench, &token, "GET", "/me", Value::Null).await;
    assert_eq!(status, 401);
    assert!(body["error"]["message"].as_str().unwrap().contains("expired"), "{body}");
}

#[tokio::test]
async fn an_error_names_the_call() {
    let bench = Bench::new();
    let token = application(&bench).await;
    let mine = [("client-request-id", "mine")];
    let (status, body, response) =
        ask(&bench, &token, ("GET", "/users/nobody"), &mine, Value::Null).await;
    let inner = &body["error"]["innerError"];
    assert_eq!((status, &inner["client-request-id"]), (404, &json!("mine")));
    assert_eq!(inner["request-id"], response.headers()["request-id"].to_str().unwrap());
    assert_eq!(inner["date"], "2026-11-02T08:00:00");
}

#[tokio::test]
async fn an_application_has_no_me_and_a_person_nothing_of_others() {
    let bench = Bench::new();
    let (app, aino) = (application(&bench).await, person(&bench, "aino").await);
    let (status, body) = api(&bench, &app, "POST", "/me/events", interview()).await;
    assert_eq!((status, &body["error"]["code"]), (400, &json!("BadRequest")));
    for (path, code) in [("events", "ErrorAccessDenied"), ("onlineMeetings", "Forbidden")] {
        let path = format!("/users/{MATTI}/{path}");
        let (status, body) = api(&bench, &aino, "POST", &path, json!({})).await;
        assert_eq!((status, &body["error"]["code"]), (403, &json!(code)), "{path}");
    }
    let own = format!("/users/{AINO}/events");
    assert_eq!(api(&bench, &aino, "POST", &own, interview()).await.0, 201);
}

#[tokio::test]
async fn each_permission_opens_its_own() {
    let bench = Bench::new();
    let gets = |user: &str| {
        [
            ("User.Read.All", format!("/users/{user}"), "Authorization_RequestDenied"),
            ("MailboxSettings.Read", format!("/users/{user}/mailboxSettings"), "ErrorAccessDenied"),
            ("Calendars.Read", format!("/users/{user}/calendar"), "ErrorAccessDenied"),
            (
                "OnlineMeetings.Read.All",
                format!("/users/{user}/onlineMeetings?$filter=JoinWebUrl%20eq%20'x'"),
                "Forbidden",
            ),
        ]
    };
    for (permission, ..) in gets(AINO) {
        put(&bench, json!({"app": {"permissions": [permission]}}));
        let token = application(&bench).await;
        for (needed, path, code) in gets(AINO) {
            let (status, body) = api(&bench, &token, "GET", &path, Value::Null).await;
            let expected = if needed == permission { 200 } else { 403 };
            assert_eq!(status, expected, "{permission} {path} {body}");
            assert!(status == 200 || body["error"]["code"] == code, "{body}");
        }
        for path in [format!("/users/{AINO}/events"), format!("/users/{AINO}/onlineMeetings")] {
            assert_eq!(api(&bench, &token, "POST", &path, json!({})).await.0, 403, "reading only");
        }
    }
}

/// A person's scopes go by other names than an application's permissions.
#[tokio::test]
async fn a_persons_scopes_open_the_persons_own() {
    let bench = Bench::new();
    let tokens = connect(&bench, "aino", "Calendars.Read").await;
    let token = tokens["access_token"].as_str().unwrap();
    for (method, path, expected) in [
        ("GET", "/me/calendar", 200),
        ("POST", "/me/events", 403),
        ("GET", "/me", 403),
        ("GET", "/users", 403),
        ("GET", "/me/mailboxSettings", 403),
        ("POST", "/me/onlineMeetings", 403),
    ] {
        let body = if method == "GET" { Value::Null } else { json!({}) };
        assert_eq!(api(&bench, token, method, path, body).await.0, expected, "{method} {path}");
    }
}

#[tokio::test]
async fn a_token_keeps_what_it_was_given() {
    let bench = Bench::new();
    let token = application(&bench).await;
    put(&bench, json!({"app": {"permissions": []}}));
    create(&bench, &token, interview()).await;
    let next = application(&bench).await;
    assert_eq!(api(&bench, &next, "GET", "/users", Value::Null).await.0, 403);
    let aino = person(&bench, "aino").await;
    put(&bench, json!({"users": []}));
    assert_eq!(api(&bench, &aino, "GET", "/me", Value::Null).await.0, 401, "nobody's any more");
}

#[tokio::test]
async fn an_address_that_is_not_there_is_400() {
    let bench = Bench::new();
    let token = application(&bench).await;
    for (method, path) in [("GET", "/groups"), ("POST", "/users"), ("PUT", "/users/x/events/y")] {
        let (status, body) = api(&bench, &token, method, path, Value::Null).await;
        assert_eq!((status, &body["error"]["code"]), (400, &json!("BadRequest")), "{path}");
    }
    assert_eq!(bench.call("GET", "/microsoft/beta/me", Value::Null).await.0, 404);
}

#[tokio::test]
async fn calls_are_recorded_relative_to_the_api_and_can_be_made_to_fail() {
    let bench = Bench::new();
    let token = application(&bench).await;
    let path = format!("/users/{AINO}/events");
    for (status, code) in [
        (401, "InvalidAuthenticationToken"),
        (403, "ErrorAccessDenied"),
        (404, "ErrorItemNotFound"),
        (429, "ApplicationThrottled"),
        (503, "serviceNotAvailable"),
        (504, "gatewayTimeout"),
        (500, "UnknownError"),
    ] {
        let fault = json!({"provider": "microsoft", "path": "/users/*/events", "status": status});
        assert_eq!(bench.call("POST", "/_sim/faults", fault).await.0, 201);
        let (got, body, response) = ask(&bench, &token, ("POST", &path), &[], interview()).await;
        assert_eq!((got, &body["error"]["code"]), (status, &json!(code)));
        assert_eq!(response.headers().contains_key("retry-after"), status == 429);
    }
    create(&bench, &token, interview()).await;
    let seen = bench.sims.requests(Some("microsoft"));
    let paths: Vec<&str> = seen.iter().map(|item| item.path.as_str()).collect();
    assert_eq!(paths[0], format!("/{TENANT}/oauth2/v2.0/token"));
    assert!(paths.len() == 9 && paths[1..].iter().all(|seen| *seen == path), "{paths:?}");
}

/// Whoever calls puts a tenant in the place that is left open.
#[test]
fn the_environment_points_at_the_simulator() {
    let env = Bench::new().sims.env("http://127.0.0.1:9100");
    for (name, path) in [
        ("API", "/v1.0"),
        ("TOKEN", "/{tenant}/oauth2/v2.0/token"),
        ("AUTHORIZE", "/{tenant}/oauth2/v2.0/authorize"),
    ] {
        let address = format!("http://127.0.0.1:9100/microsoft{path}");
        let expected = (format!("CONVOKE_MICROSOFT_{name}_URL"), address);
        assert!(env.contains(&expected), "{expected:?}");
    }
}
