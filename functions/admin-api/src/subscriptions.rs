//! Subscriptions: who is told of what, with which template.

use convoke::app::configure;
use convoke::app::read::delivery_id;
use convoke::domain::config::TenantConfig;
use convoke::domain::event::{Audience, EventKind};
use convoke::domain::settings::{Destination, Subscription, To};
use convoke::domain::template::default_name;
use convoke::queue::Envelope;
use convoke::store::SettingItem;
use http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use crate::call::{Call, accepted, gone, stored};
use crate::query::ok;
use crate::refusal::{Outcome, Refusal};
use crate::{sample, templates};

/// A sample on its way.
#[derive(Serialize, ToSchema)]
pub struct TestSent {
    /// By which the sample is found among the deliveries, should it fail.
    delivery: String,
    /// The address it goes to.
    to: String,
}

/// As whom a destination is read. Guests among the attendees decide for all of them.
pub fn reader(destination: &Destination) -> Audience {
    match destination.to {
        Some(To::Host) => Audience::Host,
        Some(To::Address) => Audience::Staff,
        Some(To::Attendee | To::Subject) | None => Audience::Attendee,
    }
}

/// Whether what is written for one audience may be read by the other: each may read what is for
/// those with fewer rights.
pub fn fits(written_for: Audience, reader: Audience) -> bool {
    const fn rights(audience: Audience) -> u8 {
        match audience {
            Audience::Attendee => 0,
            Audience::Staff => 1,
            Audience::Host => 2,
        }
    }
    rights(written_for) <= rights(reader)
}

fn kind(subscription: &Subscription) -> Option<EventKind> {
    EventKind::ALL.into_iter().find(|kind| kind.name() == subscription.event)
}

/// The template must exist, and be written for whoever gets it.
fn check_template(config: &TenantConfig, subscription: &Subscription) -> Result<(), Refusal> {
    let reader = reader(&subscription.destination);
    let default = kind(subscription).map_or("", |kind| default_name(kind, reader));
    let name = subscription.template.as_deref().unwrap_or(default);
    let audiences = templates::audiences(config, name);
    if audiences.is_empty() {
        let detail = "save the template first, or name a built-in one";
        return Err(Refusal::field("template", "template_unknown", detail));
    }
    if audiences.iter().all(|audience| fits(*audience, reader)) {
        return Ok(());
    }
    let detail = format!("the template {name} is not written for those who would get it");
    Err(Refusal::field("template", "audience_mismatch", detail))
}

/// `GET …/subscriptions`.
pub async fn list(call: &Call<'_>) -> Outcome {
    call.query.page_with_ids(&call.config().await?.subscriptions)
}

/// `PUT …/subscriptions/{id}`.
pub async fn put(call: &Call<'_>) -> Outcome {
    let (config, id) = (call.config().await?, call.param("id"));
    let subscription: Subscription = call.checked()?;
    check_template(&config, &subscription)?;
    let item = SettingItem::Subscription(id.to_owned(), subscription.clone());
    configure::put(call.app, call.tenant(), &item, &[]).await?;
    Ok(stored(!config.subscriptions.contains_key(id), &subscription))
}

fn known<'a>(config: &'a TenantConfig, id: &str) -> Result<&'a Subscription, Refusal> {
    config.subscriptions.get(id).ok_or_else(|| Refusal::not_found("subscription"))
}

/// `GET …/subscriptions/{id}`.
pub async fn get(call: &Call<'_>) -> Outcome {
    let config = call.config().await?;
    Ok(ok(known(&config, call.param("id"))?))
}

/// `DELETE …/subscriptions/{id}`.
pub async fn delete(call: &Call<'_>) -> Outcome {
    let (config, id) = (call.config().await?, call.param("id"));
    known(&config, id)?;
    configure::delete(call.app, call.tenant(), &format!("subscription#{id}")).await?;
    Ok(gone())
}

/// `POST …/subscriptions/{id}/test`: a sample goes the way of every message, to the contact.
pub async fn test(call: &Call<'_>) -> Outcome {
    let (config, id) = (call.config().await?, call.param("id"));
    let subscription = known(&config, id)?;
    let Some(contact) = &config.tenant.contact else {
        let detail = "give the tenant a contact with a mail address; samples go there";
        return Err(Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, "contact_missing", detail));
    };
    let reader = reader(&subscription.destination);
    if reader == Audience::Host && !config.connections.contains_key(sample::PROVIDER) {
        let detail = "connect zoom first: a host's mail holds a link that the provider mints";
        return Err(Refusal::conflict("not_connected", detail));
    }
    let event = kind(subscription).unwrap_or(EventKind::Ready);
    let event = sample::event(&config, event, &call.app.entropy.name()?, call.app.clock.now());
    let delivery = sample::delivery(&config, id, subscription, event, reader, contact);
    let sent = TestSent {
        delivery: delivery_id(&delivery.event.key, &delivery.id),
        to: delivery.recipient.email.clone(),
    };
    let message = Envelope::new(call.trace, delivery);
    call.app.deliveries()?.send(call.tenant(), &message).await?;
    Ok(accepted(&sent))
}

#[cfg(test)]
mod tests {
    use super::*;
    use convoke::domain::settings::DestinationKind;

    #[test]
    fn everybody_may_read_what_is_for_those_with_fewer_rights() {
        use Audience::{Attendee, Host, Staff};
        let all = [Attendee, Staff, Host];
        for (n, written_for) in all.into_iter().enumerate() {
            for (m, reader) in all.into_iter().enumerate() {
                assert_eq!(fits(written_for, reader), n <= m, "{written_for:?} {reader:?}");
            }
        }
    }

    /// A27: what only a host may read never goes to guests.
    #[test]
    fn guests_are_the_readers_of_what_goes_to_attendees() {
        let to = |to| Destination {
            kind: DestinationKind::Email,
            to,
            address: None,
            provider: None,
            channel: None,
        };
        assert!(!fits(Audience::Host, reader(&to(Some(To::Attendee)))));
        assert!(!fits(Audience::Host, reader(&to(Some(To::Address)))));
        assert!(fits(Audience::Host, reader(&to(Some(To::Host)))));
    }
}
