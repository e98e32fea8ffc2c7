//! What is wrong with a scenario, and what could be better, before it is published.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use utoipa::ToSchema;

use super::placeholder::blanks;
use super::scenario::{Scenario, Step};
use crate::domain::problem::FieldErrors;

/// How long a meeting should be, in minutes (requirement B27).
pub const GOOD_MIN: std::ops::RangeInclusive<u16> = 30..=60;
/// How many meetings of one day are many (requirement B28).
pub const MANY_A_DAY: usize = 3;
/// Stable; also among a session's warnings.
pub const DURATION: &str = "duration_outside_30_60";

/// Something to know of a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Lint {
    /// The step's id.
    pub step: String,
    /// Stable.
    pub code: &'static str,
    /// For people.
    pub detail: String,
}

/// What could be better.
#[must_use]
pub fn lint(scenario: &Scenario) -> Vec<Lint> {
    let mut found = Vec::new();
    for (_, step) in scenario.steps().filter(|(_, step)| step.is_meeting()) {
        of_meeting(step, &mut found);
    }
    found.extend(crowded(scenario));
    found
}

fn of_meeting(step: &Step, found: &mut Vec<Lint>) {
    let mut add = |code, detail: String| found.push(Lint { step: step.id.clone(), code, detail });
    let says = |it: &Option<crate::domain::settings::OneOrMany>| {
        it.iter().flat_map(|it| it.all()).any(|text| !text.trim().is_empty())
    };
    if !says(&step.goals) {
        add("goals_missing", "say what the meeting is for".to_owned());
    }
    if !says(&step.expected_results) {
        add("expected_results_missing", "say what is to come out of it".to_owned());
    }
    if !GOOD_MIN.contains(&step.minutes()) {
        add(DURATION, format!("{} minutes; 30 to 60 tire nobody", step.minutes()));
    }
    if step.roles.is_empty() && step.people.is_empty() && step.host.is_none() {
        add("nobody_else", "name a role or a person who takes part, and hosts".to_owned());
    }
}

/// Days with many meetings that begin on the same day of the scenario.
fn crowded(scenario: &Scenario) -> Vec<Lint> {
    let mut days: BTreeMap<u16, Vec<&Step>> = BTreeMap::new();
    for (stage, step) in scenario.steps().filter(|(_, step)| step.is_meeting()) {
        for day in step.days(stage) {
            days.entry(day).or_default().push(step);
        }
    }
    let many = days.into_iter().filter(|(_, steps)| steps.len() >= MANY_A_DAY);
    let last = many.filter_map(|(day, steps)| Some((day, steps.len(), *steps.last()?)));
    // A step that comes again is named once, with the first such day.
    let mut named = BTreeSet::new();
    last.filter(|(_, _, step)| named.insert(&step.id))
        .map(|(day, count, step)| Lint {
            step: step.id.clone(),
            code: "many_meetings_a_day",
            detail: format!("{count} meetings on day {day}; spread them over several days"),
        })
        .collect()
}

/// Requirement B41: what keeps a scenario from being published.
///
/// # Errors
/// Every blank, by its field.
pub fn publishable(scenario: &Scenario) -> Result<(), FieldErrors> {
    let mut errors = FieldErrors::default();
    let own = scenario.roles();
    let mut check = |field: String, text: &str| {
        for blank in blanks(text, &own) {
            let detail = format!(
                "{blank} is a blank: fill it in, or name a role of the scenario in brackets, like [manager]"
            );
            errors.add(&field, "placeholder_unresolved", detail);
        }
    };
    check("name".to_owned(), &scenario.name);
    for (n, stage) in scenario.stages.iter().enumerate() {
        check(format!("stages[{n}].name"), &stage.name);
        for (m, step) in stage.steps.iter().enumerate() {
            let previous = step.previous_recording.as_deref();
            let previous = previous.map(|text| ("previous_recording", text));
            for (name, text) in step.texts().chain(previous) {
                check(format!("stages[{n}].steps[{m}].{name}"), text);
            }
        }
    }
    errors.into_result()
}

#[cfg(test)]
mod tests;
