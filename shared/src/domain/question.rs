//! What chat platforms tell us: somebody asks, or the application is let in no more.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ids::Secret;
use super::vendor::Platform;

/// A question that somebody asked in a chat. Whose it is follows from the workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The platform.
    pub platform: Platform,
    /// The platform's id of the workspace or directory, and of the organisation around it.
    pub workspaces: Vec<String>,
    /// The platform's id of who asks.
    pub user: String,
    /// What was asked.
    pub text: String,
    /// The slash command, where it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// Slack's address for the answer; works for half an hour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_to: Option<Secret>,
    /// The platform's id of the question, which is answered once.
    pub id: String,
    /// When it was asked.
    pub asked_at: Timestamp,
}

/// A chat platform lets the application in no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Revoked {
    /// The platform.
    pub platform: Platform,
    /// The platform's ids of the workspace and the organisation around it.
    pub revoked_in: Vec<String>,
    /// The platform's own word for what happened.
    pub what: String,
    /// When; a consent that was given later stands.
    pub at: Timestamp,
}
