//! Sessions: the first write records what is wanted and takes the lease in one condition; every later
//! write names the revision it has seen.

use std::collections::HashMap;

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{
    AttributeValue, KeysAndAttributes, ReturnValue, ReturnValuesOnConditionCheckFailure,
};
use jiff::Timestamp;

use super::{Item, Page, Store, cursor, fault, number, read, sortable, text, text_of, write};
use crate::domain::fault::Fault;
use crate::domain::ids::SessionKey;
use crate::domain::meeting::{Attempt, Lease, MeetingState, Session};
use crate::domain::session::{Change, SessionFact};

/// What became of the try to record a fact and take the lease.
#[derive(Debug)]
pub enum Taken {
    /// Recorded and taken; the session as it was before, if it was.
    Yes(Option<Box<Session>>),
    /// Neither; the session as it is.
    No(Box<Session>),
}

/// What became of a conditional write.
#[derive(Debug)]
pub enum Written {
    /// It is written.
    Yes,
    /// Somebody else wrote first; the session as it is, if it is.
    No(Option<Box<Session>>),
}

fn partition(key: &SessionKey) -> String {
    format!("{}#session#{}#{}", key.tenant, key.source, key.external_id)
}

fn list_partition(tenant: &str) -> String {
    format!("{tenant}#sessions")
}

/// Listed by start; the digest keeps equal starts apart.
fn list_order(start: Timestamp, key: &SessionKey) -> String {
    format!("{}#{}", sortable(start), key.digest())
}

pub(super) fn key_item(key: &SessionKey, sk: impl Into<String>) -> Item {
    [("pk".to_owned(), text(partition(key))), ("sk".to_owned(), text(sk))].into()
}

fn to_item(session: &Session) -> Result<Item, Fault> {
    let mut item = write(session)?;
    item.extend(key_item(&session.key, "session"));
    if let (Some(content), None) = (&session.wanted, &session.alias_of) {
        item.insert("gsi1pk".to_owned(), text(list_partition(&session.key.tenant)));
        item.insert("gsi1sk".to_owned(), text(list_order(content.start, &session.key)));
    }
    Ok(item)
}

impl Store {
    /// Records a fact and takes the lease, if the fact is newer than what is recorded and nobody
    /// holds the lease. One write; the answer brings the item as it was.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn take(
        &self,
        fact: &SessionFact,
        lease: &Lease,
        attempt: Option<&Attempt>,
        now: Timestamp,
    ) -> Result<Taken, Fault> {
        let update = self
            .aws
            .dynamodb()
            .update_item()
            .table_name(&self.table)
            .set_key(Some(key_item(&fact.key, "session")))
            .set_expression_attribute_names(Some(names(fact)))
            .set_expression_attribute_values(Some(values(fact, lease, attempt, now)?))
            .update_expression(assignments(fact))
            .condition_expression(
                "attribute_not_exists(pk) OR (attribute_not_exists(alias_of) AND #order < :order \
                 AND (attribute_not_exists(#lease) OR #lease.#until <= :now))",
            )
            .return_values(ReturnValue::AllOld)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        match update.send().await {
            Ok(answer) => {
                // A new item has no old attributes, or at most its keys.
                let old = answer.attributes.filter(|item| item.contains_key("rev"));
                Ok(Taken::Yes(old.map(read).transpose()?.map(Box::new)))
            }
            Err(error) => match error.as_service_error() {
                Some(UpdateItemError::ConditionalCheckFailedException(failed)) => {
                    Ok(Taken::No(Box::new(read(failed.item.clone().unwrap_or_default())?)))
                }
                _ => Err(fault("UpdateItem", &error)),
            },
        }
    }

    /// Writes the session, if its revision is still the one that was seen; 0 means that there must
    /// be none. The session to write carries the next revision.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn put_session(&self, seen: u64, session: &Session) -> Result<Written, Fault> {
        let put = self
            .aws
            .dynamodb()
            .put_item()
            .table_name(&self.table)
            .set_item(Some(to_item(session)?))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        let put = if seen == 0 {
            put.condition_expression("attribute_not_exists(pk)")
        } else {
            put.condition_expression("#rev = :rev")
                .expression_attribute_names("#rev", "rev")
                .expression_attribute_values(":rev", number(seen))
        };
        match put.send().await {
            Ok(_) => Ok(Written::Yes),
            Err(error) => match error.as_service_error() {
                Some(PutItemError::ConditionalCheckFailedException(failed)) => {
                    let item = failed.item.clone().filter(|item| !item.is_empty());
                    Ok(Written::No(item.map(read).transpose()?.map(Box::new)))
                }
                _ => Err(fault("PutItem", &error)),
            },
        }
    }

    /// The session, read consistently.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn session(&self, key: &SessionKey) -> Result<Option<Session>, Fault> {
        let item = self.get_item(partition(key), "session".to_owned()).await?;
        item.map(read).transpose()
    }

    /// The session that a sender's id stands for, following aliases.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn resolved_session(&self, key: &SessionKey) -> Result<Option<Session>, Fault> {
        let mut key = key.clone();
        for _ in 0..HOPS {
            let session = self.session(&key).await?;
            match session.as_ref().and_then(|session| session.alias_of.clone()) {
                Some(root) => key = key.sibling(&root),
                None => return Ok(session),
            }
        }
        Ok(None)
    }

    /// Sessions that begin in `from..to`, by start. The index follows the table within moments.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn sessions(
        &self,
        tenant: &str,
        from: Timestamp,
        to: Timestamp,
        after: Option<&str>,
        limit: i32,
    ) -> Result<Page<Session>, Fault> {
        let names = ["gsi1sk", "pk"];
        let start = after.and_then(|text| cursor::parts(text, 2)).map(|parts| {
            let [order, pk] = <[String; 2]>::try_from(parts).unwrap_or_default();
            let mut key = index_key(list_partition(tenant), order);
            key.insert("pk".to_owned(), text(pk));
            key.insert("sk".to_owned(), text("session"));
            key
        });
        let query = self
            .aws
            .dynamodb()
            .query()
            .table_name(&self.table)
            .index_name("gsi1")
            .key_condition_expression("gsi1pk = :pk AND gsi1sk BETWEEN :from AND :to")
            .expression_attribute_values(":pk", text(list_partition(tenant)))
            .expression_attribute_values(":from", text(sortable(from)))
            .expression_attribute_values(":to", text(sortable(to)))
            .set_exclusive_start_key(start)
            .limit(limit);
        let answer = query.send().await.map_err(|e| fault("Query", &e))?;
        let next = cursor::from_key(answer.last_evaluated_key(), &names);
        let keys: Vec<_> = answer.items().iter().map(|item| text_of(item, "pk")).collect();
        Ok(Page { items: self.sessions_of(&keys).await?, next })
    }

    /// The sessions of these partitions, in this order.
    async fn sessions_of(&self, partitions: &[&str]) -> Result<Vec<Session>, Fault> {
        let mut found: HashMap<String, Session> = HashMap::new();
        for chunk in partitions.chunks(100) {
            let mut wanted = Some(chunk.iter().map(|pk| key_of(pk)).collect::<Vec<_>>());
            while let Some(keys) = wanted.take().filter(|keys| !keys.is_empty()) {
                let (items, rest) = self.batch_get(keys).await?;
                for item in items {
                    let pk = text_of(&item, "pk").to_owned();
                    found.insert(pk, read(item)?);
                }
                wanted = Some(rest);
            }
        }
        Ok(partitions.iter().filter_map(|pk| found.remove(*pk)).collect())
    }

    async fn batch_get(&self, keys: Vec<Item>) -> Result<(Vec<Item>, Vec<Item>), Fault> {
        let request = KeysAndAttributes::builder().set_keys(Some(keys)).consistent_read(true);
        let request = request.build().map_err(|_| Fault::retry(60, "BatchGetItem: no keys"))?;
        let batch = self.aws.dynamodb().batch_get_item().request_items(&self.table, request);
        let mut answer = batch.send().await.map_err(|e| fault("BatchGetItem", &e))?;
        let items = answer.responses.as_mut().and_then(|tables| tables.remove(&self.table));
        let rest = answer.unprocessed_keys.as_mut().and_then(|tables| tables.remove(&self.table));
        Ok((items.unwrap_or_default(), rest.map(|rest| rest.keys).unwrap_or_default()))
    }
}

/// The most aliases that are followed from one id to its session.
pub const HOPS: usize = 16;

fn key_of(pk: &str) -> Item {
    [("pk".to_owned(), text(pk)), ("sk".to_owned(), text("session"))].into()
}

pub(super) fn index_key(partition: String, order: String) -> Item {
    [("gsi1pk".to_owned(), text(partition)), ("gsi1sk".to_owned(), text(order))].into()
}

fn names(fact: &SessionFact) -> HashMap<String, String> {
    let mut names =
        vec!["order", "version", "cancelled", "lease", "until", "attempts", "rev", "key"];
    names.push("state");
    if matches!(fact.change, Change::Upserted(_)) {
        names.extend(["wanted", "gsi1pk", "gsi1sk"]);
    }
    names.into_iter().map(|name| (format!("#{name}"), name.to_owned())).collect()
}

fn assignments(fact: &SessionFact) -> String {
    let mut text = "SET #order = :order, #version = :version, #cancelled = :cancelled, \
         #lease = :lease, #key = :key, #state = if_not_exists(#state, :state), \
         #rev = if_not_exists(#rev, :zero) + :one, \
         #attempts = list_append(if_not_exists(#attempts, :none), :attempts)"
        .to_owned();
    if matches!(fact.change, Change::Upserted(_)) {
        text.push_str(", #wanted = :wanted, #gsi1pk = :gsi1pk, #gsi1sk = :gsi1sk");
    }
    text
}

fn values(
    fact: &SessionFact,
    lease: &Lease,
    attempt: Option<&Attempt>,
    now: Timestamp,
) -> Result<Item, Fault> {
    let attempts: Vec<&Attempt> = attempt.into_iter().collect();
    let mut values = vec![
        (":order", text(fact.order().as_str())),
        (":version", number(fact.version)),
        (":cancelled", AttributeValue::Bool(matches!(fact.change, Change::Cancelled))),
        (":lease", value(lease)?),
        (":key", value(&fact.key)?),
        (":state", value(&MeetingState::Wanted)?),
        (":zero", number(0)),
        (":one", number(1)),
        (":none", AttributeValue::L(Vec::new())),
        (":attempts", value(&attempts)?),
        (":now", number(now.as_millisecond())),
    ];
    if let Change::Upserted(content) = &fact.change {
        values.push((":wanted", value(content)?));
        values.push((":gsi1pk", text(list_partition(&fact.key.tenant))));
        values.push((":gsi1sk", text(list_order(content.start, &fact.key))));
    }
    Ok(values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn value(value: &impl serde::Serialize) -> Result<AttributeValue, Fault> {
    serde_dynamo::to_attribute_value(value)
        .map_err(|e| Fault::retry(60, format!("a value can't be written: {e}")))
}

/// A session that [`Store::take`] has just written, as the table has it now.
#[must_use]
pub fn after_take(
    before: Option<Box<Session>>,
    fact: &SessionFact,
    lease: Lease,
    attempt: Option<Attempt>,
) -> Session {
    let new = || Session::new(fact.key.clone(), fact.order());
    let mut session = before.map_or_else(new, |session| *session);
    session.record(fact);
    session.rev += 1;
    session.take_from_the_dead(lease);
    session.attempts.extend(attempt);
    session
}
