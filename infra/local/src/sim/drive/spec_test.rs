//! The simulator's answers and what it knows against Google's published description of Drive v3, where
//! it is at hand.

use std::fs;

use serde_json::{Value, json};

use super::tests::{FILES, FOLDER, account, api, upload};
use super::{body, permissions, shown, token};
use crate::sim::drive::operation::Operation;
use crate::sim::tests::Bench;
use crate::sim::tests::published::{self, resolve};

/// The description, or none where it is not beside the workspace. Its references are names of schemas.
fn spec() -> Option<Value> {
    let Some(folder) = published::folder("google") else {
        println!("checked nothing: no API description beside the workspace");
        return None;
    };
    let text = fs::read_to_string(folder.join("drive-v3.json")).unwrap();
    Some(serde_json::from_str(&text).unwrap())
}

/// A schema with what it refers to, without what refers to itself: JSON pointers of references by name.
fn schema(spec: &Value, name: &str) -> Value {
    let mut spec = json!({"schemas": spec["schemas"]});
    point(&mut spec);
    resolve(&spec, &spec["schemas"][name])
}

fn point(node: &mut Value) {
    match node {
        Value::Object(map) => {
            if let Some(Value::String(name)) = map.get_mut("$ref") {
                *name = format!("#/schemas/{name}");
            }
            if map.get("type") == Some(&Value::from("any")) {
                map.remove("type");
            }
            map.values_mut().for_each(point);
        }
        Value::Array(items) => items.iter_mut().for_each(point),
        _ => {}
    }
}

/// A body fits its schema, and each of its properties is described.
fn check(spec: &Value, name: &str, body: &Value) {
    let schema = schema(spec, name);
    published::fits(name, &schema, body);
    described(name, &schema, body);
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
        Value::Array(items) => items.iter().for_each(|item| described(at, &schema["items"], item)),
        _ => {}
    }
}

#[tokio::test]
async fn answers_fit_the_published_schemas() {
    let Some(spec) = spec() else { return };
    let bench = Bench::new();
    let own = account(&bench).await;
    let id = upload(&bench, &own, b"abc").await;
    let note = json!({"description": "d", "appProperties": {"a": "1"}});
    let path = format!("/drive/v3/files/{id}?supportsAllDrives=true&fields=*");
    let permissions = format!("/drive/v3/files/{id}/permissions?supportsAllDrives=true&fields=*");
    let reader = json!({"role": "reader", "type": "user", "emailAddress": "a@b.example"});
    let everywhere = "&corpora=allDrives&includeItemsFromAllDrives=true&fields=*&pageSize=1";
    for (method, path, body, name) in [
        ("PATCH", path.clone(), note, "File"),
        ("GET", path, Value::Null, "File"),
        (
            "GET",
            format!("/drive/v3/files/{FOLDER}?supportsAllDrives=true&fields=*"),
            Value::Null,
            "File",
        ),
        ("GET", format!("{FILES}{everywhere}"), Value::Null, "FileList"),
        ("POST", permissions.clone(), reader, "Permission"),
        ("GET", permissions, Value::Null, "PermissionList"),
        ("GET", "/drive/v3/files/generateIds".to_owned(), Value::Null, "GeneratedIds"),
        ("GET", "/drive/v3/about?fields=*".to_owned(), Value::Null, "About"),
    ] {
        let (status, answer) = api(&bench, &own, method, &path, body).await;
        assert_eq!(status, 200, "{path}: {answer}");
        check(&spec, name, &answer);
    }
    println!("checked eight answers against the published schemas");
}

#[test]
fn fields_that_are_known_here_are_published() {
    let Some(spec) = spec() else { return };
    let has = |schema: &str, names: &[&str]| {
        for name in names {
            assert!(spec["schemas"][schema]["properties"].get(name).is_some(), "{schema}.{name}");
        }
    };
    has("File", &body::NEW);
    has("File", &body::CHANGE);
    has("File", &shown::FIELDS);
    has("Permission", &permissions::NEW);
    has("Permission", &permissions::FIELDS);
}

#[test]
fn parameters_and_scopes_are_published() {
    let Some(spec) = spec() else { return };
    let id = || "x".to_owned();
    for (operation, method) in [
        (Operation::About, "/about/methods/get"),
        (Operation::GenerateIds, "/files/methods/generateIds"),
        (Operation::List, "/files/methods/list"),
        (Operation::Create, "/files/methods/create"),
        (Operation::Begin, "/files/methods/create"),
        (Operation::Get(id()), "/files/methods/get"),
        (Operation::Patch(id()), "/files/methods/update"),
        (Operation::Delete(id()), "/files/methods/delete"),
        (Operation::Share(id()), "/permissions/methods/create"),
        (Operation::Shares(id()), "/permissions/methods/list"),
        (Operation::Unshare(id(), id()), "/permissions/methods/delete"),
    ] {
        let method = spec.pointer(&format!("/resources{method}")).unwrap();
        for name in operation.parameters() {
            assert!(method["parameters"].get(name).is_some(), "{operation:?}: {name}");
        }
        for scope in [token::DRIVE, token::DRIVE_FILE] {
            let scopes = method["scopes"].as_array().unwrap();
            assert!(scopes.contains(&json!(scope)), "{operation:?}: {scope}");
        }
    }
    let upload = &spec["resources"]["files"]["methods"]["create"]["mediaUpload"];
    assert_eq!(upload["maxSize"], "5497558138880");
}
