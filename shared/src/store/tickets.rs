//! One-time links by which somebody fetches a token. The link holds a secret of which only a digest is kept, and no
//! token exists before it is fetched.

use aws_sdk_dynamodb::types::ReturnValue;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Item, Store, TokenScope, fault, number, read, text, write};
use crate::domain::fault::Fault;

/// What token a link gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// What people call the token.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<TokenScope>,
    /// The import account it is bound to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The person whose it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// Whether it is good for nothing but getting another one.
    #[serde(default)]
    pub must_rotate: bool,
    /// When the link ends.
    pub ends_at: Timestamp,
}

fn partition(tenant: &str) -> String {
    format!("{tenant}#tickets")
}

impl Store {
    /// Keeps what a link gives, by its digest.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn put_ticket(
        &self,
        tenant: &str,
        digest: &str,
        ticket: &Ticket,
    ) -> Result<(), Fault> {
        let mut item: Item = write(ticket)?;
        item.insert("pk".to_owned(), text(partition(tenant)));
        item.insert("sk".to_owned(), text(digest));
        item.insert("expires_at".to_owned(), number(ticket.ends_at.as_second()));
        self.put_item(item).await
    }

    /// What a link would give, without taking it.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn ticket(&self, tenant: &str, digest: &str) -> Result<Option<Ticket>, Fault> {
        self.get_item(partition(tenant), digest.to_owned()).await?.map(read).transpose()
    }

    /// Takes what a link gives: of several who come at once, one gets it.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn take_ticket(&self, tenant: &str, digest: &str) -> Result<Option<Ticket>, Fault> {
        let delete = self
            .aws
            .dynamodb()
            .delete_item()
            .table_name(&self.table)
            .key("pk", text(partition(tenant)))
            .key("sk", text(digest))
            .return_values(ReturnValue::AllOld);
        let answer = delete.send().await.map_err(|e| fault("DeleteItem", &e))?;
        answer.attributes.map(read).transpose()
    }
}
