//! Secrets that lie sealed under an older key of the ring are sealed anew with the newest, so that the
//! older one can be taken out a while after a newer one has come. Nothing else about them changes: the
//! configuration has no new version by it, and nobody who waits is woken.

use super::App;
use crate::domain::config::{Sealed, TenantConfig, Whose};
use crate::domain::fault::Fault;
use crate::store::{GrantRecord, SealedAt};
use crate::vault::Place;

/// Every secret of a tenant that is kept for long. One that does not open is left to whoever needs it.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn all(app: &App, config: &TenantConfig) -> Result<(), Fault> {
    for whose in everybody(config) {
        connection(app, config, whose).await?;
        grant(app, config, whose).await?;
    }
    for (id, source) in &config.sources {
        let at = SealedAt { item: format!("source#{id}"), path: &["secret"] };
        setting(app, &config.id, &at, &source.secret).await?;
    }
    Ok(())
}

fn everybody(config: &TenantConfig) -> impl Iterator<Item = Whose<'_>> {
    let tenants = config.connections.keys().map(|provider| Whose::tenants(provider));
    let own = config.personal.keys().map(|(provider, person)| Whose::persons(provider, person));
    tenants.chain(own)
}

/// The secret of one connection, when it is used.
///
/// # Errors
/// As [`all`].
pub async fn connection(app: &App, config: &TenantConfig, whose: Whose<'_>) -> Result<(), Fault> {
    let sealed = config.connection(whose).and_then(|connection| connection.by.sealed());
    let Some((field, sealed)) = sealed else { return Ok(()) };
    setting(app, &config.id, &SealedAt { item: whose.item(), path: &["by", field] }, sealed).await
}

async fn setting(app: &App, tenant: &str, at: &SealedAt<'_>, sealed: &Sealed) -> Result<(), Fault> {
    let Some(field) = at.path.last() else { return Ok(()) };
    match anew(app, Place { tenant, item: &at.item, field }, sealed).await? {
        Some(new) => app.store.reseal(tenant, at, sealed, &new).await.map(drop),
        None => Ok(()),
    }
}

/// Tokens are sealed anew whenever they are renewed; this is for those that nobody renews now.
async fn grant(app: &App, config: &TenantConfig, whose: Whose<'_>) -> Result<(), Fault> {
    let is_granted = config.connection(whose).is_some_and(|it| it.by.sealed().is_none());
    if !is_granted {
        return Ok(());
    }
    let Some(kept) = app.store.grant(&config.id, whose).await? else { return Ok(()) };
    let item = whose.item();
    let place = |field| Place { tenant: &config.id, item: &item, field };
    let access = anew(app, place("access"), &kept.access).await?;
    let refresh = anew(app, place("refresh"), &kept.refresh).await?;
    // Whoever renews them now seals them anew.
    if kept.lease.is_some() || (access.is_none() && refresh.is_none()) {
        return Ok(());
    }
    let record = GrantRecord {
        rev: kept.rev + 1,
        access: access.unwrap_or_else(|| kept.access.clone()),
        refresh: refresh.unwrap_or_else(|| kept.refresh.clone()),
        ..kept.clone()
    };
    app.store.replace_grant(&config.id, whose, &kept, &record).await.map(drop)
}

/// The same secret under the newest key; `None` when it lies under that one, or does not open.
async fn anew(app: &App, place: Place<'_>, sealed: &Sealed) -> Result<Option<Sealed>, Fault> {
    if app.vault.is_current(sealed).await? {
        return Ok(None);
    }
    let Ok(secret) = app.vault.open(place, sealed).await else {
        tracing::warn!(tenant = place.tenant, item = place.item, "a secret does not open");
        return Ok(None);
    };
    app.vault.seal(place, &secret).await.map(Some)
}
