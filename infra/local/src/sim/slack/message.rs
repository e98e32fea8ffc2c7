//! Messages, as they are kept and shown.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The fields of a message.
pub const MESSAGE_FIELDS: [&str; 7] =
    ["channel", "user", "text", "visible_to", "ts", "blocks", "thread_ts"];

/// Who can see a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Visible {
    /// Whoever is in the channel.
    All(All),
    /// These people, by id.
    To(Vec<String>),
}

/// The word for everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum All {
    /// `all`
    All,
}

impl Visible {
    /// For everybody.
    pub fn all() -> Self {
        Self::All(All::All)
    }

    /// For one person.
    pub fn only(user: &str) -> Self {
        Self::To(vec![user.to_owned()])
    }
}

/// A message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Message {
    /// Where it is, by id.
    pub channel: String,
    /// Who wrote it, by id.
    pub user: String,
    /// Its text, which is only for notifications when there are blocks.
    pub text: String,
    /// Who can see it.
    pub visible_to: Visible,
    /// Its name within the channel: seconds and microseconds.
    #[serde(default)]
    pub ts: String,
    /// How it looks; none when it is plain text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocks: Option<Vec<Value>>,
    /// The message that it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread_ts: Option<String>,
}
