//! Making, reading, replacing, starting and deleting an organiser's own meetings.

use bytes::Bytes;
use http::{Response, StatusCode};
use serde_json::{Value, json};

use super::account::User;
use super::fields::Wanted;
use super::held::Held;
use super::meeting::{Meeting, host_url, new_id};
use super::{Outcome, json_response};
use crate::sim::{Call, empty};

/// `POST /meetings` → 201 with a list of the one meeting.
pub fn create(held: &mut Held, call: &Call, organizer: &User) -> Outcome {
    let wanted = Wanted::read(call, &held.users)?;
    let mut id = new_id(&mut held.entropy);
    while held.meetings.contains_key(&id) {
        id = new_id(&mut held.entropy);
    }
    let meeting = Meeting::new(id, organizer, wanted);
    let shown = json!([meeting.created()]);
    held.meetings.insert(id, meeting);
    Ok(json_response(StatusCode::CREATED, &shown))
}

/// `GET /upcomingMeetings` → 200, soonest first.
pub fn upcoming(held: &Held, call: &Call, organizer: &User) -> Response<Bytes> {
    let is_theirs = |m: &&Meeting| m.organizer == organizer.key && m.is_upcoming(call.at);
    let mut found: Vec<&Meeting> = held.meetings.values().filter(is_theirs).collect();
    found.sort_by_key(|meeting| (meeting.start, meeting.id));
    let shown: Value = found.iter().map(|meeting| meeting.listed(organizer)).collect();
    json_response(StatusCode::OK, &shown)
}

/// `GET /meetings/{id}` → 200 with a list of the one meeting.
pub fn get(held: &Held, organizer: &User, id: i64) -> Outcome {
    let meeting = held.meeting(organizer, id)?;
    Ok(json_response(StatusCode::OK, &json!([meeting.shown()])))
}

/// `PUT /meetings/{id}` → 204: id and link stay, all else is replaced.
pub fn replace(held: &mut Held, call: &Call, organizer: &User, id: i64) -> Outcome {
    let join_url = held.meeting(organizer, id)?.join_url.clone();
    let wanted = Wanted::read(call, &held.users)?;
    let meeting = Meeting { join_url, ..Meeting::new(id, organizer, wanted) };
    held.meetings.insert(id, meeting);
    Ok(empty(StatusCode::NO_CONTENT))
}

/// `DELETE /meetings/{id}` → 204; a meeting that is gone is refused like one that never was.
pub fn delete(held: &mut Held, organizer: &User, id: i64) -> Outcome {
    held.meeting(organizer, id)?;
    held.meetings.remove(&id);
    Ok(empty(StatusCode::NO_CONTENT))
}

/// `GET /meetings/{id}/start` → 200 with a host link minted now.
pub fn start(held: &mut Held, organizer: &User, id: i64) -> Outcome {
    held.meeting(organizer, id)?;
    let shown = json!({ "hostURL": host_url(id, &mut held.entropy) });
    Ok(json_response(StatusCode::OK, &shown))
}
