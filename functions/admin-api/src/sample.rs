//! A made-up session with a meeting, for trying a subscription.

use std::collections::BTreeMap;

use convoke::domain::config::TenantConfig;
use convoke::domain::event::{
    Audience, Delivery, Event, EventKind, MeetingFacts, Occasion, Party, Recipient,
};
use convoke::domain::fault::Reason;
use convoke::domain::ids::SessionKey;
use convoke::domain::session::{Attendee, Role, SessionKind};
use convoke::domain::settings::{Contact, Subscription};
use jiff::{SignedDuration, Timestamp};

/// The provider of the sample's meeting.
pub const PROVIDER: &str = "zoom";
/// The source that samples seem to come from.
const SOURCE: &str = "sample";
/// A meeting id that no account has.
const MEETING: &str = "10000000000";

/// A sample event of this kind. `name` keeps samples apart.
pub fn event(config: &TenantConfig, kind: EventKind, name: &str, now: Timestamp) -> Event {
    let key = SessionKey::new(&*config.id, SOURCE, name);
    let is_blocked = kind == EventKind::Blocked;
    Event {
        id: Event::id_of(&key, 1),
        key,
        seq: 1,
        kind,
        at: now,
        occasion: occasion(config, now),
        meeting: (!is_blocked).then(meeting),
        former_host: None,
        former_attendees: Vec::new(),
        former_time: None,
        only_new: None,
        reason: is_blocked.then(|| Reason::new("sample", "This is a sample reason.")),
    }
}

fn occasion(config: &TenantConfig, now: Timestamp) -> Occasion {
    let tenant = &config.tenant;
    let service = config.services.values().next().map(|service| service.name.clone());
    let in_hours = |hours| now.checked_add(SignedDuration::from_hours(hours)).unwrap_or(now);
    let guest = Attendee {
        name: "Sample Guest".to_owned(),
        email: "guest@sample.invalid".to_owned(),
        role: Role::Customer,
        locale: None,
    };
    Occasion {
        kind: SessionKind::Booking,
        title: "Sample session".to_owned(),
        service: None,
        service_name: service.unwrap_or_else(|| "Sample service".to_owned()),
        start: in_hours(24),
        end: in_hours(25),
        time_zone: tenant.time_zone.clone(),
        host: Some(host()),
        attendees: vec![guest],
        tenant_name: tenant.name.clone(),
        locale: tenant.locale.clone(),
        fields: BTreeMap::from([("note".to_owned(), "This is a sample.".to_owned())]),
    }
}

fn host() -> Party {
    Party {
        id: "sample-host".to_owned(),
        name: "Sample Host".to_owned(),
        email: Some("host@sample.invalid".to_owned()),
        locale: None,
        time_zone: None,
    }
}

fn meeting() -> MeetingFacts {
    MeetingFacts {
        provider: PROVIDER.to_owned(),
        by: None,
        id: MEETING.to_owned(),
        host: "sample-host".to_owned(),
        join_url: format!("https://sample.invalid/j/{MEETING}"),
        password: "01234567".to_owned(),
    }
}

/// The message that the subscription would send, addressed to the contact instead.
pub fn delivery(
    config: &TenantConfig,
    id: &str,
    subscription: &Subscription,
    event: Event,
    audience: Audience,
    contact: &Contact,
) -> Delivery {
    let email = contact.email.trim().to_owned();
    Delivery {
        id: Delivery::id_of(&event.id, id, &email),
        tells: event.kind,
        event,
        subscription: id.to_owned(),
        recipient: Recipient {
            audience,
            name: contact.name.clone(),
            email,
            locale: config.tenant.locale.clone(),
            time_zone: config.tenant.time_zone.clone(),
        },
        template: subscription.template.clone(),
    }
}
