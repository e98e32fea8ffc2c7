//! The operations and their addresses.

use http::Method;

/// Whose things an address is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// `/me`
    Me,
    /// `/users/{id or user principal name}`
    User(String),
}

/// Which of the vendor's services answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Area {
    /// Users.
    Directory,
    /// A mailbox's settings.
    Mailbox,
    /// Calendars and events.
    Calendar,
    /// Online meetings.
    Meetings,
    /// What was recorded and written down of them.
    Files(FileKind),
}

/// What is kept of an online meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// What was seen and heard.
    Recording,
    /// What was said, as text.
    Transcript,
}

/// What can be asked for, with the id of the event or meeting it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    /// `GET /me`, `GET /users/{id}`
    GetUser,
    /// `GET …/mailboxSettings`
    MailboxSettings,
    /// `GET …/calendar`
    Calendar,
    /// `GET …/events`
    ListEvents,
    /// `GET …/calendarView`
    CalendarView,
    /// `POST …/events`
    CreateEvent,
    /// `GET …/events/{id}`
    GetEvent(String),
    /// `PATCH …/events/{id}`
    UpdateEvent(String),
    /// `POST …/events/{id}/cancel`
    CancelEvent(String),
    /// `DELETE …/events/{id}`
    DeleteEvent(String),
    /// `GET …/onlineMeetings`
    FindMeetings,
    /// `POST …/onlineMeetings`
    CreateMeeting,
    /// `POST …/onlineMeetings/createOrGet`
    CreateOrGetMeeting,
    /// `GET …/onlineMeetings/{id}`
    GetMeeting(String),
    /// `PATCH …/onlineMeetings/{id}`
    UpdateMeeting(String),
    /// `DELETE …/onlineMeetings/{id}`
    DeleteMeeting(String),
    /// `GET …/onlineMeetings/{id}/recordings`, `…/transcripts`
    ListFiles(FileKind, String),
    /// `GET …/onlineMeetings/{id}/recordings/{id}`
    GetFile(FileKind, String, String),
    /// `GET …/onlineMeetings/{id}/recordings/{id}/content`
    FileContent(FileKind, String, String),
}

impl FileKind {
    fn of(list: &str) -> Option<Self> {
        match list {
            "recordings" => Some(Self::Recording),
            "transcripts" => Some(Self::Transcript),
            _ => None,
        }
    }
}

/// Where a call goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// `GET /users`
    Users,
    /// Something of somebody's.
    Of(Subject, Operation),
}

impl Address {
    /// What an address stands for; the calendar's own events are the same as the user's.
    pub fn of(method: &Method, segments: &[String]) -> Option<Self> {
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        let (subject, rest) = match segments.as_slice() {
            ["users"] => return (method == Method::GET).then_some(Self::Users),
            ["me", rest @ ..] => (Subject::Me, rest),
            ["users", user, rest @ ..] => (Subject::User((*user).to_owned()), rest),
            _ => return None,
        };
        let rest = match rest {
            ["calendar", "events" | "calendarView", ..] => &rest[1..],
            other => other,
        };
        Some(Self::Of(subject, Operation::of(method, rest)?))
    }

    /// Which service answers.
    pub fn area(&self) -> Area {
        match self {
            Self::Users => Area::Directory,
            Self::Of(_, operation) => operation.area(),
        }
    }
}

impl Operation {
    fn of(method: &Method, rest: &[&str]) -> Option<Self> {
        let of = |id: &str| id.to_owned();
        Some(match (method.as_str(), rest) {
            ("GET", []) => Self::GetUser,
            ("GET", ["mailboxSettings"]) => Self::MailboxSettings,
            ("GET", ["calendar"]) => Self::Calendar,
            ("GET", ["calendarView"]) => Self::CalendarView,
            ("GET", ["events"]) => Self::ListEvents,
            ("POST", ["events"]) => Self::CreateEvent,
            ("GET", ["events", id]) => Self::GetEvent(of(id)),
            ("PATCH", ["events", id]) => Self::UpdateEvent(of(id)),
            ("DELETE", ["events", id]) => Self::DeleteEvent(of(id)),
            ("POST", ["events", id, "cancel"]) => Self::CancelEvent(of(id)),
            ("GET", ["onlineMeetings"]) => Self::FindMeetings,
            ("POST", ["onlineMeetings"]) => Self::CreateMeeting,
            ("POST", ["onlineMeetings", "createOrGet"]) => Self::CreateOrGetMeeting,
            ("GET", ["onlineMeetings", id]) => Self::GetMeeting(of(id)),
            ("PATCH", ["onlineMeetings", id]) => Self::UpdateMeeting(of(id)),
            ("DELETE", ["onlineMeetings", id]) => Self::DeleteMeeting(of(id)),
            ("GET", ["onlineMeetings", id, list]) => Self::ListFiles(FileKind::of(list)?, of(id)),
            ("GET", ["onlineMeetings", id, list, file]) => {
                Self::GetFile(FileKind::of(list)?, of(id), of(file))
            }
            ("GET", ["onlineMeetings", id, list, file, "content"]) => {
                Self::FileContent(FileKind::of(list)?, of(id), of(file))
            }
            _ => return None,
        })
    }

    /// Which service answers.
    pub fn area(&self) -> Area {
        match self {
            Self::GetUser => Area::Directory,
            Self::MailboxSettings => Area::Mailbox,
            Self::Calendar
            | Self::ListEvents
            | Self::CalendarView
            | Self::CreateEvent
            | Self::GetEvent(_)
            | Self::UpdateEvent(_)
            | Self::CancelEvent(_)
            | Self::DeleteEvent(_) => Area::Calendar,
            Self::FindMeetings
            | Self::CreateMeeting
            | Self::CreateOrGetMeeting
            | Self::GetMeeting(_)
            | Self::UpdateMeeting(_)
            | Self::DeleteMeeting(_) => Area::Meetings,
            Self::ListFiles(kind, _) | Self::GetFile(kind, ..) | Self::FileContent(kind, ..) => {
                Area::Files(*kind)
            }
        }
    }

    /// Whether it only looks.
    pub fn reads(&self) -> bool {
        match self {
            Self::GetUser
            | Self::MailboxSettings
            | Self::Calendar
            | Self::ListEvents
            | Self::CalendarView
            | Self::GetEvent(_)
            | Self::FindMeetings
            | Self::GetMeeting(_)
            | Self::ListFiles(..)
            | Self::GetFile(..)
            | Self::FileContent(..) => true,
            Self::CreateEvent
            | Self::UpdateEvent(_)
            | Self::CancelEvent(_)
            | Self::DeleteEvent(_)
            | Self::CreateMeeting
            | Self::CreateOrGetMeeting
            | Self::UpdateMeeting(_)
            | Self::DeleteMeeting(_) => false,
        }
    }
}
