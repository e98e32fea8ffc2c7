//! Subscriptions: who is told of what, with which template.

use std::collections::BTreeMap;

use convoke::app::read::delivery_id;
use convoke::app::{configure, signing};
use convoke::domain::business::Subject;
use convoke::domain::config::TenantConfig;
use convoke::domain::dispatch::{Dispatch, News, Place};
use convoke::domain::event::{Audience, EventKind};
use convoke::domain::ids::digest;
use convoke::domain::settings::{
    Destination, DestinationKind, MASK, OneOrMany, Subscription, To, Visibility,
};
use convoke::domain::template::default_name;
use convoke::queue::Envelope;
use convoke::store::{SettingItem, SubscriptionFault};
use http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use crate::call::{Call, accepted, gone, stored};
use crate::query::ok;
use crate::refusal::{Outcome, Refusal};
use crate::{sample, templates};

/// A subscription as it is shown.
#[derive(Serialize, ToSchema)]
pub struct SubscriptionView {
    /// As it is saved.
    #[serde(flatten)]
    subscription: Subscription,
    /// What is wrong with it, and what to do; `null` when nothing is known to be. A test that arrives
    /// clears it.
    fault: Option<SubscriptionFault>,
    /// What calls to a webhook are signed with: shown once, when it is made; masked from then on.
    #[serde(skip_serializing_if = "Option::is_none")]
    signing_secret: Option<String>,
}

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

/// What only the tenant's settings can tell: whether there is such a type, who may read of it, and whether
/// its messages can be written.
fn check(call: &Call<'_>, config: &TenantConfig, it: &Subscription) -> Result<(), Refusal> {
    if it.destination.kind == DestinationKind::Webhook {
        let address = it.destination.address.as_deref().unwrap_or_default();
        if let Err(refusal) = call.app.config.private_addresses.read(address) {
            return Err(Refusal::field(
                "destination.address",
                "address_refused",
                refusal.to_string(),
            ));
        }
    }
    if it.meeting_event().is_some() {
        return check_template(config, it);
    }
    let Some(visibility) = visibility(config, &it.event) else {
        let detail = "register the type first: PUT …/event-types/{type}";
        return Err(Refusal::field("event", "event_type_unknown", detail));
    };
    let to_channel = it.destination.kind == DestinationKind::Channel;
    if to_channel && visibility == Visibility::Private && !it.overrides {
        let detail = "events of this type are private: send them by dm, or set override to true";
        return Err(Refusal::field("destination.kind", "private_event", detail));
    }
    let unknown = |name: &String| templates::audiences(config, name).is_empty();
    if it.template.as_ref().is_some_and(unknown) {
        let detail = "save the template first, or leave it out";
        return Err(Refusal::field("template", "template_unknown", detail));
    }
    Ok(())
}

/// A family (`award.*`) is as private as its most private member.
fn visibility(config: &TenantConfig, event: &str) -> Option<Visibility> {
    let Some(family) = event.strip_suffix('*') else { return config.visibility_of_any(event) };
    let own = config.event_types.iter().filter(|(kind, _)| kind.starts_with(family));
    let mut all = own.map(|(_, it)| it.visibility).chain(config.visibility(event)).peekable();
    all.peek()?;
    let is_public = all.all(|it| it == Visibility::Public);
    Some(if is_public { Visibility::Public } else { Visibility::Private })
}

/// The template must exist, and be written for whoever gets it.
fn check_template(config: &TenantConfig, subscription: &Subscription) -> Result<(), Refusal> {
    let reader = reader(&subscription.destination);
    let kind = subscription.meeting_event();
    let default = kind.map_or("", |kind| default_name(kind, reader));
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
    let config = call.config().await?;
    let mut faults = call.app.store.faults(call.tenant()).await?;
    let all = config.subscriptions.iter();
    let views: BTreeMap<_, _> = all
        .map(|(id, subscription)| {
            let subscription = subscription.clone();
            let fault = faults.remove(id);
            (id.clone(), SubscriptionView { subscription, fault, signing_secret: None })
        })
        .collect();
    call.query.page_with_ids(&views)
}

/// `PUT …/subscriptions/{id}`.
pub async fn put(call: &Call<'_>) -> Outcome {
    let (config, id) = (call.config().await?, call.param("id"));
    let subscription: Subscription = call.checked()?;
    check(call, &config, &subscription)?;
    let item = SettingItem::Subscription(id.to_owned(), subscription.clone());
    configure::put(call.app, call.tenant(), &item, &[]).await?;
    call.app.store.clear_fault(call.tenant(), id).await?;
    let signing_secret = match subscription.destination.kind {
        DestinationKind::Webhook => {
            let made = signing::ensure(call.app, &config).await?;
            Some(made.map_or(MASK.to_owned(), |it| it.expose().to_owned()))
        }
        _ => None,
    };
    let view = SubscriptionView { subscription, fault: None, signing_secret };
    Ok(stored(!config.subscriptions.contains_key(id), &view))
}

fn known<'a>(config: &'a TenantConfig, id: &str) -> Result<&'a Subscription, Refusal> {
    config.subscriptions.get(id).ok_or_else(|| Refusal::not_found("subscription"))
}

/// `GET …/subscriptions/{id}`.
pub async fn get(call: &Call<'_>) -> Outcome {
    let (config, id) = (call.config().await?, call.param("id"));
    let subscription = known(&config, id)?.clone();
    let fault = call.app.store.faults(call.tenant()).await?.remove(id);
    Ok(ok(&SubscriptionView { subscription, fault, signing_secret: None }))
}

/// `DELETE …/subscriptions/{id}`.
pub async fn delete(call: &Call<'_>) -> Outcome {
    let (config, id) = (call.config().await?, call.param("id"));
    known(&config, id)?;
    configure::delete(call.app, call.tenant(), &format!("subscription#{id}")).await?;
    call.app.store.clear_fault(call.tenant(), id).await?;
    Ok(gone())
}

/// `POST …/subscriptions/{id}/test`: a sample goes the way of every message. By mail or private chat it goes
/// to the contact; a channel or webhook gets it itself, and what was wrong there is forgotten once it has
/// arrived.
pub async fn test(call: &Call<'_>) -> Outcome {
    let (config, id) = (call.config().await?, call.param("id"));
    let subscription = known(&config, id)?;
    let is_mail = subscription.destination.kind == DestinationKind::Email;
    if !is_mail || subscription.meeting_event().is_none() {
        return dispatched(call, &config, subscription).await;
    }
    let Some(contact) = &config.tenant.contact else {
        let detail = "give the tenant a contact with a mail address; samples go there";
        return Err(Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, "contact_missing", detail));
    };
    let reader = reader(&subscription.destination);
    if reader == Audience::Host && !config.connections.contains_key(sample::PROVIDER) {
        let detail = "connect zoom first: a host's mail holds a link that the provider mints";
        return Err(Refusal::conflict("not_connected", detail));
    }
    let event = subscription.meeting_event().unwrap_or(EventKind::Ready);
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

/// Where a sample goes that is no mail about a meeting.
fn places(config: &TenantConfig, destination: &Destination) -> Result<Vec<Place>, Refusal> {
    let contact = || {
        let contact = config.tenant.contact.as_ref();
        contact.map(|it| Subject::Email(it.email.trim().to_owned())).ok_or_else(|| {
            let detail = "give the tenant a contact with a mail address; samples go there";
            Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, "contact_missing", detail)
        })
    };
    Ok(match (destination.kind, destination.provider) {
        (DestinationKind::Dm, Some(platform)) => vec![Place::Dm { platform, who: contact()? }],
        (DestinationKind::Channel, Some(platform)) => {
            let all = destination.channel.iter().flat_map(OneOrMany::all);
            all.map(|it| Place::Channel { platform, channel: it.trim().to_owned() }).collect()
        }
        (DestinationKind::Webhook, _) => {
            destination.address.iter().map(|url| Place::Webhook { url: url.clone() }).collect()
        }
        (DestinationKind::Email | DestinationKind::Dm | DestinationKind::Channel, _) => {
            vec![Place::Mail { who: contact()? }]
        }
    })
}

async fn dispatched(
    call: &Call<'_>,
    config: &TenantConfig,
    subscription: &Subscription,
) -> Outcome {
    let (tenant, name) = (call.tenant(), call.app.entropy.name()?);
    let samples: Vec<_> = places(config, &subscription.destination)?
        .into_iter()
        .map(|to| Dispatch {
            id: digest(&["test", &name, to.channel(), to.address()]),
            subscription: call.param("id").to_owned(),
            to,
            news: News::Test { tenant: tenant.to_owned() },
            template: None,
        })
        .collect();
    let to: Vec<_> = samples.iter().map(|it| it.to.address()).collect();
    let sent = TestSent {
        delivery: samples.first().map(|it| delivery_id(&it.home(), &it.id)).unwrap_or_default(),
        to: to.join(", "),
    };
    let messages: Vec<_> =
        samples.into_iter().map(|sample| Envelope::new(call.trace, sample)).collect();
    call.app.deliveries()?.send_all(tenant, &messages).await?;
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
