//! An event as it is held, put in and shown.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::body;
use super::mailbox::TEAMS;
use super::user::User;
use super::when::Shown;

/// The keys of an event in the published state.
pub const EVENT_FIELDS: [&str; 20] = [
    "id",
    "calendar",
    "subject",
    "start",
    "end",
    "attendees",
    "join_url",
    "status",
    "time_zone",
    "end_time_zone",
    "body",
    "online",
    "location",
    "attendee_names",
    "attendee_kinds",
    "transaction_id",
    "transaction_digest",
    "others",
    "created_at",
    "changed_at",
];

/// When nobody has answered yet.
const NEVER: &str = "0001-01-01T00:00:00Z";

/// Whether an event stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// In the calendar.
    #[default]
    Confirmed,
    /// Cancelled or deleted: among the deleted items, where nobody looks. Its `transactionId` is
    /// remembered.
    Cancelled,
}

/// How somebody is invited (Graph: `attendeeType`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Must come.
    #[default]
    Required,
    /// May come.
    Optional,
    /// A room or a thing.
    Resource,
}

/// An event of somebody's default calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// The vendor's id.
    pub id: String,
    /// The address of whoever organises it.
    #[serde(default)]
    pub calendar: String,
    /// What it is called.
    #[serde(default)]
    pub subject: String,
    /// When it begins.
    pub start: Timestamp,
    /// When it ends, not before the start.
    pub end: Timestamp,
    /// Addresses of those who are invited.
    #[serde(default)]
    pub attendees: Vec<String>,
    /// The guests' link, as long as the event has its meeting's details.
    #[serde(default)]
    pub join_url: Option<String>,
    /// Whether it stands.
    #[serde(default)]
    pub status: Status,
    /// The zone that the start was given in; shown when it is not UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// The zone that the end was given in; shown when it is not UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_time_zone: Option<String>,
    /// HTML.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub body: String,
    /// Whether it was ever made an online meeting, which can't be undone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub online: bool,
    /// Where it takes place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// Names by address.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attendee_names: BTreeMap<String, String>,
    /// How people are invited, by address, when it is not as required.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attendee_kinds: BTreeMap<String, Kind>,
    /// The caller's own id of the creation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transaction_id: Option<String>,
    /// A digest of what was asked for with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transaction_digest: Option<String>,
    /// Other properties that were set, as they are.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub others: Map<String, Value>,
    /// When it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed_at: Option<Timestamp>,
}

impl Event {
    /// An event with nothing but a time.
    pub fn new(id: String, organizer: &User, start: Timestamp, end: Timestamp) -> Self {
        Self {
            id,
            calendar: organizer.email.clone(),
            subject: String::new(),
            start,
            end,
            attendees: Vec::new(),
            join_url: None,
            status: Status::Confirmed,
            time_zone: None,
            end_time_zone: None,
            body: String::new(),
            online: false,
            location: None,
            attendee_names: BTreeMap::new(),
            attendee_kinds: BTreeMap::new(),
            transaction_id: None,
            transaction_digest: None,
            others: Map::new(),
            created_at: None,
            changed_at: None,
        }
    }

    /// Whether it stands in this user's calendar.
    pub fn stands_for(&self, user: &User) -> bool {
        self.status == Status::Confirmed && self.is_of(user)
    }

    /// Whether this user organises it, or did.
    pub fn is_of(&self, user: &User) -> bool {
        self.calendar.eq_ignore_ascii_case(&user.email)
    }

    /// Gives it an online meeting.
    pub fn go_online(&mut self, join_url: String) {
        self.body = body::with_meeting(&self.body, &join_url);
        self.online = true;
        self.join_url = Some(join_url);
        self.location.get_or_insert_with(|| "Microsoft Teams Meeting".to_owned());
    }

    /// Replaces the body; one without the meeting's details ends the meeting.
    pub fn set_body(&mut self, html: String) {
        self.join_url = self.join_url.take().filter(|url| body::has_meeting(&html, url));
        self.body = html;
    }

    /// As answered, all its properties.
    pub fn shown(&self, organizer: &User, zone: &Shown) -> Value {
        let mut shown = self.usual();
        let given = json!({
            "@odata.etag": format!("W/\"{}\"", self.change_key()),
            "id": self.id,
            "createdDateTime": self.created_at,
            "lastModifiedDateTime": self.changed_at.or(self.created_at),
            "changeKey": self.change_key(),
            "originalStartTimeZone": self.time_zone.as_deref().unwrap_or("UTC"),
            "originalEndTimeZone": self.end_time_zone.as_deref().unwrap_or("UTC"),
            "iCalUId": format!("040000008200E00074C5B7101A82E008{}", self.id),
            "subject": self.subject,
            "bodyPreview": body::preview(&self.body),
            "body": { "contentType": "html", "content": self.body },
            "start": zone.show(self.start),
            "end": zone.show(self.end),
            "location": self.shown_location(),
            "attendees": self.shown_attendees(),
            "organizer": { "emailAddress": organizer.address() },
            "isOnlineMeeting": self.online,
            "onlineMeetingProvider": if self.online { TEAMS } else { "unknown" },
            "onlineMeeting": self.online.then(|| json!({ "joinUrl": self.join_url })),
            "onlineMeetingUrl": null,
        });
        merge(&mut shown, given);
        merge(&mut shown, Value::Object(self.others.clone()));
        if let Some(id) = &self.transaction_id {
            shown["transactionId"] = json!(id);
        }
        shown
    }

    /// What every event has that nobody has set.
    fn usual(&self) -> Value {
        json!({
            "categories": [],
            "reminderMinutesBeforeStart": 15,
            "isReminderOn": true,
            "hasAttachments": false,
            "importance": "normal",
            "sensitivity": "normal",
            "isAllDay": false,
            "isCancelled": self.status == Status::Cancelled,
            "isOrganizer": true,
            "isDraft": false,
            "responseRequested": true,
            "responseStatus": { "response": "organizer", "time": NEVER },
            "seriesMasterId": null,
            "recurrence": null,
            "showAs": "busy",
            "type": "singleInstance",
            "webLink": format!("https://outlook.example/owa/?itemid={}", self.id),
            "allowNewTimeProposals": true,
            "hideAttendees": false,
        })
    }

    fn change_key(&self) -> String {
        let changed = self.changed_at.or(self.created_at).unwrap_or(self.start);
        format!("{:x}{:x}", changed.as_microsecond(), self.body.len())
    }

    fn shown_location(&self) -> Value {
        json!({
            "displayName": self.location.as_deref().unwrap_or_default(),
            "locationType": "default",
            "uniqueIdType": "unknown",
        })
    }

    fn shown_attendees(&self) -> Value {
        let shown = |address: &String| {
            json!({
                "type": self.attendee_kinds.get(address).copied().unwrap_or_default(),
                "status": { "response": "none", "time": NEVER },
                "emailAddress": {
                    "name": self.attendee_names.get(address).unwrap_or(address),
                    "address": address,
                },
            })
        };
        self.attendees.iter().map(shown).collect()
    }
}

fn merge(into: &mut Value, more: Value) {
    if let (Value::Object(into), Value::Object(more)) = (into, more) {
        into.extend(more);
    }
}
