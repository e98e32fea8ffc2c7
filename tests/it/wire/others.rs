//! What we send to Google, Microsoft and GoTo against their published descriptions: each name that a body
//! has is described there, with a value of the described type, and so is each query parameter.

use std::fs;
use std::path::{Path, PathBuf};

use convoke_tests::live::{run, text};
use serde_json::{Map, Value, json};

use crate::consents::{connect, interview, interviewing, with_google, with_microsoft};

fn file(name: &str) -> Option<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = format!("../shared/specs/{name}");
    here.ancestors().map(|folder| folder.join(&path)).find(|path| path.is_file())
}

fn json_of(name: &str) -> Option<Value> {
    Some(serde_json::from_slice(&fs::read(file(name)?).unwrap()).unwrap())
}

fn yaml_of(name: &str) -> Option<Value> {
    Some(serde_yaml_ng::from_str(&fs::read_to_string(file(name)?).unwrap()).unwrap())
}

/// Google's discovery documents name a schema alone, everybody else by a pointer.
fn referred<'s>(spec: &'s Value, reference: &str) -> &'s Value {
    match reference.strip_prefix('#') {
        Some(pointer) => spec.pointer(pointer).unwrap(),
        None => &spec["schemas"][reference],
    }
}

fn resolved<'s>(spec: &'s Value, schema: &'s Value) -> &'s Value {
    match schema.get("$ref").and_then(Value::as_str) {
        Some(reference) => resolved(spec, referred(spec, reference)),
        None => schema,
    }
}

/// Every property of a schema, those that it has from others included.
fn properties(spec: &Value, schema: &Value) -> Map<String, Value> {
    let schema = resolved(spec, schema);
    let mut all = Map::new();
    for combined in ["allOf", "anyOf"] {
        for part in schema[combined].as_array().into_iter().flatten() {
            all.extend(properties(spec, part));
        }
    }
    all.extend(schema["properties"].as_object().cloned().unwrap_or_default());
    all
}

/// The types that a schema allows; none where it says nothing.
fn types(spec: &Value, schema: &Value) -> Vec<String> {
    let schema = resolved(spec, schema);
    let mut all: Vec<String> = match &schema["type"] {
        Value::String(one) => vec![one.clone()],
        Value::Array(several) => several.iter().map(text).collect(),
        _ => Vec::new(),
    };
    for combined in ["allOf", "anyOf", "oneOf"] {
        for part in schema[combined].as_array().into_iter().flatten() {
            all.extend(types(spec, part));
        }
    }
    all
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// Whether a body is made of what its schema describes.
fn check(spec: &Value, schema: &Value, at: &str, body: &Value) {
    let allowed = types(spec, schema);
    let is = type_of(body);
    let fits = allowed.is_empty()
        || allowed.iter().any(|it| it == is || is == "number" && it == "integer");
    assert!(fits, "{at}: {is} where {allowed:?} is described");
    match body {
        Value::Object(fields) => {
            let known = properties(spec, schema);
            for (name, value) in fields {
                let schema = known.get(name).unwrap_or_else(|| panic!("{at} has no {name}"));
                check(spec, schema, &format!("{at}.{name}"), value);
            }
        }
        Value::Array(items) => {
            let schema = &resolved(spec, schema)["items"];
            for item in items {
                check(spec, schema, at, item);
            }
        }
        _ => {}
    }
}

/// An interview is made, moved and cancelled.
async fn play(client: &convoke_tests::live::Client, mode: &str) {
    let mut told = interview(client, mode, mode);
    client.tell("session.upserted", &told).await;
    client.meeting_in(mode, "ready").await;
    told["version"] = json!(2);
    told["start"] = json!("2031-02-03T09:00:00Z");
    told["end"] = json!("2031-02-03T10:30:00Z");
    client.tell("session.upserted", &told).await;
    client.session(mode, |session| session["meeting"]["applied_version"] == 2).await;
    client.tell("session.cancelled", &json!({"external_id": mode, "version": 3})).await;
    client.meeting_in(mode, "deleted").await;
}

/// GoTo's two bodies.
#[test]
fn goto_gets_what_its_description_has() {
    run(async {
        let Some(spec) = yaml_of("goto/gotomeeting-openapi3.yml") else {
            println!("checked nothing: no API description beside the workspace");
            return;
        };
        let client = interviewing("wiregoto").await;
        assert_eq!(connect(&client, "goto").await.status, 200);
        play(&client, "gotomeeting").await;
        let mut checked = 0;
        for call in client.requests("goto").await {
            let method = text(&call["method"]).to_lowercase();
            let path = match text(&call["path"]) {
                path if path == "/meetings" => "/meetings",
                path if path.starts_with("/meetings/") => "/meetings/{meetingId}",
                _ => continue,
            };
            let tail = &spec["paths"][path][&method]["requestBody"]["content"];
            if call["body"].is_object() {
                check(&spec, &tail["application/json"]["schema"], path, &call["body"]);
                checked += 1;
            }
        }
        assert!(checked >= 2, "{checked} bodies");
        println!("checked {checked} bodies against GoTo's published description");
    });
}

/// Google's events, with the parameters that come with them.
#[test]
fn google_gets_what_its_description_has() {
    run(async {
        let Some(spec) = json_of("google/calendar-v3.json") else {
            println!("checked nothing: no API description beside the workspace");
            return;
        };
        let client = with_google("wiregoogle").await;
        play(&client, "google_meet").await;
        let methods = &spec["resources"]["events"]["methods"];
        let mut checked = 0;
        for call in client.requests("google").await {
            let is_event = text(&call["path"]).contains("/events");
            let method = match text(&call["method"]).as_str() {
                "POST" if is_event => "insert",
                "PATCH" if is_event => "patch",
                "DELETE" if is_event => "delete",
                _ => continue,
            };
            let parameters = methods[method]["parameters"].as_object().unwrap();
            for name in call["query"].as_object().unwrap().keys() {
                assert!(parameters.contains_key(name), "{method} has no parameter {name}");
            }
            if call["body"].is_object() {
                check(&spec, &spec["schemas"]["Event"], method, &call["body"]);
                checked += 1;
            }
        }
        assert!(checked >= 2, "{checked} bodies");
        println!("checked {checked} bodies against Google's published description");
    });
}

/// Microsoft's events and meetings of their own.
#[test]
fn microsoft_gets_what_its_description_has() {
    run(async {
        let Some(spec) = json_of("microsoft/msgraph-v1-slice-merged.json") else {
            println!("checked nothing: no API description beside the workspace");
            return;
        };
        let calendars = with_microsoft("wiregraph").await;
        play(&calendars, "ms_teams").await;
        let alone = interviewing("wirealone").await;
        assert_eq!(connect(&alone, "microsoft").await.status, 200);
        play(&alone, "ms_teams").await;
        let schemas = &spec["components"]["schemas"];
        let mut checked = (0, 0);
        for call in calendars.requests("microsoft").await {
            let path = text(&call["path"]);
            if !call["body"].is_object() {
                continue;
            }
            if path.ends_with("/createOrGet") {
                let tail = &spec["paths"]["/communications/onlineMeetings/createOrGet"]["post"];
                let content = &tail["requestBody"]["content"]["application/json"];
                check(&spec, &content["schema"], &path, &call["body"]);
                checked.1 += 1;
            } else if path.contains("/onlineMeetings") {
                check(&spec, &schemas["microsoft.graph.onlineMeeting"], &path, &call["body"]);
                checked.1 += 1;
            } else if path.contains("/events") {
                check(&spec, &schemas["microsoft.graph.event"], &path, &call["body"]);
                checked.0 += 1;
            }
        }
        assert!(checked.0 >= 2 && checked.1 >= 2, "{checked:?} bodies");
        println!("checked {checked:?} bodies against Microsoft's published description");
    });
}
