//! Where a meeting stands after a pass.

use jiff::Timestamp;

use super::converge::Pass;
use crate::domain::fault::{Fault, Reason};
use crate::domain::meeting::{MeetingState, Session};

/// Writes the state that follows from a pass into the session.
pub(super) fn settle(session: &mut Session, pass: &Pass, now: Timestamp) {
    session.warnings.clear();
    if !matches!(pass, Pass::Stopped(_)) {
        session.done = Some(session.order.clone());
        session.waits_for = None;
    }
    let (state, reason) = match pass {
        Pass::Equal => (equal_state(session), None),
        Pass::Blocked(block) => {
            session.waits_for = Some(block.clone());
            (blocked_state(session), Some(block.reason.clone()))
        }
        Pass::Impossible(reason) if session.live.is_some() => {
            session.warnings.push(reason.code.clone());
            (MeetingState::Ready, None)
        }
        Pass::Impossible(reason) => (MeetingState::Failed, Some(reason.clone())),
        Pass::Stopped(fault) => (pending_state(session), Some(reason_of(fault))),
    };
    note_state(session, now, state, reason.as_ref());
    session.state = state;
    session.reason = reason;
}

/// The meeting is not wanted (here) any longer.
pub(super) fn doom_live(session: &mut Session) {
    if let Some(live) = session.live.take() {
        session.to_delete.push(live.doomed());
    }
}

const fn equal_state(session: &Session) -> MeetingState {
    match (&session.live, &session.announced, session.state) {
        (Some(_), ..) => MeetingState::Ready,
        (None, Some(_), _) => MeetingState::Deleted,
        (None, None, MeetingState::Deleting | MeetingState::Deleted | MeetingState::Ready) => {
            MeetingState::Deleted
        }
        (None, None, _) => MeetingState::NotWanted,
    }
}

fn blocked_state(session: &Session) -> MeetingState {
    if session.cancelled && !session.to_delete.is_empty() {
        MeetingState::Deleting
    } else {
        MeetingState::Blocked
    }
}

fn pending_state(session: &Session) -> MeetingState {
    match (session.cancelled, &session.live) {
        (true, _) => MeetingState::Deleting,
        (false, Some(_)) => MeetingState::Ready,
        (false, None) => MeetingState::Wanted,
    }
}

fn reason_of(fault: &Fault) -> Reason {
    match fault {
        Fault::Retry { cause, .. } => Reason::new("retrying", cause.clone()),
        Fault::Park { reason, .. } | Fault::Rejected(reason) => reason.clone(),
        Fault::Blocked(block) => block.reason.clone(),
    }
}

fn note_state(session: &mut Session, now: Timestamp, state: MeetingState, reason: Option<&Reason>) {
    if session.state == state && session.reason.as_ref() == reason {
        return;
    }
    match reason {
        Some(reason) => session.note(now, &reason.code, &*reason.detail),
        None => {
            let what = match state {
                MeetingState::NotWanted => "not_wanted",
                MeetingState::Blocked => "blocked",
                MeetingState::Wanted => "wanted",
                MeetingState::Ready => "ready",
                MeetingState::Deleting => "deleting",
                MeetingState::Deleted => "deleted",
                MeetingState::Failed => "failed",
            };
            session.note(now, what, "");
        }
    }
}
