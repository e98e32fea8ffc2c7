//! Channels, and workflows that write into them, as they are put in and shown.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::sim::{StateError, state};

const CHANNEL_FIELDS: [&str; 6] = ["id", "name", "private", "bot_in", "team", "members"];
const WORKFLOW_FIELDS: [&str; 3] = ["id", "sig", "channel"];

/// A channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// The vendor's id, such as `19:…@thread.tacv2`.
    pub id: String,
    /// The name.
    pub name: String,
    /// Whether only its members see it; bots can't write there.
    #[serde(default)]
    pub private: bool,
    /// Whether the bot is in it.
    #[serde(default)]
    pub bot_in: bool,
    /// The team it belongs to, in which the app must be installed; nothing more is asked of a channel
    /// of no team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// Its members, by object id; everybody when none are named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub members: Option<Vec<String>>,
}

impl Channel {
    /// A channel to play with, of the demo team.
    pub fn demo(number: u8, name: &str, private: bool, bot_in: bool, team: &str) -> Self {
        Self {
            id: format!("19:demo{number:028}@thread.tacv2"),
            name: name.to_owned(),
            private,
            bot_in,
            team: Some(team.to_owned()),
            members: None,
        }
    }

    /// Whether somebody is a member.
    pub fn has(&self, user: &str) -> bool {
        self.members.as_ref().is_none_or(|members| members.iter().any(|member| member == user))
    }
}

/// The channels as somebody wants them.
///
/// # Errors
/// Names the field that does not fit.
pub fn channels(value: &Value) -> Result<Vec<Channel>, StateError> {
    let channels: Vec<Channel> = state::items("channels", value, &CHANNEL_FIELDS)?;
    let is_id = |id: &str| !id.is_empty() && !id.contains(['/', ';', ' ']);
    match channels.iter().position(|channel| !is_id(&channel.id)) {
        Some(index) => {
            let detail = "an id such as 19:…@thread.tacv2 is expected";
            Err(StateError::invalid(format!("channels[{index}].id"), detail))
        }
        None => Ok(channels),
    }
}

/// A workflow that begins when its address is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Workflow {
    /// What stands in the address.
    pub id: String,
    /// The secret of the address.
    pub sig: String,
    /// The channel it writes into, by id.
    pub channel: String,
}

/// The workflows as somebody wants them.
///
/// # Errors
/// Names the field that does not fit.
pub fn workflows(value: &Value) -> Result<Vec<Workflow>, StateError> {
    state::items("workflows", value, &WORKFLOW_FIELDS)
}
