//! A stack that is stopped and started again with its data: nothing is lost.

use std::path::PathBuf;

use convoke_local::stack::StackOptions;
use convoke_tests::live::{Client, run, start, text};
use serde_json::json;

/// A folder for one test's data.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("convoke-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    folder
}

/// Sessions, settings, secrets, Zoom's meetings, mails and what waits in a queue survive, and the work
/// goes on where it was.
#[test]
fn a_restart_loses_nothing() {
    run(async {
        let data = folder("restart");
        let options = StackOptions { data: Some(data.clone()), ..StackOptions::default() };
        let stack = start(options.clone()).await;
        let client = Client::of(&stack, "restart");
        client.set_up().await;
        client.tell("session.upserted", &client.booking("b1", 1)).await;
        let before = client.told("b1", 2).await;
        // This one is handed back to its queue again and again, until Zoom answers otherwise.
        client.create_fault(json!({"times": 2, "status": 429})).await;
        client.tell("session.upserted", &client.booking("b2", 1)).await;
        client.until("the second is tried", async || client.creates().await.len() >= 2).await;
        stack.stop().await.unwrap();

        let stack = start(options.clone()).await;
        let client = Client::of(&stack, "restart");
        assert_eq!(client.session("b1", |_| true).await, before);
        let meeting = client.meeting(&before["meeting"]["id"]).await.unwrap();
        assert_eq!(meeting["join_url"], before["meeting"]["join_url"]);
        assert_eq!(client.mails(&client.guest(), 1).await.len(), 1);
        client.told("b2", 2).await;
        assert_eq!(client.mails(&client.guest(), 2).await.len(), 2);
        assert_eq!(client.meetings().await.len(), 2);
        // The same hook secret, the same key ring, the same host link.
        let host = text(&client.mails(&client.host(), 1).await[0]["text"]);
        let link = host.split_whitespace().find(|word| word.contains("/host/")).unwrap();
        let path = &link[link.find("/host/").unwrap()..];
        assert_eq!(client.anonymous("GET", path).await.status, 302);
        client.tell("session.cancelled", &json!({"external_id": "b1", "version": 2})).await;
        client.meeting_in("b1", "deleted").await;
        stack.stop().await.unwrap();

        let fresh = StackOptions { fresh: true, ..options };
        let stack = start(fresh).await;
        let client = Client::of(&stack, "restart");
        assert_eq!(client.call("GET", "/sessions/booking/b1", None).await.status, 404);
        assert_eq!(client.meetings().await.len(), 0);
        stack.stop().await.unwrap();
        std::fs::remove_dir_all(data).unwrap();
    });
}
