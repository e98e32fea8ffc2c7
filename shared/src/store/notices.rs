//! What the company's contact was told of connections, so that the same news is told once.

use jiff::{SignedDuration, Timestamp};

use super::{Store, fault, number, text, written};
use crate::domain::fault::Fault;

/// How long it is remembered: longer than any message lives in a queue.
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

fn partition(tenant: &str) -> String {
    format!("{tenant}#notices")
}

impl Store {
    /// Takes the right to tell until `until`, unless it was told or is being told.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn claim_notice(
        &self,
        tenant: &str,
        id: &str,
        (now, until): (Timestamp, Timestamp),
    ) -> Result<bool, Fault> {
        let expires = now.checked_add(KEPT).unwrap_or(until);
        let update = self
            .aws
            .dynamodb()
            .update_item()
            .table_name(&self.table)
            .key("pk", text(partition(tenant)))
            .key("sk", text(id))
            .update_expression("SET claimed_until = :until, expires_at = :expires")
            .condition_expression("attribute_not_exists(pk) OR claimed_until <= :now")
            .expression_attribute_values(":until", number(until.as_millisecond()))
            .expression_attribute_values(":now", number(now.as_millisecond()))
            .expression_attribute_values(":expires", number(expires.as_second()));
        written("UpdateItem", update.send().await)
    }

    /// Sets when the right to tell ends: at once, to tell later; never, once it was told.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn hold_notice(&self, tenant: &str, id: &str, until: Timestamp) -> Result<(), Fault> {
        let update = self
            .aws
            .dynamodb()
            .update_item()
            .table_name(&self.table)
            .key("pk", text(partition(tenant)))
            .key("sk", text(id))
            .update_expression("SET claimed_until = :until")
            .expression_attribute_values(":until", number(until.as_millisecond()));
        update.send().await.map(drop).map_err(|e| fault("UpdateItem", &e))
    }
}
