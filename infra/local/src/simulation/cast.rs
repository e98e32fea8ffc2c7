//! Who and what every run plays with: a tenant, two hosts, a guest, a sender, and three times of day.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use convoke::domain::ids::SessionKey;
use http::HeaderMap;
use jiff::Timestamp;
use ring::hmac;
use serde_json::{Value, json};

/// The tenant.
pub const TENANT: &str = "aalto";
/// The source that bookings come from.
pub const SOURCE: &str = "booking";
/// The service that is booked.
pub const SERVICE: &str = "101";
/// What it is called, and with it each of its meetings.
pub const TOPIC: &str = "First visit";
/// The guest.
pub const GUEST: &str = "matti@customer.example";
/// The source's secret.
pub const SECRET: &str = "whsec_c2ltdWxhdGVkIGJ1dCBub3Qgc2hvcnQgYXQgYWxs";
/// Where every run begins.
pub const BEGIN: &str = "2026-11-30T08:00:00Z";
/// How long a session takes, in minutes.
const MINUTES: i64 = 45;

/// A person who may host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Host {
    /// The person's id.
    pub person: &'static str,
    /// The person's mail address.
    pub email: &'static str,
    /// The person's user at Zoom.
    pub user: &'static str,
    /// The person's object at Microsoft.
    pub microsoft: &'static str,
    /// The person's key as an organiser at GoTo.
    pub goto: &'static str,
}

/// The host of most sessions.
pub const AINO: Host = Host {
    person: "aino",
    email: "aino@demo.example",
    user: "u-aino",
    microsoft: "a1b2c3d4-0000-4000-8000-000000000001",
    goto: "6123456789012340001",
};
/// Another one.
pub const OTHER: Host = Host {
    person: "matti",
    email: "matti@demo.example",
    user: "u-matti",
    microsoft: "a1b2c3d4-0000-4000-8000-000000000002",
    goto: "6123456789012340002",
};
/// Both.
pub const HOSTS: [Host; 2] = [AINO, OTHER];

/// When a session takes place, and how mails say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The start, as the provider shows it.
    pub start: &'static str,
    /// The start as it stands in a mail's subject, in the tenant's zone.
    pub said: &'static str,
}

/// A start.
pub const FIRST: Slot = Slot { start: "2026-12-01T08:00:00Z", said: "at 10:00" };
/// A later one.
pub const SECOND: Slot = Slot { start: "2026-12-02T09:00:00Z", said: "at 11:00" };
/// The last one.
pub const THIRD: Slot = Slot { start: "2026-12-03T12:00:00Z", said: "at 14:00" };
/// All of them.
pub const SLOTS: [Slot; 3] = [FIRST, SECOND, THIRD];

/// What a session should come to: a time and a host, or nothing.
pub type Wanted = Option<(Slot, Host)>;

/// What the sender says of the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Its number, as the sender counts.
    pub version: u64,
    /// When and with whom it takes place; `None` when it does not.
    pub wanted: Wanted,
}

impl Fact {
    /// The session takes place.
    #[must_use]
    pub const fn book(version: u64, slot: Slot, host: Host) -> Self {
        Self { version, wanted: Some((slot, host)) }
    }

    /// It does not.
    #[must_use]
    pub const fn cancel(version: u64) -> Self {
        Self { version, wanted: None }
    }

    /// The message's body, in the sender's format.
    #[must_use]
    pub fn body(&self, id: &str) -> String {
        match self.wanted {
            Some((slot, host)) => Self::message("session.upserted", &self.booked(id, slot, host)),
            None => {
                let data = json!({"external_id": id, "version": self.version});
                Self::message("session.cancelled", &data)
            }
        }
    }

    fn message(kind: &str, data: &Value) -> String {
        json!({"type": kind, "timestamp": BEGIN, "data": data}).to_string()
    }

    fn booked(&self, id: &str, slot: Slot, host: Host) -> Value {
        let start: Timestamp = slot.start.parse().unwrap_or_default();
        let end = start + jiff::SignedDuration::from_mins(MINUTES);
        json!({
            "external_id": id, "version": self.version, "kind": "booking",
            "title": "First visit, Matti", "start": slot.start, "end": end.to_string(),
            "time_zone": "Europe/Helsinki", "service": SERVICE, "host": host.email,
            "attendees": [{"name": "Matti Virtanen", "email": GUEST, "role": "customer"}],
            "fields": {"note": "My back hurts"},
        })
    }
}

/// Where a sender's session lies.
#[must_use]
pub fn key(id: &str) -> SessionKey {
    SessionKey::new(TENANT, SOURCE, id)
}

/// The headers of a message that is sent at `now`, signed as Standard Webhooks.
#[must_use]
pub fn signed(body: &str, now: Timestamp) -> HeaderMap {
    let (id, seconds) = ("msg_1", now.as_second().to_string());
    let key = STANDARD.decode(SECRET.trim_start_matches("whsec_")).unwrap_or_default();
    let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
    let tag = hmac::sign(&key, format!("{id}.{seconds}.{body}").as_bytes());
    let signature = format!("v1,{}", STANDARD.encode(tag.as_ref()));
    let headers = [
        ("content-type", "application/json".to_owned()),
        ("webhook-id", id.to_owned()),
        ("webhook-timestamp", seconds),
        ("webhook-signature", signature),
    ];
    let read = |(name, value): (&'static str, String)| {
        Some((http::HeaderName::from_static(name), http::HeaderValue::try_from(value).ok()?))
    };
    headers.into_iter().filter_map(read).collect()
}
