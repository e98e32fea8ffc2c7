//! Enrolments as they are shown.

use std::collections::BTreeMap;

use convoke::domain::config::TenantConfig;

use convoke::domain::onboarding::SOURCE;
use convoke::domain::onboarding::enrolment::{
    Enrolment, EnrolmentState, Meeting, StepRecord, external_id,
};
use convoke::domain::onboarding::lint::{DURATION, GOOD_MIN, MANY_A_DAY};
use convoke::domain::onboarding::plan::{shown, state_of};
use convoke::domain::onboarding::scenario::{Recurrence, Scenario, Stage, Step, StepKind};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;
use utoipa::ToSchema;

/// An enrolment as it is shown.
#[derive(Serialize, ToSchema)]
pub struct EnrolmentView {
    /// Its id.
    id: String,
    /// The scenario's id.
    scenario: String,
    /// The scenario's version; it stays the same to the end.
    version: u32,
    /// The new colleague.
    person: String,
    /// Day 0.
    #[schema(value_type = String, format = Date)]
    start_date: Date,
    /// Who has which role, as was said.
    people: BTreeMap<String, String>,
    /// Where it stands.
    state: EnrolmentState,
    /// The stages.
    stages: Vec<StageView>,
}

/// A stage as it is shown.
#[derive(Serialize, ToSchema)]
pub struct StageView {
    /// Its id.
    id: String,
    /// Its name.
    name: String,
    /// `pending`, `open` or `done`.
    state: &'static str,
    /// Its first day.
    #[schema(value_type = String, format = Date)]
    from: Date,
    /// Its last day.
    #[schema(value_type = String, format = Date)]
    to: Date,
    /// When it was done.
    #[schema(value_type = Option<String>, format = DateTime)]
    done_at: Option<Timestamp>,
    /// The steps.
    steps: Vec<StepView>,
}

/// A step as it is shown.
#[derive(Serialize, ToSchema)]
pub struct StepView {
    /// Its id.
    id: String,
    /// What it is.
    kind: StepKind,
    /// What it is called.
    title: String,
    /// `pending`, `open`, `scheduled`, `held`, `done`, `skipped` or `blocked`.
    state: &'static str,
    /// Why, where that needs saying; stable.
    reason: Option<String>,
    /// The same for people.
    detail: Option<String>,
    /// Its next meeting, or its last.
    session: Option<MeetingView>,
    /// All its meetings that are planned.
    sessions: Vec<MeetingView>,
    /// What should be looked at.
    warnings: Vec<&'static str>,
}

/// A meeting of a step as it is shown; the session itself tells more.
#[derive(Clone, Serialize, ToSchema)]
// A session has one of its own.
#[schema(as = StepMeetingView)]
pub struct MeetingView {
    /// `planner`.
    source: &'static str,
    /// The session's external id.
    external_id: String,
    /// Begin.
    #[schema(value_type = String, format = DateTime)]
    start: Timestamp,
    /// End.
    #[schema(value_type = String, format = DateTime)]
    end: Timestamp,
    /// `scheduled`, `held` or `cancelled`.
    state: &'static str,
}

/// When and where it is looked at, and by what names are found.
struct Moment<'a> {
    now: Timestamp,
    zone: TimeZone,
    scenario: &'a Scenario,
    config: &'a TenantConfig,
}

impl EnrolmentView {
    /// An enrolment by its scenario, as of now in the new colleague's zone.
    pub fn new(
        enrolment: &Enrolment,
        scenario: &Scenario,
        config: &TenantConfig,
        (now, zone): (Timestamp, TimeZone),
    ) -> Self {
        let moment = Moment { now, zone, scenario, config };
        let stages = scenario.stages.iter().map(|stage| stage_view(enrolment, stage, &moment));
        Self {
            id: enrolment.id.clone(),
            scenario: enrolment.scenario.clone(),
            version: enrolment.version,
            person: enrolment.person.clone(),
            start_date: enrolment.start_date,
            people: enrolment.people.clone(),
            state: enrolment.state,
            stages: stages.collect(),
        }
    }
}

fn after(date: Date, days: u16) -> Date {
    date.checked_add(jiff::Span::new().days(i64::from(days))).unwrap_or(Date::MAX)
}

fn stage_view(enrolment: &Enrolment, stage: &Stage, moment: &Moment<'_>) -> StageView {
    let window = stage.window();
    let from = after(enrolment.start_date, window.start);
    let done_at = enrolment.stages_done.get(&stage.id).copied();
    let has_begun = moment.now.to_zoned(moment.zone.clone()).date() >= from;
    let standing = match (done_at, has_begun) {
        (Some(_), _) => "done",
        (None, true) => "open",
        (None, false) => "pending",
    };
    StageView {
        id: stage.id.clone(),
        name: stage.name.clone(),
        state: standing,
        from,
        to: after(enrolment.start_date, window.end.saturating_sub(1)),
        done_at,
        steps: stage.steps.iter().map(|step| step_view(enrolment, step, moment)).collect(),
    }
}

fn step_view(enrolment: &Enrolment, step: &Step, moment: &Moment<'_>) -> StepView {
    let none = StepRecord::default();
    let record = enrolment.steps.get(&step.id).unwrap_or(&none);
    let weekly = step.recurrence == Recurrence::Weekly;
    let meeting = |(number, meeting): (&u32, &Meeting)| {
        let own = external_id(&enrolment.id, &step.id, (weekly, *number));
        meeting_view(meeting.joined.clone().unwrap_or(own), meeting)
    };
    let sessions: Vec<_> = record.meetings.iter().map(meeting).collect();
    let next = sessions.iter().find(|it| it.state == "scheduled" && it.end > moment.now);
    let block = record.block.as_ref();
    StepView {
        id: step.id.clone(),
        kind: step.kind,
        title: shown(enrolment, moment.scenario, moment.config, &step.title),
        state: state_of(enrolment, step, moment.now).name(),
        reason: block.map(|reason| reason.code.clone()),
        detail: block.map(|reason| reason.detail.clone()),
        session: next.or(sessions.last()).cloned(),
        warnings: warnings(enrolment, step, record, moment),
        sessions,
    }
}

fn meeting_view(external_id: String, meeting: &Meeting) -> MeetingView {
    let state = match (meeting.cancelled, meeting.ended_at) {
        (true, _) => "cancelled",
        (false, Some(_)) => "held",
        (false, None) => "scheduled",
    };
    let (start, end) = (meeting.start, meeting.end);
    MeetingView { source: SOURCE, external_id, start, end, state }
}

/// Requirements B27 and B28.
fn warnings(
    enrolment: &Enrolment,
    step: &Step,
    record: &StepRecord,
    moment: &Moment<'_>,
) -> Vec<&'static str> {
    let mut found = Vec::new();
    if step.is_meeting() && !GOOD_MIN.contains(&step.minutes()) {
        found.push(DURATION);
    }
    let day = |meeting: &Meeting| meeting.start.to_zoned(moment.zone.clone()).date();
    let all = enrolment.steps.values().flat_map(|record| record.meetings.values());
    let days: Vec<_> = all.filter(|meeting| !meeting.cancelled).map(day).collect();
    let is_crowded = |meeting: &Meeting| {
        days.iter().filter(|other| **other == day(meeting)).count() >= MANY_A_DAY
    };
    if record.meetings.values().any(|meeting| !meeting.cancelled && is_crowded(meeting)) {
        found.push("many_meetings_a_day");
    }
    found
}
