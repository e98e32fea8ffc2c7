//! The organisers and the application, as they are put in and shown.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::sim::{StateError, state};

const APP_FIELDS: [&str; 2] = ["client_id", "client_secret"];
const USER_FIELDS: [&str; 3] = ["key", "email", "status"];

/// The application that organisers let in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct App {
    /// The application's client id.
    pub client_id: String,
    /// The application's client secret.
    pub client_secret: String,
}

impl App {
    /// An application to play with. Its credentials are not secrets.
    pub fn demo() -> Self {
        Self { client_id: "goto-client-demo".into(), client_secret: "goto-secret-demo".into() }
    }

    /// The application as somebody wants it: the named fields change.
    ///
    /// # Errors
    /// Names the field that does not fit.
    pub fn merged(&self, change: &Value) -> Result<Self, StateError> {
        state::merged("app", self, change, &APP_FIELDS)
    }
}

/// Whether an organiser may host (GoTo: the status of an organizer).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Can host.
    #[default]
    Active,
    /// Has no product any more; can still sign in.
    Suspended,
}

impl Status {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
    fn is_active(&self) -> bool {
        *self == Self::Active
    }
}

/// An organiser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct User {
    /// The vendor's id: digits.
    pub key: String,
    /// The address people sign in with.
    pub email: String,
    /// Shown only when suspended.
    #[serde(default, skip_serializing_if = "Status::is_active")]
    pub status: Status,
}

impl User {
    /// An organiser to play with.
    pub fn demo(number: u8, name: &str, status: Status) -> Self {
        let key = format!("612345678901234{number:04}");
        Self { key, email: format!("{name}@demo.example"), status }
    }

    /// Whether this is the organiser of that key or e-mail address.
    pub fn is(&self, key_or_email: &str) -> bool {
        self.key == key_or_email || self.email.eq_ignore_ascii_case(key_or_email)
    }

    /// First and last name, from the part of the address before the `@`.
    pub fn names(&self) -> (String, String) {
        let local = self.email.split('@').next().unwrap_or_default();
        let (first, last) = local.split_once('.').unwrap_or((local, ""));
        (capitalised(first), capitalised(last))
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The organisers as somebody wants them.
///
/// # Errors
/// Names the field that does not fit.
pub fn users(value: &Value) -> Result<Vec<User>, StateError> {
    let users: Vec<User> = state::items("users", value, &USER_FIELDS)?;
    let is_key = |key: &str| key.parse::<i64>().is_ok_and(|key| key > 0);
    match users.iter().position(|user| !is_key(&user.key)) {
        Some(index) => {
            Err(StateError::invalid(format!("users[{index}].key"), "digits are expected"))
        }
        None => Ok(users),
    }
}
