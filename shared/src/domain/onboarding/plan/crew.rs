//! Who takes part in a meeting, and who hosts it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Around, Enrolment, Step};
use crate::domain::config::TenantConfig;
use crate::domain::fault::Reason;
use crate::domain::ids::{fold_email, is_email};
use crate::domain::onboarding::enrolment::{Meeting, Member, holder, stays};
use crate::domain::onboarding::placeholder;
use crate::domain::onboarding::scenario::Scenario;
use crate::domain::onboarding::{HR_MANAGER, NEW_EMPLOYEE};
use crate::domain::session::{Attendee, Role};
use crate::domain::settings::Person;

/// Whoever takes part.
pub(super) struct Crew {
    /// The host's id.
    pub host: String,
    /// Everybody else.
    pub attendees: Vec<Attendee>,
}

/// That nobody has a role (requirement B19).
#[must_use]
pub fn missing(role: &str) -> Reason {
    let detail = format!("nobody is {role}: name somebody among the people of the enrolment");
    Reason::new("missing_person", detail)
}

/// Which of a step's meetings.
pub(super) struct Occasion<'a> {
    /// Its day, where the new colleague lives.
    pub day: Date,
    /// The enrolments whose own meeting it is too.
    pub joiners: &'a [&'a Member],
    /// The meeting.
    pub meeting: &'a Meeting,
}

/// Who takes part in a step's meeting.
///
/// # Errors
/// What is in the way.
pub(super) fn crew(
    enrolment: &Enrolment,
    step: &Step,
    around: &Around<'_>,
    occasion: &Occasion<'_>,
) -> Result<Crew, Reason> {
    let mut all = Gathered { around, seen: BTreeSet::new(), attendees: Vec::new() };
    let host = match starter(occasion.meeting) {
        Some(person) => person.to_owned(),
        None => host(enrolment, step, around)?,
    };
    all.leave_out(&host);
    for role in &step.roles {
        all.role(role, &enrolment.person, &enrolment.people)?;
    }
    for reference in &step.people {
        all.reference(reference)?;
    }
    all.new_colleague(&enrolment.person)?;
    // What others lack keeps nobody from meeting.
    let _ = all.usual_host(step, &enrolment.person, &enrolment.people);
    for member in others(enrolment, step, around, occasion) {
        let _ = all.new_colleague(&member.person);
    }
    for member in occasion.joiners {
        let _ = all.usual_host(step, &member.person, &member.people);
        for role in &step.roles {
            let _ = all.role(role, &member.person, &member.people);
        }
    }
    Ok(Crew { host, attendees: all.attendees })
}

/// The enrolments whose new colleagues take part besides: those whose meeting it is too, and, in a meeting with
/// everybody, those that have begun by then.
fn others<'a>(
    enrolment: &Enrolment,
    step: &Step,
    around: &Around<'a>,
    occasion: &Occasion<'_>,
) -> Vec<&'a Member> {
    let joins = |it: &Member| occasion.joiners.iter().any(|other| other.enrolment == it.enrolment);
    let goes_on = |it: &Member| it.until.is_none_or(|until| occasion.day <= until);
    let has_begun =
        |it: &Member| (it.start_date <= occasion.day && goes_on(it)) || occasion.meeting.started;
    let others = around.cohort.iter().filter(|it| it.enrolment != enrolment.id);
    let mut others: Vec<_> =
        others.filter(|it| step.is_shared() && (has_begun(it) || joins(it))).collect();
    others.sort_by(|a, b| a.enrolment.cmp(&b.enrolment));
    others.retain(|it| around.config.people.get(&it.person).is_some_and(stays));
    others
}

/// Who started it, and therefore hosts it.
fn starter(meeting: &Meeting) -> Option<&str> {
    meeting.started_by.as_deref().filter(|_| meeting.started)
}

fn host(enrolment: &Enrolment, step: &Step, around: &Around<'_>) -> Result<String, Reason> {
    let named = |role: &str| {
        let found = holder(role, &enrolment.person, &enrolment.people, around.config);
        found.map(|(id, _)| id.to_owned())
    };
    let present = |reference: &str| {
        let found = around.config.person(reference).ok().filter(|(_, person)| stays(person));
        found.map(|(id, _)| id.to_owned())
    };
    if let Some(host) = &step.host {
        return named(host).or_else(|| present(host)).ok_or_else(|| missing(host));
    }
    let by_role = step.roles.iter().find(|role| *role != NEW_EMPLOYEE);
    if let Some(role) = by_role {
        return named(role).ok_or_else(|| missing(role));
    }
    let person = step.people.iter().find_map(|it| present(it));
    person.or_else(|| named(HR_MANAGER)).ok_or_else(|| missing(HR_MANAGER))
}

struct Gathered<'a> {
    around: &'a Around<'a>,
    /// Addresses that are in already.
    seen: BTreeSet<String>,
    attendees: Vec<Attendee>,
}

impl Gathered<'_> {
    /// The host is no attendee.
    fn leave_out(&mut self, host: &str) {
        if let Some(person) = self.around.config.people.get(host) {
            self.seen.extend(person.emails.iter().map(|email| fold_email(email)));
        }
    }

    fn role(
        &mut self,
        role: &str,
        person: &str,
        people: &BTreeMap<String, String>,
    ) -> Result<(), Reason> {
        let config = self.around.config;
        let (id, person) = holder(role, person, people, config).ok_or_else(|| missing(role))?;
        self.person(id, person)
    }

    /// Whoever would host, where somebody else does.
    fn usual_host(
        &mut self,
        step: &Step,
        person: &str,
        people: &BTreeMap<String, String>,
    ) -> Result<(), Reason> {
        let Some(host) = step.host.as_deref() else { return Ok(()) };
        match holder(host, person, people, self.around.config) {
            Some((id, person)) => self.person(id, person),
            None if self.around.config.person(host).is_ok() => self.reference(host),
            None => Ok(()),
        }
    }

    fn reference(&mut self, reference: &str) -> Result<(), Reason> {
        match self.around.config.person(reference) {
            Ok((_, person)) if !stays(person) => Ok(()),
            Ok((id, person)) => self.person(id, person),
            Err(_) if is_email(reference) => {
                self.add("", reference, None, Role::Customer);
                Ok(())
            }
            Err(_) => Err(missing(reference)),
        }
    }

    fn new_colleague(&mut self, id: &str) -> Result<(), Reason> {
        let Some(person) = self.around.config.people.get(id) else { return Ok(()) };
        self.person(id, person)
    }

    fn person(&mut self, id: &str, person: &Person) -> Result<(), Reason> {
        if person.emails.iter().any(|email| self.seen.contains(&fold_email(email))) {
            return Ok(());
        }
        let Some(email) = person.emails.iter().find(|email| is_email(email.trim())) else {
            let detail = format!("{id} has no mail address: add one to the person");
            return Err(Reason::new("missing_person", detail));
        };
        self.add(&person.name, email.trim(), person.locale.clone(), Role::Employee);
        Ok(())
    }

    fn add(&mut self, name: &str, email: &str, locale: Option<String>, role: Role) {
        if self.seen.insert(fold_email(email)) {
            let (name, email) = (name.to_owned(), email.to_owned());
            self.attendees.push(Attendee { name, email, role, locale });
        }
    }
}

/// A text with the names of the enrolment's people in it.
///
/// # Errors
/// The role that nobody has.
pub(super) fn named(
    enrolment: &Enrolment,
    around: &Around<'_>,
    text: &str,
) -> Result<String, Reason> {
    let name_of = |role: &str| {
        let found = holder(role, &enrolment.person, &enrolment.people, around.config);
        found.map(|(_, person)| person.name.clone())
    };
    placeholder::resolved(text, &around.scenario.roles(), name_of).map_err(|role| missing(&role))
}

/// The same with the role where its holder should stand.
pub(super) fn named_as_far(enrolment: &Enrolment, around: &Around<'_>, text: &str) -> String {
    shown(enrolment, around.scenario, around.config, text)
}

/// A scenario's text as it is shown to people: names where it has roles in brackets, as far as they are known.
#[must_use]
pub fn shown(
    enrolment: &Enrolment,
    scenario: &Scenario,
    config: &TenantConfig,
    text: &str,
) -> String {
    let name_of = |role: &str| {
        let found = holder(role, &enrolment.person, &enrolment.people, config);
        Some(found.map_or_else(|| role.to_owned(), |(_, person)| person.name.clone()))
    };
    let resolved = placeholder::resolved(text, &scenario.roles(), name_of);
    resolved.unwrap_or_else(|_| text.to_owned())
}

/// Whoever hosts a meeting, if anybody does.
pub(super) fn host_of(
    enrolment: &Enrolment,
    step: &Step,
    around: &Around<'_>,
    meeting: &Meeting,
) -> Option<String> {
    starter(meeting).map(str::to_owned).or_else(|| host(enrolment, step, around).ok())
}
