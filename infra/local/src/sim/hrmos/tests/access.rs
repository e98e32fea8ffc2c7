//! Who may call what, and how often.

use serde_json::{Value, json};

use super::{TOKEN, application, call, change, create};
use crate::sim::tests::Bench;

#[tokio::test]
async fn a_token_that_is_missing_or_another_is_401() {
    let bench = Bench::new();
    let other = [("authorization", "Bearer other")];
    let basic = [("authorization", "Basic hrmos-demo-token")];
    for headers in [&[][..], &other, &basic] {
        for (method, path) in
            [("GET", "/me"), ("POST", "/applications"), ("PATCH", "/applications/x"), ("GET", "/x")]
        {
            let path = format!("/hrmos{path}");
            let (status, body, response) =
                bench.try_call(method, &path, headers, &Value::Null).await.unwrap();
            let expected = json!({"error": "invalid_token"});
            assert_eq!((status.as_u16(), body), (401, expected), "{method} {path}");
            assert_eq!(response.headers()["www-authenticate"], "Bearer");
        }
    }
    let me = call(&bench, ("GET", "/me"), "", Value::Null).await;
    assert_eq!(me, (200, json!({"account": "demo"})));
}

#[tokio::test]
async fn another_token_shuts_the_old_one_out() {
    let bench = Bench::new();
    bench.sims.merge_state("hrmos", &json!({"token": "new"})).unwrap();
    assert_eq!(call(&bench, ("GET", "/me"), "", Value::Null).await.0, 401);
    let headers = [("authorization", "Bearer new")];
    let (status, ..) = bench.try_call("GET", "/hrmos/me", &headers, &Value::Null).await.unwrap();
    assert_eq!(status, 200);
}

#[tokio::test]
async fn unknown_addresses_are_404_and_other_methods_405() {
    let bench = Bench::new();
    for path in ["", "/", "/applicants", "/me/x", "/applications/a/b"] {
        let answer = call(&bench, ("GET", path), "", Value::Null).await;
        assert_eq!(answer, (404, json!({"error": "not_found"})), "{path}");
    }
    for (method, path, allowed) in [
        ("POST", "/me", "GET"),
        ("GET", "/applications", "POST"),
        ("PUT", "/applications/x", "PATCH"),
    ] {
        let bearer = format!("Bearer {TOKEN}");
        let headers = [("authorization", bearer.as_str())];
        let path = format!("/hrmos{path}");
        let (status, body, response) =
            bench.try_call(method, &path, &headers, &Value::Null).await.unwrap();
        assert_eq!((status.as_u16(), &body["error"]), (405, &json!("method_not_allowed")));
        assert_eq!(response.headers()["allow"], allowed);
    }
}

#[tokio::test]
async fn a_hundred_calls_a_second_are_let_through() {
    let bench = Bench::new();
    for _ in 0..100 {
        assert_eq!(call(&bench, ("GET", "/me"), "", Value::Null).await.0, 200);
    }
    let bearer = format!("Bearer {TOKEN}");
    let headers = [("authorization", bearer.as_str()), ("idempotency-key", "k")];
    let (status, body, response) =
        bench.try_call("POST", "/hrmos/applications", &headers, &application()).await.unwrap();
    assert_eq!((status.as_u16(), body), (429, json!({"error": "rate_limited"})));
    assert_eq!(response.headers()["retry-after"], "1");
    bench.pass(1);
    assert_eq!(create(&bench, "k", application()).await.0, 201, "it had no effect");
}

#[tokio::test]
async fn calls_are_recorded_and_can_be_made_to_fail() {
    let bench = Bench::new();
    for (status, error) in
        [(401, "invalid_token"), (429, "rate_limited"), (503, "service_unavailable")]
    {
        let fault = json!({"provider": "hrmos", "path": "/applications", "status": status});
        assert_eq!(bench.call("POST", "/_sim/faults", fault).await.0, 201);
        let answer = create(&bench, "k", application()).await;
        assert_eq!(answer, (status, json!({"error": error})));
    }
    let (status, made) = create(&bench, "k", application()).await;
    assert_eq!(status, 201);
    let fault = json!({"provider": "hrmos", "path": "/applications/*", "status": 404});
    assert_eq!(bench.call("POST", "/_sim/faults", fault).await.0, 201);
    assert_eq!(change(&bench, &made["id"], json!({})).await, (404, json!({"error": "not_found"})));
    let seen = bench.sims.requests(Some("hrmos"));
    assert_eq!(seen[3].path, "/applications");
    assert_eq!(
        (&seen[3].headers["authorization"], &seen[3].body),
        (&json!("Bearer"), &application())
    );
}

#[tokio::test]
async fn an_answer_that_is_lost_is_found_again_by_its_key() {
    let bench = Bench::new();
    let fault = json!({"provider": "hrmos", "method": "POST", "after_effect": true});
    assert_eq!(bench.call("POST", "/_sim/faults", fault).await.0, 201);
    let bearer = format!("Bearer {TOKEN}");
    let headers = [("authorization", bearer.as_str()), ("idempotency-key", "k")];
    let lost = bench.try_call("POST", "/hrmos/applications", &headers, &application()).await;
    assert!(lost.is_err());
    assert_eq!(create(&bench, "k", application()).await.0, 200);
    let held = bench.sims.state("hrmos").unwrap();
    assert_eq!(held["applications"].as_array().unwrap().len(), 1);
}

#[test]
fn the_environment_points_at_the_simulator() {
    let env = Bench::new().sims.env("http://127.0.0.1:9100");
    let expected = ("CONVOKE_HRMOS_API_URL".to_owned(), "http://127.0.0.1:9100/hrmos".to_owned());
    assert!(env.contains(&expected));
}
