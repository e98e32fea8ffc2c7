//! Cloud recordings: reading, listing and deleting them.

use serde_json::{Value, json};

use super::{access, api, connect, create, token};
use crate::sim::tests::Bench;

/// Begins with a slash and has two in a row.
const AWKWARD: &str = "/aB//cdEfGhIjKlMnOpQrA==";

/// Two instances of a meeting of Aino's, and one of Matti's.
pub fn recordings() -> Value {
    json!([
        {"meeting_id": 81_234_567_890_i64, "uuid": "first+Instance/1==", "host_id": "u-aino",
         "topic": "Neuvonta", "start_time": "2026-11-01T10:00:00Z",
         "files": [{"id": "f1", "file_type": "MP4", "size": 1_000}]},
        {"meeting_id": "81234567890", "uuid": AWKWARD, "host_id": "u-aino",
         "topic": "Neuvonta 🚒", "start_time": "2026-11-02T07:00:00Z",
         "files": [
            {"id": "v", "file_type": "MP4", "size": 100_000},
            {"id": "a", "file_type": "M4A", "size": 2_000},
            {"id": "t", "file_type": "TRANSCRIPT", "size": 500},
            {"id": "c", "file_type": "CC", "size": 70},
         ]},
        {"meeting_id": 82_345_678_901_i64, "uuid": "third==", "host_id": "u-matti",
         "start_time": "2026-11-02T06:00:00Z",
         "files": [{"id": "m", "file_type": "MP4", "size": 10, "status": "processing"}]},
    ])
}

/// A bench with these recordings, and a token.
pub async fn recorded() -> (Bench, String) {
    let bench = Bench::new();
    bench.put_zoom(json!({"recordings": recordings()}));
    let token = token(&bench).await;
    (bench, token)
}

async fn get(bench: &Bench, token: &str, path: &str) -> (u16, Value) {
    api(bench, token, "GET", path, Value::Null).await
}

#[tokio::test]
async fn recordings_stay_as_they_are_put() {
    let bench = Bench::new();
    let mut given = recordings();
    given[1]["meeting_id"] = json!(81_234_567_890_i64);
    given[0]["files"][0]["recording_type"] = json!("gallery_view");
    bench.put_zoom(json!({"recordings": given}));
    assert_eq!(bench.sims.state("zoom").unwrap()["recordings"], given);
    for (change, field) in [
        (
            json!([{"meeting_id": 1, "files": [{"id": "f", "file_type": "MP4"}]}]),
            "recordings[0].files[0]",
        ),
        (
            json!([{"meeting_id": 1, "files": [{"id": "f", "file_type": "MP4", "size": 1, "colour": 2}]}]),
            "recordings[0].files[0].colour",
        ),
        (json!([{"meeting_id": 1, "days": 3}]), "recordings[0].days"),
    ] {
        let error = bench.sims.merge_state("zoom", &json!({"recordings": change})).unwrap_err();
        assert_eq!(error.field, field);
    }
}

#[tokio::test]
async fn a_recording_without_a_uuid_is_of_the_meetings_instance() {
    let bench = Bench::new();
    let token = token(&bench).await;
    let (_, meeting) = create(&bench, &token, json!({"topic": "Kept", "duration": 30})).await;
    let files = json!([{"id": "f", "file_type": "MP4", "size": 5}]);
    bench.put_zoom(json!({"recordings": [{"meeting_id": meeting["id"], "files": files}]}));
    let path = format!("/meetings/{}/recordings", meeting["id"]);
    let (status, shown) = get(&bench, &token, &path).await;
    assert_eq!(status, 200, "{shown}");
    for name in ["uuid", "id", "host_id", "topic", "duration", "start_time"] {
        assert_eq!(shown[name], meeting[name], "{name}");
    }
}

#[tokio::test]
async fn a_number_is_the_latest_instance_and_a_uuid_is_its_own() {
    let (bench, token) = recorded().await;
    let (status, latest) = get(&bench, &token, "/meetings/81234567890/recordings").await;
    assert_eq!((status, &latest["uuid"]), (200, &json!(AWKWARD)));
    assert_eq!((&latest["recording_count"], &latest["total_size"]), (&json!(4), &json!(102_570)));
    for path in ["first%2BInstance%2F1%3D%3D", "first%252BInstance%252F1%253D%253D"] {
        let (_, first) = get(&bench, &token, &format!("/meetings/{path}/recordings")).await;
        assert_eq!(first["start_time"], "2026-11-01T10:00:00Z", "{path}: {first}");
    }
    let twice = "%252FaB%252F%252FcdEfGhIjKlMnOpQrA%253D%253D";
    let (status, _) = get(&bench, &token, &format!("/meetings/{twice}/recordings")).await;
    assert_eq!(status, 200);
    let once = "%2FaB%2F%2FcdEfGhIjKlMnOpQrA%3D%3D";
    for (path, code) in [
        (format!("/meetings/{once}/recordings"), 3001),
        (format!("/meetings/{AWKWARD}/recordings"), 2300),
        ("/meetings/nothing%3D%3D/recordings".to_owned(), 3001),
        ("/meetings/89999999999/recordings".to_owned(), 3301),
        ("/meetings/82345678901/recordings".to_owned(), 3301),
        (format!("/meetings/{once}/transcript"), 3001),
        ("/meetings/82345678901/transcript".to_owned(), 3322),
    ] {
        let (status, body) = get(&bench, &token, &path).await;
        assert_eq!((status, &body["code"]), (404, &json!(code)), "{path}");
    }
}

#[tokio::test]
async fn captions_are_shown_without_what_belongs_to_an_id() {
    let (bench, token) = recorded().await;
    let (_, shown) = get(&bench, &token, "/meetings/81234567890/recordings").await;
    let files = shown["recording_files"].as_array().unwrap();
    let keys = |file: &Value| file.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let caption = files.iter().find(|file| file["file_type"] == "CC").unwrap();
    assert_eq!(
        keys(caption),
        [
            "download_url",
            "file_extension",
            "file_type",
            "meeting_id",
            "recording_end",
            "recording_start"
        ]
    );
    assert_eq!((&files[0]["id"], &files[0]["file_size"]), (&json!("v"), &json!(100_000)));
    assert!(
        files[0]["download_url"]
            .as_str()
            .unwrap()
            .starts_with("http://localhost/zoom/rec/download/")
    );
}

#[tokio::test]
async fn a_token_comes_only_when_asked_for_and_with_a_life_in_bounds() {
    let (bench, token) = recorded().await;
    let path = "/meetings/81234567890/recordings?include_fields=download_access_token";
    let (_, plain) = get(&bench, &token, "/meetings/81234567890/recordings?ttl=60").await;
    assert_eq!(plain.get("download_access_token"), None);
    for ttl in ["", "&ttl=0", "&ttl=604800"] {
        let (status, shown) = get(&bench, &token, &format!("{path}{ttl}")).await;
        assert_eq!((status, shown["download_access_token"].is_string()), (200, true), "{ttl}");
    }
    for (query, field) in [("&ttl=604801", "ttl"), ("&ttl=-1", "ttl"), ("&ttl=x", "ttl")] {
        let (status, body) = get(&bench, &token, &format!("{path}{query}")).await;
        assert_eq!((status, &body["errors"][0]["field"]), (400, &json!(field)));
    }
    let other = "/meetings/81234567890/recordings?include_fields=password";
    assert_eq!(get(&bench, &token, other).await.0, 400);
}

#[tokio::test]
async fn the_list_is_of_one_host_and_of_some_days() {
    let (bench, token) = recorded().await;
    let count = async |path: &str| {
        let (status, list) = get(&bench, &token, path).await;
        assert_eq!(status, 200, "{path}: {list}");
        list["meetings"].as_array().unwrap().len()
    };
    assert_eq!(count("/users/u-aino/recordings").await, 1, "today's alone");
    assert_eq!(count("/users/aino@demo.example/recordings?from=2026-11-01").await, 2);
    assert_eq!(count("/users/u-aino/recordings?from=2026-11-01&to=2026-11-01").await, 1);
    assert_eq!(count("/users/u-matti/recordings").await, 0, "what is not there yet is not shown");
    let (_, page) =
        get(&bench, &token, "/users/u-aino/recordings?from=2026-11-01&page_size=1").await;
    assert_eq!((&page["total_records"], &page["from"]), (&json!(2), &json!("2026-11-01")));
    assert_eq!(page["meetings"][0]["uuid"], AWKWARD, "the newest first");
    let next = page["next_page_token"].as_str().unwrap();
    let path =
        format!("/users/u-aino/recordings?from=2026-11-01&page_size=1&next_page_token={next}");
    assert_eq!(get(&bench, &token, &path).await.1["meetings"][0]["uuid"], "first+Instance/1==");
    for path in [
        "/users/u-aino/recordings?from=2026-10-01&to=2026-11-02",
        "/users/u-aino/recordings?page_size=301",
        "/users/u-aino/recordings?trash=yes",
        "/users/u-aino/recordings?from=1.11.2026",
    ] {
        assert_eq!(get(&bench, &token, path).await.0, 400, "{path}");
    }
    assert_eq!(get(&bench, &token, "/users/nobody/recordings").await.1["code"], 1001);
}

#[tokio::test]
async fn a_transcript_says_whether_it_can_be_had() {
    let (bench, token) = recorded().await;
    let path = "/meetings/81234567890/transcript";
    let (status, shown) = get(&bench, &token, path).await;
    assert_eq!((status, &shown["can_download"]), (200, &json!(true)));
    assert!(shown["download_url"].as_str().unwrap().contains("/rec/meeting/transcript/download/"));
    let delete = "/meetings/81234567890/recordings/t";
    assert_eq!(api(&bench, &token, "DELETE", delete, Value::Null).await.0, 204);
    let (_, shown) = get(&bench, &token, path).await;
    assert_eq!(shown["download_restriction_reason"], "DELETED_OR_TRASHED");
    let mut making = recordings();
    making[1]["files"][2]["status"] = json!("processing");
    bench.put_zoom(json!({"recordings": making}));
    let (_, shown) = get(&bench, &token, path).await;
    assert_eq!(shown["download_restriction_reason"], "NOT_READY");
    assert_eq!((&shown["can_download"], shown.get("download_url")), (&json!(false), None));
}

#[tokio::test]
async fn a_file_goes_to_the_trash_or_for_good() {
    let (bench, token) = recorded().await;
    let delete = async |file: &str, action: &str| {
        let path = format!("/meetings/81234567890/recordings/{file}{action}");
        let (status, body) = api(&bench, &token, "DELETE", &path, Value::Null).await;
        (status, body["code"].as_u64())
    };
    let trash = "/users/u-aino/recordings?trash=true";
    assert_eq!(delete("v", "?action=erase").await, (400, Some(300)));
    assert_eq!(delete("x", "").await, (404, Some(3301)));
    assert_eq!(delete("v", "").await.0, 204);
    assert_eq!(delete("v", "").await, (404, Some(3301)), "it is in the trash already");
    let (_, shown) = get(&bench, &token, "/meetings/81234567890/recordings").await;
    assert_eq!(shown["recording_count"], 3);
    let (_, files) = get(&bench, &token, &format!("{trash}&trash_type=recording_file")).await;
    assert_eq!(files["meetings"][0]["recording_files"][0]["deleted_time"], "2026-11-02T08:00:00Z");
    let (_, whole) = get(&bench, &token, trash).await;
    assert_eq!(whole["meetings"], json!([]), "other files of it are not in the trash");
    for file in ["a", "t", "c"] {
        assert_eq!(delete(file, "?action=trash").await.0, 204);
    }
    let (_, whole) = get(&bench, &token, trash).await;
    assert_eq!(whole["meetings"][0]["recording_count"], 4);
    assert_eq!(get(&bench, &token, "/meetings/81234567890/recordings").await.1["code"], 3301);
    for file in ["v", "a", "t", "c"] {
        assert_eq!(delete(file, "?action=delete").await.0, 204);
    }
    let (_, shown) = get(&bench, &token, "/meetings/81234567890/recordings").await;
    assert_eq!(shown["uuid"], "first+Instance/1==", "the other instance is left");
}

#[tokio::test]
async fn nothing_is_deleted_before_it_is_complete() {
    let (bench, token) = recorded().await;
    let path = "/meetings/82345678901/recordings/m";
    let (status, body) = api(&bench, &token, "DELETE", path, Value::Null).await;
    assert_eq!((status, &body["code"]), (400, &json!(3303)));
    bench.put_zoom(json!({
        "meetings": [{"id": 83, "uuid": "live==", "host_id": "u-aino", "status": "started"}],
        "recordings": [{"meeting_id": 83, "files": [{"id": "f", "file_type": "MP4", "size": 1}]}],
    }));
    let path = "/meetings/83/recordings/f";
    assert_eq!(api(&bench, &token, "DELETE", path, Value::Null).await.1["code"], 3303);
    let end = json!({"action": "end"});
    bench.put_zoom(json!({"account": {"scopes": ["meeting:write", "recording:write:admin"]}}));
    let token = super::token(&bench).await;
    assert_eq!(api(&bench, &token, "PUT", "/meetings/83/status", end).await.0, 204);
    assert_eq!(api(&bench, &token, "DELETE", path, Value::Null).await.0, 204);
}

#[tokio::test]
async fn each_call_needs_its_scope() {
    let list = "cloud_recording:read:list_recording_files";
    let cases = [
        ("GET", "/meetings/81234567890/recordings", list, "recording:read"),
        (
            "GET",
            "/users/u-aino/recordings",
            "cloud_recording:read:list_user_recordings",
            "recording:read:admin",
        ),
        (
            "GET",
            "/meetings/81234567890/transcript",
            "cloud_recording:read:meeting_transcript",
            "recording:write",
        ),
        (
            "DELETE",
            "/meetings/81234567890/recordings/v",
            "cloud_recording:delete:recording_file",
            "recording:write",
        ),
    ];
    for (method, path, granular, classic) in cases {
        for scope in [granular.to_owned(), format!("{granular}:admin"), classic.to_owned()] {
            let (bench, _) = recorded().await;
            bench.put_zoom(json!({"account": {"scopes": [scope]}}));
            let token = token(&bench).await;
            let (status, body) = api(&bench, &token, method, path, Value::Null).await;
            assert!(status < 300, "{method} {path} with {scope}: {body}");
            bench.put_zoom(json!({"account": {"scopes": ["meeting:read"]}}));
            let (status, body) = api(&bench, &token, method, path, Value::Null).await;
            assert_eq!((status, &body["code"]), (400, &json!(4711)), "{method} {path}");
            assert!(body["message"].as_str().unwrap().contains(granular), "{body}");
        }
    }
}

#[tokio::test]
async fn calls_count_under_their_labels() {
    let (bench, token) = recorded().await;
    for (path, label) in [
        ("/meetings/81234567890/recordings", "Light"),
        ("/users/u-aino/recordings", "Medium"),
        ("/meetings/81234567890/transcript", "Medium"),
        ("/meetings/1/recordings", "Light"),
    ] {
        let (_, _, response) = super::api_response(&bench, &token, "GET", path, Value::Null).await;
        assert_eq!(response.headers()["x-ratelimit-category"], label, "{path}");
    }
}

#[tokio::test]
async fn a_user_sees_his_own_recordings_alone() {
    let (bench, _) = recorded().await;
    bench.put_zoom(json!({"oauth_app": {"scopes": [
        "cloud_recording:read:list_recording_files", "cloud_recording:read:list_user_recordings",
    ]}}));
    let matti = connect(&bench, "u-matti").await;
    let aino = connect(&bench, "u-aino").await;
    let path = "/meetings/81234567890/recordings";
    assert_eq!(get(&bench, access(&aino), path).await.0, 200);
    let (status, body) = get(&bench, access(&matti), path).await;
    assert_eq!((status, &body["code"]), (400, &json!(1010)));
    assert_eq!(get(&bench, access(&matti), "/users/u-aino/recordings").await.1["code"], 1010);
    let (status, mine) = get(&bench, access(&aino), "/users/me/recordings").await;
    assert_eq!((status, &mine["meetings"][0]["uuid"]), (200, &json!(AWKWARD)));
}
