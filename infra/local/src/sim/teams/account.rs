//! The app, the people and the administrator, as they are put in and shown.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::sim::microsoft::user::{Mailbox, User as Entry};
use crate::sim::{StateError, state};

const APP_FIELDS: [&str; 3] = ["client_id", "client_secret", "tenant_id"];
const USER_FIELDS: [&str; 6] = ["id", "email", "deleted", "bot", "upn", "name"];

/// The app: what customers let in, and the bot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct App {
    /// The app's client id, which is also the bot's id.
    pub client_id: String,
    /// The app's client secret.
    pub client_secret: String,
    /// The directory that is the app's home.
    pub tenant_id: String,
}

impl App {
    /// An app to play with. Its credentials are not secrets.
    pub fn demo() -> Self {
        Self {
            client_id: "3c5b7d9e-1f20-4a3b-8c4d-5e6f708192a3".into(),
            client_secret: "teams-secret-demo".into(),
            tenant_id: "0d9c8b7a-6f5e-4d3c-9b2a-190817263544".into(),
        }
    }

    /// The app as somebody wants it: the named fields change.
    ///
    /// # Errors
    /// Names the field that does not fit.
    pub fn merged(&self, change: &Value) -> Result<Self, StateError> {
        state::merged("app", self, change, &APP_FIELDS)
    }

    /// The bot as conversations name it.
    pub fn bot(&self) -> String {
        format!("28:{}", self.client_id)
    }
}

/// Somebody of the customer's directory, or a bot, which is in none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct User {
    /// The object id.
    pub id: String,
    /// The address; not everybody has one.
    #[serde(default)]
    pub email: Option<String>,
    /// Whether the account is gone.
    #[serde(default)]
    pub deleted: bool,
    /// Whether it is a bot.
    #[serde(default)]
    pub bot: bool,
    /// The sign-in name; made up when none is given, and never the address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upn: Option<String>,
    /// The display name, when it is another than the address says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl User {
    /// Somebody to play with.
    pub fn demo(number: u8, name: &str) -> Self {
        Self {
            id: format!("a1b2c3d4-0000-4000-8000-0000000000{number:02}"),
            email: Some(format!("{name}@demo.example")),
            deleted: false,
            bot: false,
            upn: None,
            name: None,
        }
    }

    /// Whether it is a person who is there.
    pub fn is_there(&self) -> bool {
        !self.bot && !self.deleted
    }

    /// The user principal name.
    pub fn upn(&self) -> String {
        let local = self.email.as_deref().and_then(|email| email.split('@').next());
        let made_up = || format!("{}@demo.onmicrosoft.example", local.unwrap_or(&self.id));
        self.upn.clone().unwrap_or_else(made_up)
    }

    /// Whether this is the one of that object id, address or user principal name.
    pub fn is(&self, name: &str) -> bool {
        let is_email = self.email.as_ref().is_some_and(|email| email.eq_ignore_ascii_case(name));
        is_email || self.id.eq_ignore_ascii_case(name) || self.upn().eq_ignore_ascii_case(name)
    }

    /// Whether a conversation names this person so: by object id, or by the bot's own name for it.
    pub fn is_member(&self, member: &str) -> bool {
        let id = member.strip_prefix("29:").or_else(|| member.strip_prefix("8:orgid:"));
        self.id.eq_ignore_ascii_case(id.unwrap_or(member))
    }

    /// The conversation of the bot with this person.
    pub fn chat(&self) -> String {
        format!("a:1{}", self.id.replace('-', "").to_ascii_lowercase())
    }

    /// As the directory has it.
    pub fn entry(&self) -> Entry {
        Entry {
            id: self.id.clone(),
            email: self.email.clone().unwrap_or_default(),
            mailbox: if self.email.is_some() { Mailbox::User } else { Mailbox::None },
            upn: Some(self.upn()),
            name: self.name.clone(),
            disabled: false,
        }
    }
}

/// The people as somebody wants them.
///
/// # Errors
/// Names the field that does not fit.
pub fn users(value: &Value) -> Result<Vec<User>, StateError> {
    let users: Vec<User> = state::items("users", value, &USER_FIELDS)?;
    match users.iter().position(|user| !is_id(&user.id)) {
        Some(index) => Err(StateError::invalid(format!("users[{index}].id"), "an id is expected")),
        None => Ok(users),
    }
}

/// Whether this can be an id. The vendor's are GUIDs; others are easier to read.
pub fn is_id(id: &str) -> bool {
    !id.is_empty() && !id.contains(['@', '/', ' '])
}

/// Whether this is a GUID, as the vendor writes them.
pub fn is_guid(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.chars().all(|c| c == '-' || c.is_ascii_hexdigit())
}

/// What the administrator answers. At rest an administrator consents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// Who signs in, by id or address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The error that comes back instead, such as `access_denied`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deny: Option<String>,
    /// Whether whoever signs in is an administrator; shown only when not.
    #[serde(default = "yes", skip_serializing_if = "Clone::clone")]
    pub admin: bool,
}

fn yes() -> bool {
    true
}

impl Default for Consent {
    fn default() -> Self {
        Self { account: None, deny: None, admin: true }
    }
}

impl Consent {
    /// Reads it as outsiders put it. `null` is at rest.
    ///
    /// # Errors
    /// Names the field that does not fit.
    pub fn read(value: &Value) -> Result<Self, StateError> {
        match value {
            Value::Null => Ok(Self::default()),
            value => state::read("consent", value, &["account", "deny", "admin"]),
        }
    }
}

/// What the customer's administrator rules in Teams.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policies {
    /// For whom the app is blocked, by object id (Teams: app permission policies).
    #[serde(default)]
    pub blocked_for: Vec<String>,
}

impl Policies {
    /// Reads them as outsiders put them. `null` blocks nobody.
    ///
    /// # Errors
    /// Names the field that does not fit.
    pub fn read(value: &Value) -> Result<Self, StateError> {
        match value {
            Value::Null => Ok(Self::default()),
            value => state::read("policies", value, &["blocked_for"]),
        }
    }
}
