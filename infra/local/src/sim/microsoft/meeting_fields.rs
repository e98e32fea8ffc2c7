//! The body of a creation or change of an online meeting, checked property by property.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

use super::event_fields::{object, text};
use super::refusal::Refusal;
use crate::sim::Call;

const TYPE: &str = "microsoft.graph.onlineMeeting";
/// How long a meeting is thought to be (Graph: `createOrGet`).
const USUAL: SignedDuration = SignedDuration::from_hours(1);

/// Written by the vendor alone, or by `createOrGet` alone.
const READ_ONLY: [&str; 9] = [
    "id",
    "creationDateTime",
    "joinWebUrl",
    "joinInformation",
    "audioConferencing",
    "videoTeleconferenceId",
    "externalId",
    "isBroadcast",
    "meetingOptionsWebUrl",
];

const SWITCHES: [&str; 10] = [
    "allowAttendeeToEnableCamera",
    "allowAttendeeToEnableMic",
    "allowBreakoutRooms",
    "allowParticipantsToChangeName",
    "allowRecording",
    "allowTeamworkReactions",
    "allowTranscription",
    "allowWhiteboard",
    "isEntryExitAnnounced",
    "recordAutomatically",
];

const PRESENTERS: [&str; 4] = ["everyone", "organization", "roleIsPresenter", "organizer"];
const CHAT: [&str; 3] = ["enabled", "disabled", "limited"];
const LOBBY: [&str; 6] = [
    "organizer",
    "organization",
    "organizationAndFederated",
    "everyone",
    "invited",
    "organizationExcludingGuests",
];

/// What was set of an online meeting.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    /// `subject`
    pub subject: Option<String>,
    /// `startDateTime`
    pub start: Option<Timestamp>,
    /// `endDateTime`
    pub end: Option<Timestamp>,
    /// Properties that are kept as they are.
    pub settings: Map<String, Value>,
}

impl Fields {
    /// Reads the body of a creation or change. A property that is `null` is as good as not named.
    pub fn read(call: &Call) -> Result<Self, Refusal> {
        let mut fields = Self::default();
        for (name, value) in &object(call)? {
            match name.as_str() {
                _ if value.is_null() || name.starts_with('@') => {}
                "subject" => fields.subject = Some(text(name, value)?),
                "startDateTime" => fields.start = Some(instant(name, value)?),
                "endDateTime" => fields.end = Some(instant(name, value)?),
                _ => fields.keep(name, value)?,
            }
        }
        Ok(fields)
    }

    /// Reads the parameters of `createOrGet`: the required external id, and few of the properties.
    pub fn read_with_id(call: &Call) -> Result<(String, Self), Refusal> {
        let mut fields = Self::default();
        let mut external_id = None;
        for (name, value) in &object(call)? {
            match name.as_str() {
                _ if value.is_null() || name.starts_with('@') => {}
                "externalId" => external_id = Some(text(name, value)?),
                "subject" => fields.subject = Some(text(name, value)?),
                "startDateTime" => fields.start = Some(utc(name, value)?),
                "endDateTime" => fields.end = Some(utc(name, value)?),
                "participants" => fields.keep(name, value)?,
                other => return Err(unknown(other)),
            }
        }
        let external_id = external_id.filter(|id| !id.is_empty());
        let missing = || Refusal::Property("externalId is missing".into());
        Ok((external_id.ok_or_else(missing)?, fields))
    }

    /// When a new meeting is to be: now unless a start is given, and for an hour unless an end is.
    pub fn times(&self, now: Timestamp) -> Result<(Timestamp, Timestamp), Refusal> {
        let (start, end) = match (self.start, self.end) {
            (None, None) => (now, now + USUAL),
            (Some(start), None) => (start, start + USUAL),
            (Some(start), Some(end)) => (start, end),
            (None, Some(_)) => {
                let detail = "endDateTime needs startDateTime beside it";
                return Err(Refusal::Property(detail.into()));
            }
        };
        check_order(start, end)?;
        Ok((start, end))
    }

    fn keep(&mut self, name: &str, value: &Value) -> Result<(), Refusal> {
        if let Some(name) = READ_ONLY.iter().find(|known| **known == name) {
            return Err(Refusal::ReadOnly(name));
        }
        let fits = match name {
            "allowedPresenters" => is_one_of(value, &PRESENTERS),
            "allowMeetingChat" => is_one_of(value, &CHAT),
            "lobbyBypassSettings" => is_lobby(value),
            "joinMeetingIdSettings" => has_only(value, &["isPasscodeRequired"]),
            "participants" => are_participants(value),
            switch if SWITCHES.contains(&switch) => value.is_boolean(),
            other => return Err(unknown(other)),
        };
        if !fits {
            return Err(Refusal::Property(format!("{name} has a value that can't be taken")));
        }
        self.settings.insert(name.to_owned(), value.clone());
        Ok(())
    }
}

/// Refuses an end that is not after the start.
pub fn check_order(start: Timestamp, end: Timestamp) -> Result<(), Refusal> {
    if end <= start {
        return Err(Refusal::Property("endDateTime is not after startDateTime".into()));
    }
    Ok(())
}

fn unknown(name: &str) -> Refusal {
    Refusal::UnknownProperty { property: name.to_owned(), of: TYPE }
}

/// An instant with its offset.
fn instant(name: &str, value: &Value) -> Result<Timestamp, Refusal> {
    let read = value.as_str().and_then(|text| text.parse().ok());
    read.ok_or_else(|| Refusal::Property(format!("{name}: a time with an offset is expected")))
}

fn utc(name: &str, value: &Value) -> Result<Timestamp, Refusal> {
    let is_utc = |text: &str| text.ends_with('Z') || text.ends_with("+00:00");
    if value.as_str().is_some_and(|text| !is_utc(text)) {
        return Err(Refusal::Property(format!("{name}: a time in UTC is expected")));
    }
    instant(name, value)
}

fn is_one_of(value: &Value, known: &[&str]) -> bool {
    value.as_str().is_some_and(|text| known.contains(&text))
}

fn has_only(value: &Value, known: &[&str]) -> bool {
    let is_known = |key: &String| known.contains(&key.as_str()) || key.starts_with('@');
    value.as_object().is_some_and(|map| map.keys().all(is_known))
}

fn is_lobby(value: &Value) -> bool {
    has_only(value, &["scope", "isDialInBypassEnabled"])
        && (value["scope"].is_null() || is_one_of(&value["scope"], &LOBBY))
        && (value["isDialInBypassEnabled"].is_null() || value["isDialInBypassEnabled"].is_boolean())
}

fn are_participants(value: &Value) -> bool {
    let known = ["upn", "role", "identity"];
    let attendees = &value["attendees"];
    has_only(value, &["organizer", "attendees"])
        && (attendees.is_null()
            || attendees.as_array().is_some_and(|list| list.iter().all(|a| has_only(a, &known))))
}
