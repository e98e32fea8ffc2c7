//! The simulator's answers against Google's published API descriptions, where they are at hand.

use std::fs;

use serde_json::{Value, json};

use super::scopes;
use super::tests::meet::held;
use super::tests::{CALENDAR, EVENTS, PRIMARY, api, at, granted, insert, with_meet};
use crate::sim::tests::Bench;
use crate::sim::tests::published::{self, resolve};

/// A description, or none where it is not beside the workspace. Its references are names of schemas.
fn spec(name: &str) -> Option<Value> {
    let file = published::folder("google")?.join(name);
    let mut spec: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    point(&mut spec);
    Some(spec)
}

/// Makes JSON pointers of references by name, and nothing of the type `any`.
fn point(node: &mut Value) {
    match node {
        Value::Object(map) => {
            if let Some(Value::String(name)) = map.get_mut("$ref") {
                *name = format!("#/schemas/{name}");
            }
            // JSON Schema says it by silence.
            if map.get("type") == Some(&Value::from("any")) {
                map.remove("type");
            }
            map.values_mut().for_each(point);
        }
        Value::Array(items) => items.iter_mut().for_each(point),
        _ => {}
    }
}

/// Checks a body against a schema, which must also describe each of its properties.
fn check(spec: &Value, schema: &str, body: &Value) {
    let schema_of = resolve(spec, &spec["schemas"][schema]);
    published::fits(schema, &schema_of, body);
    described(schema, &schema_of, body);
}

fn described(at: &str, schema: &Value, body: &Value) {
    match body {
        Value::Object(map) => {
            for (name, value) in map {
                let of = schema["properties"].get(name).or(schema.get("additionalProperties"));
                let of = of.unwrap_or_else(|| panic!("{at} has no {name}"));
                described(&format!("{at}.{name}"), of, value);
            }
        }
        Value::Array(items) => {
            for item in items {
                described(at, &schema["items"], item);
            }
        }
        _ => {}
    }
}

fn full() -> Value {
    let mut body = with_meet("r1");
    for (name, value) in [
        ("description", json!("x")),
        ("location", json!("x")),
        ("visibility", json!("private")),
        ("source", json!({"title": "t", "url": "https://x.example"})),
        ("extendedProperties", json!({"private": {"a": "1"}, "shared": {"b": "2"}})),
        ("reminders", json!({"overrides": [{"method": "popup", "minutes": 5}]})),
    ] {
        body[name] = value;
    }
    body
}

#[tokio::test]
async fn answers_fit_the_published_schemas() {
    let Some(spec) = spec("calendar-v3.json") else {
        println!("checked nothing: no API description beside the workspace");
        return;
    };
    let bench = Bench::new();
    let aino = granted(&bench, "aino", CALENDAR).await;
    check(&spec, "Event", &full());
    for pace in ["at_once", "pending", "failure"] {
        bench.sims.merge_state("google", &json!({"conference": pace})).unwrap();
        let mut body = full();
        body["conferenceData"]["createRequest"]["requestId"] = json!(pace);
        let event = insert(&bench, &aino, "?conferenceDataVersion=1", body).await;
        check(&spec, "Event", &event);
        let (_, changed) = api(&bench, &aino, "PATCH", &at(&event), json!({"summary": "y"})).await;
        check(&spec, "Event", &changed);
    }
    for (path, schema) in [
        (PRIMARY, "Events"),
        ("/calendar/v3/calendars/primary", "Calendar"),
        ("/calendar/v3/users/me/calendarList", "CalendarList"),
        ("/calendar/v3/users/me/calendarList/primary", "CalendarListEntry"),
    ] {
        let (status, body) = api(&bench, &aino, "GET", path, Value::Null).await;
        assert_eq!(status, 200, "{path}");
        check(&spec, schema, &body);
    }
    println!("checked a request and ten answers against the published schemas");
}

#[tokio::test]
async fn a_profile_fits_the_published_schema() {
    let Some(spec) = spec("oauth2-v2.json") else {
        println!("checked nothing: no API description beside the workspace");
        return;
    };
    let bench = Bench::new();
    let aino = granted(&bench, "aino", "email profile").await;
    let (_, profile) = api(&bench, &aino, "GET", "/oauth2/v2/userinfo", Value::Null).await;
    check(&spec, "Userinfo", &profile);
    println!("checked a profile against the published schema");
}

#[tokio::test]
async fn conferences_fit_the_published_schemas() {
    let Some(spec) = spec("meet-v2.json") else {
        println!("checked nothing: no API description beside the workspace");
        return;
    };
    let (bench, token) = held().await;
    for (path, schema) in [
        ("?pageSize=1", "ListConferenceRecordsResponse"),
        ("/c1", "ConferenceRecord"),
        ("/c1/recordings", "ListRecordingsResponse"),
        ("/c1/transcripts", "ListTranscriptsResponse"),
        ("/c1/transcripts/t1/entries", "ListTranscriptEntriesResponse"),
    ] {
        let path = format!("/v2/conferenceRecords{path}");
        let (status, body) = api(&bench, &token, "GET", &path, Value::Null).await;
        assert_eq!(status, 200, "{path}");
        check(&spec, schema, &body);
    }
    let scopes_of = "/resources/conferenceRecords/methods/list/scopes";
    let published = spec.pointer(scopes_of).unwrap().as_array().unwrap();
    assert!(scopes::MEET.iter().all(|scope| published.contains(&json!(scope))));
    println!("checked five answers against the published schemas");
}

/// What opens an operation here opens it at the vendor, too.
#[test]
fn scopes_are_the_published_ones() {
    let Some(spec) = spec("calendar-v3.json") else {
        println!("checked nothing: no API description beside the workspace");
        return;
    };
    for (method, ours) in [
        ("/events/methods/insert", &scopes::WRITE_EVENTS[..]),
        ("/events/methods/patch", &scopes::WRITE_EVENTS),
        ("/events/methods/delete", &scopes::WRITE_EVENTS),
        ("/events/methods/get", &scopes::READ_EVENTS),
        ("/events/methods/list", &scopes::READ_EVENTS),
        ("/calendars/methods/get", &scopes::CALENDARS),
        ("/calendarList/methods/get", &scopes::CALENDAR_LIST),
        ("/calendarList/methods/list", &scopes::CALENDAR_LIST),
    ] {
        let pointer = format!("/resources{method}/scopes");
        let published = spec.pointer(&pointer).unwrap().as_array().unwrap();
        for scope in ours {
            assert!(published.contains(&json!(scope)), "{method}: {scope}");
        }
    }
    assert!(scopes::WRITE_EVENTS.contains(&EVENTS));
}
