//! The people and rooms that an event invites.
//!
//! Source: Google's description of Calendar v3, `EventAttendee`.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::refusal::Refusal;

/// What somebody has answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Answer {
    /// Nothing yet.
    #[default]
    NeedsAction,
    /// No.
    Declined,
    /// Perhaps.
    Tentative,
    /// Yes.
    Accepted,
}

/// Somebody invited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Attendee {
    /// The address.
    pub email: String,
    /// The name, when it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Whether the event can do without.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
    /// Whether it is a room or a thing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub resource: bool,
    /// The answer.
    #[serde(default)]
    pub response_status: Answer,
    /// What came with the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

impl Attendee {
    /// As it is answered: on the organiser's calendar, the organiser is told apart.
    pub fn shown(&self, organizer: &str) -> Value {
        let mut shown = json!(self);
        if self.email.eq_ignore_ascii_case(organizer) {
            shown["organizer"] = json!(true);
            shown["self"] = json!(true);
        }
        shown
    }
}

/// Reads the list; whoever is named twice is invited once.
pub fn read(value: Option<&Value>) -> Result<Vec<Attendee>, Refusal> {
    let invalid = || Refusal::Invalid("Invalid attendee email.".into());
    let given = match value {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(Value::Array(given)) => given,
        Some(_) => return Err(Refusal::Invalid("Invalid value for: attendees".into())),
    };
    let mut attendees: Vec<Attendee> = Vec::new();
    for one in given {
        let email = one["email"].as_str().filter(|email| is_email(email)).ok_or_else(invalid)?;
        if attendees.iter().any(|known| known.email.eq_ignore_ascii_case(email)) {
            continue;
        }
        let attendee = serde_json::from_value(without_nulls(one));
        attendees
            .push(attendee.map_err(|_| Refusal::Invalid("Invalid value for: attendees".into()))?);
    }
    Ok(attendees)
}

fn without_nulls(value: &Value) -> Value {
    let fields = value.as_object().into_iter().flatten();
    fields.filter(|(_, v)| !v.is_null()).map(|(k, v)| (k.clone(), v.clone())).collect()
}

/// Something before one `@`, and a domain behind it.
pub fn is_email(text: &str) -> bool {
    let plain = !text.contains(|c: char| c.is_whitespace() || c.is_control() || c == ',');
    match text.split_once('@') {
        Some((local, domain)) => {
            plain && !local.is_empty() && domain.contains('.') && !domain.contains('@')
        }
        None => false,
    }
}
