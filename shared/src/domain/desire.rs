//! What a session's meeting should be, read off its latest fact and the tenant's configuration.

use jiff::Timestamp;

use super::config::{Connection, ConnectionState, NoPerson, TenantConfig};
use super::event::{Occasion, Party};
use super::fault::{Block, HealKey, Reason};
use super::ids::digest;
use super::meeting::Session;
use super::session::{Mode, SessionContent};
use super::settings::{Person, ProviderName, Service};
use super::template::{self, TemplateError, Values};

/// The longest meeting a provider schedules, in minutes (Zoom API: duration 1 to 1440).
const LONGEST_MIN: i64 = 1440;

/// What the session's meeting should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Desire {
    /// The session takes place without one.
    Nothing,
    /// The session was cancelled.
    Cancelled,
    /// The sender now says that the session is held without an online meeting.
    Withdrawn,
    /// This one.
    Meeting(WantedMeeting),
    /// This one if there is one already: the service's video was switched off, which stops new
    /// meetings, but the one that people hold a link to goes on and follows its session.
    IfThere(WantedMeeting),
    /// One, but a person must act first.
    Blocked(Block),
    /// One that no provider can hold.
    Impossible(Reason),
}

/// A meeting as it should be at the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedMeeting {
    /// Where.
    pub provider: ProviderName,
    /// The provider's id of the hosting user.
    pub host: String,
    /// At most 200 characters (Zoom API).
    pub topic: String,
    /// At most 2,000 characters (Zoom API).
    pub agenda: String,
    /// Begin.
    pub start: Timestamp,
    /// Minutes, rounded up.
    pub duration_min: i64,
    /// IANA zone in which the provider shows it.
    pub time_zone: String,
    /// Whether it gets a random password of ours.
    pub random_password: bool,
}

impl WantedMeeting {
    /// Digest of everything an update can change. The password is not part of it: it is chosen once.
    #[must_use]
    pub fn digest(&self) -> String {
        digest(&[
            "meeting",
            &self.topic,
            &self.agenda,
            &self.start.to_string(),
            &self.duration_min.to_string(),
            &self.time_zone,
        ])
    }
}

/// Reads what is wanted off the session and the configuration.
#[must_use]
pub fn desire(session: &Session, config: &TenantConfig) -> Desire {
    if session.cancelled || session.alias_of.is_some() {
        return Desire::Cancelled;
    }
    match &session.wanted {
        None => Desire::Nothing,
        Some(content) => of_content(content, config),
    }
}

fn of_content(content: &SessionContent, config: &TenantConfig) -> Desire {
    if content.mode == Some(Mode::None) {
        return Desire::Withdrawn;
    }
    let service = content.service.as_deref().and_then(|id| config.services.get(id));
    let is_off = service.is_some_and(|service| !service.video.enabled);
    match wanted(content, config) {
        Ok(meeting) if is_off => Desire::IfThere(meeting),
        Ok(meeting) => Desire::Meeting(meeting),
        // Nobody has to act for a meeting that is not wanted.
        Err(_) if is_off => Desire::Nothing,
        Err(refusal) => *refusal,
    }
}

/// Everything but a meeting leaves by the error side, which keeps the steps in line.
fn wanted(content: &SessionContent, config: &TenantConfig) -> Result<WantedMeeting, Box<Desire>> {
    let service = service(content, config)?;
    let provider = provider(content, service)?;
    connection(config, provider)?;
    let host = host(content, config, provider)?;
    let (start, duration_min) = time(content)?;
    let values = Values::of_session(&occasion(content, config));
    let topic = service.and_then(|service| service.topic.as_deref()).unwrap_or("{service_name}");
    let agenda = service.and_then(|service| service.agenda.as_deref()).unwrap_or("{note}");
    Ok(WantedMeeting {
        provider,
        host,
        topic: template::topic(topic, &values).map_err(|e| unusable("topic", content, &e))?,
        agenda: template::agenda(agenda, &values).map_err(|e| unusable("agenda", content, &e))?,
        start,
        duration_min,
        time_zone: content.time_zone.clone(),
        random_password: service.is_none_or(|service| service.password.random),
    })
}

fn blocked(code: &str, detail: impl Into<String>, heals_by: HealKey) -> Box<Desire> {
    Box::new(Desire::Blocked(Block::new(code, detail, heals_by)))
}

/// The service; `None` when the session names none but says its mode itself.
fn service<'a>(
    content: &SessionContent,
    config: &'a TenantConfig,
) -> Result<Option<&'a Service>, Box<Desire>> {
    let Some(id) = &content.service else {
        return if content.mode.is_some() { Ok(None) } else { Err(Box::new(Desire::Nothing)) };
    };
    let service = config.services.get(id).ok_or_else(|| {
        let detail = format!("the service {id} is not configured; create it, or correct its id");
        blocked("service_unknown", detail, HealKey::service(id))
    })?;
    Ok(Some(service))
}

/// The session's own mode goes before the service's provider.
fn provider(
    content: &SessionContent,
    service: Option<&Service>,
) -> Result<ProviderName, Box<Desire>> {
    let by_mode = content.mode.and_then(Mode::provider).and_then(ProviderName::from_name);
    let by_service = service.map(|service| service.video.provider);
    let provider = by_mode.or(by_service).ok_or_else(|| Box::new(Desire::Nothing))?;
    if provider.is_available() {
        return Ok(provider);
    }
    let name = provider.name();
    let detail = format!("this deployment makes no meetings at {name} yet");
    Err(blocked("provider_not_available", detail, HealKey::connection(name)))
}

/// The tenant's connection, usable.
fn connection(config: &TenantConfig, provider: ProviderName) -> Result<&Connection, Box<Desire>> {
    let name = provider.name();
    let block = |code: &str, detail: String| blocked(code, detail, HealKey::connection(name));
    let connection = config.connections.get(name).ok_or_else(|| {
        block("not_connected", format!("connect {name} in the tenant's settings"))
    })?;
    let state = connection.visible_state();
    match state {
        ConnectionState::Unverified | ConnectionState::Active => Ok(connection),
        ConnectionState::Disabled => {
            Err(block("connection_disabled", format!("{name} is switched off; enable it")))
        }
        // Scopes that are missing from the list may still not be needed: the call itself decides.
        ConnectionState::MissingScopes => Ok(connection),
        _ => Err(block(
            state.name(),
            connection.reason.clone().unwrap_or_else(|| format!("verify the {name} connection")),
        )),
    }
}

/// The provider's id of the host.
fn host(
    content: &SessionContent,
    config: &TenantConfig,
    provider: ProviderName,
) -> Result<String, Box<Desire>> {
    let reference = content.host.as_deref().unwrap_or_default();
    let block = |detail: String| blocked("host_not_mapped", detail, HealKey::host(reference));
    let (id, _) = config.person(reference).map_err(|why| match why {
        NoPerson::Unknown => block(
            "no person has the id or mail address that the session names as its host; \
             add the person and link it to a user of the provider"
                .to_owned(),
        ),
        NoPerson::Ambiguous => block(
            "several people have the mail address that the session names as its host; \
             leave it with one of them"
                .to_owned(),
        ),
    })?;
    let name = provider.name();
    let link = config.link(name, id);
    let link = link.ok_or_else(|| block(format!("link the person {id} to a {name} user")))?;
    Ok(link.external_id.clone())
}

/// Templates are checked when they are saved, so this takes a code that was allowed once.
fn unusable(field: &str, content: &SessionContent, error: &TemplateError) -> Box<Desire> {
    let service = content.service.as_deref().unwrap_or_default();
    let detail = format!("the {field} of the service {service} can't be used: {error}");
    blocked("template_unusable", detail, HealKey::service(service))
}

fn time(content: &SessionContent) -> Result<(Timestamp, i64), Box<Desire>> {
    let seconds = content.end.duration_since(content.start).as_secs();
    let minutes = seconds.saturating_add(59) / 60;
    if minutes <= LONGEST_MIN {
        return Ok((content.start, minutes.max(1)));
    }
    Err(Box::new(Desire::Impossible(Reason::new(
        "too_long_for_provider",
        "the session lasts more than 24 hours, and no provider schedules a longer meeting",
    ))))
}

/// The session as messages speak of it.
#[must_use]
pub fn occasion(content: &SessionContent, config: &TenantConfig) -> Occasion {
    let service = content.service.as_deref().and_then(|id| config.services.get(id));
    let named = service.map(|service| service.name.clone()).filter(|name| !name.is_empty());
    Occasion {
        title: content.title.clone(),
        service: content.service.clone(),
        service_name: named.unwrap_or_else(|| content.title.clone()),
        start: content.start,
        end: content.end,
        time_zone: content.time_zone.clone(),
        host: content.host.as_deref().and_then(|reference| party(config, reference)),
        attendees: content.attendees.clone(),
        tenant_name: config.tenant.name.clone(),
        locale: config.tenant.locale.clone(),
        fields: content.fields.clone(),
    }
}

fn party(config: &TenantConfig, reference: &str) -> Option<Party> {
    let (id, person): (&str, &Person) = config.person(reference).ok()?;
    Some(config.party(id, person))
}

#[cfg(test)]
mod tests;
