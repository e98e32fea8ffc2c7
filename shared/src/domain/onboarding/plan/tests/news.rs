//! What is asked and told.

use super::*;

/// A stage that is one meeting, and one that is a meeting and a task.
fn two_stages() -> Scenario {
    let meeting = |id: &str| json!({"id": id, "kind": "meeting", "title": "T", "roles": ["manager"], "agenda": "A", "materials": ["M"], "time": "10:00"});
    scenario(json!([
        {"id": "one", "name": "One", "days": 7, "steps": [meeting("m")]},
        {"id": "two", "name": "Two", "days": 7, "steps": [meeting("n"), {"id": "t", "kind": "task", "title": "T"}]},
    ]))
}

fn complete(world: &mut World, stage: &str) {
    let now = world.now;
    world.kept.get_mut("e-n1").unwrap().stages_done.insert(stage.to_owned(), now);
    world.settle();
}

fn end(world: &mut World, id: &str) {
    let when = world.live()[id].end;
    world.ended.insert(id.to_owned(), when);
    world.pass(when);
}

fn begun() -> World {
    World::alone(two_stages(), "2027-01-08T12:00:00Z", "2027-01-11")
}

/// B33, R9: each meeting that was is asked about once, each finished stage once; one that was a single meeting not
/// again, whichever came first.
#[test]
fn feedback_is_asked_for_once() {
    let mut world = begun();
    end(&mut world, "e-n1:m");
    end(&mut world, "e-n1:n");
    world.settle();
    assert_eq!(world.subjects(), ["m", "n"]);
    complete(&mut world, "one");
    assert_eq!(world.subjects(), ["m", "n"], "its only meeting was asked about");
    complete(&mut world, "two");
    assert_eq!(world.subjects(), ["m", "n", "stage:two"]);
    assert_eq!(world.kept["e-n1"].state, EnrolmentState::Completed);

    let mut world = begun();
    complete(&mut world, "one");
    assert_eq!(world.subjects(), ["stage:one"]);
    end(&mut world, "e-n1:m");
    assert_eq!(world.subjects(), ["stage:one"], "the stage was asked about");
    assert_eq!(world.told("feedback.requested").len(), 1);
}

/// B33: both at once are one request, too.
#[test]
fn a_meeting_and_its_stage_at_once_are_one_request() {
    let mut world = begun();
    let when = world.live()["e-n1:m"].end;
    world.ended.insert("e-n1:m".to_owned(), when);
    world.now = when;
    complete(&mut world, "one");
    assert_eq!(world.subjects(), ["m"]);
}

/// B33: nobody is asked about what did not take place, and nobody who has left.
#[test]
fn nothing_is_asked_of_what_was_not() {
    let mut world = begun();
    let when = world.live()["e-n1:m"].end;
    world.kept.get_mut("e-n1").unwrap().state = EnrolmentState::Cancelled;
    world.settle();
    world.ended.insert("e-n1:m".to_owned(), when);
    world.pass(when);
    assert_eq!(world.subjects(), Vec::<&str>::new());

    let mut world = begun();
    let when = world.live()["e-n1:m"].start;
    world.pass(when);
    world.change("n1", |person| person.employment = Employment::Left);
    end(&mut world, "e-n1:m");
    assert_eq!(world.subjects(), Vec::<&str>::new());
    assert!(
        world.kept["e-n1"].steps["m"].meetings[&1].ended_at.is_some(),
        "it was held all the same"
    );
}

/// B33: a step that is held once more is asked about once more.
#[test]
fn a_second_meeting_of_a_step_is_another() {
    let mut world = begun();
    end(&mut world, "e-n1:n");
    let start = world.now + SignedDuration::from_mins(1);
    let mut again = Meeting::planned(start, start + SignedDuration::from_mins(45));
    again.started = true;
    world.kept.get_mut("e-n1").unwrap().steps.get_mut("n").unwrap().meetings.insert(2, again);
    world.settle();
    end(&mut world, "e-n1:n:2");
    assert_eq!(
        world.subjects().into_iter().filter(|it| it.starts_with('n')).collect::<Vec<_>>(),
        ["n", "n:2"]
    );
}

/// B33: a reminder goes to whoever has not answered, once, though everything is done by then.
#[test]
fn whoever_has_not_answered_is_reminded_once() {
    for (answered, stages, count) in
        [(false, &[][..], 1), (false, &["one", "two"], 3), (true, &[], 0)]
    {
        let mut world = begun();
        end(&mut world, "e-n1:m");
        end(&mut world, "e-n1:n");
        for stage in stages {
            complete(&mut world, stage);
        }
        let asked = world.now;
        world
            .answered
            .extend(answered.then(|| ["m".to_owned(), "n".to_owned()]).into_iter().flatten());
        for _ in 0..20 {
            let Some(due) = world.due["e-n1"] else { break };
            assert!(due <= asked + SignedDuration::from_hours(24 * 40));
            world.pass(due);
        }
        let told = world.told("feedback.reminder");
        let ids: BTreeSet<_> = told.iter().map(|event| &event.id).collect();
        let expected = if count == 1 { 2 } else { count };
        assert_eq!((told.len(), ids.len()), (expected, expected), "{stages:?}");
        let first = told.iter().map(|event| event.at).min();
        assert!(first.is_none_or(|at| at >= asked + SignedDuration::from_hours(71)));
    }
}

/// B26: whoever hosts is reminded once, a day before, and only where something is missing.
#[test]
fn an_empty_agenda_is_told_a_day_before() {
    for (agenda, materials, count) in [
        (json!([]), json!([]), 1),
        (json!("A"), json!([]), 1),
        (json!([]), json!(["M"]), 1),
        (json!("A"), json!(["M"]), 0),
    ] {
        let step = json!({"id": "m", "kind": "meeting", "title": "T", "roles": ["manager"], "time": "10:00", "agenda": agenda, "materials": materials});
        let mut world = World::alone(stage(json!([step])), "2027-01-04T12:00:00Z", "2027-01-11");
        let day_before = at("2027-01-10T08:00:00Z");
        world.pass(day_before - SignedDuration::from_secs(1));
        assert_eq!(world.told("onboarding.agenda_missing").len(), 0);
        assert!(count == 0 || world.due["e-n1"] == Some(day_before));
        for hours in 0..30 {
            world.pass(day_before + SignedDuration::from_hours(hours));
        }
        let told = world.told("onboarding.agenda_missing");
        assert_eq!(told.len(), count);
        let host = Some(crate::domain::business::Subject::Person("mia".to_owned()));
        assert!(told.iter().all(|event| event.at == day_before && event.subject == host));
    }
}

/// B16, B33: a step that asks does so on its day.
#[test]
fn a_step_that_asks_does_so_on_its_day() {
    let step = json!([{"id": "f", "kind": "feedback", "title": "How is it?", "day": 2}]);
    let mut world = World::alone(stage(step), "2027-01-04T12:00:00Z", "2027-01-11");
    let day = world.due["e-n1"].unwrap();
    assert_eq!((day, world.subjects().len()), (at("2027-01-13T07:00:00Z"), 0));
    world.pass(day);
    assert_eq!(world.subjects(), ["f"]);
}
