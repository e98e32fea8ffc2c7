//! Making, reading, replacing, starting and deleting meetings.

use serde_json::{Value, json};

use super::{api, create, interview, token};
use crate::sim::tests::Bench;

/// P14: whoever let the application in has meetings made in his name.
#[tokio::test]
async fn a_creation_is_answered_by_a_list_of_one_with_the_link() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    let (status, created) = api(&bench, &aino, "POST", "/meetings", interview()).await;
    assert_eq!((status, created.as_array().unwrap().len()), (201, 1));
    let id = created[0]["meetingid"].as_i64().unwrap();
    assert!((100_000_000..=999_999_999).contains(&id));
    assert_eq!(created[0]["joinURL"], format!("https://meet.goto.example/{id}"));
    assert_eq!(created[0]["uniqueMeetingId"], id);
    assert!(created[0]["conferenceCallInfo"].as_str().unwrap().contains("Access Code"));
    assert_eq!(created[0].get("meetingId"), None);
}

#[tokio::test]
async fn reading_answers_a_list_of_one_in_other_words_and_without_the_link() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    let mut body = interview();
    body["conferencecallinfo"] = json!("VoIP");
    body["coorganizerKeys"] = json!(["6123456789012340002"]);
    let id = create(&bench, &aino, body).await;
    let (status, shown) = api(&bench, &aino, "GET", &format!("/meetings/{id}"), Value::Null).await;
    assert_eq!((status, shown.as_array().unwrap().len()), (200, 1));
    let expected = json!({
        "createTime": "", "passwordRequired": false, "status": "INACTIVE",
        "subject": "Haastattelu – Maija", "startTime": "2026-11-03T08:00:00Z",
        "endTime": "2026-11-03T08:45:00Z", "conferenceCallInfo": "VoIP", "duration": 45,
        "maxParticipants": 250, "meetingId": id, "meetingKey": id, "uniqueMeetingId": id,
        "meetingType": "scheduled", "coorganizerKeys": ["6123456789012340002"],
    });
    assert_eq!(shown[0], expected);
}

#[tokio::test]
async fn a_replacement_keeps_id_and_link_and_nothing_else() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    let mut body = interview();
    body["coorganizerKeys"] = json!(["6123456789012340002"]);
    let id = create(&bench, &aino, body).await;
    let before = bench.sims.state("goto").unwrap()["meetings"][0].clone();
    let path = format!("/meetings/{id}");
    let (status, _) = api(&bench, &aino, "PUT", &path, json!({"subject": "Muutettu"})).await;
    assert_eq!(status, 400, "a part is not enough");
    let mut body = interview();
    body["subject"] = json!("Muutettu");
    body["endtime"] = json!("2026-11-03T09:00:00Z");
    assert_eq!(api(&bench, &aino, "PUT", &path, body.clone()).await, (204, Value::Null));
    let after = bench.sims.state("goto").unwrap()["meetings"][0].clone();
    assert_eq!((&after["id"], &after["join_url"]), (&before["id"], &before["join_url"]));
    assert_eq!((&after["subject"], &after["end"]), (&json!("Muutettu"), &body["endtime"]));
    assert_eq!(after.get("coorganizers"), None);
    assert_eq!(api(&bench, &aino, "PUT", "/meetings/123456789", body).await.0, 404);
}

#[tokio::test]
async fn what_is_deleted_is_gone() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    let path = format!("/meetings/{}", create(&bench, &aino, interview()).await);
    assert_eq!(api(&bench, &aino, "DELETE", &path, Value::Null).await, (204, Value::Null));
    for method in ["DELETE", "GET"] {
        let (status, body) = api(&bench, &aino, method, &path, Value::Null).await;
        assert_eq!((status, &body["int_err_code"]), (404, &json!("NotFound")));
    }
}

#[tokio::test]
async fn a_host_link_is_minted_each_time() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    let id = create(&bench, &aino, interview()).await;
    let path = format!("/meetings/{id}/start");
    let (status, first) = api(&bench, &aino, "GET", &path, Value::Null).await;
    let (_, second) = api(&bench, &aino, "GET", &path, Value::Null).await;
    assert_eq!(status, 200);
    assert!(first["hostURL"].as_str().unwrap().contains(&id.to_string()));
    assert_ne!(first, second);
}

#[tokio::test]
async fn upcoming_are_those_that_have_not_ended_soonest_first() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    let mut ids = Vec::new();
    for (start, end, kind) in [
        ("2026-11-04T08:00:00Z", "2026-11-04T09:00:00Z", "scheduled"),
        ("2026-11-01T08:00:00Z", "2026-11-01T09:00:00Z", "scheduled"),
        ("2026-11-02T07:30:00Z", "2026-11-02T08:30:00Z", "immediate"),
        ("2026-10-01T08:00:00Z", "2026-10-01T09:00:00Z", "recurring"),
    ] {
        let mut body = interview();
        body["starttime"] = json!(start);
        body["endtime"] = json!(end);
        body["meetingtype"] = json!(kind);
        ids.push(create(&bench, &aino, body).await);
    }
    let (status, list) = api(&bench, &aino, "GET", "/upcomingMeetings", Value::Null).await;
    assert_eq!(status, 200);
    let given: Vec<&str> =
        list.as_array().unwrap().iter().map(|m| m["meetingId"].as_str().unwrap()).collect();
    assert_eq!(given, [ids[3], ids[2], ids[0]].map(|id| id.to_string()), "ids are text here");
    assert_eq!(
        (&list[0]["email"], &list[0]["firstName"]),
        (&json!("aino@demo.example"), &json!("Aino"))
    );
    assert_eq!(list[2]["startTime"], "2026-11-04T08:00:00Z");
}
