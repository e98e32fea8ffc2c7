//! Rate limits under a clock that stands still.

use serde_json::{Value, json};

use super::{api, api_response, booking, create, token};
use crate::sim::tests::Bench;

#[tokio::test]
async fn calls_per_second_are_limited_by_label_and_plan() {
    let bench = Bench::new();
    let token = token(&bench).await;
    for (plan, light, medium) in [("free", 4, 2), ("pro", 30, 20), ("business", 80, 60)] {
        bench.put_zoom(json!({"account": {"plan": plan}}));
        bench.pass(1);
        for (path, limit, label) in
            [("/users/u-aino", light, "Light"), ("/users", medium, "Medium")]
        {
            for n in 1..=limit {
                let (status, _, response) =
                    api_response(&bench, &token, "GET", path, Value::Null).await;
                assert_eq!(status, 200, "{plan} {path} {n}");
                let left = (limit - n).to_string();
                assert_eq!(response.headers()["x-ratelimit-remaining"], left.as_str());
                assert_eq!(response.headers()["x-ratelimit-category"], label);
                assert_eq!(response.headers()["x-ratelimit-type"], "QPS");
            }
            let (status, body, response) =
                api_response(&bench, &token, "GET", path, Value::Null).await;
            assert_eq!((status, body["code"].as_u64()), (429, Some(429)), "{plan} {path}");
            assert_eq!(response.headers()["x-ratelimit-type"], "QPS");
            assert!(response.headers().get("retry-after").is_none());
        }
        bench.pass(1);
        assert_eq!(api(&bench, &token, "GET", "/users", Value::Null).await.0, 200);
    }
}

#[tokio::test]
async fn a_host_has_a_hundred_creations_and_updates_a_utc_day() {
    let bench = Bench::new();
    let token = token(&bench).await;
    let (_, meeting) = create(&bench, &token, booking()).await;
    let path = format!("/meetings/{}", meeting["id"]);
    for n in 2..=100 {
        bench.pass(1);
        let status = match n % 2 {
            0 => create(&bench, &token, booking()).await.0,
            _ => api(&bench, &token, "PATCH", &path, json!({"duration": 30})).await.0,
        };
        assert!(matches!(status, 201 | 204), "{n}: {status}");
    }
    let (status, body, response) =
        api_response(&bench, &token, "PATCH", &path, json!({"duration": 20})).await;
    assert_eq!((status, body["code"].as_u64()), (429, Some(429)));
    assert_eq!(response.headers()["x-ratelimit-type"], "Daily-limit");
    assert_eq!(response.headers()["retry-after"], "2026-11-03T00:00:00Z");
    assert_eq!(create(&bench, &token, booking()).await.0, 429);
    let other = api(&bench, &token, "POST", "/users/u-matti/meetings", booking()).await;
    assert_eq!(other.0, 201, "the limit is the host's");
    assert_eq!(api(&bench, &token, "DELETE", &path, Value::Null).await.0, 204, "and of writes");

    bench.pass(16 * 3600 - 99 + 1);
    let tomorrow = super::token(&bench).await;
    assert_eq!(create(&bench, &tomorrow, booking()).await.0, 201);
}
