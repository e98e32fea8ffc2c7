//! The simulator's answers against Zoom's published API descriptions, where those are at hand.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::tests::recordings::recorded;
use super::tests::{api, booking, create, token};
use crate::sim::tests::Bench;
use crate::sim::tests::published::{self, resolve};

/// The descriptions, or none where they are not beside the workspace.
fn specs() -> Option<Vec<Value>> {
    let folder = published::folder("zoom")?;
    let files: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    let api = |path: &&PathBuf| {
        let path = path.to_string_lossy();
        path.contains("openapi") || path.contains("webhooks")
    };
    let parse = |path: &PathBuf| serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    Some(files.iter().filter(api).map(parse).collect())
}

/// The schema of one body, references resolved.
fn schema(specs: &[Value], pointer: &[&str]) -> Value {
    let at = |spec| pointer.iter().try_fold(spec, |node: &Value, key| node.get(key));
    let (spec, found) = specs
        .iter()
        .find_map(|spec| Some((spec, at(spec)?)))
        .unwrap_or_else(|| panic!("no schema at {pointer:?}"));
    resolve(spec, found)
}

/// Whether the schema has a property of this name, also inside its parts.
fn describes(schema: &Value, property: &str) -> bool {
    let parts = schema["allOf"].as_array().into_iter().flatten();
    schema["properties"].get(property).is_some()
        || parts.into_iter().any(|part| describes(part, property))
}

fn check(specs: &[Value], path: &str, method: &str, tail: &[&str], body: &Value) {
    let pointer = [&["paths", path, method][..], tail, &["content", "application/json", "schema"]];
    let schema = schema(specs, &pointer.concat());
    for property in body.as_object().unwrap().keys() {
        assert!(describes(&schema, property), "{method} {path} has no {property}");
    }
    published::fits(&format!("{method} {path}"), &schema, body);
}

#[tokio::test]
async fn answers_fit_the_published_schemas() {
    let Some(specs) = specs() else {
        println!("checked nothing: no API descriptions beside the workspace");
        return;
    };
    let bench = Bench::new();
    let token = token(&bench).await;
    let call = async |method: &str, path: &str, body: Value| {
        api(&bench, &token, method, path, body).await.1
    };
    let mut request = booking();
    // The description calls the start a `date-time` although its text allows local times.
    request["start_time"] = json!("2026-11-03T08:00:00Z");
    request["tracking_fields"] = json!([{"field": "ref", "value": "s1"}]);
    request["settings"]["meeting_invitees"] = json!([{"email": "a@b.example"}]);
    request["settings"]["alternative_hosts"] = json!("matti@demo.example");
    let meetings = "/users/{userId}/meetings";
    check(&specs, meetings, "post", &["requestBody"], &request);

    let created = call("POST", "/users/u-aino/meetings", request).await;
    check(&specs, meetings, "post", &["responses", "201"], &created);
    let path = format!("/meetings/{}", created["id"]);
    let read = call("GET", &path, Value::Null).await;
    check(&specs, "/meetings/{meetingId}", "get", &["responses", "200"], &read);
    let list = call("GET", "/users/u-aino/meetings", Value::Null).await;
    assert_eq!(list["meetings"].as_array().unwrap().len(), 1);
    check(&specs, meetings, "get", &["responses", "200"], &list);
    let users = call("GET", "/users?page_size=2", Value::Null).await;
    check(&specs, "/users", "get", &["responses", "200"], &users);
    let user = call("GET", "/users/u-aino", Value::Null).await;
    check(&specs, "/users/{userId}", "get", &["responses", "200"], &user);
    println!("checked one request and five answers against the published schemas");
}

#[tokio::test]
async fn recordings_fit_the_published_schemas() {
    let Some(specs) = specs() else {
        println!("checked nothing: no API descriptions beside the workspace");
        return;
    };
    let (bench, token) = recorded().await;
    for (path, described) in [
        (
            "/meetings/81234567890/recordings?include_fields=download_access_token",
            "/meetings/{meetingId}/recordings",
        ),
        ("/users/u-aino/recordings?from=2026-11-01", "/users/{userId}/recordings"),
        (
            "/users/u-aino/recordings?trash=true&trash_type=recording_file",
            "/users/{userId}/recordings",
        ),
        ("/meetings/81234567890/transcript", "/meetings/{meetingId}/transcript"),
    ] {
        let (status, body) = api(&bench, &token, "GET", path, Value::Null).await;
        assert_eq!(status, 200, "{path}: {body}");
        check(&specs, described, "get", &["responses", "200"], &body);
        let delete = "/meetings/81234567890/recordings/a";
        api(&bench, &token, "DELETE", delete, Value::Null).await;
    }
    println!("checked four answers against the published schemas");
}

/// Captions apart, which the schema wants to have an id and Zoom sends without.
#[tokio::test]
async fn hooks_fit_the_published_schemas() {
    let Some(specs) = specs() else {
        println!("checked nothing: no API descriptions beside the workspace");
        return;
    };
    let (bench, token) = recorded().await;
    let (_, meeting) = create(&bench, &token, booking()).await;
    for (event, named, id) in [
        ("meeting.started", "meeting_id", &meeting["id"]),
        ("meeting.ended", "meeting_id", &meeting["id"]),
        ("recording.completed", "meeting_id", &json!(81_234_567_890_i64)),
        ("recording.transcript_completed", "meeting_id", &json!("81234567890")),
    ] {
        let wanted = json!({"event": event, named: id});
        let hook = bench.sims.hook("zoom", &wanted, "http://127.0.0.1:9100").unwrap();
        let mut body: Value = serde_json::from_str(&hook.body).unwrap();
        if let Some(Value::Array(files)) = body.pointer_mut("/payload/object/recording_files") {
            files.retain(|file| file["file_type"] != "CC");
        }
        let pointer =
            ["webhooks", event, "post", "requestBody", "content", "application/json", "schema"];
        published::fits(event, &schema(&specs, &pointer), &body);
    }
    println!("checked four hooks against the published schemas");
}

/// Every setting that the vendor describes is taken.
#[test]
fn known_settings_are_the_published_ones() {
    let Some(specs) = specs() else {
        println!("checked nothing: no API descriptions beside the workspace");
        return;
    };
    let body = ["requestBody", "content", "application/json", "schema", "properties", "settings"];
    for (path, method) in [("/users/{userId}/meetings", "post"), ("/meetings/{meetingId}", "patch")]
    {
        let pointer = [&["paths", path, method][..], &body].concat();
        let published = schema(&specs, &pointer);
        for name in published["properties"].as_object().unwrap().keys() {
            assert!(super::settings::is_known(name), "{method} has {name}");
        }
    }
}
