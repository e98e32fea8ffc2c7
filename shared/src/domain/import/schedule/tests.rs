//! Start times, against a clock that is read minute by minute.

use std::collections::BTreeSet;

use jiff::civil::{date, time};
use proptest::prelude::*;

use super::*;

fn times(given: &[&str]) -> Result<Times, Vec<(usize, &'static str)>> {
    let given: Vec<_> = given.iter().map(|it| (*it).to_owned()).collect();
    let faults = |faults: Vec<TimeFault>| faults.iter().map(|it| (it.index, it.code)).collect();
    Times::parse(&given).map_err(faults)
}

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// H04, H34: four different half hours a day, and what is said of anything else.
#[test]
fn times_are_four_different_half_hours() {
    assert!(times(&[]).unwrap().as_slice().is_empty());
    let four = times(&["23:30", "09:00", "13:00", "17:30"]).unwrap();
    assert_eq!(Vec::from(four.clone()), ["09:00", "13:00", "17:30", "23:30"]);
    assert!(four.contains(time(23, 30, 0, 0)) && !four.contains(time(23, 0, 0, 0)));
    let five = times(&["09:00", "10:00", "11:00", "12:00", "13:00", "14:00"]);
    assert_eq!(five, Err(vec![(4, "max_4_runs_per_day")]));
    assert_eq!(times(&["09:15"]), Err(vec![(0, "not_on_half_hour")]));
    assert_eq!(times(&["09:00", "10:30", "09:00"]), Err(vec![(2, "repeated_time")]));
    for wrong in ["", "9:00", "24:00", "09:60", "09:00:00", "0９:00", "+9:00", "noon"] {
        assert_eq!(times(&[wrong]), Err(vec![(0, "invalid_time")]), "{wrong:?}");
    }
    assert_eq!(times(&["09:15", "x"]), Err(vec![(0, "not_on_half_hour"), (1, "invalid_time")]));
}

#[test]
fn times_are_kept_as_they_are_written() {
    let kept = serde_json::to_string(&times(&["13:00", "09:30"]).unwrap()).unwrap();
    assert_eq!(kept, "[\"09:30\",\"13:00\"]");
    assert_eq!(serde_json::from_str::<Times>(&kept).unwrap(), times(&["09:30", "13:00"]).unwrap());
    assert!(serde_json::from_str::<Times>("[\"09:10\"]").is_err());
}

/// H34: an hour that the clocks leave out does not come, one that they repeat counts once.
#[test]
fn clocks_that_are_changed() {
    let helsinki = zone("Europe/Helsinki");
    let night = times(&["03:30"]).unwrap();
    // In March 03:30 is left out on the 29th.
    let after = instant("2026-03-28T01:30:00Z");
    assert_eq!(next(&night, &helsinki, after), Some(instant("2026-03-30T00:30:00Z")));
    // In October it comes twice on the 25th.
    let first = instant("2026-10-25T00:30:00Z");
    assert_eq!(next(&night, &helsinki, instant("2026-10-24T12:00:00Z")), Some(first));
    assert_eq!(next(&night, &helsinki, first), Some(instant("2026-10-26T01:30:00Z")));
    assert_eq!(slot_at(&helsinki, first), Some(time(3, 30, 0, 0)));
    assert_eq!(slot_at(&helsinki, instant("2026-10-25T01:30:00Z")), None);
    assert_eq!(slot_at(&helsinki, instant("2026-10-25T00:30:01Z")), None);
}

/// H05: a changed time holds from the next slot on.
#[test]
fn the_next_start_is_that_of_the_times_as_they_are() {
    let tokyo = zone("Asia/Tokyo");
    let now = instant("2026-11-30T23:50:00Z");
    let starts = |text| next(&times(&[text]).unwrap(), &tokyo, now).unwrap().to_string();
    assert_eq!(starts("09:00"), "2026-12-01T00:00:00Z");
    assert_eq!(starts("10:30"), "2026-12-01T01:30:00Z");
    assert_eq!(starts("08:30"), "2026-12-01T23:30:00Z");
    assert_eq!(next(&Times::default(), &tokyo, now), None);
}

/// Every instant at which a clock on the wall first shows a half hour on its day, and which it shows:
/// found by looking at it every minute.
fn marks_on_the_wall(zone: &TimeZone, from: Timestamp, to: Timestamp) -> Vec<(Timestamp, Time)> {
    let mut seen = BTreeSet::new();
    let mut marks = Vec::new();
    let (mut second, last) = (from.as_second(), to.as_second());
    while second < last {
        let at = Timestamp::from_second(second).unwrap();
        let local = zone.to_datetime(at);
        if local.second() == 0 && [0, 30].contains(&local.minute()) && seen.insert(local) {
            marks.push((at, local.time()));
        }
        second += 60;
    }
    marks
}

#[test]
fn slots_are_those_that_a_clock_on_the_wall_shows() {
    let (from, to) = (instant("2025-12-31T00:00:00Z"), instant("2028-01-02T00:00:00Z"));
    let four = times(&["00:00", "01:30", "02:30", "23:30"]).unwrap();
    for name in [
        "Asia/Tokyo",
        "Asia/Kathmandu",
        "Europe/Helsinki",
        "America/New_York",
        "America/St_Johns",
        "Australia/Lord_Howe",
        "Africa/Casablanca",
        "Antarctica/Troll",
    ] {
        let zone = zone(name);
        let marks = marks_on_the_wall(&zone, from, to);
        let slots: BTreeSet<_> = marks.iter().copied().collect();
        // Slots are looked for at every quarter of an hour, which must find all of them.
        let quarters = (from.as_second()..to.as_second()).step_by(900);
        let found: BTreeSet<_> = quarters
            .map(|second| Timestamp::from_second(second).unwrap())
            .filter_map(|at| Some((at, slot_at(&zone, at)?)))
            .collect();
        assert_eq!(found, slots, "{name}");
        let starts: Vec<_> =
            marks.iter().filter(|(_, time)| four.contains(*time)).map(|(at, _)| *at).collect();
        let mut after = from - SignedDuration::from_nanos(1);
        for start in &starts {
            assert_eq!(next(&four, &zone, after), Some(*start), "{name}, after {after}");
            after = *start;
        }
    }
}

#[test]
fn a_day_that_a_country_leaves_out_has_no_slots() {
    let apia = zone("Pacific/Apia");
    let after = instant("2011-12-30T09:00:00Z");
    let start = next(&times(&["12:00"]).unwrap(), &apia, after).unwrap();
    assert_eq!(apia.to_datetime(start), date(2011, 12, 31).at(12, 0, 0, 0));
}

/// H50, reading R1: the look-back begins two days before the start date, at its midnight.
#[test]
fn the_first_window_begins_at_midnight_two_days_before() {
    let start = date(2026, 12, 5);
    let from = window_start(start, 2, None, &zone("Asia/Tokyo"));
    assert_eq!(from, instant("2026-12-03T00:00:00+09:00"));
    for (applied, expected) in [
        (date(2026, 12, 2), Err(Outside::NotStarted)),
        (date(2026, 12, 3), Ok(())),
        (date(2026, 12, 5), Ok(())),
    ] {
        assert_eq!(is_within(start, 2, None, applied), expected);
    }
    // Where midnight itself is left out, the day begins later.
    let from = window_start(date(2018, 11, 6), 2, None, &zone("America/Sao_Paulo"));
    assert_eq!(from, instant("2018-11-04T01:00:00-02:00"));
}

/// H51: what the last run may have missed is asked for again, and never more than is wanted.
#[test]
fn later_windows_overlap() {
    let (start, tokyo) = (date(2026, 12, 5), zone("Asia/Tokyo"));
    let window = |until| window_start(start, 2, Some(instant(until)), &tokyo);
    assert_eq!(window("2026-12-10T00:00:00Z"), instant("2026-12-09T00:00:00Z"));
    assert_eq!(window("2026-12-03T00:00:00Z"), instant("2026-12-02T15:00:00Z"));
    let _ = window_start(Date::MIN, 255, Some(Timestamp::MIN), &tokyo);
}

/// H33: the day after the end date has no runs.
#[test]
fn the_end_date_is_the_last_day() {
    let (start, end) = (date(2026, 12, 5), Some(date(2026, 12, 20)));
    assert_eq!(is_within(start, 0, end, date(2026, 12, 20)), Ok(()));
    assert_eq!(is_within(start, 0, end, date(2026, 12, 21)), Err(Outside::Ended));
    assert_eq!(is_within(start, 0, end, date(2026, 12, 4)), Err(Outside::NotStarted));
}

proptest! {
    /// Whatever the times, the next start is a slot of one of them and none lies before it.
    #[test]
    fn the_next_start_is_a_slot(marks in prop::collection::btree_set(0_i8..48, 1..=4), second in 0_i64..4_000_000_000) {
        let given: Vec<_> = marks.iter().map(|it| format!("{:02}:{:02}", it / 2, it % 2 * 30)).collect();
        let times = Times::parse(&given).unwrap();
        let after = Timestamp::from_second(second).unwrap();
        for name in ["Asia/Tokyo", "America/New_York", "Australia/Lord_Howe"] {
            let zone = zone(name);
            let start = next(&times, &zone, after).unwrap();
            prop_assert!(start > after);
            prop_assert!(times.contains(slot_at(&zone, start).unwrap()));
            prop_assert_eq!(next(&times, &zone, start - SignedDuration::from_secs(1)), Some(start));
        }
    }
}
