//! Consent: somebody is sent to a provider, lets the application in, and comes back. What the browser
//! brings back is believed only for what was begun here, once, and not for long.

mod refusal;
pub mod workspace;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::SignedDuration;

use self::refusal::{refusal, shown};
use super::configs::Fresh;
use super::{App, configure, grants, health};
use crate::domain::config::{Connection, ConnectionState, Credentials, TenantConfig, Whose};
use crate::domain::fault::Fault;
use crate::domain::ids::{Secret, fold_email, hex};
use crate::domain::vendor::Vendor;
use crate::providers::{
    Asking, Authority, ConsentFault, Consenter, OauthApplication, ProviderFault, Tokens,
};
use crate::queue::Tells;
use crate::store::{ConsentRecord, SettingItem};
use crate::vault::Place;

/// How long somebody may take at the provider's page.
const PATIENCE: SignedDuration = SignedDuration::from_mins(10);

/// Why a consent can't be begun.
#[derive(Debug)]
pub enum NoConsent {
    /// The provider asks nobody for consent, or this deployment has no application there.
    NotAvailable,
    /// The tenant has switched the provider off (requirement P02).
    FeatureDisabled,
    /// There is no such person.
    UnknownPerson,
    /// The company's administrator has to install the application first (requirement P11).
    AppNotInstalled,
    /// Ours.
    Fault(Fault),
}

impl From<Fault> for NoConsent {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// What the browser brings back.
#[derive(Clone, Debug, Default)]
pub struct Returned {
    /// What it was sent away with.
    pub state: String,
    /// What the tokens are given for.
    pub code: Option<Secret>,
    /// The directory whose administrator has let the application in.
    pub directory: Option<String>,
    /// Why there is no code.
    pub error: Option<String>,
    /// The provider's words on that.
    pub description: Option<String>,
}

/// How a consent ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The connection works.
    Connected,
    /// It was granted, but not everything that is needed.
    MissingScopes,
    /// The person declined.
    Denied,
    /// An administrator at the provider forbids it.
    BlockedByAdmin,
    /// Somebody else's account was signed in.
    WrongAccount,
    /// It took too long.
    Expired,
    /// Nothing was begun under this name, or it has ended before.
    Unknown,
    /// It did not work, and may work later.
    Trouble,
}

/// How a consent ended, with what the page needs to say it.
#[derive(Clone, Debug)]
pub struct Landing {
    /// How.
    pub end: End,
    /// The language of the person, as a tag; empty when nobody is known.
    pub locale: String,
}

/// The address to send a browser to.
///
/// # Errors
/// A [`NoConsent`].
pub async fn begin(
    app: &App,
    config: &TenantConfig,
    whose: Whose<'_>,
    begun_by: Option<&str>,
) -> Result<String, NoConsent> {
    let (authority, application) = possible(app, config, whose).await?;
    let hint = hint(config, whose)?;
    let name = hex(&app.entropy.bytes::<24>().map_err(Fault::from)?);
    let verifier =
        Secret::new(URL_SAFE_NO_PAD.encode(app.entropy.bytes::<32>().map_err(Fault::from)?));
    let record = ConsentRecord {
        provider: whose.provider.to_owned(),
        person: whose.person.map(str::to_owned),
        verifier: app.vault.seal(place(&config.id, &name), &verifier).await?,
        begun_by: begun_by.map(str::to_owned),
        until: app.clock.now() + PATIENCE,
    };
    app.store.put_consent(&config.id, &name, &record).await?;
    let redirect = redirect(app, authority.name())?;
    let state = format!("{name}.{}", config.id);
    let asking = Asking { redirect: &redirect, state: &state, verifier: verifier.expose(), hint };
    authority.consent_url(&application, asking).map_err(|fault| misconfigured(&fault).into())
}

/// Where people are asked, and as which application.
///
/// # Errors
/// A [`NoConsent`] that holds for everybody.
pub async fn possible<'a>(
    app: &'a App,
    config: &TenantConfig,
    whose: Whose<'_>,
) -> Result<(&'a Authority, OauthApplication), NoConsent> {
    if config.is_switched_off(whose.provider) {
        return Err(NoConsent::FeatureDisabled);
    }
    let found = authority(app, whose.provider).await?.ok_or(NoConsent::NotAvailable)?;
    if whose.person.is_some() && !workspace::is_personal(whose.provider) {
        return Err(NoConsent::NotAvailable);
    }
    if config.lets_in(whose) { Ok(found) } else { Err(NoConsent::AppNotInstalled) }
}

/// Whom the provider should expect.
fn hint<'a>(config: &'a TenantConfig, whose: Whose<'_>) -> Result<Option<&'a str>, NoConsent> {
    let Some(id) = whose.person else { return Ok(None) };
    let person = config.people.get(id).ok_or(NoConsent::UnknownPerson)?;
    Ok(person.emails.first().map(|email| email.trim()))
}

/// Where people are asked, and as which application; `None` when this deployment has none there.
pub(super) async fn authority<'a>(
    app: &'a App,
    provider: &str,
) -> Result<Option<(&'a Authority, OauthApplication)>, Fault> {
    let name = Vendor::from_name(provider);
    let Some(authority) = name.and_then(|name| app.providers.authority(name)) else {
        return Ok(None);
    };
    let application = grants::application(app, authority.name()).await?;
    Ok(application.map(|application| (authority, application)))
}

/// Our address that a provider sends browsers back to. It follows from the deployment alone.
fn redirect(app: &App, provider: Vendor) -> Result<String, Fault> {
    let base = app.config.public_url.get()?;
    Ok(format!("{base}/v1/oauth/{}/callback", provider.name()))
}

fn place<'a>(tenant: &'a str, name: &'a str) -> Place<'a> {
    Place { tenant, item: name, field: "verifier" }
}

/// Ends a consent that was begun. What was not begun here, has ended before, or was begun at another
/// provider, changes nothing.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn finish(app: &App, provider: &str, returned: &Returned) -> Result<Landing, Fault> {
    let nowhere = |end| Ok(Landing { end, locale: String::new() });
    let Some((name, tenant)) = returned.state.split_once('.') else {
        return nowhere(End::Unknown);
    };
    if !crate::domain::ids::is_id(tenant) || !crate::domain::ids::is_id(name) {
        return nowhere(End::Unknown);
    }
    let Some(consent) = app.store.take_consent(tenant, name).await? else {
        return nowhere(End::Unknown);
    };
    let config = app.configs.get(tenant, Fresh::Now).await?;
    let Some(config) = config.filter(|_| consent.provider == provider) else {
        return nowhere(End::Unknown);
    };
    let finishing = Finishing { app, config: &config, consent: &consent, name };
    let locale = finishing.locale();
    let end = if consent.until <= app.clock.now() {
        End::Expired
    } else {
        finishing.end(returned).await?
    };
    Ok(Landing { end, locale })
}

/// A consent that is coming to its end.
struct Finishing<'a> {
    app: &'a App,
    config: &'a TenantConfig,
    consent: &'a ConsentRecord,
    name: &'a str,
}

impl Finishing<'_> {
    fn whose(&self) -> Whose<'_> {
        Whose { provider: &self.consent.provider, person: self.consent.person.as_deref() }
    }

    fn locale(&self) -> String {
        let person = self.consent.person.as_ref().and_then(|id| self.config.people.get(id));
        let own = person.and_then(|person| person.locale.clone());
        own.unwrap_or_else(|| self.config.tenant.locale.clone())
    }

    async fn end(&self, returned: &Returned) -> Result<End, Fault> {
        if let Some(error) = &returned.error {
            let end = refusal(error, returned.description.as_deref().unwrap_or_default());
            self.note(end, "").await?;
            return Ok(end);
        }
        let asked = Vendor::from_name(&self.consent.provider);
        let asked = asked.and_then(|it| self.app.providers.authority(it));
        if asked.is_some_and(Authority::brings_directory) {
            return self.directory(returned).await;
        }
        // A person may have been removed since; nobody is connected to a ghost.
        let is_gone = |id: &String| !self.config.people.contains_key(id);
        let gone = self.consent.person.as_ref().is_some_and(is_gone);
        let Some(code) = returned.code.as_ref().filter(|_| !gone) else {
            return Ok(End::Unknown);
        };
        match self.exchange(code).await? {
            Ok((tokens, who)) => self.granted(&tokens, &who).await,
            Err(end) => Ok(end),
        }
    }

    async fn exchange(&self, code: &Secret) -> Result<Result<(Tokens, Consenter), End>, Fault> {
        let Some((authority, application)) = authority(self.app, &self.consent.provider).await?
        else {
            return Ok(Err(End::Unknown));
        };
        let place = place(&self.config.id, self.name);
        let verifier = self.app.vault.open(place, &self.consent.verifier).await?;
        let redirect = redirect(self.app, authority.name())?;
        let verifier = verifier.expose();
        let asking = Asking { redirect: &redirect, state: "", verifier, hint: None };
        let tokens = match authority.exchange(&application, code, asking).await {
            Ok(tokens) => tokens,
            Err(ConsentFault::Spent) => return Ok(Err(End::Expired)),
            Err(fault) => {
                tracing::warn!(?fault, "a consent could not be exchanged");
                return Ok(Err(End::Trouble));
            }
        };
        match authority.consenter(&tokens).await {
            Ok(who) => Ok(Ok((tokens, who))),
            Err(fault) => {
                log(&fault);
                Ok(Err(End::Trouble))
            }
        }
    }

    /// The tokens are kept before the connection says that it works.
    async fn granted(&self, tokens: &Tokens, who: &Consenter) -> Result<End, Fault> {
        if !self.is_expected(who) {
            self.note(End::WrongAccount, &who.email).await?;
            return Ok(End::WrongAccount);
        }
        if !self.bind(&who.id).await? {
            return Ok(End::WrongAccount);
        }
        let end = self.lacks(tokens).map_or(End::Connected, |_| End::MissingScopes);
        let credentials = self.app.entropy.name()?;
        let (app, tenant) = (self.app, &self.config.id);
        grants::keep(app, tenant, self.whose(), &credentials, tokens).await?;
        let by = Credentials::Oauth { account_id: who.id.clone(), email: who.email.clone() };
        let begun_by = self.consent.begun_by.clone().or_else(|| Some(who.email.clone()));
        let (state, reason) = match self.lacks(tokens) {
            None => (ConnectionState::Active, None),
            Some(missing) => (ConnectionState::MissingScopes, Some(missing)),
        };
        let connection = Connection {
            state,
            reason,
            scopes: tokens.scopes.clone().unwrap_or_default(),
            last_ok: Some(app.clock.now()),
            ..Connection::new(by, credentials, begun_by)
        };
        let mark = connection.credentials.clone();
        self.save(connection).await?;
        if end == End::Connected {
            self.tell_who_invited(&mark).await?;
        }
        Ok(end)
    }

    /// Whoever invited the person hears that it is done.
    async fn tell_who_invited(&self, mark: &str) -> Result<(), Fault> {
        let Some(person) = &self.consent.person else { return Ok(()) };
        let invitation = self.app.store.invitation(&self.config.id, person).await?;
        let is_for = |name: &String| *name == self.consent.provider;
        if !invitation.is_some_and(|invitation| invitation.providers.iter().any(is_for)) {
            return Ok(());
        }
        let tells = Tells::Connected;
        health::tell(self.app, self.config, self.whose(), tells, &[mark], self.name).await
    }

    /// What is missing from what was granted, where the provider tells what was.
    fn lacks(&self, tokens: &Tokens) -> Option<String> {
        let name = Vendor::from_name(&self.consent.provider)?;
        let authority = self.app.providers.authority(name)?;
        let granted = tokens.scopes.as_ref()?;
        let has = |wanted: &str| {
            granted.iter().any(|scope| scope.rsplit('/').next() == wanted.rsplit('/').next())
        };
        let missing: Vec<&str> =
            authority.needed().iter().copied().filter(|wanted| !has(wanted)).collect();
        (!missing.is_empty()).then(|| {
            format!("connect once more and allow all of it; missing: {}", missing.join(", "))
        })
    }

    /// A person's connection is made by the person alone: the account's address is one of theirs
    /// (requirement P15).
    fn is_expected(&self, who: &Consenter) -> bool {
        let Some(person) = self.consent.person.as_ref().and_then(|id| self.config.people.get(id))
        else {
            return self.consent.person.is_none();
        };
        person.emails.iter().any(|email| fold_email(email) == fold_email(&who.email))
    }

    /// Shows why there is no connection, unless there is one that works: that one stays.
    async fn note(&self, end: End, email: &str) -> Result<(), Fault> {
        let Some((state, reason)) = shown(end, self.platform()) else { return Ok(()) };
        let before = self.config.connection(self.whose());
        if before.is_some_and(|it| it.state == ConnectionState::Active) {
            return Ok(());
        }
        let by = Credentials::Oauth { account_id: String::new(), email: email.to_owned() };
        let begun_by = self.consent.begun_by.clone();
        let connection = Connection {
            state,
            reason: Some(reason.to_owned()),
            ..Connection::new(by, self.app.entropy.name()?, begun_by)
        };
        self.save(connection).await
    }

    async fn save(&self, connection: Connection) -> Result<(), Fault> {
        let whose = self.whose();
        let heals = configure::connection_keys(self.config, whose);
        let person = whose.person.map(str::to_owned);
        let works = connection.state.may_work();
        if let Credentials::Oauth { account_id, .. } = &connection.by {
            // What the provider tells of the account is found by it.
            let owner = (self.config.id.as_str(), whose.person);
            self.app.store.put_owner(whose.provider, account_id, owner).await?;
        }
        let item = SettingItem::Connection(whose.provider.to_owned(), person, connection);
        configure::put(self.app, &self.config.id, &item, &heals).await?;
        if works {
            workspace::release(self.app, &self.config.id, whose, self.name).await?;
        }
        Ok(())
    }
}

/// Disconnects somebody: the tokens are destroyed, and what waits stays with its reason.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn disconnect(app: &App, tenant: &str, whose: Whose<'_>) -> Result<(), Fault> {
    let config = app.configs.of(tenant, Fresh::Now).await?;
    workspace::let_go(app, &config, whose).await?;
    configure::delete(app, tenant, &whose.item()).await?;
    app.store.delete_grant(tenant, whose).await
}

fn misconfigured(fault: &ConsentFault) -> Fault {
    Fault::retry(60, format!("a consent page has no address: {fault:?}"))
}

fn log(fault: &ProviderFault) {
    tracing::warn!(?fault, "a provider does not say who let the application in");
}
