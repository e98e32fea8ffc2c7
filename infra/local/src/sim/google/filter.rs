//! Which events a list shows, and in which order.
//!
//! Source: Google's description of Calendar v3, `events.list`.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::event::Event;
use super::parameter::{flag, instant};
use super::refusal::Refusal;
use crate::sim::Call;

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    /// By id: the vendor promises none.
    Stable,
    /// By start; only for single events.
    Start,
    /// By the last change.
    Updated,
}

/// What a list asks for.
pub struct Filter {
    ends_after: Option<Timestamp>,
    starts_before: Option<Timestamp>,
    updated_since: Option<Timestamp>,
    shows_deleted: bool,
    words: Vec<String>,
    ical_uid: Option<String>,
    private: Vec<(String, String)>,
    shared: Vec<(String, String)>,
    order: Order,
    zone: TimeZone,
}

impl Filter {
    /// Reads what a call asks for.
    pub fn read(call: &Call, zone: TimeZone) -> Result<Self, Refusal> {
        let ends_after = instant(call, "timeMin")?;
        let starts_before = instant(call, "timeMax")?;
        if let (Some(min), Some(max)) = (ends_after, starts_before)
            && max <= min
        {
            return Err(Refusal::EmptyListRange);
        }
        let words = call.query.get("q").unwrap_or_default().split_whitespace();
        Ok(Self {
            ends_after,
            starts_before,
            updated_since: instant(call, "updatedMin")?,
            shows_deleted: flag(call, "showDeleted")?,
            words: words.map(str::to_lowercase).collect(),
            ical_uid: call.query.get("iCalUID").map(str::to_owned),
            private: properties(call, "privateExtendedProperty")?,
            shared: properties(call, "sharedExtendedProperty")?,
            order: order(call)?,
            zone,
        })
    }

    /// Whether an event is shown.
    pub fn admits(&self, event: &Event) -> bool {
        let is_in_time = self.is_in_time(event);
        let is_recent = self.updated_since.is_none_or(|since| event.updated >= since);
        // Whoever asks for changes is shown deletions, too.
        let is_shown = !event.is_cancelled() || self.shows_deleted || self.updated_since.is_some();
        let is_called = self.ical_uid.as_ref().is_none_or(|uid| *uid == event.ical_uid());
        is_in_time
            && is_recent
            && is_shown
            && is_called
            && self.has_words(event)
            && has_properties(event, "private", &self.private)
            && has_properties(event, "shared", &self.shared)
    }

    fn is_in_time(&self, event: &Event) -> bool {
        let start = event.wanted.start.instant_in(&self.zone);
        let end = event.wanted.end.instant_in(&self.zone);
        self.ends_after.is_none_or(|min| end.is_some_and(|end| end > min))
            && self.starts_before.is_none_or(|max| start.is_some_and(|start| start < max))
    }

    fn has_words(&self, event: &Event) -> bool {
        let text = |name: &str| event.wanted.fields.get(name).and_then(Value::as_str);
        let guests = event.wanted.attendees.iter();
        let guests =
            guests.flat_map(|guest| [Some(guest.email.as_str()), guest.display_name.as_deref()]);
        let own = [event.wanted.summary.as_deref(), text("description"), text("location")];
        let all: Vec<&str> = own.into_iter().chain(guests).flatten().collect();
        let all = all.join(" ").to_lowercase();
        self.words.iter().all(|word| all.contains(word.as_str()))
    }

    /// Puts events in order.
    pub fn sort(&self, events: &mut [&Event]) {
        match self.order {
            Order::Stable => events.sort_by(|a, b| a.id.cmp(&b.id)),
            Order::Start => {
                events.sort_by_key(|e| (e.wanted.start.instant_in(&self.zone), e.id.clone()));
            }
            Order::Updated => events.sort_by_key(|event| (event.updated, event.id.clone())),
        }
    }
}

fn order(call: &Call) -> Result<Order, Refusal> {
    match call.query.get("orderBy") {
        None => Ok(Order::Stable),
        Some("updated") => Ok(Order::Updated),
        Some("startTime") if flag(call, "singleEvents")? => Ok(Order::Start),
        Some("startTime") => Err(Refusal::Ordering),
        Some(other) => {
            Err(Refusal::parameter("orderBy", format!("Invalid string value: '{other}'.")))
        }
    }
}

/// `name=value`, as often as is liked; an event must have all of them.
fn properties(call: &Call, name: &str) -> Result<Vec<(String, String)>, Refusal> {
    let pair = |text: &str| {
        let (key, value) = text.split_once('=')?;
        Some((key.to_owned(), value.to_owned()))
    };
    let pairs: Option<Vec<_>> = call.query.all(name).map(pair).collect();
    pairs.ok_or_else(|| Refusal::parameter(name, "Invalid constraint: name=value is expected."))
}

fn has_properties(event: &Event, sort: &str, wanted: &[(String, String)]) -> bool {
    let held = event.wanted.fields.get("extendedProperties").map(|all| &all[sort]);
    wanted.iter().all(|(key, value)| held.is_some_and(|held| held[key] == *value.as_str()))
}
