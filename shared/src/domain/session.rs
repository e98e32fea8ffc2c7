//! What a sender says about a session, and which of two sayings is the later one.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ids::{SessionKey, digest};

/// What sort of occasion a session is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SessionKind {
    /// A customer booked a service.
    #[default]
    Booking,
    /// A candidate meets the company.
    Interview,
    /// A new employee's meeting.
    Onboarding,
}

impl SessionKind {
    /// Whether it is the usual kind, which needs no saying.
    #[must_use]
    pub const fn is_booking(&self) -> bool {
        matches!(self, Self::Booking)
    }
}

/// By which means a session is held, as senders name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Zoom.
    Zoom,
    /// Google Meet.
    GoogleMeet,
    /// Microsoft Teams.
    MsTeams,
    /// GoToMeeting.
    Gotomeeting,
    /// Jitsi.
    Jitsi,
    /// In person or by telephone: no meeting is made.
    None,
}

impl Mode {
    /// Every mode, in the order in which refusals list them.
    pub const ALL: [Self; 6] =
        [Self::Zoom, Self::GoogleMeet, Self::MsTeams, Self::Gotomeeting, Self::Jitsi, Self::None];

    /// As it stands in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Zoom => "zoom",
            Self::GoogleMeet => "google_meet",
            Self::MsTeams => "ms_teams",
            Self::Gotomeeting => "gotomeeting",
            Self::Jitsi => "jitsi",
            Self::None => "none",
        }
    }

    /// The provider that serves this mode; `None` for no meeting.
    #[must_use]
    pub const fn provider(self) -> Option<&'static str> {
        match self {
            Self::Zoom => Some("zoom"),
            Self::GoogleMeet => Some("google"),
            Self::MsTeams => Some("microsoft"),
            Self::Gotomeeting => Some("goto"),
            Self::Jitsi => Some("jitsi"),
            Self::None => None,
        }
    }
}

/// In what role somebody attends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Whoever booked.
    #[default]
    Customer,
    /// Whoever applied.
    Candidate,
    /// Somebody of the company.
    Employee,
}

/// Somebody who attends; the host is not among the attendees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendee {
    /// As people write it; may be empty.
    #[serde(default)]
    pub name: String,
    /// Where this attendee's mails go; checked with [`super::ids::is_email`].
    pub email: String,
    /// In what role.
    #[serde(default)]
    pub role: Role,
    /// Language tag of this attendee's mails (`fi`); `None` means the tenant's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
}

/// Everything a sender says of a session that takes place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionContent {
    /// What sort of occasion.
    #[serde(default)]
    pub kind: SessionKind,
    /// The sender's own title; may be empty.
    #[serde(default)]
    pub title: String,
    /// Begin.
    pub start: Timestamp,
    /// End, after `start`.
    pub end: Timestamp,
    /// IANA name of the zone in which people read the times.
    pub time_zone: String,
    /// The bookable service's id, where the sender has such a thing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// Who hosts: a person's id or one of that person's mail addresses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// Everybody else.
    #[serde(default)]
    pub attendees: Vec<Attendee>,
    /// By which means; `None` leaves it to the service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<Mode>,
    /// The candidate an interview belongs to, as the sender describes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub candidate: Option<serde_json::Value>,
    /// Whether the meeting is recorded; `None` leaves it to the product and the provider's account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<bool>,
    /// Anything else worth showing, like `note`.
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
}

/// What happened to the session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", content = "content", rename_all = "snake_case")]
pub enum Change {
    /// It takes place, like this.
    Upserted(Box<SessionContent>),
    /// It does not take place.
    Cancelled,
}

/// One fact about one session. Facts may come twice, late and in any order; [`Self::order`] tells
/// which of two is to be believed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionFact {
    /// Which session. The external id is the one in the sender's message; where `follows` is given,
    /// the session is the one at the beginning of that chain.
    pub key: SessionKey,
    /// The sender's own version, growing with each change.
    pub version: u64,
    /// What happened.
    #[serde(flatten)]
    pub change: Change,
    /// The external id that this one replaces, for senders that give a moved booking a new id
    /// (Cal.com's `rescheduleUid`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<String>,
}

impl SessionContent {
    /// An interview that nobody attends, to ask what would become of it.
    #[must_use]
    pub fn interview(host: &str, mode: Mode) -> Self {
        Self {
            kind: SessionKind::Interview,
            title: String::new(),
            start: Timestamp::UNIX_EPOCH,
            end: Timestamp::UNIX_EPOCH,
            time_zone: "UTC".to_owned(),
            service: None,
            host: Some(host.to_owned()),
            attendees: Vec::new(),
            mode: Some(mode),
            candidate: None,
            record: None,
            fields: BTreeMap::new(),
        }
    }
}

impl SessionFact {
    /// The place of this fact in the total order of the session's facts.
    #[must_use]
    pub fn order(&self) -> FactOrder {
        let (cancelled, content) = match &self.change {
            Change::Upserted(content) => {
                (false, serde_json::to_string(content).unwrap_or_default())
            }
            Change::Cancelled => (true, String::new()),
        };
        FactOrder::new(self.version, cancelled, &content)
    }
}

/// Where a fact stands among all facts of its session: by version, then cancelled after taking
/// place, then by content. Total and independent of arrival, so every worker ends at the same fact.
/// It compares as text, also inside a `DynamoDB` condition.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FactOrder(String);

impl FactOrder {
    /// The order of a fact with this version and content.
    #[must_use]
    pub fn new(version: u64, cancelled: bool, content: &str) -> Self {
        let mark = if cancelled { 'x' } else { 'o' };
        Self(format!("{version:020}{mark}{}", &digest(&["content", content])[..16]))
    }

    /// After every possible fact: for a session that was found to be another one.
    #[must_use]
    pub fn last() -> Self {
        Self("~".to_owned())
    }

    /// As it stands in items.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_is_by_version_then_cancellation_then_content() {
        let upsert = |v, c| FactOrder::new(v, false, c);
        assert!(upsert(2, "a") < upsert(10, "a"), "versions compare as numbers");
        assert!(upsert(3, "zzz") < FactOrder::new(3, true, ""), "a cancellation wins a tie");
        assert!(FactOrder::new(3, true, "") < upsert(4, "a"), "a newer version revives");
        assert_ne!(upsert(3, "a"), upsert(3, "b"), "two contents never tie");
        assert!(FactOrder::new(u64::MAX, true, "") < FactOrder::last());
    }
}
