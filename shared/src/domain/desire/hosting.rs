//! Who hosts a session's meeting: which account at the provider, through whose connection; and what an
//! interview asks for before anybody may.

use super::{Desire, blocked};
use crate::domain::config::{
    Connection, ConnectionState, Credentials, NoPerson, TenantConfig, Whose,
};
use crate::domain::fault::HealKey;
use crate::domain::session::{SessionContent, SessionKind};
use crate::domain::settings::{CalendarKind, Mailbox, Person, ProviderName};

/// Who hosts.
#[derive(Debug)]
pub(super) struct Hosting {
    /// The person whose own connection it is; `None` for the tenant's.
    pub by: Option<String>,
    /// The provider's id of the account.
    pub host: String,
}

/// A session's host, at one provider.
struct Asked<'a> {
    config: &'a TenantConfig,
    provider: ProviderName,
    /// As the session names the host.
    reference: &'a str,
    id: &'a str,
    person: &'a Person,
    is_interview: bool,
}

/// Who hosts the session at this provider.
///
/// # Errors
/// What a person has to do first.
pub(super) fn hosting(
    content: &SessionContent,
    config: &TenantConfig,
    provider: ProviderName,
) -> Result<Hosting, Box<Desire>> {
    let is_interview = content.kind == SessionKind::Interview;
    switched_on(config, provider)?;
    if is_interview {
        calendar(config)?;
    }
    if provider.is_open() && !is_interview {
        return Ok(Hosting { by: None, host: String::new() });
    }
    // Without any connection there is no use in asking who is who.
    if !is_interview && !is_connected(config, provider) {
        return Err(not_connected(provider));
    }
    let reference = content.host.as_deref().unwrap_or_default();
    let (id, person) = config.person(reference).map_err(|why| unknown(reference, why))?;
    let asked = Asked { config, provider, reference, id, person, is_interview };
    asked.may_host()?;
    match provider {
        ProviderName::Zoom => asked.at_zoom(),
        ProviderName::Google => asked.at_google(),
        ProviderName::Microsoft => asked.at_microsoft(),
        ProviderName::Goto => asked.at_goto(),
        ProviderName::Jitsi => Ok(Hosting { by: None, host: String::new() }),
    }
}

/// Requirement P02: what the tenant has switched off holds nothing.
fn switched_on(config: &TenantConfig, provider: ProviderName) -> Result<(), Box<Desire>> {
    let name = provider.name();
    if !config.is_switched_off(name) {
        return Ok(());
    }
    let detail = format!("{name} is switched off for this tenant: set its module to true");
    Err(blocked("feature_disabled", detail, HealKey::connection(name)))
}

/// Interviews are planned with the company calendar (requirement P06).
fn calendar(config: &TenantConfig) -> Result<(), Box<Desire>> {
    if config.has_active_calendar() {
        return Ok(());
    }
    let detail = match config.calendar_provider() {
        Some(provider) => format!("connect the company calendar: {provider} is not active"),
        None => "say in the tenant's settings which company calendar there is".to_owned(),
    };
    Err(blocked("calendar_integration_inactive", detail, HealKey::calendar()))
}

fn is_connected(config: &TenantConfig, provider: ProviderName) -> bool {
    let name = provider.name();
    config.connections.contains_key(name)
        || config.personal.keys().any(|(provider, _)| provider == name)
}

fn not_connected(provider: ProviderName) -> Box<Desire> {
    let name = provider.name();
    let detail = format!("connect {name} in the tenant's settings");
    blocked("not_connected", detail, HealKey::connection(name))
}

fn unknown(reference: &str, why: NoPerson) -> Box<Desire> {
    let detail = match why {
        NoPerson::Unknown => {
            "no person has the id or mail address that the session names as its host; add the \
             person and link it to a user of the provider"
        }
        NoPerson::Ambiguous => {
            "several people have the mail address that the session names as its host; leave it \
             with one of them"
        }
    };
    blocked("host_not_mapped", detail, HealKey::host(reference))
}

impl<'a> Asked<'a> {
    fn block(&self, code: &str, detail: String) -> Box<Desire> {
        blocked(code, detail, HealKey::host(self.reference))
    }

    /// Requirements P09, P21 and P22.
    fn may_host(&self) -> Result<(), Box<Desire>> {
        let id = self.id;
        if self.is_interview && !self.person.calendar_synced {
            let detail = format!("the company calendar does not know {id}: synchronise the person");
            return Err(self.block("organizer_not_synchronized", detail));
        }
        let in_calendar = matches!(self.provider, ProviderName::Google | ProviderName::Microsoft);
        if (self.is_interview || in_calendar) && self.person.mailbox != Mailbox::User {
            let detail = format!(
                "the mailbox of {id} belongs to a team or a room, which can attend but not host: \
                 choose a host with a mailbox of their own"
            );
            return Err(self.block("shared_mailbox_cannot_host", detail));
        }
        Ok(())
    }

    /// The company's own application hosts for whoever is linked to a user; anybody else hosts with
    /// their own connection.
    fn at_zoom(&self) -> Result<Hosting, Box<Desire>> {
        let link = self.config.link(self.provider.name(), self.id);
        let tenants = self.tenants();
        if let Some(connection) = tenants
            && let Credentials::S2s { .. } = connection.by
        {
            if let Some(link) = link {
                self.usable(connection)?;
                return Ok(Hosting { by: None, host: link.external_id.clone() });
            }
            if self.own().is_none() {
                self.usable(connection)?;
                let detail = format!("link the person {} to a zoom user", self.id);
                return Err(self.block("host_not_mapped", detail));
            }
        }
        self.with_own()
    }

    /// The service account acts for everybody whom the calendar knows (requirement P10).
    fn at_google(&self) -> Result<Hosting, Box<Desire>> {
        match self.tenants() {
            Some(connection) if matches!(connection.by, Credentials::ServiceAccount { .. }) => {
                self.usable(connection)?;
                self.by_address()
            }
            _ => self.with_own(),
        }
    }

    /// With Microsoft's own calendar the company's application acts for everybody whom it knows; with
    /// an Exchange server of the company's, each host signs in (requirements P17 and P20).
    fn at_microsoft(&self) -> Result<Hosting, Box<Desire>> {
        let is_ews = self.config.tenant.calendar.kind == CalendarKind::Ews;
        match self.tenants() {
            Some(connection) if !is_ews && matches!(connection.by, Credentials::App { .. }) => {
                self.usable(connection)?;
                self.by_address()
            }
            _ => self.with_own(),
        }
    }

    fn at_goto(&self) -> Result<Hosting, Box<Desire>> {
        self.with_own()
    }

    fn tenants(&self) -> Option<&'a Connection> {
        self.config.connections.get(self.provider.name())
    }

    fn own(&self) -> Option<&'a Connection> {
        self.config.connection(Whose::persons(self.provider.name(), self.id))
    }

    fn by_address(&self) -> Result<Hosting, Box<Desire>> {
        let email = self.person.emails.first().map(|email| email.trim().to_owned());
        let host = email.ok_or_else(|| {
            let detail = format!("give {} the mail address of the company calendar", self.id);
            self.block("host_not_mapped", detail)
        })?;
        Ok(Hosting { by: None, host })
    }

    /// The host's own connection, or else an account that the tenant let the application into.
    fn with_own(&self) -> Result<Hosting, Box<Desire>> {
        let own = self.own().map(|connection| (Some(self.id.to_owned()), connection));
        let shared = self.tenants().map(|connection| (None, connection));
        match own.into_iter().chain(shared).find_map(|(by, it)| Some((by, it, account(it)?))) {
            Some((by, connection, host)) => {
                match &by {
                    Some(_) => self.authenticated(connection)?,
                    None => self.usable(connection)?,
                }
                Ok(Hosting { by, host })
            }
            None => Err(self.not_authenticated(self.own())),
        }
    }

    fn not_authenticated(&self, own: Option<&Connection>) -> Box<Desire> {
        let provider = self.provider.name();
        let why = own.and_then(|connection| connection.reason.clone());
        let detail = why.unwrap_or_else(|| {
            format!("{} has to connect {provider} before hosting: send an invitation", self.id)
        });
        blocked("host_not_authenticated", detail, self.heals())
    }

    /// A change of the company calendar can make a personal sign-in at Microsoft needless.
    fn heals(&self) -> HealKey {
        match self.provider {
            ProviderName::Microsoft => HealKey::calendar(),
            ProviderName::Zoom
            | ProviderName::Google
            | ProviderName::Goto
            | ProviderName::Jitsi => HealKey::host(self.reference),
        }
    }

    /// Whether the host's own connection can be worked with.
    fn authenticated(&self, connection: &Connection) -> Result<(), Box<Desire>> {
        let reason = || connection.reason.clone().unwrap_or_else(|| "connect once more".to_owned());
        match connection.visible_state() {
            state if state.may_work() => Ok(()),
            ConnectionState::Denied
            | ConnectionState::AccountMismatch
            | ConnectionState::BlockedByAdmin => Err(self.not_authenticated(Some(connection))),
            ConnectionState::Disabled => {
                Err(blocked("connection_disabled", "switch it on again", self.heals()))
            }
            state => Err(blocked(state.name(), reason(), self.heals())),
        }
    }

    /// Whether the tenant's connection can be worked with.
    fn usable(&self, connection: &Connection) -> Result<(), Box<Desire>> {
        let name = self.provider.name();
        let block = |code: &str, detail: String| blocked(code, detail, HealKey::connection(name));
        match connection.visible_state() {
            state if state.may_work() => Ok(()),
            ConnectionState::Disabled => {
                Err(block("connection_disabled", format!("{name} is switched off; enable it")))
            }
            state => {
                let reason = connection.reason.clone();
                let detail = reason.unwrap_or_else(|| format!("verify the {name} connection"));
                Err(block(state.name(), detail))
            }
        }
    }
}

/// The account that somebody let the application into.
fn account(connection: &Connection) -> Option<String> {
    match &connection.by {
        Credentials::Oauth { account_id, .. } => Some(account_id.clone()),
        Credentials::S2s { .. }
        | Credentials::ServiceAccount { .. }
        | Credentials::App { .. }
        | Credentials::Directory { .. }
        | Credentials::Workflow { .. }
        | Credentials::Ews { .. }
        | Credentials::Token { .. } => None,
    }
}
