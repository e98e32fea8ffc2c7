//! What Zoom says, and who is believed.

use http::HeaderMap;
use proptest::prelude::*;

use super::*;

const SECRET: &str = "a-secret-token";

fn now() -> Timestamp {
    "2026-12-01T10:00:00Z".parse().unwrap()
}

fn signed(body: &[u8], at: Timestamp) -> HeaderMap {
    let seconds = at.as_second().to_string();
    let parts = [b"v0:".as_slice(), seconds.as_bytes(), b":", body];
    let signature = format!("v0={}", hex(mac(SECRET.as_bytes(), &parts).as_ref()));
    let mut headers = HeaderMap::new();
    headers.insert("x-zm-request-timestamp", seconds.parse().unwrap());
    headers.insert("x-zm-signature", signature.parse().unwrap());
    headers
}

fn said(body: &Value) -> Heard {
    let body = body.to_string();
    let headers = signed(body.as_bytes(), now());
    let hook = Hook { headers: &headers, body: body.as_bytes() };
    zoom(&[Secret::new("another"), Secret::new(SECRET)], hook, now()).unwrap()
}

/// The answer to the trial of an address is the token and its HMAC in hexadecimal.
#[test]
fn the_trial_of_an_address_is_answered() {
    let body = json!({"event": "endpoint.url_validation", "payload": {"plainToken": "qgg8vlvZRS6UYooatFL8Aw"}});
    let Heard::Challenge(answer) = said(&body) else { panic!() };
    let answer: Value = serde_json::from_str(&answer).unwrap();
    let expected = hex(mac(SECRET.as_bytes(), &[b"qgg8vlvZRS6UYooatFL8Aw"]).as_ref());
    assert_eq!(answer["plainToken"], "qgg8vlvZRS6UYooatFL8Aw");
    assert_eq!(answer["encryptedToken"], expected);
}

/// B14: an id is opaque text, also where Zoom writes a number with nineteen digits.
#[test]
fn ids_are_text_whichever_way_they_are_written() {
    for id in [json!("1234567890123456789"), json!(1_234_567_890_123_456_789_u64)] {
        let object = json!({"id": id, "uuid": "u=="});
        let body = json!({"event": "meeting.ended", "event_ts": 1_780_000_000_000_i64,
            "payload": {"account_id": "acc", "object": object}});
        let Heard::Meeting(told) = said(&body) else { panic!() };
        assert_eq!(told.meeting, "1234567890123456789");
        assert_eq!((told.phase, told.account.as_str()), (Phase::Ended, "acc"));
        assert_eq!(told.at.as_millisecond(), 1_780_000_000_000);
    }
}

/// B10, B31: films, sound and transcripts are kept, the transcript as the only one; entries without
/// an id are no files.
#[test]
fn files_are_read_leniently() {
    let body = json!({"event": "recording.completed", "event_ts": "1780000000000", "download_token": "dt",
    "payload": {"account_id": "acc", "object": {"id": 42, "uuid": "/ab//c==", "start_time": "2026-11-30T09:00:00Z",
        "recording_files": [
            {"id": "f1", "file_type": "MP4", "file_size": 7, "download_url": "https://zoom.example/rec/1"},
            {"id": "f2", "file_type": "M4A", "file_size": 0, "download_url": "https://zoom.example/rec/2"},
            {"file_type": "TIMELINE", "download_url": "https://zoom.example/rec/3"},
            {"file_type": "CC"},
            {"id": "f4", "file_type": "CHAT", "download_url": "https://zoom.example/rec/4"},
            {"id": "f5", "file_type": "TRANSCRIPT", "download_url": "https://zoom.example/rec/5"},
            {"id": "f6", "file_type": "MP4", "download_url": "file:///etc/passwd"},
        ]}}});
    let Heard::Files(files) = said(&body) else { panic!() };
    let kept: Vec<_> = files.iter().map(|it| (it.file.as_str(), it.what, it.size)).collect();
    assert_eq!(
        kept,
        [
            ("f1", FileKind::Recording, Some(7)),
            ("f2", FileKind::Recording, None),
            ("", FileKind::Transcript, None),
        ]
    );
    assert_eq!(files[0].token, Some(Secret::new("dt")));
    assert_eq!((files[0].meeting.as_str(), files[0].instance.as_str()), ("42", "/ab//c=="));
}

#[test]
fn whatever_else_zoom_says_is_left_alone() {
    assert_eq!(said(&json!({"event": "meeting.summary_completed", "payload": {}})), Heard::Ignored);
    for bad in [json!({}), json!([]), json!({"event": "meeting.ended"}), json!({"event": 7})] {
        assert_eq!(said(&bad), Heard::Unreadable, "{bad}");
    }
}

/// A removal is as old as it says, unless nobody could still be told of it.
#[test]
fn a_removal_has_its_time() {
    let hour_ago = now() - SignedDuration::from_hours(1);
    for (time, expected) in [(hour_ago, hour_ago), (now() - SignedDuration::from_hours(48), now())]
    {
        let gone = json!({"event": "app_deauthorized", "payload": {"user_id": "u1",
            "account_id": "a", "deauthorization_time": time.to_string()}});
        let Heard::Deauthorised(it) = said(&gone) else { panic!("{gone}") };
        assert_eq!((it.user.as_str(), it.at), ("u1", expected));
    }
}

/// Retries keep the timestamp of the first time, and the last comes after 85 minutes.
#[test]
fn retries_are_believed_for_ninety_minutes() {
    let body = br#"{"event":"meeting.started"}"#;
    let at = |age: i64| {
        let headers = signed(body, now() - SignedDuration::from_mins(age));
        zoom(&[Secret::new(SECRET)], Hook { headers: &headers, body }, now())
    };
    for fine in [0, 5, 25, 85, 90, -5] {
        assert!(at(fine).is_ok(), "{fine}");
    }
    for stale in [91, -6, 60 * 24] {
        assert_eq!(at(stale), Err(SignatureFault::Stale), "{stale}");
    }
}

#[test]
fn nobody_is_believed_without_a_secret() {
    let body = b"{}";
    let headers = signed(body, now());
    let hook = Hook { headers: &headers, body };
    assert_eq!(zoom(&[], hook, now()), Err(SignatureFault::Mismatch));
    assert_eq!(
        zoom(&[Secret::new(SECRET)], Hook { headers: &HeaderMap::new(), body }, now()),
        Err(SignatureFault::Missing)
    );
}

proptest! {
    /// One changed bit of body, time or signature, and nobody is believed.
    #[test]
    fn a_changed_bit_is_not_believed(byte in 0_usize..64, bit in 0_u8..8) {
        let body = br#"{"event":"meeting.ended","payload":{"object":{"id":"1"}},"x":1}"#.to_vec();
        let headers = signed(&body, now());
        let mut other = body.clone();
        let at = byte % other.len();
        other[at] ^= 1 << bit;
        let hook = Hook { headers: &headers, body: &other };
        prop_assert_eq!(zoom(&[Secret::new(SECRET)], hook, now()), Err(SignatureFault::Mismatch));
    }

    /// Any JSON is read or left alone.
    #[test]
    fn no_json_is_too_much(text in "\\PC{0,60}") {
        for event in ["meeting.ended", "recording.completed", "app_deauthorized", "endpoint.url_validation"] {
            said(&json!({"event": event, "payload": {"object": {"id": text, "uuid": text,
                "recording_files": [{"id": text, "file_type": "MP4", "download_url": text}]}}, "event_ts": text}));
        }
    }
}
