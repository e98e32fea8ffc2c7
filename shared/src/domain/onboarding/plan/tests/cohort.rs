//! Several enrolments that have the same meeting at the same moment.

use super::*;

/// Each moment of a step has one live session, which its owner holds and the others are part of; and everybody
/// whose meeting it is takes part.
fn check(world: &World, step: &str) -> Result<(), TestCaseError> {
    let live = world.live();
    let mut owners: BTreeMap<Timestamp, BTreeSet<String>> = BTreeMap::new();
    for (id, enrolment) in world.kept.iter().filter(|(_, it)| it.state == EnrolmentState::Active) {
        let comes_again = is_weekly(world.scenario.step(step).unwrap().1);
        for (number, meeting) in enrolment.steps.get(step).iter().flat_map(|it| &it.meetings) {
            let own = external_id(id, step, (comes_again, *number));
            prop_assert!(
                meeting.joined.is_none() || !live.contains_key(&own),
                "{own} joined and lives"
            );
            let session = meeting.joined.clone().unwrap_or(own);
            let content = live.get(&session);
            prop_assert!(content.is_some(), "{session} of {id} lives");
            let content = content.unwrap();
            prop_assert_eq!(content.start, meeting.start);
            let email = format!("{}@co.example", enrolment.person);
            prop_assert!(content.attendees.iter().any(|it| it.email == email), "{id} in {session}");
            owners.entry(meeting.start).or_default().insert(session);
        }
    }
    prop_assert!(owners.values().all(|sessions| sessions.len() == 1), "{owners:?}");
    let all: BTreeSet<_> = owners.into_values().flatten().collect();
    prop_assert_eq!(all, live.into_keys().collect::<BTreeSet<_>>());
    Ok(())
}

/// Up to four enrolments with begins of the same week or not.
fn company(weekly: bool, offsets: &[i32]) -> World {
    let mut step =
        json!({"id": "m", "kind": "meeting", "title": "T", "roles": ["manager"], "day": 1});
    if weekly {
        (step["recurrence"], step["participants"]) = (json!("weekly"), json!("cohort"));
    }
    let scenario = scenario(json!([{"id": "a", "name": "A", "days": 21, "steps": [step]}]));
    let mut world = World::new(scenario, "Europe/Helsinki", "2027-01-04T12:00:00Z");
    for (person, offset) in ["n1", "n2", "n3", "n4"].iter().zip(offsets) {
        world.enrol(person, slots::after("2027-01-11".parse().unwrap(), *offset));
    }
    world
}

/// Any order in which enrolments are planned, some of them several times.
fn orders() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(0..4_usize, 0..12)
}

/// Plans in this order, then until nothing changes.
fn settled(mut world: World, order: &[usize]) -> World {
    let ids: Vec<_> = world.kept.keys().cloned().collect();
    for n in order {
        world.carry_out(&ids[n % ids.len()]);
    }
    let mut rest = ids;
    if order.len() % 2 == 1 {
        rest.reverse();
    }
    world.settle_in(&rest);
    world
}

proptest! {
    /// B06: the same meeting at the same moment is one, whatever the order in which it is planned and however
    /// often; when its owner goes, the next one takes over.
    #[test]
    fn the_same_meeting_is_one(
        weekly in any::<bool>(), offsets in prop::collection::vec(prop::sample::select(vec![0, 0, 1, 7]), 1..=4),
        order in orders(), other in orders(), leaves in prop::collection::vec(0..4_usize, 0..4),
    ) {
        let mut world = settled(company(weekly, &offsets), &order);
        check(&world, "m")?;
        prop_assert_eq!(world.live(), settled(company(weekly, &offsets), &other).live());
        for n in leaves {
            let ids: Vec<_> = world.kept.keys().cloned().collect();
            let id = &ids[n % ids.len()];
            let person = world.kept[id].person.clone();
            world.change(&person, |person| person.employment = Employment::Left);
            world = settled(world, &order);
            prop_assert_eq!(world.kept[id].state, EnrolmentState::Cancelled);
            check(&world, "m")?;
            let email = format!("{person}@co.example");
            let live = world.live();
            prop_assert!(live.values().all(|it| it.attendees.iter().all(|it| it.email != email)));
        }
    }
}

/// B06: those who are part of another's meeting say nothing, and cancel what they had said.
#[test]
fn whoever_joins_says_nothing() {
    let mut world = company(false, &[0, 0]);
    world.carry_out("e-n2");
    assert_eq!(world.live().into_keys().collect::<Vec<_>>(), ["e-n2:m"]);
    world.settle();
    assert_eq!(world.live().into_keys().collect::<Vec<_>>(), ["e-n1:m"]);
    assert_eq!(world.sessions["e-n2:m"].1, None, "it was said, and cancelled");
    let mut world = company(false, &[0, 0]);
    world.settle();
    assert_eq!(
        world.sessions.keys().collect::<Vec<_>>(),
        ["e-n1:m"],
        "nobody had heard of the other"
    );
}

/// B33: everybody whose meeting it was is asked about it.
#[test]
fn whoever_joined_is_asked_too() {
    let mut world = company(false, &[0, 0]);
    world.settle();
    let end = world.live()["e-n1:m"].end;
    world.ended.insert("e-n1:m".to_owned(), end);
    world.pass(end);
    let people: Vec<_> = world.asks.iter().map(|ask| ask.person.as_str()).collect();
    assert_eq!(people, ["n1", "n2"]);
}

/// B19: whoever can't hold the meeting holds nobody else's up; HR hears of it even of those who join.
#[test]
fn whoever_is_blocked_holds_up_nobody() {
    for (blocked, owner) in [("n1", "e-n2:m"), ("n2", "e-n1:m")] {
        let mut world = company(false, &[0, 0]);
        world.change(blocked, |person| person.manager = None);
        world.settle();
        assert_eq!(world.live().into_keys().collect::<Vec<_>>(), [owner]);
        assert_eq!(world.told("onboarding.step_blocked").len(), 1);
        world.change(blocked, |person| person.manager = Some("mia".to_owned()));
        world.settle();
        check(&world, "m").unwrap();
    }
}

/// A meeting that goes on stays what it is, whoever of it goes.
#[test]
fn a_meeting_that_goes_on_is_not_split() {
    let mut world = company(false, &[0, 0]);
    world.settle();
    let before = world.sessions.clone();
    world.pass(world.live()["e-n1:m"].start + SignedDuration::from_mins(5));
    world.change("n1", |person| person.employment = Employment::Left);
    world.settle();
    assert_eq!(world.sessions, before);
}

/// The same, where the last word on it may not have been sent: it is said again as it was.
#[test]
fn a_meeting_that_goes_on_stays_joined() {
    let mut world = company(false, &[0, 0]);
    world.settle();
    let own = |world: &World| world.plan("e-n2").next.steps["m"].meetings[&1].joined.clone();
    let steps = &mut world.kept.get_mut("e-n2").unwrap().steps;
    steps.get_mut("m").unwrap().meetings.get_mut(&1).unwrap().unsent = true;
    world.now = world.live()["e-n1:m"].start + SignedDuration::from_mins(5);
    world.cohort.remove("e-n1");
    assert_eq!(own(&world).as_deref(), Some("e-n1:m"));
}

/// B06: another version of the scenario has meetings of its own.
#[test]
fn versions_meet_apart() {
    let mut world = company(false, &[0, 0]);
    world.kept.get_mut("e-n2").unwrap().version = 2;
    world.settle();
    assert_eq!(world.live().into_keys().collect::<Vec<_>>(), ["e-n1:m", "e-n2:m"]);
}
