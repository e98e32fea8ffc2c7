//! For tests: messages signed as their senders sign them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderName, HeaderValue};
use jiff::Timestamp;

use super::signature::mac;
use super::{Hook, SenderKind, Translation, translate, verify};
use crate::domain::ids::{Secret, hex};

/// A secret for `standard`: 32 bytes.
pub(super) const STANDARD_SECRET: &str = "whsec_QWluby1Lb3NraW5lbi1vbi1Ib2l0b2xhLUFhbHRvLjE=";
/// A secret for `calcom`.
pub(super) const CALCOM_SECRET: &str = "hoitola-aalto-calcom";
/// When all test messages are received, in seconds since 1970.
pub(super) const NOW: i64 = 1_800_000_000;

/// [`NOW`] as an instant.
pub(super) fn now() -> Timestamp {
    Timestamp::from_second(NOW).unwrap()
}

pub(super) fn headers(pairs: &[(&str, &str)]) -> HeaderMap {
    let pair = |(name, value): &(&str, &str)| {
        (name.parse::<HeaderName>().unwrap(), value.parse::<HeaderValue>().unwrap())
    };
    pairs.iter().map(pair).collect()
}

pub(super) fn hex_mac(secret: &str, body: &[u8]) -> String {
    hex(mac(secret.as_bytes(), &[body]).as_ref())
}

pub(super) fn secret(kind: SenderKind) -> Secret {
    Secret::new(match kind {
        SenderKind::Standard => STANDARD_SECRET,
        SenderKind::Calcom => CALCOM_SECRET,
    })
}

/// The headers that the kind of sender adds to this body.
pub(super) fn signed(kind: SenderKind, body: &[u8]) -> HeaderMap {
    match kind {
        SenderKind::Standard => {
            let key = STANDARD.decode(STANDARD_SECRET.trim_start_matches("whsec_")).unwrap();
            let tag = mac(&key, &[format!("msg_1.{NOW}.").as_bytes(), body]);
            headers(&[
                ("webhook-id", "msg_1"),
                ("webhook-timestamp", &NOW.to_string()),
                ("webhook-signature", &format!("v1,{}", STANDARD.encode(tag))),
            ])
        }
        SenderKind::Calcom => headers(&[("x-cal-signature-256", &hex_mac(CALCOM_SECRET, body))]),
    }
}

/// What a rightly signed body becomes.
pub(super) fn received(kind: SenderKind, body: &[u8]) -> Translation {
    received_with(kind, body, &signed(kind, body))
}

pub(super) fn received_with(kind: SenderKind, body: &[u8], headers: &HeaderMap) -> Translation {
    let verified = verify(kind, &secret(kind), Hook { headers, body }, now()).unwrap();
    translate(kind, &verified, "demo", "bookings")
}
