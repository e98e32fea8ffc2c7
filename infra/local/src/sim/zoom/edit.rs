//! Updating a meeting in place.

use http::StatusCode;
use jiff::Timestamp;

use super::caller::Caller;
use super::fields::MeetingFields;
use super::held::Held;
use super::meeting::Meeting;
use super::meetings::{check_alternative_hosts, check_kind, may_record, scheduled_for, set};
use super::refusal::Refusal;
use super::{Outcome, settings};
use crate::sim::{Call, empty};

/// `PATCH /meetings/{id}` → 204: id, uuid and link stay; the link's `pwd` follows the passcode.
pub fn update(held: &mut Held, call: &Call, caller: &Caller, id: &str) -> Outcome {
    let mut meeting = held.meeting(id)?.clone();
    if call.query.get("occurrence_id").is_some() && meeting.recurrence.is_none() {
        return Err(Refusal::Parameter("Invalid parameter: occurrence_id.".into()));
    }
    let mut fields = MeetingFields::read(call)?;
    if fields.recurrence.is_none() {
        fields.recurrence.clone_from(&meeting.recurrence);
    }
    let kind = fields.kind.unwrap_or(meeting.kind);
    check_kind(kind, &fields)?;
    check_alternative_hosts(held, &fields)?;
    check_password(held, &fields)?;
    let host = match &fields.schedule_for {
        Some(other) if !other.is_empty() => scheduled_for(held, caller, other, kind)?,
        _ => held.host(&meeting.host_id)?.clone(),
    };
    held.limits.charge(&host.id, call.at)?;

    meeting.host_id.clone_from(&host.id);
    set(&mut meeting, &fields);
    move_start(&mut meeting, &fields, call.at);
    if let Some(password) = fields.password {
        meeting.set_password(password, &mut held.entropy);
    }
    settings::apply(&mut meeting.settings, &fields.settings, may_record(held, &host));
    held.meetings.insert(meeting.id, meeting);
    Ok(empty(StatusCode::NO_CONTENT))
}

/// Zoom API: a start in the past is silently ignored.
fn move_start(meeting: &mut Meeting, fields: &MeetingFields, now: Timestamp) {
    let wanted = fields.start.and_then(|start| start.instant(&meeting.timezone));
    if let Some(start) = wanted.filter(|start| *start >= now) {
        meeting.start_time = Some(start);
    }
}

fn check_password(held: &Held, fields: &MeetingFields) -> Result<(), Refusal> {
    let (Some(policy), Some(password)) = (&held.account.passcode_policy, &fields.password) else {
        return Ok(());
    };
    if password.is_empty() && !policy.required {
        return Ok(());
    }
    policy.broken_by(password).map_or(Ok(()), |rule| Err(Refusal::Passcode(rule)))
}
