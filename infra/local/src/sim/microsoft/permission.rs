//! What an application or a person can be let do.

use serde::{Deserialize, Serialize};

/// Permissions of an application that acts by itself (Graph: application permissions).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Permission {
    /// Reads all calendars.
    #[serde(rename = "Calendars.Read")]
    CalendarsRead,
    /// Reads and writes all calendars.
    #[serde(rename = "Calendars.ReadWrite")]
    CalendarsReadWrite,
    /// Reads all mailboxes' settings.
    #[serde(rename = "MailboxSettings.Read")]
    MailboxSettingsRead,
    /// Reads the online meetings of those whom the access policy names.
    #[serde(rename = "OnlineMeetings.Read.All")]
    OnlineMeetingsReadAll,
    /// Reads and writes them.
    #[serde(rename = "OnlineMeetings.ReadWrite.All")]
    OnlineMeetingsReadWriteAll,
    /// Reads the recordings of their online meetings.
    #[serde(rename = "OnlineMeetingRecording.Read.All")]
    OnlineMeetingRecordingReadAll,
    /// Reads the transcripts of their online meetings.
    #[serde(rename = "OnlineMeetingTranscript.Read.All")]
    OnlineMeetingTranscriptReadAll,
    /// Reads all users' basic properties.
    #[serde(rename = "User.ReadBasic.All")]
    UserReadBasicAll,
    /// Reads all users.
    #[serde(rename = "User.Read.All")]
    UserReadAll,
}

impl Permission {
    /// As in a token's `roles`.
    pub fn name(self) -> &'static str {
        match self {
            Self::CalendarsRead => "Calendars.Read",
            Self::CalendarsReadWrite => "Calendars.ReadWrite",
            Self::MailboxSettingsRead => "MailboxSettings.Read",
            Self::OnlineMeetingsReadAll => "OnlineMeetings.Read.All",
            Self::OnlineMeetingsReadWriteAll => "OnlineMeetings.ReadWrite.All",
            Self::OnlineMeetingRecordingReadAll => "OnlineMeetingRecording.Read.All",
            Self::OnlineMeetingTranscriptReadAll => "OnlineMeetingTranscript.Read.All",
            Self::UserReadBasicAll => "User.ReadBasic.All",
            Self::UserReadAll => "User.Read.All",
        }
    }
}

/// What brings a refresh token.
pub const OFFLINE: &str = "offline_access";

/// Scopes of the sign-in alone, which open nothing in Graph.
const OPENID: [&str; 4] = ["openid", "profile", "email", OFFLINE];

/// Scopes of Graph that a person can grant (Graph: delegated permissions).
const DELEGATED: [&str; 11] = [
    "User.Read",
    "User.ReadBasic.All",
    "User.Read.All",
    "Calendars.Read",
    "Calendars.ReadWrite",
    "MailboxSettings.Read",
    "MailboxSettings.ReadWrite",
    "OnlineMeetings.Read",
    "OnlineMeetings.ReadWrite",
    "OnlineMeetingRecording.Read.All",
    "OnlineMeetingTranscript.Read.All",
];

/// Of those, the ones that only an administrator can grant.
const ADMINISTRATORS: [&str; 3] =
    ["User.Read.All", "OnlineMeetingRecording.Read.All", "OnlineMeetingTranscript.Read.All"];

/// How Graph's scopes begin when they are written out.
const RESOURCE: &str = "https://graph.microsoft.com/";

/// All that the application was let do by itself (identity platform: the `.default` scope).
pub const DEFAULT: &str = "https://graph.microsoft.com/.default";

/// A scope without its resource, when there is such a scope.
pub fn scope(asked: &str) -> Option<&'static str> {
    let name = asked.strip_prefix(RESOURCE).unwrap_or(asked);
    let known = OPENID.iter().chain(&DELEGATED);
    known.copied().find(|known| known.eq_ignore_ascii_case(name))
}

/// Whether a scope takes an administrator.
pub fn is_administrators(scope: &str) -> bool {
    ADMINISTRATORS.contains(&scope)
}

/// The scope as a token's answer names it: `offline_access` is not among them.
pub fn shown(scopes: &[String]) -> String {
    let shown: Vec<&str> =
        scopes.iter().map(String::as_str).filter(|scope| *scope != OFFLINE).collect();
    shown.join(" ")
}
