//! Whom the vendor writes to about an event: nobody, unless the call says so.
//!
//! Source: Google's description of Calendar v3, `sendUpdates` and the older `sendNotifications`.

use serde::{Deserialize, Serialize};

use super::account::User;
use super::event::Event;
use super::parameter;
use super::refusal::Refusal;
use crate::sim::Call;

/// The keys of a notice in the published state.
pub const NOTICE_FIELDS: [&str; 4] = ["event", "calendar", "to", "kind"];

/// What a mail says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Come.
    Invitation,
    /// It is otherwise than it was.
    Update,
    /// Do not come.
    Cancellation,
}

/// A mail that the vendor sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// The event, by id.
    pub event: String,
    /// The calendar it is on.
    pub calendar: String,
    /// Who gets it.
    pub to: String,
    /// What it says.
    pub kind: Kind,
}

/// Who of the guests gets mails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// All.
    All,
    /// Those who do not use Google Calendar.
    External,
    /// Nobody.
    Nobody,
}

impl Audience {
    /// Reads what a call asks for.
    pub fn read(call: &Call) -> Result<Self, Refusal> {
        match call.query.get("sendUpdates") {
            Some("all") => Ok(Self::All),
            Some("externalOnly") => Ok(Self::External),
            Some("none") => Ok(Self::Nobody),
            Some(other) => {
                let text = format!("Invalid string value: '{other}'.");
                Err(Refusal::parameter("sendUpdates", text))
            }
            None if parameter::flag(call, "sendNotifications")? => Ok(Self::All),
            None => Ok(Self::Nobody),
        }
    }

    fn has(self, email: &str, users: &[User]) -> bool {
        match self {
            Self::All => true,
            Self::External => !users.iter().any(|user| user.is(email)),
            Self::Nobody => false,
        }
    }
}

/// The mails about what has become of an event. The organiser gets none.
pub fn notices(
    before: Option<&Event>,
    after: &Event,
    audience: Audience,
    users: &[User],
) -> Vec<Notice> {
    if before.is_some_and(|before| before.edits == after.edits) {
        return Vec::new();
    }
    let was = before.filter(|before| !before.is_cancelled());
    let guests = |event: &Event| -> Vec<String> {
        event.wanted.attendees.iter().map(|guest| guest.email.clone()).collect()
    };
    let now = if after.is_cancelled() { Vec::new() } else { guests(after) };
    let left = was.map(guests).unwrap_or_default().into_iter();
    let left = left.filter(|guest| after.is_cancelled() || !after.wanted.invites(guest));
    let is_new = |guest: &str| !was.is_some_and(|was| was.wanted.invites(guest));
    let kind = |guest: &str| if is_new(guest) { Kind::Invitation } else { Kind::Update };
    let told = now.into_iter().map(|guest| (kind(&guest), guest));
    told.chain(left.map(|guest| (Kind::Cancellation, guest)))
        .filter(|(_, guest)| !guest.eq_ignore_ascii_case(&after.calendar))
        .filter(|(_, guest)| audience.has(guest, users))
        .map(|(kind, to)| Notice {
            event: after.id.clone(),
            calendar: after.calendar.clone(),
            to,
            kind,
        })
        .collect()
}
