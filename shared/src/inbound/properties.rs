//! What holds for every message: nothing panics, and nothing altered is believed.

use http::{HeaderMap, HeaderName, HeaderValue};
use proptest::collection::vec;
use proptest::prelude::*;

use super::signing::{NOW, now, received, secret, signed};
use super::{Hook, SenderKind, Translation, verify};
use crate::domain::ids::Secret;

const BODY: &[u8] = br#"{"triggerEvent":"PING","type":"session.cancelled"}"#;

fn kinds() -> impl Strategy<Value = SenderKind> {
    prop_oneof![Just(SenderKind::Standard), Just(SenderKind::Calcom)]
}

fn believed(kind: SenderKind, headers: &HeaderMap, body: &[u8]) -> bool {
    verify(kind, &secret(kind), Hook { headers, body }, now()).is_ok()
}

fn flipped(bytes: &[u8], bit: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[bit / 8] ^= 1 << (bit % 8);
    bytes
}

/// Any JSON, with the names that matter made likely.
fn json() -> impl Strategy<Value = serde_json::Value> {
    let name = prop_oneof![
        Just("type".to_owned()),
        Just("triggerEvent".to_owned()),
        Just("createdAt".to_owned()),
        Just("data".to_owned()),
        Just("payload".to_owned()),
        Just("uid".to_owned()),
        Just("attendees".to_owned()),
        Just("organizer".to_owned()),
        Just("start".to_owned()),
        Just("fields".to_owned()),
        ".{0,6}",
    ];
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        ".{0,12}".prop_map(Into::into),
        Just("session.upserted".into()),
        Just("person.changed".into()),
        Just("BOOKING_CREATED".into()),
        Just("BOOKING_CANCELLED".into()),
        Just("2027-03-04T08:00:00Z".into()),
        Just("-009999-01-02T01:59:59Z".into()),
        Just("9999-12-30T22:00:00Z".into()),
    ];
    leaf.prop_recursive(4, 48, 8, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Into::into),
            vec((name.clone(), inner), 0..8)
                .prop_map(|pairs| serde_json::Value::Object(pairs.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn arbitrary_messages_never_panic(
        kind in kinds(),
        key in ".{0,40}",
        body in vec(any::<u8>(), 0..200),
        values in vec(vec(any::<u8>(), 0..80), 4),
        at in any::<i32>(),
    ) {
        let names = ["webhook-id", "webhook-timestamp", "webhook-signature", "x-cal-signature-256"];
        let mut headers = HeaderMap::new();
        for (name, value) in names.into_iter().zip(values) {
            if let Ok(value) = HeaderValue::from_bytes(&value) {
                headers.insert(HeaderName::from_static(name), value);
            }
        }
        let now = jiff::Timestamp::from_second(i64::from(at)).unwrap();
        let hook = Hook { headers: &headers, body: &body };
        prop_assert!(verify(kind, &Secret::new(key), hook, now).is_err());
        let _ = received(kind, &body);
    }

    #[test]
    fn any_json_is_translated_or_refused(kind in kinds(), body in json()) {
        let translation = received(kind, body.to_string().as_bytes());
        prop_assert_ne!(&translation, &Translation::NotJson);
        prop_assert!(!matches!(&translation, Translation::Facts(facts) if facts.is_empty()));
    }

    #[test]
    fn any_second_within_the_window_and_none_outside(off in -900_i64..900) {
        let headers = signed(SenderKind::Standard, BODY);
        let hook = Hook { headers: &headers, body: BODY };
        let then = jiff::Timestamp::from_second(NOW + off).unwrap();
        let believed = verify(SenderKind::Standard, &secret(SenderKind::Standard), hook, then).is_ok();
        prop_assert_eq!(believed, off.abs() <= 300);
    }
}

/// Every single bit of the body, not a sample of them.
#[test]
fn a_body_with_one_bit_flipped_is_never_believed() {
    for kind in SenderKind::ALL {
        let headers = signed(kind, BODY);
        assert!(believed(kind, &headers, BODY));
        for bit in 0..BODY.len() * 8 {
            assert!(!believed(kind, &headers, &flipped(BODY, bit)), "{kind:?} bit {bit}");
        }
    }
}

/// Every single bit of every header that is part of the signature. A hexadecimal digit in the other
/// case is the same digit, so that one flip is none.
#[test]
fn a_signature_with_one_bit_flipped_is_never_believed() {
    for kind in SenderKind::ALL {
        let good = signed(kind, BODY);
        for (name, value) in &good {
            for bit in 0..value.len() * 8 {
                let bytes = flipped(value.as_bytes(), bit);
                let same_digit =
                    kind == SenderKind::Calcom && bytes.eq_ignore_ascii_case(value.as_bytes());
                let Ok(altered) = HeaderValue::from_bytes(&bytes) else { continue };
                let mut headers = good.clone();
                headers.insert(name.clone(), altered);
                assert_eq!(believed(kind, &headers, BODY), same_digit, "{name} bit {bit}");
            }
        }
    }
}
