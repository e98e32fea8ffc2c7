//! Making, reading, changing and deleting events.

use serde_json::{Value, json};

use super::{PRIMARY, api, at, insert, interview, refused, token, why};
use crate::sim::tests::Bench;

async fn patch(bench: &Bench, token: &str, event: &Value, change: Value) -> Value {
    let (status, changed) = api(bench, token, "PATCH", &at(event), change).await;
    assert_eq!(status, 200, "{changed}");
    changed
}

#[tokio::test]
async fn an_event_is_answered_as_the_vendor_shows_it() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    let mut body = interview();
    body["id"] = json!("abc0123");
    let event = insert(&bench, &aino, "", body).await;
    let whose = json!({"email": "aino@demo.example", "self": true});
    let expected = json!({
        "kind": "calendar#event", "etag": event["etag"], "id": "abc0123", "status": "confirmed",
        "htmlLink": event["htmlLink"], "created": "2026-11-02T08:00:00Z",
        "updated": "2026-11-02T08:00:00Z", "creator": whose, "organizer": whose,
        "start": {"dateTime": "2026-11-03T10:00:00+02:00", "timeZone": "Europe/Helsinki"},
        "end": {"dateTime": "2026-11-03T10:45:00+02:00", "timeZone": "Europe/Helsinki"},
        "iCalUID": "abc0123@google.com", "sequence": 0, "reminders": {"useDefault": true},
        "eventType": "default", "summary": "Haastattelu – Maija",
        "attendees": [{"email": "maija@guest.example", "displayName": "Maija",
                       "responseStatus": "needsAction"}],
    });
    assert_eq!(event, expected);
    let path = format!("{}?timeZone=Asia/Tokyo", at(&event));
    let (_, shown) = api(&bench, &aino, "GET", &path, Value::Null).await;
    assert_eq!(shown["start"]["dateTime"], "2026-11-03T17:00:00+09:00");
    let path = format!("{}?timeZone=UTC", at(&event));
    let (_, shown) = api(&bench, &aino, "GET", &path, Value::Null).await;
    assert_eq!(shown["start"], json!({"dateTime": "2026-11-03T08:00:00Z", "timeZone": "UTC"}));
    let answer =
        api(&bench, &aino, "GET", &format!("{}?timeZone=Mars", at(&event)), Value::Null).await;
    assert_eq!(why(answer), refused(400, "global", "invalidParameter"));
}

#[tokio::test]
async fn a_chosen_id_is_base32hex_of_5_to_1024_characters() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    let uuid = "0195a7c2-44f0-7cc1-9d55-0b9a3f3e2c11";
    let long = "v".repeat(1025);
    for id in [
        json!("abcd"),
        json!(long),
        json!("abcdew"),
        json!("ABCDE"),
        json!(uuid),
        json!(""),
        json!(12345),
    ] {
        let mut body = interview();
        body["id"] = id.clone();
        let answer = api(&bench, &aino, "POST", PRIMARY, body).await;
        assert_eq!(answer.1["error"]["message"], "Invalid resource id value.", "{id}");
        assert_eq!(why(answer), refused(400, "global", "invalid"));
    }
    for id in ["abcde".to_owned(), "v".repeat(1024), uuid.replace('-', "")] {
        let mut body = interview();
        body["id"] = json!(id);
        assert_eq!(insert(&bench, &aino, "", body).await["id"], id);
    }
    let made_up = insert(&bench, &aino, "", interview()).await["id"].as_str().unwrap().to_owned();
    assert!(super::super::event::is_id(&made_up), "{made_up}");
}

/// Whoever asks twice after a lost answer learns that the event is there.
#[tokio::test]
async fn an_id_is_taken_for_ever_also_by_a_deleted_event() {
    let bench = Bench::new();
    let (aino, matti) = (token(&bench, "aino").await, token(&bench, "matti").await);
    let mut body = interview();
    body["id"] = json!("abc0123");
    let event = insert(&bench, &aino, "", body.clone()).await;
    for _ in 0..2 {
        let answer = api(&bench, &aino, "POST", PRIMARY, body.clone()).await;
        let message = "The requested identifier already exists.";
        assert_eq!(answer.1["error"]["message"], message);
        assert_eq!(why(answer), refused(409, "global", "duplicate"));
        api(&bench, &aino, "DELETE", &at(&event), Value::Null).await;
    }
    assert_eq!(bench.sims.state("google").unwrap()["events"].as_array().unwrap().len(), 1);
    assert_eq!(insert(&bench, &matti, "", body).await["id"], "abc0123", "per calendar");
}

#[tokio::test]
async fn what_is_deleted_can_still_be_read_and_not_deleted_again() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    let event = insert(&bench, &aino, "", interview()).await;
    let answer = api(&bench, &aino, "DELETE", &at(&event), Value::Null).await;
    assert_eq!(answer, (204, Value::Null));
    let answer = api(&bench, &aino, "DELETE", &at(&event), Value::Null).await;
    assert_eq!(why(answer), refused(410, "global", "deleted"));
    let (status, shown) = api(&bench, &aino, "GET", &at(&event), Value::Null).await;
    assert_eq!((status, &shown["status"]), (200, &json!("cancelled")));
    assert_eq!(shown["summary"], event["summary"]);
    for method in ["GET", "DELETE", "PATCH"] {
        let body = if method == "PATCH" { json!({}) } else { Value::Null };
        let answer = api(&bench, &aino, method, &format!("{PRIMARY}/unknown0"), body).await;
        assert_eq!(why(answer), refused(404, "global", "notFound"), "{method}");
    }
}

#[tokio::test]
async fn a_change_merges_objects_replaces_lists_and_empties_by_null() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    let mut body = interview();
    body["extendedProperties"] = json!({"private": {"a": "1", "b": "2"}, "shared": {"c": "3"}});
    body["location"] = json!("Neukkari");
    let event = insert(&bench, &aino, "", body).await;
    bench.pass(60);
    let change = json!({
        "summary": "Toinen",
        "location": null,
        "attendees": [{"email": "pekka@guest.example"}],
        "extendedProperties": {"private": {"a": "9", "b": null}},
    });
    let changed = patch(&bench, &aino, &event, change).await;
    assert_eq!((&changed["summary"], changed.get("location")), (&json!("Toinen"), None));
    assert_eq!(changed["attendees"][0]["email"], "pekka@guest.example");
    assert_eq!(changed["attendees"].as_array().unwrap().len(), 1);
    let kept = json!({"private": {"a": "9"}, "shared": {"c": "3"}});
    assert_eq!(changed["extendedProperties"], kept);
    assert_eq!((&changed["start"], &changed["sequence"]), (&event["start"], &json!(0)));
    assert_eq!(changed["updated"], "2026-11-02T08:01:00Z");
    assert_ne!(changed["etag"], event["etag"]);
}

#[tokio::test]
async fn a_move_keeps_the_id_and_raises_the_sequence() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    let event = insert(&bench, &aino, "", interview()).await;
    let late = json!({"start": {"dateTime": "2026-11-04T08:00:00Z"}});
    let answer = api(&bench, &aino, "PATCH", &at(&event), late.clone()).await;
    assert_eq!(why(answer), refused(400, "calendar", "timeRangeEmpty"), "the end must follow");
    let mut both = late;
    both["end"] = json!({"dateTime": "2026-11-04T09:00:00Z"});
    let moved = patch(&bench, &aino, &event, both.clone()).await;
    assert_eq!((&moved["id"], &moved["sequence"]), (&event["id"], &json!(1)));
    let again = patch(&bench, &aino, &event, both).await;
    assert_eq!(again, moved, "nothing was different");
    let day = json!({"start": {"date": "2026-11-04"}, "end": {"date": "2026-11-05"}});
    let answer = api(&bench, &aino, "PATCH", &at(&event), day).await;
    assert_eq!(why(answer), refused(400, "global", "invalid"), "dateTime must be emptied");
    let day = json!({"start": {"date": "2026-11-04", "dateTime": null},
                     "end": {"date": "2026-11-05", "dateTime": null}});
    assert_eq!(patch(&bench, &aino, &event, day).await["end"], json!({"date": "2026-11-05"}));
}

/// The vendor answers 200; only the status tells that nobody will see the change.
#[tokio::test]
async fn a_deleted_event_stays_deleted_until_a_change_says_otherwise() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    let event = insert(&bench, &aino, "", interview()).await;
    let gone = patch(&bench, &aino, &event, json!({"status": "cancelled"})).await;
    assert_eq!(gone["status"], "cancelled");
    let answer = api(&bench, &aino, "DELETE", &at(&event), Value::Null).await;
    assert_eq!(why(answer), refused(410, "global", "deleted"));
    let changed = patch(&bench, &aino, &event, json!({"summary": "x"})).await;
    assert_eq!((&changed["status"], &changed["summary"]), (&json!("cancelled"), &json!("x")));
    let back = patch(&bench, &aino, &event, json!({"status": "confirmed"})).await;
    assert_eq!(back["status"], "confirmed");
    assert_eq!(api(&bench, &aino, "DELETE", &at(&event), Value::Null).await.0, 204);
}

#[tokio::test]
async fn if_match_lets_only_the_version_through_that_was_seen() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    let event = insert(&bench, &aino, "", interview()).await;
    let changed = patch(&bench, &aino, &event, json!({"summary": "x"})).await;
    let bearer = format!("Bearer {aino}");
    let path = format!("/google{}", at(&event));
    for (method, etag, expected) in [
        ("PATCH", &event["etag"], 412),
        ("DELETE", &event["etag"], 412),
        ("PATCH", &changed["etag"], 200),
        ("PATCH", &json!("*"), 200),
    ] {
        let headers = [("authorization", bearer.as_str()), ("if-match", etag.as_str().unwrap())];
        let body = if method == "PATCH" { json!({}) } else { Value::Null };
        let (status, body, _) = bench.try_call(method, &path, &headers, &body).await.unwrap();
        assert_eq!(status, expected, "{method} {etag}");
        if expected == 412 {
            assert_eq!(why((412, body)), refused(412, "global", "conditionNotMet"));
        }
    }
}
