//! Lists of users and meetings, and their pages.

use serde_json::{Value, json};

use super::{api, booking, create, token};
use crate::sim::tests::Bench;

/// A23: all active users come in pages.
#[tokio::test]
async fn users_come_in_pages_of_active_ones() {
    let bench = Bench::new();
    let token = token(&bench).await;
    let (status, first) = api(&bench, &token, "GET", "/users?page_size=2", Value::Null).await;
    assert_eq!(status, 200);
    assert_eq!((&first["page_size"], &first["total_records"]), (&json!(2), &json!(3)));
    let ids = |page: &Value| -> Vec<String> {
        let users = page["users"].as_array().unwrap();
        users.iter().map(|user| user["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids(&first), ["u-aino", "u-matti"]);
    let next = first["next_page_token"].as_str().unwrap();
    let path = format!("/users?page_size=2&next_page_token={next}");
    let (_, second) = api(&bench, &token, "GET", &path, Value::Null).await;
    assert_eq!((ids(&second), &second["next_page_token"]), (vec!["u-liisa".into()], &json!("")));

    let inactive = api(&bench, &token, "GET", "/users?status=inactive", Value::Null).await.1;
    assert_eq!(ids(&inactive), ["u-eero"]);
    bench.pass(16 * 60);
    let (status, body) = api(&bench, &token, "GET", &path, Value::Null).await;
    assert_eq!((status, body["code"].as_u64()), (400, Some(300)), "page tokens expire");
}

#[tokio::test]
async fn bad_list_parameters_are_refused() {
    let bench = Bench::new();
    let token = token(&bench).await;
    for path in [
        "/users?page_size=2001",
        "/users?page_size=0",
        "/users?status=gone",
        "/users?next_page_token=abc",
        "/users/u-aino/meetings?page_size=301",
        "/users/u-aino/meetings?type=all",
        "/users/u-aino/meetings?from=yesterday",
    ] {
        let (status, body) = api(&bench, &token, "GET", path, Value::Null).await;
        assert_eq!((status, body["code"].as_u64()), (400, Some(300)), "{path}");
    }
}

#[tokio::test]
async fn a_token_of_one_list_does_not_open_another() {
    let bench = Bench::new();
    let token = token(&bench).await;
    let (_, page) = api(&bench, &token, "GET", "/users?page_size=1", Value::Null).await;
    let next = page["next_page_token"].as_str().unwrap();
    let path = format!("/users/u-aino/meetings?next_page_token={next}");
    assert_eq!(api(&bench, &token, "GET", &path, Value::Null).await.0, 400);
}

#[tokio::test]
async fn listed_meetings_have_no_passcode_and_a_cut_agenda() {
    let bench = Bench::new();
    let token = token(&bench).await;
    let mut long = booking();
    long["agenda"] = json!("ä".repeat(400));
    create(&bench, &token, long).await;
    create(&bench, &token, booking()).await;
    let path = "/users/AINO@demo.example/meetings?type=upcoming&page_size=1";
    let (status, list) = api(&bench, &token, "GET", path, Value::Null).await;
    assert_eq!((status, &list["total_records"]), (200, &json!(2)));
    assert_ne!(list["next_page_token"], "");
    let (_, all) = api(&bench, &token, "GET", "/users/u-aino/meetings", Value::Null).await;
    let meetings = all["meetings"].as_array().unwrap();
    assert_eq!((all["page_size"].as_u64(), meetings.len()), (Some(30), 2));
    for meeting in meetings {
        assert!(meeting.get("password").is_none() && meeting.get("start_url").is_none());
        assert!(meeting["agenda"].as_str().unwrap().chars().count() <= 250);
    }
    let (_, others) = api(&bench, &token, "GET", "/users/u-matti/meetings", Value::Null).await;
    assert_eq!(others["meetings"], json!([]));
}

#[tokio::test]
async fn the_kind_of_list_and_the_range_select() {
    let bench = Bench::new();
    let token = token(&bench).await;
    create(&bench, &token, booking()).await;
    let count = async |query: &str| {
        let token = super::token(&bench).await;
        let path = format!("/users/u-aino/meetings?{query}");
        let (_, list) = api(&bench, &token, "GET", &path, Value::Null).await;
        list["total_records"].as_u64().unwrap()
    };
    assert_eq!(count("type=upcoming").await, 1);
    assert_eq!(count("type=live").await, 0);
    assert_eq!(count("from=2026-11-03&to=2026-11-03").await, 1);
    assert_eq!(count("from=2026-11-04").await, 0);
    bench.pass(2 * 24 * 3600);
    assert_eq!(count("type=upcoming").await, 0);
    assert_eq!(count("type=previous_meetings").await, 1);
    assert_eq!(count("type=scheduled").await, 1);
}

#[tokio::test]
async fn a_lagging_list_shows_a_new_meeting_later() {
    let bench = Bench::new();
    bench.put_zoom(json!({"account": {"list_lag_s": 30}}));
    let token = token(&bench).await;
    let (_, meeting) = create(&bench, &token, booking()).await;
    let path = "/users/u-aino/meetings?type=upcoming";
    assert_eq!(api(&bench, &token, "GET", path, Value::Null).await.1["total_records"], 0);
    let direct = format!("/meetings/{}", meeting["id"]);
    assert_eq!(api(&bench, &token, "GET", &direct, Value::Null).await.0, 200);
    bench.pass(30);
    assert_eq!(api(&bench, &token, "GET", path, Value::Null).await.1["total_records"], 1);
}

#[tokio::test]
async fn users_are_found_by_id_and_address_and_me_is_nobody() {
    let bench = Bench::new();
    let token = token(&bench).await;
    let (_, by_id) = api(&bench, &token, "GET", "/users/u-matti", Value::Null).await;
    let (_, by_mail) = api(&bench, &token, "GET", "/users/matti%40demo.example", Value::Null).await;
    assert_eq!(by_id, by_mail);
    assert_eq!((&by_id["first_name"], &by_id["status"]), (&json!("Matti"), &json!("active")));
    for nobody in ["me", "u-nobody"] {
        let path = format!("/users/{nobody}");
        let (status, body) = api(&bench, &token, "GET", &path, Value::Null).await;
        assert_eq!((status, body["code"].as_u64()), (404, Some(1001)), "{nobody}");
    }
}
