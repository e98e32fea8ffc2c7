//! The applicant system as a company's connection leads there.

use std::sync::Mutex;

use crate::app::{App, health, way};
use crate::domain::config::{ConnectionState, TenantConfig, Whose};
use crate::domain::fault::Fault;
use crate::domain::vendor::Vendor;
use crate::providers::ats::{Ats, AtsFault};
use crate::providers::{Grant, ProviderFault};

/// A company's connection to its applicant system.
pub const WHOSE: Whose<'static> = Whose::tenants(Vendor::Hrmos.name());

/// What a company is told when there is no connection.
pub(super) const MISSING: &str = "destination_missing";
/// When the token is not valid.
pub(super) const TOKEN: &str = "ats_login_error";
/// When the system does not answer.
pub(super) const UNREACHABLE: &str = "ats_unreachable";
/// When it refuses an application.
pub(super) const REFUSED: &str = "ats_refused";

/// Whether this connection leads to an applicant system.
#[must_use]
pub fn is_meant(whose: Whose<'_>) -> bool {
    whose.provider == WHOSE.provider
}

/// Tries the connection.
///
/// # Errors
/// What is in the way.
pub async fn verify(app: &App, config: &TenantConfig) -> Result<Grant, ProviderFault> {
    let ats = opened(app, config, true).await?.ok_or_else(|| refused("save the token first"))?;
    match ats.verify().await {
        Ok(()) => Ok(Grant::default()),
        Err(AtsFault::TokenRefused) => Err(refused(WRONG)),
        Err(AtsFault::Passing { after, cause }) => Err(ProviderFault::Passing { after, cause }),
        Err(AtsFault::Refused(cause)) => Err(refused(&cause)),
        Err(AtsFault::NoAddress) => Err(refused(ADDRESS)),
    }
}

const WRONG: &str =
    "the applicant system does not accept the token: issue a new one there and save it here";
const ADDRESS: &str = "the deployment says no address of an applicant system: set HrmosApiUrl";

fn refused(reason: &str) -> ProviderFault {
    let state = ConnectionState::InvalidCredentials;
    ProviderFault::Connection { state, reason: reason.to_owned() }
}

/// The system, its token opened; `None` when there is no connection, or it may not work.
async fn opened<'a>(
    app: &'a App,
    config: &TenantConfig,
    even_off: bool,
) -> Result<Option<Ats<'a>>, ProviderFault> {
    let Some(connection) = config.connection(WHOSE) else { return Ok(None) };
    if !even_off && !connection.enabled {
        return Ok(None);
    }
    let Some(token) = way::secret(app, &config.id, WHOSE, connection).await? else {
        return Ok(None);
    };
    let address = app.config.vendors.hrmos.as_deref();
    Ats::new(&app.transport, address, token).map(Some).map_err(|_| refused(ADDRESS))
}

/// The applicant system for one piece of work: once it has refused the token, or did not answer, it is not
/// asked again.
pub(super) struct Destination<'a> {
    ats: Option<Ats<'a>>,
    /// Why it is not asked any more.
    closed: Mutex<Option<&'static str>>,
}

impl<'a> Destination<'a> {
    /// As the connection leads there now.
    pub async fn of(app: &'a App, config: &TenantConfig) -> Result<Self, Fault> {
        let ats = match opened(app, config, false).await {
            Ok(ats) => ats,
            Err(ProviderFault::Passing { after, cause }) => {
                return Err(Fault::Retry { after, cause });
            }
            Err(_) => None,
        };
        let closed = ats.is_none().then_some(MISSING);
        Ok(Self { ats, closed: Mutex::new(closed) })
    }

    /// The system, or why it is not to be asked.
    pub fn ats(&self) -> Result<&Ats<'a>, &'static str> {
        match (self.closed(), &self.ats) {
            (None, Some(ats)) => Ok(ats),
            (why, _) => Err(why.unwrap_or(MISSING)),
        }
    }

    /// Why it is not asked any more.
    pub fn closed(&self) -> Option<&'static str> {
        *self.closed.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// It is not asked any more.
    pub fn close(&self, why: &'static str) {
        *self.closed.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(why);
    }

    /// Tells the connection what was found out about it.
    pub async fn note(&self, app: &App, config: &TenantConfig, trace: &str) -> Result<(), Fault> {
        if self.closed() != Some(TOKEN) {
            return Ok(());
        }
        let state = ConnectionState::InvalidCredentials;
        health::note(app, config, WHOSE, (state, WRONG), trace).await
    }
}
