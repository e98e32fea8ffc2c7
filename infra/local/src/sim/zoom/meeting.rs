//! A meeting as it is held, put in and shown.

use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use jiff::{Timestamp, ToSpan};
use rand::Rng;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::account::User;
use super::fields::kind;
use super::settings;
use crate::sim::Entropy;
use crate::sim::state::flexible_id;

/// The keys of a meeting in the published state.
pub const MEETING_FIELDS: [&str; 17] = [
    "id",
    "uuid",
    "host_id",
    "topic",
    "agenda",
    "type",
    "start_time",
    "duration",
    "timezone",
    "password",
    "join_url",
    "created_at",
    "settings",
    "recurrence",
    "tracking_fields",
    "pre_schedule",
    "status",
];

/// Hours a start link lives (Zoom API: `start_url`).
const START_LINK_HOURS: i64 = 2;
/// Characters of the agenda that a list shows.
const LISTED_AGENDA: usize = 250;
const WEB: &str = "https://us05web.zoom.example";

/// A live meeting.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meeting {
    /// 10 or 11 digits.
    #[serde(deserialize_with = "flexible_id")]
    pub id: i64,
    /// Base64; may begin with `/` or contain `//`.
    #[serde(default)]
    pub uuid: String,
    /// The user who hosts it.
    pub host_id: String,
    /// The title.
    #[serde(default)]
    pub topic: String,
    /// The description.
    #[serde(default)]
    pub agenda: String,
    /// One of [`kind`].
    #[serde(rename = "type", default = "scheduled")]
    pub kind: u8,
    /// When it starts; none for meetings without a time.
    #[serde(default)]
    pub start_time: Option<Timestamp>,
    /// Minutes.
    #[serde(default = "an_hour")]
    pub duration: u16,
    /// The time zone people see.
    #[serde(default = "utc")]
    pub timezone: String,
    /// The passcode; empty when there is none.
    #[serde(default)]
    pub password: String,
    /// The guests' link.
    #[serde(default)]
    pub join_url: String,
    /// When it was made.
    #[serde(default)]
    pub created_at: Timestamp,
    /// All settings, defaults included.
    #[serde(default)]
    pub settings: Map<String, Value>,
    /// As it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recurrence: Option<Value>,
    /// As they were given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracking_fields: Option<Value>,
    /// Shown only when true.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pre_schedule: bool,
    /// Shown only when it has started.
    #[serde(default, skip_serializing_if = "Progress::is_waiting")]
    pub status: Progress,
}

/// Whether a meeting is going on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    /// Not now.
    #[default]
    Waiting,
    /// Going on.
    Started,
}

impl Progress {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
    fn is_waiting(&self) -> bool {
        *self == Self::Waiting
    }
}

fn scheduled() -> u8 {
    kind::SCHEDULED
}

fn an_hour() -> u16 {
    60
}

fn utc() -> String {
    "UTC".to_owned()
}

impl Meeting {
    /// A new id of 10 or 11 digits.
    pub fn new_id(entropy: &mut Entropy) -> i64 {
        let mut rng = entropy.draw();
        if rng.random_bool(0.25) {
            rng.random_range(7_000_000_000..=9_999_999_999)
        } else {
            rng.random_range(70_000_000_000..=99_999_999_999)
        }
    }

    /// Makes up what nobody gave: the uuid, the link and the settings.
    pub fn complete(&mut self, entropy: &mut Entropy) {
        if self.uuid.is_empty() {
            self.uuid = new_uuid(entropy);
        }
        if self.join_url.is_empty() {
            self.renew_join_url(entropy);
        }
        let given = std::mem::replace(&mut self.settings, settings::defaults());
        self.settings.extend(given);
    }

    /// Sets the passcode; the guests' link carries it encrypted, so it changes with it.
    pub fn set_password(&mut self, password: String, entropy: &mut Entropy) {
        if self.password != password || self.join_url.is_empty() {
            self.password = password;
            self.renew_join_url(entropy);
        }
    }

    fn renew_join_url(&mut self, entropy: &mut Entropy) {
        self.join_url = format!("{WEB}/j/{}", self.id);
        if !self.password.is_empty() {
            let encrypted = format!("{}.1", entropy.opaque(30));
            self.join_url = format!("{}?pwd={encrypted}", self.join_url);
        }
    }

    /// Whether it has begun and ended by itself.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.start_time.is_some_and(|start| start + i64::from(self.duration).minutes() < now)
    }

    /// As a list shows it: without the passcode, the agenda cut.
    pub fn listed(&self) -> Value {
        let mut shown = json!({
            "uuid": self.uuid,
            "id": self.id,
            "host_id": self.host_id,
            "topic": self.topic,
            "type": self.kind,
            "duration": self.duration,
            "timezone": self.timezone,
            "agenda": self.agenda.chars().take(LISTED_AGENDA).collect::<String>(),
            "created_at": self.created_at,
            "join_url": self.join_url,
        });
        if let Some(start) = self.start_time {
            shown["start_time"] = json!(start);
        }
        shown
    }

    /// As it is shown by itself, with a start link minted now.
    pub fn shown(&self, host: &User, now: Timestamp, entropy: &mut Entropy) -> Value {
        let mut shown = self.listed();
        shown["agenda"] = json!(self.agenda);
        shown["host_email"] = json!(host.email);
        shown["assistant_id"] = json!("");
        shown["status"] = json!(self.status);
        shown["start_url"] = json!(self.start_url(host, now, entropy));
        shown["pre_schedule"] = json!(self.pre_schedule);
        shown["creation_source"] = json!("open_api");
        shown["settings"] = json!(self.settings);
        let optional =
            [("recurrence", &self.recurrence), ("tracking_fields", &self.tracking_fields)];
        for (name, value) in optional {
            if let Some(value) = value {
                shown[name] = value.clone();
            }
        }
        self.show_password(&mut shown);
        shown
    }

    fn show_password(&self, shown: &mut Value) {
        let Some((_, encrypted)) = self.join_url.split_once("?pwd=") else { return };
        let dialled = dialled(&self.password);
        shown["password"] = json!(self.password);
        shown["encrypted_password"] = json!(encrypted);
        shown["h323_password"] = json!(dialled);
        shown["pstn_password"] = json!(dialled);
    }

    /// The host's link: it signs the host in, so each is fresh and soon ends.
    fn start_url(&self, host: &User, now: Timestamp, entropy: &mut Entropy) -> String {
        let expires = now + START_LINK_HOURS.hours();
        let claims = json!({
            "iss": "web",
            "uid": host.id,
            "mid": self.id.to_string(),
            "iat": now.as_second(),
            "exp": expires.as_second(),
        });
        let claims = BASE64_URL_SAFE_NO_PAD.encode(claims.to_string());
        let signature = entropy.opaque(43);
        format!("{WEB}/s/{}?zak=eyJ0eXAiOiJKV1QifQ.{claims}.{signature}", self.id)
    }
}

/// 16 random bytes; one in four shows a spelling that careless paths break on.
pub fn new_uuid(entropy: &mut Entropy) -> String {
    let mut rng = entropy.draw();
    let mut bytes: [u8; 16] = rng.random();
    match rng.random_range(0..8) {
        0 => bytes[0] |= 0xFC,
        1 => bytes[3..5].fill(0xFF),
        _ => {}
    }
    BASE64_STANDARD.encode(bytes)
}

/// The passcode for telephones: digits only, made from the passcode when that has others.
fn dialled(password: &str) -> String {
    if password.bytes().all(|byte| byte.is_ascii_digit()) {
        return password.to_owned();
    }
    let hash = password
        .bytes()
        .fold(7u32, |hash, byte| hash.wrapping_mul(31).wrapping_add(u32::from(byte)));
    format!("{:06}", hash % 1_000_000)
}
