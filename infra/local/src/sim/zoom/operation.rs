//! The operations: their addresses, scopes and rate-limit labels.

use http::Method;

use super::limits::Label;
use super::refusal::Refusal;

/// What can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// `POST /users/{id}/meetings`
    CreateMeeting,
    /// `GET /users/{id}/meetings`
    ListMeetings,
    /// `GET /meetings/{id}`
    GetMeeting,
    /// `PATCH /meetings/{id}`
    UpdateMeeting,
    /// `DELETE /meetings/{id}`
    DeleteMeeting,
    /// `PUT /meetings/{id}/status`
    SetMeetingStatus,
    /// `GET /users`
    ListUsers,
    /// `GET /users/{id}`
    GetUser,
    /// `GET /meetings/{id}/recordings`
    GetRecordings,
    /// `GET /users/{id}/recordings`
    ListRecordings,
    /// `GET /meetings/{id}/transcript`
    GetTranscript,
    /// `DELETE /meetings/{id}/recordings/{file}`
    DeleteRecordingFile,
}

impl Operation {
    /// The operation at an address, and the id in it (empty where there is none).
    pub fn of<'s>(method: &Method, segments: &'s [String]) -> Option<(Self, &'s str)> {
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        Some(match (method.as_str(), segments.as_slice()) {
            ("POST", ["users", id, "meetings"]) => (Self::CreateMeeting, id),
            ("GET", ["users", id, "meetings"]) => (Self::ListMeetings, id),
            ("GET", ["meetings", id]) => (Self::GetMeeting, id),
            ("PATCH", ["meetings", id]) => (Self::UpdateMeeting, id),
            ("DELETE", ["meetings", id]) => (Self::DeleteMeeting, id),
            ("PUT", ["meetings", id, "status"]) => (Self::SetMeetingStatus, id),
            ("GET", ["users"]) => (Self::ListUsers, ""),
            ("GET", ["users", id]) => (Self::GetUser, id),
            ("GET", ["meetings", id, "recordings"]) => (Self::GetRecordings, id),
            ("GET", ["users", id, "recordings"]) => (Self::ListRecordings, id),
            ("GET", ["meetings", id, "transcript"]) => (Self::GetTranscript, id),
            ("DELETE", ["meetings", id, "recordings", _]) => (Self::DeleteRecordingFile, id),
            _ => return None,
        })
    }

    /// The label of the rate limit it falls under (Zoom API: `x-ratelimit-label`, August 2026).
    pub fn label(self) -> Label {
        match self {
            Self::ListMeetings | Self::ListUsers | Self::ListRecordings | Self::GetTranscript => {
                Label::Medium
            }
            Self::CreateMeeting
            | Self::GetMeeting
            | Self::UpdateMeeting
            | Self::DeleteMeeting
            | Self::SetMeetingStatus
            | Self::GetUser
            | Self::GetRecordings
            | Self::DeleteRecordingFile => Label::Light,
        }
    }

    /// The granular scope, without `:admin`.
    fn granular(self) -> &'static str {
        match self {
            Self::CreateMeeting => "meeting:write:meeting",
            Self::ListMeetings => "meeting:read:list_meetings",
            Self::GetMeeting => "meeting:read:meeting",
            Self::UpdateMeeting => "meeting:update:meeting",
            Self::DeleteMeeting => "meeting:delete:meeting",
            Self::SetMeetingStatus => "meeting:update:status",
            Self::ListUsers => "user:read:list_users",
            Self::GetUser => "user:read:user",
            Self::GetRecordings => "cloud_recording:read:list_recording_files",
            Self::ListRecordings => "cloud_recording:read:list_user_recordings",
            Self::GetTranscript => "cloud_recording:read:meeting_transcript",
            Self::DeleteRecordingFile => "cloud_recording:delete:recording_file",
        }
    }

    /// The classic scopes that older apps still have.
    fn classic(self) -> &'static [&'static str] {
        match self {
            Self::ListMeetings | Self::GetMeeting => &["meeting:read", "meeting:read:admin"],
            Self::CreateMeeting
            | Self::UpdateMeeting
            | Self::DeleteMeeting
            | Self::SetMeetingStatus => &["meeting:write", "meeting:write:admin"],
            Self::ListUsers => &["user:read:admin", "user:write:admin"],
            Self::GetUser => &["user:read", "user:read:admin", "user:write", "user:write:admin"],
            Self::GetRecordings | Self::ListRecordings => {
                &["recording:read", "recording:read:admin"]
            }
            Self::GetTranscript => &[
                "recording:read",
                "recording:read:admin",
                "recording:write",
                "recording:write:admin",
            ],
            Self::DeleteRecordingFile => &["recording:write", "recording:write:admin"],
        }
    }

    /// Refuses a token that has none of the scopes for this.
    pub fn check_scopes(self, granted: &[String]) -> Result<(), Refusal> {
        let granular = self.granular();
        // Zoom documents only the admin form for the list of users; the plain name is taken too,
        // because set-up guides for single-tenant apps tell people to add that one.
        let allowed = |scope: &String| {
            let plain = scope.strip_suffix(":admin").unwrap_or(scope);
            plain == granular || self.classic().contains(&scope.as_str())
        };
        if granted.iter().any(allowed) {
            return Ok(());
        }
        let admin = format!("{granular}:admin");
        Err(Refusal::MissingScopes(match self {
            Self::ListUsers => vec![admin],
            _ => vec![granular.to_owned(), admin],
        }))
    }
}
