//! The tenants' configurations in memory: read with one query, kept for a short while, read again
//! before anything is refused for the lack of a setting.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

use crate::clock::Clock;
use crate::domain::config::TenantConfig;
use crate::domain::fault::Fault;
use crate::store::Store;

/// More tenants than one process serves in a minute; beyond it, the memory starts anew.
const MOST: usize = 2_000;

/// Configurations by tenant; `None` for a tenant that there is not.
pub struct Configs {
    store: Store,
    clock: Clock,
    kept_for: SignedDuration,
    kept: Mutex<BTreeMap<String, Kept>>,
    /// Held while a tenant's configuration is read, so that a batch reads it once and not ten times.
    reading: Mutex<BTreeMap<String, Arc<tokio::sync::Mutex<()>>>>,
}

#[derive(Clone)]
struct Kept {
    read_at: Timestamp,
    config: Option<Arc<TenantConfig>>,
}

/// How new a configuration must be.
#[derive(Clone, Copy, Debug)]
pub enum Fresh {
    /// As kept.
    Kept,
    /// Read after this instant.
    Since(Timestamp),
    /// At least of this version.
    Version(u64),
    /// Read now.
    Now,
}

impl Configs {
    /// Configurations kept for `kept_for`.
    #[must_use]
    pub fn new(store: Store, clock: Clock, kept_for: SignedDuration) -> Self {
        Self { store, clock, kept_for, kept: Mutex::default(), reading: Mutex::default() }
    }

    /// The configuration of a tenant, as new as asked for. `None` when there is no such tenant.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn get(
        &self,
        tenant: &str,
        fresh: Fresh,
    ) -> Result<Option<Arc<TenantConfig>>, Fault> {
        let asked_at = self.clock.now();
        if let Some(kept) = self.lookup(tenant, fresh, asked_at) {
            return Ok(kept.config);
        }
        let reading = self.reading(tenant);
        let _held = reading.lock().await;
        // Somebody may have read it while this waited; what was read since the question serves.
        let fresh = if matches!(fresh, Fresh::Now) { Fresh::Since(asked_at) } else { fresh };
        let now = self.clock.now();
        if let Some(kept) = self.lookup(tenant, fresh, now) {
            return Ok(kept.config);
        }
        let config = self.store.config(tenant, now).await?.map(Arc::new);
        self.keep(tenant, Kept { read_at: now, config: config.clone() });
        Ok(config)
    }

    /// The configuration of a tenant that must exist.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer, or there is no such tenant (any more).
    pub async fn of(&self, tenant: &str, fresh: Fresh) -> Result<Arc<TenantConfig>, Fault> {
        let config = self.get(tenant, fresh).await?;
        config.ok_or_else(|| Fault::retry(60, "the tenant has no configuration"))
    }

    fn serves(&self, kept: &Kept, fresh: Fresh, now: Timestamp) -> bool {
        let young = now.duration_since(kept.read_at) < self.kept_for;
        young
            && match fresh {
                Fresh::Kept => true,
                Fresh::Since(at) => kept.read_at > at,
                Fresh::Version(version) => {
                    kept.config.as_ref().is_some_and(|config| config.version >= version)
                }
                Fresh::Now => false,
            }
    }

    fn lookup(&self, tenant: &str, fresh: Fresh, now: Timestamp) -> Option<Kept> {
        let all = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(tenant).filter(|kept| self.serves(kept, fresh, now)).cloned()
    }

    fn reading(&self, tenant: &str) -> Arc<tokio::sync::Mutex<()>> {
        let mut all = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(all.entry(tenant.to_owned()).or_default())
    }

    fn keep(&self, tenant: &str, kept: Kept) {
        let mut all = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST {
            all.clear();
            self.reading.lock().unwrap_or_else(PoisonError::into_inner).clear();
        }
        all.insert(tenant.to_owned(), kept);
    }
}
