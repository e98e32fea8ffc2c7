//! The service account and the mailboxes, as they are put in and shown.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::sim::{StateError, state};

const SERVICE_FIELDS: [&str; 3] = ["login", "password", "mailbox"];
const USER_FIELDS: [&str; 4] = ["id", "email", "name", "mailbox"];

/// The account that calls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// As it signs in.
    pub login: String,
    /// Its password.
    pub password: String,
    /// Whether it has a mailbox of its own; shown only when not.
    #[serde(default = "yes", skip_serializing_if = "Clone::clone")]
    pub mailbox: bool,
}

fn yes() -> bool {
    true
}

impl Service {
    /// An account to play with. Its password is no secret.
    pub fn demo() -> Self {
        Self { login: r"DEMO\convoke".into(), password: "ews-secret-demo".into(), mailbox: true }
    }

    /// The account as somebody wants it.
    ///
    /// # Errors
    /// Names the field that does not fit.
    pub fn read(value: &Value) -> Result<Self, StateError> {
        state::read("service", value, &SERVICE_FIELDS)
    }

    /// Whether these are its credentials: Windows reads names without regard to case.
    pub fn is(&self, credentials: &str) -> bool {
        let Some((login, password)) = credentials.split_once(':') else { return false };
        login.eq_ignore_ascii_case(&self.login) && password == self.password
    }
}

/// What a mailbox is for. EWS itself shows only rooms as what they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mailbox {
    /// A person's.
    #[default]
    User,
    /// Of several people.
    Shared,
    /// A room's.
    Room,
}

/// Somebody, or something, with a mailbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct User {
    /// Any text.
    pub id: String,
    /// Mail address.
    pub email: String,
    /// As the directory shows it.
    #[serde(default)]
    pub name: String,
    /// What the mailbox is for.
    #[serde(default)]
    pub mailbox: Mailbox,
}

impl User {
    /// Somebody to play with.
    pub fn demo(id: &str, name: &str, mailbox: Mailbox) -> Self {
        let email = format!("{id}@demo.example");
        Self { id: id.to_owned(), email, name: name.to_owned(), mailbox }
    }

    /// Whether this is who has that id or address.
    pub fn is(&self, id_or_email: &str) -> bool {
        self.id == id_or_email || self.has(id_or_email)
    }

    /// Whether this is who has that address.
    pub fn has(&self, email: &str) -> bool {
        self.email.eq_ignore_ascii_case(email)
    }
}

/// The mailboxes as somebody wants them.
///
/// # Errors
/// Names the field that does not fit.
pub fn users(value: &Value) -> Result<Vec<User>, StateError> {
    let users: Vec<User> = state::items("users", value, &USER_FIELDS)?;
    match users.iter().position(|user| !user.email.contains('@')) {
        Some(index) => {
            Err(StateError::invalid(format!("users[{index}].email"), "an address is expected"))
        }
        None => Ok(users),
    }
}
