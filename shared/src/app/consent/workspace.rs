//! Consents for a whole workspace of a chat platform: whose it is, and what becomes of messages that
//! waited for it.

use super::{App, End, Finishing, Returned};
use crate::app::grants;
use crate::app::way::Way;
use crate::domain::config::{Connection, ConnectionState, Credentials, TenantConfig, Whose};
use crate::domain::fault::Fault;
use crate::domain::vendor::{Platform, Vendor};
use crate::providers::ProviderFault;
use crate::queue::{Envelope, Release};

/// Microsoft's ids of directories are GUIDs.
fn is_directory(text: &str) -> bool {
    text.len() == 36 && text.chars().all(|c| c.is_ascii_hexdigit() || c == '-')
}

impl Finishing<'_> {
    /// The platform, when this is about one.
    pub(super) fn platform(&self) -> Option<Platform> {
        match Vendor::from_name(&self.consent.provider)? {
            Vendor::Chat(platform) => Some(platform),
            Vendor::Meetings(_) | Vendor::Exchange | Vendor::Hrmos | Vendor::Drive => None,
        }
    }

    /// An administrator comes back with the id of a directory. The browser says it, so it is believed
    /// only if Microsoft gives the application a token there, and the directory is nobody else's.
    pub(super) async fn directory(&self, returned: &Returned) -> Result<End, Fault> {
        let Some(directory) = returned.directory.as_deref().filter(|it| is_directory(it)) else {
            return Ok(End::Unknown);
        };
        let by = Credentials::Directory { tenant_id: directory.to_owned() };
        let mut connection =
            Connection::new(by, self.app.entropy.name()?, self.consent.begun_by.clone());
        if let Some(end) = self.refused_by_directory(&connection).await? {
            return Ok(end);
        }
        if !self.bind(directory).await? {
            return Ok(End::WrongAccount);
        }
        connection.state = ConnectionState::Active;
        connection.last_ok = Some(self.app.clock.now());
        self.save(connection).await?;
        Ok(End::Connected)
    }

    async fn refused_by_directory(&self, connection: &Connection) -> Result<Option<End>, Fault> {
        let whose = self.whose();
        let mut config: TenantConfig = self.config.clone();
        config.connections.insert(whose.provider.to_owned(), connection.clone());
        let tried = match Way::of(self.app, &config, whose) {
            Ok(way) => way.verify().await,
            Err(fault) => Err(fault),
        };
        match tried {
            Ok(_) => Ok(None),
            Err(ProviderFault::Connection { state, reason }) => {
                tracing::warn!(state = state.name(), reason, "a directory gives no token");
                Ok(Some(End::Trouble))
            }
            Err(fault) => {
                super::log(&fault);
                Ok(Some(End::Trouble))
            }
        }
    }

    /// Makes the workspace the tenant's. Slack itself says which workspace let the application in, so the
    /// latest tenant to be let in has its questions. A directory is what the browser says: it stays with
    /// whoever came first, unless all tenants of the deployment belong together. `false`, and shown, when
    /// it is another's.
    pub(super) async fn bind(&self, workspace: &str) -> Result<bool, Fault> {
        let Some(platform) = self.platform() else { return Ok(true) };
        let tenant = &self.config.id;
        if platform == Platform::Slack || self.app.config.shared_workspaces {
            self.app.store.take_workspace(platform, workspace, tenant).await?;
            return Ok(true);
        }
        if self.app.store.bind_workspace(platform, workspace, tenant).await? {
            return Ok(true);
        }
        tracing::warn!(tenant, platform = platform.name(), "a workspace is another tenant's");
        self.note(End::WrongAccount, "").await?;
        Ok(false)
    }
}

/// What waits for a platform goes out; done once the connection works.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn release(app: &App, tenant: &str, whose: Whose<'_>, trace: &str) -> Result<(), Fault> {
    let (Some(Vendor::Chat(platform)), None) = (Vendor::from_name(whose.provider), whose.person)
    else {
        return Ok(());
    };
    let release = Release { released: tenant.to_owned(), platform, person: None };
    app.deliveries()?.send(tenant, &Envelope::new(trace, release)).await
}

/// The workspace of a tenant that disconnects is anybody's to connect. A directory stays the tenant's:
/// its consent at Microsoft outlives ours, and whoever names it must not get it.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn let_go(app: &App, config: &TenantConfig, whose: Whose<'_>) -> Result<(), Fault> {
    let (Some(Vendor::Chat(platform)), Some(connection)) =
        (Vendor::from_name(whose.provider), config.connection(whose))
    else {
        return Ok(());
    };
    match &connection.by {
        Credentials::Oauth { account_id, .. } if !account_id.is_empty() => {
            app.store.release_workspace(platform, account_id, &config.id).await
        }
        _ => Ok(()),
    }
}

/// Whether a person may have a connection of one's own there.
pub(super) fn is_personal(provider: &str) -> bool {
    matches!(Vendor::from_name(provider), Some(Vendor::Meetings(_)))
}

/// Whether the deployment's application there is known.
///
/// # Errors
/// [`Fault::Retry`] when the secret can't be had.
pub async fn is_offered(app: &App, platform: Platform) -> Result<bool, Fault> {
    Ok(grants::application(app, Vendor::Chat(platform)).await?.is_some())
}
