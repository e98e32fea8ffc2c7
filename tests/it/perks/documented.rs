//! The published description and its examples.

use convoke_tests::live::{Client, run, text};
use serde_json::{Value, json};

/// What stands for the open parts of a path.
fn filled(path: &str) -> String {
    [
        ("/v1/tenants/{t}", ""),
        ("{p}", "aino"),
        ("{s}", "101"),
        ("{src}", "booking"),
        ("{provider}", "zoom"),
        ("{name}", "invoice.paid"),
        ("{type}", "invoice.paid"),
        ("{id}", "news"),
        ("{intent}", "balance"),
        ("{a}", "ambi"),
        ("{rule}", "sales"),
        ("{medium}", "youtrust"),
        ("{scenario}", "first-month"),
        ("{feedback}", "product"),
    ]
    .iter()
    .fold(path.to_owned(), |path, (open, value)| path.replace(open, value))
}

/// G41: every call that takes a body has an example; each fits the published form and is taken as it stands.
#[test]
fn every_example_fits_and_is_taken() {
    run(async {
        let client = Client::new("g41").await;
        let document = client.get("/v1/openapi.json").await;
        let mut calls = Vec::new();
        for (path, operations) in document["paths"].as_object().unwrap() {
            for (method, operation) in operations.as_object().unwrap() {
                let content = &operation["requestBody"]["content"]["application/json"];
                if content.is_null() {
                    continue;
                }
                let example = content["example"].clone();
                assert!(!example.is_null(), "{method} {path} has no example");
                fits(&document, &content["schema"], &example, &format!("{method} {path}"));
                calls.push((method.to_uppercase(), path.clone(), example));
            }
        }
        // The tenant first, then what others need.
        let rank = |path: &str| {
            let order = ["/v1/tenants/{t}", "people/{p}", "event-types", "templates", "scenarios"];
            order.iter().position(|it| path.ends_with(it) || path.contains(&format!("/{it}/")))
        };
        let is_hook = |path: &str| path.starts_with("/v1/hooks/");
        calls.sort_by_key(|(_, path, _)| (is_hook(path), rank(path).unwrap_or(usize::MAX)));
        assert!(calls.len() > 12, "{} calls", calls.len());
        for (method, path, example) in calls {
            let answer = if path.starts_with("/v1/push/") {
                let board = json!({"medium": "youtrust"});
                client.ok("PUT", "/import-accounts/youtrust", board).await;
                let token = json!({"name": "y", "scopes": ["push"], "account": "youtrust"});
                let token = text(&client.ok("POST", "/tokens", token).await["token"]);
                client.with_token(&token).call(&method, &filled(&path), Some(&example)).await
            } else if path.ends_with("/enrolments") {
                for (id, name) in [("nea", "Nea"), ("matti", "Matti")] {
                    client.ok("PUT", &format!("/people/{id}"), json!({"name": name})).await;
                }
                client.ok("POST", "/scenarios/first-month/publish", Value::Null).await;
                client.call(&method, &filled(&path), Some(&example)).await
            } else if is_hook(&path) {
                client.settings_are_known().await;
                client.tell(&text(&example["type"]), &example["data"]).await
            } else {
                client.call(&method, &filled(&path), Some(&example)).await
            };
            assert!(answer.status < 300, "{method} {path}: {answer:?}");
        }
    });
}

fn fits(document: &Value, schema: &Value, example: &Value, what: &str) {
    let whole = json!({
        "allOf": [schema], "components": document["components"],
    });
    let validator = jsonschema::validator_for(&whole).unwrap_or_else(|e| panic!("{what}: {e}"));
    let errors: Vec<_> = validator.iter_errors(example).map(|e| e.to_string()).collect();
    assert!(errors.is_empty(), "{what}: {errors:#?}");
}
