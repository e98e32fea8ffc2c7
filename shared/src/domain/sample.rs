//! A small company for unit tests.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::config::{
    Connection, ConnectionState, Credentials, Link, LinkOrigin, Sealed, TenantConfig,
};
use super::session::{Attendee, Role, SessionContent, SessionKind};
use super::settings::{Person, Service, Tenant, Video};

/// Zoom connected, one service with video, one host who is linked, one who isn't.
#[must_use]
pub fn config() -> TenantConfig {
    let person = |name: &str, email: &str| Person {
        name: name.to_owned(),
        emails: vec![email.to_owned()],
        ..Person::default()
    };
    let video = Video { enabled: true, ..Video::default() };
    let service = Service { name: "First visit".to_owned(), video, ..Service::default() };
    let link =
        Link { external_id: "u-aino".to_owned(), origin: LinkOrigin::Manual, by: None, at: None };
    TenantConfig {
        tenant: Tenant {
            name: "Hoitola Aalto".to_owned(),
            time_zone: "Europe/Helsinki".to_owned(),
            locale: "fi".to_owned(),
            ..Tenant::default()
        },
        version: 1,
        services: [("101".to_owned(), service)].into(),
        people: [
            ("aino".to_owned(), person("Aino Koskinen", "Aino@demo.example")),
            ("eero".to_owned(), person("Eero Laine", "eero@demo.example")),
        ]
        .into(),
        links: [(("zoom".to_owned(), "aino".to_owned()), link)].into(),
        connections: [("zoom".to_owned(), connection())].into(),
        subscriptions: super::profile::named("booking-video").unwrap_or_default().subscriptions,
        ..TenantConfig::empty("aalto", Timestamp::UNIX_EPOCH)
    }
}

fn connection() -> Connection {
    Connection {
        state: ConnectionState::Active,
        ..Connection::new(zoom_credentials(), "c1".to_owned(), None)
    }
}

/// Credentials that open nothing.
#[must_use]
pub fn zoom_credentials() -> Credentials {
    Credentials::S2s {
        account_id: "acc".to_owned(),
        client_id: "client".to_owned(),
        client_secret: Sealed { key: "k1".to_owned(), text: "sealed text".to_owned() },
    }
}

/// A booking of that service, hosted by the linked host.
#[must_use]
pub fn content() -> SessionContent {
    let start: Timestamp = "2027-03-04T08:00:00Z".parse().unwrap_or_default();
    SessionContent {
        kind: SessionKind::Booking,
        title: "Ensikäynti".to_owned(),
        start,
        end: start + std::time::Duration::from_mins(45),
        time_zone: "Europe/Helsinki".to_owned(),
        service: Some("101".to_owned()),
        host: Some("aino@DEMO.example".to_owned()),
        attendees: vec![Attendee {
            name: "Matti Virtanen".to_owned(),
            email: "matti@customer.example".to_owned(),
            role: Role::Customer,
            locale: None,
        }],
        mode: None,
        candidate: None,
        record: None,
        fields: BTreeMap::new(),
    }
}
