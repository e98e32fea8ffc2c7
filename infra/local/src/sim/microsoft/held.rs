//! All that the simulated Microsoft holds, and its published shape.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::account::{AccessPolicy, App};
use super::call_files::{self, CallFile};
use super::event::{EVENT_FIELDS, Event};
use super::limits::Limits;
use super::meeting::{MEETING_FIELDS, Meeting};
use super::notices::Notices;
use super::operation::FileKind;
use super::refusal::Refusal;
use super::user::{Mailbox, User, users};
use crate::sim::oauth::{Consent, Grants};
use crate::sim::state::{self, plain, replace};
use crate::sim::teams::DEMO_KEY;
use crate::sim::{Entropy, StateError};

const KEYS: [&str; 12] = [
    "app",
    "users",
    "teams_enabled",
    "access_policy",
    "events",
    "meetings",
    "recordings",
    "transcripts",
    "notified",
    "consent",
    "grants",
    "bot_signing_key",
];

/// The tenant, its people and what they have planned, and what outsiders need not see.
#[derive(Debug, Serialize, Deserialize)]
pub struct Held {
    /// The application and what it may do.
    pub app: App,
    /// The tenant's users.
    pub users: Vec<User>,
    /// Whether the tenant has Teams.
    pub teams_enabled: bool,
    /// Whom the application may hold online meetings for.
    pub access_policy: AccessPolicy,
    /// Events by id, those that were called off among them.
    pub events: BTreeMap<String, Event>,
    /// Online meetings of their own, by id.
    pub meetings: BTreeMap<String, Meeting>,
    /// What was recorded of online meetings.
    #[serde(default)]
    pub recordings: Vec<CallFile>,
    /// What was written down of them.
    #[serde(default)]
    pub transcripts: Vec<CallFile>,
    /// What invited people were told.
    pub notified: Notices,
    /// What the consent page answers.
    pub consent: Consent,
    /// What was granted.
    pub grants: Grants,
    /// What is used up of the rate limits.
    pub limits: Limits,
    /// Where ids and tokens come from.
    pub entropy: Entropy,
}

impl Held {
    /// The demo tenant.
    pub fn demo(seed: u64) -> Self {
        let eero = User { disabled: true, ..User::demo(4, "eero", Mailbox::User) };
        Self {
            app: App::demo(),
            users: vec![
                User::demo(1, "aino", Mailbox::User),
                User::demo(2, "matti", Mailbox::User),
                User::demo(3, "liisa", Mailbox::User),
                eero,
                User::demo(5, "rekry", Mailbox::Shared),
                User::demo(6, "neuvotteluhuone", Mailbox::Room),
                User::demo(7, "vuokra", Mailbox::None),
            ],
            teams_enabled: true,
            access_policy: AccessPolicy::Whole(true),
            events: BTreeMap::new(),
            meetings: BTreeMap::new(),
            recordings: Vec::new(),
            transcripts: Vec::new(),
            notified: Notices::default(),
            consent: Consent::default(),
            grants: Grants::default(),
            limits: Limits::default(),
            entropy: Entropy::new(seed),
        }
    }

    /// The published shape.
    pub fn state(&self) -> Value {
        json!({
            "app": self.app,
            "users": self.users,
            "teams_enabled": self.teams_enabled,
            "access_policy": self.access_policy,
            "events": self.events.values().collect::<Vec<_>>(),
            "meetings": self.meetings.values().collect::<Vec<_>>(),
            "recordings": self.recordings,
            "transcripts": self.transcripts,
            "notified": self.notified,
            "consent": self.consent,
            "grants": self.grants.standing(),
            "bot_signing_key": DEMO_KEY,
        })
    }

    /// Replaces the named parts; all of them or none.
    pub fn merge(&mut self, change: &Value) -> Result<(), StateError> {
        let given = state::object("", change, &KEYS)?;
        let part = |name| given.get(name);
        let app = part("app").map(|value| self.app.merged(value)).transpose()?;
        let users = part("users").map(users).transpose()?;
        let people = users.as_ref().unwrap_or(&self.users);
        let teams_enabled = part("teams_enabled").map(|v| plain("teams_enabled", v)).transpose()?;
        let policy = part("access_policy").map(|v| plain("access_policy", v)).transpose()?;
        let events = part("events").map(|value| events(value, people)).transpose()?;
        let tenant = &app.as_ref().unwrap_or(&self.app).tenant_id;
        let meetings = part("meetings").map(|v| meetings(v, people, tenant)).transpose()?;
        let files = |name| part(name).map(|v| call_files::read(name, v)).transpose();
        let (recordings, transcripts) = (files("recordings")?, files("transcripts")?);
        let notified = part("notified").map(Notices::read).transpose()?;
        let consent = part("consent").map(Consent::read).transpose()?;
        part("bot_signing_key").map_or(Ok(()), is_the_bots)?;
        let revoked = part("grants").map(|value| self.revoked(value)).transpose()?;

        replace(&mut self.app, app);
        replace(&mut self.users, users);
        replace(&mut self.teams_enabled, teams_enabled);
        replace(&mut self.access_policy, policy);
        replace(&mut self.events, events);
        replace(&mut self.meetings, meetings);
        replace(&mut self.recordings, recordings);
        replace(&mut self.transcripts, transcripts);
        replace(&mut self.notified, notified);
        replace(&mut self.consent, consent);
        for user in revoked.into_iter().flatten() {
            self.grants.revoke(&user);
        }
        Ok(())
    }

    /// Grants are made on the consent page alone; those that are left out are taken back. Gives the
    /// users whose grants that are.
    fn revoked(&self, value: &Value) -> Result<Vec<String>, StateError> {
        let standing = self.grants.standing();
        let kept = value.as_array().filter(|kept| {
            kept.iter().all(|one| standing.iter().any(|standing| json!(standing) == *one))
        });
        let kept = kept.ok_or_else(|| {
            StateError::invalid(
                "grants",
                "grants are made on the consent page; leave out to revoke",
            )
        })?;
        let is_gone = |user: &str| !kept.iter().any(|one| one["user"] == user);
        Ok(standing.into_iter().map(|one| one.user).filter(|user| is_gone(user)).collect())
    }

    /// Whether this user's calendar can have Teams meetings.
    pub fn has_teams(&self, user: &User) -> bool {
        self.teams_enabled && user.has_teams()
    }

    /// The event of this id that stands in the user's calendar.
    pub fn event(&self, user: &User, id: &str) -> Result<&Event, Refusal> {
        let found = self.events.get(id).filter(|event| event.stands_for(user));
        found.ok_or(Refusal::UnknownEvent)
    }

    /// The online meeting of this id, which the user must organise.
    pub fn meeting(&self, user: &User, id: &str) -> Result<&Meeting, Refusal> {
        let meeting = self.meetings.get(id).ok_or(Refusal::UnknownMeeting)?;
        if meeting.user == user.id { Ok(meeting) } else { Err(Refusal::OthersMeeting) }
    }

    /// The online meetings of the events that stand in the user's calendar. They are found by their
    /// links and have files, and can't be changed but with their events.
    pub fn meetings_of_events(&self, user: &User) -> impl Iterator<Item = Meeting> {
        let events = self.events.values().filter(|event| event.stands_for(user));
        events.filter_map(|event| Meeting::of_event(event, user))
    }

    /// Refuses a meeting that the user does not organise, in whichever way it was made.
    pub fn check_organised(&self, user: &User, id: &str) -> Result<(), Refusal> {
        if self.meetings_of_events(user).any(|meeting| meeting.id == id) {
            return Ok(());
        }
        self.meeting(user, id).map(drop)
    }

    /// What is kept of meetings.
    pub fn call_files(&self, kind: FileKind) -> &[CallFile] {
        match kind {
            FileKind::Recording => &self.recordings,
            FileKind::Transcript => &self.transcripts,
        }
    }
}

/// The bot's key is shown here, where people look for it, and belongs to Teams.
fn is_the_bots(key: &Value) -> Result<(), StateError> {
    if key == DEMO_KEY {
        return Ok(());
    }
    Err(StateError::invalid("bot_signing_key", "it is shown only; teams takes another"))
}

/// The user of that name, or the first where none is given.
fn owner<'u>(field: String, name: &str, users: &'u [User]) -> Result<&'u User, StateError> {
    let found = match name {
        "" => users.first(),
        name => users.iter().find(|user| user.is_called(name)),
    };
    found.ok_or_else(|| StateError::invalid(field, "the id or address of a user is expected"))
}

fn events(value: &Value, users: &[User]) -> Result<BTreeMap<String, Event>, StateError> {
    let events: Vec<Event> = state::items("events", value, &EVENT_FIELDS)?;
    let complete = |(index, mut event): (usize, Event)| {
        let field = |name: &str| format!("events[{index}].{name}");
        event.calendar.clone_from(&owner(field("calendar"), &event.calendar, users)?.email);
        if event.end < event.start {
            return Err(StateError::invalid(
                field("end"),
                "a time not before the start is expected",
            ));
        }
        event.online |= event.join_url.is_some();
        Ok((event.id.clone(), event))
    };
    events.into_iter().enumerate().map(complete).collect()
}

/// Makes up the link, if nobody gave one.
fn meetings(
    value: &Value,
    users: &[User],
    tenant: &str,
) -> Result<BTreeMap<String, Meeting>, StateError> {
    let meetings: Vec<Meeting> = state::items("meetings", value, &MEETING_FIELDS)?;
    let complete = |(index, mut meeting): (usize, Meeting)| {
        let field = |name: &str| format!("meetings[{index}].{name}");
        meeting.user.clone_from(&owner(field("user"), &meeting.user, users)?.id);
        if meeting.end <= meeting.start {
            return Err(StateError::invalid(field("end"), "a time after the start is expected"));
        }
        if meeting.thread.is_empty() {
            meeting.thread = format!("meeting_{}", meeting.id);
        }
        if meeting.join_url.is_empty() {
            meeting.join_url = super::ident::join_url(&meeting.thread, tenant, &meeting.user);
        }
        Ok((meeting.id.clone(), meeting))
    };
    meetings.into_iter().enumerate().map(complete).collect()
}
