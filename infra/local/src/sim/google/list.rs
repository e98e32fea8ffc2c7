//! The events of a calendar, page by page.
//!
//! Source: Google's description of Calendar v3, `events.list`, and its guide to incremental lists: the
//! vendor may declare any `syncToken` too old. Here each is.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use http::StatusCode;
use serde_json::{Value, json};

use super::caller::Caller;
use super::event::Event;
use super::filter::Filter;
use super::held::Held;
use super::refusal::Refusal;
use super::{Outcome, json_response, parameter};
use crate::sim::Call;

/// Events of a page when nothing else is asked.
const PAGE: u32 = 250;
/// Events of a page at most; who asks for more gets these.
const PAGE_MAX: usize = 2500;

/// `GET …/events` → 200.
pub fn list(held: &mut Held, call: &Call, caller: &Caller, calendar: &str) -> Outcome {
    caller.check(calendar)?;
    if call.query.get("syncToken").is_some() {
        return Err(Refusal::FullSync);
    }
    let zone = parameter::time_zone(call, &caller.time_zone)?;
    let filter = Filter::read(call, zone.clone())?;
    let size = parameter::number(call, "maxResults", (1, u32::MAX))?.unwrap_or(PAGE);
    let size = usize::try_from(size).unwrap_or(PAGE_MAX).min(PAGE_MAX);
    let from = match call.query.get("pageToken") {
        None => 0,
        Some(token) => offset(token, &caller.address)
            .ok_or_else(|| Refusal::Invalid("Invalid page token value.".into()))?,
    };
    held.settle(call.at);
    let mut found: Vec<&Event> = held.on(&caller.address).filter(|e| filter.admits(e)).collect();
    filter.sort(&mut found);
    let items: Vec<Value> =
        found.iter().skip(from).take(size).map(|event| event.shown(&zone)).collect();
    let mut page = frame(held, call, caller);
    let end = from.saturating_add(size);
    if end < found.len() {
        page["nextPageToken"] = json!(token(end, &caller.address));
    } else {
        page["nextSyncToken"] = json!(token(0, &call.at.to_string()));
    }
    page["items"] = json!(items);
    Ok(json_response(StatusCode::OK, &page))
}

/// What each page says of the calendar.
fn frame(held: &Held, call: &Call, caller: &Caller) -> Value {
    let updated = held.on(&caller.address).map(|event| event.updated).max().unwrap_or(call.at);
    json!({
        "kind": "calendar#events",
        "etag": format!("\"p{}\"", updated.as_millisecond()),
        "summary": caller.address,
        "updated": updated,
        "timeZone": caller.time_zone,
        "accessRole": "owner",
        "defaultReminders": [{ "method": "popup", "minutes": 10 }],
    })
}

fn token(offset: usize, of: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(json!([offset, of]).to_string())
}

/// A token of one calendar opens no other.
fn offset(token: &str, calendar: &str) -> Option<usize> {
    let text = BASE64_URL_SAFE_NO_PAD.decode(token).ok()?;
    let (offset, of): (usize, String) = serde_json::from_slice(&text).ok()?;
    (of == calendar).then_some(offset)
}
