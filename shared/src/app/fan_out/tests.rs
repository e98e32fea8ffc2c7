//! Who is told of what.

use super::*;
use crate::domain::desire::occasion;
use crate::domain::event::MeetingFacts;
use crate::domain::ids::SessionKey;
use crate::domain::sample::{config, content};
use crate::domain::settings::OneOrMany;

fn event(kind: EventKind) -> Event {
    let key = SessionKey::new("aalto", "booking", "b1");
    Event {
        id: Event::id_of(&key, 1),
        key,
        seq: 1,
        kind,
        at: jiff::Timestamp::UNIX_EPOCH,
        occasion: occasion(&content(), &config()),
        meeting: Some(MeetingFacts {
            provider: "zoom".to_owned(),
            by: None,
            id: "1".to_owned(),
            host: "u-aino".to_owned(),
            join_url: "https://zoom.example/j/1".to_owned(),
            password: "12345678".to_owned(),
        }),
        former_host: None,
        former_attendees: Vec::new(),
        former_time: None,
        only_new: None,
        reason: None,
    }
}

fn told(deliveries: &[Delivery]) -> Vec<(&str, EventKind, Audience)> {
    let of = |it: &'_ Delivery| (it.tells, it.recipient.audience);
    deliveries.iter().map(|it| (it.recipient.email.as_str(), of(it).0, of(it).1)).collect()
}

/// A03: customer and host have rules of their own, and each gets one message.
#[test]
fn customer_and_host_are_told_by_their_own_rules() {
    let all = deliveries(&config(), &event(EventKind::Ready));
    assert_eq!(
        told(&all),
        [
            ("matti@customer.example", EventKind::Ready, Audience::Attendee),
            ("Aino@demo.example", EventKind::Ready, Audience::Host),
        ]
    );
    assert_eq!(all[0].recipient.locale, "fi", "the tenant's language where the guest has none");
}

#[test]
fn the_same_event_makes_the_same_deliveries() {
    let ids = |event| deliveries(&config(), event).into_iter().map(|it| it.id).collect::<Vec<_>>();
    assert_eq!(ids(&event(EventKind::Ready)), ids(&event(EventKind::Ready)));
}

/// Whoever no longer takes part hears that it does not take place for them; who takes over as the
/// host hears of it for the first time.
#[test]
fn former_host_and_guests_are_told_of_a_cancellation() {
    let config = config();
    let mut changed = event(EventKind::Changed);
    let (id, person) = config.person("eero").unwrap();
    changed.former_host = Some(config.party(id, person));
    changed.former_attendees = vec![Attendee {
        email: "gone@customer.example".to_owned(),
        ..changed.occasion.attendees[0].clone()
    }];
    let (was, is) = ("2027-03-01T08:00:00Z".parse().unwrap(), changed.occasion.start);
    changed.former_time = Some((was, was));
    let all = deliveries(&config, &changed);
    let starts: Vec<_> = all.iter().map(|it| it.event.occasion.start).collect();
    assert_eq!(starts, [is, was, is, was], "a cancellation speaks of the time they knew");
    assert_eq!(
        told(&all),
        [
            ("matti@customer.example", EventKind::Changed, Audience::Attendee),
            ("gone@customer.example", EventKind::Deleted, Audience::Attendee),
            ("Aino@demo.example", EventKind::Ready, Audience::Host),
            ("eero@demo.example", EventKind::Deleted, Audience::Host),
        ]
    );
}

/// A colleague among the attendees is not the host, and is not written to as one.
#[test]
fn a_colleague_is_told_as_a_colleague() {
    let mut ready = event(EventKind::Ready);
    ready.occasion.attendees[0].role = Role::Employee;
    assert_eq!(deliveries(&config(), &ready)[0].recipient.audience, Audience::Staff);
}

#[test]
fn filters_and_switches_hold() {
    let mut config = config();
    let customer = config.subscriptions.get_mut("customer-ready").unwrap();
    customer.filter = [("service".to_owned(), OneOrMany::One("102".to_owned()))].into();
    config.subscriptions.get_mut("host-ready").unwrap().enabled = false;
    assert_eq!(deliveries(&config, &event(EventKind::Ready)), []);
    let customer = config.subscriptions.get_mut("customer-ready").unwrap();
    customer.filter = [("service".to_owned(), OneOrMany::Many(vec!["101".to_owned()]))].into();
    assert_eq!(deliveries(&config, &event(EventKind::Ready)).len(), 1);
}
