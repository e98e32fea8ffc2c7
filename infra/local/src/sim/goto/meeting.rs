//! A meeting as it is held, put in and shown.

use jiff::Timestamp;
use rand::Rng;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::account::User;
use super::fields::Wanted;
use crate::sim::Entropy;
use crate::sim::state::flexible_id;

/// The keys of a meeting in the published state.
pub const MEETING_FIELDS: [&str; 10] = [
    "id",
    "subject",
    "start",
    "end",
    "join_url",
    "organizer",
    "type",
    "password_required",
    "conference_call_info",
    "coorganizers",
];

/// The one account that all organisers belong to.
const ACCOUNT_KEY: &str = "4123456789012345678";
/// People who may join, the organiser among them.
const MAX_PARTICIPANTS: u16 = 250;
const WEB: &str = "https://meet.goto.example";
const HYBRID: &str = "Hybrid";

/// What a meeting is (GoTo: `meetingtype`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Starts at once.
    Immediate,
    /// Any number of times.
    Recurring,
    /// Once, at a time.
    #[default]
    Scheduled,
}

impl Kind {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
    fn is_scheduled(&self) -> bool {
        *self == Self::Scheduled
    }
}

/// A meeting that was not deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meeting {
    /// Nine digits.
    #[serde(deserialize_with = "flexible_id")]
    pub id: i64,
    /// The title.
    pub subject: String,
    /// When it begins.
    pub start: Timestamp,
    /// When it ends.
    pub end: Timestamp,
    /// The guests' link.
    #[serde(default)]
    pub join_url: String,
    /// The key of the organiser it belongs to.
    #[serde(default)]
    pub organizer: String,
    /// Shown only when it is not `scheduled`.
    #[serde(rename = "type", default, skip_serializing_if = "Kind::is_scheduled")]
    pub kind: Kind,
    /// Whether guests need a password; shown only when they do.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub password_required: bool,
    /// How people are heard; shown only when it is not `Hybrid`.
    #[serde(default = "hybrid", skip_serializing_if = "is_hybrid")]
    pub conference_call_info: String,
    /// Keys of others who may start it; shown only when there are any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coorganizers: Vec<String>,
}

fn hybrid() -> String {
    HYBRID.to_owned()
}

fn is_hybrid(audio: &str) -> bool {
    audio == HYBRID
}

/// A new id of nine digits.
pub fn new_id(entropy: &mut Entropy) -> i64 {
    entropy.draw().random_range(100_000_000..=999_999_999)
}

/// The guests' link to a meeting.
pub fn join_url(id: i64) -> String {
    format!("{WEB}/{id}")
}

/// A link by which whoever has it starts the meeting, without signing in.
pub fn host_url(id: i64, entropy: &mut Entropy) -> String {
    format!("{WEB}/{id}/host?token={}", entropy.opaque(120))
}

impl Meeting {
    /// A meeting of this organiser, as it is wanted.
    pub fn new(id: i64, organizer: &User, wanted: Wanted) -> Self {
        Self {
            id,
            subject: wanted.subject,
            start: wanted.start,
            end: wanted.end,
            join_url: join_url(id),
            organizer: organizer.key.clone(),
            kind: wanted.kind,
            password_required: wanted.password_required,
            conference_call_info: wanted.conference_call_info,
            coorganizers: wanted.coorganizers,
        }
    }

    /// Whether it can still be attended: recurring meetings always can.
    pub fn is_upcoming(&self, now: Timestamp) -> bool {
        match self.kind {
            Kind::Recurring => true,
            Kind::Immediate | Kind::Scheduled => self.end > now,
        }
    }

    /// As answered to a creation: the only answer with the guests' link, and with its id in lower
    /// case.
    pub fn created(&self) -> Value {
        json!({
            "joinURL": self.join_url,
            "meetingid": self.id,
            "maxParticipants": MAX_PARTICIPANTS,
            "uniqueMeetingId": self.id,
            "conferenceCallInfo": self.audio(),
        })
    }

    /// As answered when it is asked for.
    pub fn shown(&self) -> Value {
        let mut shown = json!({
            "createTime": "",
            "passwordRequired": self.password_required,
            "status": "INACTIVE",
            "subject": self.subject,
            "startTime": self.start,
            "endTime": self.end,
            "conferenceCallInfo": self.audio(),
            "duration": self.end.duration_since(self.start).as_mins(),
            "maxParticipants": MAX_PARTICIPANTS,
            "meetingId": self.id,
            "meetingKey": self.id,
            "uniqueMeetingId": self.id,
            "meetingType": self.kind,
        });
        if !self.coorganizers.is_empty() {
            shown["coorganizerKeys"] = json!(self.coorganizers);
        }
        shown
    }

    /// As it stands in its organiser's list, where the id is text.
    pub fn listed(&self, organizer: &User) -> Value {
        let (first, last) = organizer.names();
        json!({
            "startTime": self.start,
            "endTime": self.end,
            "firstName": first,
            "lastName": last,
            "email": organizer.email,
            "organizerKey": organizer.key,
            "accountKey": ACCOUNT_KEY,
            "locale": "en_US",
            "passwordRequired": self.password_required,
            "status": "INACTIVE",
            "subject": self.subject,
            "meetingId": self.id.to_string(),
            "meetingType": self.kind,
            "conferenceCallInfo": self.audio(),
        })
    }

    /// The options with a telephone become a number and an access code; all else stays.
    fn audio(&self) -> String {
        match self.conference_call_info.as_str() {
            "PSTN" | "Free" | HYBRID => {
                format!("Finland: +358 9 000 0000\nAccess Code: {}", self.id)
            }
            other => other.to_owned(),
        }
    }
}
