//! What Zoom sends of its own accord.

use ring::hmac;
use serde_json::{Value, json};

use super::recordings::recorded;
use super::{booking, create, token};
use crate::sim::tests::Bench;

const AWKWARD: &str = "/aB//cdEfGhIjKlMnOpQrA==";

/// The headers and the raw body of a message made over HTTP.
async fn made(bench: &Bench, wanted: Value) -> (Value, String) {
    let mut wanted = wanted;
    wanted["provider"] = json!("zoom");
    let headers = [("host", "127.0.0.1:9100")];
    let (status, hook, _) = bench.try_call("POST", "/_sim/hooks", &headers, &wanted).await.unwrap();
    assert_eq!(status, 200, "{hook}");
    (hook["headers"].clone(), hook["body"].as_str().unwrap().to_owned())
}

fn parsed(body: &str) -> Value {
    serde_json::from_str(body).unwrap()
}

#[tokio::test]
async fn the_signature_is_over_the_raw_bytes() {
    let (bench, _) = recorded().await;
    bench.put_zoom(json!({"account": {"secret_token": "s3cret"}}));
    let wanted = json!({"event": "recording.completed", "uuid": AWKWARD});
    let (headers, body) = made(&bench, wanted).await;
    let timestamp = bench.now().as_second().to_string();
    assert_eq!(headers["x-zm-request-timestamp"], timestamp);
    let key = hmac::Key::new(hmac::HMAC_SHA256, b"s3cret");
    let signed = hmac::sign(&key, format!("v0:{timestamp}:{body}").as_bytes());
    let expected = convoke::domain::ids::hex(signed.as_ref());
    assert_eq!(headers["x-zm-signature"], format!("v0={expected}"));
    assert!(body.contains("Neuvonta \\ud83d\\ude92"), "{body}");
}

#[test]
fn the_signature_is_the_published_one() {
    // Made with openssl: printf 'v0:1700000000:{}' | openssl dgst -sha256 -hmac secret
    let expected = "v0=84dd7b277ba946b3a34369b43499bfd9258b410b8894583f1288b1911aa6a6d6";
    assert_eq!(crate::sim::zoom::hooks::signature("secret", "1700000000", b"{}"), expected);
}

#[tokio::test]
async fn meetings_have_their_number_as_text() {
    let bench = Bench::new();
    let token = token(&bench).await;
    let (_, meeting) = create(&bench, &token, booking()).await;
    let wanted = json!({"event": "meeting.started", "meeting_id": meeting["id"]});
    let (_, body) = made(&bench, wanted).await;
    let body = parsed(&body);
    let object = &body["payload"]["object"];
    assert_eq!(body["event_ts"], bench.now().as_millisecond());
    assert_eq!(object["id"], meeting["id"].to_string());
    assert_eq!((&object["uuid"], object.get("end_time")), (&meeting["uuid"], None));
    assert_eq!(object["host_email"], "aino@demo.example");
    let text = meeting["id"].to_string();
    let wanted = json!({"event": "meeting.ended", "meeting_id": text, "uuid": "later=="});
    let ended = parsed(&made(&bench, wanted).await.1);
    let object = &ended["payload"]["object"];
    assert_eq!(
        (&object["uuid"], &object["end_time"]),
        (&json!("later=="), &json!("2026-11-02T08:00:00Z"))
    );
    assert_eq!(object["start_time"], "2026-11-02T07:15:00Z", "its 45 minutes earlier");
}

#[tokio::test]
async fn recordings_have_their_number_as_one_and_the_token_beside_the_payload() {
    let (bench, _) = recorded().await;
    let completed = json!({"event": "recording.completed", "meeting_id": 81_234_567_890_i64});
    let body = parsed(&made(&bench, completed).await.1);
    let object = &body["payload"]["object"];
    assert_eq!((&object["id"], &object["uuid"]), (&json!(81_234_567_890_i64), &json!(AWKWARD)));
    assert!(body["download_token"].is_string() && body["payload"].get("download_token").is_none());
    let kinds = |body: &Value| {
        let files = body["payload"]["object"]["recording_files"].as_array().unwrap().clone();
        files.iter().map(|file| file["file_type"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(kinds(&body), ["MP4", "M4A", "CC"]);
    let caption = &object["recording_files"][2];
    assert!(caption.get("id").is_none() && caption.get("file_size").is_none(), "{caption}");
    let url = object["recording_files"][0]["download_url"].as_str().unwrap();
    assert!(url.starts_with("http://127.0.0.1:9100/zoom/rec/webhook_download/"), "{url}");

    let wanted = json!({"event": "recording.transcript_completed", "uuid": AWKWARD});
    let transcript = parsed(&made(&bench, wanted).await.1);
    assert_eq!(kinds(&transcript), ["TRANSCRIPT"]);
    assert_ne!(transcript["download_token"], body["download_token"]);
}

#[tokio::test]
async fn the_others_are_as_zoom_s() {
    let bench = Bench::new();
    let gone =
        parsed(&made(&bench, json!({"event": "app_deauthorized", "user_id": "u-x"})).await.1);
    assert_eq!(gone["payload"]["user_id"], "u-x");
    assert_eq!(gone["payload"]["client_id"], "zoom-user-demo");
    assert_eq!(gone["payload"]["event_ts"], "2026-11-02 08:00:00");
    let wanted = json!({"event": "endpoint.url_validation", "plain_token": "q"});
    let validation = parsed(&made(&bench, wanted).await.1);
    assert_eq!(validation["payload"], json!({"plainToken": "q"}));
    let fresh = parsed(&made(&bench, json!({"event": "endpoint.url_validation"})).await.1);
    assert_eq!(fresh["payload"]["plainToken"].as_str().unwrap().len(), 22);
}

#[tokio::test]
async fn what_can_not_be_told_of_is_named() {
    let (bench, _) = recorded().await;
    for (wanted, field) in [
        (json!({"provider": "nobody", "event": "meeting.ended"}), "provider"),
        (json!({"provider": "mail", "event": "meeting.ended"}), "provider"),
        (json!({"event": "meeting.ended"}), "provider"),
        (json!({"provider": "zoom", "event": "meeting.renamed"}), "event"),
        (json!({"provider": "zoom", "event": "meeting.ended"}), "meeting_id"),
        (json!({"provider": "zoom", "event": "meeting.ended", "meeting_id": 9}), "meeting_id"),
        (json!({"provider": "zoom", "event": "recording.completed"}), "uuid"),
        (json!({"provider": "zoom", "event": "recording.completed", "uuid": "x"}), "uuid"),
        (json!({"provider": "zoom", "event": "recording.completed", "uuid": "third=="}), "uuid"),
        (json!({"provider": "zoom", "event": "recording.completed", "id": 1}), "id"),
    ] {
        let (status, problem) = bench.call("POST", "/_sim/hooks", wanted.clone()).await;
        assert_eq!((status, &problem["errors"][0]["field"]), (422, &json!(field)), "{wanted}");
    }
    assert_eq!(bench.call("GET", "/_sim/hooks", Value::Null).await.0, 405);
}
