//! Applications: the ledger of what was taken in, which outlives accounts; who may be one person with whom;
//! and what has not reached the applicant system.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_dynamodb::types::{AttributeValue, KeysAndAttributes, ReturnValue};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::sessions::index_key;
use super::{Item, Page, Store, cursor, fault, read, sortable, text, text_of, write, written};
use crate::domain::fault::Fault;
use crate::domain::import::application::ApplicationRecord;

/// How often a change is tried against others' changes.
const TRIES: usize = 8;
/// How many `BatchGetItem` reads at most.
pub const BATCH: usize = 100;

/// Two applications that may be one person's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DuplicatePair {
    /// Names the pair; the same two always have the same.
    pub id: String,
    /// The application with the lesser id.
    pub a: String,
    /// The other.
    pub b: String,
    /// Why they may be one person's, codes.
    pub reasons: BTreeSet<String>,
    /// What was decided, if it was.
    pub state: PairState,
    /// Name of the token with which.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<Timestamp>,
    /// When it was noticed.
    pub noticed_at: Timestamp,
}

/// What was decided about a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PairState {
    /// Nothing yet.
    Suspected,
    /// One person: the later application is closed.
    ClosedAsDuplicate,
    /// Two persons.
    Dismissed,
    /// One person, and both applications go on.
    KeptBoth,
}

fn partition(tenant: &str) -> String {
    format!("{tenant}#applications")
}

fn matches_of(tenant: &str) -> String {
    format!("{tenant}#matches")
}

fn pairs_of(tenant: &str) -> String {
    format!("{tenant}#duplicates")
}

fn undelivered_of(tenant: &str) -> String {
    format!("{tenant}#undelivered")
}

impl Store {
    /// Those of these applications that are there.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn applications_of(
        &self,
        tenant: &str,
        ids: &[String],
    ) -> Result<BTreeMap<String, ApplicationRecord>, Fault> {
        let mut found = BTreeMap::new();
        for item in self.batch(partition(tenant), ids).await? {
            let record: ApplicationRecord = read(item)?;
            found.insert(record.id.clone(), record);
        }
        Ok(found)
    }

    /// Those of these items of a partition that are there, read consistently.
    async fn batch(&self, pk: String, sks: &[String]) -> Result<Vec<Item>, Fault> {
        let mut found = Vec::new();
        for chunk in sks.chunks(BATCH) {
            let key = |sk: &String| {
                Item::from([("pk".to_owned(), text(&pk)), ("sk".to_owned(), text(sk))])
            };
            let mut keys: Vec<Item> = chunk.iter().map(key).collect();
            while !keys.is_empty() {
                let wanted =
                    KeysAndAttributes::builder().set_keys(Some(keys)).consistent_read(true);
                let wanted =
                    wanted.build().map_err(|_| Fault::retry(60, "BatchGetItem: no key"))?;
                let get = self.aws.dynamodb().batch_get_item().request_items(&self.table, wanted);
                let answer = get.send().await.map_err(|e| fault("BatchGetItem", &e))?;
                let mut tables = answer.responses.unwrap_or_default();
                found.extend(tables.remove(&self.table).unwrap_or_default());
                let rest = answer.unprocessed_keys.unwrap_or_default().remove(&self.table);
                keys = rest.map(|rest| rest.keys).unwrap_or_default();
            }
        }
        Ok(found)
    }

    /// An application.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn application(
        &self,
        tenant: &str,
        id: &str,
    ) -> Result<Option<ApplicationRecord>, Fault> {
        self.get_item(partition(tenant), id.to_owned()).await?.map(read).transpose()
    }

    /// Writes an application if nobody has since it was read; `rev` is then one more. Tells whether it was.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn put_application(
        &self,
        tenant: &str,
        record: &mut ApplicationRecord,
    ) -> Result<bool, Fault> {
        let seen = record.rev;
        record.rev += 1;
        let mut item: Item = write(record)?;
        let order = format!("{}#{}", sortable(record.received_at), record.id);
        item.extend(index_key(partition(tenant), order));
        item.insert("pk".to_owned(), text(partition(tenant)));
        item.insert("sk".to_owned(), text(&record.id));
        let is_written = self.put_revised(seen, item).await?;
        if !is_written {
            record.rev = seen;
        }
        Ok(is_written)
    }

    /// Changes an application that was read a moment ago, whoever else changes it meanwhile; `change` says whether
    /// it changed anything, and may be asked several times. It is read again only when somebody has changed it.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer, or others go on changing it.
    pub async fn change_application(
        &self,
        tenant: &str,
        mut record: ApplicationRecord,
        change: impl Fn(&mut ApplicationRecord) -> bool + Send,
    ) -> Result<ApplicationRecord, Fault> {
        for _ in 0..TRIES {
            if !change(&mut record) || self.put_application(tenant, &mut record).await? {
                return Ok(record);
            }
            let again = self.application(tenant, &record.id).await?;
            record = again.ok_or_else(|| Fault::retry(1, "an application came and went"))?;
        }
        Err(Fault::retry(1, "an application is being changed by others"))
    }

    /// Applications, the latest first.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn applications(
        &self,
        tenant: &str,
        after: Option<&str>,
        limit: i32,
    ) -> Result<Page<ApplicationRecord>, Fault> {
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
        let answer = query.send().await.map_err(|e| fault("Query", &e))?;
        let next = cursor::from_key(answer.last_evaluated_key(), &["gsi1sk", "sk"]);
        let ids: Vec<String> =
            answer.items().iter().map(|key| text_of(key, "sk").to_owned()).collect();
        let mut found = self.applications_of(tenant, &ids).await?;
        let items = ids.iter().filter_map(|id| found.remove(id)).collect();
        Ok(Page { items, next })
    }

    /// Notes that an application has this key, and returns who else has it.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn add_match(
        &self,
        tenant: &str,
        key: &str,
        application: &str,
    ) -> Result<BTreeSet<String>, Fault> {
        let update = self
            .aws
            .dynamodb()
            .update_item()
            .table_name(&self.table)
            .key("pk", text(matches_of(tenant)))
            .key("sk", text(key))
            .update_expression("ADD applications :one")
            .expression_attribute_values(":one", AttributeValue::Ss(vec![application.to_owned()]))
            .return_values(ReturnValue::UpdatedNew);
        let answer = update.send().await.map_err(|e| fault("UpdateItem", &e))?;
        let mut found = answer.attributes.as_ref().map(of_match).unwrap_or_default();
        found.remove(application);
        Ok(found)
    }

    /// Who has one of these keys.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn with_keys(
        &self,
        tenant: &str,
        keys: &[String],
    ) -> Result<BTreeSet<String>, Fault> {
        let items = self.batch(matches_of(tenant), keys).await?;
        Ok(items.iter().flat_map(of_match).collect())
    }

    /// Who has a key that begins so, of the first keys in their order.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn with_keys_from(
        &self,
        tenant: &str,
        beginning: &str,
        most: i32,
    ) -> Result<BTreeSet<String>, Fault> {
        let query = self
            .aws
            .dynamodb()
            .query()
            .table_name(&self.table)
            .consistent_read(true)
            .key_condition_expression("pk = :pk AND begins_with(sk, :beginning)")
            .expression_attribute_values(":pk", text(matches_of(tenant)))
            .expression_attribute_values(":beginning", text(beginning))
            .limit(most);
        let answer = query.send().await.map_err(|e| fault("Query", &e))?;
        Ok(answer.items().iter().flat_map(of_match).collect())
    }

    /// Keeps a pair; what was decided of it stays.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn put_pair(&self, tenant: &str, pair: &DuplicatePair) -> Result<bool, Fault> {
        let mut item: Item = write(pair)?;
        item.insert("pk".to_owned(), text(pairs_of(tenant)));
        item.insert("sk".to_owned(), text(&pair.id));
        let put = self.aws.dynamodb().put_item().table_name(&self.table).set_item(Some(item));
        let put = put
            .condition_expression("attribute_not_exists(pk) OR #state = :suspected")
            .expression_attribute_names("#state", "state")
            .expression_attribute_values(":suspected", text("suspected"));
        written("PutItem", put.send().await)
    }

    /// A pair.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn pair(&self, tenant: &str, id: &str) -> Result<Option<DuplicatePair>, Fault> {
        self.get_item(pairs_of(tenant), id.to_owned()).await?.map(read).transpose()
    }

    /// Pairs, by id.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn pairs(
        &self,
        tenant: &str,
        after: Option<&str>,
        limit: i32,
    ) -> Result<Page<DuplicatePair>, Fault> {
        let start = cursor::after(after, pairs_of(tenant));
        let query = self
            .aws
            .dynamodb()
            .query()
            .table_name(&self.table)
            .consistent_read(true)
            .key_condition_expression("pk = :pk")
            .expression_attribute_values(":pk", text(pairs_of(tenant)))
            .set_exclusive_start_key(start)
            .limit(limit);
        let mut answer = query.send().await.map_err(|e| fault("Query", &e))?;
        let next = cursor::from_key(answer.last_evaluated_key(), &["sk"]);
        let items = answer.items.take().unwrap_or_default();
        let items = items.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
        Ok(Page { items, next })
    }

    /// Points at an application that has not reached the applicant system.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn point_at_undelivered(&self, tenant: &str, id: &str) -> Result<(), Fault> {
        let item = [("pk", undelivered_of(tenant)), ("sk", id.to_owned())];
        self.put_item(item.map(|(name, value)| (name.to_owned(), text(value))).into()).await
    }

    /// Points at it no more.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn forget_undelivered(&self, tenant: &str, id: &str) -> Result<(), Fault> {
        self.delete_item(undelivered_of(tenant), id.to_owned()).await
    }

    /// Applications that have not reached the applicant system, at most `limit`, those after `after`.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn undelivered(
        &self,
        tenant: &str,
        after: &str,
        limit: i32,
    ) -> Result<Vec<String>, Fault> {
        let query = self
            .aws
            .dynamodb()
            .query()
            .table_name(&self.table)
            .consistent_read(true)
            .key_condition_expression("pk = :pk AND sk > :after")
            .expression_attribute_values(":pk", text(undelivered_of(tenant)))
            // A key can't be empty; no id of ours begins with a blank.
            .expression_attribute_values(":after", text(if after.is_empty() { " " } else { after }))
            .limit(limit);
        let answer = query.send().await.map_err(|e| fault("Query", &e))?;
        Ok(answer.items().iter().map(|item| text_of(item, "sk").to_owned()).collect())
    }
}

fn of_match(item: &Item) -> BTreeSet<String> {
    let set = item.get("applications").and_then(|value| value.as_ss().ok());
    set.map(|ids| ids.iter().cloned().collect()).unwrap_or_default()
}
