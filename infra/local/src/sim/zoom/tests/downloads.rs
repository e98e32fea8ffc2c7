//! Fetching the files: tokens, the way to the bytes, and parts of them.

use bytes::Bytes;
use http::{Request, Response};
use serde_json::{Value, json};

use super::recordings::recorded;
use super::{access, api, connect};
use crate::sim::tests::Bench;
use crate::sim::zoom::content::{content, transcript};

const AWKWARD: &str = "/aB//cdEfGhIjKlMnOpQrA==";

async fn fetch(bench: &Bench, url: &str, headers: &[(&str, &str)]) -> Response<Bytes> {
    let mut request = Request::builder().uri(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    bench.sims.call(request.body(Bytes::new()).unwrap()).await.unwrap()
}

async fn with_token(bench: &Bench, url: &str, token: &str) -> Response<Bytes> {
    fetch(bench, url, &[("authorization", &format!("Bearer {token}"))]).await
}

fn location(response: &Response<Bytes>) -> String {
    assert_eq!(response.status(), 302, "{:?}", response.body());
    response.headers()["location"].to_str().unwrap().to_owned()
}

/// The address and the token of a file that an event tells of.
fn told(bench: &Bench, event: &str) -> (String, String) {
    let wanted = json!({"event": event, "uuid": AWKWARD});
    let hook = bench.sims.hook("zoom", &wanted, "http://sim.test").unwrap();
    let body: Value = serde_json::from_str(&hook.body).unwrap();
    let url = &body["payload"]["object"]["recording_files"][0]["download_url"];
    (url.as_str().unwrap().to_owned(), body["download_token"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn a_token_leads_to_the_bytes_at_another_origin() {
    let (bench, _) = recorded().await;
    let (url, token) = told(&bench, "recording.completed");
    assert!(url.starts_with("http://sim.test/zoom/rec/webhook_download/"), "{url}");
    let cdn = location(&with_token(&bench, &url, &token).await);
    assert!(cdn.starts_with("http://cdn.sim.test/zoom/cdn/"), "{cdn}");
    let answer = fetch(&bench, &cdn, &[]).await;
    assert_eq!(
        (answer.status().as_u16(), &answer.headers()["content-type"]),
        (200, &"video/mp4".parse().unwrap())
    );
    assert_eq!(*answer.body(), content(AWKWARD, "v", 0..100_000));
    let seen = bench.sims.requests(Some("zoom"));
    let last = seen.last().unwrap();
    assert!(last.path.starts_with("/cdn/") && last.headers.get("authorization").is_none());
}

#[tokio::test]
async fn credentials_are_refused_where_the_bytes_are() {
    let (bench, _) = recorded().await;
    let (url, token) = told(&bench, "recording.completed");
    let cdn = location(&with_token(&bench, &url, &token).await);
    for header in [format!("Bearer {token}"), "Basic eDp5".to_owned()] {
        assert_eq!(fetch(&bench, &cdn, &[("authorization", &header)]).await.status(), 403);
    }
    let (name, query) = cdn.split_once('?').unwrap();
    let other = told(&bench, "recording.transcript_completed").0;
    let other =
        format!("http://cdn.sim.test/zoom/cdn/{}?{query}", other.rsplit('/').next().unwrap());
    let later = cdn.replace("Expires=", "Expires=9");
    for url in [name, &other, &later, &cdn.replace("Signature=", "Signature=x")] {
        assert_eq!(fetch(&bench, url, &[]).await.status(), 403, "{url}");
    }
    bench.pass(299);
    assert_eq!(fetch(&bench, &cdn, &[]).await.status(), 200);
    bench.pass(1);
    assert_eq!(fetch(&bench, &cdn, &[]).await.status(), 403, "the address lives five minutes");
}

#[tokio::test]
async fn the_other_origin_is_another_spelling_of_the_host_or_a_given_one() {
    let (bench, _) = recorded().await;
    let (url, token) = told(&bench, "recording.completed");
    let path = url.strip_prefix("http://sim.test").unwrap();
    let bearer = format!("Bearer {token}");
    for (host, expected) in [
        ("127.0.0.1:9100", "http://localhost:9100/zoom/cdn/"),
        ("localhost:9100", "http://127.0.0.1:9100/zoom/cdn/"),
        ("[::1]:9100", "http://localhost:9100/zoom/cdn/"),
        ("[::1]", "http://localhost/zoom/cdn/"),
        ("vendors", "http://cdn.vendors/zoom/cdn/"),
    ] {
        let answer = fetch(&bench, path, &[("host", host), ("authorization", &bearer)]).await;
        assert!(location(&answer).starts_with(expected), "{host}: {answer:?}");
    }
    bench.put_zoom(json!({"account": {"cdn_host": "files:9100"}}));
    let answer = with_token(&bench, &url, &token).await;
    assert!(location(&answer).starts_with("http://files:9100/zoom/cdn/"));
}

#[tokio::test]
async fn each_token_opens_its_own_for_a_day() {
    let (bench, _) = recorded().await;
    let (video, of_recording) = told(&bench, "recording.completed");
    let (text, of_transcript) = told(&bench, "recording.transcript_completed");
    let first = bench
        .sims
        .hook("zoom", &json!({"event": "recording.completed", "uuid": "first+Instance/1=="}), "")
        .unwrap();
    let first: Value = serde_json::from_str(&first.body).unwrap();
    let of_other = first["download_token"].as_str().unwrap();
    for (url, token, expected) in [
        (&video, &*of_recording, 302),
        (&text, &*of_transcript, 302),
        (&video, &*of_transcript, 401),
        (&text, &*of_recording, 401),
        (&video, of_other, 401),
        (&video, "", 401),
        (&video, &format!("{of_recording}x"), 401),
    ] {
        let answer = with_token(&bench, url, token).await;
        assert_eq!(answer.status().as_u16(), expected, "{url} {token}");
    }
    assert_eq!(fetch(&bench, &video, &[]).await.status(), 401);
    let legacy = format!("{video}?access_token={of_recording}");
    assert_eq!(fetch(&bench, &legacy, &[]).await.status(), 401, "only in the header");
    bench.pass(86_399);
    assert_eq!(with_token(&bench, &video, &of_recording).await.status(), 302);
    bench.pass(1);
    let late = with_token(&bench, &video, &of_recording).await;
    assert_eq!(late.status(), 401);
    let body: Value = serde_json::from_slice(late.body()).unwrap();
    assert_eq!((&body["status"], &body["errorCode"]), (&json!(false), &json!(300)));
}

#[tokio::test]
async fn a_token_of_the_api_lives_as_long_as_was_asked_for() {
    let (bench, token) = recorded().await;
    let get = async |ttl: &str| {
        let path = format!(
            "/meetings/81234567890/recordings?include_fields=download_access_token&ttl={ttl}"
        );
        let shown = api(&bench, &token, "GET", &path, Value::Null).await.1;
        let download = shown["download_access_token"].as_str().unwrap().to_owned();
        let files = shown["recording_files"].as_array().unwrap().clone();
        let url = |kind: &str| {
            let file = files.iter().find(|file| file["file_type"] == kind).unwrap();
            file["download_url"].as_str().unwrap().to_owned()
        };
        (download, url("MP4"), url("TRANSCRIPT"))
    };
    let (short, video, _) = get("0").await;
    assert_eq!(with_token(&bench, &video, &short).await.status(), 401);
    let (long, video, text) = get("60").await;
    for url in [&video, &text] {
        assert_eq!(with_token(&bench, url, &long).await.status(), 302, "{url}");
    }
    bench.pass(60);
    assert_eq!(with_token(&bench, &video, &long).await.status(), 401);
}

#[tokio::test]
async fn an_access_token_opens_what_its_owner_hosts() {
    let (bench, token) = recorded().await;
    let (url, _) = told(&bench, "recording.completed");
    assert_eq!(with_token(&bench, &url, &token).await.status(), 302, "the account's app");
    let scopes = json!(["user:read:user", "cloud_recording:read:list_recording_files"]);
    bench.put_zoom(json!({"oauth_app": {"scopes": scopes}}));
    let (aino, matti) = (connect(&bench, "u-aino").await, connect(&bench, "u-matti").await);
    assert_eq!(with_token(&bench, &url, access(&aino)).await.status(), 302);
    assert_eq!(with_token(&bench, &url, access(&matti)).await.status(), 401);
    bench.put_zoom(json!({"oauth_app": {"scopes": ["user:read:user"]}}));
    assert_eq!(with_token(&bench, &url, access(&aino)).await.status(), 401, "without the scope");
}

#[tokio::test]
async fn parts_can_be_fetched_unless_they_are_switched_off() {
    let (bench, _) = recorded().await;
    let (url, token) = told(&bench, "recording.completed");
    let cdn = location(&with_token(&bench, &url, &token).await);
    let part = fetch(&bench, &cdn, &[("range", "bytes=99990-200000")]).await;
    assert_eq!(part.status(), 206);
    assert_eq!(part.headers()["content-range"], "bytes 99990-99999/100000");
    assert_eq!(*part.body(), content(AWKWARD, "v", 99_990..100_000));
    let beyond = fetch(&bench, &cdn, &[("range", "bytes=100000-")]).await;
    assert_eq!(beyond.status(), 416);
    assert_eq!(beyond.headers()["content-range"], "bytes */100000");
    bench.put_zoom(json!({"account": {"cdn_ranges": false}}));
    let whole = fetch(&bench, &cdn, &[("range", "bytes=5-9")]).await;
    assert_eq!((whole.status().as_u16(), whole.body().len()), (200, 100_000));
    assert!(!whole.headers().contains_key("accept-ranges"));
}

#[tokio::test]
async fn a_transcript_is_text_of_its_size() {
    let (bench, token) = recorded().await;
    let shown = api(&bench, &token, "GET", "/meetings/81234567890/transcript", Value::Null).await.1;
    let url = shown["download_url"].as_str().unwrap();
    let answer = fetch(&bench, &location(&with_token(&bench, url, &token).await), &[]).await;
    assert_eq!(answer.headers()["content-type"], "text/vtt");
    assert_eq!(*answer.body(), transcript(500));
}

#[tokio::test]
async fn what_is_gone_or_not_there_yet_can_not_be_fetched() {
    let (bench, token) = recorded().await;
    let (url, download) = told(&bench, "recording.completed");
    let cdn = location(&with_token(&bench, &url, &download).await);
    let delete = "/meetings/81234567890/recordings/v";
    assert_eq!(api(&bench, &token, "DELETE", delete, Value::Null).await.0, 204);
    assert_eq!(with_token(&bench, &url, &download).await.status(), 404);
    assert_eq!(fetch(&bench, &cdn, &[]).await.status(), 404);
    for path in ["/zoom/rec/download/", "/zoom/rec/download/eA", "/zoom/rec/other/x", "/zoom/cdn/x"]
    {
        let status = with_token(&bench, path, &download).await.status();
        assert!(status == 404 || path.contains("cdn") && status == 403, "{path}: {status}");
    }
}
