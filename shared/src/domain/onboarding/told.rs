//! What providers tell of meetings, whichever way they do.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::recording::FileKind;
use crate::domain::ids::Secret;

/// What a provider tells of a meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingTold {
    /// The provider.
    pub provider: String,
    /// The provider's id of the account.
    pub account: String,
    /// The provider's id of the meeting.
    pub meeting: String,
    /// What.
    pub phase: Phase,
    /// When.
    pub at: Timestamp,
}

/// What happened to a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Somebody is in it.
    Started,
    /// Everybody has left.
    Ended,
}

/// Somebody has removed the application from their account at a provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deauthorised {
    /// The provider.
    pub provider: String,
    /// The provider's id of the account.
    pub account: String,
    /// The provider's id of the user.
    pub user: String,
    /// When.
    pub at: Timestamp,
}

/// A file of which a provider tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileTold {
    /// The provider.
    pub provider: String,
    /// The provider's id of the account.
    pub account: String,
    /// The provider's id of the meeting.
    pub meeting: String,
    /// The provider's id of the very occasion.
    pub instance: String,
    /// The provider's id of the file.
    pub file: String,
    /// What it is.
    pub what: FileKind,
    /// The ending of its name, such as `mp4`.
    pub ending: String,
    /// Bytes, where the provider says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// Where it is.
    pub url: String,
    /// What opens it there, for a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<Secret>,
    /// When the meeting began.
    pub held_at: Timestamp,
}
