//! The table: one file per aggregate. Every key begins with the tenant, so that no query can cross
//! tenants. The exceptions are the clock's own index partition, which only the clock reads, and the items
//! that say which tenant a chat workspace belongs to, which is all they say.

mod applications;
mod consents;
mod deliveries;
mod due;
mod enrolments;
mod entries;
mod faults;
mod feedback;
mod grants;
mod imports;
mod invitations;
mod notices;
mod pace;
mod recordings;
mod rejected;
mod resealed;
mod runs;
mod scenarios;
mod sessions;
mod settings;
mod slots;
mod tickets;
mod tokens;
mod wallets;
mod workspaces;

use std::collections::HashMap;

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use serde::de::DeserializeOwned;

use crate::aws::{Aws, fault};
use crate::domain::fault::Fault;

pub use applications::{BATCH, DuplicatePair, PairState};
pub use consents::ConsentRecord;
pub use deliveries::{Claim, DeliveryRecord, DeliveryState, Doubt};
pub use due::Due;
pub use entries::EntryTaken;
pub use faults::SubscriptionFault;
pub use grants::GrantRecord;
pub use imports::ImportSetting;
pub use invitations::InvitationRecord;
pub use recordings::file_key;
pub use rejected::RejectedMessage;
pub use resealed::SealedAt;
pub use runs::{AccountTaken, RunKey};
pub use scenarios::ScenarioRecord;
pub use sessions::{HOPS, Taken, Written, after_take};
pub use settings::{ConnectionNews, SettingItem};
pub use slots::SlotOf;
pub use tickets::Ticket;
pub use tokens::{ApiToken, TokenScope};

/// An item as the SDK has it.
pub type Item = HashMap<String, AttributeValue>;

/// The table.
#[derive(Clone)]
pub struct Store {
    aws: Aws,
    table: String,
}

/// One page of a list.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The entries.
    pub items: Vec<T>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<String>,
}

impl Store {
    /// The table of this name.
    #[must_use]
    pub const fn new(aws: Aws, table: String) -> Self {
        Self { aws, table }
    }

    async fn get_item(&self, pk: String, sk: String) -> Result<Option<Item>, Fault> {
        let answer = self
            .aws
            .dynamodb()
            .get_item()
            .table_name(&self.table)
            .key("pk", AttributeValue::S(pk))
            .key("sk", AttributeValue::S(sk))
            .consistent_read(true)
            .send()
            .await;
        Ok(answer.map_err(|e| fault("GetItem", &e))?.item)
    }

    /// All items of a partition, read consistently.
    async fn items_of(&self, pk: String) -> Result<Vec<Item>, Fault> {
        let query = self.aws.dynamodb().query().consistent_read(true);
        let query = query.key_condition_expression("pk = :pk");
        self.whole(query.expression_attribute_values(":pk", text(pk))).await
    }

    /// Those whose sort keys begin so.
    async fn items_from(&self, pk: String, beginning: String) -> Result<Vec<Item>, Fault> {
        let query = self.aws.dynamodb().query().consistent_read(true);
        let query = query.key_condition_expression("pk = :pk AND begins_with(sk, :beginning)");
        let query = query.expression_attribute_values(":pk", text(pk));
        self.whole(query.expression_attribute_values(":beginning", text(beginning))).await
    }

    /// Everything that a query finds, page by page.
    async fn whole(&self, query: QueryFluentBuilder) -> Result<Vec<Item>, Fault> {
        let (mut found, mut start) = (Vec::new(), None);
        loop {
            let query = query.clone().table_name(&self.table).set_exclusive_start_key(start);
            let answer = query.send().await.map_err(|e| fault("Query", &e))?;
            found.extend(answer.items.unwrap_or_default());
            match answer.last_evaluated_key {
                Some(key) => start = Some(key),
                None => return Ok(found),
            }
        }
    }

    async fn put_item(&self, item: Item) -> Result<(), Fault> {
        let put = self.aws.dynamodb().put_item().table_name(&self.table).set_item(Some(item));
        put.send().await.map(drop).map_err(|e| fault("PutItem", &e))
    }

    async fn delete_item(&self, pk: String, sk: String) -> Result<(), Fault> {
        let delete = self.aws.dynamodb().delete_item().table_name(&self.table);
        let delete = delete.key("pk", AttributeValue::S(pk)).key("sk", AttributeValue::S(sk));
        delete.send().await.map(drop).map_err(|e| fault("DeleteItem", &e))
    }
}

impl Store {
    /// Writes an item that counts its writes in `rev`, if nobody has since it was read at `seen`; 0 where there was
    /// none. Tells whether it was written.
    async fn put_revised(&self, seen: u64, item: Item) -> Result<bool, Fault> {
        let put = self.aws.dynamodb().put_item().table_name(&self.table).set_item(Some(item));
        let put = if seen == 0 {
            put.condition_expression("attribute_not_exists(pk)")
        } else {
            put.condition_expression("rev = :rev").expression_attribute_values(":rev", number(seen))
        };
        written("PutItem", put.send().await)
    }
}

/// Whether a conditional write was written; `false` when its condition did not hold.
fn written<T, E: ProvideErrorMetadata, R>(
    operation: &str,
    answer: Result<T, SdkError<E, R>>,
) -> Result<bool, Fault> {
    match answer {
        Ok(_) => Ok(true),
        Err(error) => match error.as_service_error().and_then(ProvideErrorMetadata::code) {
            Some("ConditionalCheckFailedException") => Ok(false),
            _ => Err(fault(operation, &error)),
        },
    }
}

fn text(value: impl Into<String>) -> AttributeValue {
    AttributeValue::S(value.into())
}

#[expect(clippy::needless_pass_by_value, reason = "numbers are passed by value")]
fn number(value: impl ToString) -> AttributeValue {
    AttributeValue::N(value.to_string())
}

/// An item's attribute as text; empty when it is something else.
fn text_of<'a>(item: &'a Item, name: &str) -> &'a str {
    item.get(name).and_then(|value| value.as_s().ok()).map_or("", String::as_str)
}

fn read<T: DeserializeOwned>(item: Item) -> Result<T, Fault> {
    serde_dynamo::from_item(item)
        .map_err(|e| Fault::retry(60, format!("an item can't be read: {e}")))
}

fn write<T: serde::Serialize>(value: &T) -> Result<Item, Fault> {
    serde_dynamo::to_item(value)
        .map_err(|e| Fault::retry(60, format!("an item can't be written: {e}")))
}

/// An instant in a form whose order as text is its order in time.
#[must_use]
pub fn sortable(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

/// A page's last key as an opaque cursor, and back. Only the sort keys travel: the partition is the
/// caller's own, so a cursor can't be bent towards another tenant.
mod cursor {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::sessions::index_key;
    use super::{Item, text, text_of};

    pub fn from_key(key: Option<&Item>, names: &[&str]) -> Option<String> {
        let key = key?;
        let parts: Vec<_> = names.iter().map(|name| text_of(key, name)).collect();
        Some(URL_SAFE_NO_PAD.encode(serde_json::to_vec(&parts).ok()?))
    }

    /// Where a page of one partition begins: after the sort key in the cursor.
    pub fn after(cursor: Option<&str>, pk: String) -> Option<Item> {
        let [sk] = <[String; 1]>::try_from(parts(cursor?, 1)?).ok()?;
        Some([("pk".to_owned(), text(pk)), ("sk".to_owned(), text(sk))].into())
    }

    /// The same for the index over one partition: the cursor has the index's sort key and the item's.
    pub fn after_in_index(cursor: Option<&str>, pk: String) -> Option<Item> {
        let [order, sk] = <[String; 2]>::try_from(parts(cursor?, 2)?).ok()?;
        let mut key = index_key(pk.clone(), order);
        key.extend([("pk".to_owned(), text(pk)), ("sk".to_owned(), text(sk))]);
        Some(key)
    }

    /// The same for the index over items of many partitions: the cursor has the index's sort key, the item's
    /// partition and its sort key. Whoever takes such a cursor from outside looks whose the partition is.
    pub fn after_anywhere(cursor: Option<&str>, index: String) -> Option<Item> {
        let [order, pk, sk] = <[String; 3]>::try_from(parts(cursor?, 3)?).ok()?;
        let mut key = index_key(index, order);
        key.extend([("pk".to_owned(), text(pk)), ("sk".to_owned(), text(sk))]);
        Some(key)
    }

    pub fn parts(cursor: &str, count: usize) -> Option<Vec<String>> {
        let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
        let parts: Vec<String> = serde_json::from_slice(&bytes).ok()?;
        (parts.len() == count).then_some(parts)
    }
}
