//! Conferences that were held, and what was recorded of them.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::{EVENTS, api, granted};
use crate::sim::tests::Bench;

/// Opens conferences that were held.
pub const MEET: &str = "https://www.googleapis.com/auth/meetings.space.readonly";
const CREATED: &str = "https://www.googleapis.com/auth/meetings.space.created";

/// Two conferences of one code, and one of another that is Matti's.
pub fn conferences() -> Value {
    json!([
        {"id": "c1", "meeting_code": "abc-mnop-xyz", "start": "2026-11-01T10:00:00Z",
         "end": "2026-11-01T11:00:00Z", "recordings": [
            {"id": "r1", "state": "FILE_GENERATED", "file": "drive-1"},
            {"id": "r2", "state": "ENDED"},
         ], "transcripts": [
            {"id": "t1", "state": "FILE_GENERATED", "document": "doc-1", "entries": [
                {"id": "e1", "text": "Hei", "start": "2026-11-01T10:00:01Z"},
                {"id": "e2", "participant": "2", "text": "Hello", "language": "en-US"},
            ]},
         ]},
        {"id": "c2", "meeting_code": "abc-mnop-xyz", "start": "2026-11-02T07:00:00Z",
         "recordings": [{"id": "r1", "state": "STARTED", "start": "2026-11-02T07:05:00Z"}],
         "transcripts": []},
        {"id": "c3", "meeting_code": "def-mnop-xyz", "start": "2026-11-02T06:00:00Z",
         "host": "matti@demo.example", "recordings": [], "transcripts": []},
    ])
}

/// A bench with them, and Aino's token.
pub async fn held() -> (Bench, String) {
    let bench = Bench::new();
    bench.sims.merge_state("google", &json!({"conferences": conferences()})).unwrap();
    let token = granted(&bench, "aino", MEET).await;
    (bench, token)
}

async fn get(bench: &Bench, token: &str, path: &str) -> (u16, Value) {
    api(bench, token, "GET", &format!("/v2/conferenceRecords{path}"), Value::Null).await
}

fn names(list: &Value) -> Vec<&str> {
    let records = list["conferenceRecords"].as_array().into_iter().flatten();
    records.map(|it| it["name"].as_str().unwrap().rsplit('/').next().unwrap()).collect()
}

#[tokio::test]
async fn conferences_stay_as_they_are_put() {
    let (bench, _) = held().await;
    assert_eq!(bench.sims.state("google").unwrap()["conferences"], conferences());
    let start = "2026-11-02T06:00:00Z";
    for (change, field) in [
        (json!({"recordings": [{"id": "r", "state": "DONE"}]}), "conferences[0].recordings[0]"),
        (
            json!({"transcripts": [{"id": "t", "state": "ENDED", "entries": [{"id": 1}]}]}),
            "conferences[0].transcripts[0].entries[0]",
        ),
        (json!({"colour": 1}), "conferences[0].colour"),
    ] {
        let mut conference = change;
        conference["id"] = json!("c");
        conference["meeting_code"] = json!("a-b-c");
        conference["start"] = json!(start);
        let error =
            bench.sims.merge_state("google", &json!({"conferences": [conference]})).unwrap_err();
        assert_eq!(error.field, field);
    }
}

#[tokio::test]
async fn a_filter_selects_and_the_newest_comes_first() {
    let (bench, token) = held().await;
    let quoted = |text: &str| format!("?filter={}", utf8_percent_encode(text, NON_ALPHANUMERIC));
    for (filter, expected) in [
        ("space.meeting_code=\"abc-mnop-xyz\"", vec!["c2", "c1"]),
        ("space.meeting_code = \"nobody\"", vec![]),
        ("space.name=\"spaces/abcmnopxyz\" AND start_time<\"2026-11-02T00:00:00Z\"", vec!["c1"]),
        ("end_time>=\"2026-11-01T11:00:00Z\"", vec!["c1"]),
    ] {
        let (status, list) = get(&bench, &token, &quoted(filter)).await;
        assert_eq!((status, names(&list)), (200, expected), "{filter}");
    }
    for filter in [
        "meeting_code=\"a\"",
        "space.meeting_code=a",
        "space.meeting_code>\"a\"",
        "start_time>\"x\"",
    ] {
        let (status, body) = get(&bench, &token, &quoted(filter)).await;
        assert_eq!(
            (status, &body["error"]["status"]),
            (400, &json!("INVALID_ARGUMENT")),
            "{filter}"
        );
    }
}

#[tokio::test]
async fn an_empty_list_has_no_members_and_pages_follow_one_another() {
    let (bench, token) = held().await;
    assert_eq!(get(&bench, &token, "/c2/transcripts").await, (200, json!({})));
    let (_, first) = get(&bench, &token, "/c1/recordings?pageSize=1").await;
    let next = first["nextPageToken"].as_str().unwrap();
    let (_, second) =
        get(&bench, &token, &format!("/c1/recordings?pageSize=1&pageToken={next}")).await;
    assert_eq!(second["recordings"][0]["name"], "conferenceRecords/c1/recordings/r2");
    assert_eq!(second.get("nextPageToken"), None);
    let other = format!("/c1/transcripts?pageToken={next}");
    assert_eq!(get(&bench, &token, &other).await.0, 400);
    assert_eq!(get(&bench, &token, "?pageSize=-1").await.0, 400);
    assert_eq!(get(&bench, &token, "?pageSize=5000").await.0, 200);
}

#[tokio::test]
async fn a_file_is_told_of_once_it_is_there() {
    let (bench, token) = held().await;
    let (_, list) = get(&bench, &token, "/c1/recordings").await;
    assert_eq!(list["recordings"][0]["driveDestination"]["file"], "drive-1");
    assert_eq!(list["recordings"][1].get("driveDestination"), None);
    let (_, live) = get(&bench, &token, "/c2/recordings/r1").await;
    assert_eq!((&live["startTime"], live.get("endTime")), (&json!("2026-11-02T07:05:00Z"), None));
    let (_, list) = get(&bench, &token, "/c1/transcripts").await;
    assert_eq!(list["transcripts"][0]["docsDestination"]["document"], "doc-1");
    let (_, said) = get(&bench, &token, "/c1/transcripts/t1/entries").await;
    assert_eq!(said["transcriptEntries"][0]["text"], "Hei");
    assert_eq!(said["transcriptEntries"][1]["participant"], "conferenceRecords/c1/participants/2");
}

#[tokio::test]
async fn each_sees_what_he_may_and_as_long_as_it_is_kept() {
    let (bench, aino) = held().await;
    let matti = granted(&bench, "matti", MEET).await;
    assert_eq!(names(&get(&bench, &matti, "").await.1), ["c2", "c3", "c1"]);
    assert_eq!(names(&get(&bench, &aino, "").await.1), ["c2", "c1"]);
    let (status, body) = get(&bench, &aino, "/c3/recordings").await;
    assert_eq!((status, &body["error"]["status"]), (404, &json!("NOT_FOUND")));
    let created = granted(&bench, "matti", CREATED).await;
    assert_eq!(get(&bench, &created, "").await, (200, json!({})));
    let events = granted(&bench, "matti", EVENTS).await;
    let (status, body) = get(&bench, &events, "").await;
    assert_eq!((status, &body["error"]["status"]), (403, &json!("PERMISSION_DENIED")));
    assert_eq!(body["error"]["details"][0]["reason"], "ACCESS_TOKEN_SCOPE_INSUFFICIENT");
    assert_eq!(body["error"].get("errors"), None, "not the older form");
    let (status, body) = get(&bench, "x", "").await;
    assert_eq!((status, &body["error"]["status"]), (401, &json!("UNAUTHENTICATED")));

    bench.pass(30 * 86_400);
    let later = granted(&bench, "aino", MEET).await;
    assert_eq!(names(&get(&bench, &later, "").await.1), ["c2"], "one that goes on stays");
}

/// Opens what Meet has put into people's drives.
const FILES: &str = "https://www.googleapis.com/auth/drive.meet.readonly";

#[tokio::test]
async fn files_are_given_to_whoever_they_belong_to() {
    let (bench, meet) = held().await;
    let conference = json!({"id": "c9", "meeting_code": "abc-mnop-xyz", "host": "aino@demo.example",
        "start": "2026-11-01T10:00:00Z",
        "recordings": [{"id": "r1", "state": "FILE_GENERATED", "file": "film", "size": 10}],
        "transcripts": [{"id": "t1", "state": "FILE_GENERATED", "document": "text",
            "entries": [{"id": "e1", "text": "Hei"}]}]});
    bench.sims.merge_state("google", &json!({"conferences": [conference]})).unwrap();
    let [aino, matti] =
        [granted(&bench, "aino", FILES).await, granted(&bench, "matti", FILES).await];
    let get = async |token: &str, path: &str| {
        api(&bench, token, "GET", &format!("/drive/v3/files/{path}"), Value::Null).await.0
    };
    for (path, status) in [
        ("film?alt=media&supportsAllDrives=true", 200),
        ("film", 400),
        ("text?alt=media", 404),
        ("other?alt=media", 404),
        ("text/export?mimeType=text/plain", 200),
        ("text/export?mimeType=text/vtt", 400),
        ("film/export?mimeType=text/plain", 404),
    ] {
        assert_eq!(get(&aino, path).await, status, "{path}");
        assert!(matches!(get(&matti, path).await, 404), "{path}: it is somebody else's");
        assert_eq!(get(&meet, path).await, 403, "{path}: another scope");
    }
}
