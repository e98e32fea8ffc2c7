//! The way to a provider through somebody's connection: credentials opened, tokens renewed, and what a
//! provider says of a token acted on once.

use super::{App, grants};
use crate::domain::chat::ChatText;
use crate::domain::config::{Connection, ConnectionState, Credentials, TenantConfig, Whose};
use crate::domain::desire::WantedMeeting;
use crate::domain::ids::{HostLink, Secret};
use crate::domain::meeting::Attempt;
use crate::domain::settings::ProviderName;
use crate::domain::vendor::{Platform, Vendor};
use crate::providers::{
    Access, Account, Adapter, Anybody, Application, At, Bot, ChatAdapter, ChatFault,
    ChatProvider as _, Grant, Made, Means, MeetingProvider as _, ProviderFault, ProviderUser,
    Target,
};
use crate::vault::Place;

/// A way to a provider.
pub struct Way<'a, A = Adapter<'a>> {
    app: &'a App,
    tenant: &'a str,
    whose: Whose<'a>,
    adapter: A,
    /// `None` at a provider that asks for nothing.
    connection: Option<&'a Connection>,
}

/// Asks a provider; when it refuses a granted token, which had no effect, once more with a new one.
macro_rules! ask {
    ($way:expr, $access:ident => $call:expr) => {{
        let $access = $way.access(None).await?;
        match $call.await {
            Err(ProviderFault::TokenRefused) => {
                let $access = $way.access(token(&$access)).await?;
                $call.await.map_err(for_good)
            }
            answer => answer,
        }
    }};
}

impl<'a> Way<'a> {
    /// The way through this connection, for work.
    ///
    /// # Errors
    /// [`ProviderFault::Connection`] when there is none, or it is switched off.
    pub fn to(
        app: &'a App,
        config: &'a TenantConfig,
        whose: Whose<'a>,
    ) -> Result<Self, ProviderFault> {
        Self::even_off(app, config, whose)?.if_on()
    }

    /// The way through this connection, to try it, whether it is switched on or not.
    ///
    /// # Errors
    /// [`ProviderFault::Connection`] when there is none.
    pub fn even_off(
        app: &'a App,
        config: &'a TenantConfig,
        whose: Whose<'a>,
    ) -> Result<Self, ProviderFault> {
        let provider = whose.provider;
        let Some(name) = ProviderName::from_name(provider) else {
            return Err(closed(format!("this deployment makes no meetings at {provider}")));
        };
        let connection = config.connection(whose);
        if connection.is_none() && !name.is_open() {
            let reason = format!("connect {provider} again: meetings made there must be removed");
            return Err(closed(reason));
        }
        let adapter = app.providers.named(name);
        Ok(Self { app, tenant: &config.id, whose, adapter, connection })
    }

    /// As [`crate::providers::MeetingProvider::create`].
    ///
    /// # Errors
    /// A [`ProviderFault`].
    pub async fn create(
        &self,
        meeting: &WantedMeeting,
        attempt: &Attempt,
    ) -> Result<Made, ProviderFault> {
        ask!(self, access => self.adapter.create(&access, meeting, attempt))
    }

    /// As [`crate::providers::MeetingProvider::update`].
    ///
    /// # Errors
    /// A [`ProviderFault`].
    pub async fn update(&self, at: At<'_>, meeting: &WantedMeeting) -> Result<(), ProviderFault> {
        ask!(self, access => self.adapter.update(&access, at, meeting))
    }

    /// As [`crate::providers::MeetingProvider::delete`].
    ///
    /// # Errors
    /// A [`ProviderFault`].
    pub async fn delete(&self, at: At<'_>) -> Result<(), ProviderFault> {
        ask!(self, access => self.adapter.delete(&access, at))
    }

    /// As [`crate::providers::MeetingProvider::find`].
    ///
    /// # Errors
    /// A [`ProviderFault`].
    pub async fn find(&self, attempt: &Attempt) -> Result<Option<Made>, ProviderFault> {
        ask!(self, access => self.adapter.find(&access, attempt))
    }

    /// As [`crate::providers::MeetingProvider::host_link`].
    ///
    /// # Errors
    /// A [`ProviderFault`].
    pub async fn host_link(&self, at: At<'_>) -> Result<HostLink, ProviderFault> {
        ask!(self, access => self.adapter.host_link(&access, at))
    }
}

impl<'a> Way<'a, Anybody<'a>> {
    /// The way to whoever it is, to try it and to see who is there, whether it is switched on or not.
    ///
    /// # Errors
    /// [`ProviderFault::Connection`] when there is none.
    pub fn of(
        app: &'a App,
        config: &'a TenantConfig,
        whose: Whose<'a>,
    ) -> Result<Self, ProviderFault> {
        let vendor = Vendor::from_name(whose.provider);
        let adapter = vendor.and_then(|vendor| app.providers.of(vendor));
        let known = adapter.zip(config.connection(whose));
        let (adapter, connection) =
            known.ok_or_else(|| closed(format!("connect {} first", whose.provider)))?;
        Ok(Self { app, tenant: &config.id, whose, adapter, connection: Some(connection) })
    }
}

impl<'a> Way<'a, ChatAdapter<'a>> {
    /// The way to a company's chat.
    ///
    /// # Errors
    /// [`ProviderFault::Connection`] when there is none, or it is switched off.
    pub fn chat(
        app: &'a App,
        config: &'a TenantConfig,
        platform: Platform,
    ) -> Result<Self, ProviderFault> {
        let whose = Whose::tenants(platform.name());
        if config.is_switched_off(platform.name()) {
            return Err(closed(format!("{} is switched off among the modules", platform.title())));
        }
        let connection = config
            .connection(whose)
            .ok_or_else(|| closed(format!("connect {} first", platform.title())))?;
        let adapter = app.providers.platform(platform);
        Self { app, tenant: &config.id, whose, adapter, connection: Some(connection) }.if_on()
    }

    /// As [`ChatProvider::post`](crate::providers::ChatProvider::post).
    ///
    /// # Errors
    /// A [`ChatFault`].
    pub async fn post(&self, to: Target<'_>, text: &ChatText) -> Result<String, ChatFault> {
        let access = self.access(None).await?;
        match self.adapter.post(&access, to, text).await {
            Err(ChatFault::Provider(ProviderFault::TokenRefused)) => {
                let access = self.access(token(&access)).await?;
                match self.adapter.post(&access, to, text).await {
                    Err(ChatFault::Provider(fault)) => Err(for_good(fault).into()),
                    answer => answer,
                }
            }
            answer => answer,
        }
    }

    /// As [`ChatProvider::user`](crate::providers::ChatProvider::user).
    ///
    /// # Errors
    /// A [`ProviderFault`].
    pub async fn user(&self, id: &str) -> Result<Option<ProviderUser>, ProviderFault> {
        ask!(self, access => self.adapter.user(&access, id))
    }

    /// As [`ChatProvider::find_user`](crate::providers::ChatProvider::find_user).
    ///
    /// # Errors
    /// A [`ProviderFault`].
    pub async fn find_user(&self, email: &str) -> Result<Option<ProviderUser>, ProviderFault> {
        ask!(self, access => self.adapter.find_user(&access, email))
    }
}

impl<A: Account> Way<'_, A> {
    /// This way, for work.
    fn if_on(self) -> Result<Self, ProviderFault> {
        if self.connection.is_some_and(|connection| !connection.enabled) {
            return Err(closed(format!("{} is switched off; enable it", self.whose.provider)));
        }
        Ok(self)
    }

    async fn access(&self, spent: Option<&Secret>) -> Result<Access, ProviderFault> {
        match self.connection {
            Some(connection) => access(self.app, self.tenant, self.whose, connection, spent).await,
            None => Ok(Access { credentials: String::new(), means: Means::Open }),
        }
    }

    /// As [`crate::providers::Account::users`].
    ///
    /// # Errors
    /// A [`ProviderFault`].
    pub async fn users(&self) -> Result<Vec<ProviderUser>, ProviderFault> {
        ask!(self, access => self.adapter.users(&access))
    }

    /// As [`crate::providers::Account::verify`].
    ///
    /// # Errors
    /// A [`ProviderFault`].
    pub async fn verify(&self) -> Result<Grant, ProviderFault> {
        ask!(self, access => self.adapter.verify(&access))
    }
}

/// The credentials of a connection, opened. `spent` names a granted token that was refused.
///
/// # Errors
/// [`ProviderFault::Passing`] when they can't be opened now, [`ProviderFault::Connection`] when
/// somebody must sign in again.
pub async fn access(
    app: &App,
    tenant: &str,
    whose: Whose<'_>,
    connection: &Connection,
    spent: Option<&Secret>,
) -> Result<Access, ProviderFault> {
    let secret = secret(app, tenant, whose, connection).await?;
    let means = match (&connection.by, secret) {
        (
            Credentials::S2s { account_id: account, client_id, .. }
            | Credentials::App { tenant_id: account, client_id, .. },
            Some(client_secret),
        ) => {
            let (account, client_id) = (account.clone(), client_id.clone());
            Means::Application(Application { account, client_id, client_secret })
        }
        (Credentials::ServiceAccount { .. }, Some(key)) => Means::ServiceAccount(key),
        (Credentials::Workflow { .. }, _) => Means::Open,
        (Credentials::Directory { tenant_id }, _) => Means::Bot(bot(app, whose, tenant_id).await?),
        (Credentials::Ews { .. }, _) => {
            return Err(closed("an Exchange server keeps calendars and no meetings".to_owned()));
        }
        (Credentials::Token { .. }, _) => {
            return Err(closed("an applicant system holds no meetings".to_owned()));
        }
        (Credentials::Oauth { .. }, _) | (_, None) => {
            Means::Grant(grants::token(app, tenant, whose, connection, spent).await?)
        }
    };
    Ok(Access { credentials: format!("{tenant}#{}", connection.credentials), means })
}

/// The deployment's bot in a company's directory.
async fn bot(app: &App, whose: Whose<'_>, directory: &str) -> Result<Bot, ProviderFault> {
    let vendor = Vendor::from_name(whose.provider).ok_or_else(|| nowhere(whose))?;
    let known = grants::application(app, vendor).await?.ok_or_else(|| nowhere(whose))?;
    let application = Application {
        account: directory.to_owned(),
        client_id: known.client_id,
        client_secret: known.client_secret,
    };
    Ok(Bot { application, catalog_id: known.catalog_id })
}

fn nowhere(whose: Whose<'_>) -> ProviderFault {
    closed(format!("this deployment has no application at {}", whose.provider))
}

/// The secret among a connection's credentials, opened.
///
/// # Errors
/// [`ProviderFault::Passing`] when it can't be opened now.
pub async fn secret(
    app: &App,
    tenant: &str,
    whose: Whose<'_>,
    connection: &Connection,
) -> Result<Option<Secret>, ProviderFault> {
    let Some((field, sealed)) = connection.by.sealed() else { return Ok(None) };
    let item = whose.item();
    Ok(Some(app.vault.open(Place { tenant, item: &item, field }, sealed).await?))
}

fn token(access: &Access) -> Option<&Secret> {
    match &access.means {
        Means::Grant(token) => Some(token),
        Means::Application(_) | Means::ServiceAccount(_) | Means::Bot(_) | Means::Open => None,
    }
}

/// A token that was granted a moment ago is refused as well.
fn for_good(fault: ProviderFault) -> ProviderFault {
    match fault {
        ProviderFault::TokenRefused => ProviderFault::Connection {
            state: ConnectionState::NeedsReauth,
            reason: "the provider refuses a fresh token: connect once more".to_owned(),
        },
        other => other,
    }
}

fn closed(reason: String) -> ProviderFault {
    ProviderFault::Connection { state: ConnectionState::Disabled, reason }
}
