//! What a calendar is, and which kinds of conferences its events can have.
//!
//! Source: Google's description of Calendar v3, `calendars.get` and `calendarList`. Where the domain's
//! administrator has switched Meet off, it is not among the allowed kinds.

use http::StatusCode;
use serde_json::{Value, json};

use super::caller::Caller;
use super::conference::{MEET, check_allowed};
use super::held::Held;
use super::{Outcome, json_response};

/// `GET …/calendars/{id}` → 200.
pub fn get(held: &Held, caller: &Caller, calendar: &str) -> Outcome {
    caller.check(calendar)?;
    let shown = json!({
        "kind": "calendar#calendar",
        "etag": etag(caller),
        "id": caller.address,
        "summary": caller.address,
        "timeZone": caller.time_zone,
        "conferenceProperties": conferences(held, caller),
    });
    Ok(json_response(StatusCode::OK, &shown))
}

/// `GET …/users/me/calendarList` → 200 with the one calendar.
pub fn list(held: &Held, caller: &Caller) -> Outcome {
    caller.check("primary")?;
    let shown = json!({
        "kind": "calendar#calendarList",
        "etag": etag(caller),
        "nextSyncToken": "demo",
        "items": [entry_of(held, caller)],
    });
    Ok(json_response(StatusCode::OK, &shown))
}

/// `GET …/users/me/calendarList/{id}` → 200.
pub fn entry(held: &Held, caller: &Caller, calendar: &str) -> Outcome {
    caller.check(calendar)?;
    Ok(json_response(StatusCode::OK, &entry_of(held, caller)))
}

fn entry_of(held: &Held, caller: &Caller) -> Value {
    json!({
        "kind": "calendar#calendarListEntry",
        "etag": etag(caller),
        "id": caller.address,
        "summary": caller.address,
        "timeZone": caller.time_zone,
        "selected": true,
        "accessRole": "owner",
        "defaultReminders": [{ "method": "popup", "minutes": 10 }],
        "primary": true,
        "conferenceProperties": conferences(held, caller),
    })
}

fn conferences(held: &Held, caller: &Caller) -> Value {
    let allowed = check_allowed(held.meet_enabled, caller).is_ok();
    let kinds: &[&str] = if allowed { &[MEET] } else { &[] };
    json!({ "allowedConferenceSolutionTypes": kinds })
}

fn etag(caller: &Caller) -> String {
    format!("\"{}\"", caller.id)
}
