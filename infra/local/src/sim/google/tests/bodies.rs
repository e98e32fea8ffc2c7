//! What the body of an event must be.

use serde_json::{Value, json};

use super::{PRIMARY, api, at, insert, interview, refused, token, why};
use crate::sim::tests::Bench;

#[tokio::test]
async fn start_and_end_are_required_and_nothing_else() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    for name in ["start", "end"] {
        for value in [Value::Null, json!({}), json!({"timeZone": "UTC"})] {
            let mut body = interview();
            body[name] = value;
            let answer = api(&bench, &aino, "POST", PRIMARY, body).await;
            assert_eq!(answer.1["error"]["message"], format!("Missing {name} time."));
            assert_eq!(why(answer), refused(400, "global", "required"));
        }
    }
    let body = json!({"start": interview()["start"], "end": interview()["end"]});
    let event = insert(&bench, &aino, "", body).await;
    for name in ["summary", "attendees", "conferenceData", "hangoutLink"] {
        assert_eq!(event.get(name), None, "{name}");
    }
}

/// Times are RFC 3339 with an offset, or local with a time zone.
#[tokio::test]
async fn times_say_which_instant_they_are() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    let instant = "2026-11-03T10:00:00+02:00";
    for start in [
        json!({"dateTime": "2026-11-03T08:00:00Z"}),
        json!({"dateTime": "2026-11-03T08:00:00.000Z"}),
        json!({"dateTime": "2026-11-03T09:00:00+01:00", "timeZone": "Europe/Helsinki"}),
        json!({"dateTime": "2026-11-03T10:00:00", "timeZone": "Europe/Helsinki"}),
        json!({"dateTime": "2026-11-03T08:00:00Z", "date": null}),
    ] {
        let mut body = interview();
        body["start"] = start;
        let event = insert(&bench, &aino, "", body).await;
        assert_eq!(event["start"], json!({"dateTime": instant, "timeZone": "Europe/Helsinki"}));
    }
    for (start, reason) in [
        (json!({"dateTime": "2026-11-03T08:00:00"}), "required"),
        (json!({"dateTime": "2026-11-03T08:00:00", "timeZone": "Europe/Nowhere"}), "invalid"),
        (json!({"dateTime": "2026-11-03 08:00:00Z"}), "invalid"),
        (json!({"dateTime": "2026-11-03T08:00Z"}), "invalid"),
        (json!({"dateTime": "tomorrow"}), "invalid"),
        (json!({"dateTime": 1_793_692_800}), "invalid"),
        (json!("2026-11-03T08:00:00Z"), "invalid"),
        (json!({"date": "2026-11-03"}), "invalid"),
        (json!({"date": "2026-11-03", "dateTime": "2026-11-03T08:00:00Z"}), "invalid"),
    ] {
        let mut body = interview();
        body["start"] = start.clone();
        let answer = api(&bench, &aino, "POST", PRIMARY, body).await;
        assert_eq!(why(answer), refused(400, "global", reason), "{start}");
    }
}

#[tokio::test]
async fn the_end_comes_after_the_start() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    for end in ["2026-11-03T08:00:00Z", "2026-11-03T07:00:00Z", "2026-11-03T09:00:00+02:00"] {
        let mut body = interview();
        body["end"] = json!({"dateTime": end});
        let answer = api(&bench, &aino, "POST", PRIMARY, body).await;
        assert_eq!(why(answer), refused(400, "calendar", "timeRangeEmpty"), "{end}");
    }
    let day = |start: &str, end: &str| json!({"start": {"date": start}, "end": {"date": end}});
    let answer = api(&bench, &aino, "POST", PRIMARY, day("2026-11-03", "2026-11-03")).await;
    assert_eq!(why(answer), refused(400, "calendar", "timeRangeEmpty"));
    let event = insert(&bench, &aino, "", day("2026-11-03", "2026-11-04")).await;
    assert_eq!(event["start"], json!({"date": "2026-11-03"}));
}

#[tokio::test]
async fn each_field_is_checked_and_kept() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    for (name, bad, good) in [
        ("summary", json!(3), json!("Toinen")),
        ("description", json!(["x"]), json!("<b>x</b>")),
        ("status", json!("done"), json!("tentative")),
        ("status", json!("cancelled"), json!("confirmed")),
        ("visibility", json!("secret"), json!("private")),
        ("transparency", json!(true), json!("transparent")),
        ("guestsCanModify", json!("true"), json!(true)),
        ("source", json!({"url": "ftp://x"}), json!({"title": "t", "url": "https://x.example"})),
        ("extendedProperties", json!({"private": {"a": 1}}), json!({"private": {"a": "1"}})),
        (
            "reminders",
            json!({"overrides": [{"method": "sms", "minutes": 5}]}),
            json!({"useDefault": false, "overrides": [{"method": "popup", "minutes": 5}]}),
        ),
    ] {
        let mut body = interview();
        body[name] = bad;
        let answer = api(&bench, &aino, "POST", PRIMARY, body.clone()).await;
        assert_eq!(why(answer), refused(400, "global", "invalid"), "{name}");
        body[name] = good.clone();
        let event = insert(&bench, &aino, "", body).await;
        assert_eq!(event[name], good);
        assert_eq!(api(&bench, &aino, "GET", &at(&event), Value::Null).await.1, event);
    }
    let mut both = interview();
    both["reminders"] =
        json!({"useDefault": true, "overrides": [{"method": "popup", "minutes": 5}]});
    let answer = api(&bench, &aino, "POST", PRIMARY, both).await;
    let reason = "cannotUseDefaultRemindersAndSpecifyOverride";
    assert_eq!(why(answer), refused(400, "calendar", reason));
}

/// Google ignores what it does not know, and what only it writes.
#[tokio::test]
async fn unknown_and_read_only_fields_are_ignored() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    let mut body = interview();
    for (name, value) in [
        ("topic", json!("x")),
        ("hangoutLink", json!("https://evil.example")),
        ("organizer", json!({"email": "matti@demo.example"})),
        ("created", json!("2020-01-01T00:00:00Z")),
        ("iCalUID", json!("mine@x")),
    ] {
        body[name] = value;
    }
    let event = insert(&bench, &aino, "", body).await;
    assert_eq!(event["organizer"]["email"], "aino@demo.example");
    assert_eq!(event["created"], "2026-11-02T08:00:00Z");
    assert_eq!(event["iCalUID"], format!("{}@google.com", event["id"].as_str().unwrap()));
    assert_eq!((event.get("topic"), event.get("hangoutLink")), (None, None));
}

#[tokio::test]
async fn guests_have_addresses_and_are_invited_once() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    for guests in [
        json!([{"displayName": "Maija"}]),
        json!([{"email": "maija"}]),
        json!([{"email": "maija@guest"}]),
        json!([{"email": "a@guest.example, b@guest.example"}]),
        json!(["maija@guest.example"]),
        json!({"email": "maija@guest.example"}),
        json!([{"email": "maija@guest.example", "responseStatus": "maybe"}]),
    ] {
        let mut body = interview();
        body["attendees"] = guests.clone();
        let answer = api(&bench, &aino, "POST", PRIMARY, body).await;
        assert_eq!(why(answer), refused(400, "global", "invalid"), "{guests}");
    }
    let mut body = interview();
    body["attendees"] = json!([
        {"email": "maija@guest.example"},
        {"email": "aino@demo.example", "responseStatus": "accepted"},
        {"email": "Maija@guest.example", "optional": true},
    ]);
    let expected = json!([
        {"email": "maija@guest.example", "responseStatus": "needsAction"},
        {"email": "aino@demo.example", "responseStatus": "accepted", "organizer": true,
         "self": true},
    ]);
    assert_eq!(insert(&bench, &aino, "", body).await["attendees"], expected);
}

#[tokio::test]
async fn long_extended_properties_are_dropped_or_cut() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    let mut body = interview();
    let (name, long) = ("n".repeat(44), "n".repeat(45));
    body["extendedProperties"] = json!({"private": {name.clone(): "v".repeat(1025), long: "v"}});
    let event = insert(&bench, &aino, "", body).await;
    let kept = json!({"private": {name: "v".repeat(1024)}});
    assert_eq!(event["extendedProperties"], kept);
}

#[tokio::test]
async fn a_body_that_is_no_json_object_is_refused() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    for body in [json!([interview()]), Value::Null] {
        let answer = api(&bench, &aino, "POST", PRIMARY, body).await;
        assert_eq!(why(answer), refused(400, "global", "parseError"));
    }
}

/// Better refused than played wrongly.
#[tokio::test]
async fn what_is_not_simulated_is_refused() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    for (name, value) in
        [("recurrence", json!(["RRULE:FREQ=DAILY"])), ("eventType", json!("focusTime"))]
    {
        let mut body = interview();
        body[name] = value;
        let answer = api(&bench, &aino, "POST", PRIMARY, body).await;
        assert_eq!(why(answer), refused(400, "global", "invalid"), "{name}");
    }
}
