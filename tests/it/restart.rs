//! A stack that is stopped and started again with its data: nothing is lost.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use convoke_local::stack::{Stack, StackOptions};
use convoke_tests::live::{Books, Client, alone, dead_letters, rest, run, start, text};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::killed::options;

/// How long what was begun may take to end.
const PATIENCE: Duration = Duration::from_secs(90);

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

/// One booking in each state that work can be in: done, blocked for a person to act, parked until the
/// instant that is returned, handed back to the queue again and again, and made at Zoom without an
/// answer.
async fn in_the_middle(client: &Client, stack: &Stack) -> Timestamp {
    client.tell("session.upserted", &client.booking_at("done", 1, 0)).await;
    client.told("done", 2).await;
    let mut blocked = client.booking_at("blocked", 1, 0);
    blocked["host"] = json!("nobody");
    client.tell("session.upserted", &blocked).await;
    client.meeting_in("blocked", "blocked").await;
    let until = Timestamp::from_second(Timestamp::now().as_second() + 6 * 3600).unwrap();
    let headers = json!({"x-ratelimit-type": "Daily-limit", "retry-after": until.to_string()});
    let body = json!({"code": 429, "message":
        "You have reached the maximum daily rate limit for this API. Try again later."});
    let fault = json!({"status": 429, "headers": headers, "body": body});
    client.zoom_fault("POST", "/users/u-2/meetings", fault).await;
    client.tell("session.upserted", &client.booking_at("parked", 1, 2)).await;
    client.session("parked", |it| it["meeting"]["reason"] == "daily_limit").await;
    rest(stack, PATIENCE).await;
    let qps = json!({"times": 1_000, "status": 429, "headers": {"x-ratelimit-type": "QPS"}});
    client.zoom_fault("POST", "/users/u-3/meetings", qps).await;
    client.zoom_fault("POST", "/users/u-4/meetings", json!({"delay_ms": 7_000})).await;
    for (n, id) in ["queued-0", "queued-1", "queued-2", "half"].into_iter().enumerate() {
        let host = if n == 3 { 4 } else { 3 };
        client.tell("session.upserted", &client.booking_at(id, 1, host)).await;
    }
    let asked = async |user: u8, times: usize| {
        client.zoom_calls("POST", &format!("/users/u-{user}/meetings")).await.len() >= times
    };
    client.until("the last ones are tried", async || asked(3, 3).await && asked(4, 1).await).await;
    until
}

/// What was begun before is ended after: every booking has its one meeting, and each mail came once.
async fn ends_well(client: &Client, stack: &Stack, until: Timestamp) {
    let nobody = json!({"name": "No longer nobody", "emails": [client.host_at(0)]});
    client.ok("PUT", "/people/nobody", nobody).await;
    client.ok("PUT", "/people/nobody/links/zoom", json!({"external_id": "u-5"})).await;
    client.tick(until).await;
    for id in ["done", "blocked", "parked", "queued-0", "queued-1", "queued-2", "half"] {
        client.told(id, 2).await;
    }
    client.settle(stack, PATIENCE).await;
    let books = Books::of(stack).await;
    books.balance();
    assert_eq!((books.sessions.len(), books.meetings.len(), books.mails.len()), (7, 7, 14));
    assert!(books.doubled().is_empty());
    assert_eq!(dead_letters(stack), [0; 5]);
}

/// The options of a stack that is stopped in the middle: one message to an invocation, so that the one
/// that hangs holds nobody up, and a short lease.
fn interrupted(data: &Path) -> StackOptions {
    StackOptions { data: Some(data.to_owned()), gated: false, visibility_s: None, ..options() }
}

/// Stopped in order in the middle of everything, and started again.
#[test]
fn a_stop_in_the_middle_loses_nothing() {
    run(async {
        let _alone = alone().await;
        let data = folder("stopped");
        let stack = start(interrupted(&data)).await;
        let client = Client::of(&stack, "stopped");
        client.set_up_crowd().await;
        let until = in_the_middle(&client, &stack).await;
        stack.stop().await.unwrap();
        let stack = start(interrupted(&data)).await;
        ends_well(&Client::of(&stack, "stopped"), &stack, until).await;
        stack.stop().await.unwrap();
        std::fs::remove_dir_all(data).unwrap();
    });
}

/// The power goes while work is under way: what was saved by then is ended after. Of the last second
/// nothing is promised, so nothing happens in it but that Zoom keeps an answer to itself.
#[test]
fn a_power_cut_in_the_middle_loses_nothing_that_was_saved() {
    run(async {
        let _alone = alone().await;
        let data = folder("dark");
        let stack = start(interrupted(&data)).await;
        let client = Client::of(&stack, "dark");
        client.set_up_crowd().await;
        let until = in_the_middle(&client, &stack).await;
        saved(&client, &data).await;
        stack.cut_power().await;
        let stack = start(interrupted(&data)).await;
        let client = Client::of(&stack, "dark");
        assert!(made_at_zoom(&client).await.is_empty(), "what Zoom was asked is not kept");
        ends_well(&client, &stack, until).await;
        assert!(made_at_zoom(&client).await.is_empty(), "the meeting was found, not made again");
        stack.stop().await.unwrap();
        std::fs::remove_dir_all(data).unwrap();
    });
}

/// The creations that Zoom was asked for where it kept its answer to itself.
async fn made_at_zoom(client: &Client) -> Vec<Value> {
    client.zoom_calls("POST", "/users/u-4/meetings").await
}

/// Until everything has been saved that is there now: the second save from now began after now.
async fn saved(client: &Client, data: &Path) {
    let last = async || {
        let file = data.join("simulators.json");
        let times = std::fs::metadata(file).and_then(|file| file.modified());
        times.unwrap_or(SystemTime::UNIX_EPOCH)
    };
    for _ in 0..2 {
        let before = last().await;
        client.until("it is saved", async || last().await > before).await;
    }
}
