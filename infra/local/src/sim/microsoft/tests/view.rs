//! Lists of events.

use serde_json::{Value, json};

use super::{AINO, MATTI, address, api, application, create, interview};
use crate::sim::tests::Bench;

/// An event on that day of November, from 8 to 9 o'clock UTC.
async fn on(bench: &Bench, token: &str, day: u8) -> Value {
    let at = |hour: u8| json!({"dateTime": format!("2026-11-{day:02}T{hour:02}:00:00"), "timeZone": "UTC"});
    let mut body = interview();
    body["subject"] = json!(day.to_string());
    (body["start"], body["end"]) = (at(8), at(9));
    body["transactionId"] = json!(format!("t{day}"));
    create(bench, token, body).await
}

/// The subjects on each page, beginning at an address.
async fn subjects(bench: &Bench, token: &str, first: &str) -> Vec<Vec<String>> {
    let mut pages = Vec::new();
    let mut next = Some(first.to_owned());
    while let Some(path) = next {
        let (status, body) = api(bench, token, "GET", &path, Value::Null).await;
        assert_eq!(status, 200, "{body}");
        let events = body["value"].as_array().unwrap().iter();
        pages.push(events.map(|event| event["subject"].as_str().unwrap().to_owned()).collect());
        let link = body["@odata.nextLink"].as_str();
        next = link.map(|link| link.split_once("/microsoft/v1.0").unwrap().1.to_owned());
    }
    pages
}

/// How a lost creation is found: by the window it is in, and the id it was made with.
#[tokio::test]
async fn a_window_shows_what_takes_place_in_it_with_its_transaction_id() {
    let bench = Bench::new();
    let token = application(&bench).await;
    for day in [5, 3, 4] {
        on(&bench, &token, day).await;
    }
    let gone = on(&bench, &token, 6).await;
    api(&bench, &token, "DELETE", &address(&gone), Value::Null).await;
    let path = format!("/users/{AINO}/calendarView");
    for (from, until, expected) in [
        ("2026-11-01T00:00:00Z", "2026-11-30T00:00:00Z", &["3", "4", "5"][..]),
        ("2026-11-03T08:59:59Z", "2026-11-04T08:00:01Z", &["3", "4"][..]),
        ("2026-11-03T09:00:00Z", "2026-11-04T08:00:00Z", &[][..]),
        ("2026-11-03T10:30:00%2B02:00", "2026-11-03T11:00:00", &["3"][..]),
    ] {
        let path = format!("{path}?startDateTime={from}&endDateTime={until}");
        assert_eq!(subjects(&bench, &token, &path).await, [expected], "{from}");
    }
    let window = "startDateTime=2026-11-03&endDateTime=2026-11-04T00:00:00Z";
    let select = format!("{path}?{window}&$select=transactionId,onlineMeeting");
    let (_, found) = api(&bench, &token, "GET", &select, Value::Null).await;
    assert_eq!(found["value"][0]["transactionId"], "t3");
    assert_eq!(found["value"][0].get("subject"), None);
    let other = format!("/users/{MATTI}/calendarView?{window}");
    assert_eq!(subjects(&bench, &token, &other).await, [[""; 0]]);
}

#[tokio::test]
async fn lists_come_in_pages() {
    let bench = Bench::new();
    let token = application(&bench).await;
    for day in 1..=12 {
        on(&bench, &token, day).await;
    }
    let view = format!(
        "/users/{AINO}/calendarView?startDateTime=2026-11-01T00:00:00%2B00:00\
         &endDateTime=2026-12-01T00:00:00Z"
    );
    let sizes = async |path: &str| {
        let pages = subjects(&bench, &token, path).await;
        assert_eq!(pages.concat().len(), 12, "each once");
        pages.iter().map(Vec::len).collect::<Vec<_>>()
    };
    assert_eq!(sizes(&view).await, [10, 2], "ten unless asked");
    assert_eq!(sizes(&format!("{view}&$top=5")).await, [5, 5, 2]);
    assert_eq!(sizes(&format!("/users/{AINO}/events?$top=6")).await, [6, 6]);
    let skipped = subjects(&bench, &token, &format!("{view}&$skip=11")).await;
    assert_eq!(skipped, [["12"]]);
}

#[tokio::test]
async fn a_view_needs_its_window_and_takes_no_filter() {
    let bench = Bench::new();
    let token = application(&bench).await;
    let path = format!("/users/{AINO}/calendarView");
    let window = "startDateTime=2026-11-01T00:00:00Z&endDateTime=2026-12-01T00:00:00Z";
    for (query, code) in [
        ("", "ErrorInvalidParameter"),
        ("startDateTime=2026-11-01T00:00:00Z", "ErrorInvalidParameter"),
        ("startDateTime=x&endDateTime=y", "BadRequest"),
        (&format!("{window}&$filter=transactionId%20eq%20't1'"), "BadRequest"),
        (&format!("{window}&$top=1001"), "BadRequest"),
        (&format!("{window}&$orderby=subject"), "BadRequest"),
    ] {
        let (status, body) =
            api(&bench, &token, "GET", &format!("{path}?{query}"), Value::Null).await;
        assert_eq!((status, &body["error"]["code"]), (400, &json!(code)), "{query}");
    }
    let events = format!("/users/{AINO}/events?$filter=transactionId%20eq%20't1'");
    assert_eq!(api(&bench, &token, "GET", &events, Value::Null).await.0, 400);
}
