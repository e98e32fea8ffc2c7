//! One new colleague's way through a scenario: what is planned, what has been, what has been told.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{HR_MANAGER, MANAGER, NEW_EMPLOYEE};
use crate::domain::business::BusinessEvent;
use crate::domain::config::TenantConfig;
use crate::domain::fault::Reason;
use crate::domain::ids::{fold_email, is_email, is_id};
use crate::domain::problem::FieldErrors;
use crate::domain::settings::{Checked, Employment, Person};

/// The most roles of one enrolment.
const MOST_ROLES: usize = 50;

/// Who begins what, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnrolmentBody {
    /// Its id.
    pub id: String,
    /// The scenario's id.
    pub scenario: String,
    /// The new colleague's id.
    pub person: String,
    /// The first day.
    #[schema(value_type = String, format = Date)]
    pub start_date: Date,
    /// Who has which role: ids of people by role. Whoever leads the new colleague is the `manager` unless given;
    /// a role that exactly one person of the company has needs no entry.
    #[serde(default)]
    pub people: BTreeMap<String, String>,
}

impl Checked for EnrolmentBody {
    fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        let detail = "1 to 64 letters, digits, - _ . @, beginning with a letter or digit";
        let plain = |id: &str| is_id(id) && !id.contains(':');
        errors.require(plain(&self.id), "id", "id_invalid", detail);
        errors.require(is_id(&self.scenario), "scenario", "id_invalid", detail);
        errors.require(is_id(&self.person), "person", "id_invalid", detail);
        let few = self.people.len() <= MOST_ROLES;
        errors.require(few, "people", "too_many", format!("at most {MOST_ROLES} roles"));
        for (role, person) in &self.people {
            let known = is_id(role) && is_id(person);
            errors.require(known, &format!("people.{role}"), "id_invalid", detail);
        }
        errors.into_result()
    }
}

/// Where an enrolment stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EnrolmentState {
    /// It goes on.
    #[default]
    Active,
    /// Every stage is done.
    Completed,
    /// The new colleague left, or somebody ended it.
    Cancelled,
}

/// An enrolment as it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Enrolment {
    /// Its id.
    pub id: String,
    /// The scenario's id.
    pub scenario: String,
    /// The version that was published when it began; it keeps it to the end.
    pub version: u32,
    /// The new colleague.
    pub person: String,
    /// Day 0.
    pub start_date: Date,
    /// Who has which role, as was said when it began.
    pub people: BTreeMap<String, String>,
    /// Where it stands.
    pub state: EnrolmentState,
    /// Counts writes. It is also the version of the facts that follow from a write, so that the later plan is
    /// the one that is believed.
    pub rev: u64,
    /// When each stage was done.
    #[serde(default)]
    pub stages_done: BTreeMap<String, Timestamp>,
    /// What there is of each step.
    #[serde(default)]
    pub steps: BTreeMap<String, StepRecord>,
    /// For what feedback was asked: by subject, which is a meeting (`step` or `step:n`) or a stage.
    #[serde(default)]
    pub asked: BTreeMap<String, Asked>,
    /// What was told once and is not told again.
    #[serde(default)]
    pub told: BTreeSet<String>,
    /// News not known to be on its way.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unsent: Vec<BusinessEvent>,
    /// Whether others of the scenario are not known to have heard of a change here.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub tells_others: bool,
    /// When it was begun.
    pub created_at: Timestamp,
}

/// What there is of a step.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepRecord {
    /// When somebody said that it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_at: Option<Timestamp>,
    /// Why it can't be planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub block: Option<Reason>,
    /// Its meetings by number, from 1.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub meetings: BTreeMap<u32, Meeting>,
}

impl StepRecord {
    /// The meeting that is next, or goes on, with its number.
    #[must_use]
    pub fn next(&self, now: Timestamp) -> Option<(u32, &Meeting)> {
        let mut meetings = self.meetings.iter();
        let next = meetings.find(|(_, meeting)| meeting.is_ahead(now));
        next.map(|(number, meeting)| (*number, meeting))
    }
}

/// One meeting of a step.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own, and any may go with any"
)]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    /// Begin.
    pub start: Timestamp,
    /// End.
    pub end: Timestamp,
    /// Digest of what was last decided to be said of it; empty when nothing was.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub said: String,
    /// Whether that is not known to be on its way.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unsent: bool,
    /// Whether it does not take place.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cancelled: bool,
    /// When it was over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
    /// Another enrolment's meeting, the same at the same time, that this one is part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined: Option<String>,
    /// Who started it, and therefore hosts it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_by: Option<String>,
    /// Whether its time has to be found anew, because the first day has changed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub moves: bool,
    /// Whether somebody moved it to the moment at which they started it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub started: bool,
}

impl Meeting {
    /// One that is planned.
    #[must_use]
    pub const fn planned(start: Timestamp, end: Timestamp) -> Self {
        Self {
            start,
            end,
            said: String::new(),
            unsent: false,
            cancelled: false,
            ended_at: None,
            joined: None,
            started_by: None,
            moves: false,
            started: false,
        }
    }

    /// Whether it is still to come, or goes on.
    #[must_use]
    pub fn is_ahead(&self, now: Timestamp) -> bool {
        !self.cancelled && self.ended_at.is_none() && self.end > now
    }
}

impl Enrolment {
    /// One that begins now.
    #[must_use]
    pub fn new(body: &EnrolmentBody, version: u32, now: Timestamp) -> Self {
        Self {
            id: body.id.clone(),
            scenario: body.scenario.clone(),
            version,
            person: body.person.clone(),
            start_date: body.start_date,
            people: body.people.clone(),
            state: EnrolmentState::Active,
            rev: 1,
            stages_done: BTreeMap::new(),
            steps: BTreeMap::new(),
            asked: BTreeMap::new(),
            told: BTreeSet::new(),
            unsent: Vec::new(),
            tells_others: false,
            created_at: now,
        }
    }

    /// The first day has changed: what is still ahead gets other times, and what there was no time for may get
    /// one.
    pub fn lay_out_anew(&mut self, now: Timestamp) {
        for meeting in self.steps.values_mut().flat_map(|record| record.meetings.values_mut()) {
            let is_ahead = meeting.is_ahead(now) && meeting.start > now;
            meeting.moves = !meeting.started && (is_ahead || meeting.cancelled);
        }
    }

    /// Whether something of it is not known to be on its way.
    #[must_use]
    pub fn has_unsent(&self) -> bool {
        let mut meetings = self.steps.values().flat_map(|record| record.meetings.values());
        self.tells_others || !self.unsent.is_empty() || meetings.any(|meeting| meeting.unsent)
    }

    /// Everything is on its way.
    pub fn note_sent(&mut self) {
        self.tells_others = false;
        self.unsent.clear();
        for meeting in self.steps.values_mut().flat_map(|record| record.meetings.values_mut()) {
            meeting.unsent = false;
        }
    }
}

/// Feedback that was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The request's id.
    pub id: String,
    /// When.
    pub at: Timestamp,
    /// Whether whoever had not answered was asked once more.
    #[serde(default)]
    pub reminded: bool,
}

/// What others of the same scenario need to know of an enrolment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Its id.
    pub enrolment: String,
    /// The scenario's version.
    pub version: u32,
    /// The new colleague.
    pub person: String,
    /// Day 0.
    pub start_date: Date,
    /// Who has which role.
    pub people: BTreeMap<String, String>,
    /// When its own meetings with everybody begin, by their names: `step` or `step:n`.
    #[serde(default)]
    pub starts: BTreeMap<String, Timestamp>,
    /// The last day of its last stage: from then on it takes part in nobody else's meetings, even if nobody has
    /// said that it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Whether its meetings have been planned; until then others don't know whether theirs are the same.
    #[serde(default)]
    pub planned: bool,
}

impl Member {
    /// An enrolment that has just begun.
    #[must_use]
    pub fn unplanned(enrolment: &Enrolment) -> Self {
        Self {
            enrolment: enrolment.id.clone(),
            version: enrolment.version,
            person: enrolment.person.clone(),
            start_date: enrolment.start_date,
            people: enrolment.people.clone(),
            starts: BTreeMap::new(),
            until: None,
            planned: false,
        }
    }
}

/// The external id of a step's meeting; the number stands where the step comes again, or was held once more.
#[must_use]
pub fn external_id(enrolment: &str, step: &str, (weekly, number): (bool, u32)) -> String {
    format!("{enrolment}:{}", meeting_name(step, (weekly, number)))
}

/// What a step's meeting is called within its enrolment; also the subject of its feedback.
#[must_use]
pub fn meeting_name(step: &str, (weekly, number): (bool, u32)) -> String {
    if weekly || number > 1 { format!("{step}:{number}") } else { step.to_owned() }
}

/// The enrolment, step and number that an external id names.
#[must_use]
pub fn named_by(external_id: &str) -> Option<(&str, &str, u32)> {
    let mut parts = external_id.split(':');
    let (enrolment, step) = (parts.next()?, parts.next()?);
    let number = parts.next().map_or(Some(1), |number| number.parse().ok())?;
    parts.next().is_none().then_some((enrolment, step, number))
}

/// Who has a role in an enrolment: as was said, else whoever leads the new colleague, else the only person of
/// the company with that role. Whoever has left has no role any more.
#[must_use]
pub fn holder<'a>(
    role: &str,
    person: &'a str,
    people: &'a BTreeMap<String, String>,
    config: &'a TenantConfig,
) -> Option<(&'a str, &'a Person)> {
    if role == NEW_EMPLOYEE {
        return config.person(person).ok();
    }
    let led_by = config.people.get(person).and_then(|it| it.manager.as_ref());
    if let Some(id) = people.get(role).or(led_by.filter(|_| role == MANAGER)) {
        return config.person(id).ok().filter(|(_, person)| stays(person));
    }
    let has = |person: &Person| {
        person.employment == Employment::Active && person.roles.iter().any(|it| it == role)
    };
    let mut found = config.people.iter().filter(|(_, person)| has(person));
    match (found.next(), found.next()) {
        (Some((id, person)), None) => Some((id, person)),
        _ => None,
    }
}

/// Who organises: the enrolment's HR manager, else all of the company's.
#[must_use]
pub fn organisers(enrolment: &Enrolment, config: &TenantConfig) -> Vec<String> {
    if let Some((id, _)) = holder(HR_MANAGER, &enrolment.person, &enrolment.people, config) {
        return vec![id.to_owned()];
    }
    let is_one = |person: &Person| person.roles.iter().any(|role| role == HR_MANAGER);
    let all = config.people.iter().filter(|(_, person)| stays(person) && is_one(person));
    all.map(|(id, _)| id.clone()).collect()
}

/// Whether somebody has not left.
pub(super) fn stays(person: &Person) -> bool {
    person.employment != Employment::Left
}

/// Whether a text is a mail address that nobody has who is with the company.
#[must_use]
pub fn is_outside(reference: &str, config: &TenantConfig) -> bool {
    let wanted = fold_email(reference);
    let has_it = |person: &Person| person.emails.iter().any(|email| fold_email(email) == wanted);
    is_email(&wanted) && !config.people.values().any(|person| stays(person) && has_it(person))
}

#[cfg(test)]
mod tests;
