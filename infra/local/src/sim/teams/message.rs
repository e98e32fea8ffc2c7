//! Messages, as they are kept and shown.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::sim::audience::Visible;

/// The fields of a message.
pub const MESSAGE_FIELDS: [&str; 7] =
    ["channel", "user", "text", "visible_to", "id", "card", "reply_to"];

/// A message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Message {
    /// Where it is: a channel's id, or that of the bot's conversation with a person.
    pub channel: String,
    /// Who wrote it: the bot, or a workflow.
    pub user: String,
    /// Its text; that of its card when it has no other.
    pub text: String,
    /// Who can see it, by object id.
    pub visible_to: Visible,
    /// Its id within the conversation.
    #[serde(default)]
    pub id: String,
    /// Its adaptive card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<Value>,
    /// The message that it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
}
