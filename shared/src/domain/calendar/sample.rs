//! An event and a recipient for tests.

use crate::domain::event::{Audience, Event, EventKind, Recipient};
use crate::domain::ids::SessionKey;
use crate::domain::template::sample::{meeting, occasion};

/// The session's event of this kind and number.
pub(crate) fn event(kind: EventKind, seq: u32) -> Event {
    let key = SessionKey::new("demo", "hook", "b1");
    Event {
        id: Event::id_of(&key, seq),
        key,
        seq,
        kind,
        at: "2026-11-20T12:00:00.5Z".parse().unwrap(),
        occasion: occasion(),
        meeting: Some(meeting()),
        former_host: None,
        former_attendees: Vec::new(),
        former_time: None,
        only_new: None,
        reason: None,
    }
}

/// Somebody in Finland whose name needs quoting.
pub(crate) fn recipient(audience: Audience) -> Recipient {
    Recipient {
        audience,
        name: "Äinö \"Ace\" Korhonen, Ph.D.".to_owned(),
        email: "aino@guest.example".to_owned(),
        locale: "fi".to_owned(),
        time_zone: "Europe/Helsinki".to_owned(),
    }
}
