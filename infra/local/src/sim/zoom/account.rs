//! The account, its app and its users, as they are put in and shown.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::limits::Plan;
use super::passcode::{POLICY_FIELDS, PasscodePolicy};
use crate::sim::{StateError, state};

const ACCOUNT_FIELDS: [&str; 13] = [
    "id",
    "client_id",
    "client_secret",
    "secret_token",
    "scopes",
    "recording",
    "passcode_policy",
    "app_active",
    "plan",
    "list_lag_s",
    "timezone",
    "cdn_ranges",
    "cdn_host",
];

/// The switches that are at rest in a whole account that does not name them.
const SWITCHES: [&str; 7] =
    ["passcode_policy", "app_active", "plan", "list_lag_s", "timezone", "cdn_ranges", "cdn_host"];

const DEFAULT_TIMEZONE: &str = "Europe/Helsinki";

/// A Zoom account with one server-to-server app.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// The account id that the app asks tokens for.
    pub id: String,
    /// The app's client id.
    pub client_id: String,
    /// The app's client secret.
    pub client_secret: String,
    /// The secret that signs webhooks.
    pub secret_token: String,
    /// The scopes the app has now.
    pub scopes: Vec<String>,
    /// Whether meetings can be recorded to the cloud.
    pub recording: bool,
    /// What passcodes must have; none when any will do, or no passcode at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passcode_policy: Option<PasscodePolicy>,
    /// Whether the app is activated; shown only when it is not.
    #[serde(default = "yes", skip_serializing_if = "Clone::clone")]
    pub app_active: bool,
    /// Sets the rate limits; shown only when it is not `business`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub plan: Plan,
    /// Seconds until a new meeting appears in its host's list; shown only when there are any.
    #[serde(default, skip_serializing_if = "is_default")]
    pub list_lag_s: u32,
    /// The time zone of local times that come without one; shown when it is not the default.
    #[serde(default = "timezone", skip_serializing_if = "is_default_timezone")]
    pub timezone: String,
    /// Whether recordings can be fetched in parts; shown only when they can't.
    #[serde(default = "yes", skip_serializing_if = "Clone::clone")]
    pub cdn_ranges: bool,
    /// The host and port that downloads are sent on to; else another spelling of the host that was
    /// called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cdn_host: Option<String>,
}

fn yes() -> bool {
    true
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

fn timezone() -> String {
    DEFAULT_TIMEZONE.to_owned()
}

fn is_default_timezone(name: &str) -> bool {
    name == DEFAULT_TIMEZONE
}

impl Account {
    /// An account to play with. Its credentials are not secrets.
    pub fn demo() -> Self {
        let scopes = [
            "meeting:write:meeting",
            "meeting:update:meeting",
            "meeting:delete:meeting",
            "user:read:user",
            "user:write:user",
            "user:read:list_users",
            "meeting:read:meeting",
            "meeting:read:list_meetings",
            "cloud_recording:read:list_recording_files",
            "cloud_recording:read:list_user_recordings",
            "cloud_recording:read:meeting_transcript",
            "cloud_recording:delete:recording_file",
        ];
        Self {
            id: "acc-demo".into(),
            client_id: "client-demo".into(),
            client_secret: "secret-demo".into(),
            secret_token: "webhook-secret-demo".into(),
            scopes: scopes.map(str::to_owned).into(),
            recording: true,
            passcode_policy: None,
            app_active: true,
            plan: Plan::default(),
            list_lag_s: 0,
            timezone: timezone(),
            cdn_ranges: true,
            cdn_host: None,
        }
    }

    /// The account as somebody wants it. One that names its `id` is a whole account, whose optional
    /// switches are at rest unless given; one without changes what it names.
    ///
    /// # Errors
    /// Names the field that does not fit.
    pub fn merged(&self, change: &Value) -> Result<Self, StateError> {
        let given = state::object("account", change, &ACCOUNT_FIELDS)?;
        let mut whole = serde_json::to_value(self)
            .map_err(|error| StateError::invalid("account", error.to_string()))?;
        if given.contains_key("id") {
            for optional in SWITCHES {
                whole[optional] = Value::Null;
            }
        }
        for (name, value) in given {
            whole[name] = value.clone();
        }
        if let Value::Object(fields) = &mut whole {
            fields.retain(|_, value| !value.is_null());
        }
        if let Some(policy) = whole.get("passcode_policy") {
            state::object("account.passcode_policy", policy, &POLICY_FIELDS)?;
        }
        let account: Self = state::read("account", &whole, &ACCOUNT_FIELDS)?;
        account.check()?;
        Ok(account)
    }

    fn check(&self) -> Result<(), StateError> {
        if jiff::tz::TimeZone::get(&self.timezone).is_err() {
            return Err(StateError::invalid("account.timezone", "not a known time zone"));
        }
        self.passcode_policy.as_ref().map_or(Ok(()), PasscodePolicy::check)
    }
}

/// The keys of a user.
pub const USER_FIELDS: [&str; 7] =
    ["id", "email", "status", "type", "first_name", "last_name", "timezone"];

/// Whether a user may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Can host.
    #[default]
    Active,
    /// Deactivated.
    Inactive,
    /// Invited, not yet accepted.
    Pending,
}

/// A user of the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct User {
    /// The vendor's id.
    pub id: String,
    /// The address people sign in with.
    pub email: String,
    /// Whether the user may be used.
    #[serde(default)]
    pub status: Status,
    /// 1 basic, 2 licensed, 4 unassigned without meetings, 99 none (Zoom API: list users).
    #[serde(rename = "type", default = "licensed")]
    pub kind: u8,
    /// Shown only when given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Shown only when given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// Shown only when given; else the account's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
}

fn licensed() -> u8 {
    2
}

impl User {
    /// A licensed, active user.
    pub fn demo(name: &str, status: Status, kind: u8) -> Self {
        Self {
            id: format!("u-{name}"),
            email: format!("{name}@demo.example"),
            status,
            kind,
            first_name: None,
            last_name: None,
            timezone: None,
        }
    }

    /// Whether this is the user of that id or e-mail address.
    pub fn is(&self, id_or_email: &str) -> bool {
        self.id == id_or_email || self.email.eq_ignore_ascii_case(id_or_email)
    }

    /// Whether the licence lets the user host meetings.
    pub fn may_host(&self) -> bool {
        matches!(self.kind, 1 | 2)
    }

    /// Whether the licence includes recording to the cloud (Zoom: basic users have none).
    pub fn may_record(&self) -> bool {
        self.kind == 2
    }
}
