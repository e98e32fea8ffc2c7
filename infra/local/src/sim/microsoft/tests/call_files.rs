//! What was recorded and written down of online meetings.

use serde_json::{Value, json};

use super::{AINO, MATTI, api, application, ask, create, interview, person, put};
use crate::sim::tests::Bench;
use crate::sim::zoom::content::{content, transcript};

/// A bench whose application may read files, with a recorded interview of Aino's: its meeting's id.
pub async fn recorded() -> (Bench, String, String) {
    let bench = Bench::new();
    let token = application(&bench).await;
    let event = create(&bench, &token, interview()).await;
    put(
        &bench,
        json!({"app": {"permissions": [
            "OnlineMeetings.Read.All", "OnlineMeetingRecording.Read.All",
            "OnlineMeetingTranscript.Read.All", "User.Read.All",
        ]}}),
    );
    let token = application(&bench).await;
    let link = event["onlineMeeting"]["joinUrl"].as_str().unwrap();
    let link = link.replace('%', "%25");
    let path = format!("/users/{AINO}/onlineMeetings?$filter=JoinWebUrl%20eq%20'{link}'");
    let (status, found) = api(&bench, &token, "GET", &path, Value::Null).await;
    assert_eq!((status, found["value"].as_array().unwrap().len()), (200, 1), "{found}");
    let id = found["value"][0]["id"].as_str().unwrap().to_owned();
    put(
        &bench,
        json!({
            "recordings": [
                {"meeting_id": id, "id": "r1", "size": 5_000, "created": "2026-11-02T07:00:00Z"},
                {"meeting_id": "other", "id": "r2", "size": 1, "created": "2026-11-02T07:00:00Z"},
            ],
            "transcripts": [
                {"meeting_id": id, "id": "t1", "size": 300, "created": "2026-11-02T07:00:01Z",
                 "end": "2026-11-02T07:30:00Z"},
            ],
        }),
    );
    (bench, token, id)
}

#[tokio::test]
async fn files_are_listed_for_their_meeting_and_fetched_in_parts() {
    let (bench, token, id) = recorded().await;
    let base = format!("/users/{AINO}/onlineMeetings/{id}");
    let get =
        async |path: &str| api(&bench, &token, "GET", &format!("{base}{path}"), Value::Null).await;
    let (status, list) = get("/recordings").await;
    assert_eq!((status, list["value"].as_array().unwrap().len()), (200, 1));
    let file = &list["value"][0];
    assert_eq!((&file["id"], &file["meetingId"]), (&json!("r1"), &json!(id)));
    let link = file["recordingContentUrl"].as_str().unwrap();
    let path = link.strip_prefix("http://localhost/microsoft/v1.0").unwrap();
    let (status, _, whole) = ask(&bench, &token, ("GET", path), &[], Value::Null).await;
    assert_eq!((status, whole.into_body()), (200, content(&id, "r1", 0..5_000)));
    let range = [("range", "bytes=4990-9999")];
    let (status, _, part) = ask(&bench, &token, ("GET", path), &range, Value::Null).await;
    assert_eq!(
        (status, &part.headers()["content-range"]),
        (206, &"bytes 4990-4999/5000".parse().unwrap())
    );
    assert_eq!(part.into_body(), content(&id, "r1", 4_990..5_000));
    let beyond = [("range", "bytes=5000-")];
    assert_eq!(ask(&bench, &token, ("GET", path), &beyond, Value::Null).await.0, 416);

    assert_eq!(get("/transcripts").await.1["value"][0]["endDateTime"], "2026-11-02T07:30:00Z");
    assert_eq!(get("/transcripts/t1").await.1["id"], "t1");
    assert_eq!(get("/transcripts/t1/content").await.0, 400, "no format is asked for");
    let path = format!("{base}/transcripts/t1/content?$format=text/vtt");
    let (status, _, text) = ask(&bench, &token, ("GET", &path), &[], Value::Null).await;
    assert_eq!((status, text.into_body()), (200, transcript(300)));
    for missing in ["/recordings/r2", "/recordings/r2/content", "/transcripts/r1"] {
        assert_eq!(get(missing).await.0, 404, "{missing}");
    }
}

#[tokio::test]
async fn files_take_their_own_permission_and_the_access_policy() {
    let (bench, token, id) = recorded().await;
    let recordings = format!("/users/{AINO}/onlineMeetings/{id}/recordings");
    let transcripts = format!("/users/{AINO}/onlineMeetings/{id}/transcripts");
    let other = format!("/users/{MATTI}/onlineMeetings/{id}/recordings");
    assert_eq!(api(&bench, &token, "GET", &other, Value::Null).await.0, 404, "not his meeting");
    put(&bench, json!({"access_policy": [MATTI]}));
    assert_eq!(api(&bench, &token, "GET", &recordings, Value::Null).await.0, 403);
    put(
        &bench,
        json!({
            "access_policy": true,
            "app": {"permissions": ["OnlineMeetings.ReadWrite.All", "OnlineMeetingRecording.Read.All"]},
        }),
    );
    let token = application(&bench).await;
    assert_eq!(api(&bench, &token, "GET", &recordings, Value::Null).await.0, 200);
    assert_eq!(api(&bench, &token, "GET", &transcripts, Value::Null).await.0, 403);
    let aino = person(&bench, "aino").await;
    let mine = format!("/me/onlineMeetings/{id}/recordings");
    assert_eq!(api(&bench, &aino, "GET", &mine, Value::Null).await.0, 403, "it was not granted");
}

#[tokio::test]
async fn files_stay_as_they_are_put() {
    let (bench, _, id) = recorded().await;
    let held = super::held(&bench);
    assert_eq!(held["recordings"][0]["meeting_id"], json!(id));
    put(&bench, json!({"recordings": held["recordings"], "transcripts": held["transcripts"]}));
    assert_eq!(super::held(&bench), held);
    let bad = json!({"transcripts": [{"meeting_id": "m", "id": "t", "size": 1, "colour": 1}]});
    let error = bench.sims.merge_state("microsoft", &bad).unwrap_err();
    assert_eq!(error.field, "transcripts[0].colour");
}
