//! Consents that were begun: what the state of an OAuth flow stands for, until the browser comes back.

use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Item, Store, fault, number, read, text, write};
use crate::domain::config::Sealed;
use crate::domain::fault::Fault;

/// One consent that was begun.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentRecord {
    /// At which provider.
    pub provider: String,
    /// For whose connection; `None` for the tenant's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// The PKCE verifier.
    pub verifier: Sealed,
    /// Who began it, as the connection will show it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begun_by: Option<String>,
    /// Too late from then on.
    pub until: Timestamp,
}

fn partition(tenant: &str) -> String {
    format!("{tenant}#consents")
}

impl Store {
    /// Remembers a consent by its secret name. The table forgets it by itself after its end.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn put_consent(
        &self,
        tenant: &str,
        name: &str,
        consent: &ConsentRecord,
    ) -> Result<(), Fault> {
        let mut item: Item = write(consent)?;
        item.insert("pk".to_owned(), text(partition(tenant)));
        item.insert("sk".to_owned(), text(name));
        item.insert("expires_at".to_owned(), number(consent.until.as_second()));
        self.put_item(item).await
    }

    /// Takes a consent by its secret name; whoever comes second finds none.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn take_consent(
        &self,
        tenant: &str,
        name: &str,
    ) -> Result<Option<ConsentRecord>, Fault> {
        let delete = self
            .aws
            .dynamodb()
            .delete_item()
            .table_name(&self.table)
            .key("pk", AttributeValue::S(partition(tenant)))
            .key("sk", AttributeValue::S(name.to_owned()))
            .return_values(ReturnValue::AllOld);
        let answer = delete.send().await.map_err(|e| fault("DeleteItem", &e))?;
        answer.attributes.map(read).transpose()
    }
}
