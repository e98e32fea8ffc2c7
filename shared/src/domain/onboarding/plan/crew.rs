//! Who takes part in a meeting, and who hosts it.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Around, Enrolment, Step};
use crate::domain::fault::Reason;
use crate::domain::ids::{fold_email, is_email};
use crate::domain::onboarding::enrolment::{Member, holder};
use crate::domain::onboarding::placeholder;
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

/// Who takes part in a step's meeting on this day. `joiners` are the enrolments whose own meeting it is too.
///
/// # Errors
/// What is in the way.
pub(super) fn crew(
    enrolment: &Enrolment,
    step: &Step,
    around: &Around<'_>,
    (day, joiners): (Date, &[&Member]),
    started_by: Option<&str>,
) -> Result<Crew, Reason> {
    let mut all = Gathered { around, seen: BTreeSet::new(), attendees: Vec::new() };
    let host = match started_by {
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
    if step.is_shared() {
        let others = around.cohort.iter().filter(|it| it.enrolment != enrolment.id);
        let mut others: Vec<_> =
            others.filter(|it| it.start_date <= day || started_by.is_some()).collect();
        others.sort_by(|a, b| a.enrolment.cmp(&b.enrolment));
        for member in others {
            // Somebody else's missing address keeps nobody from meeting.
            let _ = all.new_colleague(&member.person);
        }
    }
    for member in joiners {
        for role in &step.roles {
            let _ = all.role(role, &member.person, &member.people);
        }
    }
    Ok(Crew { host, attendees: all.attendees })
}

fn host(enrolment: &Enrolment, step: &Step, around: &Around<'_>) -> Result<String, Reason> {
    let named = |role: &str| {
        let found = holder(role, &enrolment.person, &enrolment.people, around.config);
        found.map(|(id, _)| id.to_owned())
    };
    if let Some(host) = &step.host {
        let person = around.config.person(host).ok().map(|(id, _)| id.to_owned());
        return named(host).or(person).ok_or_else(|| missing(host));
    }
    let by_role = step.roles.iter().find(|role| *role != NEW_EMPLOYEE);
    if let Some(role) = by_role {
        return named(role).ok_or_else(|| missing(role));
    }
    let person = step.people.iter().find_map(|it| around.config.person(it).ok());
    let person = person.map(|(id, _)| id.to_owned());
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
        people: &std::collections::BTreeMap<String, String>,
    ) -> Result<(), Reason> {
        let config = self.around.config;
        let (id, person) = holder(role, person, people, config).ok_or_else(|| missing(role))?;
        self.person(id, person)
    }

    fn reference(&mut self, reference: &str) -> Result<(), Reason> {
        match self.around.config.person(reference) {
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

/// Whoever hosts a meeting, if anybody does.
pub(super) fn host_of(
    enrolment: &Enrolment,
    step: &Step,
    around: &Around<'_>,
    meeting: &super::super::enrolment::Meeting,
) -> Option<String> {
    let started_by = meeting.started_by.clone().filter(|_| meeting.started);
    started_by.or_else(|| host(enrolment, step, around).ok())
}
