//! What an application and its changes may say.

use serde_json::{Value, json};

use super::{application, change, create, raw};
use crate::sim::tests::Bench;

fn errors(fields: &[(&str, &str)]) -> Value {
    let shown = fields.iter().map(|(field, code)| json!({"field": field, "code": code}));
    json!({"errors": shown.collect::<Vec<_>>()})
}

#[tokio::test]
async fn an_application_needs_a_medium_a_route_and_a_name() {
    let bench = Bench::new();
    let least = json!({"medium": "green", "route": "Green (通常応募)", "name": "髙橋 葵"});
    assert_eq!(create(&bench, "least", least).await.0, 201);
    assert_eq!(create(&bench, "most", application()).await.0, 201);
    let required = [("medium", "required"), ("route", "required"), ("name", "required")];
    for body in [json!({}), json!({"medium": null, "route": "", "name": "　"})] {
        assert_eq!(create(&bench, "none", body).await, (422, errors(&required)));
    }
}

#[tokio::test]
async fn every_field_that_does_not_fit_is_named() {
    let bench = Bench::new();
    for (field, value, code) in [
        ("company", json!("x"), "unknown_field"),
        ("id", json!("x"), "unknown_field"),
        ("name", json!(3), "invalid"),
        ("email", json!(["a"]), "invalid"),
        ("classification", json!("Scout"), "invalid"),
        ("undecidable", json!("no"), "invalid"),
        ("applied_at", json!("2026-12-01"), "invalid"),
        ("birth_date", json!("1990/05/15"), "invalid"),
    ] {
        let mut body = application();
        body[field] = value;
        assert_eq!(create(&bench, "k", body).await, (422, errors(&[(field, code)])));
    }
    let mut body = application();
    body["birth_date"] = json!("x");
    body["company"] = json!("x");
    let both = errors(&[("company", "unknown_field"), ("birth_date", "invalid")]);
    assert_eq!(create(&bench, "k", body).await, (422, both));
    assert_eq!(bench.sims.state("hrmos").unwrap()["applications"], json!([]));
}

#[tokio::test]
async fn nothing_said_is_null() {
    let bench = Bench::new();
    let mut body = application();
    for field in [
        "external_id",
        "kana",
        "email",
        "phone",
        "position_name",
        "job",
        "applied_at",
        "birth_date",
        "postal_code",
        "address",
        "source_format",
        "classification",
        "undecidable",
    ] {
        body[field] = Value::Null;
    }
    assert_eq!(create(&bench, "k", body).await.0, 201);
    let held = bench.sims.state("hrmos").unwrap()["applications"][0].clone();
    assert_eq!((&held["job"], &held["name"]), (&Value::Null, &json!("髙橋 葵")));
}

#[tokio::test]
async fn a_creation_needs_a_key_and_the_same_key_makes_nothing_more() {
    let bench = Bench::new();
    let no_key = json!({"error": "idempotency_key_required"});
    assert_eq!(create(&bench, "", application()).await, (400, no_key.clone()));
    assert_eq!(create(&bench, " ", application()).await, (400, no_key));
    let (status, made) = create(&bench, "k1", application()).await;
    assert_eq!(status, 201);
    for body in [application(), json!({}), json!({"company": 1}), Value::Null] {
        assert_eq!(create(&bench, "k1", body).await, (200, made.clone()));
    }
    let (status, other) = create(&bench, "k2", application()).await;
    assert_eq!(status, 201);
    assert_ne!(other["id"], made["id"]);
    let held = bench.sims.state("hrmos").unwrap();
    assert_eq!(held["applications"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_change_says_what_changes_and_the_rest_stays() {
    let bench = Bench::new();
    let (_, made) = create(&bench, "k", application()).await;
    bench.pass(60);
    let wanted = json!({"job": "engineering", "position_name": null, "route": "Green (通常応募)"});
    assert_eq!(change(&bench, &made["id"], wanted).await, (200, made.clone()));
    let held = bench.sims.state("hrmos").unwrap()["applications"][0].clone();
    assert_eq!(held["job"], "engineering");
    assert_eq!(
        (&held["position_name"], &held["route"]),
        (&Value::Null, &json!("Green (通常応募)"))
    );
    assert_eq!((&held["name"], &held["medium"]), (&json!("髙橋 葵"), &json!("green")));
    assert_eq!(held["received_at"], "2026-11-02T08:00:00Z");
    assert_eq!(held["changed_at"], "2026-11-02T08:01:00Z");
    assert_eq!(change(&bench, &made["id"], json!({})).await.0, 200);
}

#[tokio::test]
async fn a_change_is_read_as_strictly() {
    let bench = Bench::new();
    let (_, made) = create(&bench, "k", application()).await;
    let before = bench.sims.state("hrmos").unwrap();
    for (field, value, code) in [
        ("medium", json!("doda"), "unknown_field"),
        ("external_id", json!("x"), "unknown_field"),
        ("name", Value::Null, "required"),
        ("route", json!(" "), "required"),
        ("job", json!(1), "invalid"),
    ] {
        let answer = change(&bench, &made["id"], json!({field: value, "kana": "x"})).await;
        assert_eq!(answer, (422, errors(&[(field, code)])));
    }
    assert_eq!(bench.sims.state("hrmos").unwrap(), before);
    let nobody = change(&bench, &json!("app_0"), json!({"medium": 1})).await;
    assert_eq!(nobody, (404, json!({"error": "not_found"})));
}

#[tokio::test]
async fn a_body_must_be_an_object_of_json() {
    let bench = Bench::new();
    let (_, made) = create(&bench, "k", application()).await;
    let one = format!("/applications/{}", made["id"].as_str().unwrap());
    for (method, path) in [("POST", "/applications"), ("PATCH", one.as_str())] {
        for (content_type, body) in [
            ("application/json", "{"),
            ("application/json", "[]"),
            ("application/json", ""),
            ("text/plain", "{\"name\":\"x\"}"),
        ] {
            let response = raw(&bench, method, path, content_type, body).await;
            assert_eq!(response.status(), 400, "{method} {content_type} {body}");
            assert_eq!(response.body(), "{\"error\":\"invalid_json\"}");
        }
    }
}
