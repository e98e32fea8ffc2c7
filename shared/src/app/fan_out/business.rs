//! From a business event to the messages that its subscriptions ask for.

use std::collections::BTreeSet;

use super::chats::{channels, webhook};
use crate::app::App;
use crate::app::business::known;
use crate::app::configs::Fresh;
use crate::domain::business::{BusinessEvent, Subject};
use crate::domain::config::TenantConfig;
use crate::domain::dispatch::{Dispatch, News, Place};
use crate::domain::fault::Fault;
use crate::domain::settings::{DestinationKind, Subscription, To, Visibility};
use crate::queue::DeliveryMessage;

/// Every message that an event asks for, each once.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub(super) async fn messages(
    app: &App,
    event: &BusinessEvent,
) -> Result<Vec<DeliveryMessage>, Fault> {
    let config = app.configs.of(&event.tenant, Fresh::Kept).await?;
    let all = dispatches(&config, event).into_iter();
    Ok(all.map(|it| DeliveryMessage::Dispatch(Box::new(it))).collect())
}

/// Every message that an event asks for, each once.
fn dispatches(config: &TenantConfig, event: &BusinessEvent) -> Vec<Dispatch> {
    let mut seen = BTreeSet::new();
    let asked = config.subscriptions.iter().filter(|(_, it)| asks(it, event));
    let places = asked
        .flat_map(|(id, it)| places(config, it, event).into_iter().map(move |to| (id, it, to)));
    places
        .map(|(id, subscription, to)| Dispatch {
            id: Dispatch::id_of(&event.id, id, &to),
            subscription: id.clone(),
            to,
            news: News::Business(event.clone()),
            template: subscription.template.clone(),
        })
        .filter(|dispatch| seen.insert(dispatch.id.clone()))
        .collect()
}

fn asks(subscription: &Subscription, event: &BusinessEvent) -> bool {
    let is_of = |wanted: &str| {
        wanted == event.kind
            || wanted.strip_suffix(".*").is_some_and(|family| {
                event.kind.strip_prefix(family).is_some_and(|rest| rest.starts_with('.'))
            })
    };
    subscription.enabled
        && is_of(&subscription.event)
        && subscription.filter.iter().all(|(field, wanted)| wanted.holds(event.field(field)))
}

/// A type that has become private since the subscription was saved goes to no channel.
fn places(config: &TenantConfig, subscription: &Subscription, event: &BusinessEvent) -> Vec<Place> {
    let destination = &subscription.destination;
    let is_private = config.visibility_of_any(&event.kind) != Some(Visibility::Public);
    match destination.kind {
        DestinationKind::Channel if is_private && !subscription.overrides => Vec::new(),
        DestinationKind::Channel => channels(destination),
        DestinationKind::Webhook => webhook(destination).into_iter().collect(),
        DestinationKind::Dm => {
            let to = destination.provider.zip(event.subject.clone());
            to.map(|(platform, who)| Place::Dm { platform, who: known(config, &who) })
                .into_iter()
                .collect()
        }
        DestinationKind::Email => mail(config, subscription, event).into_iter().collect(),
    }
}

fn mail(
    config: &TenantConfig,
    subscription: &Subscription,
    event: &BusinessEvent,
) -> Option<Place> {
    let destination = &subscription.destination;
    let who = match destination.to {
        Some(To::Address) => Subject::Email(destination.address.clone()?),
        _ => known(config, event.subject.as_ref()?),
    };
    Some(Place::Mail { who })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;
    use jiff::Timestamp;
    use serde_json::json;

    fn event(kind: &str, email: &str) -> BusinessEvent {
        BusinessEvent {
            id: BusinessEvent::id_of("demo", kind, "1"),
            tenant: "demo".to_owned(),
            kind: kind.to_owned(),
            at: Timestamp::UNIX_EPOCH,
            subject: Some(Subject::Email(email.to_owned())),
            data: [("amount".to_owned(), "50".to_owned())].into(),
        }
    }

    fn config(subscriptions: &[(&str, serde_json::Value)]) -> TenantConfig {
        let mut config = sample::config();
        config.subscriptions = subscriptions
            .iter()
            .map(|(id, body)| ((*id).to_owned(), serde_json::from_value(body.clone()).unwrap()))
            .collect();
        config
    }

    /// G13, G25: only what is subscribed is told, and to each channel of a list once.
    #[test]
    fn only_what_is_subscribed_is_told() {
        let config = config(&[
            (
                "a",
                json!({"event": "perk.redeemed", "destination": {"kind": "dm", "provider": "slack"}}),
            ),
            (
                "b",
                json!({"event": "award.*", "destination":
                {"kind": "channel", "provider": "slack", "channel": ["C1", "C2", "C1"]}}),
            ),
        ]);
        assert!(dispatches(&config, &event("wallet.funded", "a@b.example")).is_empty());
        assert_eq!(dispatches(&config, &event("perk.redeemed", "a@b.example")).len(), 1);
        assert_eq!(dispatches(&config, &event("award.team", "a@b.example")).len(), 2);
    }

    /// G18: private events go to channels only where somebody said so.
    #[test]
    fn private_events_go_to_no_channel() {
        let to_channel = |more: &str| {
            let destination = json!({"kind": "channel", "provider": "slack", "channel": "C1"});
            let mut body = json!({"event": "wallet.funded", "destination": destination});
            if !more.is_empty() {
                body[more] = json!(true);
            }
            config(&[("a", body)])
        };
        let funded = event("wallet.funded", "a@b.example");
        assert!(dispatches(&to_channel(""), &funded).is_empty());
        assert_eq!(dispatches(&to_channel("override"), &funded).len(), 1);
    }

    #[test]
    fn filters_compare_what_the_event_says() {
        let filtered = |amount: serde_json::Value| {
            config(&[(
                "a",
                json!({"event": "wallet.funded", "filter": {"amount": amount},
                "destination": {"kind": "dm", "provider": "teams"}}),
            )])
        };
        let funded = event("wallet.funded", "a@b.example");
        assert_eq!(dispatches(&filtered(json!("50")), &funded).len(), 1);
        assert_eq!(dispatches(&filtered(json!(["1", "50"])), &funded).len(), 1);
        assert!(dispatches(&filtered(json!("51")), &funded).is_empty());
    }
}
