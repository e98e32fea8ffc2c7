//! Waiting: pointers that healing and the clock find, written before the session says that it waits.

use jiff::{SignedDuration, Timestamp};

use super::Work;
use crate::domain::fault::{Block, Fault, HealKey, Reason};
use crate::domain::ids::SessionKey;
use crate::domain::meeting::Session;
use crate::store::Due;

/// How often the clock looks at what waits, as a net below healing.
pub(crate) const NET: SignedDuration = SignedDuration::from_hours(1);

impl Work<'_> {
    /// Makes healing, and in an hour the clock, find this session.
    pub(super) async fn point_at(&self, key: &SessionKey, block: &Block) -> Result<(), Fault> {
        let now = self.now();
        self.point(key, &block.heals_by, now.checked_add(NET).unwrap_or(now)).await
    }

    /// Makes the clock find this session at `until`.
    pub(super) async fn park(
        &self,
        key: &SessionKey,
        reason: Reason,
        until: Timestamp,
    ) -> Result<Block, Fault> {
        let block = Block { reason, heals_by: HealKey::time() };
        self.point(key, &block.heals_by, until).await?;
        Ok(block)
    }

    async fn point(
        &self,
        key: &SessionKey,
        heals_by: &HealKey,
        at: Timestamp,
    ) -> Result<(), Fault> {
        self.app.store.put_due(&pointer(key, heals_by), at).await
    }

    /// Removes the pointer of what the session has stopped waiting for. If this is lost, the next
    /// look finds nothing to do and removes it then.
    pub(super) async fn release_pointer(
        &self,
        session: &Session,
        waited: Option<Block>,
    ) -> Result<(), Fault> {
        let Some(waited) = waited else { return Ok(()) };
        let still = session.waits_for.as_ref().is_some_and(|now| now.heals_by == waited.heals_by);
        if still {
            return Ok(());
        }
        self.app.store.delete_due(&pointer(&session.key, &waited.heals_by)).await
    }
}

fn pointer(key: &SessionKey, heals_by: &HealKey) -> Due {
    Due::Session { key: key.clone(), heals_by: heals_by.as_str().to_owned() }
}
