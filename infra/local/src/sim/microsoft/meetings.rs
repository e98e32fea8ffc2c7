//! Making, reading, changing and deleting online meetings of their own.
//!
//! Source: Graph, create, create or get, get, update and delete an `onlineMeeting`. The meetings of
//! events are found by their links alone.

use bytes::Bytes;
use http::{Response, StatusCode};
use serde_json::{Value, json};

use super::held::Held;
use super::meeting::Meeting;
use super::meeting_fields::{Fields, check_order};
use super::odata::{self, Sizes};
use super::refusal::Refusal;
use super::user::User;
use super::{Outcome, json_response};
use crate::sim::{Call, empty};

const SIZES: Sizes = Sizes { usual: 20, most: 20 };

/// `POST …/onlineMeetings` → 201; nobody is told.
pub fn create(held: &mut Held, call: &Call, user: &User) -> Outcome {
    let fields = Fields::read(call)?;
    make(held, call, user, fields, None)
}

/// `POST …/onlineMeetings/createOrGet` → 201, or 200 with the meeting of that external id as it is,
/// whatever else was asked for.
pub fn create_or_get(held: &mut Held, call: &Call, user: &User) -> Outcome {
    let (external_id, fields) = Fields::read_with_id(call)?;
    fields.times(call.at)?;
    let same = |m: &&Meeting| m.user == user.id && m.external_id.as_ref() == Some(&external_id);
    if let Some(existing) = held.meetings.values().find(same) {
        return Ok(answer(StatusCode::OK, call, existing, user));
    }
    make(held, call, user, fields, Some(external_id))
}

fn make(
    held: &mut Held,
    call: &Call,
    user: &User,
    fields: Fields,
    external_id: Option<String>,
) -> Outcome {
    let (start, end) = fields.times(call.at)?;
    let meeting = Meeting {
        subject: fields.subject,
        external_id,
        settings: fields.settings,
        created_at: Some(call.at),
        ..Meeting::new(user, &held.app.tenant_id, start, end, &mut held.entropy)
    };
    let response = answer(StatusCode::CREATED, call, &meeting, user);
    held.meetings.insert(meeting.id.clone(), meeting);
    Ok(response)
}

/// `GET …/onlineMeetings/{id}` → 200.
pub fn get(held: &Held, call: &Call, user: &User, id: &str) -> Outcome {
    Ok(answer(StatusCode::OK, call, held.meeting(user, id)?, user))
}

/// `GET …/onlineMeetings?$filter=JoinWebUrl eq '…'` → 200 with a list of at most one. Without a
/// filter the vendor lists nothing.
pub fn find(held: &Held, call: &Call, user: &User) -> Outcome {
    odata::only(call, &["$filter"])?;
    let needed = || Refusal::Query("A filter by JoinWebUrl is expected.".into());
    let (property, text) = odata::filter(call)?.ok_or_else(needed)?;
    let fits = |meeting: &&Meeting| meeting.user == user.id && meeting.join_url == text;
    if !property.eq_ignore_ascii_case("JoinWebUrl") {
        return Err(needed());
    }
    let alone = held.meetings.values().filter(fits).cloned();
    let found = alone.chain(held.meetings_of_events(user).filter(|it| it.join_url == text));
    let shown: Vec<Value> = found.map(|meeting| meeting.shown(user)).collect();
    Ok(json_response(StatusCode::OK, &odata::page(call, &shown, &SIZES)?))
}

/// `PATCH …/onlineMeetings/{id}` → 200; id and link stay.
pub fn update(held: &mut Held, call: &Call, user: &User, id: &str) -> Outcome {
    let mut meeting = held.meeting(user, id)?.clone();
    let fields = Fields::read(call)?;
    meeting.start = fields.start.unwrap_or(meeting.start);
    meeting.end = fields.end.unwrap_or(meeting.end);
    check_order(meeting.start, meeting.end)?;
    meeting.subject = fields.subject.or(meeting.subject);
    meeting.settings.extend(fields.settings);
    let response = answer(StatusCode::OK, call, &meeting, user);
    held.meetings.insert(meeting.id.clone(), meeting);
    Ok(response)
}

/// `DELETE …/onlineMeetings/{id}` → 204; a meeting that is gone is refused like one that never was.
pub fn delete(held: &mut Held, user: &User, id: &str) -> Outcome {
    held.meeting(user, id)?;
    held.meetings.remove(id);
    Ok(empty(StatusCode::NO_CONTENT))
}

fn answer(status: StatusCode, call: &Call, meeting: &Meeting, user: &User) -> Response<Bytes> {
    let mut shown = meeting.shown(user);
    shown["@odata.context"] = json!(odata::context(call));
    json_response(status, &shown)
}
