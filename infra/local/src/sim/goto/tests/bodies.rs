//! What the body of a creation or replacement must be.

use serde_json::{Value, json};

use super::{api, create, interview, token};
use crate::sim::tests::Bench;

async fn refused(bench: &Bench, token: &str, body: Value, named: &str) {
    let (status, answer) = api(bench, token, "POST", "/meetings", body.clone()).await;
    assert_eq!((status, &answer["int_err_code"]), (400, &json!("InvalidRequest")), "{body}");
    let message = answer["msg"].as_str().unwrap();
    assert!(message.starts_with(&format!("{named}: ")), "{message}");
}

#[tokio::test]
async fn all_seven_fields_are_required() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    for name in interview().as_object().unwrap().keys() {
        let mut body = interview();
        body.as_object_mut().unwrap().remove(name);
        refused(&bench, &aino, body, name).await;
        let mut body = interview();
        body[name] = Value::Null;
        refused(&bench, &aino, body, name).await;
    }
}

#[tokio::test]
async fn keys_of_another_case_and_others_are_refused() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    for name in ["startTime", "Subject", "timeZoneKey", "coorganizerkeys", "description"] {
        let mut body = interview();
        body[name] = json!("");
        refused(&bench, &aino, body, name).await;
    }
}

#[tokio::test]
async fn each_field_is_checked() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    for (name, value) in [
        ("subject", json!("x".repeat(101))),
        ("subject", json!("a < b")),
        ("subject", json!("a > b")),
        ("subject", json!("")),
        ("starttime", json!("2026-11-03T08:00:00")),
        ("starttime", json!("2026-11-03T10:00:00+02:00")),
        ("starttime", json!("2026-11-03 08:00:00Z")),
        ("starttime", json!(1_793_692_800)),
        ("endtime", json!("2026-11-03")),
        ("endtime", json!("2026-11-03T08:00:00Z")),
        ("endtime", json!("2026-11-03T07:00:00Z")),
        ("passwordrequired", json!("false")),
        ("conferencecallinfo", json!("")),
        ("conferencecallinfo", json!("1".repeat(256))),
        ("timezonekey", json!("Europe/Helsinki")),
        ("meetingtype", json!("Scheduled")),
        ("meetingtype", json!("webinar")),
        ("coorganizerKeys", json!(["1"])),
        ("coorganizerKeys", json!("6123456789012340002")),
    ] {
        let mut body = interview();
        body[name] = value;
        refused(&bench, &aino, body, name).await;
    }
}

#[tokio::test]
async fn what_the_description_allows_is_taken() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    for (name, value) in [
        ("subject", json!("ä".repeat(100))),
        ("subject", json!("a &lt; b")),
        ("starttime", json!("2026-11-03T08:00:00.000Z")),
        ("conferencecallinfo", json!("VoIP")),
        ("conferencecallinfo", json!("+358 9 000 0000, 12#")),
        ("meetingtype", json!("recurring")),
        ("meetingtype", json!("immediate")),
        ("passwordrequired", json!(true)),
        ("coorganizerKeys", json!(["6123456789012340002"])),
    ] {
        let mut body = interview();
        body[name] = value;
        create(&bench, &aino, body).await;
    }
}

/// The description does not forbid it.
#[tokio::test]
async fn a_meeting_may_begin_in_the_past() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    let mut body = interview();
    body["starttime"] = json!("2020-01-01T08:00:00Z");
    body["endtime"] = json!("2020-01-01T09:00:00Z");
    create(&bench, &aino, body).await;
}

#[tokio::test]
async fn a_body_that_is_no_json_object_is_refused() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    let (status, _) = api(&bench, &aino, "POST", "/meetings", json!([interview()])).await;
    assert_eq!(status, 400);
    let bearer = format!("Bearer {aino}");
    let headers = [("authorization", bearer.as_str())];
    let path = "/goto/G2M/rest/meetings";
    let (status, ..) = bench.try_call("POST", path, &headers, &Value::Null).await.unwrap();
    assert_eq!(status, 400);
}
