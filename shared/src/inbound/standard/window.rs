//! The replay window of Standard Webhooks to the nanosecond, and what no tampering gets past it.

use http::HeaderMap;
use jiff::SignedDuration;
use standardwebhooks::Webhook;

use super::super::signing::{NOW, STANDARD_SECRET, headers, now};
use super::super::{Hook, SenderKind, SignatureFault, verify};
use crate::domain::ids::Secret;

use SignatureFault::{Malformed, Mismatch, Missing, Stale};

const BODY: &[u8] = br#"{"type":"session.cancelled"}"#;
const OTHER: &str = "v1,CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk=";

/// The right signature of the message that was signed then, as `v1,…`.
fn signature(at: i64) -> String {
    Webhook::new(STANDARD_SECRET).unwrap().sign("msg_1", at, BODY).unwrap()
}

fn message(id: &str, at: i64, signature: &str) -> HeaderMap {
    headers(&[
        ("webhook-id", id),
        ("webhook-timestamp", &at.to_string()),
        ("webhook-signature", signature),
    ])
}

/// What becomes of a message that is received `late` after [`NOW`].
fn received(headers: &HeaderMap, late: SignedDuration) -> Result<(), SignatureFault> {
    let hook = Hook { headers, body: BODY };
    verify(SenderKind::Standard, &Secret::new(STANDARD_SECRET), hook, now() + late).map(drop)
}

fn on_time(headers: &HeaderMap) -> Result<(), SignatureFault> {
    received(headers, SignedDuration::ZERO)
}

/// Our clock is finer than the timestamp: any part of a second beyond the 300 is too much.
#[test]
fn the_window_ends_with_its_last_nanosecond() {
    let headers = message("msg_1", NOW, &signature(NOW));
    for (seconds, nanoseconds, expected) in [
        (299, 999_999_999, Ok(())),
        (300, 0, Ok(())),
        (300, 1, Err(Stale)),
        (300, 999_999_999, Err(Stale)),
        (301, 0, Err(Stale)),
        (86_400, 0, Err(Stale)),
    ] {
        let late = SignedDuration::new(seconds, nanoseconds);
        assert_eq!(received(&headers, late), expected, "{late:?} late");
        assert_eq!(received(&headers, -late), expected, "{late:?} early");
    }
}

#[test]
fn the_ends_of_time_are_stale_and_nothing_worse() {
    for at in [0, 1, 253_402_207_200] {
        assert_eq!(on_time(&message("msg_1", at, &signature(at))), Err(Stale), "{at}");
    }
}

/// At either edge of the window, and beyond it: another id or another time is another message, so
/// what is stale can't be made fresh, and what is fresh can't be sent again under another id.
#[test]
fn a_tampered_id_or_timestamp_fits_no_signature() {
    for off in [-301, -300, 0, 300, 301] {
        let (at, right) = (NOW + off, signature(NOW + off));
        for id in ["msg_2", "msg_1.", "MSG_1", "msg"] {
            assert_eq!(on_time(&message(id, at, &right)), Err(Mismatch), "{off} {id}");
        }
        for shift in [-301, -300, -1, 1, 300, 301] {
            let moved = message("msg_1", at + shift, &right);
            assert_eq!(on_time(&moved), Err(Mismatch), "{off} moved by {shift}");
        }
        let mut respelled = message("msg_1", at, &right);
        respelled.insert("webhook-timestamp", format!("0{at}").parse().unwrap());
        assert_eq!(on_time(&respelled), Err(Mismatch), "{off} with a zero before");
    }
}

/// Only whoever knows the secret learns that a message is stale.
#[test]
fn a_stale_message_is_reported_as_stale_only_if_its_signature_fits() {
    for at in [NOW - 301, NOW + 301] {
        let right = signature(at);
        assert_eq!(on_time(&message("msg_1", at, &right)), Err(Stale));
        assert_eq!(on_time(&message("msg_1", at, &format!("{OTHER} {right}"))), Err(Stale));
        assert_eq!(on_time(&message("msg_1", at, OTHER)), Err(Mismatch));
        assert_eq!(on_time(&message("msg_1", at, "v2,AAAA")), Err(Malformed));
        assert_eq!(on_time(&message("msg_1", at, " ")), Err(Missing));
    }
}

/// The right MAC under any other name than `v1` is not looked at, wherever it stands.
#[test]
fn other_versions_are_ignored_at_the_edge_too() {
    for at in [NOW - 300, NOW + 300] {
        let right = signature(at);
        let mac = right.trim_start_matches("v1,");
        for version in ["v1a", "v2", "v10", "V1", "v01", "", "v1,v1"] {
            let renamed = format!("{version},{mac}");
            assert_eq!(on_time(&message("msg_1", at, &renamed)), Err(Malformed), "{renamed}");
            let among_wrong = format!("{renamed} {OTHER}");
            assert_eq!(on_time(&message("msg_1", at, &among_wrong)), Err(Mismatch), "{renamed}");
            for several in [format!("{renamed} {right}"), format!("{right}  {renamed} {OTHER}")] {
                assert_eq!(on_time(&message("msg_1", at, &several)), Ok(()), "{several}");
            }
        }
        assert_eq!(on_time(&message("msg_1", at, mac)), Err(Malformed), "no version at all");
    }
}
