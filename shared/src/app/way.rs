//! The way to a provider through somebody's connection: credentials opened, tokens renewed, and what a
//! provider says of a token acted on once.

use super::{App, grants};
use crate::domain::config::{Connection, ConnectionState, Credentials, TenantConfig, Whose};
use crate::domain::desire::WantedMeeting;
use crate::domain::ids::{HostLink, Secret};
use crate::domain::meeting::Attempt;
use crate::domain::settings::ProviderName;
use crate::providers::{
    Access, Adapter, Application, At, Grant, Made, Means, MeetingProvider as _, ProviderFault,
    ProviderUser,
};
use crate::vault::Place;

/// A way to a provider.
pub struct Way<'a> {
    app: &'a App,
    tenant: &'a str,
    whose: Whose<'a>,
    adapter: Adapter<'a>,
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
        let way = Self::even_off(app, config, whose)?;
        if way.connection.is_some_and(|connection| !connection.enabled) {
            return Err(closed(format!("{} is switched off; enable it", whose.provider)));
        }
        Ok(way)
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
        let name = ProviderName::from_name(provider);
        let Some(name) = name else {
            return Err(closed(format!("this deployment makes no meetings at {provider}")));
        };
        let adapter = app.providers.named(name);
        let connection = config.connection(whose);
        if connection.is_none() && !name.is_open() {
            let reason = format!("connect {provider} again: meetings made there must be removed");
            return Err(closed(reason));
        }
        Ok(Self { app, tenant: &config.id, whose, adapter, connection })
    }

    async fn access(&self, spent: Option<&Secret>) -> Result<Access, ProviderFault> {
        match self.connection {
            Some(connection) => access(self.app, self.tenant, self.whose, connection, spent).await,
            None => Ok(Access { credentials: String::new(), means: Means::Open }),
        }
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

    /// As [`crate::providers::MeetingProvider::users`].
    ///
    /// # Errors
    /// A [`ProviderFault`].
    pub async fn users(&self) -> Result<Vec<ProviderUser>, ProviderFault> {
        ask!(self, access => self.adapter.users(&access))
    }

    /// As [`crate::providers::MeetingProvider::verify`].
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
        (Credentials::Ews { .. }, _) => {
            return Err(closed("an Exchange server keeps calendars and no meetings".to_owned()));
        }
        (Credentials::Oauth { .. }, _) | (_, None) => {
            Means::Grant(grants::token(app, tenant, whose, connection, spent).await?)
        }
    };
    Ok(Access { credentials: format!("{tenant}#{}", connection.credentials), means })
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
        Means::Application(_) | Means::ServiceAccount(_) | Means::Open => None,
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
