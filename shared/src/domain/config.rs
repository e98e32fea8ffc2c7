//! A tenant's configuration as functions hold it: everything one query returns, indexed for use.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::event::Party;
use super::ids::fold_email;
use super::settings::{Person, Service, Subscription, TemplateBody, Tenant};

/// A secret as it lies in the table: sealed under a key of the ring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// Which key of the ring.
    pub key: String,
    /// Nonce and ciphertext with its tag, base64.
    pub text: String,
}

/// Where facts come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The kind of sender, by the name it has in `PUT …/sources/{src}`.
    pub kind: String,
    /// What its signatures are made with.
    pub secret: Sealed,
}

/// Which account on a platform a person is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The platform's id of the account.
    pub external_id: String,
    /// Whether a person or the matching by mail address made the link. Matching never changes what a
    /// person chose.
    pub origin: LinkOrigin,
}

/// How a link came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkOrigin {
    /// By mail address.
    Auto,
    /// By hand.
    Manual,
}

/// A tenant's connection to a provider: its credentials, sealed, and what is known of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connection {
    /// Zoom's account id.
    pub account_id: String,
    /// The app's client id.
    pub client_id: String,
    /// The app's client secret.
    pub client_secret: Sealed,
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
    /// Name of the API token with which the credentials were given; `None` for the operator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorised_by: Option<String>,
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

impl Connection {
    /// The state as people see it: the switch comes first.
    #[must_use]
    pub const fn visible_state(&self) -> ConnectionState {
        if self.enabled { self.state } else { ConnectionState::Disabled }
    }
}

/// Everything one tenant has configured.
#[derive(Clone, Debug)]
pub struct TenantConfig {
    /// The tenant's id.
    pub id: String,
    /// The tenant itself.
    pub tenant: Tenant,
    /// Grows with every change of the configuration.
    pub version: u64,
    /// When it was read from the table.
    pub read_at: Timestamp,
    /// Services by id.
    pub services: BTreeMap<String, Service>,
    /// People by id.
    pub people: BTreeMap<String, Person>,
    /// Links by provider and person id.
    pub links: BTreeMap<(String, String), Link>,
    /// Sources by id.
    pub sources: BTreeMap<String, Source>,
    /// Connections by provider.
    pub connections: BTreeMap<String, Connection>,
    /// The tenant's own templates by name and locale.
    pub templates: BTreeMap<(String, String), TemplateBody>,
    /// Subscriptions by id.
    pub subscriptions: BTreeMap<String, Subscription>,
    /// When a sender's last word on a person was true, by person.
    pub heard: BTreeMap<String, Timestamp>,
}

/// Why a reference names no single person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPerson {
    /// Nobody has this id or address.
    Unknown,
    /// Several people have this address.
    Ambiguous,
}

impl TenantConfig {
    /// A tenant with nothing configured, as of this reading.
    #[must_use]
    pub fn empty(id: impl Into<String>, read_at: Timestamp) -> Self {
        Self {
            id: id.into(),
            tenant: Tenant::default(),
            version: 0,
            read_at,
            services: BTreeMap::new(),
            people: BTreeMap::new(),
            links: BTreeMap::new(),
            sources: BTreeMap::new(),
            connections: BTreeMap::new(),
            templates: BTreeMap::new(),
            subscriptions: BTreeMap::new(),
            heard: BTreeMap::new(),
        }
    }

    /// The person of this id, or else the only one with this mail address.
    ///
    /// # Errors
    /// When there is none, or more than one.
    pub fn person(&self, reference: &str) -> Result<(&str, &Person), NoPerson> {
        if let Some((id, person)) = self.people.get_key_value(reference) {
            return Ok((id, person));
        }
        let wanted = fold_email(reference);
        let has_address =
            |person: &Person| person.emails.iter().any(|email| fold_email(email) == wanted);
        let mut found = self.people.iter().filter(|(_, person)| has_address(person));
        match (found.next(), found.next()) {
            (Some((id, person)), None) => Ok((id, person)),
            (None, _) => Err(NoPerson::Unknown),
            (Some(_), Some(_)) => Err(NoPerson::Ambiguous),
        }
    }

    /// The account of a person at a provider.
    #[must_use]
    pub fn link(&self, provider: &str, person: &str) -> Option<&Link> {
        self.links.get(&(provider.to_owned(), person.to_owned()))
    }

    /// How mails speak of a person.
    #[must_use]
    pub fn party(&self, id: &str, person: &Person) -> Party {
        Party {
            id: id.to_owned(),
            name: person.name.clone(),
            email: person.emails.first().map(|email| email.trim().to_owned()),
            locale: person.locale.clone(),
            time_zone: person.time_zone.clone(),
        }
    }

    /// The tenant's own template of this name for a language, going from `fi-FI` over `fi` to the
    /// one without a language.
    #[must_use]
    pub fn template(&self, name: &str, locale: &str) -> Option<&TemplateBody> {
        let language = locale.split(['-', '_']).next().unwrap_or_default();
        [locale, language, ""]
            .iter()
            .find_map(|locale| self.templates.get(&(name.to_owned(), (*locale).to_owned())))
    }
}
