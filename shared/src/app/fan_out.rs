//! Notify, first half: from one event to the deliveries that its subscriptions ask for.

mod business;
mod chats;

use std::collections::BTreeSet;

use super::configs::Fresh;
use super::{App, Context, entry};
use crate::domain::config::TenantConfig;
use crate::domain::event::{Audience, Delivery, Event, EventKind, Party, Recipient};
use crate::domain::fault::Fault;
use crate::domain::ids::is_email;
use crate::domain::session::{Attendee, Role};
use crate::domain::settings::{Destination, DestinationKind, Subscription, To};
use crate::queue::{DeliveryMessage, Envelope, EventMessage};

/// Sends a delivery for each recipient of each subscription of an event.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn handle(app: &App, message: &EventMessage, context: &Context) -> Result<(), Fault> {
    let (tenant, messages) = match message {
        EventMessage::Session(event) => (&event.key.tenant, of_session(app, event).await?),
        EventMessage::Business(event) => (&event.tenant, business::messages(app, event).await?),
    };
    if messages.is_empty() {
        return Ok(());
    }
    let messages: Vec<_> =
        messages.into_iter().map(|message| Envelope::new(&context.trace, message)).collect();
    app.deliveries()?.send_all(tenant, &messages).await
}

async fn of_session(app: &App, event: &Event) -> Result<Vec<DeliveryMessage>, Fault> {
    let config = app.configs.of(&event.key.tenant, Fresh::Kept).await?;
    let mails = deliveries(&config, event).into_iter().map(Box::new);
    let mails = mails.map(DeliveryMessage::Delivery);
    let others = chats::dispatches(&config, event).into_iter().map(Box::new);
    let others = others.map(DeliveryMessage::Dispatch);
    Ok(mails.chain(others).chain(entry::order(&config, event)).collect())
}

/// Every mail that an event asks for, each once.
#[must_use]
pub fn deliveries(config: &TenantConfig, event: &Event) -> Vec<Delivery> {
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for (id, subscription) in &config.subscriptions {
        for (tells, recipient) in recipients(config, subscription, event) {
            let delivery = Delivery::id_of(&event.id, id, &recipient.email);
            if seen.insert(delivery.clone()) {
                all.push(Delivery {
                    id: delivery,
                    event: as_known(event, tells),
                    tells,
                    subscription: id.clone(),
                    recipient,
                    template: template_for(subscription, event, tells),
                });
            }
        }
    }
    all
}

/// Who no longer takes part is told of the time they knew, and not of one they never heard of.
fn as_known(event: &Event, tells: EventKind) -> Event {
    let mut event = event.clone();
    if tells == EventKind::Deleted
        && let Some((start, end)) = event.former_time
    {
        event.occasion.start = start;
        event.occasion.end = end;
    }
    event
}

/// The subscription's own template speaks of its own event; whoever no longer takes part is told
/// with the built-in one that it does not take place.
fn template_for(subscription: &Subscription, event: &Event, tells: EventKind) -> Option<String> {
    if tells == event.kind { subscription.template.clone() } else { None }
}

fn recipients(
    config: &TenantConfig,
    subscription: &Subscription,
    event: &Event,
) -> Vec<(EventKind, Recipient)> {
    if subscription.destination.kind != DestinationKind::Email || !asks(subscription, event) {
        return Vec::new();
    }
    let mut found = chosen(config, &subscription.destination, event);
    found.retain(|(_, recipient)| is_email(&recipient.email));
    found
}

/// Whether a subscription is of this event.
fn asks(subscription: &Subscription, event: &Event) -> bool {
    subscription.enabled
        && subscription.event == event.kind.name()
        && subscription.filter.iter().all(|(field, wanted)| wanted.holds(&field_of(event, field)))
}

fn field_of(event: &Event, field: &str) -> String {
    let occasion = &event.occasion;
    match field {
        "service" => occasion.service.clone().unwrap_or_default(),
        "host" => occasion.host.as_ref().map(|host| host.id.clone()).unwrap_or_default(),
        "provider" => event.meeting.as_ref().map(|it| it.provider.clone()).unwrap_or_default(),
        "source" => event.key.source.clone(),
        _ => String::new(),
    }
}

fn chosen(
    config: &TenantConfig,
    destination: &Destination,
    event: &Event,
) -> Vec<(EventKind, Recipient)> {
    match destination.to {
        Some(To::Attendee) => {
            let now = told_as_guest(event).iter().map(|guest| (guest_hears(event), guest));
            let former = event.former_attendees.iter().map(|guest| (EventKind::Deleted, guest));
            now.chain(former).map(|(tells, guest)| (tells, guest_of(event, guest))).collect()
        }
        // That somebody joins a meeting of many is no news to whoever hosts it.
        Some(To::Host) if event.only_new.is_some() => Vec::new(),
        Some(To::Host) => {
            let now = event.occasion.host.iter().map(|host| (told_as_host(event), host));
            let former = event.former_host.iter().map(|host| (EventKind::Deleted, host));
            now.chain(former)
                .filter_map(|(tells, host)| Some((tells, host_of(event, host)?)))
                .collect()
        }
        Some(To::Address) => {
            let address = destination.address.clone().unwrap_or_default();
            vec![(event.kind, staff_of(config, event, address))]
        }
        Some(To::Subject) | None => Vec::new(),
    }
}

/// Who of the guests hears of it.
fn told_as_guest(event: &Event) -> &[Attendee] {
    event.only_new.as_deref().unwrap_or(&event.occasion.attendees)
}

/// Whoever joins hears of the meeting for the first time.
const fn guest_hears(event: &Event) -> EventKind {
    match (event.kind, &event.only_new) {
        (EventKind::Changed, Some(_)) => EventKind::Ready,
        (kind, _) => kind,
    }
}

/// Whoever takes over as the host hears of the meeting for the first time.
const fn told_as_host(event: &Event) -> EventKind {
    match (event.kind, &event.former_host) {
        (EventKind::Changed, Some(_)) => EventKind::Ready,
        (kind, _) => kind,
    }
}

/// Colleagues among the attendees are written to as colleagues; neither gets the host's link.
fn guest_of(event: &Event, guest: &Attendee) -> Recipient {
    let audience = if guest.role == Role::Employee { Audience::Staff } else { Audience::Attendee };
    Recipient {
        audience,
        name: guest.name.clone(),
        email: guest.email.trim().to_owned(),
        locale: guest.locale.clone().unwrap_or_else(|| event.occasion.locale.clone()),
        time_zone: event.occasion.time_zone.clone(),
    }
}

fn host_of(event: &Event, host: &Party) -> Option<Recipient> {
    let occasion = &event.occasion;
    Some(Recipient {
        audience: Audience::Host,
        name: host.name.clone(),
        email: host.email.clone()?,
        locale: host.locale.clone().unwrap_or_else(|| occasion.locale.clone()),
        time_zone: host.time_zone.clone().unwrap_or_else(|| occasion.time_zone.clone()),
    })
}

fn staff_of(config: &TenantConfig, event: &Event, address: String) -> Recipient {
    let known = config.person(&address).ok().map(|(_, person)| person);
    let locale = known.and_then(|person| person.locale.clone());
    Recipient {
        audience: Audience::Staff,
        name: known.map(|person| person.name.clone()).unwrap_or_default(),
        locale: locale.unwrap_or_else(|| event.occasion.locale.clone()),
        time_zone: config.tenant.time_zone.clone(),
        email: address,
    }
}

#[cfg(test)]
mod tests;
