//! What is taken as a scenario and what is refused, by field and code.

use serde_json::{Value, json};

use super::*;
use crate::domain::settings::Checked as _;

/// The one of the contract, in short.
fn body() -> Value {
    json!({
        "name": "First month", "provider": "zoom", "record": true, "privacy": "participants",
        "stages": [{
            "id": "team", "name": "Know the team", "from_day": 0, "days": 7,
            "steps": [{
                "id": "welcome", "kind": "meeting", "title": "Welcome with [manager]", "day": 1,
                "time": "10:00", "duration_min": 45, "roles": ["manager", "team_member"],
                "people": ["aino", "guest@partner.example"], "recurrence": "none",
                "goals": "Know each other", "expected_results": ["Names"], "questions": ["How?"],
                "materials": ["https://wiki.example"], "agenda": "Round of names",
            }],
        }],
    })
}

/// The body with one value set, by its JSON pointer's parent and name.
fn with(parent: &str, name: &str, value: Value) -> Value {
    let mut body = body();
    let parent = body.pointer_mut(parent).unwrap();
    parent.as_object_mut().unwrap().insert(name.to_owned(), value);
    body
}

fn refusals(body: Value) -> Vec<(String, String)> {
    let scenario: Scenario = serde_json::from_value(body).unwrap();
    let errors = scenario.check().err().unwrap_or_default();
    errors.0.into_iter().map(|error| (error.field, error.code)).collect()
}

const STAGE: &str = "/stages/0";
const STEP: &str = "/stages/0/steps/0";

/// B16: the example of the contract is taken as it stands, and comes back as it was.
#[test]
fn the_example_is_taken() {
    assert_eq!(refusals(body()), []);
    let scenario: Scenario = serde_json::from_value(body()).unwrap();
    let again: Scenario = serde_json::from_str(&serde_json::to_string(&scenario).unwrap()).unwrap();
    assert_eq!(again, scenario);
}

/// B03: whoever holds the meetings is named by the mode or by the provider.
#[test]
fn a_provider_goes_by_either_name() {
    for (name, mode) in [
        ("zoom", Mode::Zoom),
        ("google_meet", Mode::GoogleMeet),
        ("google", Mode::GoogleMeet),
        ("ms_teams", Mode::MsTeams),
        ("microsoft", Mode::MsTeams),
        ("jitsi", Mode::Jitsi),
    ] {
        let scenario: Scenario = serde_json::from_value(with("", "provider", json!(name))).unwrap();
        assert_eq!(scenario.provider, mode, "{name}");
    }
    for name in ["none", "skype", ""] {
        let refused = serde_json::from_value::<Scenario>(with("", "provider", json!(name)));
        let detail = refused.unwrap_err().to_string();
        assert!(detail.contains("google_meet") && !detail.contains("none"), "{name}: {detail}");
    }
}

/// B16, B17: every refusal names its field.
#[test]
fn what_is_refused_of_a_scenario_names_its_field() {
    let texts = |count: usize| json!(vec!["x"; count]);
    for (parent, name, value, code) in [
        ("", "name", json!(" "), "required"),
        ("", "name", json!("x".repeat(201)), "required"),
        ("", "stages", json!([]), "required"),
        ("", "record_reason", json!("x".repeat(201)), "too_long"),
        (STAGE, "id", json!("a:b"), "id_invalid"),
        (STAGE, "id", json!(""), "id_invalid"),
        (STAGE, "name", json!(""), "required"),
        (STAGE, "from_day", json!(1_101), "out_of_range"),
        (STAGE, "days", json!(1_101), "out_of_range"),
        (STEP, "id", json!("a:b"), "id_invalid"),
        (STEP, "title", json!(""), "required"),
        (STEP, "day", json!(7), "day_outside_stage"),
        (STEP, "time", json!("24:00"), "time_invalid"),
        (STEP, "time", json!("9:00"), "time_invalid"),
        (STEP, "time", json!("10:00:00"), "time_invalid"),
        (STEP, "duration_min", json!(0), "out_of_range"),
        (STEP, "duration_min", json!(1_441), "out_of_range"),
        (STEP, "host", json!("no such one"), "id_invalid"),
        (STEP, "goals", json!("x".repeat(2_001)), "too_long"),
        (STEP, "agenda", json!(["x".repeat(2_001)]), "too_long"),
        (STEP, "questions", texts(51), "too_many"),
        (STEP, "materials", texts(51), "too_many"),
        (STEP, "expected_results", texts(51), "too_many"),
        (STEP, "roles", texts(51), "too_many"),
        (STEP, "people", texts(51), "too_many"),
        (STEP, "record_reason", json!("x".repeat(201)), "too_long"),
        (STEP, "previous_recording", json!("http://drive.example/1"), "invalid"),
        (STEP, "previous_recording", json!("yesterday's"), "invalid"),
    ] {
        let at = parent.replace("/stages/0", "stages[0]").replace("/steps/0", ".steps[0]");
        let field = if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") };
        let found = refusals(with(parent, name, value.clone()));
        // A stage whose window is elsewhere leaves its step's day outside, too.
        assert!(found.contains(&(field, code.to_owned())), "{parent}/{name} {value}: {found:?}");
        let own = found.iter().filter(|(field, _)| !field.ends_with(".day"));
        assert_eq!(own.count().max(1), 1, "{found:?}");
    }
}

/// B16: what stands in a list is refused by its place.
#[test]
fn what_is_refused_of_a_list_names_its_place() {
    let step = &body()["stages"][0]["steps"][0];
    let stage = &body()["stages"][0];
    for (parent, name, value, field, code) in [
        (
            STEP,
            "roles",
            json!(["manager", "the boss"]),
            "stages[0].steps[0].roles[1]",
            "id_invalid",
        ),
        (STEP, "people", json!(["aino", "a b"]), "stages[0].steps[0].people[1]", "id_invalid"),
        (STAGE, "steps", json!([step, step]), "stages[0].steps[1].id", "not_unique"),
        ("", "stages", json!([stage, stage]), "stages[1].id", "not_unique"),
    ] {
        let found = refusals(with(parent, name, value));
        assert!(found.contains(&(field.to_owned(), code.to_owned())), "{name}: {found:?}");
    }
    let many: Vec<_> =
        (0..51).map(|n| json!({"id": n.to_string(), "kind": "task", "title": "T"})).collect();
    assert_eq!(
        refusals(with(STAGE, "steps", json!(many))),
        [("stages[0].steps".to_owned(), "too_many".to_owned())]
    );
    let many: Vec<_> =
        (0..51).map(|n| json!({"id": n.to_string(), "name": "S", "days": 1})).collect();
    assert_eq!(
        refusals(with("", "stages", json!(many))),
        [("stages".to_owned(), "required".to_owned())]
    );
}

/// B23: only meetings come again.
#[test]
fn a_task_does_not_come_again() {
    let task = json!([{"id": "t", "kind": "task", "title": "T", "recurrence": "weekly"}]);
    let expected = [("stages[0].steps[0].recurrence".to_owned(), "not_a_meeting".to_owned())];
    assert_eq!(refusals(with(STAGE, "steps", task)), expected);
    assert_eq!(refusals(with(STEP, "recurrence", json!("weekly"))), []);
}

/// B30: what is not recorded needs a reason, of the scenario as of a step.
#[test]
fn what_is_not_recorded_needs_a_reason() {
    let required = |field: &str| [(field.to_owned(), "required".to_owned())];
    assert_eq!(refusals(with("", "record", json!(false))), required("record_reason"));
    assert_eq!(
        refusals(with(STEP, "record", json!(false))),
        required("stages[0].steps[0].record_reason")
    );
    for parent in ["", STEP] {
        for (reason, count) in [("a works council agreement", 0), ("  ", 1)] {
            let mut body = with(parent, "record", json!(false));
            body.pointer_mut(parent).unwrap()["record_reason"] = json!(reason);
            assert_eq!(refusals(body).len(), count, "{parent} {reason}");
        }
    }
}

/// B09, B30: meetings are recorded unless somebody says otherwise; a step may say more than its scenario.
#[test]
fn a_meeting_is_recorded_unless_told_otherwise() {
    let scenario = |record: Value, step: Value| -> (bool, bool) {
        let mut body = body();
        body["record"] = record;
        body.pointer_mut(STEP).unwrap()["record"] = step;
        let scenario: Scenario = serde_json::from_value(body).unwrap();
        let step = scenario.step("welcome").unwrap().1;
        (scenario.record, scenario.records(step))
    };
    assert_eq!(scenario(json!(true), Value::Null), (true, true));
    assert_eq!(scenario(json!(false), Value::Null), (false, false));
    assert_eq!(scenario(json!(false), json!(true)), (false, true));
    assert_eq!(scenario(json!(true), json!(false)), (true, false));
    let bare = json!({"name": "S", "stages": []});
    assert!(serde_json::from_value::<Scenario>(bare).unwrap().record);
}

/// B23: four weeks have four meetings, wherever in the week they begin.
#[test]
fn a_step_that_comes_again_has_a_day_in_each_week() {
    for first in 0..7_u16 {
        let body = json!({"name": "S", "stages": [{"id": "a", "name": "A", "from_day": 3, "days": 28, "steps": [
            {"id": "w", "kind": "meeting", "title": "T", "recurrence": "weekly", "day": 3 + first},
            {"id": "o", "kind": "meeting", "title": "T"},
        ]}]});
        let scenario: Scenario = serde_json::from_value(body).unwrap();
        let days = |id: &str| {
            let (stage, step) = scenario.step(id).unwrap();
            step.days(stage).collect::<Vec<_>>()
        };
        assert_eq!(days("w"), [0, 7, 14, 21].map(|day| day + 3 + first));
        assert_eq!(days("o"), [3]);
    }
}
