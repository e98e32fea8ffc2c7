//! What HR writes down once: stages with their windows, and steps with their people.

mod check;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use jiff::civil::Time;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use crate::domain::session::Mode;
use crate::domain::settings::{OneOrMany, RecordingAudience};

/// How long a meeting lasts unless the step says otherwise, in minutes (requirement B27).
pub const USUAL_MIN: u16 = 45;

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
// Readiness has steps, too.
#[schema(as = ScenarioStep)]
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

    /// The days on which it takes place, counted from the start date: one, or one in each week of the stage.
    pub fn days(&self, stage: &Stage) -> impl Iterator<Item = u16> + use<> {
        let last = stage.window().end.saturating_sub(1);
        let weeks = match self.recurrence {
            Recurrence::None => 1,
            Recurrence::Weekly => usize::MAX,
        };
        let first = self.day.unwrap_or(stage.from_day);
        (first..=last).step_by(7).take(weeks)
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

impl Stage {
    /// Its days, counted from the start date.
    #[must_use]
    pub fn window(&self) -> std::ops::Range<u16> {
        self.from_day..self.from_day.saturating_add(self.days)
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
