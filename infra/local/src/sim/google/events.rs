//! Making, reading, changing and deleting events.
//!
//! Source: Google's description of Calendar v3, `events`. The vendor does not say what a change of a
//! deleted event does; here it is changed and stays deleted, unless the change says otherwise.

use http::StatusCode;

use super::caller::Caller;
use super::conference::Change;
use super::event::{Event, chosen_id, new_id};
use super::held::Held;
use super::notice::{Audience, notices};
use super::refusal::Refusal;
use super::wanted::{Status, Wanted};
use super::{Outcome, json_response, parameter};
use crate::sim::{Call, empty};

/// `POST …/events` → 200 with the event.
pub fn insert(held: &mut Held, call: &Call, caller: &Caller, calendar: &str) -> Outcome {
    caller.check(calendar)?;
    let zone = parameter::time_zone(call, &caller.time_zone)?;
    let audience = Audience::read(call)?;
    let body = parameter::object(call)?;
    let chosen = chosen_id(body.get("id"))?.map(str::to_owned);
    let wanted = Wanted::read(&body)?;
    check_guests(caller, &wanted)?;
    let is_cancelled = wanted.status == Status::Cancelled;
    if is_cancelled {
        return Err(Refusal::Invalid("Invalid value for: status".into()));
    }
    let change = Change::read(call, &body, None)?;
    if chosen.as_deref().is_some_and(|id| held.has(&caller.address, id)) {
        return Err(Refusal::Duplicate);
    }
    let id = chosen.unwrap_or_else(|| new_id(&mut held.entropy));
    let mut event = Event::new(id, &caller.address, wanted, call.at);
    event.conference = held.conference_after(caller, change, None, call.at)?;
    let shown = event.shown(&zone);
    held.notified.extend(notices(None, &event, audience, &held.users));
    held.events.push(event);
    Ok(json_response(StatusCode::OK, &shown))
}

/// Who a service account invites in its own name is never told.
fn check_guests(caller: &Caller, wanted: &Wanted) -> Result<(), Refusal> {
    if caller.is_service_account && !wanted.attendees.is_empty() {
        return Err(Refusal::InvitesByServiceAccount);
    }
    Ok(())
}

/// `GET …/events/{id}` → 200, also for an event that was deleted.
pub fn get(held: &mut Held, call: &Call, caller: &Caller, calendar: &str, id: &str) -> Outcome {
    caller.check(calendar)?;
    let zone = parameter::time_zone(call, &caller.time_zone)?;
    let event = held.event(&caller.address, id)?;
    if let Some(conference) = &mut event.conference {
        conference.look(call.at);
    }
    Ok(json_response(StatusCode::OK, &event.shown(&zone)))
}

/// `PATCH …/events/{id}` → 200 with the event: what is not named stays.
pub fn patch(held: &mut Held, call: &Call, caller: &Caller, calendar: &str, id: &str) -> Outcome {
    caller.check(calendar)?;
    let zone = parameter::time_zone(call, &caller.time_zone)?;
    let audience = Audience::read(call)?;
    held.settle(call.at);
    let before = held.event(&caller.address, id)?.clone();
    parameter::check_version(call, &before.etag())?;
    let body = parameter::object(call)?;
    let wanted = before.wanted.changed(&body)?;
    check_guests(caller, &wanted)?;
    let change = Change::read(call, &body, before.conference.as_ref())?;
    let conference = held.conference_after(caller, change, before.conference.clone(), call.at)?;
    let event = held.event(&caller.address, id)?;
    event.become_wanted(wanted, conference, call.at);
    let after = event.clone();
    held.notified.extend(notices(Some(&before), &after, audience, &held.users));
    Ok(json_response(StatusCode::OK, &after.shown(&zone)))
}

/// `DELETE …/events/{id}` → 204; the event stays, cancelled, and so does its id.
pub fn delete(held: &mut Held, call: &Call, caller: &Caller, calendar: &str, id: &str) -> Outcome {
    caller.check(calendar)?;
    let audience = Audience::read(call)?;
    let event = held.event(&caller.address, id)?;
    if event.is_cancelled() {
        return Err(Refusal::Deleted);
    }
    parameter::check_version(call, &event.etag())?;
    let before = event.clone();
    let wanted = Wanted { status: Status::Cancelled, ..before.wanted.clone() };
    event.become_wanted(wanted, before.conference.clone(), call.at);
    let after = event.clone();
    held.notified.extend(notices(Some(&before), &after, audience, &held.users));
    Ok(empty(StatusCode::NO_CONTENT))
}
