//! Which accounts start at which time of day, found by zone and time without looking at any other.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::types::Select;
use jiff::Timestamp;

use super::sessions::index_key;
use super::{Item, Store, number, sortable, text, text_of, written};
use crate::domain::fault::Fault;

/// The index partition of all slots of all tenants. Only the clock reads it.
const SLOTS: &str = "_clock#slots";
/// The partition of what the clock itself has to remember.
const CLOCK: &str = "_clock#imports";

/// An account that starts at a time of day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SlotOf {
    /// Whose.
    pub tenant: String,
    /// Which account.
    pub account: String,
}

fn partition(tenant: &str) -> String {
    format!("{tenant}#slots")
}

impl Store {
    /// Makes an account start at these times of day (`09:00`) in this zone, and at no others.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn put_slots(
        &self,
        tenant: &str,
        account: &str,
        zone: &str,
        times: &[String],
    ) -> Result<(), Fault> {
        let wanted: BTreeSet<String> = times.iter().map(|time| format!("{zone}#{time}")).collect();
        let found = self.slots_of(tenant, account).await?;
        if !wanted.is_empty() {
            self.note_zone(zone).await?;
        }
        for slot in wanted.difference(&found) {
            let mut item = index_key(SLOTS.to_owned(), format!("{slot}#{tenant}#{account}"));
            item.insert("pk".to_owned(), text(partition(tenant)));
            item.insert("sk".to_owned(), text(format!("{account}#{slot}")));
            self.put_item(item).await?;
        }
        for slot in found.difference(&wanted) {
            self.delete_item(partition(tenant), format!("{account}#{slot}")).await?;
        }
        Ok(())
    }

    async fn slots_of(&self, tenant: &str, account: &str) -> Result<BTreeSet<String>, Fault> {
        let items = self.items_from(partition(tenant), format!("{account}#")).await?;
        let slot =
            |item: &Item| text_of(item, "sk").split_once('#').map(|(_, slot)| slot.to_owned());
        Ok(items.iter().filter_map(slot).collect())
    }

    /// The accounts that start at this time of day in this zone.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn starting_at(&self, zone: &str, time: &str) -> Result<Vec<SlotOf>, Fault> {
        let query = self
            .aws
            .dynamodb()
            .query()
            .index_name("gsi1")
            .select(Select::AllProjectedAttributes)
            .key_condition_expression("gsi1pk = :slots AND begins_with(gsi1sk, :slot)")
            .expression_attribute_values(":slots", text(SLOTS))
            .expression_attribute_values(":slot", text(format!("{zone}#{time}#")));
        Ok(self.whole(query).await?.iter().filter_map(slot_of).collect())
    }

    /// Remembers that some account has times in this zone.
    async fn note_zone(&self, zone: &str) -> Result<(), Fault> {
        let item = [("pk", CLOCK.to_owned()), ("sk", format!("zone#{zone}"))];
        self.put_item(item.map(|(name, value)| (name.to_owned(), text(value))).into()).await
    }

    /// The zones in which some account has times, or had.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn zones(&self) -> Result<Vec<String>, Fault> {
        let items = self.items_from(CLOCK.to_owned(), "zone#".to_owned()).await?;
        let zone = |item: &Item| text_of(item, "sk").strip_prefix("zone#").map(str::to_owned);
        Ok(items.iter().filter_map(zone).collect())
    }

    /// Up to when slots have been started.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn slots_started(&self) -> Result<Option<Timestamp>, Fault> {
        let item = self.get_item(CLOCK.to_owned(), "started".to_owned()).await?;
        Ok(item.and_then(|item| text_of(&item, "at").parse().ok()))
    }

    /// Notes that all slots up to `at` have been started, unless later ones have.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn note_slots_started(&self, at: Timestamp) -> Result<(), Fault> {
        let update = self
            .aws
            .dynamodb()
            .update_item()
            .table_name(&self.table)
            .key("pk", text(CLOCK))
            .key("sk", text("started"))
            .update_expression("SET #at = :at, #order = :order")
            .condition_expression("attribute_not_exists(pk) OR #order < :order")
            .expression_attribute_names("#at", "at")
            .expression_attribute_names("#order", "order")
            .expression_attribute_values(":at", text(sortable(at)))
            .expression_attribute_values(":order", number(at.as_second()));
        written("UpdateItem", update.send().await).map(drop)
    }
}

fn slot_of(item: &Item) -> Option<SlotOf> {
    let tenant = text_of(item, "pk").strip_suffix("#slots")?.to_owned();
    let (account, _) = text_of(item, "sk").split_once('#')?;
    Some(SlotOf { tenant, account: account.to_owned() })
}
