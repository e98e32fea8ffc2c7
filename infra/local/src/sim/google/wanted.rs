//! An event as it is wanted: what a body says, checked, and the same as a body again.
//!
//! Source: Google's description of Calendar v3, `Event`; patches replace lists and merge objects, and
//! `null` empties a field (Google's guide to patch semantics).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::attendee::{self, Attendee};
use super::bound::{Bound, check_order};
use super::fields;
use super::refusal::Refusal;

/// Whether it takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Yes.
    #[default]
    Confirmed,
    /// Perhaps.
    Tentative,
    /// No: it was deleted, and keeps its id.
    Cancelled,
}

/// What people write of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// The title.
    pub summary: Option<String>,
    /// When it begins.
    pub start: Bound,
    /// When it ends, after the start.
    pub end: Bound,
    /// Who is invited.
    pub attendees: Vec<Attendee>,
    /// Whether it takes place.
    pub status: Status,
    /// Everything else, as it is sent.
    pub fields: Map<String, Value>,
}

impl Wanted {
    /// Reads a whole body.
    pub fn read(body: &Map<String, Value>) -> Result<Self, Refusal> {
        let end = Bound::read("end", body.get("end"))?;
        let start = Bound::read("start", body.get("start"))?;
        check_order(&start, &end)?;
        Ok(Self {
            summary: summary(body.get("summary"))?,
            start,
            end,
            attendees: attendee::read(body.get("attendees"))?,
            status: status(body.get("status"))?,
            fields: fields::read(body)?,
        })
    }

    /// Reads what a change makes of it.
    pub fn changed(&self, change: &Map<String, Value>) -> Result<Self, Refusal> {
        let mut body = self.body();
        merge(&mut body, change);
        Self::read(&body)
    }

    /// As it is sent.
    fn body(&self) -> Map<String, Value> {
        let mut body = self.fields.clone();
        body.insert("summary".into(), json!(self.summary));
        body.insert("start".into(), self.start.body());
        body.insert("end".into(), self.end.body());
        body.insert("attendees".into(), json!(self.attendees));
        body.insert("status".into(), json!(self.status));
        body
    }

    /// Whether somebody of this address is invited.
    pub fn invites(&self, email: &str) -> bool {
        self.attendees.iter().any(|attendee| attendee.email.eq_ignore_ascii_case(email))
    }
}

fn summary(value: Option<&Value>) -> Result<Option<String>, Refusal> {
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(Refusal::Invalid("Invalid value for: summary".into())),
    }
}

fn status(value: Option<&Value>) -> Result<Status, Refusal> {
    match value {
        None | Some(Value::Null) => Ok(Status::default()),
        Some(given) => serde_json::from_value(given.clone())
            .map_err(|_| Refusal::Invalid("Invalid value for: status".into())),
    }
}

/// Lays a change over a body (RFC 7396).
fn merge(body: &mut Map<String, Value>, change: &Map<String, Value>) {
    for (name, value) in change {
        match (body.get_mut(name), value) {
            (_, Value::Null) => {
                body.remove(name);
            }
            (Some(Value::Object(inner)), Value::Object(change)) => merge(inner, change),
            (_, value) => {
                body.insert(name.clone(), value.clone());
            }
        }
    }
}
