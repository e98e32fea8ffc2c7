//! Deliveries: claimed before they are sent, recorded afterwards, kept beside their session.

use std::collections::HashMap;

use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue, ReturnValuesOnConditionCheckFailure};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::sessions::key_item;
use super::{Item, Page, Store, cursor, fault, number, read, sortable, text, text_of};
use crate::domain::fault::{Fault, Reason};
use crate::domain::ids::SessionKey;
use crate::domain::outgoing::{Order, Outgoing};

/// How long the record of a delivery stays: longer than any message can come again.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 400);

/// Where a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// Being sent.
    Pending,
    /// Sent.
    Sent,
    /// Not yet; it will be tried again.
    Retrying,
    /// Not before somebody acts; it goes out by itself then.
    Waiting,
    /// Not, until somebody redrives it.
    Failed,
    /// Not, because a later one says more.
    Suppressed,
}

impl DeliveryState {
    /// As it is written everywhere.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Sent => "sent",
            Self::Retrying => "retrying",
            Self::Waiting => "waiting",
            Self::Failed => "failed",
            Self::Suppressed => "suppressed",
        }
    }
}

/// A delivery as it is recorded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeliveryRecord {
    /// The delivery's id within its session.
    pub id: String,
    /// The event's kind, as the recipient was told.
    pub event: String,
    /// The subscription.
    pub subscription: String,
    /// The address.
    pub recipient: String,
    /// By which way.
    pub channel: String,
    /// Where it stands.
    pub state: DeliveryState,
    /// Why, unless sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// How often it was tried.
    #[serde(default)]
    pub attempts: u32,
    /// The other side's id of the message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
    /// How often nobody knew whether it had arrived, and it was sent once more.
    #[serde(default)]
    pub doubts: u32,
    /// The whole message, kept while it may be sent again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<Order>,
}

/// What became of the try to claim a delivery.
#[derive(Debug, PartialEq, Eq)]
pub enum Claim {
    /// It is ours until the claim ends.
    Ours(Doubt),
    /// It was sent, or need not be.
    Done,
    /// Somebody else is sending it until then.
    Held(Timestamp),
}

/// What is known of earlier tries of a message that is ours now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Doubt {
    /// Whoever had it before has not said how it ended: it may have arrived.
    pub lapsed: bool,
    /// How often it was sent once more for such a reason.
    pub before: u32,
}

/// Keys of the index partition of deliveries in one state.
fn state_partition(tenant: &str, state: DeliveryState) -> String {
    format!("{tenant}#deliveries#{}", state.name())
}

fn sort_key(id: &str) -> String {
    format!("delivery#{id}")
}

impl Store {
    /// Claims a delivery until `until`: one that is new, one that failed and is tried again, or one
    /// whose claim has lapsed.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn claim(
        &self,
        delivery: &dyn Outgoing,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Claim, Fault> {
        let expires = now.checked_add(KEPT).unwrap_or(until);
        let values = [
            (":id", text(delivery.id())),
            (":event", text(delivery.event())),
            (":subscription", text(delivery.subscription())),
            (":recipient", text(delivery.recipient())),
            (":channel", text(delivery.channel())),
            (":pending", text("pending")),
            (":retrying", text("retrying")),
            (":waiting", text("waiting")),
            (":until", number(until.as_millisecond())),
            (":now", number(now.as_millisecond())),
            (":expires", number(expires.as_second())),
            (":zero", number(0)),
            (":one", number(1)),
        ];
        let update = self
            .aws
            .dynamodb()
            .update_item()
            .table_name(&self.table)
            .set_key(Some(key_item(&delivery.home(), sort_key(delivery.id()))))
            .update_expression(
                "SET id = :id, #event = :event, subscription = :subscription, \
                 recipient = :recipient, channel = :channel, #state = :pending, \
                 claimed_until = :until, expires_at = :expires, \
                 attempts = if_not_exists(attempts, :zero) + :one",
            )
            .condition_expression(
                "attribute_not_exists(pk) OR #state = :retrying OR #state = :waiting \
                 OR (#state = :pending AND claimed_until <= :now)",
            )
            .expression_attribute_names("#event", "event")
            .expression_attribute_names("#state", "state")
            .set_expression_attribute_values(Some(named(values)))
            .return_values(ReturnValue::AllOld)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        match update.send().await {
            Ok(answer) => Ok(Claim::Ours(doubt(answer.attributes()))),
            Err(error) => match error.as_service_error() {
                Some(UpdateItemError::ConditionalCheckFailedException(failed)) => {
                    Ok(held(failed.item.as_ref(), until))
                }
                _ => Err(fault("UpdateItem", &error)),
            },
        }
    }

    /// Records how a claimed delivery ended. One that may go out again is kept whole and listed.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn end_delivery(
        &self,
        delivery: &dyn Outgoing,
        state: DeliveryState,
        reason: Option<&Reason>,
        message_id: Option<&str>,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let mut names = vec![("#state", "state"), ("#order", "order")];
        let mut values = vec![(":state", value(&state)?)];
        let mut set = "SET #state = :state".to_owned();
        let mut remove = "REMOVE claimed_until".to_owned();
        match reason {
            Some(reason) => {
                names.push(("#reason", "reason"));
                values.push((":reason", value(reason)?));
                set.push_str(", #reason = :reason");
            }
            None => {
                names.push(("#reason", "reason"));
                remove.push_str(", #reason");
            }
        }
        if let Some(message_id) = message_id {
            values.push((":message", text(message_id)));
            set.push_str(", message_id = :message");
        }
        let is_open = |state| {
            matches!(
                state,
                DeliveryState::Failed | DeliveryState::Retrying | DeliveryState::Waiting
            )
        };
        if is_open(state) {
            let partition = state_partition(&delivery.home().tenant, state);
            values.push((":order", value(&delivery.order())?));
            values.push((":gsi1pk", text(partition)));
            values.push((":gsi1sk", text(format!("{}#{}", sortable(now), delivery.id()))));
            set.push_str(", #order = :order, gsi1pk = :gsi1pk, gsi1sk = :gsi1sk");
        } else {
            remove.push_str(", #order, gsi1pk, gsi1sk");
        }
        let names = names.into_iter().map(|(a, b)| (a.to_owned(), b.to_owned())).collect();
        let update = self
            .aws
            .dynamodb()
            .update_item()
            .table_name(&self.table)
            .set_key(Some(key_item(&delivery.home(), sort_key(delivery.id()))))
            .update_expression(format!("{set} {remove}"))
            .set_expression_attribute_names(Some(names))
            .set_expression_attribute_values(Some(named(values)));
        update.send().await.map(drop).map_err(|e| fault("UpdateItem", &e))
    }

    /// Notes that a claimed message may have arrived and is sent once more.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn doubt(&self, delivery: &dyn Outgoing) -> Result<(), Fault> {
        let update = self
            .aws
            .dynamodb()
            .update_item()
            .table_name(&self.table)
            .set_key(Some(key_item(&delivery.home(), sort_key(delivery.id()))))
            .update_expression("ADD doubts :one")
            .expression_attribute_values(":one", number(1));
        update.send().await.map(drop).map_err(|e| fault("UpdateItem", &e))
    }

    /// A delivery by its id within its session.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn delivery(
        &self,
        key: &SessionKey,
        id: &str,
    ) -> Result<Option<DeliveryRecord>, Fault> {
        let keys = key_item(key, sort_key(id));
        let item = self.get_item(text_of(&keys, "pk").to_owned(), sort_key(id)).await?;
        item.map(read).transpose()
    }

    /// A tenant's deliveries that failed or are tried again, the oldest first, with their sessions.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn deliveries(
        &self,
        tenant: &str,
        state: DeliveryState,
        after: Option<&str>,
        limit: i32,
    ) -> Result<Page<(SessionKey, DeliveryRecord)>, Fault> {
        let partition = state_partition(tenant, state);
        let start = cursor::after_anywhere(after, partition.clone());
        let query = self
            .aws
            .dynamodb()
            .query()
            .table_name(&self.table)
            .index_name("gsi1")
            .key_condition_expression("gsi1pk = :pk")
            .expression_attribute_values(":pk", text(partition.clone()))
            .set_exclusive_start_key(start)
            .limit(limit);
        let answer = query.send().await.map_err(|e| fault("Query", &e))?;
        let next = cursor::from_key(answer.last_evaluated_key(), &["gsi1sk", "pk", "sk"]);
        let mut items = Vec::new();
        for item in answer.items.unwrap_or_default() {
            if let Some(key) = session_key(text_of(&item, "pk"))
                && let Some(id) = text_of(&item, "sk").strip_prefix("delivery#")
                && let Some(record) = self.delivery(&key, id).await?
            {
                items.push((key, record));
            }
        }
        Ok(Page { items, next })
    }
}

fn session_key(pk: &str) -> Option<SessionKey> {
    let mut parts = pk.splitn(4, '#');
    let (tenant, _, source, external_id) =
        (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    Some(SessionKey::new(tenant, source, external_id))
}

fn doubt(before: Option<&Item>) -> Doubt {
    let Some(item) = before else { return Doubt::default() };
    let doubts = item.get("doubts").and_then(|value| value.as_n().ok());
    let before = doubts.and_then(|text| text.parse().ok()).unwrap_or_default();
    Doubt { lapsed: text_of(item, "state") == "pending", before }
}

fn held(item: Option<&Item>, fallback: Timestamp) -> Claim {
    let Some(item) = item else { return Claim::Held(fallback) };
    if text_of(item, "state") != "pending" {
        return Claim::Done;
    }
    let until = item.get("claimed_until").and_then(|value| value.as_n().ok());
    let until = until.and_then(|text| text.parse().ok());
    let until = until.and_then(|ms| Timestamp::from_millisecond(ms).ok());
    Claim::Held(until.unwrap_or(fallback))
}

fn named<'a>(
    values: impl IntoIterator<Item = (&'a str, AttributeValue)>,
) -> HashMap<String, AttributeValue> {
    values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn value(value: &impl Serialize) -> Result<AttributeValue, Fault> {
    serde_dynamo::to_attribute_value(value)
        .map_err(|e| Fault::retry(60, format!("a delivery can't be written: {e}")))
}
