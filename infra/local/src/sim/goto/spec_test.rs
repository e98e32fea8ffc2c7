//! The simulator's answers against GoTo's published API description, where that is at hand.

use std::fs;

use serde_json::{Value, json};

use super::tests::{api, create, interview, token};
use crate::sim::tests::Bench;
use crate::sim::tests::published::{self, resolve};

/// The description, or none where it is not beside the workspace.
fn spec() -> Option<Value> {
    let file = published::folder("goto")?.join("gotomeeting-openapi3.yml");
    Some(serde_yaml_ng::from_str(&fs::read_to_string(file).unwrap()).unwrap())
}

/// Checks a body against the schema at `paths/{path}/{tail}/content/…/schema`, which must also
/// describe each of its properties.
fn check(spec: &Value, path: &str, tail: &[&str], body: &Value) {
    let pointer = [&["paths", path][..], tail, &["content", "application/json", "schema"]].concat();
    let found = pointer.iter().try_fold(spec, |node, key| node.get(key));
    let mut schema = resolve(spec, found.unwrap_or_else(|| panic!("no schema at {pointer:?}")));
    let (described, objects) = match body {
        Value::Array(objects) => (&mut schema["items"], objects.as_slice()),
        object => (&mut schema, std::slice::from_ref(object)),
    };
    // The description has it be a `date-time` and an empty text at once; it is the latter.
    if let Some(created) = described["properties"].get_mut("createTime") {
        created.as_object_mut().unwrap().remove("format");
    }
    for property in objects.iter().flat_map(|object| object.as_object().unwrap().keys()) {
        assert!(described["properties"].get(property).is_some(), "{path} has no {property}");
    }
    published::fits(path, &schema, body);
}

#[tokio::test]
async fn answers_fit_the_published_schemas() {
    let Some(spec) = spec() else {
        println!("checked nothing: no API description beside the workspace");
        return;
    };
    let bench = Bench::new();
    let token = token(&bench, "aino").await;
    let mut wanted = interview();
    wanted["coorganizerKeys"] = json!(["6123456789012340002"]);
    check(&spec, "/meetings", &["post", "requestBody"], &wanted);
    check(&spec, "/meetings/{meetingId}", &["put", "requestBody"], &wanted);

    let (_, created) = api(&bench, &token, "POST", "/meetings", wanted.clone()).await;
    check(&spec, "/meetings", &["post", "responses", "201"], &created);
    let id = create(&bench, &token, interview()).await;
    for (path, described) in [
        (format!("/meetings/{}", created[0]["meetingid"]), "/meetings/{meetingId}"),
        (format!("/meetings/{id}"), "/meetings/{meetingId}"),
        (format!("/meetings/{id}/start"), "/meetings/{meetingId}/start"),
        ("/upcomingMeetings".to_owned(), "/upcomingMeetings"),
    ] {
        let (status, body) = api(&bench, &token, "GET", &path, Value::Null).await;
        assert_eq!(status, 200, "{path}");
        check(&spec, described, &["get", "responses", "200"], &body);
    }
    println!("checked two requests and five answers against the published schemas");
}

/// Whatever the description says may be sent is taken, and nothing it says must be is left out.
#[tokio::test]
async fn the_fields_are_the_published_ones() {
    let Some(spec) = spec() else {
        println!("checked nothing: no API description beside the workspace");
        return;
    };
    let described = &spec["components"]["schemas"]["MeetingReqCreate"];
    let mut wanted = interview();
    let required: Vec<&str> =
        described["required"].as_array().unwrap().iter().map(|n| n.as_str().unwrap()).collect();
    assert_eq!(required.len(), wanted.as_object().unwrap().len());
    assert!(required.iter().all(|name| wanted.get(name).is_some()));
    wanted["coorganizerKeys"] = json!([]);
    for name in described["properties"].as_object().unwrap().keys() {
        assert!(wanted.get(name).is_some(), "{name} is not taken");
    }
    let bench = Bench::new();
    let token = token(&bench, "aino").await;
    create(&bench, &token, wanted).await;
}
