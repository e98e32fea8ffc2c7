//! The application and the tenant that lets it in, as they are put in and shown.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::permission::Permission;
use crate::sim::{StateError, state};

const APP_FIELDS: [&str; 6] =
    ["tenant_id", "client_id", "client_secret", "permissions", "user_consent", "secret_expired"];

/// The application, and what the one tenant lets it do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct App {
    /// The customer's tenant.
    pub tenant_id: String,
    /// The application's client id.
    pub client_id: String,
    /// The application's client secret.
    pub client_secret: String,
    /// What an administrator lets the application do by itself.
    pub permissions: Vec<Permission>,
    /// Whether people may let it in without an administrator; shown only when not.
    #[serde(default = "yes", skip_serializing_if = "Clone::clone")]
    pub user_consent: bool,
    /// Whether the secret has ended, which secrets do; shown only when it has.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub secret_expired: bool,
}

fn yes() -> bool {
    true
}

impl App {
    /// An application to play with. Its credentials are not secrets.
    pub fn demo() -> Self {
        Self {
            tenant_id: "6f0c2f5a-3d1e-4b8a-9c47-0d5e8a1b2c3d".into(),
            client_id: "microsoft-client-demo".into(),
            client_secret: "microsoft-secret-demo".into(),
            permissions: vec![
                Permission::CalendarsReadWrite,
                Permission::MailboxSettingsRead,
                Permission::OnlineMeetingsReadWriteAll,
                Permission::UserReadAll,
            ],
            user_consent: true,
            secret_expired: false,
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

/// Whom the application may hold online meetings for (Teams: the application access policy that an
/// administrator grants in PowerShell): everybody, nobody, or some, by id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum AccessPolicy {
    /// Everybody or nobody.
    Whole(bool),
    /// These people's ids.
    Some(Vec<String>),
}

impl AccessPolicy {
    /// Whether the application may hold meetings for this person.
    pub fn covers(&self, user: &str) -> bool {
        match self {
            Self::Whole(everybody) => *everybody,
            Self::Some(ids) => ids.iter().any(|id| id == user),
        }
    }
}
