//! Slots at a busy channel: each message that came too fast gets one of its own, so that they don't all
//! come again at once.

use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::ReturnValue;
use jiff::{SignedDuration, Timestamp};

use super::{Item, Store, fault, number, text};
use crate::domain::fault::Fault;

/// How long a channel that has become quiet is remembered.
const KEPT: SignedDuration = SignedDuration::from_hours(24);

impl Store {
    /// The next free slot at a channel: not before `free`, and `step` after the one before.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer, or too many ask at once.
    pub async fn slot(
        &self,
        tenant: &str,
        channel: &str,
        (now, free): (Timestamp, Timestamp),
        step: SignedDuration,
    ) -> Result<Timestamp, Fault> {
        if let Some(slot) = self.next_slot(tenant, channel, now, step).await? {
            return Ok(slot);
        }
        if self.first_slot(tenant, channel, now, free).await? {
            return Ok(free);
        }
        // Somebody else was first in between.
        let slot = self.next_slot(tenant, channel, now, step).await?;
        slot.ok_or_else(|| Fault::retry(1, "the channel's slots change too fast"))
    }

    /// Behind the latest slot, if that is still to come.
    async fn next_slot(
        &self,
        tenant: &str,
        channel: &str,
        now: Timestamp,
        step: SignedDuration,
    ) -> Result<Option<Timestamp>, Fault> {
        let update = self
            .aws
            .dynamodb()
            .update_item()
            .table_name(&self.table)
            .key("pk", text(format!("{tenant}#pace")))
            .key("sk", text(channel))
            .update_expression("SET slot = slot + :step, expires_at = :expires")
            .condition_expression("slot >= :now")
            .expression_attribute_values(":step", number(step.as_millis()))
            .expression_attribute_values(":now", number(now.as_millisecond()))
            .expression_attribute_values(":expires", number(expires(now)))
            .return_values(ReturnValue::UpdatedNew);
        match update.send().await {
            Ok(answer) => Ok(answer.attributes().and_then(slot_of)),
            Err(error) => match error.as_service_error() {
                Some(UpdateItemError::ConditionalCheckFailedException(_)) => Ok(None),
                _ => Err(fault("UpdateItem", &error)),
            },
        }
    }

    /// The first slot of a channel that has none to come.
    async fn first_slot(
        &self,
        tenant: &str,
        channel: &str,
        now: Timestamp,
        free: Timestamp,
    ) -> Result<bool, Fault> {
        let update = self
            .aws
            .dynamodb()
            .update_item()
            .table_name(&self.table)
            .key("pk", text(format!("{tenant}#pace")))
            .key("sk", text(channel))
            .update_expression("SET slot = :free, expires_at = :expires")
            .condition_expression("attribute_not_exists(slot) OR slot < :now")
            .expression_attribute_values(":free", number(free.as_millisecond()))
            .expression_attribute_values(":now", number(now.as_millisecond()))
            .expression_attribute_values(":expires", number(expires(now)));
        match update.send().await {
            Ok(_) => Ok(true),
            Err(error) => match error.as_service_error() {
                Some(UpdateItemError::ConditionalCheckFailedException(_)) => Ok(false),
                _ => Err(fault("UpdateItem", &error)),
            },
        }
    }
}

fn expires(now: Timestamp) -> i64 {
    now.checked_add(KEPT).unwrap_or(now).as_second()
}

fn slot_of(item: &Item) -> Option<Timestamp> {
    let text = item.get("slot")?.as_n().ok()?;
    Timestamp::from_millisecond(text.parse().ok()?).ok()
}
