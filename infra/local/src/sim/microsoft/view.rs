//! Lists of events: all of a calendar's, and those in a window of time.
//!
//! Source: Graph, list events and list calendar view.

use http::StatusCode;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::event::Event;
use super::held::Held;
use super::odata::{self, Sizes};
use super::refusal::Refusal;
use super::user::User;
use super::when::Shown;
use super::{Outcome, json_response};
use crate::sim::Call;

const TYPE: &str = "microsoft.graph.event";
const SIZES: Sizes = Sizes { usual: 10, most: 1_000 };

/// `GET …/events` → 200.
pub fn all(held: &Held, call: &Call, user: &User) -> Outcome {
    list(held, call, user, |_| true)
}

/// `GET …/calendarView` → 200: whatever takes place in the window, be it in part.
pub fn window(held: &Held, call: &Call, user: &User) -> Outcome {
    let from = instant(call, "startDateTime")?;
    let until = instant(call, "endDateTime")?;
    list(held, call, user, |event| event.start < until && event.end > from)
}

/// Neither by `transactionId` nor by anything else can events be filtered here; the vendor knows
/// filters, but none by that property.
fn list(held: &Held, call: &Call, user: &User, takes: impl Fn(&Event) -> bool) -> Outcome {
    odata::only(call, &["$select", "$top", "$skip", "$skiptoken", "$orderby"])?;
    if !matches!(call.query.get("$orderby"), None | Some("start/dateTime" | "start/dateTime asc")) {
        return Err(Refusal::Query("Only an order by start/dateTime is supported.".into()));
    }
    let zone = Shown::of(call)?;
    let standing = held.events.values().filter(|event| event.stands_for(user));
    let mut found: Vec<&Event> = standing.filter(|event| takes(event)).collect();
    found.sort_by_key(|event| (event.start, &event.id));
    let show = |event: &&Event| odata::select(call, TYPE, event.shown(user, &zone), &[]);
    let shown: Vec<Value> = found.iter().map(show).collect::<Result<_, _>>()?;
    Ok(json_response(StatusCode::OK, &odata::page(call, &shown, &SIZES)?))
}

/// An instant with its offset, or without one in UTC.
fn instant(call: &Call, name: &str) -> Result<Timestamp, Refusal> {
    let text = call.query.get(name).ok_or(Refusal::NoWindow)?;
    let local = || TimeZone::UTC.to_timestamp(text.parse::<DateTime>().ok()?).ok();
    let read = text.parse().ok().or_else(local);
    read.ok_or_else(|| Refusal::Query(format!("The value '{text}' of {name} is no time.")))
}
