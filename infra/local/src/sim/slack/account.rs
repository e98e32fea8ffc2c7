//! The app and the people of the workspace, as they are put in and shown.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::sim::{StateError, state};

const APP_FIELDS: [&str; 2] = ["client_id", "client_secret"];
const USER_FIELDS: [&str; 7] = ["id", "email", "deleted", "bot", "restricted", "tz", "name"];
const ENTERPRISE_FIELDS: [&str; 2] = ["id", "name"];

/// The time zone of people who chose none.
const DEFAULT_TZ: &str = "Europe/Helsinki";

/// The app that workspaces let in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct App {
    /// The app's client id.
    pub client_id: String,
    /// The app's client secret.
    pub client_secret: String,
}

impl App {
    /// An app to play with. Its credentials are not secrets.
    pub fn demo() -> Self {
        Self { client_id: "slack-client-demo".into(), client_secret: "slack-secret-demo".into() }
    }

    /// The app as somebody wants it: the named fields change.
    ///
    /// # Errors
    /// Names the field that does not fit.
    pub fn merged(&self, change: &Value) -> Result<Self, StateError> {
        state::merged("app", self, change, &APP_FIELDS)
    }
}

/// The organisation of an Enterprise Grid that a workspace belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enterprise {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

impl Enterprise {
    /// Reads it as outsiders put it; `null` is none.
    ///
    /// # Errors
    /// Names the field that does not fit.
    pub fn read(value: &Value) -> Result<Option<Self>, StateError> {
        if value.is_null() {
            return Ok(None);
        }
        state::read("enterprise", value, &ENTERPRISE_FIELDS).map(Some)
    }
}

/// Somebody of the workspace, or a bot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct User {
    /// The vendor's id.
    pub id: String,
    /// The address; bots have none.
    #[serde(default)]
    pub email: Option<String>,
    /// Whether the account is deactivated.
    #[serde(default)]
    pub deleted: bool,
    /// Whether it is a bot.
    #[serde(default)]
    pub bot: bool,
    /// Whether it is a guest; shown only when it is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub restricted: bool,
    /// The time zone; shown only when it is not `Europe/Helsinki`.
    #[serde(default = "tz", skip_serializing_if = "is_default_tz")]
    pub tz: String,
    /// The name, when it is another than the address says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

fn tz() -> String {
    DEFAULT_TZ.to_owned()
}

fn is_default_tz(name: &str) -> bool {
    name == DEFAULT_TZ
}

impl User {
    /// Somebody to play with.
    pub fn demo(number: u8, name: &str) -> Self {
        Self {
            id: format!("U0DEMO{number:05}"),
            email: Some(format!("{name}@demo.example")),
            deleted: false,
            bot: false,
            restricted: false,
            tz: tz(),
            name: None,
        }
    }

    /// A bot to play with.
    pub fn bot(id: &str, name: &str) -> Self {
        let name = Some(name.to_owned());
        Self { id: id.to_owned(), email: None, bot: true, name, ..Self::demo(0, "") }
    }

    /// Whether this is the one of that id or address.
    pub fn is(&self, id_or_email: &str) -> bool {
        self.id == id_or_email || self.has_email(id_or_email)
    }

    /// Whether this is the one of that address.
    pub fn has_email(&self, email: &str) -> bool {
        self.email.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(email))
    }

    /// Whether it is a person who can sign in.
    pub fn signs_in(&self) -> bool {
        !self.bot && !self.deleted
    }

    /// The name that is shown.
    pub fn name(&self) -> String {
        let local = self.email.as_deref().and_then(|email| email.split('@').next());
        self.name.clone().or(local.map(str::to_owned)).unwrap_or_else(|| self.id.to_lowercase())
    }

    /// As the API shows it (Slack: user objects); `email` only to whoever may see addresses.
    pub fn shown(&self, team: &str, with_email: bool, at: Timestamp) -> Value {
        let zone = TimeZone::get(&self.tz).unwrap_or(TimeZone::UTC);
        let offset = zone.to_offset(at).seconds();
        let mut user = json!({
            "id": self.id,
            "team_id": team,
            "name": self.name(),
            "deleted": self.deleted,
            "profile": self.profile(team, with_email),
            "is_bot": self.bot,
            "is_app_user": false,
            "updated": at.as_second(),
        });
        // The vendor says no more of people who are gone.
        if !self.deleted {
            user["color"] = json!("9f69e7");
            user["real_name"] = json!(self.name());
            user["tz"] = json!(self.tz);
            user["tz_label"] = json!(self.tz);
            user["tz_offset"] = json!(offset);
            for flag in ["is_admin", "is_owner", "is_primary_owner", "is_ultra_restricted"] {
                user[flag] = json!(false);
            }
            user["is_restricted"] = json!(self.restricted);
        }
        user
    }

    fn profile(&self, team: &str, with_email: bool) -> Value {
        let name = self.name();
        let mut profile = json!({
            "avatar_hash": "g0123456789a",
            "display_name": name,
            "display_name_normalized": name,
            "fields": {},
            "real_name": name,
            "real_name_normalized": name,
            "status_emoji": "",
            "status_text": "",
            "title": "",
            "phone": "",
            "skype": "",
            "team": team,
        });
        for size in [24, 32, 48, 72, 192, 512] {
            let image = format!("https://avatars.slack.example/{}-{size}.png", self.id);
            profile[format!("image_{size}")] = json!(image);
        }
        if let Some(email) = self.email.as_ref().filter(|_| with_email) {
            profile["email"] = json!(email);
        }
        profile
    }
}

/// The people as somebody wants them.
///
/// # Errors
/// Names the field that does not fit.
pub fn users(value: &Value) -> Result<Vec<User>, StateError> {
    let users: Vec<User> = state::items("users", value, &USER_FIELDS)?;
    for (index, user) in users.iter().enumerate() {
        let field = |name: &str| format!("users[{index}].{name}");
        if !is_id(&user.id) {
            return Err(StateError::invalid(field("id"), "an id such as U0123ABCD is expected"));
        }
        if TimeZone::get(&user.tz).is_err() {
            return Err(StateError::invalid(field("tz"), "the name of a time zone is expected"));
        }
    }
    Ok(users)
}

/// Whether this can be an id. The vendor's are capital letters and digits; others are easier to read.
pub fn is_id(id: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    !id.is_empty() && id.chars().all(fits)
}
