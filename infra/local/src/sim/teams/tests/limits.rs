//! Rate limits under a clock that stands still.

use serde_json::{Value, json};

use super::{AINO, api, bot_token, channel, opening, send, text};
use crate::sim::tests::Bench;

#[tokio::test]
async fn a_conversation_takes_four_messages_a_second() {
    let bench = Bench::new();
    let token = bot_token(&bench).await;
    let path = format!("/teams/bot/v3/conversations/{}/activities", channel(2));
    for _ in 0..4 {
        assert_eq!(send(&bench, &token, &channel(2), text("x")).await.0, 201);
    }
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str())];
    let (status, body, response) =
        bench.try_call("POST", &path, &headers, &text("x")).await.unwrap();
    assert_eq!((status.as_u16(), &body["error"]["code"]), (429, &json!("TooManyRequests")));
    assert_eq!(response.headers()["retry-after"], "1");
    let (_, chat) = api(&bench, &token, "POST", "/bot/v3/conversations", opening(AINO)).await;
    let other = send(&bench, &token, chat["id"].as_str().unwrap(), text("x")).await;
    assert_eq!(other.0, 201, "by conversation");
    bench.pass(1);
    assert_eq!(send(&bench, &token, &channel(2), text("x")).await.0, 201);
}

#[tokio::test]
async fn faults_have_the_vendors_shape() {
    let bench = Bench::new();
    let fault = json!({"provider": "teams", "path": "/v3/conversations", "status": 503});
    bench.call("POST", "/_sim/faults", fault).await;
    let (status, body) = bench.call("POST", "/teams/bot/v3/conversations", Value::Null).await;
    assert_eq!((status, &body["error"]["code"]), (503, &json!("serviceNotAvailable")));
}
