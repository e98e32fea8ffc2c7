//! Making, reading, changing and calling off events, and their Teams meetings.

use serde_json::{Value, json};

use super::{
    AINO, ROOM, SHARED, address, api, application, ask, create, held, interview, person, put,
};
use crate::sim::tests::Bench;

/// P04 P20: a Teams link is born from an event of the organiser.
#[tokio::test]
async fn an_event_brings_its_teams_link() {
    let bench = Bench::new();
    let token = application(&bench).await;
    let event = create(&bench, &token, interview()).await;
    let url = event["onlineMeeting"]["joinUrl"].as_str().unwrap();
    assert!(url.starts_with("https://teams.microsoft.example/l/meetup-join/"), "{url}");
    assert_eq!(
        (&event["isOnlineMeeting"], &event["onlineMeetingUrl"]),
        (&json!(true), &Value::Null)
    );
    assert_eq!(event["onlineMeetingProvider"], "teamsForBusiness");
    assert_eq!(
        event["start"],
        json!({"dateTime": "2026-11-03T08:00:00.0000000", "timeZone": "UTC"})
    );
    assert_eq!(event["originalStartTimeZone"], "Europe/Helsinki");
    assert_eq!(event["organizer"]["emailAddress"]["address"], "aino@demo.example");
    assert_eq!(event["attendees"][0]["emailAddress"]["name"], "Maija");
    assert_eq!(event.get("transactionId"), None, "only if one was set");
    let content = event["body"]["content"].as_str().unwrap();
    assert!(content.starts_with("<p>Tervetuloa!</p>") && content.contains(url), "{content}");
    let (status, read) = api(&bench, &token, "GET", &address(&event), Value::Null).await;
    assert_eq!((status, &read["onlineMeeting"]), (200, &event["onlineMeeting"]));
    let more = create(&bench, &token, interview()).await;
    assert_ne!(more["onlineMeeting"], event["onlineMeeting"]);
}

#[tokio::test]
async fn people_write_to_their_own_calendars() {
    let bench = Bench::new();
    let aino = person(&bench, "aino").await;
    let mut body = interview();
    body.as_object_mut().unwrap().remove("onlineMeetingProvider");
    let (status, event) = api(&bench, &aino, "POST", "/me/calendar/events", body).await;
    assert_eq!(status, 201);
    assert_eq!(event["onlineMeetingProvider"], "teamsForBusiness", "the calendar's usual one");
    let path = format!("/me/events/{}", event["id"].as_str().unwrap());
    assert_eq!(api(&bench, &aino, "GET", &path, Value::Null).await.0, 200);
}

/// P21: nobody's mailbox has no Teams.
#[tokio::test]
async fn without_teams_an_event_is_one_like_any_other() {
    let bench = Bench::new();
    let token = application(&bench).await;
    for (enabled, user) in [(true, SHARED), (true, ROOM), (false, AINO)] {
        put(&bench, json!({"teams_enabled": enabled}));
        let path = format!("/users/{user}/events");
        let (status, event) = api(&bench, &token, "POST", &path, interview()).await;
        assert_eq!(status, 201);
        assert_eq!(
            (&event["isOnlineMeeting"], &event["onlineMeeting"]),
            (&json!(false), &Value::Null)
        );
    }
    put(&bench, json!({"teams_enabled": true}));
    let mut body = interview();
    body["isOnlineMeeting"] = json!(false);
    assert_eq!(create(&bench, &token, body).await["onlineMeeting"], Value::Null);
    let mut body = interview();
    body["onlineMeetingProvider"] = json!("skypeForBusiness");
    let path = format!("/users/{AINO}/events");
    assert_eq!(api(&bench, &token, "POST", &path, body).await.0, 400);
}

#[tokio::test]
async fn a_change_keeps_the_link_as_long_as_the_body_keeps_it() {
    let bench = Bench::new();
    let token = application(&bench).await;
    let event = create(&bench, &token, interview()).await;
    let path = address(&event);
    let later = json!({
        "subject": "Muutettu",
        "start": {"dateTime": "2026-11-04T10:00:00", "timeZone": "FLE Standard Time"},
        "end": {"dateTime": "2026-11-04T11:00:00", "timeZone": "FLE Standard Time"},
        "isOnlineMeeting": false,
        "onlineMeetingProvider": "unknown",
    });
    let (status, moved) = api(&bench, &token, "PATCH", &path, later).await;
    assert_eq!((status, &moved["subject"]), (200, &json!("Muutettu")));
    assert_eq!(moved["start"]["dateTime"], "2026-11-04T08:00:00.0000000");
    assert_eq!((&moved["id"], &moved["onlineMeeting"]), (&event["id"], &event["onlineMeeting"]));
    assert_eq!(moved["isOnlineMeeting"], true, "can't be switched back");
    let content = event["body"]["content"].as_str().unwrap().replace("Tervetuloa", "Hei");
    let kept = json!({"body": {"contentType": "html", "content": content}});
    let (_, kept) = api(&bench, &token, "PATCH", &path, kept).await;
    assert_eq!(kept["onlineMeeting"], event["onlineMeeting"]);
    let lost = json!({"body": {"contentType": "text", "content": "a < b"}});
    let (_, lost) = api(&bench, &token, "PATCH", &path, lost).await;
    assert_eq!(lost["onlineMeeting"], json!({"joinUrl": null}), "the details went with the body");
    assert_eq!(
        (&lost["isOnlineMeeting"], &lost["bodyPreview"]),
        (&json!(true), &json!("a &lt; b"))
    );
    let again = json!({"isOnlineMeeting": true});
    let (_, again) = api(&bench, &token, "PATCH", &path, again).await;
    assert_eq!(again["onlineMeeting"], json!({"joinUrl": null}));
}

#[tokio::test]
async fn an_event_can_become_an_online_meeting_later() {
    let bench = Bench::new();
    let token = application(&bench).await;
    let mut body = interview();
    body["isOnlineMeeting"] = json!(false);
    let event = create(&bench, &token, body).await;
    let change = json!({"isOnlineMeeting": true, "onlineMeetingProvider": "teamsForBusiness"});
    let (_, online) = api(&bench, &token, "PATCH", &address(&event), change).await;
    assert!(online["onlineMeeting"]["joinUrl"].is_string());
    assert_eq!(online["location"]["displayName"], "Microsoft Teams Meeting");
}

#[tokio::test]
async fn what_is_called_off_is_gone() {
    let bench = Bench::new();
    let token = application(&bench).await;
    for (method, tail, body, expected) in [
        ("DELETE", "", Value::Null, 204),
        ("POST", "/cancel", json!({"comment": "Sairastapaus"}), 202),
        ("POST", "/cancel", json!({"Comment": "Sairastapaus"}), 202),
    ] {
        let event = create(&bench, &token, interview()).await;
        let path = address(&event);
        let answer = api(&bench, &token, method, &format!("{path}{tail}"), body).await;
        assert_eq!(answer, (expected, Value::Null));
        for (method, path, body) in [
            ("GET", path.clone(), Value::Null),
            ("PATCH", path.clone(), json!({"subject": "x"})),
            ("POST", format!("{path}/cancel"), json!({})),
            ("DELETE", path.clone(), Value::Null),
        ] {
            let (status, body) = api(&bench, &token, method, &path, body).await;
            assert_eq!((status, &body["error"]["code"]), (404, &json!("ErrorItemNotFound")));
        }
    }
    let events = held(&bench)["events"].clone();
    assert!(events.as_array().unwrap().iter().all(|event| event["status"] == "cancelled"));
    let path = format!("/users/{SHARED}/events");
    let (_, other) = api(&bench, &token, "POST", &path, interview()).await;
    assert_eq!(
        api(&bench, &token, "DELETE", &address(&other), Value::Null).await.0,
        404,
        "not hers"
    );
}

#[tokio::test]
async fn bodies_are_checked_property_by_property() {
    let bench = Bench::new();
    let token = application(&bench).await;
    let path = format!("/users/{AINO}/events");
    let utc = |text: &str| json!({"dateTime": text, "timeZone": "UTC"});
    for (name, value, code) in [
        ("nonsense", json!(1), "RequestBodyRead"),
        ("Subject", json!("x"), "RequestBodyRead"),
        ("onlineMeetingUrl", json!("x"), "ErrorInvalidPropertySet"),
        ("onlineMeeting", json!({"joinUrl": "x"}), "ErrorInvalidPropertySet"),
        ("id", json!("x"), "ErrorInvalidPropertySet"),
        ("recurrence", json!({}), "ErrorPropertyValidationFailure"),
        ("subject", json!(1), "ErrorPropertyValidationFailure"),
        ("isOnlineMeeting", json!("true"), "ErrorPropertyValidationFailure"),
        ("onlineMeetingProvider", json!("zoom"), "ErrorPropertyValidationFailure"),
        ("importance", json!("urgent"), "ErrorPropertyValidationFailure"),
        (
            "body",
            json!({"contentType": "markdown", "content": ""}),
            "ErrorPropertyValidationFailure",
        ),
        (
            "attendees",
            json!([{"emailAddress": {"address": "x"}}]),
            "ErrorPropertyValidationFailure",
        ),
        ("attendees", json!(["a@b.example"]), "ErrorPropertyValidationFailure"),
        ("start", Value::Null, "ErrorPropertyValidationFailure"),
        ("start", json!("2026-11-03T08:00:00Z"), "ErrorPropertyValidationFailure"),
        ("start", utc("2026-11-03T08:00:00Z"), "ErrorPropertyValidationFailure"),
        ("start", utc("2026-11-03T08:00:00+02:00"), "ErrorPropertyValidationFailure"),
        ("start", utc("2026-11-03"), "ErrorPropertyValidationFailure"),
        ("start", json!({"dateTime": "2026-11-03T08:00:00"}), "ErrorPropertyValidationFailure"),
        ("end", utc("2026-11-03T07:59:59"), "ErrorPropertyValidationFailure"),
        (
            "end",
            json!({"dateTime": "2026-11-03T09:00:00", "timeZone": "Helsinki"}),
            "TimeZoneNotSupportedException",
        ),
    ] {
        let mut body = interview();
        body[name] = value;
        let (status, answer) = api(&bench, &token, "POST", &path, body.clone()).await;
        assert_eq!((status, &answer["error"]["code"]), (400, &json!(code)), "{body}");
    }
    assert_eq!(api(&bench, &token, "POST", &path, json!([interview()])).await.0, 400);
    assert_eq!(held(&bench)["events"], json!([]));
    assert_eq!(held(&bench)["notified"], json!([]));
}

#[tokio::test]
async fn what_is_set_is_shown() {
    let bench = Bench::new();
    let token = application(&bench).await;
    let mut body = interview();
    let set = json!({
        "showAs": "tentative", "importance": "high", "sensitivity": "private",
        "categories": ["Rekry"], "isReminderOn": false, "hideAttendees": true,
        "allowNewTimeProposals": false, "reminderMinutesBeforeStart": 5, "responseRequested": false,
    });
    body.as_object_mut().unwrap().extend(set.as_object().unwrap().clone());
    body["location"] = json!({"displayName": "Etänä"});
    let event = create(&bench, &token, body).await;
    for (name, value) in set.as_object().unwrap() {
        assert_eq!(&event[name], value, "{name}");
    }
    assert_eq!(event["location"]["displayName"], "Etänä");
}

#[tokio::test]
async fn times_are_shown_in_the_zone_that_is_preferred() {
    let bench = Bench::new();
    let token = application(&bench).await;
    let event = create(&bench, &token, interview()).await;
    let path = address(&event);
    for (zone, expected, status) in [
        ("Europe/Helsinki", "2026-11-03T10:00:00.0000000", 200),
        ("W. Europe Standard Time", "2026-11-03T09:00:00.0000000", 200),
        ("Nowhere", "", 400),
    ] {
        let prefer = format!("odata.maxpagesize=5, outlook.timezone=\"{zone}\"");
        let prefer = [("prefer", prefer.as_str())];
        let (got, body, _) = ask(&bench, &token, ("GET", &path), &prefer, Value::Null).await;
        assert_eq!(got, status);
        if status == 200 {
            assert_eq!(body["start"], json!({"dateTime": expected, "timeZone": zone}));
        }
    }
}
