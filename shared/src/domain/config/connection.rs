//! Connections to providers: whose they are, what they are made with, and what is known of them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Sealed;

/// Whose connection to which provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Whose<'a> {
    /// The provider, by name.
    pub provider: &'a str,
    /// The person whose own it is; `None` for the tenant's.
    pub person: Option<&'a str>,
}

impl<'a> Whose<'a> {
    /// The tenant's.
    #[must_use]
    pub const fn tenants(provider: &'a str) -> Self {
        Self { provider, person: None }
    }

    /// A person's own.
    #[must_use]
    pub const fn persons(provider: &'a str, person: &'a str) -> Self {
        Self { provider, person: Some(person) }
    }

    /// The item that holds it.
    #[must_use]
    pub fn item(self) -> String {
        match self.person {
            Some(person) => format!("connection#{}#{person}", self.provider),
            None => format!("connection#{}", self.provider),
        }
    }
}

/// What a connection is made with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Credentials {
    /// Zoom's server-to-server application.
    S2s {
        /// The account it belongs to.
        account_id: String,
        /// Its client id.
        client_id: String,
        /// Its client secret.
        client_secret: Sealed,
    },
    /// A Google service account that may act for everybody in the company.
    ServiceAccount {
        /// Its address.
        client_email: String,
        /// Its key file.
        key: Sealed,
        /// Where it keeps recordings, at Google Drive.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        folder: Option<String>,
    },
    /// The company's own application at Microsoft.
    App {
        /// The company's directory.
        tenant_id: String,
        /// Its client id.
        client_id: String,
        /// Its client secret.
        client_secret: Sealed,
    },
    /// An administrator let the deployment's application in for a whole directory at Microsoft; its
    /// tokens are the application's own.
    Directory {
        /// The directory.
        tenant_id: String,
    },
    /// Workflows of Teams, each for one channel.
    Workflow {
        /// Their addresses by the channels' names, as JSON; whoever has one can post there.
        channels: Sealed,
        /// The names, for people.
        names: Vec<String>,
    },
    /// The service account of a company's own Exchange server.
    Ews {
        /// Where the server answers.
        url: String,
        /// As the account signs in.
        login: String,
        /// Its password.
        password: Sealed,
        /// Whose calendar is asked for when the connection is tried; without one, that of the first
        /// person whom the calendar knows.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mailbox: Option<String>,
    },
    /// The token of a company's applicant system.
    Token {
        /// The token.
        token: Sealed,
    },
    /// Somebody let the deployment's application in. The tokens lie in an item of their own, because
    /// they change each hour.
    Oauth {
        /// The provider's id of the account that did.
        account_id: String,
        /// Its mail address.
        email: String,
    },
}

impl Credentials {
    /// As it stands in JSON.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::S2s { .. } => "s2s",
            Self::ServiceAccount { .. } => "service_account",
            Self::App { .. } => "app",
            Self::Directory { .. } => "admin_consent",
            Self::Workflow { .. } => "workflow",
            Self::Ews { .. } => "ews",
            Self::Token { .. } => "token",
            Self::Oauth { .. } => "oauth",
        }
    }

    /// The secret among them, by the name of its field.
    #[must_use]
    pub const fn sealed(&self) -> Option<(&'static str, &Sealed)> {
        match self {
            Self::S2s { client_secret, .. } | Self::App { client_secret, .. } => {
                Some(("client_secret", client_secret))
            }
            Self::ServiceAccount { key, .. } => Some(("key", key)),
            Self::Workflow { channels, .. } => Some(("channels", channels)),
            Self::Ews { password, .. } => Some(("password", password)),
            Self::Token { token } => Some(("token", token)),
            Self::Directory { .. } | Self::Oauth { .. } => None,
        }
    }
}

/// A connection to a provider: its credentials, sealed, and what is known of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connection {
    /// What it is made with.
    pub by: Credentials,
    /// Changes with the credentials, so that tokens of the old ones are not used.
    pub credentials: String,
    /// The administrator's switch; the credentials stay when it is off.
    pub enabled: bool,
    /// What the provider said last.
    pub state: ConnectionState,
    /// Why, when it is not `active`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The scopes that the provider granted last.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// When the provider last accepted the credentials.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_ok: Option<Timestamp>,
    /// Name of the API token with which the credentials were given, or the mail address of who let the
    /// application in; `None` for the operator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorised_by: Option<String>,
    /// Whether whoever let the application in was removed from the company's people since.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub authoriser_removed: bool,
}

/// What is known of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConnectionState {
    /// Saved, not yet tried. Work may try it.
    Unverified,
    /// The provider accepts it.
    Active,
    /// Client id, secret or account id are wrong.
    InvalidCredentials,
    /// The app at the provider is not activated, or was deactivated.
    AppNotActivated,
    /// Scopes that bookings need are not granted.
    MissingScopes,
    /// A call was refused for a scope.
    InsufficientScope,
    /// A person must sign in again.
    NeedsReauth,
    /// An administrator of the provider's account forbids it.
    BlockedByAdmin,
    /// The person refused.
    Denied,
    /// Somebody else's account was signed in.
    AccountMismatch,
    /// Switched off here.
    Disabled,
}

impl ConnectionState {
    /// As it stands in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unverified => "unverified",
            Self::Active => "active",
            Self::InvalidCredentials => "invalid_credentials",
            Self::AppNotActivated => "app_not_activated",
            Self::MissingScopes => "missing_scopes",
            Self::InsufficientScope => "insufficient_scope",
            Self::NeedsReauth => "needs_reauth",
            Self::BlockedByAdmin => "blocked_by_admin",
            Self::Denied => "denied",
            Self::AccountMismatch => "account_mismatch",
            Self::Disabled => "disabled",
        }
    }
}

impl ConnectionState {
    /// Whether work may try it. Scopes that are missing from a list may still not be needed: the call
    /// itself decides.
    #[must_use]
    pub const fn may_work(self) -> bool {
        matches!(self, Self::Unverified | Self::Active | Self::MissingScopes)
    }
}

impl Connection {
    /// One of which nothing is known yet. `credentials` names these very credentials.
    #[must_use]
    pub const fn new(by: Credentials, credentials: String, authorised_by: Option<String>) -> Self {
        Self {
            by,
            credentials,
            enabled: true,
            state: ConnectionState::Unverified,
            reason: None,
            scopes: Vec::new(),
            last_ok: None,
            authorised_by,
            authoriser_removed: false,
        }
    }

    /// By which addresses whoever made it can be known.
    pub fn authorisers(&self) -> impl Iterator<Item = &str> {
        let account = match &self.by {
            Credentials::Oauth { email, .. } => Some(email.as_str()),
            Credentials::S2s { .. }
            | Credentials::ServiceAccount { .. }
            | Credentials::App { .. }
            | Credentials::Directory { .. }
            | Credentials::Workflow { .. }
            | Credentials::Ews { .. }
            | Credentials::Token { .. } => None,
        };
        self.authorised_by.as_deref().into_iter().chain(account)
    }

    /// The state as people see it: the switch comes first.
    #[must_use]
    pub const fn visible_state(&self) -> ConnectionState {
        if self.enabled { self.state } else { ConnectionState::Disabled }
    }
}
