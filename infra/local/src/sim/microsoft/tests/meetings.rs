//! Online meetings of their own.

use serde_json::{Value, json};

use super::{AINO, MATTI, ROOM, SHARED, api, application, held, person, put};
use crate::sim::tests::Bench;

fn talk() -> Value {
    json!({
        "subject": "Keskustelu",
        "startDateTime": "2026-11-03T10:00:00+02:00",
        "endDateTime": "2026-11-03T10:45:00+02:00",
        "lobbyBypassSettings": {"scope": "everyone"},
        "recordAutomatically": true,
        "participants": {"attendees": [{"upn": "matti@demo.example", "role": "coorganizer"}]},
    })
}

fn of(user: &str) -> String {
    format!("/users/{user}/onlineMeetings")
}

#[tokio::test]
async fn a_meeting_of_its_own_is_in_no_calendar_and_tells_nobody() {
    let bench = Bench::new();
    let token = application(&bench).await;
    let (status, made) = api(&bench, &token, "POST", &of(AINO), talk()).await;
    assert_eq!(status, 201, "{made}");
    assert!(made["joinWebUrl"].as_str().unwrap().contains("/meetup-join/"));
    assert_eq!(made["startDateTime"], "2026-11-03T08:00:00Z");
    assert_eq!(made["participants"]["organizer"]["identity"]["user"]["id"], AINO);
    assert_eq!(made["participants"]["attendees"][0]["upn"], "matti@demo.example");
    assert_eq!((&made["recordAutomatically"], &made["isBroadcast"]), (&json!(true), &json!(false)));
    assert!(made["joinMeetingIdSettings"]["passcode"].is_string());
    let state = held(&bench);
    assert_eq!((&state["events"], &state["notified"]), (&json!([]), &json!([])));
    assert_eq!(
        (&state["meetings"][0]["user"], &state["meetings"][0]["join_url"]),
        (&json!(AINO), &made["joinWebUrl"])
    );
}

#[tokio::test]
async fn a_person_reads_changes_and_deletes_her_own() {
    let bench = Bench::new();
    let (aino, matti) = (person(&bench, "aino").await, person(&bench, "matti").await);
    let (_, made) = api(&bench, &aino, "POST", "/me/onlineMeetings", talk()).await;
    let path = format!("/me/onlineMeetings/{}", made["id"].as_str().unwrap());
    let change = json!({"subject": "Muutettu", "recordAutomatically": false});
    let (status, changed) = api(&bench, &aino, "PATCH", &path, change).await;
    assert_eq!((status, &changed["subject"]), (200, &json!("Muutettu")));
    assert_eq!((&changed["id"], &changed["joinWebUrl"]), (&made["id"], &made["joinWebUrl"]));
    assert_eq!(
        (&changed["endDateTime"], &changed["recordAutomatically"]),
        (&made["endDateTime"], &json!(false))
    );
    let read = api(&bench, &aino, "GET", &path, Value::Null).await;
    assert_eq!(read, (200, changed));
    assert_eq!(api(&bench, &matti, "GET", &path, Value::Null).await.0, 403, "not his");
    let back = json!({"endDateTime": "2026-11-03T07:00:00Z"});
    assert_eq!(api(&bench, &aino, "PATCH", &path, back).await.0, 400);
    assert_eq!(api(&bench, &aino, "DELETE", &path, Value::Null).await, (204, Value::Null));
    for (method, body) in [("GET", Value::Null), ("PATCH", json!({})), ("DELETE", Value::Null)] {
        assert_eq!(api(&bench, &aino, method, &path, body).await.0, 404, "{method}");
    }
}

#[tokio::test]
async fn an_application_needs_the_policy_and_names_people_by_object_id() {
    let bench = Bench::new();
    let token = application(&bench).await;
    let (status, body) = api(&bench, &token, "POST", &of("aino@demo.example"), talk()).await;
    assert_eq!((status, &body["error"]["code"]), (400, &json!("BadRequest")));
    assert_eq!(api(&bench, &token, "POST", &of("nobody"), talk()).await.0, 404);
    for (policy, aino, matti) in
        [(json!(true), 201, 201), (json!(false), 403, 403), (json!([MATTI]), 403, 201)]
    {
        put(&bench, json!({"access_policy": policy}));
        for (user, expected) in [(AINO, aino), (MATTI, matti)] {
            let (status, body) = api(&bench, &token, "POST", &of(user), talk()).await;
            assert_eq!(status, expected, "{policy} {body}");
            let message = body["error"]["message"].as_str().unwrap_or_default();
            let named = message.contains("application access policy")
                && message.contains("microsoft-client-demo");
            assert!(status == 201 || named, "{message}");
        }
    }
    let aino = person(&bench, "aino").await;
    let (status, _) = api(&bench, &aino, "POST", "/me/onlineMeetings", talk()).await;
    assert_eq!(status, 201, "people need none");
}

/// P21: nobody's mailbox has no licence.
#[tokio::test]
async fn whoever_has_no_licence_has_no_meetings() {
    let bench = Bench::new();
    let token = application(&bench).await;
    for user in [SHARED, ROOM] {
        assert_eq!(api(&bench, &token, "POST", &of(user), talk()).await.0, 403);
    }
    put(&bench, json!({"teams_enabled": false}));
    assert_eq!(api(&bench, &token, "POST", &of(AINO), talk()).await.0, 403);
}

#[tokio::test]
async fn an_external_id_makes_one_meeting() {
    let bench = Bench::new();
    let token = application(&bench).await;
    let path = format!("{}/createOrGet", of(AINO));
    let wanted = |subject: &str| {
        json!({
            "externalId": "e1", "subject": subject,
            "startDateTime": "2026-11-03T08:00:00Z", "endDateTime": "2026-11-03T09:00:00Z",
        })
    };
    let (status, first) = api(&bench, &token, "POST", &path, wanted("Eka")).await;
    assert_eq!((status, &first["externalId"]), (201, &json!("e1")));
    let (status, second) = api(&bench, &token, "POST", &path, wanted("Toka")).await;
    assert_eq!((status, second), (200, first.clone()), "as it is, whatever else is asked for");
    let other = format!("{}/createOrGet", of(MATTI));
    assert_eq!(api(&bench, &token, "POST", &other, wanted("Eka")).await.0, 201, "by organiser");
    let made = format!("{}/{}", of(AINO), first["id"].as_str().unwrap());
    api(&bench, &token, "DELETE", &made, Value::Null).await;
    assert_eq!(api(&bench, &token, "POST", &path, wanted("Eka")).await.0, 201, "free again");
    for (name, value) in [
        ("externalId", Value::Null),
        ("externalId", json!("")),
        ("startDateTime", Value::Null),
        ("startDateTime", json!("2026-11-03T10:00:00+02:00")),
        ("startDateTime", json!("2026-11-03T08:00:00")),
        ("endDateTime", json!("2026-11-03T07:00:00Z")),
        ("recordAutomatically", json!(true)),
    ] {
        let mut body = wanted("Eka");
        body[name] = value;
        assert_eq!(api(&bench, &token, "POST", &path, body.clone()).await.0, 400, "{body}");
    }
}

#[tokio::test]
async fn a_meeting_without_times_is_now_and_an_hour_long() {
    let bench = Bench::new();
    let token = application(&bench).await;
    for (body, start, end) in [
        (json!({}), "2026-11-02T08:00:00Z", "2026-11-02T09:00:00Z"),
        (
            json!({"startDateTime": "2026-11-05T08:00:00Z"}),
            "2026-11-05T08:00:00Z",
            "2026-11-05T09:00:00Z",
        ),
    ] {
        let (_, made) = api(&bench, &token, "POST", &of(AINO), body).await;
        assert_eq!((&made["startDateTime"], &made["endDateTime"]), (&json!(start), &json!(end)));
    }
}

#[tokio::test]
async fn a_meeting_is_found_by_its_link_alone() {
    let bench = Bench::new();
    let token = application(&bench).await;
    let (_, made) = api(&bench, &token, "POST", &of(AINO), talk()).await;
    let encode = |text: &str| {
        percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
    };
    let by = |filter: &str| format!("{}?$filter={}", of(AINO), encode(filter));
    let url = made["joinWebUrl"].as_str().unwrap();
    let (status, found) =
        api(&bench, &token, "GET", &by(&format!("JoinWebUrl eq '{url}'")), Value::Null).await;
    assert_eq!((status, &found["value"][0]["id"]), (200, &made["id"]));
    let (_, none) = api(&bench, &token, "GET", &by("JoinWebUrl eq 'x'"), Value::Null).await;
    assert_eq!(none["value"], json!([]));
    for path in [of(AINO), by("subject eq 'Keskustelu'")] {
        assert_eq!(api(&bench, &token, "GET", &path, Value::Null).await.0, 400, "{path}");
    }
}

#[tokio::test]
async fn bodies_are_checked_property_by_property() {
    let bench = Bench::new();
    let token = application(&bench).await;
    for (name, value, code) in [
        ("nonsense", json!(1), "RequestBodyRead"),
        ("joinWebUrl", json!("x"), "ErrorInvalidPropertySet"),
        ("externalId", json!("x"), "ErrorInvalidPropertySet"),
        ("subject", json!(1), "ErrorPropertyValidationFailure"),
        ("startDateTime", json!("2026-11-03T08:00:00"), "ErrorPropertyValidationFailure"),
        ("startDateTime", Value::Null, "ErrorPropertyValidationFailure"),
        ("recordAutomatically", json!("yes"), "ErrorPropertyValidationFailure"),
        ("allowedPresenters", json!("nobody"), "ErrorPropertyValidationFailure"),
        ("lobbyBypassSettings", json!({"scope": "x"}), "ErrorPropertyValidationFailure"),
        ("participants", json!({"guests": []}), "ErrorPropertyValidationFailure"),
        ("joinMeetingIdSettings", json!({"passcode": "1"}), "ErrorPropertyValidationFailure"),
    ] {
        let mut body = talk();
        body[name] = value;
        let (status, answer) = api(&bench, &token, "POST", &of(AINO), body.clone()).await;
        assert_eq!((status, &answer["error"]["code"]), (400, &json!(code)), "{body}");
    }
    assert_eq!(held(&bench)["meetings"], json!([]));
}
