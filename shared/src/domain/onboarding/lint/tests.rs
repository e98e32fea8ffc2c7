//! What is said of a scenario before it is published.

use serde_json::{Value, json};

use super::*;

fn scenario(steps: Value) -> Scenario {
    let stage = json!({"id": "a", "name": "A", "from_day": 2, "days": 28, "steps": steps});
    serde_json::from_value(json!({"name": "S", "stages": [stage]})).unwrap()
}

/// A meeting of which nothing is to be said, with something else.
fn meeting(id: &str, more: Value) -> Value {
    let mut step = json!({
        "id": id, "kind": "meeting", "title": "T", "roles": ["manager"], "goals": "G",
        "expected_results": ["R"],
    });
    step.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    step
}

fn codes(steps: Value) -> Vec<(String, &'static str)> {
    lint(&scenario(steps)).into_iter().map(|lint| (lint.step, lint.code)).collect()
}

/// B27: 30 to 60 minutes are good; anything else is said and taken.
#[test]
fn a_meeting_of_another_length_is_named() {
    for (minutes, fine) in
        [(29, false), (30, true), (45, true), (60, true), (61, false), (90, false)]
    {
        let found = codes(json!([meeting("m", json!({"duration_min": minutes}))]));
        let expected = if fine { vec![] } else { vec![("m".to_owned(), "duration_outside_30_60")] };
        assert_eq!(found, expected, "{minutes}");
    }
    assert_eq!(codes(json!([meeting("m", json!({}))])), [], "45 unless given");
}

/// B28: three meetings of one day are many, two are not; those that come again count on each of their days.
#[test]
fn a_day_of_many_meetings_is_named() {
    let on = |id: &str, day: u16| meeting(id, json!({"day": day}));
    assert_eq!(codes(json!([on("a", 3), on("b", 3), on("c", 4)])), []);
    let many = |step: &str| [(step.to_owned(), "many_meetings_a_day")];
    assert_eq!(codes(json!([on("a", 3), on("b", 3), on("c", 3)])), many("c"));
    assert_eq!(codes(json!([on("a", 2), on("b", 2), meeting("c", json!({}))])), many("c"));
    let weekly = |id: &str| meeting(id, json!({"day": 3, "recurrence": "weekly"}));
    assert_eq!(codes(json!([weekly("a"), weekly("b"), on("c", 17)])), many("c"));
    assert_eq!(
        codes(json!([weekly("a"), weekly("b"), weekly("c")])),
        many("c"),
        "once, not each week"
    );
    let task = json!({"id": "t", "kind": "task", "title": "T", "day": 3});
    assert_eq!(codes(json!([on("a", 3), on("b", 3), task])), [], "a task is no meeting");
}

/// B29: goals and results are missed where there are none, in meetings only.
#[test]
fn a_meeting_without_goals_or_results_is_named() {
    for (empty, name, code) in [
        (Value::Null, "goals", "goals_missing"),
        (json!(" "), "goals", "goals_missing"),
        (json!(["", " "]), "goals", "goals_missing"),
        (json!([]), "expected_results", "expected_results_missing"),
        (Value::Null, "expected_results", "expected_results_missing"),
    ] {
        assert_eq!(codes(json!([meeting("m", json!({name: empty}))])), [("m".to_owned(), code)]);
    }
    assert_eq!(codes(json!([{"id": "t", "kind": "task", "title": "T"}])), []);
}

/// B18: a meeting is with somebody.
#[test]
fn a_meeting_with_nobody_is_named() {
    let alone = meeting("m", json!({"roles": []}));
    assert_eq!(codes(json!([alone])), [("m".to_owned(), "nobody_else")]);
    for somebody in [json!({"people": ["aino"]}), json!({"host": "manager"})] {
        let mut step = meeting("m", json!({"roles": []}));
        step.as_object_mut().unwrap().extend(somebody.as_object().unwrap().clone());
        assert_eq!(codes(json!([step])), []);
    }
}

/// B41: no blank is published, in whichever text it stands; roles in brackets are none.
#[test]
fn blanks_are_refused_by_their_field() {
    let blank = "see [Ссылка на FAQ]";
    for (name, value) in [
        ("title", json!(blank)),
        ("goals", json!(blank)),
        ("expected_results", json!([blank])),
        ("questions", json!([blank])),
        ("materials", json!([blank])),
        ("agenda", json!(["fine", blank])),
        ("previous_recording", json!("https://[Ссылка на запись]")),
        ("title", json!("call +7 (XXX) 12")),
    ] {
        let found = publishable(&scenario(json!([meeting("m", json!({name: value}))])));
        let found: Vec<_> =
            found.unwrap_err().0.into_iter().map(|it| (it.field, it.code)).collect();
        let field = format!("stages[0].steps[0].{name}");
        assert_eq!(found, [(field, "placeholder_unresolved".to_owned())]);
    }
    let fine = meeting("m", json!({"title": "[Имя руководителя] and [CTO]", "roles": ["CTO"]}));
    assert_eq!(publishable(&scenario(json!([fine]))), Ok(()));
    let mut named = scenario(json!([]));
    named.name = blank.to_owned();
    named.stages[0].name = blank.to_owned();
    let fields: Vec<_> =
        publishable(&named).unwrap_err().0.into_iter().map(|it| it.field).collect();
    assert_eq!(fields, ["name", "stages[0].name"]);
}
