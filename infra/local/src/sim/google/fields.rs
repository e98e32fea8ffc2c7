//! The fields of an event that are kept as they are sent, once they are checked.
//!
//! Source: Google's description of Calendar v3, `Event`; the limits of extended properties are those
//! of its guide to them.

use serde_json::{Map, Value, json};

use super::refusal::Refusal;

/// Characters of an extended property's name; longer ones are dropped.
const PROPERTY_NAME_MAX: usize = 44;
/// Characters of an extended property's value; longer ones are cut.
const PROPERTY_VALUE_MAX: usize = 1024;
/// Reminders of an event's own.
const REMINDERS_MAX: usize = 5;
/// Minutes in four weeks, the earliest reminder.
const REMINDER_MINUTES_MAX: u64 = 40_320;

/// What a field may hold.
enum Kind {
    Text,
    Flag,
    OneOf(&'static [&'static str]),
    Properties,
    Reminders,
    Source,
}

const KEPT: [(&str, Kind); 12] = [
    ("description", Kind::Text),
    ("location", Kind::Text),
    ("colorId", Kind::Text),
    ("transparency", Kind::OneOf(&["opaque", "transparent"])),
    ("visibility", Kind::OneOf(&["default", "public", "private", "confidential"])),
    ("guestsCanInviteOthers", Kind::Flag),
    ("guestsCanModify", Kind::Flag),
    ("guestsCanSeeOtherGuests", Kind::Flag),
    ("anyoneCanAddSelf", Kind::Flag),
    ("extendedProperties", Kind::Properties),
    ("reminders", Kind::Reminders),
    ("source", Kind::Source),
];

/// What of a body is kept. What is not known, and what only the vendor writes, is ignored.
pub fn read(body: &Map<String, Value>) -> Result<Map<String, Value>, Refusal> {
    refuse_unsimulated(body)?;
    let mut kept = Map::new();
    for (name, kind) in &KEPT {
        let Some(value) = body.get(*name).filter(|value| !value.is_null()) else { continue };
        if let Some(value) = kind.take(name, value)? {
            kept.insert((*name).to_owned(), value);
        }
    }
    Ok(kept)
}

/// Better refused here than played wrongly.
fn refuse_unsimulated(body: &Map<String, Value>) -> Result<(), Refusal> {
    let is_given = |name: &str| body.get(name).is_some_and(|value| !value.is_null());
    if is_given("recurrence") {
        return Err(Refusal::Invalid("Recurring events are not simulated.".into()));
    }
    match body.get("eventType").and_then(Value::as_str) {
        None | Some("default") => Ok(()),
        Some(_) => Err(Refusal::Invalid("Only default events are simulated.".into())),
    }
}

fn invalid(name: &str) -> Refusal {
    Refusal::Invalid(format!("Invalid value for: {name}"))
}

impl Kind {
    fn take(&self, name: &str, value: &Value) -> Result<Option<Value>, Refusal> {
        let kept = |fits: bool| if fits { Ok(Some(value.clone())) } else { Err(invalid(name)) };
        match self {
            Self::Text => kept(value.is_string()),
            Self::Flag => kept(value.is_boolean()),
            Self::OneOf(all) => kept(value.as_str().is_some_and(|text| all.contains(&text))),
            Self::Source => kept(is_source(value)),
            Self::Properties => properties(name, value),
            Self::Reminders => reminders(name, value).map(Some),
        }
    }
}

/// `title`, and an address of the web.
fn is_source(value: &Value) -> bool {
    let is_web = |url: &str| url.starts_with("https://") || url.starts_with("http://");
    value.is_object() && value["url"].as_str().is_some_and(is_web)
}

/// Names that are too long are dropped, values cut; of nothing, nothing is left.
fn properties(name: &str, value: &Value) -> Result<Option<Value>, Refusal> {
    let given = value.as_object().ok_or_else(|| invalid(name))?;
    let mut kept = Map::new();
    for sort in ["private", "shared"] {
        let Some(all) = given.get(sort).filter(|all| !all.is_null()) else { continue };
        let all = all.as_object().ok_or_else(|| invalid(name))?;
        let mut left = Map::new();
        for (key, text) in all.iter().filter(|(_, text)| !text.is_null()) {
            let text = text.as_str().ok_or_else(|| invalid(name))?;
            if key.chars().count() <= PROPERTY_NAME_MAX {
                let cut: String = text.chars().take(PROPERTY_VALUE_MAX).collect();
                left.insert(key.clone(), cut.into());
            }
        }
        if !left.is_empty() {
            kept.insert(sort.to_owned(), left.into());
        }
    }
    Ok(if kept.is_empty() { None } else { Some(kept.into()) })
}

/// The calendar's, or the event's own.
fn reminders(name: &str, value: &Value) -> Result<Value, Refusal> {
    let given = value.as_object().ok_or_else(|| invalid(name))?;
    let default = given.get("useDefault").and_then(Value::as_bool).unwrap_or(false);
    let own = match given.get("overrides") {
        None | Some(Value::Null) => &[][..],
        Some(Value::Array(own)) => own,
        Some(_) => return Err(invalid(name)),
    };
    if default && !own.is_empty() {
        return Err(Refusal::Reminders);
    }
    if own.len() > REMINDERS_MAX || !own.iter().all(is_reminder) {
        return Err(invalid(name));
    }
    let mut kept = json!({ "useDefault": default });
    if !own.is_empty() {
        kept["overrides"] = json!(own);
    }
    Ok(kept)
}

fn is_reminder(value: &Value) -> bool {
    let is_soon = |minutes| minutes <= REMINDER_MINUTES_MAX;
    matches!(value["method"].as_str(), Some("email" | "popup"))
        && value["minutes"].as_u64().is_some_and(is_soon)
}
