//! Who calls Graph, and whom it may be about.

use super::held::Held;
use super::operation::{Address, Area, FileKind, Operation, Subject};
use super::refusal::Refusal;
use super::user::{Mailbox, User};
use crate::sim::Call;
use crate::sim::oauth::{Access, BadToken};

/// What opens the tenant's users, whoever asks.
const USERS: [&str; 2] = ["User.ReadBasic.All", "User.Read.All"];

/// Whoever the call's token speaks for, with what the token holds: a permission that is taken away
/// goes with the next token.
pub struct Caller {
    /// The person who let the application in, by id; none for the application itself.
    person: Option<String>,
    granted: Vec<String>,
}

/// The caller of a call.
pub fn check(held: &Held, call: &Call) -> Result<Caller, Refusal> {
    let token = call.credentials("Bearer").unwrap_or_default();
    if token.is_empty() {
        return Err(Refusal::Token("Access token is empty."));
    }
    let Access { user, scopes, .. } =
        held.grants.check(token, call.at).map_err(|bad| match bad {
            BadToken::Unknown => {
                Refusal::Token("CompactToken parsing failed with error code: 80049217")
            }
            BadToken::Expired => {
                Refusal::Token("Lifetime validation failed, the token is expired.")
            }
        })?;
    let person = (!user.is_empty()).then(|| user.clone());
    if person.as_ref().is_some_and(|id| !held.users.iter().any(|u| u.id == *id && u.signs_in())) {
        return Err(Refusal::Token("The user of the token is gone or switched off."));
    }
    Ok(Caller { person, granted: scopes.clone() })
}

impl Caller {
    /// Whether the token has one of the permissions that an address takes.
    ///
    /// Source: Graph, the table of permissions on each operation's page.
    pub fn check_permission(&self, address: &Address) -> Result<(), Refusal> {
        let needed: &[&str] = match (address, self.person.is_some()) {
            (Address::Users, _) => &USERS,
            (Address::Of(subject, operation), true) => delegated(subject, operation),
            (Address::Of(_, operation), false) => application(operation),
        };
        if needed.iter().any(|name| self.granted.iter().any(|granted| granted == name)) {
            return Ok(());
        }
        Err(match address.area() {
            Area::Directory => Refusal::InsufficientPrivileges,
            Area::Mailbox | Area::Calendar => Refusal::AccessDenied,
            Area::Meetings | Area::Files(_) => Refusal::MeetingsPermission,
        })
    }

    /// The user whom an address names, as long as the caller may have to do with that user.
    pub fn reach(
        &self,
        held: &Held,
        subject: &Subject,
        operation: &Operation,
    ) -> Result<User, Refusal> {
        let user = self.named(held, subject, operation)?;
        match operation.area() {
            Area::Directory => {}
            Area::Mailbox | Area::Calendar => {
                self.only_self(&user).map_err(|()| Refusal::AccessDenied)?;
                if user.mailbox == Mailbox::None {
                    return Err(Refusal::NoMailbox);
                }
            }
            Area::Meetings | Area::Files(_) => {
                self.only_self(&user).map_err(|()| Refusal::OthersMeeting)?;
                self.check_policy(held, &user)?;
                if !held.has_teams(&user) {
                    return Err(Refusal::NoTeams);
                }
            }
        }
        Ok(user)
    }

    fn named(
        &self,
        held: &Held,
        subject: &Subject,
        operation: &Operation,
    ) -> Result<User, Refusal> {
        let name = match (subject, &self.person) {
            (Subject::Me, Some(id)) => id,
            (Subject::Me, None) => return Err(Refusal::MeWithoutPerson),
            (Subject::User(name), _) => name,
        };
        let area = operation.area();
        let user = held.users.iter().find(|user| user.is(name)).ok_or_else(|| match area {
            Area::Directory | Area::Meetings | Area::Files(_) => {
                Refusal::NoSuchResource(name.clone())
            }
            Area::Mailbox | Area::Calendar => Refusal::InvalidUser(name.clone()),
        })?;
        if matches!(area, Area::Meetings | Area::Files(_)) && !user.id.eq_ignore_ascii_case(name) {
            return Err(Refusal::NotAnObjectId);
        }
        Ok(user.clone())
    }

    /// Without a share, a person's token is for the person's own things alone.
    fn only_self(&self, user: &User) -> Result<(), ()> {
        match &self.person {
            Some(id) if *id != user.id => Err(()),
            Some(_) | None => Ok(()),
        }
    }

    /// An application needs more than its permission: Graph, application access policy for online
    /// meetings.
    fn check_policy(&self, held: &Held, user: &User) -> Result<(), Refusal> {
        if self.person.is_some() || held.access_policy.covers(&user.id) {
            return Ok(());
        }
        Err(Refusal::NoAccessPolicy { app: held.app.client_id.clone() })
    }
}

fn delegated(subject: &Subject, operation: &Operation) -> &'static [&'static str] {
    match (operation.area(), subject, operation.reads()) {
        (Area::Directory, Subject::Me, _) => &["User.Read", "User.ReadBasic.All", "User.Read.All"],
        (Area::Directory, Subject::User(_), _) => &USERS,
        (Area::Mailbox, ..) => &["MailboxSettings.Read", "MailboxSettings.ReadWrite"],
        (Area::Calendar, _, true) => &["Calendars.Read", "Calendars.ReadWrite"],
        (Area::Calendar, _, false) => &["Calendars.ReadWrite"],
        (Area::Meetings, _, true) => &["OnlineMeetings.Read", "OnlineMeetings.ReadWrite"],
        (Area::Meetings, _, false) => &["OnlineMeetings.ReadWrite"],
        (Area::Files(kind), ..) => files(kind),
    }
}

fn application(operation: &Operation) -> &'static [&'static str] {
    match (operation.area(), operation.reads()) {
        (Area::Directory, _) => &USERS,
        (Area::Mailbox, _) => &["MailboxSettings.Read"],
        (Area::Calendar, true) => &["Calendars.Read", "Calendars.ReadWrite"],
        (Area::Calendar, false) => &["Calendars.ReadWrite"],
        (Area::Meetings, true) => &["OnlineMeetings.Read.All", "OnlineMeetings.ReadWrite.All"],
        (Area::Meetings, false) => &["OnlineMeetings.ReadWrite.All"],
        (Area::Files(kind), _) => files(kind),
    }
}

/// The same names for an application and for a person.
fn files(kind: FileKind) -> &'static [&'static str] {
    match kind {
        FileKind::Recording => &["OnlineMeetingRecording.Read.All"],
        FileKind::Transcript => &["OnlineMeetingTranscript.Read.All"],
    }
}
