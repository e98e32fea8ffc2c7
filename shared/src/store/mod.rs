//! The table: one file per aggregate. Every key begins with the tenant, so that no query can cross
//! tenants. The exceptions are the clock's own index partition, which only the clock reads, and the items
//! that say which tenant a chat workspace belongs to, which is all they say.

mod applications;
mod consents;
mod deliveries;
mod due;
mod entries;
mod faults;
mod grants;
mod imports;
mod invitations;
mod notices;
mod pace;
mod rejected;
mod resealed;
mod runs;
mod sessions;
mod settings;
mod slots;
mod tickets;
mod tokens;
mod wallets;
mod workspaces;

use std::collections::HashMap;

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
pub use rejected::RejectedMessage;
pub use resealed::SealedAt;
pub use runs::{AccountTaken, RunKey};
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

    use super::{Item, text_of};

    pub fn from_key(key: Option<&Item>, names: &[&str]) -> Option<String> {
        let key = key?;
        let parts: Vec<_> = names.iter().map(|name| text_of(key, name)).collect();
        Some(URL_SAFE_NO_PAD.encode(serde_json::to_vec(&parts).ok()?))
    }

    pub fn parts(cursor: &str, count: usize) -> Option<Vec<String>> {
        let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
        let parts: Vec<String> = serde_json::from_slice(&bytes).ok()?;
        (parts.len() == count).then_some(parts)
    }
}
