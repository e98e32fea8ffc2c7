//! Who calls the API, and whether a token allows it.

use super::account::DEFAULT_TIME_ZONE;
use super::held::Held;
use super::refusal::Refusal;
use crate::sim::Call;

/// Whoever a token is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// A person, or the service account, by id.
    pub id: String,
    /// The address, which is also the name of the primary calendar.
    pub address: String,
    /// The calendar's time zone.
    pub time_zone: String,
    /// What was granted.
    pub scopes: Vec<String>,
    /// Whether the calendar service is on.
    pub has_calendar: bool,
    /// A service account in its own name invites nobody and has no Meet.
    pub is_service_account: bool,
}

/// Whoever calls, when the token has one of these scopes.
pub fn of(held: &Held, call: &Call, scopes: &[&str]) -> Result<Caller, Refusal> {
    let token = call.credentials("Bearer").ok_or(Refusal::LoginRequired)?;
    let granted = held.granted(token, call.at).ok_or(Refusal::Token)?;
    let caller = match granted.user.as_str() {
        "" => service_account(held, &granted.scopes),
        id => person(held, id, &granted.scopes),
    };
    let caller = caller.ok_or(Refusal::Token)?;
    if granted.scopes.iter().any(|scope| scopes.contains(&scope.as_str())) {
        Ok(caller)
    } else {
        Err(Refusal::Scope)
    }
}

fn person(held: &Held, id: &str, scopes: &[String]) -> Option<Caller> {
    let user = held.users.iter().find(|user| user.id == id && user.signs_in())?;
    Some(Caller {
        id: user.id.clone(),
        address: user.email.clone(),
        time_zone: user.time_zone.clone(),
        scopes: scopes.to_vec(),
        has_calendar: user.calendar,
        is_service_account: false,
    })
}

fn service_account(held: &Held, scopes: &[String]) -> Option<Caller> {
    let key = held.service_account_key.as_ref()?;
    Some(Caller {
        id: key.client_id.clone(),
        address: key.client_email.clone(),
        time_zone: DEFAULT_TIME_ZONE.to_owned(),
        scopes: scopes.to_vec(),
        has_calendar: true,
        is_service_account: true,
    })
}

impl Caller {
    /// Whether a calendar is this caller's, which is the only one that can be seen.
    pub fn check(&self, calendar: &str) -> Result<(), Refusal> {
        if !self.has_calendar {
            return Err(Refusal::NoCalendar);
        }
        let is_own = calendar == "primary" || calendar.eq_ignore_ascii_case(&self.address);
        if is_own { Ok(()) } else { Err(Refusal::NotFound) }
    }
}
