//! Whom Exchange tells what.

use serde_json::{Value, json};

use super::{address, api, application, create, held, interview, put};
use crate::sim::tests::Bench;

/// What was told since the last look, as `kind to` in order.
fn told(bench: &Bench) -> Vec<String> {
    let told = held(bench)["notified"].clone();
    put(bench, json!({"notified": []}));
    let text = |field: &Value| field.as_str().unwrap().to_owned();
    let line = |notice: &Value| format!("{} {}", text(&notice["kind"]), text(&notice["to"]));
    told.as_array().unwrap().iter().map(line).collect()
}

fn guests(names: &[&str]) -> Value {
    let guest = |name: &&str| json!({"emailAddress": {"address": format!("{name}@guest.example")}});
    names.iter().map(guest).collect()
}

#[tokio::test]
async fn the_invited_are_told_of_each_change_that_is_theirs() {
    let bench = Bench::new();
    let token = application(&bench).await;
    let mut body = interview();
    body["attendees"] = guests(&["a", "b"]);
    let event = create(&bench, &token, body).await;
    assert_eq!(told(&bench), ["invitation a@guest.example", "invitation b@guest.example"]);
    let change = async |change: Value| {
        let (status, body) = api(&bench, &token, "PATCH", &address(&event), change).await;
        assert_eq!(status, 200, "{body}");
    };
    change(json!({"subject": "Uusi"})).await;
    assert_eq!(told(&bench), ["update a@guest.example", "update b@guest.example"]);
    change(json!({"subject": "Uusi"})).await;
    assert!(told(&bench).is_empty(), "nothing has changed");
    change(json!({"attendees": guests(&["b", "c"])})).await;
    assert_eq!(told(&bench), ["invitation c@guest.example", "cancellation a@guest.example"]);
    let path = format!("{}/cancel", address(&event));
    api(&bench, &token, "POST", &path, json!({"comment": "Peruttu"})).await;
    assert_eq!(held(&bench)["notified"][0]["comment"], "Peruttu");
    assert_eq!(told(&bench), ["cancellation b@guest.example", "cancellation c@guest.example"]);
}

#[tokio::test]
async fn a_deletion_tells_too() {
    let bench = Bench::new();
    let token = application(&bench).await;
    let event = create(&bench, &token, interview()).await;
    told(&bench);
    api(&bench, &token, "DELETE", &address(&event), Value::Null).await;
    assert_eq!(told(&bench), ["cancellation maija@guest.example"]);
}
