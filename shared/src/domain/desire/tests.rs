//! What is wanted, and what stands in its way.

use super::*;
use crate::domain::ids::SessionKey;
use crate::domain::sample::{config, content};
use crate::domain::session::FactOrder;

fn session(content: SessionContent) -> Session {
    let key = SessionKey::new("aalto", "booking", "b1");
    let mut session = Session::new(key, FactOrder::new(1, false, ""));
    session.wanted = Some(content);
    session
}

fn blocked(desire: &Desire) -> (&str, &str) {
    match desire {
        Desire::Blocked(block) => (&block.reason.code, block.heals_by.as_str()),
        other => panic!("not blocked: {other:?}"),
    }
}

/// A02, A18: start, duration and zone are the booking's; topic and agenda are the templates'.
#[test]
fn a_meeting_follows_from_the_booking_and_the_service() {
    let mut config = config();
    let service = config.services.get_mut("101").unwrap();
    service.topic = Some("{service_name} – {customer_name}".to_owned());
    let Desire::Meeting(meeting) = desire(&session(content()), &config) else { panic!("none") };
    assert_eq!(meeting.topic, "First visit – Matti Virtanen");
    assert_eq!((meeting.duration_min, meeting.time_zone.as_str()), (45, "Europe/Helsinki"));
    assert_eq!((meeting.host.as_str(), meeting.random_password), ("u-aino", true));
}

/// A22: a host who is not linked blocks, and what heals it is named by what the booking named.
#[test]
fn an_unlinked_host_blocks() {
    let wanted = SessionContent { host: Some("eero".to_owned()), ..content() };
    let found = desire(&session(wanted), &config());
    assert_eq!(blocked(&found), ("host_not_mapped", "host:eero"));
    let stranger = SessionContent { host: Some("X@y.example".to_owned()), ..content() };
    let found = desire(&session(stranger), &config());
    assert_eq!(blocked(&found), ("host_not_mapped", "host:x@y.example"));
}

#[test]
fn two_people_with_one_address_are_nobody() {
    let mut config = config();
    config.people.get_mut("eero").unwrap().emails = vec!["aino@demo.example".to_owned()];
    let wanted = SessionContent { host: Some("aino@demo.example".to_owned()), ..content() };
    assert_eq!(blocked(&desire(&session(wanted), &config)).0, "host_not_mapped");
}

/// A24: without its own switch a service gets no meeting; one that is there already follows its
/// session.
#[test]
fn a_service_without_video_makes_none() {
    let mut config = config();
    config.services.get_mut("101").unwrap().video.enabled = false;
    assert!(matches!(desire(&session(content()), &config), Desire::IfThere(_)));
    let unlinked = SessionContent { host: Some("eero".to_owned()), ..content() };
    assert_eq!(desire(&session(unlinked), &config), Desire::Nothing, "nobody has to act for it");
    let unknown = SessionContent { service: Some("999".to_owned()), ..content() };
    assert_eq!(blocked(&desire(&session(unknown), &config)), ("service_unknown", "service:999"));
}

/// A16: switched off, the connection makes nothing, and switching it on heals.
#[test]
fn a_disabled_connection_blocks() {
    let mut config = config();
    config.connections.get_mut("zoom").unwrap().enabled = false;
    let found = desire(&session(content()), &config);
    assert_eq!(blocked(&found), ("connection_disabled", "connection:zoom"));
    config.connections.clear();
    assert_eq!(blocked(&desire(&session(content()), &config)).0, "not_connected");
}

/// A provider that the tenant has not connected is never replaced by another.
#[test]
fn another_mode_is_refused_and_not_substituted() {
    let wanted = SessionContent { mode: Some(Mode::GoogleMeet), ..content() };
    let found = desire(&session(wanted), &config());
    assert_eq!(blocked(&found), ("not_connected", "connection:google"));
    let none = SessionContent { mode: Some(Mode::None), ..content() };
    assert_eq!(desire(&session(none), &config()), Desire::Withdrawn);
}

#[test]
fn a_cancelled_session_wants_nothing_whatever_is_configured() {
    let mut cancelled = session(content());
    cancelled.cancelled = true;
    assert_eq!(desire(&cancelled, &config()), Desire::Cancelled);
}

#[test]
fn durations_are_whole_minutes_that_a_provider_takes() {
    let lasting = |seconds: u64| {
        let end = content().start + std::time::Duration::from_secs(seconds);
        desire(&session(SessionContent { end, ..content() }), &config())
    };
    let minutes = |desire: Desire| match desire {
        Desire::Meeting(meeting) => meeting.duration_min,
        other => panic!("{other:?}"),
    };
    assert_eq!(minutes(lasting(1)), 1);
    assert_eq!(minutes(lasting(61)), 2);
    assert_eq!(minutes(lasting(1440 * 60)), 1440);
    assert!(matches!(lasting(1440 * 60 + 1), Desire::Impossible(_)));
}
