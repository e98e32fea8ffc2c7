//! What senders may get wrong at the hook, and what healing does about what is right but can't be
//! done yet.

use convoke_tests::hooks::{calcom_signature, standard_signature};
use convoke_tests::live::{Answer, CALCOM_SECRET, Client, STANDARD_SECRET, run, text};
use jiff::Timestamp;
use serde_json::{Value, json};

async fn set_up(tenant: &str) -> Client {
    let client = Client::apart(tenant).await;
    client.set_up().await;
    client
}

/// A message with these three headers.
async fn standard(client: &Client, id: &str, at: i64, signature: &str, body: &str) -> Answer {
    let headers = [
        ("webhook-id", id.to_owned()),
        ("webhook-timestamp", at.to_string()),
        ("webhook-signature", signature.to_owned()),
    ];
    client.hook("booking", &headers, body.as_bytes()).await
}

/// The fields and codes that a refusal names, sorted.
fn errors(answer: &Answer) -> Vec<(String, String)> {
    let errors = answer.body["errors"].as_array().cloned().unwrap_or_default();
    let mut errors: Vec<_> =
        errors.iter().map(|error| (text(&error["field"]), text(&error["code"]))).collect();
    errors.sort();
    errors
}

fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter().map(|(field, code)| ((*field).to_owned(), (*code).to_owned())).collect()
}

/// The refusal is a problem document with this status and code.
fn refused(answer: &Answer, status: u16, code: &str) {
    assert_eq!((answer.status, &answer.body["code"]), (status, &json!(code)), "{answer:?}");
    assert_eq!(answer.headers["content-type"], "application/problem+json");
    assert_eq!(answer.body["status"], status);
    assert!(answer.body["title"].is_string() && answer.body["detail"].is_string(), "{answer:?}");
}

/// Signatures that are wrong, missing, stale or for another body are 401, for both kinds of sender,
/// and nothing comes of it.
#[test]
fn unsigned_messages_are_refused() {
    run(async {
        let client = set_up("unsigned").await;
        let now = Timestamp::now().as_second();
        let booking = client.booking("b1", 1);
        let body = json!({"type": "session.upserted", "data": booking}).to_string();
        let right = |at| standard_signature(STANDARD_SECRET, "msg_1", at, body.as_bytes());
        let other = "whsec_OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk=";
        let wrong = standard_signature(other, "msg_1", now, body.as_bytes());
        let answer = standard(&client, "msg_1", now, &wrong, &body).await;
        refused(&answer, 401, "signature_mismatch");
        let answer = standard(&client, "msg_2", now, &right(now), &body).await;
        refused(&answer, 401, "signature_mismatch");
        let answer = standard(&client, "msg_1", now, &right(now), &body.replace("b1", "b2")).await;
        refused(&answer, 401, "signature_mismatch");
        for at in [now - 600, now + 600] {
            let answer = standard(&client, "msg_1", at, &right(at), &body).await;
            refused(&answer, 401, "signature_stale");
        }
        let answer = client.hook("booking", &[], body.as_bytes()).await;
        refused(&answer, 401, "signature_missing");
        let answer = client.hook("cal", &[], body.as_bytes()).await;
        refused(&answer, 401, "signature_missing");
        let wrong = calcom_signature("another-secret", body.as_bytes());
        let answer = client.hook("cal", &[("x-cal-signature-256", wrong)], body.as_bytes()).await;
        refused(&answer, 401, "signature_mismatch");
        assert_eq!(client.get("/rejected").await["items"], json!([]), "nothing is kept");
        assert_eq!(client.call("GET", "/sessions/booking/b1", None).await.status, 404);
    });
}

/// What is signed but not JSON is 400, an unknown tenant or source 404, a large body 413.
#[test]
fn what_is_no_message_is_refused() {
    run(async {
        let client = set_up("no-message").await;
        refused(&client.tell_raw("booking", b"{\"type\":").await, 400, "not_json");
        refused(&client.tell_raw("booking", b"").await, 400, "not_json");
        refused(&client.tell_raw("booking", &[0xff, 0xfe]).await, 400, "not_json");
        refused(&client.tell_raw("nobody", b"{}").await, 404, "hook_not_found");
        let mut stranger = client.clone();
        "no-such-tenant".clone_into(&mut stranger.tenant);
        refused(&stranger.tell_raw("booking", b"{}").await, 404, "hook_not_found");
        let mut booking = client.booking("b1", 1);
        booking["fields"]["note"] = json!("x".repeat(300 * 1024));
        let answer = client.tell("session.upserted", &booking).await;
        refused(&answer, 413, "body_too_large");
        assert_eq!(client.get("/rejected").await["items"], json!([]), "nothing is kept");
    });
}

/// Every bad field is named at once with its code, and nothing is half written.
#[test]
fn every_bad_field_is_named() {
    run(async {
        let client = set_up("fields").await;
        let refusal = async |change: Value| {
            let mut booking = client.booking("b1", 1);
            booking.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
            let answer = client.tell("session.upserted", &booking).await;
            assert_eq!(answer.status, 422, "{answer:?}");
            errors(&answer)
        };
        let start = "2031-02-03T09:00:00Z";
        for (change, expected) in [
            (json!({"start": start, "end": start}), ("data.end", "end_before_start")),
            (json!({"time_zone": "Mars/Base"}), ("data.time_zone", "time_zone_unknown")),
            (json!({"mode": "skype"}), ("data.mode", "mode_unknown")),
            (json!({"colour": "red"}), ("data.colour", "unknown_field")),
            (json!({"start": "tomorrow"}), ("data.start", "instant_invalid")),
            (json!({"version": 0}), ("data.version", "version_invalid")),
            (json!({"external_id": null}), ("data.external_id", "required")),
            (json!({"title": "a\nb"}), ("data.title", "not_one_line")),
            (
                json!({"attendees": [{"name": "Matti", "email": "matti"}]}),
                ("data.attendees[0].email", "email_invalid"),
            ),
        ] {
            assert_eq!(refusal(change).await, pairs(&[expected]));
        }
        let several =
            json!({"time_zone": "Mars/Base", "colour": "red", "shape": 1, "version": "1"});
        assert_eq!(
            refusal(several).await,
            pairs(&[
                ("data.colour", "unknown_field"),
                ("data.shape", "unknown_field"),
                ("data.time_zone", "time_zone_unknown"),
                ("data.version", "version_invalid"),
            ])
        );
        let unknown = client.tell("session.exploded", &client.booking("b1", 1)).await;
        refused(&unknown, 422, "event_type_unknown");
        assert_eq!(client.call("GET", "/sessions/booking/b1", None).await.status, 404);
        assert_eq!(client.creates().await.len(), 0);
        client.tell("session.upserted", &client.booking("b1", 1)).await;
        client.meeting_in("b1", "ready").await;
    });
}

/// A message that can't be translated is kept once, however often it comes, with its source, code and
/// what to do; its body can be read by administrators.
#[test]
fn what_cant_be_translated_is_kept_once() {
    run(async {
        let client = set_up("kept").await;
        let mut booking = client.booking("b1", 1);
        booking["time_zone"] = json!("Mars/Base");
        let body = json!({"type": "session.upserted", "data": booking}).to_string();
        for _ in 0..2 {
            let answer = client.tell_raw("booking", body.as_bytes()).await;
            refused(&answer, 422, "time_zone_unknown");
        }
        let kept = client.get("/rejected").await;
        let [entry] = kept["items"].as_array().unwrap().as_slice() else { panic!("{kept}") };
        assert_eq!(
            (&entry["source"], &entry["code"]),
            (&json!("booking"), &json!("time_zone_unknown"))
        );
        assert!(entry["id"].is_string() && !text(&entry["detail"]).is_empty(), "{entry}");
        assert!(text(&entry["received_at"]).parse::<Timestamp>().is_ok());
        let whole = client.get(&format!("/rejected/{}", text(&entry["id"]))).await;
        assert_eq!(whole["body"], *body);
        booking["external_id"] = json!("b2");
        client.tell("session.upserted", &booking).await;
        assert_eq!(client.get("/rejected").await["items"].as_array().unwrap().len(), 2);
        let pages = client.pages("/rejected?limit=1").await;
        let ids: Vec<_> = pages.iter().map(|entry| text(&entry["id"])).collect();
        assert_eq!(ids.len(), 2, "each once: {ids:?}");
        assert_ne!(ids[0], ids[1]);
    });
}

/// Cal.com would disable a hook that answers with errors: what can't be translated is 200 and kept,
/// and triggers that ask for nothing are 200 and ignored.
#[test]
fn calcom_hears_no_errors() {
    run(async {
        let client = set_up("calcom-kind").await;
        for body in [
            json!({"triggerEvent": "BOOKING_CREATED", "createdAt": "2031-01-01T00:00:00Z",
                   "payload": {"uid": "u1"}}),
            json!({"booking": "a template of somebody's own"}),
        ] {
            let answer = client.tell_calcom(&body).await;
            assert_eq!(
                (answer.status, &answer.body["status"]),
                (200, &json!("kept")),
                "{answer:?}"
            );
            assert!(answer.body["code"].is_string());
        }
        let templated = b"uid=u1&trigger=BOOKING_CREATED";
        let signature = calcom_signature(CALCOM_SECRET, templated);
        let headers = [
            ("x-cal-signature-256", signature),
            ("content-type", "application/x-www-form-urlencoded".to_owned()),
        ];
        let answer = client.hook("cal", &headers, templated).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        assert_eq!(client.get("/rejected").await["items"].as_array().unwrap().len(), 3);
        for trigger in [
            "BOOKING_REQUESTED",
            "BOOKING_REJECTED",
            "BOOKING_NO_SHOW_UPDATED",
            "MEETING_STARTED",
            "MEETING_ENDED",
        ] {
            let body = json!({"triggerEvent": trigger, "createdAt": "2031-01-01T00:00:00Z",
                              "payload": {"uid": "u1"}});
            let answer = client.tell_calcom(&body).await;
            assert_eq!(
                (answer.status, &answer.body["status"]),
                (200, &json!("ignored")),
                "{trigger}"
            );
        }
        assert_eq!(client.call("GET", "/sessions/cal/u1", None).await.status, 404);
    });
}

/// A service, a host and a connection that are not there yet block, each with its code and without a
/// call to Zoom; each heals when it comes.
#[test]
fn what_is_missing_blocks_and_heals() {
    run(async {
        let client = Client::apart("heals").await;
        client.ok("PUT", "", json!({"name": "Aalto", "time_zone": "Europe/Helsinki"})).await;
        let source = json!({"kind": "standard", "secret": STANDARD_SECRET});
        client.ok("PUT", "/sources/booking", source).await;
        assert_eq!(client.tell("session.upserted", &client.booking("b1", 1)).await.status, 200);
        let reason = async |code: &str| {
            client.session("b1", |session| session["meeting"]["reason"] == code).await
        };
        assert_eq!(reason("service_unknown").await["meeting"]["state"], "blocked");
        let service =
            json!({"name": "First visit", "video": {"enabled": true, "provider": "zoom"}});
        client.ok("PUT", "/services/101", service).await;
        reason("not_connected").await;
        client.connect().await;
        reason("host_not_mapped").await;
        let host = json!({"name": "Aino", "emails": [client.host()]});
        client.ok("PUT", "/people/aino", host).await;
        client.settings_are_known().await;
        reason("host_not_mapped").await;
        assert_eq!(client.creates().await.len(), 0);
        client.ok("PUT", "/people/aino/links/zoom", json!({"external_id": client.user})).await;
        client.meeting_in("b1", "ready").await;
        assert_eq!(client.creates().await.len(), 1);
    });
}

/// Contract: no meeting is made for a start that has passed.
#[test]
fn the_past_gets_no_meeting() {
    run(async {
        let client = set_up("past").await;
        let mut booking = client.booking("b1", 1);
        booking["start"] = json!("2020-02-03T09:00:00Z");
        booking["end"] = json!("2020-02-03T10:00:00Z");
        assert_eq!(client.tell("session.upserted", &booking).await.status, 200);
        let session = client.session("b1", |it| it["meeting"]["state"] != "wanted").await;
        assert_ne!(session["meeting"]["state"], "ready", "{session:#}");
        client.tell("session.upserted", &client.booking("b2", 1)).await;
        client.meeting_in("b2", "ready").await;
        assert_eq!(client.creates().await.len(), 1);
    });
}
