//! When meetings take place.

use super::*;

/// The days of a step's stage.
fn window(world: &World, step: &str) -> (Date, Date) {
    let (stage, _) = world.scenario.step(step).unwrap();
    let window = stage.window();
    let day = |n: u16| slots::after(world.kept["e-n1"].start_date, i32::from(n));
    (day(window.start), day(window.end - 1))
}

fn meetings(world: &World) -> Vec<(String, Meeting)> {
    let steps = world.kept["e-n1"].steps.iter();
    let all =
        steps.flat_map(|(step, it)| it.meetings.values().map(|it| (step.clone(), it.clone())));
    all.filter(|(_, meeting)| !meeting.cancelled).collect()
}

proptest! {
    /// B17, B20: a meeting lies within its stage, on a working day and within working hours, is no holiday's and
    /// never in the past; those without a time of their own don't overlap.
    #[test]
    fn meetings_lie_where_they_may(mut world in any_world()) {
        let zone = TimeZone::get(&world.config.tenant.time_zone).unwrap();
        world.settle();
        let hours = world.settings.working_hours.clone();
        let all = meetings(&world);
        for (step, meeting) in &all {
            let (begin, end) = (meeting.start.to_zoned(zone.clone()), meeting.end.to_zoned(zone.clone()));
            let (first, last) = window(&world, step);
            prop_assert!((first..=last).contains(&begin.date()), "{step} {begin}");
            prop_assert!(hours.has(begin.date(), &world.settings.holidays), "{step} {begin}");
            prop_assert!(begin.time() >= hours.from && end.time() <= hours.to, "{step} {begin}");
            prop_assert_eq!(begin.date(), end.date());
            prop_assert!(meeting.start >= world.now + SignedDuration::from_mins(30));
            let minutes = world.scenario.step(step).unwrap().1.minutes();
            let lasts = meeting.end.duration_since(meeting.start);
            prop_assert_eq!(lasts, SignedDuration::from_mins(i64::from(minutes)));
        }
        let timed = |step: &str| world.scenario.step(step).unwrap().1.time.is_some();
        let free: Vec<_> = all.iter().filter(|(step, _)| !timed(step)).collect();
        for (n, (_, one)) in free.iter().enumerate() {
            for (_, other) in &free[n + 1..] {
                prop_assert!(one.end <= other.start || other.end <= one.start, "{one:?} {other:?}");
            }
        }
    }

    /// B17: what can be planned is: a working day that is still to come within the stage and within reach is enough.
    #[test]
    fn what_can_be_planned_is(mut world in any_world()) {
        let today = world.now.to_zoned(TimeZone::get(&world.config.tenant.time_zone).unwrap()).date();
        world.settle();
        for (_, step) in world.scenario.steps().filter(|(_, it)| it.is_meeting() && !is_weekly(it)) {
            let (first, last) = window(&world, &step.id);
            let free = |day: &Date| *day > today && world.settings.working_hours.has(*day, &world.settings.holidays);
            let is_possible = first.series(jiff::Span::new().days(1)).take_while(|it| *it <= last).any(|it| free(&it));
            let day = slots::after(world.kept["e-n1"].start_date, i32::from(step.day.unwrap()));
            if is_possible && day < slots::after(today, 34) {
                prop_assert_eq!(world.kept["e-n1"].steps[&step.id].meetings.len(), 1, "{}", step.id);
            }
        }
    }
}

/// The local begins of a weekly step of four weeks that begins on this day, in this zone.
fn weekly(zone: &str, start: &str, more: Value, before: Value) -> Vec<String> {
    let mut step = json!({"id": "w", "kind": "meeting", "title": "T", "roles": ["manager"], "recurrence": "weekly"});
    step.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let mut steps = before.as_array().unwrap().clone();
    steps.push(step);
    let mut world = World::new(stage(json!(steps)), zone, "2027-01-04T12:00:00Z");
    let id = world.enrol("n1", start.parse().unwrap());
    for _ in 0..50 {
        world.settle();
        let Some(due) = world.due[&id].filter(|due| *due < at("2027-12-31T00:00:00Z")) else {
            break;
        };
        world.now = due;
    }
    let local = world.local(zone).into_iter();
    local.filter(|(name, _)| name.starts_with("w:")).map(|(_, at)| at).collect()
}

/// B23: four weeks have four talks at the same local hour, though clocks change in between.
#[test]
fn a_weekly_talk_keeps_its_local_hour() {
    for (zone, start) in [
        ("Europe/Helsinki", "2027-03-08"),
        ("Europe/Helsinki", "2027-10-18"),
        ("America/New_York", "2027-03-01"),
        ("Australia/Sydney", "2027-03-22"),
        ("America/Santiago", "2027-03-22"),
    ] {
        let first: Date = start.parse().unwrap();
        let expected: Vec<_> =
            (0..4).map(|n| format!("{} 15:30", slots::after(first, 7 * n))).collect();
        assert_eq!(weekly(zone, start, json!({"time": "15:30"}), json!([])), expected, "{zone}");
        let hours: BTreeSet<_> = weekly(zone, start, json!({}), json!([]))
            .into_iter()
            .map(|it| it[11..].to_owned())
            .collect();
        assert_eq!(hours, ["10:00".to_owned()].into(), "{zone}: no time of its own");
    }
}

/// B23: the hour stays the same, too, where the first one had to give way to something else, and later ones don't.
#[test]
fn a_weekly_talk_that_gave_way_once_keeps_its_hour() {
    let welcome = json!({"id": "a", "kind": "meeting", "title": "T", "roles": ["buddy"]});
    let found = weekly("Europe/Helsinki", "2027-03-08", json!({}), json!([welcome]));
    assert_eq!(
        found,
        ["2027-03-08 11:00", "2027-03-15 11:00", "2027-03-22 11:00", "2027-03-29 11:00"]
    );
    let also = json!([welcome, {"id": "b", "kind": "meeting", "title": "T", "roles": ["buddy"], "day": 14, "time": "11:10"}]);
    let found = weekly("Europe/Helsinki", "2027-03-08", json!({}), also);
    assert_eq!(
        found,
        ["2027-03-08 11:00", "2027-03-15 11:00", "2027-03-23 11:00", "2027-03-29 11:00"]
    );
}

/// B23: whatever day of the week it begins on, a stage of four weeks has four talks.
#[test]
fn four_weeks_have_four_talks() {
    for day in 0..7_i32 {
        for offset in 0..7_u16 {
            let start = slots::after("2027-03-08".parse().unwrap(), day).to_string();
            let found = weekly("Europe/Helsinki", &start, json!({"day": offset}), json!([]));
            assert_eq!(found.len(), 4, "{start} {offset}: {found:?}");
            assert_eq!(
                found.iter().map(|it| &it[..10]).collect::<BTreeSet<_>>().len(),
                4,
                "{found:?}"
            );
        }
    }
}

/// B23: an hour that the clocks leave out is the next one on that day only.
#[test]
fn a_talk_in_the_hour_left_out_is_an_hour_later_once() {
    let step = json!([{"id": "w", "kind": "meeting", "title": "T", "roles": ["manager"], "recurrence": "weekly", "time": "03:30"}]);
    let mut world = World::new(stage(step), "Europe/Helsinki", "2027-03-10T12:00:00Z");
    world.settings.working_hours = serde_json::from_value(json!({
        "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": "00:00:00", "to": "23:00:00",
    })).unwrap();
    world.enrol("n1", "2027-03-14".parse().unwrap());
    world.settle();
    let found: Vec<_> = world.local("Europe/Helsinki").into_values().collect();
    assert_eq!(
        found,
        ["2027-03-14 03:30", "2027-03-21 03:30", "2027-03-28 04:30", "2027-04-04 03:30"]
    );
}

/// B17: another first day moves what is ahead; a day by mistake, put right, loses nothing.
#[test]
fn another_first_day_moves_what_is_ahead() {
    let steps = json!([
        {"id": "a", "kind": "meeting", "title": "T", "roles": ["manager"]},
        {"id": "w", "kind": "meeting", "title": "T", "roles": ["manager"], "recurrence": "weekly", "day": 1},
    ]);
    let mut world = World::alone(stage(steps), "2027-01-11T12:00:00Z", "2027-01-18");
    let before = world.local("UTC");
    assert_eq!(before.len(), 5);
    let mut begin_on = |day: &str| {
        let now = world.now;
        let enrolment = world.kept.get_mut("e-n1").unwrap();
        enrolment.start_date = day.parse().unwrap();
        enrolment.lay_out_anew(now);
        world.settle();
        world.local("UTC")
    };
    assert_eq!(begin_on("2027-01-25").into_values().min().unwrap(), "2027-01-25 08:00");
    assert_eq!(begin_on("2026-01-18"), BTreeMap::new(), "a year ago there was time for nothing");
    assert_eq!(begin_on("2027-01-18"), before);
}

/// B16: what lies beyond reach is pending, and looked at when it comes near.
#[test]
fn what_is_far_ahead_waits() {
    let steps = json!([{"id": "a", "kind": "meeting", "title": "T", "roles": ["manager"]}]);
    let mut world = World::alone(stage(steps), "2027-01-11T12:00:00Z", "2027-04-05");
    let state = |world: &World| {
        state_of(&world.kept["e-n1"], world.scenario.step("a").unwrap().1, world.now)
    };
    assert_eq!((state(&world), world.live().len()), (StepState::Pending, 0));
    let due = world.due["e-n1"].unwrap();
    assert_eq!(due, at("2027-04-05T00:00:00+03:00") - HORIZON);
    world.pass(due);
    assert_eq!((state(&world), world.live().len()), (StepState::Scheduled, 1));
}
