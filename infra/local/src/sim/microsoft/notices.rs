//! What Exchange told invited people.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::event::Event;
use crate::sim::{StateError, state};

const FIELDS: [&str; 5] = ["event", "to", "kind", "comment", "at"];
/// Older ones are forgotten.
const KEPT: usize = 1_000;

/// What a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// To a new event.
    Invitation,
    /// Of what has changed.
    Update,
    /// That it is off, or goes on without them.
    Cancellation,
}

/// A message to one invited person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// The event's id.
    pub event: String,
    /// The address.
    pub to: String,
    /// What it is.
    pub kind: Kind,
    /// What the organiser wrote with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// When it was sent.
    pub at: Timestamp,
}

/// The messages, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notices(Vec<Notice>);

impl Notices {
    /// Reads them as outsiders put them.
    ///
    /// # Errors
    /// Names the field that does not fit.
    pub fn read(value: &Value) -> Result<Self, StateError> {
        state::items("notified", value, &FIELDS).map(Self)
    }

    /// Writes to one person.
    pub fn send(&mut self, kind: Kind, event: &str, to: &str, at: Timestamp) {
        self.push(Notice { event: event.to_owned(), to: to.to_owned(), kind, comment: None, at });
    }

    /// Tells everybody that an event is off.
    pub fn call_off(&mut self, event: &Event, comment: Option<&str>, at: Timestamp) {
        for to in &event.attendees {
            let (event, to) = (event.id.clone(), to.clone());
            let comment = comment.map(str::to_owned);
            self.push(Notice { event, to, kind: Kind::Cancellation, comment, at });
        }
    }

    fn push(&mut self, notice: Notice) {
        if self.0.len() == KEPT {
            self.0.remove(0);
        }
        self.0.push(notice);
    }
}
