//! Making, reading, ending and deleting meetings.

use http::StatusCode;
use jiff::Timestamp;
use serde_json::Value;

use super::account::User;
use super::caller::Caller;
use super::fields::{self, MeetingFields, kind};
use super::held::Held;
use super::meeting::{Meeting, Progress, new_uuid};
use super::refusal::Refusal;
use super::{Outcome, json_response, settings};
use crate::sim::{Call, empty};

/// `POST /users/{id}/meetings` → 201.
pub fn create(held: &mut Held, call: &Call, caller: &Caller, user: &str) -> Outcome {
    let user = held.host(user)?.clone();
    let fields = MeetingFields::read(call)?;
    let kind = fields.kind.unwrap_or(kind::SCHEDULED);
    check_kind(kind, &fields)?;
    let host = match &fields.schedule_for {
        Some(other) if !other.is_empty() => scheduled_for(held, caller, other, kind)?,
        _ => user,
    };
    check_alternative_hosts(held, &fields)?;
    let password = password(held, &fields)?;
    held.limits.charge(&host.id, call.at)?;

    let mut meeting = draft(held, &host, kind, call.at);
    set(&mut meeting, &fields);
    meeting.start_time = starts_at(&meeting, &fields, call.at);
    meeting.set_password(password, &mut held.entropy);
    settings::apply(&mut meeting.settings, &fields.settings, may_record(held, &host));

    let shown = meeting.shown(&host, call.at, &mut held.entropy);
    held.meetings.insert(meeting.id, meeting);
    Ok(json_response(StatusCode::CREATED, &shown))
}

fn draft(held: &mut Held, host: &User, kind: u8, now: Timestamp) -> Meeting {
    let mut id = Meeting::new_id(&mut held.entropy);
    while held.meetings.contains_key(&id) {
        id = Meeting::new_id(&mut held.entropy);
    }
    let timezone = host.timezone.as_ref().unwrap_or(&held.account.timezone);
    Meeting {
        id,
        uuid: new_uuid(&mut held.entropy),
        host_id: host.id.clone(),
        topic: "Zoom Meeting".into(),
        agenda: String::new(),
        kind,
        start_time: None,
        duration: 60,
        timezone: timezone.clone(),
        password: String::new(),
        join_url: String::new(),
        created_at: whole_seconds(now),
        settings: settings::defaults(),
        recurrence: None,
        tracking_fields: None,
        pre_schedule: false,
        status: Progress::Waiting,
    }
}

/// Takes over the fields that need nothing else.
pub fn set(meeting: &mut Meeting, fields: &MeetingFields) {
    fn take<T: Clone>(field: &mut T, given: Option<&T>) {
        if let Some(given) = given {
            field.clone_from(given);
        }
    }
    take(&mut meeting.topic, fields.topic.as_ref());
    take(&mut meeting.agenda, fields.agenda.as_ref());
    take(&mut meeting.kind, fields.kind.as_ref());
    take(&mut meeting.duration, fields.duration.as_ref());
    take(&mut meeting.timezone, fields.timezone.as_ref());
    take(&mut meeting.pre_schedule, fields.pre_schedule.as_ref());
    if fields.recurrence.is_some() {
        meeting.recurrence.clone_from(&fields.recurrence);
    }
    if fields.tracking_fields.is_some() {
        meeting.tracking_fields.clone_from(&fields.tracking_fields);
    }
}

/// A new meeting's start (Zoom API: a missing or past one silently becomes now).
fn starts_at(meeting: &Meeting, fields: &MeetingFields, now: Timestamp) -> Option<Timestamp> {
    if matches!(meeting.kind, kind::INSTANT | kind::RECURRING_NO_FIXED_TIME) {
        return None;
    }
    let wanted = fields.start.and_then(|start| start.instant(&meeting.timezone));
    Some(wanted.filter(|start| *start >= now).unwrap_or_else(|| whole_seconds(now)))
}

/// Refuses what a kind of meeting can't have.
pub fn check_kind(kind: u8, fields: &MeetingFields) -> Result<(), Refusal> {
    if kind == kind::RECURRING && fields.recurrence.is_none() {
        return Err(Refusal::field("recurrence", "A recurring meeting needs a recurrence."));
    }
    let can_wait = matches!(kind, kind::SCHEDULED | kind::RECURRING_NO_FIXED_TIME);
    if fields.pre_schedule == Some(true) && !can_wait {
        let rule = "Prescheduling is for meetings of type 2 and 3.";
        return Err(Refusal::Rule(rule.into()));
    }
    Ok(())
}

/// The user for whom a meeting is scheduled. Nobody here has given another the privilege to do so,
/// which the account's app does not need.
pub fn scheduled_for(held: &Held, caller: &Caller, other: &str, kind: u8) -> Result<User, Refusal> {
    if kind == kind::INSTANT {
        let rule = "Instant meetings do not support the schedule_for parameter.";
        return Err(Refusal::Rule(rule.into()));
    }
    let invalid = "The value of the schedule_for field is invalid.";
    let host = held.host(other).map_err(|_| Refusal::field("schedule_for", invalid))?;
    if !caller.may_be(held, other) {
        return Err(Refusal::Rule(format!("You cannot schedule a meeting for {other}.")));
    }
    Ok(host.clone())
}

/// Alternative hosts must be licensed, active users of the account.
pub fn check_alternative_hosts(held: &Held, fields: &MeetingFields) -> Result<(), Refusal> {
    let stranger = settings::alternative_hosts(&fields.settings)
        .find(|host| !held.host(host).is_ok_and(User::may_record));
    match stranger {
        None => Ok(()),
        Some(host) => {
            let message = format!("{host} can't be an alternative host.");
            Err(Refusal::field("settings.alternative_hosts", message))
        }
    }
}

/// The passcode of a new meeting: the given one, one that Zoom makes up, or none.
fn password(held: &mut Held, fields: &MeetingFields) -> Result<String, Refusal> {
    let given = fields.password.clone().unwrap_or_default();
    let Some(policy) = &held.account.passcode_policy else { return Ok(given) };
    if given.is_empty() {
        let make = policy.required && fields.default_password != Some(false);
        return Ok(if make { policy.make(&mut held.entropy) } else { given });
    }
    policy.broken_by(&given).map_or(Ok(given), |rule| Err(Refusal::Passcode(rule)))
}

/// Whether meetings of this host can be recorded to the cloud.
pub fn may_record(held: &Held, host: &User) -> bool {
    held.account.recording && host.may_record()
}

/// `GET /meetings/{id}` → 200, with a start link minted now.
pub fn get(held: &mut Held, call: &Call, id: &str) -> Outcome {
    let meeting = held.meeting(id)?.clone();
    let host = held.user(&meeting.host_id)?.clone();
    let shown = meeting.shown(&host, call.at, &mut held.entropy);
    Ok(json_response(StatusCode::OK, &shown))
}

/// `DELETE /meetings/{id}` → 204; a meeting that is gone is refused like one that never was.
pub fn delete(held: &mut Held, call: &Call, id: &str) -> Outcome {
    for flag in ["schedule_for_reminder", "cancel_meeting_reminder"] {
        if !matches!(call.query.get(flag), None | Some("true" | "false")) {
            return Err(Refusal::Parameter(format!("Invalid parameter: {flag}.")));
        }
    }
    let meeting = held.meeting(id)?;
    if call.query.get("occurrence_id").is_some() && meeting.recurrence.is_none() {
        return Err(Refusal::Parameter("Invalid parameter: occurrence_id.".into()));
    }
    let id = meeting.id;
    held.remove(id);
    Ok(empty(StatusCode::NO_CONTENT))
}

/// `PUT /meetings/{id}/status` → 204.
pub fn set_status(held: &mut Held, call: &Call, id: &str) -> Outcome {
    let body = fields::object(call)?;
    match body.get("action").and_then(Value::as_str) {
        Some("end") => {
            let id = held.meeting(id)?.id;
            if let Some(meeting) = held.meetings.get_mut(&id) {
                meeting.status = Progress::Waiting;
            }
        }
        Some("recover") => held.recover(id)?,
        _ => return Err(Refusal::field("action", "One of end and recover is expected.")),
    }
    Ok(empty(StatusCode::NO_CONTENT))
}

fn whole_seconds(now: Timestamp) -> Timestamp {
    Timestamp::from_second(now.as_second()).unwrap_or(now)
}
