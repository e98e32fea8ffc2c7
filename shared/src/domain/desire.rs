//! What a session's meeting should be, read off its latest fact and the tenant's configuration.

mod hosting;

use jiff::Timestamp;

use self::hosting::{Hosting, hosting};
use super::config::TenantConfig;
use super::event::{Occasion, Party};
use super::fault::{Block, HealKey, Reason};
use super::ids::digest;
use super::meeting::{LiveMeeting, Session};
use super::onboarding;
use super::session::{Mode, SessionContent, SessionKind};
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
    /// The person whose own connection it is made with; `None` for the tenant's.
    pub by: Option<String>,
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
    /// Whether it is recorded; `None` leaves it to the provider's account.
    pub record: Option<bool>,
}

impl WantedMeeting {
    /// Digest of everything an update can change. The password is not part of it: it is chosen once.
    #[must_use]
    pub fn digest(&self) -> String {
        let (start, minutes) = (self.start.to_string(), self.duration_min.to_string());
        let mut parts =
            vec!["meeting", &self.topic, &self.agenda, &start, &minutes, &self.time_zone];
        // Nothing is said where nobody asks, so that meetings of before keep their digests.
        parts.extend(self.record.map(|record| if record { "recorded" } else { "not recorded" }));
        digest(&parts)
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
        Some(content) => of_content(content, config, session.live.as_ref()),
    }
}

fn of_content(
    content: &SessionContent,
    config: &TenantConfig,
    live: Option<&LiveMeeting>,
) -> Desire {
    if content.mode == Some(Mode::None) {
        return Desire::Withdrawn;
    }
    let service = content.service.as_deref().and_then(|id| config.services.get(id));
    let is_off = service.is_some_and(|service| !service.video.enabled);
    match wanted(content, config, live) {
        Ok(meeting) if is_off => Desire::IfThere(meeting),
        Ok(meeting) => Desire::Meeting(meeting),
        // Nobody has to act for a meeting that is not wanted.
        Err(_) if is_off => Desire::Nothing,
        Err(refusal) => *refusal,
    }
}

/// Everything but a meeting leaves by the error side, which keeps the steps in line.
fn wanted(
    content: &SessionContent,
    config: &TenantConfig,
    live: Option<&LiveMeeting>,
) -> Result<WantedMeeting, Box<Desire>> {
    let service = service(content, config)?;
    let candidates = candidates(content, service, live)?;
    let (provider, Hosting { by, host }) = hosted(content, config, &candidates)?;
    let (start, duration_min) = time(content)?;
    let values = Values::of_session(&occasion(content, config));
    let topic = service.and_then(|service| service.topic.as_deref()).unwrap_or("{service_name}");
    let agenda = service.and_then(|service| service.agenda.as_deref()).unwrap_or("{note}");
    Ok(WantedMeeting {
        provider,
        by,
        host,
        topic: template::topic(topic, &values).map_err(|e| unusable("topic", content, &e))?,
        agenda: template::agenda(agenda, &values).map_err(|e| unusable("agenda", content, &e))?,
        start,
        duration_min,
        time_zone: content.time_zone.clone(),
        random_password: service.is_none_or(|service| service.password.random),
        record: recorded(content, config),
    })
}

/// Requirement B09 with reading R8: recording is a property of the product. Meetings of onboarding are recorded
/// unless somebody says why not; of others, nothing is said.
fn recorded(content: &SessionContent, config: &TenantConfig) -> Option<bool> {
    let is_ours = content.kind == SessionKind::Onboarding;
    let usual = config.tenant.profile.as_deref() == Some(onboarding::PROFILE);
    content.record.or_else(|| usual.then_some(true)).filter(|_| is_ours)
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

/// Where the meeting may be held, the best first. The session's own mode goes before everything; what a
/// service lists to fall back on counts only where it has to, and a meeting that people hold the link to
/// stays where it is as long as it may.
fn candidates(
    content: &SessionContent,
    service: Option<&Service>,
    live: Option<&LiveMeeting>,
) -> Result<Vec<ProviderName>, Box<Desire>> {
    if let Some(mode) = content.mode {
        let name = mode.provider().and_then(ProviderName::from_name);
        return name.map(|name| vec![name]).ok_or_else(|| Box::new(Desire::Nothing));
    }
    let video = service.map(|service| &service.video).ok_or_else(|| Box::new(Desire::Nothing))?;
    let mut all = vec![video.provider];
    all.extend(video.fallback.iter().filter(|name| **name != video.provider));
    let is_there = |name: &ProviderName| live.is_some_and(|live| live.provider == name.name());
    all.sort_by_key(|name| !is_there(name));
    Ok(all)
}

/// The first provider at which the host can host, or what is in the way at the first of all.
fn hosted(
    content: &SessionContent,
    config: &TenantConfig,
    candidates: &[ProviderName],
) -> Result<(ProviderName, Hosting), Box<Desire>> {
    let mut first = None;
    for name in candidates {
        match hosting(content, config, *name) {
            Ok(hosting) => return Ok((*name, hosting)),
            Err(block) => first = first.or(Some(block)),
        }
    }
    Err(first.unwrap_or_else(|| Box::new(Desire::Nothing)))
}

/// Whether this person could host an interview held by this mode, and if not, what is in the way.
///
/// # Errors
/// What a person has to do first.
pub fn may_interview(config: &TenantConfig, person: &str, mode: Mode) -> Result<(), Block> {
    let content = SessionContent::interview(person, mode);
    let hosted =
        candidates(&content, None, None).and_then(|names| hosted(&content, config, &names));
    match hosted.map(drop).map_err(|desire| *desire) {
        Ok(()) => Ok(()),
        Err(Desire::Blocked(block)) => Err(block),
        Err(_) => Err(Block::new("not_wanted", "this mode makes no meeting", HealKey::time())),
    }
}

/// Whether this person could host a meeting of onboarding held by this mode (reading R13).
#[must_use]
pub fn can_host(config: &TenantConfig, person: &str, mode: Mode) -> bool {
    let content =
        SessionContent { kind: SessionKind::Onboarding, ..SessionContent::interview(person, mode) };
    let name = mode.provider().and_then(ProviderName::from_name);
    name.is_some_and(|name| hosting(&content, config, name).is_ok())
}

/// What an interview of an hour's length would be at the provider, for whoever tries it out.
#[must_use]
pub fn wanted_interview(
    config: &TenantConfig,
    person: &str,
    mode: Mode,
    start: Timestamp,
    title: &str,
) -> Desire {
    let content = SessionContent {
        title: title.to_owned(),
        start,
        end: start + jiff::SignedDuration::from_hours(1),
        ..SessionContent::interview(person, mode)
    };
    of_content(&content, config, None)
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
        kind: content.kind,
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
