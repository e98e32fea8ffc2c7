//! What is wrong with subscriptions, for people to see where they would look.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Store, fault, read, text, text_of, write};
use crate::domain::fault::{Fault, Reason};

/// What is wrong with a subscription.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SubscriptionFault {
    /// Stable.
    pub code: String,
    /// What to do.
    pub detail: String,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

fn partition(tenant: &str) -> String {
    format!("{tenant}#faults")
}

impl Store {
    /// Shows what is wrong at a subscription.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn put_fault(
        &self,
        tenant: &str,
        subscription: &str,
        reason: &Reason,
        at: Timestamp,
    ) -> Result<(), Fault> {
        let (code, detail) = (reason.code.clone(), reason.detail.clone());
        let mut item = write(&SubscriptionFault { code, detail, at })?;
        item.insert("pk".to_owned(), text(partition(tenant)));
        item.insert("sk".to_owned(), text(subscription));
        self.put_item(item).await
    }

    /// Shows nothing there any more.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn clear_fault(&self, tenant: &str, subscription: &str) -> Result<(), Fault> {
        self.delete_item(partition(tenant), subscription.to_owned()).await
    }

    /// What is wrong with a tenant's subscriptions, by their ids.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn faults(&self, tenant: &str) -> Result<BTreeMap<String, SubscriptionFault>, Fault> {
        let query = self.aws.dynamodb().query().table_name(&self.table);
        let query = query
            .key_condition_expression("pk = :pk")
            .expression_attribute_values(":pk", text(partition(tenant)));
        let answer = query.send().await.map_err(|e| fault("Query", &e))?;
        let items = answer.items.unwrap_or_default().into_iter();
        items.map(|item| Ok((text_of(&item, "sk").to_owned(), read(item)?))).collect()
    }
}
