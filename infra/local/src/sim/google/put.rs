//! Events as outsiders see them and put them in.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::bound::{Bound, Moment, check_order};
use super::conference::Conference;
use super::event::{Event, is_id, new_id};
use super::refusal::Refusal;
use super::wanted::{Status, Wanted};
use super::{attendee, fields};
use crate::sim::{Entropy, StateError, state};

const FIELDS: [&str; 10] = [
    "id",
    "calendar",
    "summary",
    "start",
    "end",
    "attendees",
    "join_url",
    "status",
    "time_zone",
    "fields",
];

/// An event as somebody puts it in.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    id: Option<String>,
    calendar: Option<String>,
    summary: Option<String>,
    start: Moment,
    end: Moment,
    #[serde(default)]
    attendees: Vec<Value>,
    join_url: Option<String>,
    #[serde(default)]
    status: Status,
    time_zone: Option<String>,
    #[serde(default)]
    fields: Map<String, Value>,
}

/// An event in the published shape: guests by address, and under `fields` whatever else was written,
/// by the vendor's names.
pub fn shown(event: &Event) -> Value {
    let Wanted { summary, start, end, attendees, status, fields } = &event.wanted;
    let mut shown = json!({
        "id": event.id,
        "calendar": event.calendar,
        "summary": summary,
        "start": start.at,
        "end": end.at,
        "attendees": attendees.iter().map(|guest| &guest.email).collect::<Vec<_>>(),
        "join_url": event.conference.as_ref().and_then(Conference::link),
        "status": status,
    });
    if let Some(zone) = &start.zone {
        shown["time_zone"] = json!(zone);
    }
    if !fields.is_empty() {
        shown["fields"] = json!(fields);
    }
    shown
}

/// Reads events; `calendar_of` gives the calendar of a name, or the first one's.
///
/// # Errors
/// Names the field that does not fit.
pub fn events(
    value: &Value,
    calendar_of: impl Fn(Option<&str>) -> Option<String>,
    entropy: &mut Entropy,
) -> Result<Vec<Event>, StateError> {
    let given: Vec<Given> = state::items("events", value, &FIELDS)?;
    let mut events: Vec<Event> = Vec::new();
    for (index, given) in given.into_iter().enumerate() {
        let named = |field: &str, detail: &str| {
            StateError::invalid(format!("events[{index}].{field}"), detail)
        };
        let calendar = calendar_of(given.calendar.as_deref());
        let calendar =
            calendar.ok_or_else(|| named("calendar", "somebody's address is expected"))?;
        let event =
            complete(given, &calendar, entropy).map_err(|(field, detail)| named(field, &detail))?;
        if events.iter().any(|known| known.is(&event.calendar, &event.id)) {
            return Err(named("id", "this id is taken"));
        }
        events.push(event);
    }
    Ok(events)
}

type Misfit = (&'static str, String);

/// Makes up what nobody gave: the id.
fn complete(given: Given, calendar: &str, entropy: &mut Entropy) -> Result<Event, Misfit> {
    let at = |field| move |refusal: Refusal| (field, refusal.message().to_owned());
    if given.id.as_deref().is_some_and(|id| !is_id(id)) {
        return Err(("id", "5 to 1024 characters of base32hex are expected".into()));
    }
    let bound = |at| Bound { at, zone: given.time_zone.clone() };
    let (start, end) = (bound(given.start), bound(given.end));
    check_order(&start, &end).map_err(at("end"))?;
    let guests = given.attendees.into_iter().map(by_address).collect();
    let kept = fields::read(&given.fields).map_err(at("fields"))?;
    if let Some(name) = given.fields.keys().find(|name| !kept.contains_key(*name)) {
        return Err(("fields", format!("{name} is not kept")));
    }
    let wanted = Wanted {
        summary: given.summary,
        start,
        end,
        attendees: attendee::read(Some(&guests)).map_err(at("attendees"))?,
        status: given.status,
        fields: kept,
    };
    let id = given.id.unwrap_or_else(|| new_id(entropy));
    let mut event = Event::new(id, calendar, wanted, Timestamp::UNIX_EPOCH);
    event.conference = given.join_url.as_deref().map(Conference::put_in);
    Ok(event)
}

/// A guest may be given by address alone.
fn by_address(guest: Value) -> Value {
    match guest {
        Value::String(email) => json!({ "email": email }),
        guest => guest,
    }
}
