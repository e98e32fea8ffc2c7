//! Messages that failed, and sending them again.

use convoke::app::read::{DeliveryView, delivery_of, delivery_view};
use convoke::app::redrive;
use convoke::store::{DeliveryRecord, DeliveryState};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::call::{Call, accepted};
use crate::query::{List, ok};
use crate::refusal::{Outcome, Refusal};

/// A message with the session it speaks of.
#[derive(Serialize, ToSchema)]
pub struct DeliveryEntry {
    /// The message.
    #[serde(flatten)]
    delivery: DeliveryView,
    /// The session's source.
    source: String,
    /// The session's id there.
    external_id: String,
}

/// Which failed messages to send again.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RedriveBody {
    /// Every field that is given must fit.
    filter: Filter,
}

/// What a failed message must have.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Filter {
    /// The subscription's id.
    #[serde(default)]
    subscription: Option<String>,
    /// The event's kind.
    #[serde(default)]
    event: Option<String>,
    /// The code of why it failed.
    #[serde(default)]
    reason: Option<String>,
    /// The address: a mail address, a person's id, a channel.
    #[serde(default)]
    recipient: Option<String>,
}

/// How many are sent again.
#[derive(Serialize, ToSchema)]
pub struct Redriven {
    /// How many.
    redriven: usize,
}

/// A message on its way again.
#[derive(Serialize, ToSchema)]
pub struct Redriving {
    /// Its id.
    id: String,
    /// Always `queued`.
    status: String,
}

impl Filter {
    fn fits(&self, record: &DeliveryRecord) -> bool {
        let same = |wanted: &Option<String>, is: &str| wanted.as_deref().is_none_or(|it| it == is);
        let reason = record.reason.as_ref().map(|reason| reason.code.as_str()).unwrap_or_default();
        same(&self.subscription, &record.subscription)
            && same(&self.event, &record.event)
            && same(&self.reason, reason)
            && same(&self.recipient, &record.recipient)
    }
}

/// `GET …/deliveries?state=`.
pub async fn list(call: &Call<'_>) -> Outcome {
    call.config().await?;
    let state = match call.query.get("state").unwrap_or("failed") {
        "failed" => DeliveryState::Failed,
        "retrying" => DeliveryState::Retrying,
        "waiting" => DeliveryState::Waiting,
        _ => return Err(Refusal::field("state", "invalid", "failed, retrying or waiting")),
    };
    let after = call.query.cursor(3)?.map(|(cursor, _)| cursor);
    let limit = call.query.limit()?;
    let page = call.app.store.deliveries(call.tenant(), state, after, limit).await?;
    let items = page.items.into_iter().map(|(key, record)| DeliveryEntry {
        delivery: delivery_view(&key, &record),
        source: key.source,
        external_id: key.external_id,
    });
    Ok(ok(&List { items: items.collect(), next: page.next }))
}

/// `POST …/deliveries/{delivery}/redrive`.
pub async fn redrive_one(call: &Call<'_>) -> Outcome {
    let (id, missing) = (call.param("delivery"), || Refusal::not_found("delivery"));
    let (key, record) = delivery_of(call.tenant(), id).ok_or_else(missing)?;
    call.app.store.delivery(&key, &record).await?.ok_or_else(missing)?;
    if !redrive::one(call.app, &key, &record, call.trace).await? {
        let detail = "it was sent, is being sent, or a later message made it pointless";
        return Err(Refusal::conflict("not_redrivable", detail));
    }
    Ok(accepted(&Redriving { id: id.to_owned(), status: "queued".to_owned() }))
}

/// `POST …/deliveries/redrive`.
pub async fn redrive(call: &Call<'_>) -> Outcome {
    call.config().await?;
    let RedriveBody { filter } = call.body()?;
    let fits = |record: &DeliveryRecord| filter.fits(record);
    let (tenant, trace) = (call.tenant(), call.trace);
    let redriven = redrive::all(call.app, tenant, DeliveryState::Failed, trace, fits).await?;
    Ok(ok(&Redriven { redriven }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use convoke::domain::fault::Reason;

    #[test]
    fn every_given_field_must_fit() {
        let record = DeliveryRecord {
            id: "d".to_owned(),
            event: "meeting.ready".to_owned(),
            subscription: "s1".to_owned(),
            recipient: "a@b.example".to_owned(),
            channel: "email".to_owned(),
            state: DeliveryState::Failed,
            reason: Some(Reason::new("mail_rejected", "verify")),
            attempts: 1,
            message_id: None,
            doubts: 0,
            order: None,
        };
        let fits = |text: &str| {
            let body: RedriveBody = serde_json::from_str(text).unwrap();
            body.filter.fits(&record)
        };
        assert!(fits(r#"{"filter":{}}"#));
        assert!(fits(r#"{"filter":{"subscription":"s1","reason":"mail_rejected"}}"#));
        assert!(!fits(r#"{"filter":{"subscription":"s1","event":"meeting.changed"}}"#));
        assert!(!fits(r#"{"filter":{"reason":"other"}}"#));
    }
}
