//! Calendar entries, one beside each session that has one: taken with a lease before Exchange is asked,
//! written once it has answered.

use std::collections::HashMap;

use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue, ReturnValuesOnConditionCheckFailure};
use jiff::{SignedDuration, Timestamp};

use super::deliveries::DeliveryRecord;
use super::sessions::key_item;
use super::{Store, fault, number, read, text, text_of, write, written};
use crate::domain::entry::{EntryAttempt, EntryRecord, LiveEntry};
use crate::domain::fault::Fault;
use crate::domain::ids::SessionKey;
use crate::domain::meeting::Lease;

/// How long it stays: as long as the session's deliveries.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 400);
/// The sort key.
const ENTRY: &str = "entry";

/// What became of the try to take the lease.
#[derive(Debug, PartialEq)]
pub enum EntryTaken {
    /// It is ours; the entry as it was, if it was.
    Yes(Option<Box<EntryRecord>>),
    /// Somebody has worked for a later revision of the session.
    Overtaken,
    /// Somebody else holds it until then.
    Held(Timestamp),
}

impl Store {
    /// Takes the lease for the work that a revision of the session asks for, and writes down the
    /// creation that may follow; unless somebody holds it, or knew more.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn take_entry(
        &self,
        key: &SessionKey,
        seen: u64,
        lease: &Lease,
        attempt: Option<&EntryAttempt>,
        now: Timestamp,
    ) -> Result<EntryTaken, Fault> {
        let attempts: Vec<_> = attempt.into_iter().collect();
        let expires = now.checked_add(KEPT).unwrap_or(lease.until);
        let values = [
            (":lease", value(lease)?),
            (":seen", number(seen)),
            (":attempts", value(&attempts)?),
            (":none", AttributeValue::L(Vec::new())),
            (":state", text("waiting")),
            (":expires", number(expires.as_second())),
            (":now", number(now.as_millisecond())),
            (":zero", number(0)),
            (":one", number(1)),
        ];
        let update = self
            .aws
            .dynamodb()
            .update_item()
            .table_name(&self.table)
            .set_key(Some(key_item(key, ENTRY)))
            .update_expression(
                "SET #lease = :lease, #seen = :seen, #state = if_not_exists(#state, :state), \
                 #attempts = list_append(if_not_exists(#attempts, :none), :attempts), \
                 #rev = if_not_exists(#rev, :zero) + :one, expires_at = :expires",
            )
            .condition_expression(
                "attribute_not_exists(pk) OR (#seen <= :seen \
                 AND (attribute_not_exists(#lease) OR #lease.#until <= :now))",
            )
            .set_expression_attribute_names(Some(names(&[
                "lease", "seen", "state", "attempts", "rev", "until",
            ])))
            .set_expression_attribute_values(Some(named(values)))
            .return_values(ReturnValue::AllOld)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        match update.send().await {
            Ok(answer) => {
                // A new item has no old attributes, or at most its keys.
                let old = answer.attributes.filter(|item| item.contains_key("rev"));
                Ok(EntryTaken::Yes(old.map(read).transpose()?.map(Box::new)))
            }
            Err(error) => match error.as_service_error() {
                Some(UpdateItemError::ConditionalCheckFailedException(failed)) => {
                    let found: EntryRecord = read(failed.item.clone().unwrap_or_default())?;
                    Ok(not_taken(&found, now))
                }
                _ => Err(fault("UpdateItem", &error)),
            },
        }
    }

    /// Writes the entry if nobody has written since it was taken. Tells whether it was written.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn put_entry(
        &self,
        key: &SessionKey,
        seen: u64,
        record: &EntryRecord,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut item = write(record)?;
        item.extend(key_item(key, ENTRY));
        let expires = now.checked_add(KEPT).unwrap_or(now);
        item.insert("expires_at".to_owned(), number(expires.as_second()));
        let put = self
            .aws
            .dynamodb()
            .put_item()
            .table_name(&self.table)
            .set_item(Some(item))
            .condition_expression("#rev = :rev")
            .expression_attribute_names("#rev", "rev")
            .expression_attribute_values(":rev", number(seen));
        written("PutItem", put.send().await)
    }

    /// Has the entry looked at once more, whoever works on it now; what only the caller knows of must
    /// go.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn doubt_entry(&self, key: &SessionKey, stray: &[LiveEntry]) -> Result<(), Fault> {
        let values = [
            (":yes", AttributeValue::Bool(true)),
            (":stray", value(&stray)?),
            (":none", AttributeValue::L(Vec::new())),
            (":one", number(1)),
        ];
        let update = self
            .aws
            .dynamodb()
            .update_item()
            .table_name(&self.table)
            .set_key(Some(key_item(key, ENTRY)))
            .update_expression(
                "SET #doubted = :yes, #rev = #rev + :one, \
                 #to_cancel = list_append(if_not_exists(#to_cancel, :none), :stray)",
            )
            .set_expression_attribute_names(Some(names(&["doubted", "rev", "to_cancel"])))
            .set_expression_attribute_values(Some(named(values)));
        update.send().await.map(drop).map_err(|e| fault("UpdateItem", &e))
    }

    /// The entry of a session, read consistently.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn entry(&self, key: &SessionKey) -> Result<Option<EntryRecord>, Fault> {
        let pk = text_of(&key_item(key, ENTRY), "pk").to_owned();
        self.get_item(pk, ENTRY.to_owned()).await?.map(read).transpose()
    }

    /// All that lies beside a session, with one query: its deliveries and its calendar entry.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn beside(
        &self,
        key: &SessionKey,
    ) -> Result<(Vec<DeliveryRecord>, Option<EntryRecord>), Fault> {
        let keys = key_item(key, "");
        let query = self
            .aws
            .dynamodb()
            .query()
            .table_name(&self.table)
            .consistent_read(true)
            .key_condition_expression("pk = :pk AND sk BETWEEN :first AND :last")
            .expression_attribute_values(":pk", text(text_of(&keys, "pk")))
            .expression_attribute_values(":first", text("delivery#"))
            .expression_attribute_values(":last", text(ENTRY));
        let answer = query.send().await.map_err(|e| fault("Query", &e))?;
        let (mut deliveries, mut entry) = (Vec::new(), None);
        for item in answer.items.unwrap_or_default() {
            if text_of(&item, "sk") == ENTRY {
                entry = Some(read(item)?);
            } else {
                deliveries.push(read(item)?);
            }
        }
        Ok((deliveries, entry))
    }
}

fn not_taken(found: &EntryRecord, now: Timestamp) -> EntryTaken {
    match &found.lease {
        Some(lease) if lease.until > now => EntryTaken::Held(lease.until),
        _ => EntryTaken::Overtaken,
    }
}

fn names(names: &[&str]) -> HashMap<String, String> {
    names.iter().map(|name| (format!("#{name}"), (*name).to_owned())).collect()
}

fn named<'a>(
    values: impl IntoIterator<Item = (&'a str, AttributeValue)>,
) -> HashMap<String, AttributeValue> {
    values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn value(value: &impl serde::Serialize) -> Result<AttributeValue, Fault> {
    serde_dynamo::to_attribute_value(value)
        .map_err(|e| Fault::retry(60, format!("an entry can't be written: {e}")))
}
