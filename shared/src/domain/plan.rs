//! The decision: given what is wanted and what is, what has to be done. Pure, total, the heart.

use jiff::Timestamp;

use super::desire::{Desire, WantedMeeting};
use super::fault::{Block, Reason};
use super::meeting::LiveMeeting;

/// What has to be done next to a session's meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// *Is* equals *wanted*.
    Nothing,
    /// Make the meeting.
    Create(WantedMeeting),
    /// Change the meeting in place; its link stays.
    Update(WantedMeeting),
    /// Make another meeting, then delete this one: its host or provider has changed, and with them
    /// the link.
    Replace(WantedMeeting),
    /// Delete the meeting.
    Delete,
    /// Leave everything as it is until a person has acted.
    Block(Block),
    /// Leave everything as it is for good.
    Reject(Reason),
}

/// Decides. A block stops a creation and a change but never a deletion's decision: what is not
/// wanted goes as soon as it can.
#[must_use]
pub fn plan(wanted: &Desire, is: Option<&LiveMeeting>, now: Timestamp) -> Action {
    match (wanted, is) {
        // Without a setting that wants one, none is made; one that people hold a link to stays.
        (Desire::Nothing, _) => Action::Nothing,
        (Desire::Withdrawn | Desire::Cancelled, Some(_)) => Action::Delete,
        (Desire::Withdrawn | Desire::Cancelled | Desire::IfThere(_), None) => Action::Nothing,
        (Desire::IfThere(meeting), Some(live)) => match change(meeting, live, now) {
            Action::Replace(_) => Action::Reject(switched_off()),
            action => action,
        },
        (Desire::Blocked(block), _) => Action::Block(block.clone()),
        (Desire::Impossible(reason), _) => Action::Reject(reason.clone()),
        (Desire::Meeting(meeting), None) => create(meeting, now),
        (Desire::Meeting(meeting), Some(live)) => change(meeting, live, now),
    }
}

fn create(meeting: &WantedMeeting, now: Timestamp) -> Action {
    if meeting.start > now { Action::Create(meeting.clone()) } else { Action::Reject(passed()) }
}

fn change(meeting: &WantedMeeting, live: &LiveMeeting, now: Timestamp) -> Action {
    let same_owner = meeting.provider.name() == live.provider
        && meeting.by == live.by
        && meeting.host == live.host;
    match (same_owner, meeting.digest() == live.applied) {
        (true, true) => Action::Nothing,
        // Zoom ignores a start in the past when updating, and a new meeting would begin at once
        // (Zoom API: start_time), so there is nothing sensible to ask for.
        _ if meeting.start <= now => Action::Reject(passed()),
        (true, false) => Action::Update(meeting.clone()),
        (false, _) => Action::Replace(meeting.clone()),
    }
}

fn switched_off() -> Reason {
    Reason::new(
        "video_switched_off",
        "the session's host or provider has changed, which takes a new meeting, but video is \
         switched off for its service, so the meeting stays as it was; switch video on, then \
         synchronise the session again",
    )
}

fn passed() -> Reason {
    Reason::new(
        "start_passed",
        "the session's start has passed, so no meeting is made or moved for it; \
         send a later start if it still takes place",
    )
}

#[cfg(test)]
mod tests;
