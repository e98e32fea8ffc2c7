//! The operations and their addresses.

use http::Method;

/// What can be asked for, with the id of the meeting it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// `POST /meetings`
    Create,
    /// `GET /upcomingMeetings`
    Upcoming,
    /// `GET /meetings/{id}`
    Get(i64),
    /// `PUT /meetings/{id}`
    Replace(i64),
    /// `DELETE /meetings/{id}`
    Delete(i64),
    /// `GET /meetings/{id}/start`
    Start(i64),
}

impl Operation {
    /// The operation at an address. An id that is not a number is no address of a meeting.
    pub fn of(method: &Method, segments: &[String]) -> Option<Self> {
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        Some(match (method.as_str(), segments.as_slice()) {
            ("POST", ["meetings"]) => Self::Create,
            ("GET", ["upcomingMeetings"]) => Self::Upcoming,
            ("GET", ["meetings", id]) => Self::Get(id.parse().ok()?),
            ("PUT", ["meetings", id]) => Self::Replace(id.parse().ok()?),
            ("DELETE", ["meetings", id]) => Self::Delete(id.parse().ok()?),
            ("GET", ["meetings", id, "start"]) => Self::Start(id.parse().ok()?),
            _ => return None,
        })
    }
}
