//! What HR writes down once: stages with their windows, and steps with their people.

use std::collections::BTreeSet;

use jiff::civil::Time;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use crate::domain::ids::{is_email, is_id};
use crate::domain::problem::FieldErrors;
use crate::domain::session::Mode;
use crate::domain::settings::{Checked, OneOrMany, RecordingAudience};

/// How long a meeting lasts unless the step says otherwise, in minutes (requirement B27).
pub const USUAL_MIN: u16 = 45;
/// The longest stage, and the latest beginning of one, in days.
const MOST_DAYS: u16 = 1_100;
/// The most stages of a scenario, and steps of a stage.
const MOST: usize = 50;
/// The most characters of a title (Zoom API: topic).
const TITLE: usize = 200;
/// The most characters of any other text (Zoom API: agenda).
const TEXT: usize = 2_000;

/// A scenario.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Name, as people see it.
    pub name: String,
    /// Where its meetings are held: a mode, such as `zoom` or `google_meet`.
    #[serde(default = "zoom", deserialize_with = "mode")]
    #[schema(value_type = String)]
    pub provider: Mode,
    /// Whether its meetings are recorded.
    #[serde(default = "yes")]
    pub record: bool,
    /// Why they are not, where they are not (requirement B30).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record_reason: Option<String>,
    /// Who may see recordings; the company's own setting unless given. The narrower of the two holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub privacy: Option<RecordingAudience>,
    /// The stages, in their order.
    pub stages: Vec<Stage>,
}

/// A stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Its id.
    pub id: String,
    /// Name, as people see it.
    pub name: String,
    /// Its first day, counted from the start date, which is day 0.
    #[serde(default)]
    pub from_day: u16,
    /// How many days it lasts.
    pub days: u16,
    /// The steps.
    #[serde(default)]
    pub steps: Vec<Step>,
}

/// A step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Its id, unique within the scenario.
    pub id: String,
    /// What it is.
    pub kind: StepKind,
    /// What it is called. `[manager]` and other roles in brackets stand for names.
    pub title: String,
    /// Its day, counted from the start date, which is day 0; the stage's first day unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<u16>,
    /// Local time of day, `HH:MM`; the first free time of the morning unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// Minutes; 45 unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_min: Option<u16>,
    /// Who takes part, by role. The new colleague always does.
    #[serde(default)]
    pub roles: Vec<String>,
    /// Who else takes part: ids of people, or mail addresses.
    #[serde(default)]
    pub people: Vec<String>,
    /// Who hosts: a role or a person's id. The first of `roles` unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// Whether it comes again.
    #[serde(default)]
    pub recurrence: Recurrence,
    /// Which new colleagues take part: all who settle in by this scenario then, or this one alone. All unless
    /// it comes again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub participants: Option<Participants>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goals: Option<OneOrMany>,
    /// What is to come out of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_results: Option<OneOrMany>,
    /// Questions to talk about.
    #[serde(default)]
    pub questions: Vec<String>,
    /// What to read or bring along.
    #[serde(default)]
    pub materials: Vec<String>,
    /// The points of the agenda.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agenda: Option<OneOrMany>,
    /// Whether this meeting is recorded; as the scenario says unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<bool>,
    /// Why it is not (requirement B30).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record_reason: Option<String>,
    /// The recording of an earlier meeting to look at: `latest` for this step's own, or an address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_recording: Option<String>,
}

/// What a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// An online meeting.
    Meeting,
    /// Something to read or watch.
    Material,
    /// Something to do.
    Task,
    /// Feedback is asked for.
    Feedback,
}

/// Whether a step comes again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Recurrence {
    /// Once.
    #[default]
    None,
    /// Each week of the stage, at the same local time.
    Weekly,
}

/// Which new colleagues take part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Participants {
    /// All who settle in by this scenario.
    Cohort,
    /// The one whose step it is.
    Own,
}

/// What `previous_recording` says for the step's own.
pub const LATEST: &str = "latest";

impl Step {
    /// Whether all new colleagues of the scenario take part.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        let usual = match self.recurrence {
            Recurrence::None => Participants::Cohort,
            Recurrence::Weekly => Participants::Own,
        };
        self.participants.unwrap_or(usual) == Participants::Cohort
    }

    /// Whether it is an online meeting.
    #[must_use]
    pub fn is_meeting(&self) -> bool {
        self.kind == StepKind::Meeting
    }

    /// Minutes.
    #[must_use]
    pub fn minutes(&self) -> u16 {
        self.duration_min.unwrap_or(USUAL_MIN)
    }

    /// The local time of day it asks for.
    #[must_use]
    pub fn local_time(&self) -> Option<Time> {
        time_of(self.time.as_deref()?)
    }

    /// Every text in which placeholders may stand, by the field's name.
    pub fn texts(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let many = [
            ("goals", &self.goals),
            ("expected_results", &self.expected_results),
            ("agenda", &self.agenda),
        ];
        let many = many.into_iter().flat_map(|(name, texts)| {
            texts.iter().flat_map(OneOrMany::all).map(move |text| (name, text))
        });
        let questions = self.questions.iter().map(|text| ("questions", text.as_str()));
        let materials = self.materials.iter().map(|text| ("materials", text.as_str()));
        [("title", self.title.as_str())].into_iter().chain(many).chain(questions).chain(materials)
    }
}

impl Scenario {
    /// Every step with its stage.
    pub fn steps(&self) -> impl Iterator<Item = (&Stage, &Step)> {
        self.stages.iter().flat_map(|stage| stage.steps.iter().map(move |step| (stage, step)))
    }

    /// The step of this id, with its stage.
    #[must_use]
    pub fn step(&self, id: &str) -> Option<(&Stage, &Step)> {
        self.steps().find(|(_, step)| step.id == id)
    }

    /// The stage of this id.
    #[must_use]
    pub fn stage(&self, id: &str) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.id == id)
    }

    /// Every role that its steps speak of.
    #[must_use]
    pub fn roles(&self) -> BTreeSet<&str> {
        self.steps().flat_map(|(_, step)| step.roles.iter().map(String::as_str)).collect()
    }

    /// Whether a step's meeting is recorded.
    #[must_use]
    pub fn records(&self, step: &Step) -> bool {
        step.record.unwrap_or(self.record)
    }
}

fn time_of(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once(':')?;
    let two = |text: &str| text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
    if !two(hour) || !two(minute) {
        return None;
    }
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

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

    /// Its days, counted from the start date.
    #[must_use]
    pub fn window(&self) -> std::ops::Range<u16> {
        self.from_day..self.from_day.saturating_add(self.days)
    }
}

impl Step {
    fn check(&self, errors: &mut FieldErrors, at: &str, stage: &Stage) {
        id(errors, &format!("{at}.id"), &self.id);
        text(errors, &format!("{at}.title"), &self.title, TITLE);
        self.check_time(errors, at, stage);
        for (n, role) in self.roles.iter().enumerate() {
            id(errors, &format!("{at}.roles[{n}]"), role);
        }
        for (n, person) in self.people.iter().enumerate() {
            let known = is_id(person) || is_email(person);
            let field = format!("{at}.people[{n}]");
            errors.require(known, &field, "id_invalid", "a person's id or a mail address");
        }
        let again = self.recurrence == Recurrence::None || self.is_meeting();
        let field = format!("{at}.recurrence");
        errors.require(again, &field, "not_a_meeting", "only meetings come again");
        for (name, said) in self.texts().skip(1) {
            let fits = said.chars().count() <= TEXT;
            let field = format!("{at}.{name}");
            errors.require(fits, &field, "too_long", format!("at most {TEXT} characters"));
        }
        let reason = self.record_reason.as_deref();
        explained(errors, &format!("{at}.record_reason"), self.record.unwrap_or(true), reason);
        self.check_previous(errors, at);
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

fn unique(errors: &mut FieldErrors, field: &str, is_new: bool) {
    errors.require(is_new, field, "not_unique", "each id stands once in a scenario");
}

/// A mode by its own name, or by that of whoever serves it.
fn mode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Mode, D::Error> {
    let name = String::deserialize(deserializer)?;
    let named = |mode: &Mode| mode.name() == name || mode.provider() == Some(&*name);
    Mode::ALL.into_iter().filter(|mode| *mode != Mode::None).find(named).ok_or_else(|| {
        let known: Vec<_> =
            Mode::ALL.into_iter().map(Mode::name).filter(|it| *it != "none").collect();
        serde::de::Error::custom(format!("one of {}", known.join(", ")))
    })
}

const fn zoom() -> Mode {
    Mode::Zoom
}

const fn yes() -> bool {
    true
}
