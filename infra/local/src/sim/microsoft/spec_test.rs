//! The simulator's answers against Microsoft's published description of Graph, where that is at hand.

use std::fs;

use serde_json::{Map, Value, json};

use super::tests::call_files::recorded;
use super::tests::{AINO, api, application, create, interview};
use crate::sim::tests::Bench;
use crate::sim::tests::published;

const SCHEMAS: &str = "#/components/schemas/";

/// The description's schemas in the words of JSON Schema, or none where it is not beside the
/// workspace.
fn schemas() -> Option<Value> {
    let file = published::folder("microsoft")?.join("msgraph-v1-slice-merged.json");
    let mut spec: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    Some(plain(spec["components"]["schemas"].take()))
}

/// `nullable` is a type of its own, and `@odata.type`, which the description requires everywhere,
/// is left out of answers that can do without it.
fn plain(node: Value) -> Value {
    match node {
        Value::Object(map) => {
            let mut map: Map<String, Value> =
                map.into_iter().map(|(key, value)| (key, plain(value))).collect();
            if map.remove("nullable") == Some(json!(true))
                && let Some(kind) = map.get("type").cloned()
            {
                map.insert("type".into(), json!([kind, "null"]));
            }
            if map.get("required") == Some(&json!(["@odata.type"])) {
                map.remove("required");
            }
            Value::Object(map)
        }
        Value::Array(items) => items.into_iter().map(plain).collect(),
        other => other,
    }
}

/// Whether a schema has a property of this name, also inside what it extends.
fn describes(schemas: &Value, schema: &Value, property: &str) -> bool {
    let parts = schema["allOf"].as_array().into_iter().flatten();
    let target = schema["$ref"].as_str().and_then(|name| name.strip_prefix(SCHEMAS));
    schema["properties"].get(property).is_some()
        || target.is_some_and(|name| describes(schemas, &schemas[name], property))
        || parts.into_iter().any(|part| describes(schemas, part, property))
}

/// A body must fit the type of this name, which must also describe each of its properties.
fn check(schemas: &Value, name: &str, body: &Value) {
    let name = format!("microsoft.graph.{name}");
    for property in body.as_object().unwrap().keys().filter(|key| !key.starts_with('@')) {
        assert!(describes(schemas, &schemas[&name], property), "{name} has no {property}");
    }
    let schema =
        json!({ "$ref": format!("{SCHEMAS}{name}"), "components": { "schemas": schemas } });
    published::fits(&name, &schema, body);
}

fn talk() -> Value {
    json!({
        "subject": "Keskustelu",
        "startDateTime": "2026-11-03T08:00:00Z",
        "endDateTime": "2026-11-03T08:45:00Z",
        "lobbyBypassSettings": {"scope": "everyone", "isDialInBypassEnabled": true},
        "participants": {"attendees": [{"upn": "matti@demo.example", "role": "attendee"}]},
    })
}

#[tokio::test]
async fn answers_fit_the_published_types() {
    let Some(schemas) = schemas() else {
        println!("checked nothing: no API description beside the workspace");
        return;
    };
    let bench = Bench::new();
    let token = application(&bench).await;
    let get = async |path: &str| {
        let path = format!("/users{path}");
        let (status, body) = api(&bench, &token, "GET", &path, Value::Null).await;
        assert_eq!(status, 200, "{path}");
        body
    };
    let mut wanted = interview();
    wanted["transactionId"] = json!("t1");
    check(&schemas, "event", &wanted);
    let event = create(&bench, &token, wanted).await;
    check(&schemas, "event", &event);
    let window = "startDateTime=2026-11-01T00:00:00Z&endDateTime=2026-12-01T00:00:00Z";
    let view = get(&format!("/{AINO}/calendarView?{window}")).await;
    check(&schemas, "event", &view["value"][0]);
    check(&schemas, "user", &get(&format!("/{AINO}")).await);
    let all = get("?$select=id,accountEnabled,userType&$top=1").await;
    check(&schemas, "user", &all["value"][0]);
    check(&schemas, "mailboxSettings", &get(&format!("/{AINO}/mailboxSettings")).await);
    check(&schemas, "calendar", &get(&format!("/{AINO}/calendar")).await);
    check(&schemas, "onlineMeeting", &talk());
    let path = format!("/users/{AINO}/onlineMeetings");
    let (status, meeting) = api(&bench, &token, "POST", &path, talk()).await;
    assert_eq!(status, 201);
    check(&schemas, "onlineMeeting", &meeting);
    println!("checked two requests and seven answers against the published types");
}

#[tokio::test]
async fn files_of_meetings_fit_the_published_types() {
    let Some(schemas) = schemas() else {
        println!("checked nothing: no API description beside the workspace");
        return;
    };
    let (bench, token, id) = recorded().await;
    for (list, name) in [("recordings", "callRecording"), ("transcripts", "callTranscript")] {
        let path = format!("/users/{AINO}/onlineMeetings/{id}/{list}");
        let (status, body) = api(&bench, &token, "GET", &path, Value::Null).await;
        assert_eq!(status, 200, "{body}");
        check(&schemas, name, &body["value"][0]);
    }
    println!("checked two answers against the published types");
}

#[tokio::test]
async fn errors_fit_the_published_type() {
    let Some(schemas) = schemas() else {
        println!("checked nothing: no API description beside the workspace");
        return;
    };
    let bench = Bench::new();
    let (_, mut body) = bench.call("GET", "/microsoft/v1.0/me", Value::Null).await;
    // The description wants an offset, which the vendor leaves out.
    let date = body["error"]["innerError"].as_object_mut().unwrap().remove("date");
    assert_eq!(date, Some(json!("2026-11-02T08:00:00")));
    check(&schemas, "ODataErrors.ODataError", &body);
}

/// Every property of an event that the vendor describes is known, if only to be refused by name.
#[tokio::test]
async fn known_properties_are_the_published_ones() {
    let Some(schemas) = schemas() else {
        println!("checked nothing: no API description beside the workspace");
        return;
    };
    let bench = Bench::new();
    let token = application(&bench).await;
    let parts = schemas["microsoft.graph.event"]["allOf"].as_array().unwrap();
    let names = parts.iter().flat_map(|part| part["properties"].as_object().into_iter().flatten());
    for (name, _) in names {
        let mut body = interview();
        body[name] = json!([[]]);
        let path = format!("/users/{AINO}/events");
        let (_, answer) = api(&bench, &token, "POST", &path, body).await;
        assert_ne!(answer["error"]["code"], "RequestBodyRead", "{name}");
    }
}
