//! All that the simulated GoTo holds, and its published shape.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::account::{App, Status, User, users};
use super::meeting::{MEETING_FIELDS, Meeting, join_url};
use super::refusal::Refusal;
use crate::sim::oauth::{Consent, Grants};
use crate::sim::state::{self, replace};
use crate::sim::{Entropy, StateError};

const KEYS: [&str; 4] = ["users", "meetings", "app", "consent"];

/// The organisers, their meetings and the application, and what outsiders need not see.
#[derive(Debug, Serialize, Deserialize)]
pub struct Held {
    /// The organisers.
    pub users: Vec<User>,
    /// Meetings by id.
    pub meetings: BTreeMap<i64, Meeting>,
    /// The application that organisers let in.
    pub app: App,
    /// What its consent page answers.
    pub consent: Consent,
    /// What was granted to it.
    pub grants: Grants,
    /// Where ids and tokens come from.
    pub entropy: Entropy,
}

impl Held {
    /// The demo organisers.
    pub fn demo(seed: u64) -> Self {
        Self {
            users: vec![
                User::demo(1, "aino", Status::Active),
                User::demo(2, "matti", Status::Active),
                User::demo(3, "liisa", Status::Active),
                User::demo(4, "eero", Status::Suspended),
            ],
            meetings: BTreeMap::new(),
            app: App::demo(),
            consent: Consent::default(),
            grants: Grants::default(),
            entropy: Entropy::new(seed),
        }
    }

    /// The published shape.
    pub fn state(&self) -> Value {
        json!({
            "users": self.users,
            "meetings": self.meetings.values().collect::<Vec<_>>(),
            "app": self.app,
            "consent": self.consent,
        })
    }

    /// Replaces the named parts; all of them or none.
    pub fn merge(&mut self, change: &Value) -> Result<(), StateError> {
        let given = state::object("", change, &KEYS)?;
        let users = given.get("users").map(users).transpose()?;
        let organizers = users.as_ref().unwrap_or(&self.users);
        let meetings = given.get("meetings").map(|m| meetings(m, organizers)).transpose()?;
        let app = given.get("app").map(|value| self.app.merged(value)).transpose()?;
        let consent = given.get("consent").map(Consent::read).transpose()?;

        replace(&mut self.users, users);
        replace(&mut self.meetings, meetings);
        replace(&mut self.app, app);
        replace(&mut self.consent, consent);
        Ok(())
    }

    /// The meeting of this id, when it is this organiser's: those of others can't be seen.
    pub fn meeting(&self, organizer: &User, id: i64) -> Result<&Meeting, Refusal> {
        self.meetings
            .get(&id)
            .filter(|meeting| meeting.organizer == organizer.key)
            .ok_or(Refusal::UnknownMeeting(id))
    }
}

fn meetings(value: &Value, users: &[User]) -> Result<BTreeMap<i64, Meeting>, StateError> {
    let meetings: Vec<Meeting> = state::items("meetings", value, &MEETING_FIELDS)?;
    let complete = |(index, meeting)| complete(index, meeting, users);
    meetings.into_iter().enumerate().map(complete).collect()
}

/// Makes up what nobody gave: the link, and the first organiser as the owner.
fn complete(
    index: usize,
    mut meeting: Meeting,
    users: &[User],
) -> Result<(i64, Meeting), StateError> {
    let field = |name: &str| format!("meetings[{index}].{name}");
    let organizer = match meeting.organizer.as_str() {
        "" => users.first(),
        named => users.iter().find(|user| user.is(named)),
    };
    let Some(organizer) = organizer else {
        return Err(StateError::invalid(field("organizer"), "the key of a user is expected"));
    };
    if meeting.end <= meeting.start {
        return Err(StateError::invalid(field("end"), "a time after the start is expected"));
    }
    meeting.organizer.clone_from(&organizer.key);
    if meeting.join_url.is_empty() {
        meeting.join_url = join_url(meeting.id);
    }
    Ok((meeting.id, meeting))
}
