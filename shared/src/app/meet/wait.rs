//! Waiting: pointers that healing and the clock find, written before the session says that it waits.

use jiff::{SignedDuration, Timestamp};

use super::Work;
use crate::domain::fault::{Block, Fault, HealKey, Reason};
use crate::domain::meeting::Session;

/// How often the clock looks at what waits, as a net below healing.
pub(crate) const NET: SignedDuration = SignedDuration::from_hours(1);

impl Work<'_> {
    /// Makes healing, and in an hour the clock, find this session.
    pub(super) async fn point_at(&self, session: &Session, block: &Block) -> Result<(), Fault> {
        let now = self.now();
        let at = now.checked_add(NET).unwrap_or(now);
        self.app.store.put_waiting(&session.key, &block.heals_by, at, session.rev).await
    }

    /// Makes the clock find this session at `until`.
    pub(super) async fn park(
        &self,
        session: &Session,
        reason: Reason,
        until: Timestamp,
    ) -> Result<Block, Fault> {
        let block = Block { reason, heals_by: HealKey::time() };
        self.app.store.put_waiting(&session.key, &block.heals_by, until, session.rev).await?;
        Ok(block)
    }

    /// Removes the pointers of what the session, as it was just written, does not wait for. If this
    /// is lost, the next look finds nothing to do and removes them then.
    pub(super) async fn release_pointers(
        &self,
        session: &Session,
        pointers: &[HealKey],
    ) -> Result<(), Fault> {
        let waits_for = session.waits_for.as_ref().map(|block| &block.heals_by);
        for pointer in pointers.iter().filter(|pointer| Some(*pointer) != waits_for) {
            self.app.store.delete_waiting(&session.key, pointer, session.rev).await?;
        }
        Ok(())
    }
}
