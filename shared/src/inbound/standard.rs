//! Sender `standard`: our own events, signed as Standard Webhooks (specification 1.0: HMAC-SHA256
//! over `id.timestamp.body`, base64, key in base64 after `whsec_`).
//!
//! The published `standardwebhooks` crate reads the machine's clock and signs only UTF-8, while here
//! the time is passed in and a body is bytes; so the scheme is written out over `ring`, and the
//! crate proves it in the tests.

mod person;
mod session;
#[cfg(test)]
mod window;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::signature::{Hook, SignatureFault, mac, same};
use super::strict::Fields;
use super::{Fact, Origin, Translation, value};
use crate::domain::business::Posted;
use crate::domain::ids::Secret;

/// How far a signature's timestamp may be from now, either way.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(5);
/// What a secret begins with.
const SECRET_PREFIX: &str = "whsec_";

/// What this sender reports.
#[derive(Clone, Copy)]
enum EventType {
    SessionUpserted,
    SessionCancelled,
    PersonChanged,
}

impl EventType {
    /// Every type, in the order in which refusals list them.
    const ALL: [Self; 3] = [Self::SessionUpserted, Self::SessionCancelled, Self::PersonChanged];

    const fn name(self) -> &'static str {
        match self {
            Self::SessionUpserted => "session.upserted",
            Self::SessionCancelled => "session.cancelled",
            Self::PersonChanged => "person.changed",
        }
    }
}

/// Checks `webhook-id`, `webhook-timestamp` and `webhook-signature`. Of several signatures one has
/// to fit, as while a secret is being replaced.
pub(super) fn check_signature(
    secret: &Secret,
    hook: &Hook<'_>,
    now: Timestamp,
) -> Result<(), SignatureFault> {
    let header = |name| hook.header(name).ok_or(SignatureFault::Missing);
    let id = header("webhook-id")?;
    let sent = header("webhook-timestamp")?;
    let given = signatures(header("webhook-signature")?);
    let sent_at = instant(sent).ok_or(SignatureFault::Malformed)?;
    if given.is_empty() {
        return Err(SignatureFault::Malformed);
    }
    let key = key(secret.expose()).ok_or(SignatureFault::Mismatch)?;
    let expected = mac(&key, &[id.as_bytes(), b".", sent.as_bytes(), b".", hook.body]);
    if !given.iter().any(|signature| same(&expected, signature)) {
        return Err(SignatureFault::Mismatch);
    }
    if now.duration_since(sent_at).abs() > TOLERANCE {
        return Err(SignatureFault::Stale);
    }
    Ok(())
}

/// Checks that a secret is `whsec_` and the base64 of 24 to 64 bytes.
pub(super) fn check_secret(secret: &str) -> Result<(), &'static str> {
    let fits = secret.starts_with(SECRET_PREFIX)
        && key(secret).is_some_and(|key| (24..=64).contains(&key.len()));
    fits.then_some(()).ok_or("whsec_ followed by the base64 of 24 to 64 random bytes")
}

/// Translates an event of ours.
pub(super) fn translate(body: &Value, origin: Origin<'_>) -> Translation {
    let mut envelope = Fields::of(body, "");
    let name = envelope.required("type", value::text);
    let event = name.and_then(|name| EventType::ALL.into_iter().find(|event| event.name() == name));
    // The envelope's time orders changes of people; sessions have versions. The signature carries a
    // time of its own, so an unreadable one here is no reason to refuse.
    let sent_at = envelope.optional("timestamp", |value| Ok(value::instant(value).ok())).flatten();
    if let (Some(kind), None) = (name, event) {
        // Which types there are, and what theirs say, the company decides.
        let data = body.get("data").cloned().unwrap_or_default();
        let posted = Posted { kind: kind.to_owned(), at: sent_at, data };
        return Translation::Facts(vec![Fact::Business(posted)]);
    }
    let data = envelope.required("data", |value| Ok(Fields::of(value, "data")));
    let mut fact = None;
    // Without a type nobody knows which fields `data` should have.
    if let (Some(event), Some(mut data)) = (event, data) {
        fact = read(event, &mut data, origin, sent_at);
        envelope.absorb(data);
    }
    Translation::from_parts(fact, envelope.finish())
}

fn read(
    event: EventType,
    data: &mut Fields<'_>,
    origin: Origin<'_>,
    sent_at: Option<Timestamp>,
) -> Option<Fact> {
    match event {
        EventType::SessionUpserted => session::upserted(data, origin).map(Fact::Session),
        EventType::SessionCancelled => session::cancelled(data, origin).map(Fact::Session),
        EventType::PersonChanged => person::changed(data, origin, sent_at).map(Fact::Person),
    }
}

fn key(secret: &str) -> Option<Vec<u8>> {
    STANDARD.decode(secret.strip_prefix(SECRET_PREFIX).unwrap_or(secret)).ok()
}

/// The symmetric signatures (`v1`) of the header; those of other versions are not ours to judge.
fn signatures(header: &str) -> Vec<Vec<u8>> {
    let tagged = header.split(' ').filter_map(|signature| signature.strip_prefix("v1,"));
    tagged.filter_map(|signature| STANDARD.decode(signature).ok()).collect()
}

/// Seconds since 1970, in plain digits as the scheme prints them.
fn instant(text: &str) -> Option<Timestamp> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten().and_then(|s| Timestamp::from_second(s).ok())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::HeaderMap;
    use standardwebhooks::Webhook;

    use super::super::signing::{NOW, STANDARD_SECRET, headers, now};
    use super::super::{SenderKind, verify};
    use super::*;

    const BODY: &[u8] = br#"{"type":"session.cancelled"}"#;

    fn signed(at: i64) -> String {
        let webhook = Webhook::new(STANDARD_SECRET).unwrap();
        webhook.sign("msg_1", at, BODY).unwrap()
    }

    fn envelope(at: &str, signature: &str) -> HeaderMap {
        headers(&[
            ("webhook-id", "msg_1"),
            ("webhook-timestamp", at),
            ("webhook-signature", signature),
        ])
    }

    fn check(headers: &HeaderMap, now: Timestamp) -> Result<(), SignatureFault> {
        let hook = Hook { headers, body: BODY };
        verify(SenderKind::Standard, &Secret::new(STANDARD_SECRET), hook, now).map(drop)
    }

    #[test]
    fn the_published_crate_signs_what_we_verify() {
        assert_eq!(check(&envelope(&NOW.to_string(), &signed(NOW)), now()), Ok(()));
    }

    #[test]
    fn one_fitting_signature_of_several_is_enough() {
        let other = STANDARD.encode([9; 32]);
        let several = format!("v1,{other} v1a,{other} v1,not-base64 {}", signed(NOW));
        assert_eq!(check(&envelope(&NOW.to_string(), &several), now()), Ok(()));
        let none = format!("v1,{other} v1,{other}");
        let fault = check(&envelope(&NOW.to_string(), &none), now());
        assert_eq!(fault, Err(SignatureFault::Mismatch));
    }

    #[test]
    fn five_minutes_either_way_and_no_more() {
        for (off, expected) in [
            (-301, Err(SignatureFault::Stale)),
            (-300, Ok(())),
            (300, Ok(())),
            (301, Err(SignatureFault::Stale)),
        ] {
            let at = NOW + off;
            assert_eq!(check(&envelope(&at.to_string(), &signed(at)), now()), expected, "{off}");
        }
        let later = now() + Duration::from_millis(300_500);
        let fault = check(&envelope(&NOW.to_string(), &signed(NOW)), later);
        assert_eq!(fault, Err(SignatureFault::Stale));
    }

    #[test]
    fn absent_and_unreadable_headers_are_told_apart() {
        let good = envelope(&NOW.to_string(), &signed(NOW));
        for name in ["webhook-id", "webhook-timestamp", "webhook-signature"] {
            let mut without = good.clone();
            without.remove(name);
            assert_eq!(check(&without, now()), Err(SignatureFault::Missing), "{name}");
        }
        let tag = signed(NOW);
        for (at, signature) in [
            ("soon", tag.as_str()),
            ("+1800000000", &tag),
            ("99999999999999999999", &tag),
            ("1800000000", "v2,abc"),
            ("1800000000", "v1,%%%"),
        ] {
            let fault = check(&envelope(at, signature), now());
            assert_eq!(fault, Err(SignatureFault::Malformed), "{at} {signature}");
        }
    }

    #[test]
    fn a_body_that_is_not_text_can_be_signed_too() {
        let key = key(STANDARD_SECRET).unwrap();
        let at = NOW.to_string();
        let body = [0xff, 0xfe];
        let tag = mac(&key, &[b"msg_1.", at.as_bytes(), b".", &body]);
        let headers = envelope(&at, &format!("v1,{}", STANDARD.encode(tag)));
        let hook = Hook { headers: &headers, body: &body };
        let secret = Secret::new(STANDARD_SECRET);
        let verified = verify(SenderKind::Standard, &secret, hook, now()).unwrap();
        let translation = super::super::translate(SenderKind::Standard, &verified, "t", "s");
        assert_eq!(translation, Translation::NotJson);
    }
}
