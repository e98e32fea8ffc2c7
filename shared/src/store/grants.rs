//! What people granted: tokens, sealed, in an item of their own. They change each hour, and nobody
//! should read a tenant's configuration again because of it.

use serde::{Deserialize, Serialize};

use jiff::Timestamp;

use super::{Item, Store, number, read, text, write, written};
use crate::domain::config::{Sealed, Whose};
use crate::domain::fault::Fault;
use crate::domain::meeting::Lease;

/// The tokens of one connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantRecord {
    /// The connection's credentials that they belong to.
    pub credentials: String,
    /// Counts writes; every conditional write names the revision it has seen.
    pub rev: u64,
    /// Opens the API.
    pub access: Sealed,
    /// When `access` should be replaced.
    pub renew_at: Timestamp,
    /// When `access` ends.
    pub ends: Timestamp,
    /// Gets the next access token.
    pub refresh: Sealed,
    /// Who renews them now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease: Option<Lease>,
}

fn partition(tenant: &str) -> String {
    format!("{tenant}#grants")
}

impl Store {
    /// The tokens of a connection, read consistently.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn grant(
        &self,
        tenant: &str,
        whose: Whose<'_>,
    ) -> Result<Option<GrantRecord>, Fault> {
        self.get_item(partition(tenant), whose.item()).await?.map(read).transpose()
    }

    /// Keeps new tokens, whatever was kept before.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn put_grant(
        &self,
        tenant: &str,
        whose: Whose<'_>,
        grant: &GrantRecord,
    ) -> Result<(), Fault> {
        self.put_item(item(tenant, whose, grant)?).await
    }

    /// Writes the tokens if nobody has written since `seen` was read. Tells whether it was written.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn replace_grant(
        &self,
        tenant: &str,
        whose: Whose<'_>,
        seen: &GrantRecord,
        grant: &GrantRecord,
    ) -> Result<bool, Fault> {
        let put = self
            .aws
            .dynamodb()
            .put_item()
            .table_name(&self.table)
            .set_item(Some(item(tenant, whose, grant)?))
            .condition_expression("#credentials = :credentials AND #rev = :rev")
            .expression_attribute_names("#credentials", "credentials")
            .expression_attribute_names("#rev", "rev")
            .expression_attribute_values(":credentials", text(&seen.credentials))
            .expression_attribute_values(":rev", number(seen.rev));
        written("PutItem", put.send().await)
    }

    /// Destroys the tokens of a connection.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn delete_grant(&self, tenant: &str, whose: Whose<'_>) -> Result<(), Fault> {
        self.delete_item(partition(tenant), whose.item()).await
    }
}

fn item(tenant: &str, whose: Whose<'_>, grant: &GrantRecord) -> Result<Item, Fault> {
    let mut item: Item = write(grant)?;
    item.insert("pk".to_owned(), text(partition(tenant)));
    item.insert("sk".to_owned(), text(whose.item()));
    Ok(item)
}
