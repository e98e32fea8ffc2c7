//! A chat platform says that it lets the application in no more: the connection shows it at once, and
//! what would be sent waits.

use super::configs::Fresh;
use super::{App, Context, health};
use crate::domain::config::{ConnectionState, Whose};
use crate::domain::fault::Fault;
use crate::domain::question::Revoked;

/// Notes it, unless somebody has let the application in again since. The platform tells of one removal
/// in several events and in any order; each says the same here.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn handle(app: &App, revoked: &Revoked, context: &Context) -> Result<(), Fault> {
    for workspace in &revoked.revoked_in {
        if let Some(tenant) = app.store.tenant_of(revoked.platform, workspace).await? {
            return note(app, &tenant, revoked, context).await;
        }
    }
    Ok(())
}

async fn note(app: &App, tenant: &str, revoked: &Revoked, context: &Context) -> Result<(), Fault> {
    let config = app.configs.of(tenant, Fresh::Now).await?;
    let whose = Whose::tenants(revoked.platform.name());
    let Some(connection) = config.connection(whose) else { return Ok(()) };
    if connection.last_ok.is_some_and(|at| at > revoked.at) {
        return Ok(());
    }
    let reason = format!(
        "{} says that the app was removed or its access withdrawn: authorise it once more; mappings and \
         subscriptions stay",
        revoked.platform.title()
    );
    let state = (ConnectionState::NeedsReauth, reason.as_str());
    health::note(app, &config, whose, state, &context.trace).await
}
