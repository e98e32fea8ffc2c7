//! The list of a calendar's events.

use serde_json::{Value, json};

use super::{PRIMARY, api, at, insert, interview, refused, token, why};
use crate::sim::tests::Bench;

async fn list(bench: &Bench, token: &str, query: &str) -> Value {
    let (status, page) = api(bench, token, "GET", &format!("{PRIMARY}?{query}"), Value::Null).await;
    assert_eq!(status, 200, "{page}");
    page
}

async fn ids(bench: &Bench, token: &str, query: &str) -> Vec<String> {
    let page = list(bench, token, query).await;
    let items = page["items"].as_array().unwrap().iter();
    items.map(|event| event["id"].as_str().unwrap().to_owned()).collect()
}

async fn put(bench: &Bench, token: &str, id: &str, day: &str, more: Value) {
    let mut body = interview();
    body["id"] = json!(id);
    body["start"] = json!({"dateTime": format!("{day}T08:00:00Z")});
    body["end"] = json!({"dateTime": format!("{day}T09:00:00Z")});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    insert(bench, token, "", body).await;
    bench.pass(1);
}

async fn three(bench: &Bench) -> String {
    let aino = token(bench, "aino").await;
    let mark = |value: &str| json!({"extendedProperties": {"private": {"hub": value, "n": "1"}}});
    put(bench, &aino, "aaaaa", "2026-11-05", mark("s1")).await;
    put(bench, &aino, "bbbbb", "2026-11-03", mark("s2")).await;
    put(bench, &aino, "ccccc", "2026-11-04", json!({"summary": "Perehdytys"})).await;
    aino
}

#[tokio::test]
async fn a_time_range_takes_what_touches_it() {
    let bench = Bench::new();
    let aino = three(&bench).await;
    for (query, expected) in [
        ("", vec!["aaaaa", "bbbbb", "ccccc"]),
        ("timeMin=2026-11-04T08:30:00Z", vec!["aaaaa", "ccccc"]),
        ("timeMin=2026-11-04T09:00:00Z", vec!["aaaaa"]),
        ("timeMax=2026-11-04T08:00:00Z", vec!["bbbbb"]),
        ("timeMax=2026-11-04T10:00:01%2B02:00", vec!["bbbbb", "ccccc"]),
        ("timeMin=2026-11-03T08:59:59Z&timeMax=2026-11-05T08:00:00Z", vec!["bbbbb", "ccccc"]),
    ] {
        assert_eq!(ids(&bench, &aino, query).await, expected, "{query}");
    }
    for (query, domain, reason) in [
        ("timeMin=2026-11-04", "global", "invalidParameter"),
        ("timeMax=2026-11-04T08:00:00", "global", "invalidParameter"),
        ("timeMin=2026-11-04T08:00:00Z&timeMax=2026-11-04T08:00:00Z", "calendar", "timeRangeEmpty"),
        ("maxResults=0", "global", "invalidParameter"),
        ("showDeleted=yes", "global", "invalidParameter"),
        ("orderBy=startTime", "global", "badRequest"),
        ("orderBy=summary", "global", "invalidParameter"),
        ("privateExtendedProperty=hub", "global", "invalidParameter"),
        ("pageToken=x", "global", "invalid"),
    ] {
        let answer = api(&bench, &aino, "GET", &format!("{PRIMARY}?{query}"), Value::Null).await;
        assert_eq!(why(answer), refused(400, domain, reason), "{query}");
    }
}

#[tokio::test]
async fn events_are_found_by_words_by_ids_and_by_what_was_marked() {
    let bench = Bench::new();
    let aino = three(&bench).await;
    for (query, expected) in [
        ("privateExtendedProperty=hub%3Ds1", vec!["aaaaa"]),
        ("privateExtendedProperty=n=1", vec!["aaaaa", "bbbbb"]),
        ("privateExtendedProperty=n=1&privateExtendedProperty=hub=s2", vec!["bbbbb"]),
        ("sharedExtendedProperty=hub=s1", vec![]),
        ("q=PEREHDYTYS", vec!["ccccc"]),
        ("q=haastattelu%20guest.example", vec!["aaaaa", "bbbbb"]),
        ("iCalUID=bbbbb@google.com", vec!["bbbbb"]),
        ("updatedMin=2026-11-02T08:00:01Z", vec!["bbbbb", "ccccc"]),
    ] {
        assert_eq!(ids(&bench, &aino, query).await, expected, "{query}");
    }
    let matti = token(&bench, "matti").await;
    assert_eq!(ids(&bench, &matti, "").await, [""; 0], "nobody else's");
}

#[tokio::test]
async fn the_order_is_by_start_or_by_change_when_it_is_asked_for() {
    let bench = Bench::new();
    let aino = three(&bench).await;
    let order = ids(&bench, &aino, "orderBy=startTime&singleEvents=true").await;
    assert_eq!(order, ["bbbbb", "ccccc", "aaaaa"]);
    api(&bench, &aino, "PATCH", &format!("{PRIMARY}/aaaaa"), json!({"summary": "x"})).await;
    assert_eq!(ids(&bench, &aino, "orderBy=updated").await, ["bbbbb", "ccccc", "aaaaa"]);
}

#[tokio::test]
async fn deleted_events_are_listed_only_when_asked_for() {
    let bench = Bench::new();
    let aino = three(&bench).await;
    api(&bench, &aino, "DELETE", &format!("{PRIMARY}/bbbbb"), Value::Null).await;
    assert_eq!(ids(&bench, &aino, "").await, ["aaaaa", "ccccc"]);
    assert_eq!(ids(&bench, &aino, "showDeleted=true").await, ["aaaaa", "bbbbb", "ccccc"]);
    let since = "updatedMin=2026-11-02T08:00:03Z";
    assert_eq!(ids(&bench, &aino, since).await, ["bbbbb"], "changes show deletions");
}

/// Page by page it is the whole list, each event once.
#[tokio::test]
async fn pages_lead_to_one_another() {
    let bench = Bench::new();
    let aino = three(&bench).await;
    let first = list(&bench, &aino, "maxResults=2").await;
    assert_eq!(first["items"].as_array().unwrap().len(), 2);
    assert_eq!(first.get("nextSyncToken"), None);
    let token = first["nextPageToken"].as_str().unwrap();
    let second = list(&bench, &aino, &format!("maxResults=2&pageToken={token}")).await;
    assert_eq!(second["items"][0]["id"], "ccccc");
    assert_eq!(second.get("nextPageToken"), None);
    assert_eq!(
        (&second["timeZone"], &second["accessRole"]),
        (&json!("Europe/Helsinki"), &json!("owner"))
    );
    let sync = second["nextSyncToken"].as_str().unwrap();
    let path = format!("{PRIMARY}?syncToken={sync}");
    let answer = api(&bench, &aino, "GET", &path, Value::Null).await;
    assert_eq!(why(answer), refused(410, "calendar", "fullSyncRequired"));
    let matti = super::token(&bench, "matti").await;
    let path = format!("{PRIMARY}?pageToken={token}");
    let answer = api(&bench, &matti, "GET", &path, Value::Null).await;
    assert_eq!(why(answer), refused(400, "global", "invalid"), "another calendar's token");
}

#[tokio::test]
async fn what_is_listed_is_what_is_read() {
    let bench = Bench::new();
    let aino = three(&bench).await;
    for event in list(&bench, &aino, "").await["items"].as_array().unwrap() {
        assert_eq!(api(&bench, &aino, "GET", &at(event), Value::Null).await.1, *event);
    }
}
