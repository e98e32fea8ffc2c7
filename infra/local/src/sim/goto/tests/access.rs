//! Who may call.

use serde_json::{Value, json};

use super::{api, connect, consent, create, exchange, interview, token};
use crate::sim::tests::Bench;
use crate::sim::tests::browser::parameter;

fn invalid_token() -> Value {
    json!({"int_err_code": "InvalidToken", "msg": "Invalid token passed"})
}

#[tokio::test]
async fn a_token_that_is_missing_unknown_or_old_is_401() {
    let bench = Bench::new();
    let path = "/goto/G2M/rest/upcomingMeetings";
    assert_eq!(bench.call("GET", path, Value::Null).await, (401, invalid_token()));
    let token = token(&bench, "aino").await;
    for (given, expected) in [("nonsense", 401), (token.as_str(), 200)] {
        let (status, _) = api(&bench, given, "GET", "/upcomingMeetings", Value::Null).await;
        assert_eq!(status, expected);
    }
    // The scheme of the old API.
    let old = format!("OAuth oauth_token={token}");
    let headers = [("authorization", old.as_str())];
    let (status, ..) = bench.try_call("GET", path, &headers, &Value::Null).await.unwrap();
    assert_eq!(status, 401);
    bench.pass(3600);
    let answer = api(&bench, &token, "GET", "/upcomingMeetings", Value::Null).await;
    assert_eq!(answer, (401, invalid_token()));
}

#[tokio::test]
async fn a_suspended_organiser_signs_in_but_has_no_meetings() {
    let bench = Bench::new();
    let tokens = connect(&bench, "eero").await;
    assert_eq!(tokens["principal"], "eero@demo.example");
    let eero = tokens["access_token"].as_str().unwrap();
    let (status, body) = api(&bench, eero, "POST", "/meetings", interview()).await;
    assert_eq!((status, &body["int_err_code"]), (403, &json!("Forbidden")));
    let aino = token(&bench, "aino").await;
    bench.sims.merge_state("goto", &json!({"users": []})).unwrap();
    let (status, body) = api(&bench, &aino, "POST", "/meetings", interview()).await;
    assert_eq!((status, body), (401, invalid_token()), "whoever is gone has no token");
}

#[tokio::test]
async fn a_token_for_something_else_opens_no_meetings() {
    let bench = Bench::new();
    let back = consent(&bench, "&scope=identity:").await.unwrap();
    let (_, tokens) = exchange(&bench, &parameter(&back, "code").unwrap()).await;
    assert_eq!(tokens["scope"], "identity:");
    let token = tokens["access_token"].as_str().unwrap();
    assert_eq!(api(&bench, token, "GET", "/upcomingMeetings", Value::Null).await.0, 403);
}

#[tokio::test]
async fn an_organiser_sees_only_meetings_of_his_own() {
    let bench = Bench::new();
    let (aino, matti) = (token(&bench, "aino").await, token(&bench, "matti").await);
    let id = create(&bench, &aino, interview()).await;
    let path = format!("/meetings/{id}");
    for (method, path, body) in [
        ("GET", path.clone(), Value::Null),
        ("PUT", path.clone(), interview()),
        ("DELETE", path.clone(), Value::Null),
        ("GET", format!("{path}/start"), Value::Null),
    ] {
        let (status, body) = api(&bench, &matti, method, &path, body).await;
        assert_eq!((status, &body["int_err_code"]), (404, &json!("NotFound")), "{method} {path}");
    }
    let (_, list) = api(&bench, &matti, "GET", "/upcomingMeetings", Value::Null).await;
    assert_eq!(list, json!([]));
    assert_eq!(api(&bench, &aino, "DELETE", &path, Value::Null).await.0, 204);
}

#[tokio::test]
async fn an_address_that_is_not_there_is_404() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    for (method, path) in [("GET", "/rooms"), ("PATCH", "/meetings/1"), ("GET", "/meetings/x")] {
        let (status, body) = api(&bench, &aino, method, path, Value::Null).await;
        assert_eq!((status, &body["int_err_code"]), (404, &json!("NotFound")), "{method} {path}");
    }
    assert_eq!(bench.call("GET", "/goto/meetings", Value::Null).await.0, 404);
}

#[tokio::test]
async fn calls_are_recorded_relative_to_the_api_and_can_be_made_to_fail() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    let fault = json!({"provider": "goto", "path": "/meetings", "status": 503});
    assert_eq!(bench.call("POST", "/_sim/faults", fault).await.0, 201);
    let (status, body) = api(&bench, &aino, "POST", "/meetings", interview()).await;
    let expected = json!({"int_err_code": "ServiceUnavailable", "msg": "Service Unavailable"});
    assert_eq!((status, body), (503, expected));
    create(&bench, &aino, interview()).await;
    let seen = bench.sims.requests(Some("goto"));
    let paths: Vec<&str> = seen.iter().map(|item| item.path.as_str()).collect();
    assert_eq!(paths, ["/oauth/authorize", "/oauth/token", "/meetings", "/meetings"]);
}

#[test]
fn the_environment_points_at_the_simulator() {
    let env = Bench::new().sims.env("http://127.0.0.1:9100");
    for (name, path) in
        [("API", "/G2M/rest"), ("TOKEN", "/oauth/token"), ("AUTHORIZE", "/oauth/authorize")]
    {
        let expected =
            (format!("CONVOKE_GOTO_{name}_URL"), format!("http://127.0.0.1:9100/goto{path}"));
        assert!(env.contains(&expected), "{expected:?}");
    }
}
