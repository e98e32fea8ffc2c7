//! A tenant's configuration as functions hold it: everything one query returns, indexed for use.

mod connection;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::business;
use super::event::Party;
use super::ids::fold_email;
use super::onboarding;
use super::settings::{
    AnswerBody, CalendarKind, Employment, EventTypeBody, Installation, Person, Service,
    Subscription, TemplateBody, Tenant, Visibility,
};

pub use connection::{Connection, ConnectionState, Credentials, Whose};

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
    /// Name of the API token with which it was made by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// When it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
}

impl Link {
    /// A link by mail address.
    #[must_use]
    pub const fn automatic(external_id: String, at: Timestamp) -> Self {
        Self { external_id, origin: LinkOrigin::Auto, by: None, at: Some(at) }
    }
}

/// How a link came about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LinkOrigin {
    /// By mail address.
    #[default]
    Auto,
    /// By hand.
    Manual,
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
    /// The tenant's own connections by provider.
    pub connections: BTreeMap<String, Connection>,
    /// People's connections by provider and person id.
    pub personal: BTreeMap<(String, String), Connection>,
    /// The tenant's own templates by name and locale.
    pub templates: BTreeMap<(String, String), TemplateBody>,
    /// Subscriptions by id.
    pub subscriptions: BTreeMap<String, Subscription>,
    /// For whom the company's administrator installed the application at Zoom.
    pub zoom_app: Installation,
    /// When a sender's last word on a person was true, by person.
    pub heard: BTreeMap<String, Timestamp>,
    /// The tenant's own types of business event by name.
    pub event_types: BTreeMap<String, EventTypeBody>,
    /// Where answers come from, by intent.
    pub answers: BTreeMap<String, AnswerBody>,
    /// What requests to the tenant's own addresses are signed with.
    pub signing: Option<Sealed>,
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
            personal: BTreeMap::new(),
            templates: BTreeMap::new(),
            subscriptions: BTreeMap::new(),
            zoom_app: Installation::None,
            heard: BTreeMap::new(),
            event_types: BTreeMap::new(),
            answers: BTreeMap::new(),
            signing: None,
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

    /// Somebody's connection.
    #[must_use]
    pub fn connection(&self, whose: Whose<'_>) -> Option<&Connection> {
        match whose.person {
            Some(person) => self.personal.get(&(whose.provider.to_owned(), person.to_owned())),
            None => self.connections.get(whose.provider),
        }
    }

    /// The provider that keeps the company calendar.
    #[must_use]
    pub const fn calendar_provider(&self) -> Option<&'static str> {
        match self.tenant.calendar.kind {
            CalendarKind::None => None,
            CalendarKind::Google => Some("google"),
            CalendarKind::Graph => Some("microsoft"),
            CalendarKind::Ews => Some("exchange"),
        }
    }

    /// Whether the company calendar is connected. A company's own Exchange server needs no connection
    /// of ours: whoever plans the sessions writes into it.
    #[must_use]
    pub fn has_active_calendar(&self) -> bool {
        let Some(provider) = self.calendar_provider() else { return false };
        match self.connections.get(provider) {
            Some(connection) => connection.visible_state().may_work(),
            None => self.tenant.calendar.kind == CalendarKind::Ews,
        }
    }

    /// Whether a part is switched off for this tenant: a provider, by its name among the modules
    /// (requirement P02).
    #[must_use]
    pub fn is_switched_off(&self, module: &str) -> bool {
        self.tenant.modules.get(module) == Some(&false)
    }

    /// Whether the company's administrator has let the application in, so that people can connect
    /// (requirement P11; only Zoom asks for it).
    #[must_use]
    pub fn lets_in(&self, whose: Whose<'_>) -> bool {
        whose.provider != "zoom" || whose.person.is_none() || self.zoom_app != Installation::None
    }

    /// Who may read of events of this type; `None` when nobody knows it.
    #[must_use]
    pub fn visibility(&self, kind: &str) -> Option<Visibility> {
        let own = self.event_types.get(kind).map(|it| it.visibility);
        own.or_else(|| business::built_in(kind))
    }

    /// Who may read of events of this type, be they the company's or the hub's own.
    #[must_use]
    pub fn visibility_of_any(&self, kind: &str) -> Option<Visibility> {
        self.visibility(kind).or_else(|| onboarding::news::visibility(kind))
    }

    /// Whether events of this type are taken: the built-in ones while their module is not switched off.
    #[must_use]
    pub fn takes(&self, kind: &str) -> bool {
        let is_ours = business::built_in(kind).is_some();
        !is_ours || self.tenant.modules.get(business::MODULE).copied().unwrap_or(true)
    }

    /// Whether whoever made this connection stays with the company (requirement G39). Somebody who is no
    /// person here is mostly the company's IT, and stays.
    #[must_use]
    pub fn authoriser_is_leaving(&self, connection: &Connection) -> bool {
        let known = connection.authorisers().filter_map(|email| self.person(email).ok());
        let leaves = |person: &Person| person.employment != Employment::Active;
        let mut known = known.map(|(_, person)| leaves(person)).peekable();
        if known.peek().is_none() { connection.authoriser_removed } else { known.any(|it| it) }
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
