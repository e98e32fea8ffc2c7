//! All that the simulated Exchange holds, and its published shape.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::account::{Mailbox, Service, User, users};
use super::event::{EVENT_FIELDS, Event, NOTICE_FIELDS, Notice};
use crate::sim::state::{self, replace};
use crate::sim::{Entropy, StateError};

const KEYS: [&str; 5] = ["service", "users", "impersonation", "events", "notified"];

/// The service account, the mailboxes, their calendars, and what attendees were told.
#[derive(Debug, Serialize, Deserialize)]
pub struct Held {
    /// The account that calls.
    pub service: Service,
    /// Who has a mailbox.
    pub users: Vec<User>,
    /// Whether the service account may act for them.
    pub impersonation: bool,
    /// Entries of all calendars, oldest first.
    pub events: Vec<Event>,
    /// What attendees were told, oldest first.
    pub notified: Vec<Notice>,
    /// Where ids come from.
    pub entropy: Entropy,
}

impl Held {
    /// The demo mailboxes.
    pub fn demo(seed: u64) -> Self {
        Self {
            service: Service::demo(),
            users: vec![
                User::demo("aino", "Aino Laine", Mailbox::User),
                User::demo("matti", "Matti Niemi", Mailbox::User),
                User::demo("rekry", "Rekrytointi", Mailbox::Shared),
                User::demo("sali", "Neuvotteluhuone", Mailbox::Room),
            ],
            impersonation: true,
            events: Vec::new(),
            notified: Vec::new(),
            entropy: Entropy::new(seed),
        }
    }

    /// The published shape.
    pub fn state(&self) -> Value {
        json!({
            "service": self.service,
            "users": self.users,
            "impersonation": self.impersonation,
            "events": self.events,
            "notified": self.notified,
        })
    }

    /// Replaces the named parts; all of them or none.
    pub fn merge(&mut self, change: &Value) -> Result<(), StateError> {
        let given = state::object("", change, &KEYS)?;
        let service = given.get("service").map(Service::read).transpose()?;
        let users = given.get("users").map(users).transpose()?;
        let impersonation = given.get("impersonation").map(yes_or_no).transpose()?;
        let mailboxes = users.as_ref().unwrap_or(&self.users);
        let events = given.get("events").map(|value| read_events(value, mailboxes)).transpose()?;
        let notified = given.get("notified");
        let notified =
            notified.map(|value| state::items("notified", value, &NOTICE_FIELDS)).transpose()?;

        replace(&mut self.service, service);
        replace(&mut self.users, users);
        replace(&mut self.impersonation, impersonation);
        if let Some(mut events) = events {
            for event in &mut events {
                complete(event, &mut self.entropy);
            }
            self.events = events;
        }
        replace(&mut self.notified, notified);
        Ok(())
    }
}

fn yes_or_no(value: &Value) -> Result<bool, StateError> {
    value.as_bool().ok_or_else(|| StateError::invalid("impersonation", "true or false is expected"))
}

fn read_events(value: &Value, users: &[User]) -> Result<Vec<Event>, StateError> {
    let mut events: Vec<Event> = state::items("events", value, &EVENT_FIELDS)?;
    for (index, event) in events.iter_mut().enumerate() {
        let field = |name: &str| format!("events[{index}].{name}");
        let Some(user) = users.iter().find(|user| user.is(&event.calendar)) else {
            return Err(StateError::invalid(field("calendar"), "a user's address is expected"));
        };
        if event.end <= event.start {
            return Err(StateError::invalid(field("end"), "a time after the start is expected"));
        }
        event.calendar.clone_from(&user.email);
    }
    Ok(events)
}

/// Makes up what nobody gave.
fn complete(event: &mut Event, entropy: &mut Entropy) {
    if event.id.is_empty() {
        event.id = Event::new_id(entropy);
    }
    if event.change_key.is_empty() {
        event.change_key = Event::new_change_key(entropy);
    }
}
