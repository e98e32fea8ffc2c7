//! The course of time: planning again, from due to due, and to the end.

use super::*;

/// An enrolment without what counts writes and moments.
fn essence(enrolment: &Enrolment) -> Enrolment {
    let mut enrolment = enrolment.clone();
    enrolment.rev = 0;
    for asked in enrolment.asked.values_mut() {
        asked.at = Timestamp::UNIX_EPOCH;
    }
    enrolment
}

proptest! {
    /// B07, B33: planned again, nothing changes and nothing is said.
    #[test]
    fn again_is_nothing_new(mut world in any_world(), days in 0..60_i64, done in any::<[bool; 2]>()) {
        world.settle();
        world.now += SignedDuration::from_hours(24 * days);
        for (stage, _) in ["a", "b"].iter().zip(done).filter(|(_, done)| *done) {
            world.kept.get_mut("e-n1").unwrap().stages_done.insert((*stage).to_owned(), world.now);
        }
        world.settle();
        let again = world.plan("e-n1");
        prop_assert_eq!(&again.next, &world.kept["e-n1"]);
        prop_assert_eq!((again.facts.len(), again.asks.len()), (0, 0));
        prop_assert_eq!(again.member.as_ref(), world.cohort.get("e-n1"));
        prop_assert!(again.due.is_none_or(|due| due > world.now));
    }

    /// B07: what may not have been sent is said again, word for word, and under a higher version.
    #[test]
    fn what_may_not_have_been_sent_is_said_again(mut world in any_world(), minutes in 0..20_i64) {
        let first = world.plan("e-n1");
        world.kept.insert("e-n1".to_owned(), first.next.clone());
        world.now += SignedDuration::from_mins(minutes);
        let second = world.plan("e-n1");
        let bare = |plan: &Plan| plan.facts.iter().map(|fact| (fact.key.clone(), fact.change.clone())).collect::<Vec<_>>();
        prop_assert_eq!(bare(&first), bare(&second));
        if first.next.has_unsent() {
            prop_assert!(second.next.rev > first.next.rev);
            prop_assert!(second.facts.iter().all(|fact| fact.version > first.next.rev));
            prop_assert!(first.due.is_some(), "somebody looks again");
        }
        for event in &first.next.unsent {
            prop_assert!(second.next.unsent.contains(event));
        }
    }

    /// B23: leaving cancels what is ahead, exactly, and keeps what was; nothing comes after.
    #[test]
    fn leaving_cancels_what_is_ahead(mut world in any_world(), hours in 0..24 * 40_i64, left in any::<bool>()) {
        world.settle();
        world.pass(world.now + SignedDuration::from_hours(hours));
        let before = world.live();
        if left {
            world.change("n1", |person| person.employment = Employment::Left);
        } else {
            world.kept.get_mut("e-n1").unwrap().state = EnrolmentState::Cancelled;
        }
        world.settle();
        let expected = before.into_iter().filter(|(_, content)| content.start <= world.now);
        prop_assert_eq!(world.live(), expected.collect::<BTreeMap<_, _>>());
        prop_assert_eq!(world.kept["e-n1"].state, EnrolmentState::Cancelled);
        prop_assert!(world.cohort.is_empty());
        let sessions = world.sessions.clone();
        for _ in 0..30 {
            let Some(due) = world.due["e-n1"] else { break };
            world.pass(due);
        }
        prop_assert_eq!(world.due["e-n1"], None, "it comes to an end");
        prop_assert_eq!(world.sessions, sessions);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// B17, B26, B33: whoever looks only when something is due misses nothing that somebody sees who looks each hour.
    #[test]
    fn due_misses_nothing(world in any_world(), done in prop::collection::vec((0..24 * 70_i64, 0..2_usize), 0..4)) {
        let start = Timestamp::from_second(world.now.as_second() / 3_600 * 3_600).unwrap();
        let (mut hourly, mut patient) = (world.clone(), world);
        (hourly.now, patient.now) = (start, start);
        hourly.settle();
        patient.settle();
        for hour in 1..24 * 75_i64 {
            let now = start + SignedDuration::from_hours(hour);
            while let Some(due) = patient.due["e-n1"].filter(|due| *due <= now) {
                prop_assert!(due > patient.now, "due goes on");
                patient.pass(due);
            }
            let finished = done.iter().filter(|(at, _)| *at == hour).map(|(_, n)| ["a", "b"][*n]);
            hourly.now = now;
            for stage in finished {
                for world in [&mut hourly, &mut patient] {
                    world.now = now;
                    let done = &mut world.kept.get_mut("e-n1").unwrap().stages_done;
                    done.entry(stage.to_owned()).or_insert(now);
                    world.settle();
                }
            }
            hourly.settle();
            prop_assert_eq!(essence(&hourly.kept["e-n1"]), essence(&patient.kept["e-n1"]), "{}", now);
        }
        prop_assert_eq!(hourly.live(), patient.live());
        prop_assert_eq!(hourly.subjects().len(), patient.subjects().len());
        prop_assert_eq!(hourly.news.len(), patient.news.len());
    }
}

/// B23: with the last stage an enrolment is done, at once: what is ahead is cancelled, and nobody waits for it.
#[test]
fn with_the_last_stage_everything_is_done() {
    let step = json!([{"id": "w", "kind": "meeting", "title": "T", "roles": ["manager"], "recurrence": "weekly"}]);
    let mut world = World::alone(stage(step), "2027-01-08T12:00:00Z", "2027-01-11");
    world.pass(at("2027-01-18T08:10:00Z"));
    assert_eq!(world.live().len(), 4);
    let now = world.now;
    world.kept.get_mut("e-n1").unwrap().stages_done.insert("a".to_owned(), now);
    world.settle();
    assert_eq!(
        world.live().into_keys().collect::<Vec<_>>(),
        ["e-n1:w:1", "e-n1:w:2"],
        "the second goes on"
    );
    assert_eq!(world.kept["e-n1"].state, EnrolmentState::Completed);
    assert!(world.cohort.is_empty());
    assert_eq!(world.subjects(), ["w:1", "stage:a"]);
    world.pass(at("2027-01-18T10:00:00Z"));
    assert_eq!(world.subjects(), ["w:1", "stage:a", "w:2"]);
}
