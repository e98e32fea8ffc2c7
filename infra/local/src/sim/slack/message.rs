//! Messages, as they are kept and shown.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::sim::audience::Visible;

/// The fields of a message.
pub const MESSAGE_FIELDS: [&str; 7] =
    ["channel", "user", "text", "visible_to", "ts", "blocks", "thread_ts"];

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
