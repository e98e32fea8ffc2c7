//! A calendar's entries and what attendees were told of them, as they are held, put in and shown.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::fields::Fields;
use crate::sim::Entropy;

/// The keys of an entry in the published state.
pub const EVENT_FIELDS: [&str; 11] = [
    "id",
    "calendar",
    "subject",
    "start",
    "end",
    "attendees",
    "status",
    "location",
    "body",
    "properties",
    "change_key",
];
/// The keys of a notice in the published state.
pub const NOTICE_FIELDS: [&str; 5] = ["event", "kind", "to", "subject", "at"];

/// Whether an entry still stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// In the calendar.
    #[default]
    Confirmed,
    /// Deleted. No operation finds it any more.
    Cancelled,
}

/// An entry of a calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// The vendor's id.
    #[serde(default)]
    pub id: String,
    /// The address of the mailbox that it lies in.
    pub calendar: String,
    /// The title.
    pub subject: String,
    /// When it begins.
    pub start: Timestamp,
    /// When it ends.
    pub end: Timestamp,
    /// Addresses.
    #[serde(default)]
    pub attendees: Vec<String>,
    /// Whether it still stands.
    #[serde(default)]
    pub status: Status,
    /// Shown only when there is one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub location: String,
    /// Shown only when there is one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub body: String,
    /// Extended properties by `{set}/{name}`; shown only when there are any.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub properties: BTreeMap<String, String>,
    /// Another one after each change.
    #[serde(default)]
    pub change_key: String,
}

impl Event {
    /// A new id, in the letters and about the length of the vendor's.
    pub fn new_id(entropy: &mut Entropy) -> String {
        format!("AAMk{}=", base64(entropy, 147))
    }

    /// A new change key.
    pub fn new_change_key(entropy: &mut Entropy) -> String {
        format!("DwAAABYA{}", base64(entropy, 32))
    }

    /// Takes over what was given.
    pub fn set(&mut self, fields: Fields) {
        let Fields { subject, body, location, start, end, attendees, properties } = fields;
        replace(&mut self.subject, subject);
        replace(&mut self.body, body);
        replace(&mut self.location, location);
        replace(&mut self.start, start);
        replace(&mut self.end, end);
        replace(&mut self.attendees, attendees);
        self.properties.extend(properties);
    }

    /// Whether it stands in this calendar.
    pub fn is_in(&self, calendar: &str) -> bool {
        self.calendar.eq_ignore_ascii_case(calendar) && self.status == Status::Confirmed
    }
}

fn replace<T>(field: &mut T, given: Option<T>) {
    crate::sim::state::replace(field, given);
}

fn base64(entropy: &mut Entropy, len: usize) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    entropy.text(LETTERS, len)
}

/// What an attendee was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// To come.
    Invitation,
    /// That something has changed.
    Update,
    /// Not to come any more.
    Cancellation,
}

/// A message that the server sent to an attendee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// The entry's id.
    pub event: String,
    /// What it said.
    pub kind: NoticeKind,
    /// The attendee's address.
    pub to: String,
    /// The title at that moment.
    pub subject: String,
    /// When it was sent.
    pub at: Timestamp,
}

impl Notice {
    /// A message about an entry.
    pub fn new(event: &Event, kind: NoticeKind, to: &str, at: Timestamp) -> Self {
        let (id, subject) = (event.id.clone(), event.subject.clone());
        Self { event: id, kind, to: to.to_owned(), subject, at }
    }
}
