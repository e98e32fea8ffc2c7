//! The messages that the story sends: the project's own samples, with fresh ids and times, signed as
//! Cal.com signs.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use jiff::{SignedDuration, Timestamp};
use ring::hmac;
use serde_json::{Value, json};

use super::StoryFault;

const CREATED: &str =
    include_str!("../../../../events/inbound-webhook/calcom-booking-created.json");
const MOVED: &str =
    include_str!("../../../../events/inbound-webhook/calcom-booking-rescheduled.json");
const CANCELLED: &str =
    include_str!("../../../../events/inbound-webhook/calcom-booking-cancelled.json");

/// One run's booking: Cal.com gives the moved one an id of its own.
pub(super) struct Booking {
    pub first_uid: String,
    pub second_uid: String,
    pub start: Timestamp,
    pub moved_start: Timestamp,
}

impl Booking {
    /// A booking in two days at eight o'clock UTC, moved to the next day at half past eleven; ids
    /// from the present instant.
    pub fn at(now: Timestamp) -> Result<Self, StoryFault> {
        let midnight = now.as_second() / 86_400 * 86_400;
        let after = |minutes: i64| {
            let base = Timestamp::from_second(midnight).ok()?;
            base.checked_add(SignedDuration::from_mins(minutes)).ok()
        };
        let (start, moved_start) = after((2 * 24 + 8) * 60)
            .zip(after((3 * 24 + 11) * 60 + 30))
            .ok_or_else(|| StoryFault::new("the machine's clock is out of range"))?;
        let id = now.as_millisecond();
        Ok(Self {
            first_uid: format!("booking-{id}-1"),
            second_uid: format!("booking-{id}-2"),
            start,
            moved_start,
        })
    }

    pub fn created(&self, now: Timestamp) -> Result<String, StoryFault> {
        message(CREATED, now, &self.first_uid, None, self.start)
    }

    pub fn moved(&self, now: Timestamp) -> Result<String, StoryFault> {
        message(MOVED, now, &self.second_uid, Some(&self.first_uid), self.moved_start)
    }

    pub fn cancelled(&self, now: Timestamp) -> Result<String, StoryFault> {
        message(CANCELLED, now, &self.second_uid, None, self.moved_start)
    }
}

fn message(
    sample: &str,
    now: Timestamp,
    uid: &str,
    replaces: Option<&str>,
    start: Timestamp,
) -> Result<String, StoryFault> {
    let broken = |e: serde_json::Error| StoryFault::new(format!("a sample can't be read: {e}"));
    let mut message: Value = serde_json::from_str(sample).map_err(broken)?;
    let end = start.checked_add(SignedDuration::from_mins(45)).unwrap_or(start);
    message["createdAt"] = json!(now.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string());
    let payload = &mut message["payload"];
    payload["uid"] = json!(uid);
    payload["startTime"] = json!(start.to_string());
    payload["endTime"] = json!(end.to_string());
    if let Some(replaces) = replaces {
        payload["rescheduleUid"] = json!(replaces);
    }
    serde_json::to_string(&message).map_err(broken)
}

/// The hexadecimal HMAC-SHA256 of the body (Cal.com: `X-Cal-Signature-256`).
pub(super) fn signature(secret: &str, body: &str) -> String {
    use std::fmt::Write as _;
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let tag = hmac::sign(&key, body.as_bytes());
    tag.as_ref().iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The headers of Standard Webhooks: an id, the time, and the base64 HMAC-SHA256 of both with the body.
pub(super) fn standard_headers(
    secret: &str,
    now: Timestamp,
    body: &str,
) -> [(&'static str, String); 3] {
    let id = format!("msg_{}", now.as_millisecond());
    let at = now.as_second().to_string();
    let key = BASE64_STANDARD.decode(secret.trim_start_matches("whsec_")).unwrap_or_default();
    let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
    let tag = hmac::sign(&key, format!("{id}.{at}.{body}").as_bytes());
    let signature = format!("v1,{}", BASE64_STANDARD.encode(tag.as_ref()));
    [("webhook-id", id), ("webhook-timestamp", at), ("webhook-signature", signature)]
}
