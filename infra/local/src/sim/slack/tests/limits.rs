//! Rate limits under a clock that stands still.

use serde_json::json;

use super::{ANNOUNCEMENTS, HIRING, SCOPES, api, ask, refused, token};
use crate::sim::tests::Bench;

#[tokio::test]
async fn a_channel_takes_one_message_a_second_after_a_short_burst() {
    let bench = Bench::new();
    let token = token(&bench, SCOPES).await;
    let body = json!({"channel": ANNOUNCEMENTS, "text": "x"});
    for _ in 0..5 {
        assert_eq!(api(&bench, &token, "chat.postMessage", body.clone()).await["ok"], true);
    }
    let (status, refusal, headers) = ask(&bench, &token, "chat.postMessage", &body).await;
    assert_eq!((status, refusal), (429, refused("ratelimited")));
    assert_eq!(headers["retry-after"], "1");
    let other = json!({"channel": HIRING, "text": "x"});
    assert_eq!(api(&bench, &token, "chat.postMessage", other).await["ok"], true, "by channel");
    bench.pass(1);
    assert_eq!(api(&bench, &token, "chat.postMessage", body.clone()).await["ok"], true);
    assert_eq!(ask(&bench, &token, "chat.postMessage", &body).await.0, 429);
    bench.pass(60);
    for _ in 0..5 {
        assert_eq!(api(&bench, &token, "chat.postMessage", body.clone()).await["ok"], true);
    }
    assert_eq!(ask(&bench, &token, "chat.postMessage", &body).await.0, 429, "no more than a burst");
}

#[tokio::test]
async fn a_method_is_called_so_many_times_a_minute() {
    let bench = Bench::new();
    let token = token(&bench, SCOPES).await;
    let nothing = json!({});
    for (method, most) in [
        ("users.list", 20),
        ("conversations.list", 20),
        ("users.lookupByEmail", 50),
        ("conversations.open", 50),
        ("conversations.info", 50),
        ("users.info", 100),
        ("chat.postEphemeral", 100),
    ] {
        for _ in 0..most {
            assert_eq!(ask(&bench, &token, method, &nothing).await.0, 200, "{method}");
        }
        bench.pass(13);
        let (status, _, headers) = ask(&bench, &token, method, &nothing).await;
        assert_eq!((status, &headers["retry-after"]), (429, &"47".parse().unwrap()), "{method}");
        bench.pass(47);
        assert_eq!(ask(&bench, &token, method, &nothing).await.0, 200, "{method}");
    }
}
