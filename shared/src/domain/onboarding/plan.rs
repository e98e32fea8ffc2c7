//! From an enrolment and all that it depends on to what should be: which meetings, with whom, when; what is to be
//! asked and told. It says the same however often it is asked, and changes nothing that has been.

mod crew;
mod meetings;
mod news;
mod slots;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::enrolment::{Enrolment, EnrolmentState, Meeting, Member, external_id, meeting_name};
use super::feedback::FeedbackRecord;
use super::scenario::{Recurrence, Scenario, Step, StepKind};
use super::settings::OnboardingSettings;
use crate::domain::config::TenantConfig;
use crate::domain::ids::SessionKey;
use crate::domain::session::{Change, SessionContent, SessionFact};
use crate::domain::settings::Employment;

pub use crew::{missing, shown};
pub use meetings::grace;

/// How far ahead meetings that come again are planned.
pub const HORIZON: SignedDuration = SignedDuration::from_hours(24 * 35);
/// How soon it is looked again at an enrolment that somebody has to help.
const HOURLY: SignedDuration = SignedDuration::from_hours(1);
/// How soon news is sent again that may not be on its way.
const SOON: SignedDuration = SignedDuration::from_mins(5);

/// All that a plan depends on besides the enrolment.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// The company and its people.
    pub config: &'a TenantConfig,
    /// What it has set for settling in.
    pub settings: &'a OnboardingSettings,
    /// The scenario, in the version that the enrolment keeps.
    pub scenario: &'a Scenario,
    /// The active enrolments of the scenario, this one among them or not.
    pub cohort: &'a [Member],
    /// Meetings of which it became known that they are over, by external id, with when.
    pub ended: &'a BTreeMap<String, Timestamp>,
    /// Subjects whose feedback has been given.
    pub answered: &'a BTreeSet<String>,
    /// Now.
    pub now: Timestamp,
}

/// What follows.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The enrolment as it is to be kept.
    pub next: Enrolment,
    /// What is to be said of meetings.
    pub facts: Vec<SessionFact>,
    /// What is to be asked.
    pub asks: Vec<FeedbackRecord>,
    /// How others of the scenario see it; `None` when it is no longer active.
    pub member: Option<Member>,
    /// When it has to be looked at again.
    pub due: Option<Timestamp>,
}

impl Around<'_> {
    /// The zone in which the new colleague lives.
    fn zone(&self, enrolment: &Enrolment) -> TimeZone {
        TimeZone::get(self.zone_name(enrolment)).unwrap_or(TimeZone::UTC)
    }

    fn zone_name(&self, enrolment: &Enrolment) -> &str {
        let own = self.config.people.get(&enrolment.person);
        let own = own.and_then(|person| person.time_zone.as_deref());
        own.unwrap_or(&self.config.tenant.time_zone)
    }
}

/// What should be.
#[must_use]
pub fn plan(enrolment: &Enrolment, around: &Around<'_>) -> Plan {
    let mut next = enrolment.clone();
    let before = next.clone();
    note_ends(&mut next, around);
    end_where_left(&mut next, around);
    end_where_done(&mut next, around.scenario);
    let mut planner = Planner { around, zone: around.zone(enrolment), next, due: None };
    let facts = planner.meetings();
    let asks = planner.news();
    let Planner { mut next, mut due, .. } = planner;
    let version = before.rev + 1;
    let is_active = next.state == EnrolmentState::Active;
    let member = is_active.then(|| member(&next, around.scenario));
    let known = around.cohort.iter().find(|it| it.enrolment == next.id);
    next.tells_others |= known != member.as_ref();
    // What is said once more gets a version of its own, too: nothing else may be said under it.
    if next != before || next.has_unsent() {
        next.rev = version;
    }
    if next.has_unsent() {
        let soon = around.now + SOON;
        due = Some(due.map_or(soon, |due| due.min(soon)));
    }
    let facts = facts.into_iter().map(|said| said.fact(around.config, version)).collect();
    Plan { next, facts, asks, member, due }
}

/// What is said of one meeting.
struct Said {
    external_id: String,
    /// `None` for one that does not take place.
    content: Option<SessionContent>,
}

impl Said {
    fn fact(self, config: &TenantConfig, version: u64) -> SessionFact {
        let key = SessionKey::new(&*config.id, super::SOURCE, self.external_id);
        let change = match self.content {
            Some(content) => Change::Upserted(Box::new(content)),
            None => Change::Cancelled,
        };
        SessionFact { key, version, change, follows: None }
    }
}

/// A plan in the making.
struct Planner<'a> {
    around: &'a Around<'a>,
    zone: TimeZone,
    next: Enrolment,
    due: Option<Timestamp>,
}

impl Planner<'_> {
    /// Looks again at the latest then.
    fn look_at(&mut self, at: Timestamp) {
        self.due = Some(self.due.map_or(at, |due| due.min(at)));
    }

    fn is_active(&self) -> bool {
        self.next.state == EnrolmentState::Active
    }
}

fn member(enrolment: &Enrolment, scenario: &Scenario) -> Member {
    let shared = scenario.steps().filter(|(_, step)| step.is_meeting() && step.is_shared());
    // Nobody can be part of a meeting that can't be.
    let records = shared.filter_map(|(_, step)| {
        let record = enrolment.steps.get(&step.id).filter(|record| record.block.is_none());
        record.map(|record| (step, record))
    });
    let starts = records.flat_map(|(step, record)| {
        let open = record.meetings.iter().filter(|(_, it)| !it.cancelled && it.joined.is_none());
        open.map(|(number, it)| (meeting_name(&step.id, (is_weekly(step), *number)), it.start))
    });
    let last = scenario.stages.iter().map(|stage| stage.window().end.saturating_sub(1)).max();
    let until = last.map(|day| slots::after(enrolment.start_date, i32::from(day)));
    Member { starts: starts.collect(), until, planned: true, ..Member::unplanned(enrolment) }
}

/// Whoever has left settles in no longer.
fn end_where_left(next: &mut Enrolment, around: &Around<'_>) {
    let person = around.config.people.get(&next.person);
    let is_gone = person.is_none_or(|person| person.employment == Employment::Left);
    if next.state == EnrolmentState::Active && is_gone {
        next.state = EnrolmentState::Cancelled;
    }
}

/// With its last stage an enrolment is done.
fn end_where_done(next: &mut Enrolment, scenario: &Scenario) {
    let is_done = scenario.stages.iter().all(|stage| next.stages_done.contains_key(&stage.id));
    if next.state == EnrolmentState::Active && is_done {
        next.state = EnrolmentState::Completed;
    }
}

fn note_ends(next: &mut Enrolment, around: &Around<'_>) {
    let id = next.id.clone();
    for (step, record) in &mut next.steps {
        let comes_again = around.scenario.step(step).is_some_and(|(_, step)| is_weekly(step));
        for (number, meeting) in &mut record.meetings {
            let own = external_id(&id, step, (comes_again, *number));
            let ended = meeting.joined.as_ref().or(Some(&own));
            let ended = ended.and_then(|id| around.ended.get(id));
            if !meeting.cancelled && meeting.ended_at.is_none() {
                meeting.ended_at = ended.copied();
            }
        }
    }
}

fn is_weekly(step: &Step) -> bool {
    step.recurrence == Recurrence::Weekly
}

/// Where a step stands, and what it waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Its time has not come.
    Pending,
    /// Its day has come.
    Open,
    /// Its meeting, or the next of them, is planned, or it is not known yet whether it was.
    Scheduled,
    /// Its meetings were.
    Held,
    /// Somebody has said so.
    Done,
    /// There was no time for it.
    Skipped,
    /// It can't be planned.
    Blocked,
}

impl StepState {
    /// As it stands in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Open => "open",
            Self::Scheduled => "scheduled",
            Self::Held => "held",
            Self::Done => "done",
            Self::Skipped => "skipped",
            Self::Blocked => "blocked",
        }
    }
}

/// Where a step stands.
#[must_use]
pub fn state_of(enrolment: &Enrolment, step: &Step, now: Timestamp) -> StepState {
    let Some(record) = enrolment.steps.get(&step.id) else { return StepState::Pending };
    if record.done_at.is_some() {
        return StepState::Done;
    }
    if record.block.is_some() {
        return StepState::Blocked;
    }
    if step.kind != StepKind::Meeting {
        return StepState::Open;
    }
    let mut meetings = record.meetings.values();
    let is_awaited = |meeting: &Meeting| meeting.is_ahead(now - meetings::LONGEST_GRACE);
    if meetings.clone().any(is_awaited) {
        StepState::Scheduled
    } else if meetings.any(|meeting| meeting.ended_at.is_some()) {
        StepState::Held
    } else {
        StepState::Skipped
    }
}
