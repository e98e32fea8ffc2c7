//! Messages that were signed but could not be translated: kept once each, so that nothing is lost.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::sessions::index_key;
use super::{Item, Page, Store, cursor, fault, number, read, sortable, text, write, written};
use crate::domain::config::Sealed;
use crate::domain::fault::Fault;

/// How long a kept message stays.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 90);

/// A message that could not be translated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectedMessage {
    /// Digest of source and body: the same message is kept once.
    pub id: String,
    /// The source it came by.
    pub source: String,
    /// When it came first.
    pub received_at: Timestamp,
    /// Why it could not be translated.
    pub code: String,
    /// What to do.
    pub detail: String,
    /// The body, sealed: it is what a customer wrote.
    pub body: Sealed,
}

fn partition(tenant: &str) -> String {
    format!("{tenant}#rejected")
}

impl Store {
    /// Keeps a message unless it is kept already.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn keep_rejected(
        &self,
        tenant: &str,
        message: &RejectedMessage,
    ) -> Result<(), Fault> {
        let mut item: Item = write(message)?;
        let order = format!("{}#{}", sortable(message.received_at), message.id);
        item.extend(index_key(partition(tenant), order));
        item.insert("pk".to_owned(), text(partition(tenant)));
        item.insert("sk".to_owned(), text(&message.id));
        let expires = message.received_at.checked_add(KEPT).unwrap_or(message.received_at);
        item.insert("expires_at".to_owned(), number(expires.as_second()));
        let put = self.aws.dynamodb().put_item().table_name(&self.table).set_item(Some(item));
        let put = put.condition_expression("attribute_not_exists(pk)");
        written("PutItem", put.send().await).map(drop)
    }

    /// A kept message by its id.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn rejected_message(
        &self,
        tenant: &str,
        id: &str,
    ) -> Result<Option<RejectedMessage>, Fault> {
        let item = self.get_item(partition(tenant), id.to_owned()).await?;
        item.map(read).transpose()
    }

    /// Kept messages, the latest first.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn rejected(
        &self,
        tenant: &str,
        after: Option<&str>,
        limit: i32,
    ) -> Result<Page<RejectedMessage>, Fault> {
        let start = cursor::after_in_index(after, partition(tenant));
        let query = self
            .aws
            .dynamodb()
            .query()
            .table_name(&self.table)
            .index_name("gsi1")
            .key_condition_expression("gsi1pk = :pk")
            .expression_attribute_values(":pk", text(partition(tenant)))
            .scan_index_forward(false)
            .set_exclusive_start_key(start)
            .limit(limit);
        let mut answer = query.send().await.map_err(|e| fault("Query", &e))?;
        let next = cursor::from_key(answer.last_evaluated_key(), &["gsi1sk", "sk"]);
        let keys = answer.items.take().unwrap_or_default();
        let mut items = Vec::with_capacity(keys.len());
        for key in keys {
            let item =
                self.get_item(partition(tenant), super::text_of(&key, "sk").to_owned()).await?;
            items.extend(item.map(read).transpose()?);
        }
        Ok(Page { items, next })
    }
}
