//! A session and its meeting for tests.

use std::collections::BTreeMap;

use crate::domain::event::{MeetingFacts, Occasion, Party};
use crate::domain::session::{Attendee, Role, SessionKind};

/// A booking with every field filled.
pub(crate) fn occasion() -> Occasion {
    let guest = |name: &str, role| Attendee {
        name: name.to_owned(),
        email: format!("{}@guest.example", name.to_lowercase()),
        role,
        locale: None,
    };
    Occasion {
        kind: SessionKind::Booking,
        title: "Consultation with Aino".to_owned(),
        service: Some("s1".to_owned()),
        service_name: "Consultation".to_owned(),
        start: "2026-11-23T08:00:00Z".parse().unwrap(),
        end: "2026-11-23T08:45:00Z".parse().unwrap(),
        time_zone: "Europe/Helsinki".to_owned(),
        host: Some(Party {
            id: "e1".to_owned(),
            name: "Eero Virtanen".to_owned(),
            email: Some("eero@demo.example".to_owned()),
            locale: None,
            time_zone: None,
        }),
        attendees: vec![guest("Kai", Role::Employee), guest("Aino", Role::Candidate)],
        tenant_name: "Demo Oy".to_owned(),
        locale: "en".to_owned(),
        fields: BTreeMap::from([("note".to_owned(), "Bring the plans.".to_owned())]),
    }
}

/// A Zoom meeting with a password.
pub(crate) fn meeting() -> MeetingFacts {
    MeetingFacts {
        provider: "zoom".to_owned(),
        by: None,
        id: "86412345678".to_owned(),
        host: "u123".to_owned(),
        join_url: "https://zoom.example/j/86412345678?pwd=abc".to_owned(),
        password: "04815162".to_owned(),
    }
}
