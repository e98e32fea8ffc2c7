//! Who calls, where that decides: an administrator by scope, or a person by the roles they have (requirements B04,
//! B35, B37 and B38).

use convoke::domain::config::TenantConfig;
use convoke::domain::onboarding::enrolment::Enrolment;
use convoke::domain::onboarding::{HR_MANAGER, MANAGER, NEW_EMPLOYEE};
use convoke::store::TokenScope;
use http::StatusCode;

use crate::auth::Caller;
use crate::call::Call;
use crate::refusal::Refusal;

/// Who calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The person whose token it is.
    pub person: Option<String>,
    /// That person's roles.
    roles: Vec<String>,
    /// Whether the token may do everything.
    is_admin: bool,
    /// Whether the token may read everything.
    reads: bool,
}

impl Actor {
    /// Whoever made this call.
    pub fn of(call: &Call<'_>, config: &TenantConfig) -> Self {
        let (person, scopes) = match &call.caller {
            Caller::Operator => (None, vec![TokenScope::Admin]),
            Caller::Token { person, scopes, .. } => (person.clone(), scopes.clone()),
            Caller::Anybody => (None, Vec::new()),
        };
        let known = person.as_deref().and_then(|id| config.people.get(id));
        let roles = known.map(|person| person.roles.clone()).unwrap_or_default();
        let is_admin = scopes.contains(&TokenScope::Admin);
        let reads = is_admin || scopes.contains(&TokenScope::Read);
        Self { person: person.filter(|_| known.is_some()), roles, is_admin, reads }
    }

    fn has(&self, role: &str) -> bool {
        self.roles.iter().any(|it| it == role)
    }

    /// Whether this is somebody of the enrolment.
    fn is_in(&self, enrolment: &Enrolment, config: &TenantConfig) -> bool {
        let Some(id) = &self.person else { return false };
        self.leads(enrolment, config) || enrolment.people.values().any(|it| it == id)
    }

    /// Whether this is whoever leads the new colleague.
    fn leads(&self, enrolment: &Enrolment, config: &TenantConfig) -> bool {
        let Some(id) = &self.person else { return false };
        let leader = config.people.get(&enrolment.person).and_then(|it| it.manager.as_ref());
        leader == Some(id) || enrolment.people.get(MANAGER) == Some(id)
    }

    /// Plans, edits, and sees everything.
    ///
    /// # Errors
    /// 403 that names the role.
    pub fn organises(&self) -> Result<(), Refusal> {
        if self.is_admin || self.has(HR_MANAGER) { Ok(()) } else { Err(role_missing("hr_manager")) }
    }

    /// Sees everything.
    ///
    /// # Errors
    /// 403 that names the role.
    pub fn sees_all(&self) -> Result<(), Refusal> {
        if self.reads { Ok(()) } else { self.organises() }
    }

    /// Sees this enrolment: HR, whoever has a part in it, and the new colleague.
    ///
    /// # Errors
    /// 404, as if there were none.
    pub fn sees(&self, enrolment: &Enrolment, config: &TenantConfig) -> Result<(), Refusal> {
        let own = self.person.as_deref() == Some(&*enrolment.person);
        if own || self.sees_all().is_ok() || self.is_in(enrolment, config) {
            return Ok(());
        }
        Err(Refusal::not_found("enrolment"))
    }

    /// Starts meetings and ends stages of this enrolment: HR, and a manager who has a part in it.
    ///
    /// # Errors
    /// 404 for somebody who has nothing to do with it, 403 for somebody who has.
    pub fn moves(&self, enrolment: &Enrolment, config: &TenantConfig) -> Result<(), Refusal> {
        self.sees(enrolment, config)?;
        let manages = self.has(MANAGER) && self.is_in(enrolment, config);
        if manages || self.leads(enrolment, config) || self.organises().is_ok() {
            return Ok(());
        }
        Err(role_missing("hr_manager or manager"))
    }

    /// As what this person answers about an enrolment.
    pub fn part(&self, enrolment: &Enrolment, config: &TenantConfig) -> Option<String> {
        let id = self.person.as_deref()?;
        if enrolment.person == id {
            return Some(NEW_EMPLOYEE.to_owned());
        }
        if self.leads(enrolment, config) {
            return Some(MANAGER.to_owned());
        }
        let named = enrolment.people.iter().find(|(_, person)| *person == id);
        named
            .map(|(role, _)| role.clone())
            .or_else(|| self.has(HR_MANAGER).then(|| HR_MANAGER.to_owned()))
    }
}

fn role_missing(role: &str) -> Refusal {
    let detail =
        format!("this is for people with the role {role}, or a token with the scope admin");
    Refusal::new(StatusCode::FORBIDDEN, "role_missing", detail)
}
