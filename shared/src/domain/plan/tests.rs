//! What is decided, case by case, and that one decision is enough.

use super::*;
use crate::domain::fault::HealKey;
use crate::domain::settings::ProviderName;

const NOW: i64 = 1_800_000_000;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn wanted(start: i64, host: &str) -> WantedMeeting {
    WantedMeeting {
        provider: ProviderName::Zoom,
        by: None,
        host: host.to_owned(),
        topic: "Visit".to_owned(),
        agenda: String::new(),
        start: at(start),
        duration_min: 45,
        time_zone: "UTC".to_owned(),
        random_password: true,
        record: None,
    }
}

fn live(meeting: &WantedMeeting) -> LiveMeeting {
    LiveMeeting {
        provider: "zoom".to_owned(),
        by: None,
        host: meeting.host.clone(),
        id: "1".to_owned(),
        join_url: "https://zoom.example/j/1".to_owned(),
        password: "12345678".to_owned(),
        applied: meeting.digest(),
        unrecorded: false,
    }
}

/// A05: a change of time keeps the meeting; only another host or provider replaces it.
#[test]
fn a_move_updates_and_a_change_of_host_replaces() {
    let before = wanted(NOW + 60, "u1");
    let moved = wanted(NOW + 120, "u1");
    let other = wanted(NOW + 60, "u2");
    let decide = |wanted: &WantedMeeting| {
        plan(&Desire::Meeting(wanted.clone()), Some(&live(&before)), at(NOW))
    };
    assert_eq!(decide(&before), Action::Nothing);
    assert_eq!(decide(&moved), Action::Update(moved.clone()));
    assert_eq!(decide(&other), Action::Replace(other.clone()));
}

/// A06: what is cancelled goes, and what never was stays away.
#[test]
fn a_cancelled_session_is_deleted_once() {
    let meeting = wanted(NOW + 60, "u1");
    assert_eq!(plan(&Desire::Cancelled, Some(&live(&meeting)), at(NOW)), Action::Delete);
    assert_eq!(plan(&Desire::Cancelled, None, at(NOW)), Action::Nothing);
}

/// A24: switching a service off makes no new meeting, and lets the ones that people hold links to
/// follow their sessions.
#[test]
fn a_service_switched_off_keeps_its_meetings() {
    let meeting = wanted(NOW + 60, "u1");
    let moved = wanted(NOW + 120, "u1");
    let off = |meeting: &WantedMeeting| Desire::IfThere(meeting.clone());
    assert_eq!(plan(&off(&meeting), None, at(NOW)), Action::Nothing);
    assert_eq!(plan(&off(&meeting), Some(&live(&meeting)), at(NOW)), Action::Nothing);
    assert_eq!(plan(&off(&moved), Some(&live(&meeting)), at(NOW)), Action::Update(moved.clone()));
    let other = plan(&off(&wanted(NOW + 60, "u2")), Some(&live(&meeting)), at(NOW));
    assert!(matches!(other, Action::Reject(reason) if reason.code == "video_switched_off"));
}

#[test]
fn nothing_is_made_or_moved_for_a_start_that_has_passed() {
    let past = wanted(NOW, "u1");
    let is_rejected =
        |action| matches!(action, Action::Reject(reason) if reason.code == "start_passed");
    assert!(is_rejected(plan(&Desire::Meeting(past.clone()), None, at(NOW))));
    let before = live(&wanted(NOW - 60, "u1"));
    assert!(is_rejected(plan(&Desire::Meeting(past), Some(&before), at(NOW))));
}

#[test]
fn a_block_changes_nothing() {
    let block = Block::new("host_not_mapped", "x", HealKey::host("a"));
    let meeting = live(&wanted(NOW + 60, "u1"));
    for is in [None, Some(&meeting)] {
        let action = plan(&Desire::Blocked(block.clone()), is, at(NOW));
        assert_eq!(action, Action::Block(block.clone()));
    }
}

proptest::proptest! {
    /// Whatever is done, deciding again afterwards finds nothing to do.
    #[test]
    fn one_step_converges(start in NOW + 1..NOW + 1_000_000, host in "u[12]", was in "u[12]", old in NOW..NOW + 1_000_000) {
        let desire = Desire::Meeting(wanted(start, &host));
        let is = live(&wanted(old, &was));
        let after = match plan(&desire, Some(&is), at(NOW)) {
            Action::Nothing => is,
            Action::Update(meeting) | Action::Replace(meeting) => live(&meeting),
            other => panic!("{other:?}"),
        };
        proptest::prop_assert_eq!(plan(&desire, Some(&after), at(NOW)), Action::Nothing);
    }
}
