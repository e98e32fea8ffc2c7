//! Inviting people to connect accounts of their own: who needs to, the mail with a personal link, the
//! page behind it, and how far they have come.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use super::App;
use super::configs::Fresh;
use super::consent::{self, NoConsent};
use super::post::post;
use crate::domain::config::{ConnectionState, TenantConfig, Whose};
use crate::domain::fault::{Fault, Reason};
use crate::domain::invitation::{self, Invited};
use crate::domain::language::Language;
use crate::domain::mail::{self, MailParts};
use crate::domain::settings::{CalendarKind, Mailbox, Person, ProviderName};
use crate::queue::{Envelope, Letter};
use crate::store::InvitationRecord;

/// What the links are signed for.
const PURPOSE: &str = "connect page";
/// How long a link works.
const VALID: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How long a claim holds: longer than the function can run.
const CLAIM: SignedDuration = SignedDuration::from_secs(60);

/// How many were invited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Inviting {
    /// People to whom a mail goes.
    pub invited: usize,
    /// People who are connected already.
    pub connected: usize,
    /// People without an address to write to.
    pub without_address: usize,
}

/// What the link says.
#[derive(Serialize, Deserialize)]
struct Claims {
    t: String,
    p: String,
    n: String,
}

/// What a link leads to.
#[derive(Debug)]
pub enum Opened {
    /// The person's providers.
    Page(ConnectPage),
    /// It has been used, has expired, or a later one was sent.
    Gone,
    /// We did not make this link.
    Forged,
}

/// What a person sees behind the link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectPage {
    /// The company's name.
    pub tenant_name: String,
    /// The language of the person, as a tag.
    pub locale: String,
    /// The providers to connect.
    pub providers: Vec<(ProviderName, Standing)>,
}

/// How a person stands with a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Connected.
    Connected,
    /// Never connected.
    NotConnected,
    /// Connected once, and must be once more.
    Attention,
}

/// Invites one person, or everybody who needs it.
///
/// # Errors
/// [`NoConsent`] when nobody can connect that provider.
pub async fn invite(
    app: &App,
    config: &TenantConfig,
    provider: ProviderName,
    person: Option<&str>,
    trace: &str,
) -> Result<Inviting, NoConsent> {
    consent::possible(app, config, Whose { provider: provider.name(), person: Some("") }).await?;
    let people: Vec<&String> = match person {
        Some(id) => vec![config.people.get_key_value(id).ok_or(NoConsent::UnknownPerson)?.0],
        None => {
            config.people.iter().filter(|(_, it)| needs(config, it)).map(|(id, _)| id).collect()
        }
    };
    let mut inviting = Inviting::default();
    let mut letters = Vec::new();
    for id in people {
        let has_address = config.people.get(id).is_some_and(|it| !it.emails.is_empty());
        if standing(config, provider, id) == Standing::Connected {
            inviting.connected += 1;
        } else if has_address {
            let letter = invited(app, config, provider, id).await?;
            letters.push(Envelope::new(trace, letter));
            inviting.invited += 1;
        } else {
            inviting.without_address += 1;
        }
    }
    app.deliveries().map_err(Fault::from)?.send_all(&config.id, &letters).await?;
    Ok(inviting)
}

/// Whoever may host: with a mailbox of their own and, where there is a company calendar, known to it.
fn needs(config: &TenantConfig, person: &Person) -> bool {
    let is_known = config.tenant.calendar.kind == CalendarKind::None || person.calendar_synced;
    is_known && person.mailbox == Mailbox::User
}

/// Keeps the invitation. Providers of an earlier one that is still open are in it as well, because its
/// link ends.
async fn invited(
    app: &App,
    config: &TenantConfig,
    provider: ProviderName,
    person: &str,
) -> Result<Letter, Fault> {
    let now = app.clock.now();
    let before = app.store.invitation(&config.id, person).await?;
    let open = before.filter(|before| before.until > now).map(|before| before.providers);
    let mut providers = open.unwrap_or_default();
    providers.retain(|name| {
        let name = ProviderName::from_name(name);
        name.is_some_and(|name| standing(config, name, person) != Standing::Connected)
    });
    if !providers.iter().any(|name| name == provider.name()) {
        providers.push(provider.name().to_owned());
    }
    let nonce = app.entropy.name()?;
    let until = now + VALID;
    let record = InvitationRecord {
        person: person.to_owned(),
        providers,
        nonce: nonce.clone(),
        invited_at: now,
        until,
        sent_at: None,
    };
    app.store.put_invitation(&config.id, &record).await?;
    Ok(Letter { tenant: config.id.clone(), person: person.to_owned(), nonce })
}

/// How a person stands with a provider.
#[must_use]
pub fn standing(config: &TenantConfig, provider: ProviderName, person: &str) -> Standing {
    let connection = config.connection(Whose::persons(provider.name(), person));
    match connection.map(|connection| connection.state) {
        Some(ConnectionState::Active) => Standing::Connected,
        Some(ConnectionState::NeedsReauth | ConnectionState::MissingScopes) => Standing::Attention,
        _ => Standing::NotConnected,
    }
}

/// Mails an invitation, unless it was mailed or a later one is on its way.
///
/// # Errors
/// [`Fault::Retry`] when it should come again.
pub async fn send(app: &App, letter: &Letter) -> Result<(), Fault> {
    let Letter { tenant, person, nonce } = letter;
    let now = app.clock.now();
    let until = now + CLAIM;
    if !app.store.claim_invitation(tenant, person, nonce, (now, until)).await? {
        return Ok(());
    }
    match mailed(app, letter).await {
        Ok(()) => app.store.invitation_sent(tenant, person, nonce, app.clock.now()).await.map(drop),
        Err(Fault::Rejected(reason)) => {
            tracing::warn!(tenant, code = reason.code, "an invitation can't be mailed");
            Ok(())
        }
        Err(fault) => {
            app.store.release_invitation(tenant, person, nonce).await?;
            Err(fault)
        }
    }
}

async fn mailed(app: &App, letter: &Letter) -> Result<(), Fault> {
    let config = app.configs.of(&letter.tenant, Fresh::Now).await?;
    let record = app.store.invitation(&letter.tenant, &letter.person).await?;
    let (Some(record), Some(person)) = (record, config.people.get(&letter.person)) else {
        return Ok(());
    };
    let link = link(app, letter).await?;
    let parts = compose(app, &config, &record, person, &link)?;
    post(app, &parts).await.map(drop)
}

async fn link(app: &App, letter: &Letter) -> Result<String, Fault> {
    let claims =
        Claims { t: letter.tenant.clone(), p: letter.person.clone(), n: letter.nonce.clone() };
    let text = serde_json::to_vec(&claims)
        .map_err(|e| Fault::retry(60, format!("a link can't be written: {e}")))?;
    let text = URL_SAFE_NO_PAD.encode(text);
    let signature = app.vault.sign(PURPOSE, &text).await?;
    Ok(format!("{}/connect/{text}.{signature}", app.config.public_url.get()?))
}

fn compose(
    app: &App,
    config: &TenantConfig,
    record: &InvitationRecord,
    person: &Person,
    link: &str,
) -> Result<MailParts, Fault> {
    let locale = person.locale.clone().unwrap_or_else(|| config.tenant.locale.clone());
    let language = Language::of(&locale);
    let zone = person.time_zone.as_deref().unwrap_or(&config.tenant.time_zone);
    let names: Vec<_> =
        record.providers.iter().filter_map(|name| ProviderName::from_name(name)).collect();
    let titles: Vec<_> = names.into_iter().map(ProviderName::title).collect();
    let invited = Invited {
        person_name: &person.name,
        tenant_name: &config.tenant.name,
        providers: &titles,
        connect_url: link,
        until: &invitation::until(language, record.until, &[zone, "UTC"]),
    };
    let message = match config.template(invitation::TEMPLATE, &locale) {
        Some(own) => invitation::render_own(language, &own.subject, &own.body, &invited)
            .map_err(|e| Fault::Rejected(Reason::new("template_unusable", e.to_string())))?,
        None => invitation::message(language, &invited),
    };
    let from = app.config.mail_from.get()?.to_owned();
    let contact = config.tenant.contact.as_ref();
    let email = person.emails.first().map(|email| email.trim().to_owned()).unwrap_or_default();
    Ok(MailParts {
        to: (person.name.clone(), email),
        copies: mail::Copies::default(),
        reply_to: contact.map(|contact| (contact.name.clone(), contact.email.trim().to_owned())),
        date: record.invited_at,
        html: mail::html_of(&message, language.tag()),
        subject: message.subject,
        text: message.text,
        calendar: None,
        message_id: mail::message_id(&record.nonce, &from),
        from,
        from_name: config.tenant.name.clone(),
    })
}

/// Opens a link. It has been used once everything that it is for is connected.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn open(app: &App, token: &str) -> Result<Opened, Fault> {
    Ok(match found(app, token).await? {
        Found::Forged => Opened::Forged,
        Found::Gone => Opened::Gone,
        Found::Open { config, record } => {
            let page = page(&config, &record);
            let is_done = page.providers.iter().all(|(_, it)| *it == Standing::Connected);
            if is_done { Opened::Gone } else { Opened::Page(page) }
        }
    })
}

/// Where to send the browser of whoever presses a provider's button; `None` when the link or the
/// provider is not one to be connected any more.
///
/// # Errors
/// [`NoConsent`] when nobody can connect that provider.
pub async fn press(app: &App, token: &str, provider: &str) -> Result<Option<String>, NoConsent> {
    let Found::Open { config, record } = found(app, token).await? else { return Ok(None) };
    if !record.providers.iter().any(|name| name == provider) {
        return Ok(None);
    }
    let whose = Whose::persons(provider, &record.person);
    consent::begin(app, &config, whose, None).await.map(Some)
}

enum Found {
    Open { config: std::sync::Arc<TenantConfig>, record: InvitationRecord },
    Gone,
    Forged,
}

async fn found(app: &App, token: &str) -> Result<Found, Fault> {
    let Some((text, signature)) = token.split_once('.') else { return Ok(Found::Forged) };
    if !app.vault.is_signed(PURPOSE, text, signature).await? {
        return Ok(Found::Forged);
    }
    let claims = URL_SAFE_NO_PAD.decode(text).ok();
    let claims: Option<Claims> = claims.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let Some(claims) = claims else { return Ok(Found::Forged) };
    let record = app.store.invitation(&claims.t, &claims.p).await?;
    let is_latest =
        |record: &InvitationRecord| record.nonce == claims.n && record.until > app.clock.now();
    let Some(record) = record.filter(is_latest) else { return Ok(Found::Gone) };
    let config = app.configs.get(&claims.t, Fresh::Now).await?;
    let config = config.filter(|config| config.people.contains_key(&record.person));
    Ok(config.map_or(Found::Gone, |config| Found::Open { config, record }))
}

fn page(config: &TenantConfig, record: &InvitationRecord) -> ConnectPage {
    let names = record.providers.iter().filter_map(|name| ProviderName::from_name(name));
    let own = config.people.get(&record.person).and_then(|person| person.locale.clone());
    ConnectPage {
        tenant_name: config.tenant.name.clone(),
        locale: own.unwrap_or_else(|| config.tenant.locale.clone()),
        providers: names.map(|name| (name, standing(config, name, &record.person))).collect(),
    }
}
