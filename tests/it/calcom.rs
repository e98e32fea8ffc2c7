//! Cal.com's story: one booking under several uids.

use convoke_tests::live::{Client, run, text};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

/// What Cal.com says of a booking `minutes` after the beginning of the story.
fn message(client: &Client, trigger: &str, uid: &str, minutes: i64, change: &Value) -> Value {
    let at = Timestamp::from_second(1_924_000_000).unwrap() + SignedDuration::from_mins(minutes);
    let mut payload = json!({
        "type": "ensikaynti", "title": "First visit", "eventTypeId": 101, "uid": uid,
        "additionalNotes": "My back hurts", "startTime": "2031-03-04T08:00:00Z",
        "endTime": "2031-03-04T08:45:00Z", "length": 45, "status": "ACCEPTED",
        "organizer": {"name": "Aino", "email": client.host(), "timeZone": "Europe/Helsinki"},
        "attendees": [{"name": "Matti Virtanen", "email": client.guest(),
                       "timeZone": "Europe/Helsinki", "language": {"locale": "en"}}],
        "location": "integrations:zoom", "somethingNew": [1, 2],
    });
    payload.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    json!({"triggerEvent": trigger, "createdAt": at.to_string(), "payload": payload})
}

async fn tell(client: &Client, body: &Value) {
    let answer = client.tell_calcom(body).await;
    assert_eq!((answer.status, &answer.body["status"]), (200, &json!("queued")), "{answer:?}");
}

/// The booking under its second uid, an hour later.
fn moved(client: &Client, minutes: i64) -> Value {
    let change = json!({"rescheduleUid": "u1", "startTime": "2031-03-05T11:30:00Z",
                        "endTime": "2031-03-05T12:15:00Z"});
    message(client, "BOOKING_RESCHEDULED", "u2", minutes, &change)
}

async fn in_state(client: &Client, uid: &str, state: &str) -> Value {
    client.session_of("cal", uid, |session| session["meeting"]["state"] == state).await
}

/// Created, moved to a new uid, cancelled by the newest: one session, one meeting, whichever uid asks.
#[test]
fn a_chain_of_uids_is_one_session() {
    run(async {
        let client = Client::apart("chain").await;
        client.set_up().await;
        tell(&client, &message(&client, "BOOKING_CREATED", "u1", 0, &json!({}))).await;
        let first = client.told_of("cal", "u1", 2).await;
        assert_eq!(
            (&first["service"], &first["meeting"]["state"]),
            (&json!("101"), &json!("ready"))
        );
        tell(&client, &moved(&client, 1)).await;
        let told = client.told_of("cal", "u1", 4).await;
        assert_eq!(told["start"], "2031-03-05T11:30:00Z");
        assert_eq!(told["meeting"]["applied_version"], told["version"]);
        let under = async |uid: &str| client.session_of("cal", uid, |_| true).await;
        let (one, two) = (under("u1").await, under("u2").await);
        assert_eq!(one["external_id"], "u1");
        assert_eq!(one, two, "either uid reads the same session");
        assert_eq!(two["meeting"]["id"], first["meeting"]["id"]);
        assert_eq!(two["meeting"]["join_url"], first["meeting"]["join_url"]);
        assert_eq!(client.creates().await.len(), 1);
        let third = json!({"rescheduleUid": "u2", "startTime": "2031-03-06T08:00:00Z",
                           "endTime": "2031-03-06T08:45:00Z"});
        tell(&client, &message(&client, "BOOKING_RESCHEDULED", "u3", 2, &third)).await;
        let three = client
            .session_of("cal", "u3", |session| session["start"] == "2031-03-06T08:00:00Z")
            .await;
        assert_eq!(three["external_id"], "u1");
        tell(&client, &message(&client, "BOOKING_CANCELLED", "u3", 3, &json!({}))).await;
        for uid in ["u1", "u2", "u3"] {
            in_state(&client, uid, "deleted").await;
        }
        assert_eq!(client.meetings().await.len(), 0);
        assert_eq!(client.creates().await.len(), 1);
    });
}

/// The move arrives before the booking it moves: still one session and one meeting, at the new time.
#[test]
fn a_move_may_come_first() {
    run(async {
        let client = Client::apart("moved-first").await;
        client.set_up().await;
        tell(&client, &moved(&client, 1)).await;
        in_state(&client, "u2", "ready").await;
        tell(&client, &message(&client, "BOOKING_CREATED", "u1", 0, &json!({}))).await;
        tell(&client, &message(&client, "BOOKING_CREATED", "u9", 2, &json!({}))).await;
        in_state(&client, "u9", "ready").await;
        let session = in_state(&client, "u1", "ready").await;
        assert_eq!(session["start"], "2031-03-05T11:30:00Z", "the older fact changes nothing");
        let meetings = client.meetings().await;
        assert_eq!(meetings.len(), 2, "that of u9, and one of the chain");
        let starts: Vec<_> = meetings.iter().map(|meeting| text(&meeting["start_time"])).collect();
        assert!(starts.contains(&"2031-03-05T11:30:00Z".to_owned()), "{starts:?}");
        tell(&client, &message(&client, "BOOKING_CANCELLED", "u2", 3, &json!({}))).await;
        in_state(&client, "u1", "deleted").await;
        assert_eq!(client.meetings().await.len(), 1);
    });
}

/// A cancellation that asks for another time deletes the meeting; the booking that follows revives
/// the session.
#[test]
fn a_request_to_move_is_revived_by_the_next_booking() {
    run(async {
        let client = Client::apart("revived").await;
        client.set_up().await;
        tell(&client, &message(&client, "BOOKING_CREATED", "u1", 0, &json!({}))).await;
        let first = in_state(&client, "u1", "ready").await;
        let request = json!({"requestReschedule": true, "status": "CANCELLED"});
        tell(&client, &message(&client, "BOOKING_CANCELLED", "u1", 1, &request)).await;
        in_state(&client, "u1", "deleted").await;
        let again = json!({"rescheduleUid": "u1", "startTime": "2031-03-07T08:00:00Z",
                           "endTime": "2031-03-07T08:45:00Z"});
        tell(&client, &message(&client, "BOOKING_CREATED", "u2", 2, &again)).await;
        let second = in_state(&client, "u1", "ready").await;
        assert_eq!(
            (&second["state"], &second["start"]),
            (&json!("scheduled"), &json!("2031-03-07T08:00:00Z"))
        );
        assert_ne!(second["meeting"]["id"], first["meeting"]["id"]);
        assert_eq!(client.session_of("cal", "u2", |_| true).await["external_id"], "u1");
        assert_eq!(client.meetings().await.len(), 1);
    });
}

/// A booking made twice, and an older one after a newer one, change nothing.
#[test]
fn repetitions_and_late_messages_change_nothing() {
    run(async {
        let client = Client::apart("repeated").await;
        client.set_up().await;
        let created = message(&client, "BOOKING_CREATED", "u1", 5, &json!({}));
        for _ in 0..3 {
            tell(&client, &created).await;
        }
        in_state(&client, "u1", "ready").await;
        let older = json!({"startTime": "2031-03-01T08:00:00Z", "endTime": "2031-03-01T08:45:00Z"});
        tell(&client, &message(&client, "BOOKING_CREATED", "u1", 4, &older)).await;
        tell(&client, &message(&client, "BOOKING_CREATED", "u2", 6, &json!({}))).await;
        in_state(&client, "u2", "ready").await;
        let session = client.session_of("cal", "u1", |_| true).await;
        assert_eq!(session["start"], "2031-03-04T08:00:00Z");
        assert_eq!(client.creates().await.len(), 2, "u1 and u2, once each");
        client
            .until("both are told, and nobody twice", async || {
                client.mails(&client.guest(), 0).await.len() == 2
            })
            .await;
    });
}
