//! From a session's event to the messages that don't go by mail.

use super::{asks, chosen, staff_of, template_for};
use crate::domain::business::Subject;
use crate::domain::config::TenantConfig;
use crate::domain::dispatch::{Dispatch, News, Place};
use crate::domain::event::{Delivery, Event, EventKind, Recipient};
use crate::domain::settings::{Destination, DestinationKind, OneOrMany, Subscription, To};

/// Every message that an event asks for by chat or webhook, each once.
pub(super) fn dispatches(config: &TenantConfig, event: &Event) -> Vec<Dispatch> {
    let asked = config.subscriptions.iter().filter(|(_, it)| asks(it, event));
    asked.flat_map(|(id, subscription)| of(config, id, subscription, event)).collect()
}

fn of(
    config: &TenantConfig,
    id: &str,
    subscription: &Subscription,
    event: &Event,
) -> Vec<Dispatch> {
    let destination = &subscription.destination;
    let everybody = || (event.kind, staff_of(config, event, String::new()));
    let message = |to: Place, (tells, recipient): (EventKind, Recipient)| Dispatch {
        id: Dispatch::id_of(&event.id, id, &to),
        subscription: id.to_owned(),
        news: News::Session(Box::new(Delivery {
            id: String::new(),
            event: event.clone(),
            tells,
            subscription: id.to_owned(),
            recipient,
            template: template_for(subscription, event, tells),
        })),
        to,
        template: None,
    };
    match destination.kind {
        DestinationKind::Email => Vec::new(),
        DestinationKind::Dm => hosts(config, destination, event)
            .into_iter()
            .map(|(to, told)| message(to, told))
            .collect(),
        DestinationKind::Channel => {
            channels(destination).into_iter().map(|to| message(to, everybody())).collect()
        }
        DestinationKind::Webhook => {
            webhook(destination).into_iter().map(|to| message(to, everybody())).collect()
        }
    }
}

/// Hosts are people of the company's, so they have an account or an address there.
fn hosts(
    config: &TenantConfig,
    destination: &Destination,
    event: &Event,
) -> Vec<(Place, (EventKind, Recipient))> {
    let Some(platform) = destination.provider else { return Vec::new() };
    let to_hosts = Destination { to: Some(To::Host), ..destination.clone() };
    let told = chosen(config, &to_hosts, event).into_iter();
    told.map(|(tells, recipient)| {
        let who = Subject::Email(recipient.email.clone());
        (Place::Dm { platform, who }, (tells, recipient))
    })
    .collect()
}

/// The channels of a destination.
pub(super) fn channels(destination: &Destination) -> Vec<Place> {
    let Some(platform) = destination.provider else { return Vec::new() };
    let all = destination.channel.iter().flat_map(OneOrMany::all);
    all.map(|channel| Place::Channel { platform, channel: channel.trim().to_owned() }).collect()
}

/// The address of a destination that is called.
pub(super) fn webhook(destination: &Destination) -> Option<Place> {
    destination.address.clone().map(|url| Place::Webhook { url })
}
