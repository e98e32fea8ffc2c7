//! Making, changing and deleting meetings.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::{api, booking, create, token};
use crate::sim::tests::Bench;

fn zak(meeting: &Value) -> Value {
    let url = meeting["start_url"].as_str().unwrap();
    let claims = url.split_once("zak=").unwrap().1.split('.').nth(1).unwrap();
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap()
}

/// A02: start, duration and time zone of a scheduled meeting.
#[tokio::test]
async fn a_created_meeting_is_answered_in_full() {
    let bench = Bench::new();
    let token = token(&bench).await;
    let (status, meeting) = create(&bench, &token, booking()).await;
    assert_eq!(status, 201);
    let id = meeting["id"].as_i64().unwrap();
    assert!((1_000_000_000..=99_999_999_999).contains(&id));
    assert_eq!(meeting["start_time"], "2026-11-03T08:00:00Z");
    assert_eq!((&meeting["duration"], &meeting["type"]), (&json!(45), &json!(2)));
    assert_eq!(meeting["timezone"], "Europe/Helsinki");
    assert_eq!(meeting["host_email"], "aino@demo.example");
    assert_eq!(
        (&meeting["password"], &meeting["pstn_password"]),
        (&json!("01234567"), &json!("01234567"))
    );
    let join = meeting["join_url"].as_str().unwrap();
    assert!(join.contains(&format!("/j/{id}?pwd=")) && !join.contains("01234567"));
    assert_eq!(join.split_once("pwd=").unwrap().1, meeting["encrypted_password"]);
    assert_eq!(meeting["settings"]["waiting_room"], true);
    assert_eq!(meeting["settings"]["join_before_host"], false, "a waiting room disables it");
    assert_eq!(meeting["settings"]["approval_type"], 2, "defaults are echoed");
}

/// A27: the host's link is fresh at each reading and ends after two hours.
#[tokio::test]
async fn each_reading_mints_a_start_link_for_two_hours() {
    let bench = Bench::new();
    let token = token(&bench).await;
    let (_, created) = create(&bench, &token, booking()).await;
    let path = format!("/meetings/{}", created["id"]);
    bench.pass(60);
    let (status, first) = api(&bench, &token, "GET", &path, Value::Null).await;
    let (_, second) = api(&bench, &token, "GET", &path, Value::Null).await;
    assert_eq!(status, 200);
    assert_ne!(first["start_url"], second["start_url"]);
    assert_eq!(first["join_url"], created["join_url"]);
    assert_eq!(zak(&first)["exp"], bench.now().as_second() + 7200);
    assert_eq!(zak(&first)["exp"].as_i64(), zak(&created)["exp"].as_i64().map(|exp| exp + 60));
}

#[tokio::test]
async fn each_field_is_checked() {
    let bench = Bench::new();
    let token = token(&bench).await;
    let (_, meeting) = create(&bench, &token, booking()).await;
    let patch = format!("/meetings/{}", meeting["id"]);
    let cases = [
        (json!({"topic": "x".repeat(201)}), "topic"),
        (json!({"agenda": "x".repeat(2001)}), "agenda"),
        (json!({"password": "12345678901"}), "password"),
        (json!({"password": "salasänä"}), "password"),
        (json!({"duration": 0}), "duration"),
        (json!({"duration": 1441}), "duration"),
        (json!({"duration": "45"}), "duration"),
        (json!({"duration": 45.5}), "duration"),
        (json!({"type": 4}), "type"),
        (json!({"type": 8}), "recurrence"),
        (json!({"start_time": "2026-11-03T10:00:00+02:00"}), "start_time"),
        (json!({"start_time": "2026-11-03T10:00:00.000Z"}), "start_time"),
        (json!({"start_time": "2026-11-03 10:00:00"}), "start_time"),
        (json!({"start_time": "2026-02-30T10:00:00Z"}), "start_time"),
        (json!({"timezone": "Europe/Helsingfors"}), "timezone"),
        (json!({"colour": "red"}), "colour"),
        (json!({"settings": []}), "settings"),
        (json!({"settings": {"waiting_rom": true}}), "settings.waiting_rom"),
        (json!({"settings": {"waiting_room": "true"}}), "settings.waiting_room"),
        (json!({"settings": {"auto_recording": "always"}}), "settings.auto_recording"),
        (json!({"settings": {"jbh_time": 7}}), "settings.jbh_time"),
        (
            json!({"settings": {"alternative_hosts": "a@b.example,c@d.example"}}),
            "settings.alternative_hosts",
        ),
        (
            json!({"settings": {"alternative_hosts": "nobody@else.example"}}),
            "settings.alternative_hosts",
        ),
        (json!({"settings": {"meeting_invitees": ["a@b.example"]}}), "settings.meeting_invitees"),
        (json!({"schedule_for": "nobody@else.example"}), "schedule_for"),
    ];
    for (body, field) in cases {
        for (method, path) in [("POST", "/users/u-aino/meetings"), ("PATCH", patch.as_str())] {
            bench.pass(1);
            let (status, answer) = api(&bench, &token, method, path, body.clone()).await;
            assert_eq!((status, &answer["message"]), (400, &json!("Validation Failed.")), "{body}");
            assert_eq!(answer["errors"][0]["field"], field, "{method} {body}");
        }
    }
    let stored = bench.sims.state("zoom").unwrap()["meetings"].as_array().unwrap().len();
    assert_eq!(stored, 1, "nothing refused leaves a trace");
}

#[tokio::test]
async fn the_body_must_be_a_json_object() {
    let bench = Bench::new();
    let token = token(&bench).await;
    for body in [json!([]), json!("x"), Value::Null] {
        let (status, answer) = create(&bench, &token, body).await;
        assert_eq!((status, answer["code"].as_u64()), (400, Some(300)));
    }
}

#[tokio::test]
async fn a_past_or_missing_start_becomes_now_and_is_ignored_on_update() {
    let bench = Bench::new();
    let token = token(&bench).await;
    let (_, missing) = create(&bench, &token, json!({"topic": "x"})).await;
    assert_eq!(missing["start_time"], "2026-11-02T08:00:00Z");
    assert_eq!(missing["timezone"], "Europe/Helsinki");
    let mut past = booking();
    past["start_time"] = json!("2026-11-01T10:00:00Z");
    let (_, meeting) = create(&bench, &token, past.clone()).await;
    assert_eq!(meeting["start_time"], "2026-11-02T08:00:00Z");

    let path = format!("/meetings/{}", meeting["id"]);
    bench.pass(5);
    let change = json!({"start_time": past["start_time"], "topic": "Moved"});
    assert_eq!(api(&bench, &token, "PATCH", &path, change).await.0, 204);
    let (_, shown) = api(&bench, &token, "GET", &path, Value::Null).await;
    assert_eq!((&shown["start_time"], &shown["topic"]), (&meeting["start_time"], &json!("Moved")));
}

/// A05: an update keeps id, uuid and link; the link follows the passcode only.
#[tokio::test]
async fn an_update_is_in_place() {
    let bench = Bench::new();
    let token = token(&bench).await;
    let (_, before) = create(&bench, &token, booking()).await;
    let path = format!("/meetings/{}", before["id"]);
    let change = json!({
        "start_time": "2026-11-04T09:30:00", "duration": 30, "settings": {"jbh_time": 10},
        "schedule_for": "matti@demo.example",
    });
    let (status, body) = api(&bench, &token, "PATCH", &path, change).await;
    assert_eq!((status, body), (204, Value::Null));
    let (_, after) = api(&bench, &token, "GET", &path, Value::Null).await;
    assert_eq!(after["start_time"], "2026-11-04T07:30:00Z", "local to the meeting's zone");
    for same in ["id", "uuid", "join_url", "topic", "password"] {
        assert_eq!(after[same], before[same], "{same}");
    }
    assert_eq!(
        (&after["host_id"], &after["settings"]["jbh_time"]),
        (&json!("u-matti"), &json!(10))
    );

    api(&bench, &token, "PATCH", &path, json!({"password": "999"})).await;
    let (_, changed) = api(&bench, &token, "GET", &path, Value::Null).await;
    assert_ne!(changed["join_url"], before["join_url"]);
}

/// A06: deleting twice is 404 with code 3001.
#[tokio::test]
async fn deleting_again_finds_nothing() {
    let bench = Bench::new();
    let token = token(&bench).await;
    let (_, meeting) = create(&bench, &token, booking()).await;
    let path = format!("/meetings/{}", meeting["id"]);
    let flagged = format!("{path}?schedule_for_reminder=maybe");
    assert_eq!(api(&bench, &token, "DELETE", &flagged, Value::Null).await.0, 400);
    let flagged = format!("{path}?schedule_for_reminder=false&cancel_meeting_reminder=false");
    assert_eq!(api(&bench, &token, "DELETE", &flagged, Value::Null).await, (204, Value::Null));
    for (method, body) in
        [("DELETE", Value::Null), ("GET", Value::Null), ("PATCH", json!({"topic": "x"}))]
    {
        let (status, body) = api(&bench, &token, method, &path, body).await;
        assert_eq!((status, body["code"].as_u64()), (404, Some(3001)), "{method}");
        assert!(body["message"].as_str().unwrap().starts_with("Meeting does not exist: "));
    }
}

#[tokio::test]
async fn a_meeting_can_be_ended_and_recovered() {
    let bench = Bench::new();
    bench.put_zoom(json!({"account": {"scopes": ["meeting:write:admin", "meeting:read:admin"]}}));
    let token = token(&bench).await;
    let (_, meeting) = create(&bench, &token, booking()).await;
    let path = format!("/meetings/{}", meeting["id"]);
    let status = format!("{path}/status");
    let put =
        async |action: &str| api(&bench, &token, "PUT", &status, json!({"action": action})).await.0;
    assert_eq!((put("end").await, put("pause").await), (204, 400));
    assert_eq!(api(&bench, &token, "DELETE", &path, Value::Null).await.0, 204);
    assert_eq!((put("end").await, put("recover").await, put("recover").await), (404, 204, 404));
    assert_eq!(api(&bench, &token, "GET", &path, Value::Null).await.0, 200);
}

#[tokio::test]
async fn only_an_active_licensed_user_of_the_account_hosts() {
    let bench = Bench::new();
    bench.put_zoom(json!({"users": [
        {"id": "u-off", "email": "off@demo.example", "status": "inactive"},
        {"id": "u-new", "email": "new@demo.example", "status": "pending"},
        {"id": "u-none", "email": "none@demo.example", "type": 99},
    ]}));
    let token = token(&bench).await;
    for (user, status, code) in [
        ("u-off", 400, 1010),
        ("u-new", 400, 1120),
        ("u-none", 400, 3161),
        ("me", 404, 1001),
        ("u-aino", 404, 1001),
    ] {
        let path = format!("/users/{user}/meetings");
        let (given, body) = api(&bench, &token, "POST", &path, booking()).await;
        assert_eq!((given, body["code"].as_u64()), (status, Some(code)), "{user}");
    }
}

/// A20, R12: eight digits against an account that wants letters.
#[tokio::test]
async fn the_accounts_passcode_requirement_is_enforced() {
    let bench = Bench::new();
    let policy = json!({"min_length": 8, "require_letters": true});
    bench.put_zoom(json!({"account": {"passcode_policy": policy}}));
    let token = token(&bench).await;
    let (status, body) = create(&bench, &token, booking()).await;
    assert_eq!((status, body["code"].as_u64()), (400, Some(300)));
    assert!(body["message"].as_str().unwrap().contains("passcode requirement"));
    assert_eq!(body["errors"][0]["field"], "password");
    let mut with_letter = booking();
    with_letter["password"] = json!("a1234567");
    assert_eq!(create(&bench, &token, with_letter).await.0, 201);
}

/// A21: without a passcode, the account's policy adds one.
#[tokio::test]
async fn zoom_adds_a_passcode_only_when_the_account_requires_one() {
    let bench = Bench::new();
    let token = token(&bench).await;
    let mut none = booking();
    none.as_object_mut().unwrap().remove("password");
    let (_, open) = create(&bench, &token, none.clone()).await;
    assert!(open.get("password").is_none());
    assert!(!open["join_url"].as_str().unwrap().contains("pwd="));

    let policy = json!({"length": 9, "have_letter": true, "have_special_character": true});
    bench.put_zoom(json!({"account": {"passcode_policy": policy}}));
    let (_, closed) = create(&bench, &token, none.clone()).await;
    let passcode = closed["password"].as_str().unwrap();
    assert_eq!(passcode.len(), 9);
    assert!(passcode.contains(['@', '-', '_', '*']) && passcode.contains(char::is_alphabetic));
    none["default_password"] = json!(false);
    assert!(create(&bench, &token, none).await.1.get("password").is_none());
}

#[tokio::test]
async fn cloud_recording_needs_the_account_and_the_licence() {
    let bench = Bench::new();
    let token = token(&bench).await;
    let body = json!({"settings": {"auto_recording": "cloud"}});
    let recorded = async |user: &str| {
        let path = format!("/users/{user}/meetings");
        let (status, meeting) = api(&bench, &token, "POST", &path, body.clone()).await;
        assert_eq!(status, 201);
        meeting["settings"]["auto_recording"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        (recorded("u-aino").await, recorded("u-liisa").await),
        ("cloud".into(), "none".into())
    );
    bench.put_zoom(json!({"account": {"recording": false}}));
    assert_eq!(recorded("u-aino").await, "none");
}

#[tokio::test]
async fn ids_and_uuids_have_all_their_awkward_spellings() {
    let bench = Bench::new();
    let (mut lengths, mut uuids) = (std::collections::BTreeSet::new(), Vec::new());
    let token = token(&bench).await;
    for _ in 0..90 {
        bench.pass(1);
        let (_, meeting) = create(&bench, &token, booking()).await;
        lengths.insert(meeting["id"].to_string().len());
        uuids.push(meeting["uuid"].as_str().unwrap().to_owned());
    }
    assert_eq!(lengths.into_iter().collect::<Vec<_>>(), [10, 11]);
    assert!(uuids.iter().any(|uuid| uuid.starts_with('/')));
    assert!(uuids.iter().any(|uuid| uuid.contains("//")));
}
