//! What is known of people's balances, for telling once when one falls below its threshold.

use jiff::SignedDuration;

use super::{Store, number, read, text, write, written};
use crate::domain::business::{Balance, Subject};
use crate::domain::fault::Fault;
use crate::domain::ids::{digest, fold_email};

/// A balance of which nothing was heard for so long says nothing any more.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 400);

fn partition(tenant: &str) -> String {
    format!("{tenant}#wallets")
}

/// An address is not written into a key.
fn sort_key(who: &Subject) -> String {
    match who {
        Subject::Person(id) => format!("person#{id}"),
        Subject::Email(email) => format!("email#{}", digest(&[&fold_email(email)])),
    }
}

impl Store {
    /// What is known of somebody's balance.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn balance(&self, tenant: &str, who: &Subject) -> Result<Option<Balance>, Fault> {
        self.get_item(partition(tenant), sort_key(who)).await?.map(read).transpose()
    }

    /// Forgets somebody's balance.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn forget_balance(&self, tenant: &str, who: &Subject) -> Result<(), Fault> {
        self.delete_item(partition(tenant), sort_key(who)).await
    }

    /// Writes what follows, unless somebody has written since. Tells whether it was written.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn put_balance(
        &self,
        tenant: &str,
        who: &Subject,
        balance: &Balance,
    ) -> Result<bool, Fault> {
        let mut item: super::Item = write(balance)?;
        item.insert("pk".to_owned(), text(partition(tenant)));
        item.insert("sk".to_owned(), text(sort_key(who)));
        let expires = balance.at.checked_add(KEPT).unwrap_or(balance.at).as_second();
        item.insert("expires_at".to_owned(), number(expires));
        let put = self
            .aws
            .dynamodb()
            .put_item()
            .table_name(&self.table)
            .set_item(Some(item))
            .condition_expression("attribute_not_exists(pk) OR #rev = :before")
            .expression_attribute_names("#rev", "rev")
            .expression_attribute_values(":before", number(balance.rev.saturating_sub(1)));
        written("PutItem", put.send().await)
    }
}
