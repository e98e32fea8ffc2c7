//! Senders' messages: what is rightly signed and translated, and what is believed at all.

use convoke::domain::ids::Secret;
use convoke::inbound::{Hook, SenderKind, SignatureFault, Translation, translate, verify as check};
use http::{HeaderMap, HeaderValue};
use jiff::Timestamp;

use super::facts;
use super::message;
use super::scene::{SOURCE, T};
use crate::hooks::{calcom_signature, standard_signature};
use crate::live::{CALCOM_SECRET, STANDARD_SECRET};

/// When every message is received, in seconds since 1970.
const NOW: i64 = 1_802_682_750;
/// The names of headers that a signature may stand in.
const SIGNED: [&str; 4] =
    ["webhook-id", "webhook-timestamp", "webhook-signature", "x-cal-signature-256"];

/// A body of our own format.
pub(super) fn standard(body: &[u8]) {
    translated(SenderKind::Standard, body, "application/json");
}

/// A body of Cal.com's: JSON, or what its sender calls a form.
pub(super) fn calcom(body: &[u8]) {
    let as_json = translated(SenderKind::Calcom, body, "application/json");
    let as_form = translated(SenderKind::Calcom, body, "application/x-www-form-urlencoded");
    // The content type is not signed: it must not decide what readable JSON means.
    if as_json != Translation::NotJson {
        assert_eq!(as_json, as_form);
    }
}

fn translated(kind: SenderKind, body: &[u8], content_type: &'static str) -> Translation {
    let mut headers = signed(kind, body, NOW);
    headers.insert(http::header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    let hook = Hook { headers: &headers, body };
    let verified = check(kind, &secret(kind), hook, now()).expect("it is rightly signed");
    assert_eq!(verified.body(), body);
    let translation = translate(kind, &verified, T, SOURCE);
    assert_eq!(translation, translate(kind, &verified, T, SOURCE), "the same each time");
    facts::hold(&translation, body);
    translation
}

/// The headers that a sender of this kind adds.
pub(super) fn signed(kind: SenderKind, body: &[u8], at: i64) -> HeaderMap {
    let value = |text: &str| HeaderValue::from_str(text).unwrap();
    let mut headers = HeaderMap::new();
    match kind {
        SenderKind::Standard => {
            let signature = standard_signature(STANDARD_SECRET, "msg_1", at, body);
            headers.insert("webhook-id", value("msg_1"));
            headers.insert("webhook-timestamp", value(&at.to_string()));
            headers.insert("webhook-signature", value(&signature));
        }
        SenderKind::Calcom => {
            let signature = calcom_signature(CALCOM_SECRET, body);
            headers.insert("x-cal-signature-256", value(&signature));
        }
    }
    headers
}

fn secret(kind: SenderKind) -> Secret {
    Secret::new(match kind {
        SenderKind::Standard => STANDARD_SECRET,
        SenderKind::Calcom => CALCOM_SECRET,
    })
}

fn now() -> Timestamp {
    Timestamp::from_second(NOW).unwrap()
}

/// Any headers and any body: believed only when the signature is the one that we would have made.
pub(super) fn verify(bytes: &[u8]) {
    let input = message::read(bytes);
    let hook = Hook { headers: &input.headers, body: &input.body };
    for kind in SenderKind::ALL {
        match check(kind, &secret(kind), hook, now()) {
            Ok(verified) => {
                assert_eq!(verified.body(), &input.body[..]);
                assert!(is_signed(kind, &input.headers, &input.body), "{:?}", input.headers);
            }
            Err(fault) => refused(fault, &input.headers),
        }
        // Another secret's signature is nobody's.
        let other = Secret::new("whsec_b3RoZXIgb3RoZXIgb3RoZXIgb3RoZXIgb3RoZXI=");
        assert!(check(kind, &other, hook, now()).is_err());
    }
}

fn refused(fault: SignatureFault, headers: &HeaderMap) {
    super::refusal::code(fault.code());
    super::refusal::sentence(fault.detail());
    if SIGNED.iter().all(|name| !headers.contains_key(*name)) {
        assert_eq!(fault, SignatureFault::Missing);
    }
}

/// Worked out the other way round: from the body to the header.
fn is_signed(kind: SenderKind, headers: &HeaderMap, body: &[u8]) -> bool {
    let text = |name: &str| headers[name].to_str().unwrap().trim();
    match kind {
        SenderKind::Standard => {
            let at: i64 = text("webhook-timestamp").parse().unwrap();
            // A number may be written with zeros before it; they are signed as they stand.
            let plain = at.to_string() == text("webhook-timestamp");
            let expected = standard_signature(STANDARD_SECRET, text("webhook-id"), at, body);
            let given = || text("webhook-signature").split(' ');
            (at - NOW).abs() <= 300 && (!plain || given().any(|one| one == expected))
        }
        SenderKind::Calcom => {
            let expected = calcom_signature(CALCOM_SECRET, body);
            text("x-cal-signature-256").eq_ignore_ascii_case(&expected)
        }
    }
}
