//! Feedback, and requests for help.

use super::{Item, Store, read, sortable, text, write, written};
use crate::domain::fault::Fault;
use crate::domain::onboarding::feedback::FeedbackRecord;
use crate::domain::onboarding::support::SupportRequest;

/// How often a change is tried against others' changes.
const TRIES: usize = 8;

fn partition(tenant: &str) -> String {
    format!("{tenant}#feedback")
}

fn support(tenant: &str) -> String {
    format!("{tenant}#support")
}

fn item_of(tenant: &str, record: &FeedbackRecord) -> Result<Item, Fault> {
    let mut item: Item = write(record)?;
    item.insert("pk".to_owned(), text(partition(tenant)));
    item.insert("sk".to_owned(), text(&record.id));
    item.insert("count".to_owned(), super::number(record.answers.len()));
    Ok(item)
}

impl Store {
    /// Keeps a request, unless it is there.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn ask_feedback(&self, tenant: &str, record: &FeedbackRecord) -> Result<(), Fault> {
        let put = self.aws.dynamodb().put_item().table_name(&self.table);
        let put = put.set_item(Some(item_of(tenant, record)?));
        let put = put.condition_expression("attribute_not_exists(pk)");
        written("PutItem", put.send().await).map(drop)
    }

    /// A request with its answers.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn feedback(&self, tenant: &str, id: &str) -> Result<Option<FeedbackRecord>, Fault> {
        self.get_item(partition(tenant), id.to_owned()).await?.map(read).transpose()
    }

    /// Every request of a company.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn all_feedback(&self, tenant: &str) -> Result<Vec<FeedbackRecord>, Fault> {
        self.items_of(partition(tenant)).await?.into_iter().map(read).collect()
    }

    /// Changes a request, whoever else answers meanwhile.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer, or others go on changing it.
    pub async fn change_feedback(
        &self,
        tenant: &str,
        id: &str,
        mut change: impl FnMut(&mut FeedbackRecord) + Send,
    ) -> Result<Option<FeedbackRecord>, Fault> {
        for _ in 0..TRIES {
            let Some(mut record) = self.feedback(tenant, id).await? else { return Ok(None) };
            let seen = serde_json::to_string(&record.answers).unwrap_or_default();
            change(&mut record);
            if self.put_feedback(tenant, &seen, &record).await? {
                return Ok(Some(record));
            }
        }
        Err(Fault::retry(1, "a request for feedback is being answered by others"))
    }

    async fn put_feedback(
        &self,
        tenant: &str,
        seen: &str,
        record: &FeedbackRecord,
    ) -> Result<bool, Fault> {
        let mut item = item_of(tenant, record)?;
        let mark = |text: &str| crate::domain::ids::digest(&["answers", text]);
        let now = serde_json::to_string(&record.answers).unwrap_or_default();
        item.insert("mark".to_owned(), text(mark(&now)));
        let put = self.aws.dynamodb().put_item().table_name(&self.table).set_item(Some(item));
        let put = put
            .condition_expression("attribute_not_exists(mark) OR mark = :mark")
            .expression_attribute_values(":mark", text(mark(seen)));
        written("PutItem", put.send().await)
    }

    /// Keeps a request for help.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn keep_support(&self, tenant: &str, request: &SupportRequest) -> Result<(), Fault> {
        let mut item: Item = write(request)?;
        item.insert("pk".to_owned(), text(support(tenant)));
        let sk = format!("{}#{}", sortable(request.at), request.id);
        item.insert("sk".to_owned(), text(sk));
        self.put_item(item).await
    }

    /// Every request for help of a company, the oldest first.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn support_requests(&self, tenant: &str) -> Result<Vec<SupportRequest>, Fault> {
        self.items_of(support(tenant)).await?.into_iter().map(read).collect()
    }

    /// Forgets a request for help.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn delete_support(
        &self,
        tenant: &str,
        request: &SupportRequest,
    ) -> Result<(), Fault> {
        self.delete_item(support(tenant), format!("{}#{}", sortable(request.at), request.id)).await
    }
}
