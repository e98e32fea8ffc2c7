//! Connect: whether credentials work, and who is who at the provider.

mod matching;

use jiff::Timestamp;
use serde::Serialize;

use super::configs::Fresh;
use super::way::Way;
use super::{App, configure, copy_recording, exchange, import, reseal};
use crate::domain::config::{Connection, ConnectionState, Credentials, TenantConfig, Whose};
use crate::domain::fault::Fault;
use crate::domain::vendor::Platform;
use crate::providers::{Grant, ProviderFault, ProviderUser};
use crate::store::ConnectionNews;

pub use matching::{Matched, Pair, Unmatched, match_people, release_person};

/// The scopes that bookings need, without the `:admin` that may stand behind each (requirement A12).
/// `user:write:user` is on Zoom's guide for this set-up, but nothing here uses it.
const NEEDED: [&str; 5] = [
    "meeting:write:meeting",
    "meeting:update:meeting",
    "meeting:delete:meeting",
    "user:read:user",
    "user:read:list_users",
];
/// Scopes without which something works less well, and what.
const RECOMMENDED: [&str; 3] =
    ["user:write:user", "meeting:read:meeting", "meeting:read:list_meetings"];

/// What verifying found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Verified {
    /// The connection's state from now on.
    pub state: ConnectionState,
    /// Scopes that bookings need and that are not granted.
    pub missing_scopes: Vec<String>,
    /// Scopes that would be good to have: without `meeting:read:meeting` and
    /// `meeting:read:list_meetings`, host links and lost answers can't be looked up.
    pub recommended_scopes: Vec<String>,
    /// Why, when the state is not `active`.
    pub reason: Option<String>,
    /// When the credentials last worked.
    #[schema(value_type = Option<String>)]
    pub last_ok: Option<Timestamp>,
}

/// Why a question to a provider has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConnectFault {
    /// There is no such connection.
    NotConnected,
    /// The connection is switched off.
    Disabled,
    /// The provider refuses.
    Provider(ProviderFault),
    /// Ours.
    Fault(Fault),
}

impl From<Fault> for ConnectFault {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// Tries a connection's credentials and writes down what the provider says of them.
///
/// # Errors
/// When there is no such connection, or the provider can't be asked now.
pub async fn verify(app: &App, tenant: &str, whose: Whose<'_>) -> Result<Verified, ConnectFault> {
    let config = app.configs.of(tenant, Fresh::Now).await?;
    let connection = config.connection(whose).ok_or(ConnectFault::NotConnected)?;
    if matches!(connection.by, Credentials::Workflow { .. }) {
        return Ok(untried());
    }
    reseal::connection(app, &config, whose).await?;
    let now = app.clock.now();
    let (verified, scopes) = match tried(app, &config, whose).await {
        Ok(grant) => granted(connection, grant, now),
        Err(ProviderFault::Connection { state, reason }) => refused(state, reason),
        Err(fault) => return Err(ConnectFault::Provider(fault)),
    };
    let news = ConnectionNews {
        state: verified.state,
        reason: verified.reason.clone(),
        scopes,
        last_ok: verified.last_ok,
    };
    configure::heal(app, tenant, &configure::connection_keys(&config, whose), async |app| {
        app.store.note_connection(tenant, whose, connection, &news).await
    })
    .await?;
    Ok(verified)
}

/// A workflow says nothing before it is asked to post.
fn untried() -> Verified {
    let reason = "a workflow shows whether it works by a message: POST …/subscriptions/{id}/test";
    Verified { reason: Some(reason.to_owned()), ..plain(ConnectionState::Unverified) }
}

/// Asks whoever the connection leads to whether it works, whether it is switched on or not.
///
/// # Errors
/// A [`ProviderFault`] that says what is in the way.
pub async fn tried(
    app: &App,
    config: &TenantConfig,
    whose: Whose<'_>,
) -> Result<Grant, ProviderFault> {
    if exchange::is_meant(whose) {
        return exchange::verify(app, config).await;
    }
    if import::is_meant(whose) {
        return import::verify(app, config).await;
    }
    if copy_recording::is_meant(whose) {
        return copy_recording::verify(app, config).await;
    }
    Way::of(app, config, whose)?.verify().await
}

fn granted(
    connection: &Connection,
    grant: Grant,
    now: Timestamp,
) -> (Verified, Option<Vec<String>>) {
    let scopes = grant.scopes;
    let mut verified = match (&connection.by, &scopes) {
        (Credentials::S2s { .. }, Some(scopes)) => for_bookings(scopes),
        // What somebody did not allow stays missing until the next consent.
        (Credentials::Oauth { .. }, _) if connection.state == ConnectionState::MissingScopes => {
            Verified { reason: connection.reason.clone(), ..plain(ConnectionState::MissingScopes) }
        }
        _ => plain(ConnectionState::Active),
    };
    verified.last_ok = Some(now);
    (verified, scopes)
}

const fn plain(state: ConnectionState) -> Verified {
    Verified {
        state,
        missing_scopes: Vec::new(),
        recommended_scopes: Vec::new(),
        reason: None,
        last_ok: None,
    }
}

/// What Zoom's application of a company lacks.
fn for_bookings(scopes: &[String]) -> Verified {
    let lacks = |wanted: &&str| !has_scope(scopes, wanted);
    let names = |wanted: &[&str]| -> Vec<String> {
        wanted.iter().filter(|scope| lacks(scope)).map(|scope| (*scope).to_owned()).collect()
    };
    let missing = names(&NEEDED);
    let reason = (!missing.is_empty())
        .then(|| format!("add to the app at Zoom, then verify again: {}", missing.join(", ")));
    let state =
        if missing.is_empty() { ConnectionState::Active } else { ConnectionState::MissingScopes };
    Verified {
        missing_scopes: missing,
        recommended_scopes: names(&RECOMMENDED),
        reason,
        ..plain(state)
    }
}

fn refused(state: ConnectionState, reason: String) -> (Verified, Option<Vec<String>>) {
    (Verified { reason: Some(reason), ..plain(state) }, None)
}

/// A scope is granted as itself or in its account-wide form (requirement A12, reading R11).
fn has_scope(granted: &[String], wanted: &str) -> bool {
    granted.iter().any(|scope| scope.strip_suffix(":admin").unwrap_or(scope) == wanted)
}

/// The provider's active users, for the pick list.
///
/// # Errors
/// When there is no such connection, or the provider refuses.
pub async fn users(
    app: &App,
    tenant: &str,
    provider: &str,
) -> Result<Vec<ProviderUser>, ConnectFault> {
    let config = app.configs.of(tenant, Fresh::Now).await?;
    let whose = Whose::tenants(provider);
    let connection = config.connection(whose).ok_or(ConnectFault::NotConnected)?;
    if !connection.enabled {
        return Err(ConnectFault::Disabled);
    }
    if let Some(reason) = no_addresses(connection, provider) {
        let state = ConnectionState::MissingScopes;
        return Err(ConnectFault::Provider(ProviderFault::Connection { state, reason }));
    }
    let way = Way::of(app, &config, whose).map_err(ConnectFault::Provider)?;
    way.users().await.map_err(ConnectFault::Provider)
}

/// Without addresses nobody can be matched (requirement G11).
fn no_addresses(connection: &Connection, provider: &str) -> Option<String> {
    const NEEDED: [&str; 2] = ["users:read", "users:read.email"];
    let lacks = |scope: &&str| !connection.scopes.iter().any(|granted| granted == *scope);
    let missing: Vec<_> = NEEDED.into_iter().filter(lacks).collect();
    (provider == Platform::Slack.name() && !missing.is_empty()).then(|| {
        format!("people can't be matched without {}: authorise Slack once more", missing.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scopes(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    /// A12: each missing scope by name, the account-wide form accepted, `user:write:user` only
    /// recommended.
    #[test]
    fn missing_scopes_are_named() {
        let verified = for_bookings(&scopes(&[
            "meeting:write:meeting:admin",
            "meeting:update:meeting",
            "user:read:user:admin",
            "user:read:list_users:admin",
        ]));
        assert_eq!(verified.state, ConnectionState::MissingScopes);
        assert_eq!(verified.missing_scopes, scopes(&["meeting:delete:meeting"]));
        assert!(verified.recommended_scopes.contains(&"user:write:user".to_owned()));
    }

    /// A15: with the needed scopes the connection is active, and since when.
    #[test]
    fn enough_scopes_make_it_active() {
        let connection = crate::domain::sample::config().connections["zoom"].clone();
        let grant = Grant { scopes: Some(scopes(&NEEDED)) };
        let (verified, _) = granted(&connection, grant, Timestamp::UNIX_EPOCH);
        assert_eq!(verified.state, ConnectionState::Active);
        assert_eq!(verified.last_ok, Some(Timestamp::UNIX_EPOCH));
        assert_eq!(verified.recommended_scopes, scopes(&RECOMMENDED));
    }
}
