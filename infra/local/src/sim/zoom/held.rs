//! All that the simulated Zoom holds, and its published shape.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::account::{Account, Status, USER_FIELDS, User};
use super::limits::Limits;
use super::meeting::{MEETING_FIELDS, Meeting, new_uuid};
use super::oauth_app::OauthApp;
use super::recording::{self, Recording};
use super::refusal::Refusal;
use crate::sim::oauth::{Consent, Grants};
use crate::sim::state::{self, replace};
use crate::sim::{Entropy, StateError};

const KEYS: [&str; 7] =
    ["account", "users", "meetings", "recordings", "oauth_app", "consent", "grants"];

/// Deleted meetings that can still be recovered; older ones are gone for good.
const RECOVERABLE: usize = 1_000;

/// A token that was handed out.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Grant {
    /// The account it is for.
    pub account: String,
    /// When it ends.
    pub expires_at: Timestamp,
    /// The scopes it was given.
    pub scopes: Vec<String>,
}

/// The account, its users and meetings, and what outsiders need not see.
#[derive(Debug, Serialize, Deserialize)]
pub struct Held {
    /// The account and its app.
    pub account: Account,
    /// The account's users.
    pub users: Vec<User>,
    /// Live meetings by id.
    pub meetings: BTreeMap<i64, Meeting>,
    /// Cloud recordings.
    pub recordings: Vec<Recording>,
    /// Deleted meetings, newest last.
    pub deleted: Vec<Meeting>,
    /// Tokens that were handed out to the account's app.
    pub tokens: BTreeMap<String, Grant>,
    /// The app that users authorise.
    #[serde(default = "OauthApp::demo")]
    pub oauth_app: OauthApp,
    /// What its consent page answers.
    #[serde(default)]
    pub consent: Consent,
    /// What users granted to it.
    #[serde(default)]
    pub grants: Grants,
    /// What is used up of the rate limits.
    pub limits: Limits,
    /// Where ids and tokens come from.
    pub entropy: Entropy,
}

impl Held {
    /// The demo account.
    pub fn demo(seed: u64) -> Self {
        Self {
            account: Account::demo(),
            users: vec![
                User::demo("aino", Status::Active, 2),
                User::demo("matti", Status::Active, 2),
                User::demo("liisa", Status::Active, 1),
                User::demo("eero", Status::Inactive, 2),
            ],
            meetings: BTreeMap::new(),
            recordings: Vec::new(),
            deleted: Vec::new(),
            tokens: BTreeMap::new(),
            oauth_app: OauthApp::demo(),
            consent: Consent::default(),
            grants: Grants::default(),
            limits: Limits::default(),
            entropy: Entropy::new(seed),
        }
    }

    /// The published shape.
    pub fn state(&self) -> Value {
        json!({
            "account": self.account,
            "users": self.users,
            "meetings": self.meetings.values().collect::<Vec<_>>(),
            "recordings": self.recordings,
            "oauth_app": self.oauth_app,
            "consent": self.consent,
            "grants": self.grants.standing(),
        })
    }

    /// Replaces the named parts; all of them or none.
    pub fn merge(&mut self, change: &Value) -> Result<(), StateError> {
        let given = state::object("", change, &KEYS)?;
        let part = |name| given.get(name);
        let account = part("account").map(|value| self.account.merged(value)).transpose()?;
        let users = part("users").map(users).transpose()?;
        let recordings = part("recordings").map(recording::read).transpose()?;
        let meetings: Option<Vec<Meeting>> = part("meetings")
            .map(|value| state::items("meetings", value, &MEETING_FIELDS))
            .transpose()?;
        let oauth_app = part("oauth_app").map(|value| self.oauth_app.merged(value)).transpose()?;
        let consent = part("consent").map(Consent::read).transpose()?;
        part("grants").map_or(Ok(()), |value| self.check_grants(value))?;

        replace(&mut self.account, account);
        replace(&mut self.users, users);
        replace(&mut self.recordings, recordings);
        replace(&mut self.oauth_app, oauth_app);
        replace(&mut self.consent, consent);
        if let Some(meetings) = meetings {
            let entropy = &mut self.entropy;
            let complete = |mut meeting: Meeting| {
                meeting.complete(entropy);
                (meeting.id, meeting)
            };
            self.meetings = meetings.into_iter().map(complete).collect();
        }
        self.name_recordings();
        Ok(())
    }

    /// Makes up the uuids that nobody gave: the meeting's own, or a new one.
    fn name_recordings(&mut self) {
        for recording in self.recordings.iter_mut().filter(|it| it.uuid.is_empty()) {
            let meeting = self.meetings.get(&recording.meeting_id);
            recording.uuid = match meeting {
                Some(meeting) => meeting.uuid.clone(),
                None => new_uuid(&mut self.entropy),
            };
        }
    }

    /// Only users grant: what was read can be put back, and nothing else.
    fn check_grants(&self, value: &Value) -> Result<(), StateError> {
        if *value == json!(self.grants.standing()) {
            return Ok(());
        }
        Err(StateError::invalid("grants", "read-only: grants are made on the consent page"))
    }

    /// The user of this id or e-mail address.
    pub fn user(&self, id_or_email: &str) -> Result<&User, Refusal> {
        // `me` means whoever consented; nobody did for a server-to-server app.
        self.users
            .iter()
            .find(|user| id_or_email != "me" && user.is(id_or_email))
            .ok_or_else(|| Refusal::UnknownUser(id_or_email.to_owned()))
    }

    /// The user of this id or e-mail address, who must be able to have meetings.
    pub fn host(&self, id_or_email: &str) -> Result<&User, Refusal> {
        let user = self.active(id_or_email)?;
        if user.may_host() { Ok(user) } else { Err(Refusal::MayNotHost) }
    }

    /// The user of this id or e-mail address, who must be able to sign in.
    pub fn active(&self, id_or_email: &str) -> Result<&User, Refusal> {
        let user = self.user(id_or_email)?;
        match user.status {
            Status::Active => Ok(user),
            Status::Inactive => Err(Refusal::InactiveUser),
            Status::Pending => Err(Refusal::PendingUser),
        }
    }

    /// The live meeting of this id, as it stands in a path.
    pub fn meeting(&self, id: &str) -> Result<&Meeting, Refusal> {
        let number = meeting_id(id)?;
        self.meetings.get(&number).ok_or_else(|| Refusal::UnknownMeeting(id.to_owned()))
    }

    /// The host of the meeting of this id, also of a deleted one that can be recovered.
    pub fn host_of(&self, id: &str) -> Option<&str> {
        let number = meeting_id(id).ok()?;
        let deleted = || self.deleted.iter().find(|meeting| meeting.id == number);
        Some(&self.meetings.get(&number).or_else(deleted)?.host_id)
    }

    /// Deletes a live meeting.
    pub fn remove(&mut self, id: i64) {
        if let Some(meeting) = self.meetings.remove(&id) {
            if self.deleted.len() == RECOVERABLE {
                self.deleted.remove(0);
            }
            self.deleted.push(meeting);
        }
    }

    /// Brings a deleted meeting back.
    pub fn recover(&mut self, id: &str) -> Result<(), Refusal> {
        let number = meeting_id(id)?;
        let index = self.deleted.iter().position(|meeting| meeting.id == number);
        let index = index.ok_or_else(|| Refusal::UnknownMeeting(id.to_owned()))?;
        self.meetings.insert(number, self.deleted.remove(index));
        Ok(())
    }
}

fn meeting_id(id: &str) -> Result<i64, Refusal> {
    id.parse().map_err(|_| Refusal::Parameter("Invalid parameter: meetingId.".into()))
}

fn users(value: &Value) -> Result<Vec<User>, StateError> {
    let users: Vec<User> = state::items("users", value, &USER_FIELDS)?;
    match users.iter().position(|user| !matches!(user.kind, 1 | 2 | 4 | 99)) {
        Some(index) => Err(StateError::invalid(format!("users[{index}].type"), "1, 2, 4 or 99")),
        None => Ok(users),
    }
}
