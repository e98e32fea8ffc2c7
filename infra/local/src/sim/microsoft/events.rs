//! Making, reading, changing and calling off events.
//!
//! Source: Graph, create, get, update, cancel and delete an event. What a repeated `transactionId`
//! is answered with is not published; here it is the event as it stands when the same was asked for,
//! and `ErrorDuplicateTransactionId` otherwise, whose code, text and id of the existing event have
//! been seen by others.

use bytes::Bytes;
use http::{Response, StatusCode};
use serde_json::{Value, json};

use super::event::{Event, Status};
use super::event_fields::{Attendee, Fields, object, text};
use super::held::Held;
use super::mailbox::TEAMS;
use super::notices::Kind;
use super::refusal::Refusal;
use super::user::User;
use super::when::{Moment, Shown};
use super::{Outcome, ident, json_response, odata};
use crate::sim::{Call, empty};

/// `POST …/events` → 201; those who are invited are told.
pub fn create(held: &mut Held, call: &Call, user: &User) -> Outcome {
    let fields = Fields::read(call)?;
    let zone = Shown::of(call)?;
    if let Some(existing) = repeated(held, user, &fields)? {
        return answer(StatusCode::CREATED, call, existing, user, &zone);
    }
    let missing = |name: &str| Refusal::Property(format!("{name} is missing"));
    let start = fields.start.clone().ok_or_else(|| missing("start"))?;
    let end = fields.end.clone().ok_or_else(|| missing("end"))?;
    let mut event = Event::new(ident::event(&mut held.entropy), user, start.at, end.at);
    event.transaction_digest = fields.transaction_id.as_ref().map(|_| fields.digest());
    event.transaction_id.clone_from(&fields.transaction_id);
    event.created_at = Some(call.at);
    apply(held, user, &mut event, fields)?;
    for to in &event.attendees {
        held.notified.send(Kind::Invitation, &event.id, to, call.at);
    }
    let response = answer(StatusCode::CREATED, call, &event, user, &zone);
    held.events.insert(event.id.clone(), event);
    response
}

/// The event that the same creation has made, if it was asked for before.
fn repeated<'h>(
    held: &'h Held,
    user: &User,
    fields: &Fields,
) -> Result<Option<&'h Event>, Refusal> {
    let Some(id) = &fields.transaction_id else { return Ok(None) };
    let same = |event: &&Event| event.is_of(user) && event.transaction_id.as_ref() == Some(id);
    let Some(event) = held.events.values().find(same) else { return Ok(None) };
    let stands = event.status == Status::Confirmed;
    if stands && event.transaction_digest.as_deref() == Some(&fields.digest()) {
        return Ok(Some(event));
    }
    Err(Refusal::DuplicateTransaction { existing: stands.then(|| event.id.clone()) })
}

/// `GET …/events/{id}` → 200.
pub fn get(held: &Held, call: &Call, user: &User, id: &str) -> Outcome {
    odata::only(call, &["$select"])?;
    let event = held.event(user, id)?;
    answer(StatusCode::OK, call, event, user, &Shown::of(call)?)
}

/// `PATCH …/events/{id}` → 200; those who are invited are told what has changed.
pub fn update(held: &mut Held, call: &Call, user: &User, id: &str) -> Outcome {
    let before = held.event(user, id)?.clone();
    let zone = Shown::of(call)?;
    let fields = Fields::read(call)?;
    if fields.transaction_id.is_some() && fields.transaction_id != before.transaction_id {
        return Err(Refusal::ReadOnly("transactionId"));
    }
    let mut after = before.clone();
    apply(held, user, &mut after, fields)?;
    tell(held, call, &before, &after);
    after.changed_at = Some(call.at);
    let response = answer(StatusCode::OK, call, &after, user, &zone);
    held.events.insert(after.id.clone(), after);
    response
}

/// `POST …/events/{id}/cancel` → 202.
pub fn cancel(held: &mut Held, call: &Call, user: &User, id: &str) -> Outcome {
    held.event(user, id)?;
    let comment = comment(call)?;
    call_off(held, call, id, comment.as_deref());
    Ok(empty(StatusCode::ACCEPTED))
}

/// `DELETE …/events/{id}` → 204; an event that is gone is refused like one that never was.
pub fn delete(held: &mut Held, call: &Call, user: &User, id: &str) -> Outcome {
    held.event(user, id)?;
    call_off(held, call, id, None);
    Ok(empty(StatusCode::NO_CONTENT))
}

fn call_off(held: &mut Held, call: &Call, id: &str, comment: Option<&str>) {
    if let Some(event) = held.events.get_mut(id) {
        event.status = Status::Cancelled;
        held.notified.call_off(event, comment, call.at);
    }
}

/// The comment of a cancellation, which the description writes with a capital letter and the
/// reference without.
fn comment(call: &Call) -> Result<Option<String>, Refusal> {
    if call.body.is_empty() {
        return Ok(None);
    }
    let body = object(call)?;
    match body.iter().find(|(name, _)| !name.eq_ignore_ascii_case("comment")) {
        Some((name, _)) => {
            Err(Refusal::UnknownProperty { property: name.clone(), of: "microsoft.graph.event" })
        }
        None => body.values().next().map(|value| text("comment", value)).transpose(),
    }
}

/// Puts what was set into an event.
fn apply(held: &mut Held, user: &User, event: &mut Event, fields: Fields) -> Result<(), Refusal> {
    let wants_online = fields.online == Some(true) && !event.online;
    if wants_online && !matches!(fields.provider.as_deref(), None | Some("unknown" | TEAMS)) {
        let detail = "onlineMeetingProvider is not one that the calendar allows";
        return Err(Refusal::Property(detail.into()));
    }
    set_times(event, fields.start, fields.end)?;
    if let Some(subject) = fields.subject {
        event.subject = subject;
    }
    if let Some(location) = fields.location {
        event.location = Some(location);
    }
    if let Some(html) = fields.body {
        event.set_body(html);
    }
    if let Some(attendees) = fields.attendees {
        invite(event, attendees);
    }
    event.others.extend(fields.others);
    // Whoever has no Teams gets an event like any other.
    if wants_online && held.has_teams(user) {
        let thread = ident::thread(&mut held.entropy);
        event.go_online(ident::join_url(&thread, &held.app.tenant_id, &user.id));
    }
    Ok(())
}

fn set_times(event: &mut Event, start: Option<Moment>, end: Option<Moment>) -> Result<(), Refusal> {
    let kept = |zone: String| (zone != "UTC").then_some(zone);
    if let Some(Moment { at, zone }) = start {
        (event.start, event.time_zone) = (at, kept(zone));
    }
    if let Some(Moment { at, zone }) = end {
        (event.end, event.end_time_zone) = (at, kept(zone));
    }
    Fields::check_order(event.start, event.end)
}

fn invite(event: &mut Event, attendees: Vec<Attendee>) {
    event.attendees.clear();
    event.attendee_names.clear();
    event.attendee_kinds.clear();
    for Attendee { address, name, kind } in attendees {
        if let Some(name) = name {
            event.attendee_names.insert(address.clone(), name);
        }
        if kind != super::event::Kind::Required {
            event.attendee_kinds.insert(address.clone(), kind);
        }
        event.attendees.push(address);
    }
}

/// Whoever is new is invited, whoever is no longer is told so, and the others hear of changes.
fn tell(held: &mut Held, call: &Call, before: &Event, after: &Event) {
    let unchanged = Event {
        attendees: before.attendees.clone(),
        attendee_names: before.attendee_names.clone(),
        attendee_kinds: before.attendee_kinds.clone(),
        ..after.clone()
    } == *before;
    for to in &after.attendees {
        if !before.attendees.contains(to) {
            held.notified.send(Kind::Invitation, &after.id, to, call.at);
        } else if !unchanged {
            held.notified.send(Kind::Update, &after.id, to, call.at);
        }
    }
    for to in before.attendees.iter().filter(|to| !after.attendees.contains(to)) {
        held.notified.send(Kind::Cancellation, &after.id, to, call.at);
    }
}

fn answer(
    status: StatusCode,
    call: &Call,
    event: &Event,
    user: &User,
    zone: &Shown,
) -> Result<Response<Bytes>, Refusal> {
    let mut shown: Value =
        odata::select(call, "microsoft.graph.event", event.shown(user, zone), &[])?;
    shown["@odata.context"] = json!(odata::context(call));
    Ok(json_response(status, &shown))
}
