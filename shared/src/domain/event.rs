//! What happened to a meeting, as told to subscriptions, and the messages that leave because of it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::config::Whose;
use super::fault::Reason;
use super::ids::{SessionKey, digest};
use super::session::{Attendee, SessionKind};

/// The kinds of event that bookings produce.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum EventKind {
    /// People may be told of a meeting for the first time.
    #[serde(rename = "meeting.ready")]
    Ready,
    /// What people were told has changed.
    #[serde(rename = "meeting.changed")]
    Changed,
    /// The meeting that people were told of does not take place.
    #[serde(rename = "meeting.deleted")]
    Deleted,
    /// No meeting can be made until somebody acts.
    #[serde(rename = "meeting.blocked")]
    Blocked,
}

impl EventKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Ready, Self::Changed, Self::Deleted, Self::Blocked];

    /// As subscriptions name it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ready => "meeting.ready",
            Self::Changed => "meeting.changed",
            Self::Deleted => "meeting.deleted",
            Self::Blocked => "meeting.blocked",
        }
    }
}

/// The host as people see one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// The person's id.
    pub id: String,
    /// The person's name.
    pub name: String,
    /// Where mails go; `None` when no address is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Language of the mails; `None` means the tenant's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// Zone in which this person reads times; `None` means the session's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
}

/// The session as messages speak of it: names instead of ids, nothing about how it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occasion {
    /// What sort of occasion.
    #[serde(default, skip_serializing_if = "SessionKind::is_booking")]
    pub kind: SessionKind,
    /// The sender's title; may be empty.
    pub title: String,
    /// The service's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// The service's name; falls back to the title.
    pub service_name: String,
    /// Begin.
    pub start: Timestamp,
    /// End.
    pub end: Timestamp,
    /// Zone in which guests read the times (IANA).
    pub time_zone: String,
    /// Who hosts, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<Party>,
    /// Everybody else.
    pub attendees: Vec<Attendee>,
    /// The company's name.
    pub tenant_name: String,
    /// The company's language, used where a recipient has none.
    pub locale: String,
    /// The sender's further fields, like `note`.
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
}

/// The meeting as guests may know it. There is no host link here: that is minted when a host's mail
/// is sent, and never stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingFacts {
    /// `zoom`, …
    pub provider: String,
    /// The person whose own connection it was made with; `None` for the tenant's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The provider's id of the meeting; opaque.
    pub id: String,
    /// The provider's id of the hosting user.
    pub host: String,
    /// Where guests join.
    pub join_url: String,
    /// The passcode; empty when there is none.
    pub password: String,
}

impl MeetingFacts {
    /// Whose connection it was made with.
    #[must_use]
    pub fn whose(&self) -> Whose<'_> {
        Whose { provider: &self.provider, person: self.by.as_deref() }
    }
}

/// One event. It carries the facts, so that no reader has to look anything up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Deterministic: the same session and `seq` always give the same id.
    pub id: String,
    /// Which session.
    pub key: SessionKey,
    /// Counts the session's events from 1; also the calendar SEQUENCE, so later is greater.
    pub seq: u32,
    /// What happened.
    pub kind: EventKind,
    /// When it became true.
    pub at: Timestamp,
    /// The session.
    pub occasion: Occasion,
    /// The meeting, unless there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meeting: Option<MeetingFacts>,
    /// The host that people were told of before, when it was somebody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub former_host: Option<Party>,
    /// Attendees that were told of the meeting before and don't attend any longer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former_attendees: Vec<Attendee>,
    /// From when to when people were told before that it takes place; what a cancellation for those
    /// who no longer take part speaks of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub former_time: Option<(Timestamp, Timestamp)>,
    /// Guests that attend from now on, where those who did before need not hear of it; `None` where everybody is
    /// to hear.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only_new: Option<Vec<Attendee>>,
    /// Why, for `meeting.blocked`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
}

impl Event {
    /// The id of a session's event number `seq`.
    #[must_use]
    pub fn id_of(key: &SessionKey, seq: u32) -> String {
        digest(&["event", &key.tenant, &key.source, &key.external_id, &seq.to_string()])
    }
}

/// For whom a message is written; decides which short codes it may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Guests: customers, candidates and everybody else who joins.
    Attendee,
    /// Whoever hosts this very meeting.
    Host,
    /// Colleagues who are told about it; they are not its host.
    Staff,
}

/// One message to one recipient because of one event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// Deterministic: f(event, subscription, recipient).
    pub id: String,
    /// The event, whole.
    pub event: Event,
    /// What the recipient is told; differs from the event's kind for somebody who no longer takes
    /// part: to them a change is a deletion.
    pub tells: EventKind,
    /// The subscription that asks for it.
    pub subscription: String,
    /// To whom.
    pub recipient: Recipient,
    /// Name of the template; `None` means the built-in one for what is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
}

/// To whom a message goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// As whom.
    pub audience: Audience,
    /// The name, may be empty.
    pub name: String,
    /// The mail address.
    pub email: String,
    /// Language tag.
    pub locale: String,
    /// Zone in which this recipient reads times (IANA).
    pub time_zone: String,
}

impl Delivery {
    /// The id of the delivery of this event, for this subscription, to this address.
    #[must_use]
    pub fn id_of(event_id: &str, subscription: &str, email: &str) -> String {
        digest(&["delivery", event_id, subscription, &super::ids::fold_email(email)])
    }
}
