//! The people of the tenant, and the mailboxes that are nobody's.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::sim::{StateError, state};

const USER_FIELDS: [&str; 6] = ["id", "email", "mailbox", "upn", "name", "disabled"];

/// What a user's mailbox is for (Graph: `userPurpose`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mailbox {
    /// One person's.
    #[default]
    User,
    /// Read by several.
    Shared,
    /// A room's.
    Room,
    /// There is none.
    None,
}

/// A user of the tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct User {
    /// The object id.
    pub id: String,
    /// The address.
    pub email: String,
    /// What the mailbox is for.
    #[serde(default)]
    pub mailbox: Mailbox,
    /// The sign-in name, when it is another than the address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upn: Option<String>,
    /// The display name, when it is another than the address says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether the account is switched off; shown only when it is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub disabled: bool,
}

impl User {
    /// A user to play with.
    pub fn demo(number: u8, name: &str, mailbox: Mailbox) -> Self {
        Self {
            id: format!("a1b2c3d4-0000-4000-8000-0000000000{number:02}"),
            email: format!("{name}@demo.example"),
            mailbox,
            upn: None,
            name: None,
            disabled: false,
        }
    }

    /// The user principal name.
    pub fn upn(&self) -> &str {
        self.upn.as_deref().unwrap_or(&self.email)
    }

    /// Whether this is the user of that object id or user principal name, which Graph's addresses
    /// take.
    pub fn is(&self, id_or_upn: &str) -> bool {
        self.id.eq_ignore_ascii_case(id_or_upn) || self.upn().eq_ignore_ascii_case(id_or_upn)
    }

    /// Whether this is the user of that id, user principal name or address.
    pub fn is_called(&self, name: &str) -> bool {
        self.is(name) || self.email.eq_ignore_ascii_case(name)
    }

    /// Whether anybody signs in as this user: the accounts behind shared mailboxes and rooms are
    /// switched off.
    pub fn signs_in(&self) -> bool {
        match self.mailbox {
            Mailbox::User | Mailbox::None => !self.disabled,
            Mailbox::Shared | Mailbox::Room => false,
        }
    }

    /// Whether the user has a licence for Teams.
    pub fn has_teams(&self) -> bool {
        self.mailbox == Mailbox::User && !self.disabled
    }

    /// The name that is shown.
    pub fn display_name(&self) -> String {
        let (first, last) = self.names();
        self.name.clone().unwrap_or_else(|| format!("{first} {last}").trim().to_owned())
    }

    /// First and last name, from the part of the address before the `@`.
    fn names(&self) -> (String, String) {
        let local = self.email.split('@').next().unwrap_or_default();
        let (first, last) = local.split_once('.').unwrap_or((local, ""));
        (capitalised(first), capitalised(last))
    }

    /// Every property that is simulated; whoever has no mailbox has no `mail`.
    pub fn properties(&self) -> Value {
        let (first, last) = self.names();
        let mail = (self.mailbox != Mailbox::None).then_some(&self.email);
        json!({
            "businessPhones": [],
            "displayName": self.display_name(),
            "givenName": first,
            "jobTitle": null,
            "mail": mail,
            "mobilePhone": null,
            "officeLocation": null,
            "preferredLanguage": null,
            "surname": (!last.is_empty()).then_some(last),
            "userPrincipalName": self.upn(),
            "id": self.id,
            "accountEnabled": self.signs_in(),
            "userType": "Member",
        })
    }

    /// As `emailAddress`.
    pub fn address(&self) -> Value {
        json!({ "name": self.display_name(), "address": self.email })
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The users as somebody wants them.
///
/// # Errors
/// Names the field that does not fit.
pub fn users(value: &Value) -> Result<Vec<User>, StateError> {
    let users: Vec<User> = state::items("users", value, &USER_FIELDS)?;
    let is_id = |id: &str| !id.is_empty() && !id.contains(['@', '/']);
    match users.iter().position(|user| !is_id(&user.id)) {
        Some(index) => Err(StateError::invalid(format!("users[{index}].id"), "an id is expected")),
        None => Ok(users),
    }
}
