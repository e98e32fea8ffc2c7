//! An event as it is held and answered.
//!
//! Source: Google's description of Calendar v3, `Event`.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::conference::Conference;
use super::refusal::Refusal;
use super::wanted::{Status, Wanted};
use crate::sim::Entropy;

/// The characters of an id (RFC 2938, base32hex in small letters).
const ALPHABET: &[u8] = b"0123456789abcdefghijklmnopqrstuv";
/// Characters of an id that the vendor makes up.
const ID_LENGTH: usize = 26;

/// An event, deleted ones included: they keep their ids.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Unique on its calendar.
    pub id: String,
    /// The calendar it is on, by address: also who organises it.
    pub calendar: String,
    /// What people write of it.
    pub wanted: Wanted,
    /// Its conference, or the request for one.
    pub conference: Option<Conference>,
    /// When it was made.
    pub created: Timestamp,
    /// When it was last changed.
    pub updated: Timestamp,
    /// How often it was moved: iCalendar's SEQUENCE.
    pub sequence: u32,
    /// How often it was changed.
    pub edits: u32,
}

/// An id that nobody chose.
pub fn new_id(entropy: &mut Entropy) -> String {
    entropy.text(ALPHABET, ID_LENGTH)
}

/// The id that a body chooses, if it does.
pub fn chosen_id(value: Option<&Value>) -> Result<Option<&str>, Refusal> {
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(id)) if is_id(id) => Ok(Some(id)),
        Some(_) => Err(Refusal::Invalid("Invalid resource id value.".into())),
    }
}

/// Whether a client may choose it.
pub fn is_id(text: &str) -> bool {
    (5..=1024).contains(&text.len()) && text.bytes().all(|byte| ALPHABET.contains(&byte))
}

impl Event {
    /// One that is made now.
    pub fn new(id: String, calendar: &str, wanted: Wanted, at: Timestamp) -> Self {
        Self {
            id,
            calendar: calendar.to_owned(),
            wanted,
            conference: None,
            created: at,
            updated: at,
            sequence: 0,
            edits: 0,
        }
    }

    /// Whether it is on this calendar, under this id.
    pub fn is(&self, calendar: &str, id: &str) -> bool {
        self.id == id && self.calendar.eq_ignore_ascii_case(calendar)
    }

    /// Whether it was deleted.
    pub fn is_cancelled(&self) -> bool {
        match self.wanted.status {
            Status::Cancelled => true,
            Status::Confirmed | Status::Tentative => false,
        }
    }

    /// What it becomes; nothing happens when nothing is different.
    pub fn become_wanted(&mut self, wanted: Wanted, conference: Option<Conference>, at: Timestamp) {
        if wanted == self.wanted && conference == self.conference {
            return;
        }
        if (&wanted.start, &wanted.end) != (&self.wanted.start, &self.wanted.end) {
            self.sequence += 1;
        }
        self.wanted = wanted;
        self.conference = conference;
        self.updated = at;
        self.edits += 1;
    }

    /// The version, for `If-Match`.
    pub fn etag(&self) -> String {
        format!("\"{}{:03}\"", self.updated.as_millisecond(), self.edits)
    }

    /// As it is answered, times in this time zone.
    pub fn shown(&self, zone: &TimeZone) -> Value {
        let whose = json!({ "email": self.calendar, "self": true });
        let mut shown = json!({
            "kind": "calendar#event",
            "etag": self.etag(),
            "id": self.id,
            "status": self.wanted.status,
            "htmlLink": self.link(),
            "created": self.created,
            "updated": self.updated,
            "creator": whose,
            "organizer": whose,
            "start": self.wanted.start.shown(zone),
            "end": self.wanted.end.shown(zone),
            "iCalUID": self.ical_uid(),
            "sequence": self.sequence,
            "reminders": { "useDefault": true },
            "eventType": "default",
        });
        self.add_optional(&mut shown);
        shown
    }

    /// What is left out when there is nothing to say.
    fn add_optional(&self, shown: &mut Value) {
        if let Some(summary) = &self.wanted.summary {
            shown["summary"] = json!(summary);
        }
        if !self.wanted.attendees.is_empty() {
            let attendees = self.wanted.attendees.iter();
            shown["attendees"] = attendees.map(|one| one.shown(&self.calendar)).collect();
        }
        if let Some(conference) = &self.conference {
            shown["conferenceData"] = conference.shown();
            if let Some(link) = conference.link() {
                shown["hangoutLink"] = json!(link);
            }
        }
        for (name, value) in &self.wanted.fields {
            shown[name] = value.clone();
        }
    }

    /// Its id in iCalendar.
    pub fn ical_uid(&self) -> String {
        format!("{}@google.com", self.id)
    }

    fn link(&self) -> String {
        let eid = BASE64_URL_SAFE_NO_PAD.encode(format!("{} {}", self.id, self.calendar));
        format!("https://calendar.google.example/event?eid={eid}")
    }
}
