//! The application, the people and the other mailboxes, as they are put in and shown.

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::sim::{StateError, state};

const APP_FIELDS: [&str; 3] = ["client_id", "client_secret", "testing"];
const USER_FIELDS: [&str; 5] = ["id", "email", "mailbox", "calendar", "time_zone"];

/// The time zone of calendars that name none.
pub const DEFAULT_TIME_ZONE: &str = "Europe/Helsinki";

/// The application that people let in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct App {
    /// The application's client id.
    pub client_id: String,
    /// The application's client secret.
    pub client_secret: String,
    /// Whether its consent page is for external users and still in testing; shown only when it is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub testing: bool,
}

impl App {
    /// An application to play with. Its credentials are not secrets.
    pub fn demo() -> Self {
        Self {
            client_id: "google-client-demo".into(),
            client_secret: "google-secret-demo".into(),
            testing: false,
        }
    }

    /// The application as somebody wants it: the named fields change.
    ///
    /// # Errors
    /// Names the field that does not fit.
    pub fn merged(&self, change: &Value) -> Result<Self, StateError> {
        state::merged("app", self, change, &APP_FIELDS)
    }
}

/// Whose an address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mailbox {
    /// A person, who signs in and can be acted for.
    #[default]
    User,
    /// A group or a delegated mailbox: nobody signs in as it.
    Shared,
    /// A room or a thing to be booked (Google: a calendar resource).
    Room,
}

/// An address of the domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct User {
    /// The vendor's id: digits.
    pub id: String,
    /// The address, which is also the name of the calendar.
    pub email: String,
    /// What it is.
    #[serde(default)]
    pub mailbox: Mailbox,
    /// Whether the calendar service is on for this person; shown only when it is not.
    #[serde(default = "yes", skip_serializing_if = "Clone::clone")]
    pub calendar: bool,
    /// The calendar's time zone; shown only when it is not `Europe/Helsinki`.
    #[serde(default = "time_zone", skip_serializing_if = "is_default_time_zone")]
    pub time_zone: String,
}

fn yes() -> bool {
    true
}

fn time_zone() -> String {
    DEFAULT_TIME_ZONE.to_owned()
}

fn is_default_time_zone(name: &str) -> bool {
    name == DEFAULT_TIME_ZONE
}

impl User {
    /// Somebody to play with.
    pub fn demo(number: u8, name: &str, mailbox: Mailbox) -> Self {
        Self {
            id: format!("10123456789012345{number:04}"),
            email: format!("{name}@demo.example"),
            mailbox,
            calendar: true,
            time_zone: time_zone(),
        }
    }

    /// Whether this is the one of that id or address.
    pub fn is(&self, id_or_email: &str) -> bool {
        self.id == id_or_email || self.email.eq_ignore_ascii_case(id_or_email)
    }

    /// Whether it is a person.
    pub fn signs_in(&self) -> bool {
        match self.mailbox {
            Mailbox::User => true,
            Mailbox::Shared | Mailbox::Room => false,
        }
    }

    /// First and last name, from the part of the address before the `@`.
    pub fn names(&self) -> (String, String) {
        let local = self.email.split('@').next().unwrap_or_default();
        let (first, last) = local.split_once('.').unwrap_or((local, ""));
        (capitalised(first), capitalised(last))
    }

    /// The domain of the address.
    pub fn domain(&self) -> &str {
        self.email.split_once('@').map_or("", |(_, domain)| domain)
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The addresses as somebody wants them.
///
/// # Errors
/// Names the field that does not fit.
pub fn users(value: &Value) -> Result<Vec<User>, StateError> {
    let users: Vec<User> = state::items("users", value, &USER_FIELDS)?;
    let is_unknown = |user: &User| TimeZone::get(&user.time_zone).is_err();
    match users.iter().position(is_unknown) {
        Some(index) => {
            let field = format!("users[{index}].time_zone");
            Err(StateError::invalid(field, "the name of a time zone is expected"))
        }
        None => Ok(users),
    }
}
