//! Who takes part, and what happens where somebody is missing.

use super::*;

fn welcome(more: Value) -> Scenario {
    let mut step = json!({"id": "a", "kind": "meeting", "title": "Welcome by [manager]", "roles": ["manager", "buddy"], "time": "10:00"});
    step.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    stage(json!([step]))
}

/// The host and the attendees of a session.
fn crew_of(world: &World, id: &str) -> (String, Vec<String>) {
    let content = world.live()[id].clone();
    let emails = content.attendees.into_iter().map(|it| it.email.replace("@co.example", ""));
    (content.host.unwrap(), emails.collect())
}

/// B06, B18: whoever has a role of the step, and all who settle in by the scenario and have begun by then; nobody
/// twice, the host not among them.
#[test]
fn everybody_who_has_begun_takes_part() {
    let people = json!({"people": ["tom", "BOB@co.example", "guest@out.example"]});
    let mut world = World::new(welcome(people), "Europe/Helsinki", "2027-01-04T12:00:00Z");
    for (person, day) in
        [("n1", "2027-01-11"), ("n2", "2027-01-18"), ("n3", "2027-01-25"), ("n4", "2027-01-11")]
    {
        world.enrol(person, day.parse().unwrap());
    }
    world.kept.get_mut("e-n4").unwrap().state = EnrolmentState::Completed;
    world.settle();
    let of = |id: &str| crew_of(&world, id);
    let expected = |new: &[&str]| {
        let mut all = vec!["bob", "tom", "guest@out.example"];
        all.extend(new);
        ("mia".to_owned(), all.into_iter().map(str::to_owned).collect::<Vec<_>>())
    };
    assert_eq!(of("e-n1:a"), expected(&["n1"]));
    assert_eq!(of("e-n2:a"), expected(&["n2", "n1"]));
    assert_eq!(of("e-n3:a"), expected(&["n3", "n1", "n2"]));
    assert!(!world.live().contains_key("e-n4:a"), "it has ended");
}

/// B23: a talk that comes again is the new colleague's own.
#[test]
fn a_weekly_talk_is_between_two() {
    let mut world = World::new(
        welcome(json!({"recurrence": "weekly", "roles": ["manager"]})),
        "Europe/Helsinki",
        "2027-01-04T12:00:00Z",
    );
    for person in ["n1", "n2"] {
        world.enrol(person, "2027-01-11".parse().unwrap());
    }
    world.settle();
    assert_eq!(world.live().len(), 8);
    assert_eq!(crew_of(&world, "e-n2:a:3"), ("mia".to_owned(), vec!["n2".to_owned()]));
}

/// R13: whoever starts a meeting hosts it, and whoever would have is invited.
#[test]
fn whoever_starts_a_meeting_hosts_it() {
    for more in [json!({}), json!({"roles": ["buddy"], "host": "manager"})] {
        let mut world = World::alone(welcome(more), "2027-01-04T12:00:00Z", "2027-01-11");
        let now = world.now;
        let enrolment = world.kept.get_mut("e-n1").unwrap();
        let meeting = enrolment.steps.get_mut("a").unwrap().meetings.get_mut(&1).unwrap();
        (meeting.start, meeting.started) = (now + SignedDuration::from_mins(1), true);
        (meeting.end, meeting.started_by) =
            (now + SignedDuration::from_mins(46), Some("hrs".to_owned()));
        world.settle();
        let (host, others) = crew_of(&world, "e-n1:a");
        assert_eq!(
            (&*host, others.into_iter().collect::<BTreeSet<_>>()),
            ("hrs", ["bob", "mia", "n1"].map(str::to_owned).into())
        );
    }
}

/// B19: without somebody for a role a step is blocked and HR told, once; with somebody it heals by itself.
#[test]
fn a_missing_person_blocks_until_there_is_one() {
    let mut world = World::new(welcome(json!({})), "Europe/Helsinki", "2027-01-04T12:00:00Z");
    world.change("n1", |person| person.manager = None);
    let id = world.enrol("n1", "2027-01-11".parse().unwrap());
    for _ in 0..5 {
        world.settle();
        world.now += SignedDuration::from_hours(1);
    }
    let record = &world.kept[&id].steps["a"];
    assert_eq!(record.block.as_ref().unwrap().code, "missing_person");
    assert_eq!(world.live(), BTreeMap::new());
    let told = world.told("onboarding.step_blocked");
    let to: Vec<_> = told
        .iter()
        .map(|event| (event.subject.clone().unwrap(), event.data["role"].as_str()))
        .collect();
    assert_eq!(to, [(crate::domain::business::Subject::Person("hrs".to_owned()), "manager")]);
    assert!(world.due[&id].unwrap() <= world.now + SignedDuration::from_hours(1));
    world.change("n1", |person| person.manager = Some("mia".to_owned()));
    world.settle();
    assert_eq!(world.kept[&id].steps["a"].block, None);
    assert_eq!(world.live()["e-n1:a"].title, "Welcome by MIA");
    world.change("mia", |person| person.employment = Employment::Left);
    world.settle();
    assert!(world.kept[&id].steps["a"].block.is_some(), "whoever has left leads nobody");
}

/// B17, B19: a step whose time came while it was blocked gets another within its stage, or is skipped.
#[test]
fn a_step_that_was_blocked_gets_another_time() {
    for (healed, state, live) in [
        ("2027-01-13T06:00:00Z", StepState::Scheduled, 1),
        ("2027-02-20T06:00:00Z", StepState::Skipped, 0),
    ] {
        let mut world = World::new(welcome(json!({})), "Europe/Helsinki", "2027-01-10T12:00:00Z");
        world.change("n1", |person| person.manager = None);
        let id = world.enrol("n1", "2027-01-11".parse().unwrap());
        world.settle();
        world.pass(at(healed));
        world.change("n1", |person| person.manager = Some("mia".to_owned()));
        world.settle();
        let found = state_of(&world.kept[&id], world.scenario.step("a").unwrap().1, world.now);
        assert_eq!((found, world.live().len()), (state, live));
        assert!(world.live().values().all(|content| content.start > world.now));
    }
}

/// B23: what was decided and perhaps never sent is not taken for sent once a step is blocked in between.
#[test]
fn nothing_is_lost_while_a_step_is_blocked() {
    let mut world = World::new(welcome(json!({})), "Europe/Helsinki", "2027-01-04T12:00:00Z");
    let id = world.enrol("n1", "2027-01-11".parse().unwrap());
    let unsent = world.plan(&id).next;
    world.kept.insert(id.clone(), unsent);
    world.change("n1", |person| person.manager = None);
    world.settle();
    assert_eq!(world.live(), BTreeMap::new());
    world.change("n1", |person| person.manager = Some("mia".to_owned()));
    world.settle();
    assert_eq!(world.live().len(), 1);
}
