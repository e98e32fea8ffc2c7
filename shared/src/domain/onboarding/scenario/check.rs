//! What is refused of a scenario, by field.

use std::collections::BTreeSet;

use super::{LATEST, Recurrence, Scenario, Stage, Step, time_of};
use crate::domain::ids::{is_email, is_id};
use crate::domain::problem::FieldErrors;
use crate::domain::settings::{Checked, OneOrMany};

/// The longest stage, and the latest beginning of one, in days.
const MOST_DAYS: u16 = 1_100;
/// The most stages of a scenario, steps of a stage, and entries of any list of a step.
const MOST: usize = 50;
/// The most characters of a title (Zoom API: topic).
const TITLE: usize = 200;
/// The most characters of any other text (Zoom API: agenda).
const TEXT: usize = 2_000;

impl Checked for Scenario {
    fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        text(&mut errors, "name", &self.name, TITLE);
        let counted = (1..=MOST).contains(&self.stages.len());
        errors.require(counted, "stages", "required", format!("1 to {MOST} stages"));
        let reason = self.record_reason.as_deref();
        explained(&mut errors, "record_reason", self.record, reason);
        let (mut stages, mut steps) = (BTreeSet::new(), BTreeSet::new());
        for (n, stage) in self.stages.iter().enumerate() {
            let at = format!("stages[{n}]");
            stage.check(&mut errors, &at);
            unique(&mut errors, &format!("{at}.id"), stages.insert(&stage.id));
            for (n, step) in stage.steps.iter().enumerate() {
                let at = format!("{at}.steps[{n}]");
                step.check(&mut errors, &at, stage);
                unique(&mut errors, &format!("{at}.id"), steps.insert(&step.id));
            }
        }
        errors.into_result()
    }
}

impl Stage {
    fn check(&self, errors: &mut FieldErrors, at: &str) {
        id(errors, &format!("{at}.id"), &self.id);
        text(errors, &format!("{at}.name"), &self.name, TITLE);
        let detail = format!("at most {MOST_DAYS}");
        errors.require(
            self.from_day <= MOST_DAYS,
            &format!("{at}.from_day"),
            "out_of_range",
            detail,
        );
        let detail = format!("1 to {MOST_DAYS} days");
        let counted = (1..=MOST_DAYS).contains(&self.days);
        errors.require(counted, &format!("{at}.days"), "out_of_range", detail);
        let detail = format!("at most {MOST} steps");
        errors.require(self.steps.len() <= MOST, &format!("{at}.steps"), "too_many", detail);
    }
}

impl Step {
    fn check(&self, errors: &mut FieldErrors, at: &str, stage: &Stage) {
        id(errors, &format!("{at}.id"), &self.id);
        text(errors, &format!("{at}.title"), &self.title, TITLE);
        self.check_time(errors, at, stage);
        self.check_people(errors, at);
        let again = self.recurrence == Recurrence::None || self.is_meeting();
        let field = format!("{at}.recurrence");
        errors.require(again, &field, "not_a_meeting", "only meetings come again");
        self.check_texts(errors, at);
        let reason = self.record_reason.as_deref();
        explained(errors, &format!("{at}.record_reason"), self.record.unwrap_or(true), reason);
        self.check_previous(errors, at);
    }

    fn check_people(&self, errors: &mut FieldErrors, at: &str) {
        for (name, count) in [("roles", self.roles.len()), ("people", self.people.len())] {
            few(errors, &format!("{at}.{name}"), count);
        }
        for (n, role) in self.roles.iter().enumerate() {
            id(errors, &format!("{at}.roles[{n}]"), role);
        }
        let known = |text: &str| is_id(text) || is_email(text);
        for (n, person) in self.people.iter().enumerate() {
            let field = format!("{at}.people[{n}]");
            errors.require(known(person), &field, "id_invalid", "a person's id or a mail address");
        }
        let fits = self.host.as_deref().is_none_or(known);
        errors.require(fits, &format!("{at}.host"), "id_invalid", "a role or a person's id");
    }

    fn check_texts(&self, errors: &mut FieldErrors, at: &str) {
        let count = |texts: &Option<OneOrMany>| texts.iter().flat_map(OneOrMany::all).count();
        for (name, count) in [
            ("goals", count(&self.goals)),
            ("expected_results", count(&self.expected_results)),
            ("agenda", count(&self.agenda)),
            ("questions", self.questions.len()),
            ("materials", self.materials.len()),
        ] {
            few(errors, &format!("{at}.{name}"), count);
        }
        for (name, said) in self.texts().skip(1) {
            let fits = said.chars().count() <= TEXT;
            let field = format!("{at}.{name}");
            errors.require(fits, &field, "too_long", format!("at most {TEXT} characters"));
        }
    }

    fn check_time(&self, errors: &mut FieldErrors, at: &str, stage: &Stage) {
        let window = stage.window();
        let detail = format!(
            "days are counted from the start date; this stage has {} to {}",
            window.start,
            window.end.saturating_sub(1)
        );
        let inside = self.day.is_none_or(|day| window.contains(&day));
        errors.require(inside, &format!("{at}.day"), "day_outside_stage", detail);
        let readable = self.time.as_deref().is_none_or(|text| time_of(text).is_some());
        errors.require(readable, &format!("{at}.time"), "time_invalid", "a time of day like 10:00");
        let minutes = self.duration_min.is_none_or(|minutes| (1..=1_440).contains(&minutes));
        let field = format!("{at}.duration_min");
        errors.require(minutes, &field, "out_of_range", "1 to 1440 minutes");
    }

    fn check_previous(&self, errors: &mut FieldErrors, at: &str) {
        let address = |text: &str| text.starts_with("https://") && text.len() <= 2_048;
        let fits = self.previous_recording.as_deref().is_none_or(|it| it == LATEST || address(it));
        let field = format!("{at}.previous_recording");
        errors.require(fits, &field, "invalid", "latest, or an address that begins with https://");
    }
}

/// Requirement B30: what is not recorded is not recorded for a reason.
fn explained(errors: &mut FieldErrors, field: &str, records: bool, reason: Option<&str>) {
    let given = reason.is_some_and(|reason| !reason.trim().is_empty());
    let detail = "meetings of a scenario are recorded; say why these are not";
    errors.require(records || given, field, "required", detail);
    let fits = reason.is_none_or(|reason| reason.chars().count() <= TITLE);
    errors.require(fits, field, "too_long", format!("at most {TITLE} characters"));
}

fn id(errors: &mut FieldErrors, field: &str, id: &str) {
    // Parts of a session's external id are told apart by colons.
    let fits = is_id(id) && !id.contains(':');
    let detail = "1 to 64 letters, digits, - _ . @, beginning with a letter or digit";
    errors.require(fits, field, "id_invalid", detail);
}

fn text(errors: &mut FieldErrors, field: &str, text: &str, most: usize) {
    let fits = (1..=most).contains(&text.trim().chars().count());
    errors.require(fits, field, "required", format!("1 to {most} characters"));
}

fn few(errors: &mut FieldErrors, field: &str, count: usize) {
    errors.require(count <= MOST, field, "too_many", format!("at most {MOST}"));
}

fn unique(errors: &mut FieldErrors, field: &str, is_new: bool) {
    errors.require(is_new, field, "not_unique", "each id stands once in a scenario");
}
