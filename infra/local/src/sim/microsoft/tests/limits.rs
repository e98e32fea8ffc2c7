//! Rate limits under a clock that stands still.

use serde_json::{Value, json};

use super::{AINO, MATTI, api, application, ask};
use crate::sim::tests::Bench;

#[tokio::test]
async fn a_mailbox_takes_ten_thousand_calls_in_ten_minutes() {
    let bench = Bench::new();
    let token = application(&bench).await;
    let path = format!("/users/{AINO}/events/none");
    for _ in 0..10_000 {
        assert_eq!(api(&bench, &token, "GET", &path, Value::Null).await.0, 404);
    }
    bench.pass(240);
    let (status, body, response) = ask(&bench, &token, ("GET", &path), &[], Value::Null).await;
    assert_eq!((status, &body["error"]["code"]), (429, &json!("ApplicationThrottled")));
    assert_eq!(response.headers()["retry-after"], "360");
    let other = format!("/users/{MATTI}/calendar");
    assert_eq!(api(&bench, &token, "GET", &other, Value::Null).await.0, 200, "by mailbox");
    let user = format!("/users/{AINO}");
    assert_eq!(api(&bench, &token, "GET", &user, Value::Null).await.0, 200, "and Outlook's alone");
    bench.pass(360);
    assert_eq!(api(&bench, &token, "GET", &path, Value::Null).await.0, 404);
}
