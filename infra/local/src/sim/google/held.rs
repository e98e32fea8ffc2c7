//! All that the simulated Google holds, and its published shape.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::account::{App, Mailbox, User, users};
use super::caller::Caller;
use super::conference::{Change, Conference, Pace, check_allowed};
use super::conferences::{self, HeldConference};
use super::event::Event;
use super::key::{Delegation, ServiceKey};
use super::notice::{NOTICE_FIELDS, Notice};
use super::refusal::Refusal;
use super::{put, scopes};
use crate::sim::oauth::{Access, Consent, Grants, Standing};
use crate::sim::state::{self, replace};
use crate::sim::{Entropy, StateError};

const KEYS: [&str; 12] = [
    "service_account_key",
    "delegation",
    "users",
    "meet_enabled",
    "conference",
    "conferences",
    "events",
    "notified",
    "app",
    "consent",
    "unticked",
    "grants",
];

/// The domain's people, their events, the application and the service account, and what outsiders
/// need not see.
#[derive(Debug, Serialize, Deserialize)]
pub struct Held {
    /// The service account's key file; none once it was deleted.
    pub service_account_key: Option<ServiceKey>,
    /// What the service account may ask for.
    pub delegation: Delegation,
    /// People, groups and rooms.
    pub users: Vec<User>,
    /// Whether the domain's administrator has Meet switched on.
    pub meet_enabled: bool,
    /// How new conferences are made.
    pub conference: Pace,
    /// Conferences that were held.
    #[serde(default)]
    pub conferences: Vec<HeldConference>,
    /// Events, deleted ones included, oldest first.
    pub events: Vec<Event>,
    /// The mails that were sent about events, oldest first.
    pub notified: Vec<Notice>,
    /// The application that people let in.
    pub app: App,
    /// What its consent page answers.
    pub consent: Consent,
    /// Scopes that people untick on it.
    pub unticked: Vec<String>,
    /// What was granted to the application.
    pub grants: Grants,
    /// What was given to the service account.
    pub delegated: Grants,
    /// The ids of requests for conferences that were used, each with its calendar.
    pub requests: BTreeSet<(String, String)>,
    /// Where ids and tokens come from.
    pub entropy: Entropy,
}

impl Held {
    /// The demo domain.
    pub fn demo(seed: u64) -> Self {
        let eero = User { calendar: false, ..User::demo(4, "eero", Mailbox::User) };
        Self {
            service_account_key: Some(ServiceKey::demo()),
            delegation: Delegation { scopes: scopes::DELEGATED.map(str::to_owned).into() },
            users: vec![
                User::demo(1, "aino", Mailbox::User),
                User::demo(2, "matti", Mailbox::User),
                User::demo(3, "liisa", Mailbox::User),
                eero,
                User::demo(5, "rekry", Mailbox::Shared),
                User::demo(6, "neukkari", Mailbox::Room),
            ],
            meet_enabled: true,
            conference: Pace::default(),
            conferences: Vec::new(),
            events: Vec::new(),
            notified: Vec::new(),
            app: App::demo(),
            consent: Consent::default(),
            unticked: Vec::new(),
            grants: Grants::default(),
            delegated: Grants::default(),
            requests: BTreeSet::new(),
            entropy: Entropy::new(seed),
        }
    }

    /// The published shape.
    pub fn state(&self) -> Value {
        json!({
            "service_account_key": self.service_account_key,
            "delegation": self.delegation,
            "users": self.users,
            "meet_enabled": self.meet_enabled,
            "conference": self.conference,
            "conferences": self.conferences,
            "events": self.events.iter().map(put::shown).collect::<Vec<_>>(),
            "notified": self.notified,
            "app": self.app,
            "consent": self.consent,
            "unticked": self.unticked,
            "grants": self.grants.standing(),
        })
    }

    /// Replaces the named parts; all of them or none.
    pub fn merge(&mut self, change: &Value) -> Result<(), StateError> {
        let given = state::object("", change, &KEYS)?;
        let part = |name| given.get(name);
        let key = part("service_account_key").map(ServiceKey::read).transpose()?;
        let delegation = part("delegation").map(Delegation::read).transpose()?;
        let users = part("users").map(users).transpose()?;
        let meet_enabled = part("meet_enabled").map(|v| plain("meet_enabled", v)).transpose()?;
        let conference = part("conference").map(|v| plain("conference", v)).transpose()?;
        let conferences = part("conferences").map(conferences::read).transpose()?;
        let notified = part("notified")
            .map(|value| state::items("notified", value, &NOTICE_FIELDS))
            .transpose()?;
        let app = part("app").map(|value| self.app.merged(value)).transpose()?;
        let consent = part("consent").map(Consent::read).transpose()?;
        let unticked = part("unticked").map(unticked).transpose()?;
        let revoked = part("grants").map(|value| self.revoked(value)).transpose()?;
        let (people, account) = (users.as_ref(), key.as_ref());
        let events = part("events").map(|value| self.given(value, people, account)).transpose()?;

        replace(&mut self.service_account_key, key);
        replace(&mut self.delegation, delegation);
        replace(&mut self.users, users);
        replace(&mut self.meet_enabled, meet_enabled);
        replace(&mut self.conference, conference);
        replace(&mut self.conferences, conferences);
        replace(&mut self.events, events);
        replace(&mut self.notified, notified);
        replace(&mut self.app, app);
        replace(&mut self.consent, consent);
        replace(&mut self.unticked, unticked);
        for user in revoked.into_iter().flatten() {
            self.grants.revoke(&user);
        }
        Ok(())
    }

    /// Events as they are put in, on calendars of those who will be there then.
    fn given(
        &mut self,
        value: &Value,
        users: Option<&Vec<User>>,
        key: Option<&Option<ServiceKey>>,
    ) -> Result<Vec<Event>, StateError> {
        let users = users.unwrap_or(&self.users);
        let account = key.unwrap_or(&self.service_account_key).as_ref();
        let calendar = |name: Option<&str>| {
            let Some(name) = name else { return Some(users.first()?.email.clone()) };
            let user = users.iter().find(|user| user.is(name)).map(|user| &user.email);
            let account = account.map(|key| &key.client_email).filter(|email| *email == name);
            user.or(account).cloned()
        };
        put::events(value, calendar, &mut self.entropy)
    }

    /// Grants are made on the consent page alone, and can be taken back: those who are left out.
    fn revoked(&self, value: &Value) -> Result<Vec<String>, StateError> {
        let kept: Vec<Standing> = state::items("grants", value, &["user", "scopes"])?;
        let standing = self.grants.standing();
        if let Some(index) = kept.iter().position(|kept| !standing.contains(kept)) {
            let detail = "nobody has granted this: grants are made on the consent page";
            return Err(StateError::invalid(format!("grants[{index}]"), detail));
        }
        let is_left_out = |standing: &Standing| !kept.iter().any(|kept| kept.user == standing.user);
        Ok(standing.into_iter().filter(is_left_out).map(|standing| standing.user).collect())
    }

    /// What a token opens, whoever it was given to.
    pub fn granted(&self, token: &str, at: Timestamp) -> Option<&Access> {
        self.grants.check(token, at).or_else(|_| self.delegated.check(token, at)).ok()
    }

    /// The events of a calendar.
    pub fn on<'h>(&'h self, calendar: &'h str) -> impl Iterator<Item = &'h Event> {
        self.events.iter().filter(move |event| event.calendar.eq_ignore_ascii_case(calendar))
    }

    /// Whether an id is taken on a calendar.
    pub fn has(&self, calendar: &str, id: &str) -> bool {
        self.events.iter().any(|event| event.is(calendar, id))
    }

    /// The event of this id on a calendar.
    pub fn event(&mut self, calendar: &str, id: &str) -> Result<&mut Event, Refusal> {
        self.events.iter_mut().find(|event| event.is(calendar, id)).ok_or(Refusal::NotFound)
    }

    /// Time has passed for conferences that are being made.
    pub fn settle(&mut self, at: Timestamp) {
        let conferences = self.events.iter_mut().filter_map(|event| event.conference.as_mut());
        conferences.for_each(|conference| conference.settle(at));
    }

    /// What a change makes of an event's conference.
    pub fn conference_after(
        &mut self,
        caller: &Caller,
        change: Change,
        is: Option<Conference>,
        at: Timestamp,
    ) -> Result<Option<Conference>, Refusal> {
        match change {
            Change::Keep => Ok(is),
            Change::Remove => Ok(None),
            Change::Create(id) => {
                let request = (caller.address.clone(), id.clone());
                if self.requests.contains(&request) {
                    return Ok(is);
                }
                check_allowed(self.meet_enabled, caller)?;
                self.requests.insert(request);
                Ok(Some(Conference::new(id, self.conference, at, &mut self.entropy)))
            }
        }
    }
}

/// A value without parts.
fn plain<T: serde::de::DeserializeOwned>(field: &str, value: &Value) -> Result<T, StateError> {
    serde_json::from_value(value.clone())
        .map_err(|error| StateError::invalid(field, error.to_string()))
}

/// Scopes by the names that tokens have them under.
fn unticked(value: &Value) -> Result<Vec<String>, StateError> {
    let given: Vec<String> = plain("unticked", value)?;
    scopes::all_named(given.iter().map(String::as_str))
        .ok_or_else(|| StateError::invalid("unticked", "known scopes are expected"))
}
