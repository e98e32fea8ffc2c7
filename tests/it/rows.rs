//! The rows of the booking product's flow, each as its outsider's check has it.

use convoke_tests::live::{Client, run, text};
use serde_json::{Value, json};

/// A booking that is ready, with its meeting at Zoom.
async fn ready(client: &Client, id: &str) -> (Value, Value) {
    client.set_up().await;
    let booking = client.booking(id, 1);
    assert_eq!(client.tell("session.upserted", &booking).await.status, 200);
    let session = client.meeting_in(id, "ready").await;
    let meeting = client.meeting(&session["meeting"]["id"]).await.unwrap();
    (booking, meeting)
}

async fn cancel(client: &Client, id: &str, version: u64) {
    let data = json!({"external_id": id, "version": version});
    assert_eq!(client.tell("session.cancelled", &data).await.status, 200);
}

/// A02: ten o'clock in Helsinki, 45 minutes: exactly that is asked of Zoom, once, as a scheduled
/// meeting.
#[test]
fn a_booking_asks_zoom_for_its_time() {
    run(async {
        let client = Client::apart("a02").await;
        client.set_up().await;
        let mut booking = client.booking("b1", 1);
        booking["start"] = json!("2031-01-15T10:00:00+02:00");
        booking["end"] = json!("2031-01-15T10:45:00+02:00");
        client.tell("session.upserted", &booking).await;
        let session = client.meeting_in("b1", "ready").await;
        let creates = client.creates().await;
        assert_eq!(creates.len(), 1);
        let body = &creates[0]["body"];
        assert_eq!(body["start_time"], "2031-01-15T08:00:00Z");
        assert_eq!(body["duration"], 45);
        assert_eq!(body["timezone"], "Europe/Helsinki");
        assert_eq!(body["type"], 2);
        assert_eq!(session["start"], "2031-01-15T08:00:00Z");
        assert_eq!(session["meeting"]["provider"], "zoom");
        assert_eq!(session["meeting"]["applied_version"], 1);
    });
}

/// A03, A26, A27: two rules, two mails. The customer has the join link, the host the start link, and
/// neither has the other's.
#[test]
fn customer_and_host_are_told_by_rules_of_their_own() {
    run(async {
        let client = Client::apart("a03").await;
        client.ok("PUT", "", json!({"name": "Aalto", "time_zone": "Europe/Helsinki"})).await;
        client.connect().await;
        client.furnish().await;
        assert_eq!(client.get("/subscriptions").await["items"], json!([]));
        for (id, to) in [("to-customer", "attendee"), ("to-host", "host")] {
            let rule =
                json!({"event": "meeting.ready", "destination": {"kind": "email", "to": to}});
            client.ok("PUT", &format!("/subscriptions/{id}"), rule).await;
        }
        client.tell("session.upserted", &client.booking("b1", 1)).await;
        let session = client.told("b1", 2).await;
        let join = session["meeting"]["join_url"].as_str().unwrap();
        let guest = client.mails(&client.guest(), 1).await;
        let host = client.mails(&client.host(), 1).await;
        assert_eq!((guest.len(), host.len()), (1, 1));
        for part in ["text", "html"] {
            let (guest, host) = (text(&guest[0][part]), text(&host[0][part]));
            assert!(!guest.contains("zak=") && !guest.contains("/host/"), "{guest}");
            assert!(host.contains("zak=") && host.contains("/host/"), "{host}");
        }
        assert!(text(&guest[0]["text"]).contains(join));
        let by = |mail: &str| {
            let all = session["deliveries"].as_array().unwrap();
            let one = all.iter().find(|it| it["recipient"] == mail).unwrap();
            text(&one["subscription"])
        };
        assert_eq!(by(&client.guest()), "to-customer");
        assert_eq!(by(&client.host()), "to-host");
    });
}

/// A04: Zoom takes twenty seconds; until the meeting is ready nobody gets a mail, no mail ever has an
/// empty link, and nobody had to do anything.
#[test]
fn mails_wait_for_a_slow_meeting() {
    run(async {
        let client = Client::apart("a04").await;
        client.set_up().await;
        client.create_fault(json!({"delay_ms": 20_000})).await;
        client.tell("session.upserted", &client.booking("b1", 1)).await;
        let (guest, host) = (client.guest(), client.host());
        client
            .until("both have their mail", async || {
                for mail in client.mails(&guest, 0).await {
                    assert!(text(&mail["text"]).contains("/j/"), "{mail:#}");
                }
                for mail in client.mails(&host, 0).await {
                    assert!(text(&mail["text"]).contains("zak="), "{mail:#}");
                }
                let path = "/sessions/booking/b1";
                let session = client.call("GET", path, None).await.body;
                session["deliveries"].as_array().is_some_and(|all| {
                    all.len() == 2 && all.iter().all(|delivery| delivery["state"] == "sent")
                })
            })
            .await;
        let session = client.meeting_in("b1", "ready").await;
        let join = session["meeting"]["join_url"].as_str().unwrap();
        let mails = client.mails(&guest, 1).await;
        assert_eq!(mails.len(), 1);
        assert!(text(&mails[0]["text"]).contains(join));
        assert_eq!(client.creates().await.len(), 1);
        assert_eq!(client.meetings().await.len(), 1);
    });
}

/// A05: a moved booking changes the same meeting; the link stays, and everybody hears of it.
#[test]
fn a_moved_booking_moves_its_meeting() {
    run(async {
        let client = Client::apart("a05").await;
        let (mut booking, before) = ready(&client, "b1").await;
        client.told("b1", 2).await;
        booking["version"] = json!(2);
        booking["start"] = json!("2031-02-03T09:00:00Z");
        booking["end"] = json!("2031-02-03T10:30:00Z");
        booking["time_zone"] = json!("Europe/Oslo");
        client.tell("session.upserted", &booking).await;
        let session = client.told("b1", 4).await;
        let after = client.meeting(&before["id"]).await.unwrap();
        assert_eq!(after["start_time"], "2031-02-03T09:00:00Z");
        assert_eq!((&after["duration"], &after["timezone"]), (&json!(90), &json!("Europe/Oslo")));
        assert_eq!(after["join_url"], before["join_url"]);
        assert_eq!(session["meeting"]["join_url"], before["join_url"]);
        assert_eq!(session["meeting"]["applied_version"], 2);
        let patches = client.zoom_calls("PATCH", &format!("/meetings/{}", before["id"])).await;
        assert_eq!(patches.len(), 1);
        assert_eq!(client.creates().await.len(), 1, "no new meeting");
        let mails = client.mails(&client.guest(), 2).await;
        assert!(text(&mails[1]["subject"]).contains("Changed"), "{}", mails[1]["subject"]);
        assert!(text(&mails[1]["text"]).contains(before["join_url"].as_str().unwrap()));
    });
}

/// A06: a deleted booking deletes its meeting and says so.
#[test]
fn a_deleted_booking_deletes_its_meeting() {
    run(async {
        let client = Client::apart("a06").await;
        let (_, meeting) = ready(&client, "b1").await;
        client.told("b1", 2).await;
        cancel(&client, "b1", 2).await;
        let session = client.told("b1", 4).await;
        assert_eq!(session["meeting"]["state"], "deleted");
        assert_eq!(session["state"], "cancelled");
        assert_eq!(client.meeting(&meeting["id"]).await, None);
        let deletes = client.zoom_calls("DELETE", &format!("/meetings/{}", meeting["id"])).await;
        assert_eq!(deletes.len(), 1);
        let mails = client.mails(&client.guest(), 2).await;
        assert!(text(&mails[1]["subject"]).contains("Cancelled"));
        assert!(!text(&mails[1]["text"]).contains("/j/"), "no dead link in the last mail");
    });
}

/// A06: what somebody deleted at Zoom already (404, code 3001) counts as deleted.
#[test]
fn a_meeting_that_is_gone_counts_as_deleted() {
    run(async {
        let client = Client::apart("a06-gone").await;
        let (_, meeting) = ready(&client, "b1").await;
        client.delete_at_zoom(&meeting["id"]).await;
        cancel(&client, "b1", 2).await;
        client.meeting_in("b1", "deleted").await;
        let deletes = client.zoom_calls("DELETE", &format!("/meetings/{}", meeting["id"])).await;
        let ours = deletes.iter().filter(|call| call["status"] == 404).count();
        assert_eq!(ours, 1, "asked once, told 404, and content: {deletes:#?}");
    });
}

/// A06: the deletion arrives first and the older creation later: no meeting lives at the end, and
/// none was ever asked for. A newer booking revives the session.
#[test]
fn a_late_creation_after_its_deletion_makes_nothing() {
    run(async {
        let client = Client::apart("a06-late").await;
        client.set_up().await;
        cancel(&client, "b1", 5).await;
        client.session("b1", |session| session["state"] == "cancelled").await;
        client.tell("session.upserted", &client.booking("b1", 4)).await;
        // What is told after it is done after it: when the second booking is ready, the late one of
        // the same moment has had its turn, and one more message about it changes nothing.
        client.tell("session.upserted", &client.booking("b2", 1)).await;
        client.meeting_in("b2", "ready").await;
        client.tell("session.upserted", &client.booking("b1", 4)).await;
        client.tell("session.upserted", &client.booking("b3", 1)).await;
        client.meeting_in("b3", "ready").await;
        let session = client.session("b1", |_| true).await;
        assert_eq!((&session["state"], &session["version"]), (&json!("cancelled"), &json!(5)));
        assert_eq!(client.creates().await.len(), 2, "b2 and b3 only");
        assert_eq!(client.mails(&client.guest(), 2).await.len(), 2);
        client.tell("session.upserted", &client.booking("b1", 6)).await;
        client.meeting_in("b1", "ready").await;
    });
}

/// A08: the token is asked for as a server-to-server app does it, and never refreshed with another
/// grant.
#[test]
fn the_token_is_asked_for_with_account_credentials() {
    run(async {
        let client = Client::apart("a08").await;
        ready(&client, "b1").await;
        let tokens = client.zoom_calls("POST", "/oauth/token").await;
        // People's own tokens are another matter: theirs are asked for with a proof.
        let peoples = ["code_verifier", "grant_type=refresh_token"];
        let is_apps =
            |call: &&Value| !peoples.iter().any(|part| text(&call["body"]).contains(part));
        let tokens: Vec<_> = tokens.iter().filter(is_apps).collect();
        assert!(!tokens.is_empty());
        for call in tokens {
            let body = text(&call["body"]);
            assert!(text(&call["headers"]["authorization"]).starts_with("Basic"), "{call:#}");
            let form: Vec<_> = url::form_urlencoded::parse(body.as_bytes()).collect();
            let has = |name: &str, value: &str| form.iter().any(|(n, v)| n == name && v == value);
            assert!(has("grant_type", "account_credentials"), "{call:#}");
            assert!(has("account_id", "acc-demo"), "{call:#}");
            assert!(!body.contains("refresh_token"), "{call:#}");
        }
    });
}

/// A09: the client secret is kept and never comes back, on no call.
#[test]
fn the_client_secret_never_comes_back() {
    run(async {
        let client = Client::apart("a09").await;
        client.set_up().await;
        let zoom = json!({"kind": "s2s", "account_id": "acc-demo", "client_id": "client-demo",
                          "client_secret": "secret-demo"});
        let saved = client.ok("PUT", "/connections/zoom", zoom).await;
        assert_eq!(saved["client_secret"], "•••");
        for path in
            ["/connections", "/connections/zoom", "/readiness", "/diagnostics", "/connectors", ""]
        {
            let answer = client.get(path).await;
            assert!(!answer.to_string().contains("secret-demo"), "{path}: {answer}");
        }
        let shown = client.get("/connections/zoom").await;
        assert_eq!(
            (&shown["client_id"], &shown["client_secret"]),
            (&json!("client-demo"), &json!("•••"))
        );
        // The mask is not a secret: sending back what was read must not destroy what is kept.
        let masked = json!({"kind": "s2s", "account_id": "acc-demo", "client_id": "client-demo",
                            "client_secret": "•••"});
        assert_eq!(client.call("PUT", "/connections/zoom", Some(&masked)).await.status, 422);
        client.connect().await;
    });
}

/// A11: create, change and delete work although nobody told Zoom to send us events, and we ask Zoom
/// for nothing but meetings.
#[test]
fn the_flow_needs_no_events_of_zoom() {
    run(async {
        let client = Client::apart("a11").await;
        let (mut booking, meeting) = ready(&client, "b1").await;
        booking["version"] = json!(2);
        booking["end"] = json!("2031-02-03T10:30:00Z");
        booking["start"] = json!("2031-02-03T09:00:00Z");
        client.tell("session.upserted", &booking).await;
        client.session("b1", |session| session["meeting"]["applied_version"] == 2).await;
        cancel(&client, "b1", 3).await;
        client.meeting_in("b1", "deleted").await;
        let id = text(&meeting["id"]);
        let calls = client.requests("zoom").await;
        let about = |call: &&Value| {
            text(&call["path"]).contains(&id) || call["path"] == client.meetings_path()
        };
        let mut methods: Vec<_> =
            calls.iter().filter(about).map(|call| text(&call["method"])).collect();
        methods.retain(|method| method != "GET");
        assert_eq!(methods, ["POST", "PATCH", "DELETE"]);
        let foreign = |call: &&Value| {
            let path = text(&call["path"]);
            !["/oauth/", "/users", "/meetings"].iter().any(|known| path.starts_with(known))
        };
        assert_eq!(calls.iter().filter(foreign).count(), 0, "nothing else is asked of Zoom");
    });
}
