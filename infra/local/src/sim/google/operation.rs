//! The operations, their addresses, and what opens them.

use http::Method;

use super::scopes;

/// Which shape of the account's profile is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// Google's own names: `id`, `verified_email`.
    V2,
    /// `OpenID` Connect's names: `sub`, `email_verified`.
    V3,
}

/// What can be asked for, with the calendar and the event it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    /// `GET /oauth2/{version}/userinfo`
    Userinfo(Version),
    /// `GET /calendar/v3/calendars/{calendarId}`
    Calendar(String),
    /// `GET /calendar/v3/users/me/calendarList`
    Entries,
    /// `GET /calendar/v3/users/me/calendarList/{calendarId}`
    Entry(String),
    /// `POST /calendar/v3/calendars/{calendarId}/events`
    Insert(String),
    /// `GET /calendar/v3/calendars/{calendarId}/events`
    List(String),
    /// `GET /calendar/v3/calendars/{calendarId}/events/{eventId}`
    Get(String, String),
    /// `PATCH /calendar/v3/calendars/{calendarId}/events/{eventId}`
    Patch(String, String),
    /// `DELETE /calendar/v3/calendars/{calendarId}/events/{eventId}`
    Delete(String, String),
    /// `GET /drive/v3/files/{fileId}?alt=media`, of what Meet has made
    Film(String),
    /// `GET /drive/v3/files/{fileId}/export`, the same
    Export(String),
}

impl Operation {
    /// The operation at an address.
    pub fn of(method: &Method, segments: &[String]) -> Option<Self> {
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        match segments.as_slice() {
            ["oauth2", version, "userinfo"] if method == Method::GET => userinfo(version),
            ["calendar", "v3", rest @ ..] => Self::of_calendar(method.as_str(), rest),
            ["drive", "v3", "files", id] if method == Method::GET => {
                Some(Self::Film((*id).to_owned()))
            }
            ["drive", "v3", "files", id, "export"] if method == Method::GET => {
                Some(Self::Export((*id).to_owned()))
            }
            _ => None,
        }
    }

    fn of_calendar(method: &str, segments: &[&str]) -> Option<Self> {
        let own = |text: &&str| (*text).to_owned();
        Some(match (method, segments) {
            ("GET", ["calendars", calendar]) => Self::Calendar(own(calendar)),
            ("GET", ["users", "me", "calendarList"]) => Self::Entries,
            ("GET", ["users", "me", "calendarList", calendar]) => Self::Entry(own(calendar)),
            ("POST", ["calendars", calendar, "events"]) => Self::Insert(own(calendar)),
            ("GET", ["calendars", calendar, "events"]) => Self::List(own(calendar)),
            ("GET", ["calendars", calendar, "events", id]) => Self::Get(own(calendar), own(id)),
            ("PATCH", ["calendars", calendar, "events", id]) => Self::Patch(own(calendar), own(id)),
            ("DELETE", ["calendars", calendar, "events", id]) => {
                Self::Delete(own(calendar), own(id))
            }
            _ => return None,
        })
    }

    /// The scopes of which one opens it.
    pub fn scopes(&self) -> &'static [&'static str] {
        match self {
            Self::Userinfo(_) => &scopes::IDENTITY,
            Self::Calendar(_) => &scopes::CALENDARS,
            Self::Entries | Self::Entry(_) => &scopes::CALENDAR_LIST,
            Self::List(_) | Self::Get(..) => &scopes::READ_EVENTS,
            Self::Film(_) | Self::Export(_) => &[scopes::MEET_FILES],
            Self::Insert(_) | Self::Patch(..) | Self::Delete(..) => &scopes::WRITE_EVENTS,
        }
    }
}

fn userinfo(version: &str) -> Option<Operation> {
    match version {
        "v2" => Some(Operation::Userinfo(Version::V2)),
        "v3" => Some(Operation::Userinfo(Version::V3)),
        _ => None,
    }
}
