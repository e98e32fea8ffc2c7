//! What goes wrong at Zoom and SES, and what must come of it all the same: one meeting, one mail.

use std::time::Duration;

use convoke_local::stack::{Stack, StackOptions};
use convoke_tests::live::{Client, run, start, text};
use jiff::Timestamp;
use serde_json::{Value, json};

async fn set_up(tenant: &str) -> Client {
    let client = Client::apart(tenant).await;
    client.set_up().await;
    client
}

/// A stack of the test's own: its faults hit nobody else, and its clock is the test's.
async fn own(tenant: &str) -> (Stack, Client) {
    let stack = start(StackOptions { ticks: false, ..StackOptions::default() }).await;
    let client = Client::of(&stack, tenant);
    client.set_up().await;
    (stack, client)
}

async fn book(client: &Client, id: &str) -> Value {
    let booking = client.booking(id, 1);
    assert_eq!(client.tell("session.upserted", &booking).await.status, 200);
    booking
}

/// One meeting at Zoom, asked for once, known to the session, told once to each.
async fn one_meeting(client: &Client, id: &str, creates: usize) {
    let session = client.told(id, 2).await;
    let meetings = client.meetings().await;
    assert_eq!(meetings.len(), 1, "{meetings:#?}");
    assert_eq!(text(&meetings[0]["id"]), text(&session["meeting"]["id"]));
    assert_eq!(session["meeting"]["join_url"], meetings[0]["join_url"]);
    assert_eq!(session["meeting"]["password"], meetings[0]["password"]);
    assert_eq!(client.creates().await.len(), creates);
    assert_eq!(client.mails(&client.guest(), 1).await.len(), 1);
    assert_eq!(client.mails(&client.host(), 1).await.len(), 1);
}

/// A creation is performed and its answer lost: it is found again, and not made twice.
#[test]
fn a_lost_answer_of_a_creation_makes_no_second_meeting() {
    run(async {
        let client = set_up("lost-create").await;
        client.create_fault(json!({"after_effect": true})).await;
        book(&client, "b1").await;
        one_meeting(&client, "b1", 1).await;
    });
}

/// A change and a deletion are performed and their answers lost: they are done again, which does no
/// harm, and each is told once.
#[test]
fn lost_answers_of_changes_and_deletions_do_no_harm() {
    run(async {
        let client = set_up("lost-change").await;
        let mut booking = book(&client, "b1").await;
        let before = client.told("b1", 2).await;
        let path = format!("/meetings/{}", text(&before["meeting"]["id"]));
        client.zoom_fault("PATCH", &path, json!({"after_effect": true})).await;
        booking["version"] = json!(2);
        booking["end"] = json!("2031-02-03T10:30:00Z");
        booking["start"] = json!("2031-02-03T09:00:00Z");
        client.tell("session.upserted", &booking).await;
        let after = client.told("b1", 4).await;
        assert_eq!(after["meeting"]["join_url"], before["meeting"]["join_url"]);
        assert_eq!(client.meetings().await[0]["start_time"], "2031-02-03T09:00:00Z");
        client.zoom_fault("DELETE", &path, json!({"after_effect": true})).await;
        client.tell("session.cancelled", &json!({"external_id": "b1", "version": 3})).await;
        client.meeting_in("b1", "deleted").await;
        client.told("b1", 6).await;
        assert_eq!(client.meetings().await.len(), 0);
        assert_eq!(client.creates().await.len(), 1);
        assert_eq!(client.mails(&client.guest(), 3).await.len(), 3);
    });
}

/// Five refusals with 503: the work is put off longer and longer, at last into the table, and the
/// clock brings it back. One meeting at the end, and nothing among the dead letters.
#[test]
fn a_storm_of_refusals_ends_in_one_meeting() {
    run(async {
        let (stack, client) = own("storm").await;
        client.create_fault(json!({"times": 5, "status": 503})).await;
        book(&client, "b1").await;
        client.until("the storm is over", async || client.creates().await.len() >= 5).await;
        client
            .until("the clock brings it back", async || {
                client.tick(Timestamp::now() + Duration::from_secs(600)).await;
                let session = client.call("GET", "/sessions/booking/b1", None).await.body;
                session["meeting"]["state"] == "ready"
            })
            .await;
        one_meeting(&client, "b1", 6).await;
        let dead = stack.aws().depth("convoke-sessions-dead-letters").unwrap();
        assert_eq!(dead.visible, 0);
        stack.stop().await.unwrap();
    });
}

/// The limit per second passes by itself.
#[test]
fn the_limit_per_second_passes() {
    run(async {
        let client = set_up("per-second").await;
        let limit = json!({"times": 2, "status": 429, "headers": {"x-ratelimit-type": "QPS"}});
        client.create_fault(limit).await;
        book(&client, "b1").await;
        one_meeting(&client, "b1", 3).await;
    });
}

/// The limit per day: the session says so and waits, without a call, until the instant that Zoom
/// names; then the clock heals it.
#[test]
fn the_limit_per_day_waits_for_its_end() {
    run(async {
        let (stack, client) = own("per-day").await;
        let until = Timestamp::now() + Duration::from_secs(6 * 3600);
        let until = Timestamp::from_second(until.as_second()).unwrap();
        let headers = json!({"x-ratelimit-type": "Daily-limit", "retry-after": until.to_string()});
        let body = json!({"code": 429, "message":
            "You have reached the maximum daily rate limit for this API. Try again later."});
        let fault = json!({"times": 9, "status": 429, "headers": headers, "body": body});
        client.create_fault(fault).await;
        book(&client, "b1").await;
        let session = client.session("b1", |it| it["meeting"]["reason"] == "daily_limit").await;
        assert_eq!(session["meeting"]["state"], "wanted");
        assert_eq!(client.creates().await.len(), 1);
        client.clear_faults("zoom").await;
        client.tick(until - Duration::from_secs(60)).await;
        let early = client.session("b1", |_| true).await;
        assert_eq!(early["meeting"]["reason"], "daily_limit", "not before");
        client.tick(until).await;
        one_meeting(&client, "b1", 2).await;
        stack.stop().await.unwrap();
    });
}

/// SES throttles: the mail is sent later, and once.
#[test]
fn a_throttled_mail_is_sent_once() {
    run(async {
        let (stack, client) = own("throttled").await;
        client.fault(&json!({"provider": "mail", "status": 429, "times": 2})).await;
        book(&client, "b1").await;
        one_meeting(&client, "b1", 1).await;
        let tries = client.requests("mail").await;
        assert_eq!(tries.len(), 4, "two throttled, two sent");
        let session = client.session("b1", |_| true).await;
        let attempts = session["deliveries"].as_array().unwrap().iter();
        assert_eq!(attempts.filter_map(|delivery| delivery["attempts"].as_u64()).sum::<u64>(), 4);
        stack.stop().await.unwrap();
    });
}

/// A27: a host's mail that SES refused is redriven later: the meeting is read again for it, so that it
/// holds a start link that is fresh by then. It is listed as failed until then.
#[test]
fn a_redriven_host_mail_has_a_fresh_start_link() {
    run(async {
        let (stack, client) = own("redriven").await;
        client.fault(&json!({"provider": "mail", "status": 400, "times": 2})).await;
        book(&client, "b1").await;
        let failed = |session: &Value| {
            let all = session["deliveries"].as_array().unwrap();
            all.len() == 2 && all.iter().all(|delivery| delivery["state"] == "failed")
        };
        let session = client.session("b1", failed).await;
        let read = format!("/meetings/{}", text(&session["meeting"]["id"]));
        let before = client.zoom_calls("GET", &read).await.len();
        let listed = client.get("/deliveries?state=failed").await;
        assert_eq!(listed["items"].as_array().unwrap().len(), 2);
        let to_host = listed["items"].as_array().unwrap();
        let to_host = to_host.iter().find(|it| it["recipient"] == *client.host()).unwrap();
        assert_eq!(to_host["external_id"], "b1");
        let path = format!("/deliveries/{}/redrive", text(&to_host["id"]));
        assert_eq!(client.call("POST", &path, None).await.status, 202);
        let mail = client.mails(&client.host(), 1).await;
        assert!(text(&mail[0]["text"]).contains("zak="));
        assert_eq!(client.zoom_calls("GET", &read).await.len(), before + 1, "read again");
        client
            .until("the host's delivery is sent", async || {
                let listed = client.get("/deliveries?state=failed").await;
                listed["items"].as_array().unwrap().len() == 1
            })
            .await;
        assert_eq!(client.call("POST", &path, None).await.status, 409, "it was sent");
        let all = json!({"filter": {"event": "meeting.ready"}});
        let redriven = client.ok("POST", "/deliveries/redrive", all).await;
        assert_eq!(redriven["redriven"], 1);
        one_meeting(&client, "b1", 1).await;
        stack.stop().await.unwrap();
    });
}

/// A poisoned message next to a good one: the good one passes, the other ends where people look.
#[test]
fn a_poisoned_message_holds_nobody_up() {
    run(async {
        let (stack, client) = own("poison").await;
        client.enqueue(&stack, "convoke-sessions", "{\"v\":1,\"no\":\"message\"}").await;
        client.enqueue(&stack, "convoke-sessions", "not even JSON").await;
        book(&client, "b1").await;
        one_meeting(&client, "b1", 1).await;
        client
            .until("both poisoned messages are dead letters", async || {
                stack.aws().depth("convoke-sessions-dead-letters").unwrap().visible == 2
            })
            .await;
        let left = stack.aws().depth("convoke-sessions").unwrap();
        assert_eq!((left.visible, left.in_flight), (0, 0));
        stack.stop().await.unwrap();
    });
}

/// The process dies while Zoom holds its answer: whoever takes over finds the meeting that was made.
#[test]
fn a_killed_process_leaves_one_meeting() {
    run(async {
        // A call may take long, so a shorter lease leaves no time to begin one.
        let lease = ("CONVOKE_LEASE_S".to_owned(), "15".to_owned());
        let environment = std::iter::once(lease).collect();
        let options = StackOptions { environment, ticks: false, ..StackOptions::default() };
        let stack = start(options).await;
        let client = Client::of(&stack, "killed");
        client.set_up().await;
        client.create_fault(json!({"delay_ms": 7_000})).await;
        let booking = book(&client, "b1").await;
        client.until("Zoom is asked", async || client.creates().await.len() == 1).await;
        assert!(stack.lambda().kill("meeting-sync") >= 1);
        // The killed invocation's own message stays invisible for minutes; the sender repeats itself.
        client.tell("session.upserted", &booking).await;
        one_meeting(&client, "b1", 1).await;
        stack.stop().await.unwrap();
    });
}
