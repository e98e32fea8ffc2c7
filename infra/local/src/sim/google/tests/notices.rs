//! Whom the vendor writes to.

use serde_json::{Value, json};

use super::{PRIMARY, api, at, insert, interview, refused, token, why};
use crate::sim::tests::Bench;

/// The mails since it was last asked, each as `kind to`.
fn mails(bench: &Bench) -> Vec<String> {
    let state = bench.sims.state("google").unwrap();
    bench.sims.merge_state("google", &json!({"notified": []})).unwrap();
    let text = |mail: &Value, name: &str| mail[name].as_str().unwrap().to_owned();
    let all = state["notified"].as_array().unwrap().iter();
    all.map(|mail| format!("{} {}", text(mail, "kind"), text(mail, "to"))).collect()
}

fn guests(names: &[&str]) -> Value {
    names.iter().map(|name| json!({"email": name})).collect()
}

fn party() -> Value {
    let mut body = interview();
    body["attendees"] = guests(&["maija@guest.example", "matti@demo.example", "aino@demo.example"]);
    body
}

/// The default is nobody: an event alone tells its guests nothing.
#[tokio::test]
async fn nobody_is_written_to_unless_the_call_says_so() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    let (maija, matti) = ("invitation maija@guest.example", "invitation matti@demo.example");
    for (query, expected) in [
        ("", vec![]),
        ("?sendUpdates=none", vec![]),
        ("?sendNotifications=false", vec![]),
        ("?sendUpdates=externalOnly", vec![maija]),
        ("?sendUpdates=all", vec![maija, matti]),
        ("?sendNotifications=true", vec![maija, matti]),
        ("?sendUpdates=none&sendNotifications=true", vec![]),
    ] {
        insert(&bench, &aino, query, party()).await;
        assert_eq!(mails(&bench), expected, "{query}");
    }
    let path = format!("{PRIMARY}?sendUpdates=everyone");
    let answer = api(&bench, &aino, "POST", &path, party()).await;
    assert_eq!(why(answer), refused(400, "global", "invalidParameter"));
}

#[tokio::test]
async fn a_change_tells_each_guest_what_it_means_for_them() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    let event = insert(&bench, &aino, "", party()).await;
    let path = format!("{}?sendUpdates=all", at(&event));
    let change = json!({"attendees": guests(&["maija@guest.example", "pekka@guest.example"])});
    api(&bench, &aino, "PATCH", &path, change.clone()).await;
    let expected = [
        "update maija@guest.example",
        "invitation pekka@guest.example",
        "cancellation matti@demo.example",
    ];
    assert_eq!(mails(&bench), expected);
    api(&bench, &aino, "PATCH", &path, change).await;
    assert_eq!(mails(&bench), [""; 0], "nothing was different");
    api(&bench, &aino, "PATCH", &at(&event), json!({"summary": "x"})).await;
    assert_eq!(mails(&bench), [""; 0], "nobody asked for it");
    api(&bench, &aino, "DELETE", &path, Value::Null).await;
    let expected = ["cancellation maija@guest.example", "cancellation pekka@guest.example"];
    assert_eq!(mails(&bench), expected);
    api(&bench, &aino, "PATCH", &path, json!({"status": "confirmed"})).await;
    let expected = ["invitation maija@guest.example", "invitation pekka@guest.example"];
    assert_eq!(mails(&bench), expected);
}
