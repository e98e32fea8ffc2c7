//! The body of a creation or change of an event, checked property by property.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jiff::Timestamp;
use ring::digest::{SHA256, digest};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::body;
use super::event::Kind;
use super::mailbox::TEAMS;
use super::refusal::Refusal;
use super::when::Moment;
use crate::sim::Call;

const TYPE: &str = "microsoft.graph.event";

/// What only the vendor writes. Named in a body they are refused here, which is stricter than the
/// vendor, who passes over some of them.
const READ_ONLY: [&str; 15] = [
    "id",
    "createdDateTime",
    "lastModifiedDateTime",
    "changeKey",
    "bodyPreview",
    "hasAttachments",
    "iCalUId",
    "isCancelled",
    "isOrganizer",
    "organizer",
    "onlineMeeting",
    "onlineMeetingUrl",
    "responseStatus",
    "type",
    "webLink",
];

/// What the vendor has and the simulator has not.
const NOT_SIMULATED: [&str; 16] = [
    "attachments",
    "calendar",
    "cancelledOccurrences",
    "exceptionOccurrences",
    "extensions",
    "instances",
    "isAllDay",
    "isDraft",
    "locations",
    "multiValueExtendedProperties",
    "originalEndTimeZone",
    "originalStart",
    "originalStartTimeZone",
    "recurrence",
    "seriesMasterId",
    "singleValueExtendedProperties",
];

/// Somebody who is invited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Attendee {
    /// The address.
    pub address: String,
    /// The name, if one was given.
    pub name: Option<String>,
    /// How.
    pub kind: Kind,
}

/// What was set of an event.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Fields {
    /// `subject`
    pub subject: Option<String>,
    /// `body`, as HTML.
    pub body: Option<String>,
    /// `start`
    pub start: Option<Moment>,
    /// `end`
    pub end: Option<Moment>,
    /// `attendees`
    pub attendees: Option<Vec<Attendee>>,
    /// `isOnlineMeeting`
    pub online: Option<bool>,
    /// `onlineMeetingProvider`
    pub provider: Option<String>,
    /// `transactionId`
    pub transaction_id: Option<String>,
    /// `location.displayName`
    pub location: Option<String>,
    /// Properties that are kept as they are.
    pub others: Map<String, Value>,
}

impl Fields {
    /// Reads the body of a call. A property that is `null` is as good as not named.
    pub fn read(call: &Call) -> Result<Self, Refusal> {
        let mut fields = Self::default();
        let body = object(call)?;
        for (name, value) in body.iter().filter(|(_, value)| !value.is_null()) {
            fields.set(name, value)?;
        }
        Ok(fields)
    }

    fn set(&mut self, name: &str, value: &Value) -> Result<(), Refusal> {
        match name {
            "subject" => self.subject = Some(text(name, value)?),
            "body" => self.body = Some(html(value)?),
            "start" => self.start = Some(Moment::read(name, value)?),
            "end" => self.end = Some(Moment::read(name, value)?),
            "attendees" => self.attendees = Some(attendees(value)?),
            "isOnlineMeeting" => self.online = Some(boolean(name, value)?),
            "onlineMeetingProvider" => self.provider = Some(provider(value)?),
            "transactionId" => self.transaction_id = Some(text(name, value)?),
            "location" => self.location = Some(text("location", &value["displayName"])?),
            _ => self.keep(name, value)?,
        }
        Ok(())
    }

    fn keep(&mut self, name: &str, value: &Value) -> Result<(), Refusal> {
        if name.starts_with('@') {
            return Ok(());
        }
        if let Some(name) = READ_ONLY.iter().find(|known| **known == name) {
            return Err(Refusal::ReadOnly(name));
        }
        if NOT_SIMULATED.contains(&name) {
            return Err(Refusal::Property(format!("{name} is not simulated")));
        }
        let one_of = |known: &[&str]| value.as_str().is_some_and(|text| known.contains(&text));
        let fits = match name {
            "allowNewTimeProposals" | "hideAttendees" | "isReminderOn" | "responseRequested" => {
                value.is_boolean()
            }
            "reminderMinutesBeforeStart" => {
                value.as_i64().is_some_and(|n| i32::try_from(n).is_ok())
            }
            "importance" => one_of(&["low", "normal", "high"]),
            "sensitivity" => one_of(&["normal", "personal", "private", "confidential"]),
            "showAs" => {
                one_of(&["unknown", "free", "tentative", "busy", "oof", "workingElsewhere"])
            }
            "categories" => value.as_array().is_some_and(|list| list.iter().all(Value::is_string)),
            _ => return Err(Refusal::UnknownProperty { property: name.to_owned(), of: TYPE }),
        };
        if !fits {
            return Err(Refusal::Property(format!("{name} has a value of another type")));
        }
        self.others.insert(name.to_owned(), value.clone());
        Ok(())
    }

    /// What tells one creation from another.
    pub fn digest(&self) -> String {
        let whole = digest(&SHA256, json!(self).to_string().as_bytes());
        BASE64_URL_SAFE_NO_PAD.encode(whole.as_ref())
    }

    /// Refuses an end before the start, which may have been given earlier.
    pub fn check_order(start: Timestamp, end: Timestamp) -> Result<(), Refusal> {
        if end < start {
            return Err(Refusal::Property("end is before start".into()));
        }
        Ok(())
    }
}

/// The body of a call as an object.
pub fn object(call: &Call) -> Result<Map<String, Value>, Refusal> {
    if !call.has_content_type("application/json") {
        return Err(Refusal::NotAnObject);
    }
    match serde_json::from_slice(&call.body) {
        Ok(Value::Object(map)) => Ok(map),
        Ok(_) | Err(_) => Err(Refusal::NotAnObject),
    }
}

/// A text property.
pub fn text(name: &str, value: &Value) -> Result<String, Refusal> {
    let text = value.as_str().ok_or_else(|| Refusal::Property(format!("{name} is no text")))?;
    Ok(text.to_owned())
}

/// A property that is true or false.
pub fn boolean(name: &str, value: &Value) -> Result<bool, Refusal> {
    value.as_bool().ok_or_else(|| Refusal::Property(format!("{name} is neither true nor false")))
}

fn html(value: &Value) -> Result<String, Refusal> {
    let content = text("body.content", &value["content"])?;
    let kind = value["contentType"].as_str().unwrap_or("text");
    if kind.eq_ignore_ascii_case("html") {
        Ok(content)
    } else if kind.eq_ignore_ascii_case("text") {
        Ok(body::from_text(&content))
    } else {
        Err(Refusal::Property("body.contentType is neither text nor html".into()))
    }
}

fn provider(value: &Value) -> Result<String, Refusal> {
    let known = ["unknown", TEAMS, "skypeForBusiness", "skypeForConsumer"];
    let named = value.as_str().filter(|name| known.contains(name));
    named
        .map(str::to_owned)
        .ok_or_else(|| Refusal::Property("onlineMeetingProvider is not one of its kinds".into()))
}

fn attendees(value: &Value) -> Result<Vec<Attendee>, Refusal> {
    let list = value.as_array();
    let list = list.ok_or_else(|| Refusal::Property("attendees is no list".into()))?;
    list.iter().map(attendee).collect()
}

fn attendee(value: &Value) -> Result<Attendee, Refusal> {
    let of = &value["emailAddress"];
    let address = of["address"].as_str().filter(|address| address.contains('@'));
    let address = address.ok_or_else(|| {
        Refusal::Property("attendees: an emailAddress.address is expected".into())
    })?;
    let kind = match &value["type"] {
        Value::Null => Kind::default(),
        kind => serde_json::from_value(kind.clone())
            .map_err(|_| Refusal::Property("attendees: type is not one of its kinds".into()))?,
    };
    Ok(Attendee { address: address.to_owned(), name: of["name"].as_str().map(str::to_owned), kind })
}
