//! Meet: asked for in the right way, made at once or later, or not at all.

use serde_json::{Value, json};

use super::{PRIMARY, api, at, insert, interview, refused, token, why, with_meet};
use crate::sim::tests::Bench;

const VERSION: &str = "?conferenceDataVersion=1";

fn code(event: &Value) -> &Value {
    &event["conferenceData"]["createRequest"]["status"]["statusCode"]
}

/// The link is born from an event of the organiser's calendar.
#[tokio::test]
async fn an_event_gets_a_link_that_is_its_own() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    let first = insert(&bench, &aino, VERSION, with_meet("r1")).await;
    let second = insert(&bench, &aino, VERSION, with_meet("r2")).await;
    let link = first["hangoutLink"].as_str().unwrap();
    let name = link.strip_prefix("https://meet.google.example/").unwrap();
    assert_eq!(name.split('-').map(str::len).collect::<Vec<_>>(), [3, 4, 3]);
    assert_ne!(first["hangoutLink"], second["hangoutLink"]);
    let expected = json!({
        "createRequest": {"requestId": "r1", "conferenceSolutionKey": {"type": "hangoutsMeet"},
                          "status": {"statusCode": "success"}},
        "entryPoints": [{"entryPointType": "video", "uri": link,
                         "label": format!("meet.google.example/{name}")}],
        "conferenceSolution": {"key": {"type": "hangoutsMeet"}, "name": "Google Meet"},
        "conferenceId": name,
    });
    assert_eq!(first["conferenceData"], expected);
    assert_eq!(bench.sims.state("google").unwrap()["events"][0]["join_url"], link);
}

/// The vendor's trap: the event is made, and nothing says that the link is missing.
#[tokio::test]
async fn without_the_version_the_request_is_silently_ignored() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    for query in ["", "?conferenceDataVersion=0", "?sendUpdates=all"] {
        let event = insert(&bench, &aino, query, with_meet("r1")).await;
        assert_eq!((event.get("conferenceData"), event.get("hangoutLink")), (None, None));
    }
    let event = insert(&bench, &aino, VERSION, with_meet("r1")).await;
    let cleared = json!({"summary": "x", "conferenceData": null});
    let (_, kept) = api(&bench, &aino, "PATCH", &at(&event), cleared).await;
    assert_eq!(kept["hangoutLink"], event["hangoutLink"]);
    for bad in ["2", "-1", "x", ""] {
        let path = format!("{PRIMARY}?conferenceDataVersion={bad}");
        let answer = api(&bench, &aino, "POST", &path, with_meet("r9")).await;
        assert_eq!(answer.1["error"]["errors"][0]["location"], "conferenceDataVersion");
        assert_eq!(why(answer), refused(400, "global", "invalidParameter"));
    }
}

#[tokio::test]
async fn a_request_by_an_id_that_was_used_is_ignored() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    let first = insert(&bench, &aino, VERSION, with_meet("r1")).await;
    let second = insert(&bench, &aino, VERSION, with_meet("r1")).await;
    assert_eq!((second.get("conferenceData"), second.get("hangoutLink")), (None, None));
    let path = format!("{}{VERSION}", at(&first));
    let (_, same) = api(&bench, &aino, "PATCH", &path, with_meet("r1")).await;
    assert_eq!(same["conferenceData"], first["conferenceData"]);
    let (_, other) = api(&bench, &aino, "PATCH", &path, with_meet("r2")).await;
    assert_ne!(other["hangoutLink"], first["hangoutLink"], "another request, another link");
    let matti = token(&bench, "matti").await;
    let his = insert(&bench, &matti, VERSION, with_meet("r1")).await;
    assert!(his["hangoutLink"].is_string(), "another calendar's");
}

#[tokio::test]
async fn a_refused_event_uses_no_request_up() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    let mut body = with_meet("r1");
    body["id"] = json!("taken0");
    insert(&bench, &aino, "", body.clone()).await;
    let answer = api(&bench, &aino, "POST", &format!("{PRIMARY}{VERSION}"), body).await;
    assert_eq!(why(answer), refused(409, "global", "duplicate"));
    let event = insert(&bench, &aino, VERSION, with_meet("r1")).await;
    assert!(event["hangoutLink"].is_string());
}

#[tokio::test]
async fn a_conference_that_is_made_later_is_there_after_two_seconds_or_two_looks() {
    let bench = Bench::new();
    bench.sims.merge_state("google", &json!({"conference": "pending"})).unwrap();
    let aino = token(&bench, "aino").await;
    let event = insert(&bench, &aino, VERSION, with_meet("r1")).await;
    assert_eq!((code(&event), event.get("hangoutLink")), (&json!("pending"), None));
    assert_eq!(event["conferenceData"].get("entryPoints"), None);
    assert_eq!(bench.sims.state("google").unwrap()["events"][0]["join_url"], Value::Null);
    let (_, first) = api(&bench, &aino, "GET", &at(&event), Value::Null).await;
    assert_eq!(code(&first), "pending");
    let (_, second) = api(&bench, &aino, "GET", &at(&event), Value::Null).await;
    assert_eq!(code(&second), "success");
    assert!(second["hangoutLink"].is_string());

    let event = insert(&bench, &aino, VERSION, with_meet("r2")).await;
    bench.pass(2);
    let path = format!("{PRIMARY}?iCalUID={}", event["iCalUID"].as_str().unwrap());
    let (_, list) = api(&bench, &aino, "GET", &path, Value::Null).await;
    assert_eq!(code(&list["items"][0]), "success", "nobody looked before");
}

/// The vendor makes the event and says in it that there is no conference.
#[tokio::test]
async fn a_request_may_fail() {
    let bench = Bench::new();
    bench.sims.merge_state("google", &json!({"conference": "failure"})).unwrap();
    let aino = token(&bench, "aino").await;
    let event = insert(&bench, &aino, VERSION, with_meet("r1")).await;
    bench.pass(60);
    let (_, later) = api(&bench, &aino, "GET", &at(&event), Value::Null).await;
    for event in [event, later] {
        assert_eq!(code(&event), "failure");
        assert_eq!(event.get("hangoutLink"), None);
        assert_eq!(event["conferenceData"].get("conferenceSolution"), None);
    }
}

/// Meet is off in the administrator's console.
#[tokio::test]
async fn without_meet_the_calendar_does_not_allow_it_and_requests_are_refused() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    let event = insert(&bench, &aino, VERSION, with_meet("r1")).await;
    for (enabled, allowed) in [(true, json!(["hangoutsMeet"])), (false, json!([]))] {
        bench.sims.merge_state("google", &json!({"meet_enabled": enabled})).unwrap();
        for (path, pointer) in [
            ("/calendar/v3/calendars/primary", ""),
            ("/calendar/v3/users/me/calendarList/primary", ""),
            ("/calendar/v3/users/me/calendarList", "/items/0"),
        ] {
            let (status, body) = api(&bench, &aino, "GET", path, Value::Null).await;
            assert_eq!(status, 200);
            let found = &body.pointer(pointer).unwrap()["conferenceProperties"];
            assert_eq!(found["allowedConferenceSolutionTypes"], allowed, "{path}");
        }
    }
    let answer = api(&bench, &aino, "POST", &format!("{PRIMARY}{VERSION}"), with_meet("r2")).await;
    assert_eq!(answer.1["error"]["message"], "Invalid conference type value.");
    assert_eq!(why(answer), refused(400, "global", "invalid"));
    let (_, kept) = api(&bench, &aino, "GET", &at(&event), Value::Null).await;
    assert_eq!(kept["hangoutLink"], event["hangoutLink"], "what was made stays");
}

#[tokio::test]
async fn the_request_names_its_id_and_at_most_meet() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    let request = |request: Value| {
        let mut body = interview();
        body["conferenceData"] = json!({"createRequest": request});
        body
    };
    for kind in ["eventHangout", "addOn", "hangoutsmeet", ""] {
        let bad = json!({"requestId": "r1", "conferenceSolutionKey": {"type": kind}});
        let path = format!("{PRIMARY}{VERSION}");
        let answer = api(&bench, &aino, "POST", &path, request(bad)).await;
        assert_eq!(why(answer), refused(400, "global", "invalid"), "{kind}");
    }
    for bad in [json!({}), json!({"requestId": ""}), json!({"requestId": 3})] {
        let path = format!("{PRIMARY}{VERSION}");
        let answer = api(&bench, &aino, "POST", &path, request(bad)).await;
        assert_eq!(why(answer), refused(400, "global", "invalid"));
    }
    let event = insert(&bench, &aino, VERSION, request(json!({"requestId": "r1"}))).await;
    assert!(event["hangoutLink"].is_string(), "Meet is what else it could be");
}

#[tokio::test]
async fn a_conference_stays_when_an_event_moves_and_goes_when_it_is_taken_away() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    let event = insert(&bench, &aino, VERSION, with_meet("r1")).await;
    let path = format!("{}{VERSION}", at(&event));
    let moved = json!({"start": {"dateTime": "2026-11-03T08:10:00Z"}});
    let (_, moved) = api(&bench, &aino, "PATCH", &path, moved).await;
    assert_eq!(moved["hangoutLink"], event["hangoutLink"]);
    let (_, same) = api(&bench, &aino, "PATCH", &path, moved.clone()).await;
    assert_eq!(same["hangoutLink"], event["hangoutLink"], "sent back as it came");
    let foreign = json!({"conferenceData": {"conferenceId": "aaa-bbbb-ccc"}});
    let answer = api(&bench, &aino, "PATCH", &path, foreign).await;
    assert_eq!(why(answer), refused(400, "global", "invalid"));
    let (_, without) = api(&bench, &aino, "PATCH", &path, json!({"conferenceData": null})).await;
    assert_eq!((without.get("conferenceData"), without.get("hangoutLink")), (None, None));
}
