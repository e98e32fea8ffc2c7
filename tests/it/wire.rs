//! What we send to Zoom against the vendor's published descriptions. This module is the last in the
//! alphabet, so that it sees what the other tests on the shared stack sent.

mod others;

use std::fs;
use std::path::Path;

use convoke_tests::live::{Client, run, text};
use serde_json::{Value, json};

/// The descriptions, or none where they are not beside the workspace.
fn specs() -> Option<Vec<Value>> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = here.ancestors().map(|folder| folder.join("../shared/specs/zoom"));
    let folder = folders.find(|folder| folder.is_dir())?;
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let api = files.filter(|path| path.to_string_lossy().contains("openapi"));
    Some(api.map(|path| serde_json::from_slice(&fs::read(path).unwrap()).unwrap()).collect())
}

/// The schema of an operation's request body, references resolved.
fn schema(specs: &[Value], path: &str, method: &str) -> Value {
    let keys = ["paths", path, method, "requestBody", "content", "application/json", "schema"];
    let at = |spec| keys.iter().try_fold(spec, |node: &Value, key| node.get(key));
    let (spec, found) = specs.iter().find_map(|spec| Some((spec, at(spec)?))).unwrap();
    resolve(spec, found)
}

fn resolve(spec: &Value, node: &Value) -> Value {
    match node {
        Value::Object(map) => match map.get("$ref").and_then(Value::as_str) {
            Some(reference) => {
                resolve(spec, spec.pointer(reference.trim_start_matches('#')).unwrap())
            }
            None => map.iter().map(|(key, value)| (key.clone(), resolve(spec, value))).collect(),
        },
        Value::Array(items) => items.iter().map(|item| resolve(spec, item)).collect(),
        other => other.clone(),
    }
}

/// Which operation a call is, if it has a body.
fn operation(call: &Value) -> Option<(&'static str, &'static str)> {
    let path = text(&call["path"]);
    match text(&call["method"]).as_str() {
        "POST" if path.starts_with("/users/") => Some(("/users/{userId}/meetings", "post")),
        "PATCH" if path.starts_with("/meetings/") => Some(("/meetings/{meetingId}", "patch")),
        _ => None,
    }
}

/// Creations and changes with everything that can be in them.
async fn play(client: &Client) {
    client.set_up().await;
    let plain = json!({"name": "Plain", "password": {"random": false},
                       "video": {"enabled": true, "provider": "zoom"},
                       "topic": "{title}", "agenda": "{note}"});
    client.ok("PUT", "/services/102", plain).await;
    for (id, service) in [("b1", "101"), ("b2", "102")] {
        let mut booking = client.booking(id, 1);
        booking["service"] = json!(service);
        booking["title"] = json!("ä".repeat(500));
        booking["fields"]["note"] = json!("ö".repeat(5_000));
        client.tell("session.upserted", &booking).await;
        client.meeting_in(id, "ready").await;
        booking["version"] = json!(2);
        booking["start"] = json!("2031-02-03T09:00:00.5Z");
        booking["end"] = json!("2031-02-03T10:30:30Z");
        client.tell("session.upserted", &booking).await;
        client.session(id, |session| session["meeting"]["applied_version"] == 2).await;
    }
}

/// B15: every creation and change that Zoom was asked for fits the published request schemas, and names
/// nothing that they don't describe.
#[test]
fn every_body_fits_the_published_schema() {
    run(async {
        let Some(specs) = specs() else {
            println!("checked nothing: no API descriptions beside the workspace");
            return;
        };
        let client = Client::apart("wire").await;
        play(&client).await;
        let (mut creates, mut changes) = (0, 0);
        for call in client.requests("zoom").await {
            let Some((path, method)) = operation(&call) else { continue };
            let schema = schema(&specs, path, method);
            let body = &call["body"];
            for name in body.as_object().unwrap().keys() {
                assert!(schema["properties"].get(name).is_some(), "{method} has no {name}");
            }
            let options = jsonschema::options().should_validate_formats(true);
            let validator = options.build(&schema).unwrap();
            let errors: Vec<String> = validator
                .iter_errors(body)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert!(errors.is_empty(), "{method} {path}: {errors:#?}\n{body:#}");
            *(if method == "post" { &mut creates } else { &mut changes }) += 1;
        }
        assert!(creates >= 2 && changes >= 2, "{creates} creations, {changes} changes");
        println!("checked {creates} creations and {changes} changes against the published schemas");
    });
}
