//! The channels of the workspace, as they are put in and shown.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::account::{User, is_id};
use crate::sim::{StateError, state};

const CHANNEL_FIELDS: [&str; 6] = ["id", "name", "private", "bot_in", "archived", "members"];

/// When the demo workspace began, in Unix seconds.
const CREATED: i64 = 1_735_689_600;

/// A channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// The vendor's id.
    pub id: String,
    /// The name, without `#`.
    pub name: String,
    /// Whether only its members see it.
    #[serde(default)]
    pub private: bool,
    /// Whether the app's bot is a member.
    #[serde(default)]
    pub bot_in: bool,
    /// Whether it is closed; shown only when it is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub archived: bool,
    /// Its members, by id; everybody of the workspace when none are named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub members: Option<Vec<String>>,
}

impl Channel {
    /// A channel to play with.
    pub fn demo(id: &str, name: &str, private: bool, bot_in: bool) -> Self {
        let (id, name) = (id.to_owned(), name.to_owned());
        Self { id, name, private, bot_in, archived: false, members: None }
    }

    /// Whether the bot can know that it exists.
    pub fn is_seen(&self) -> bool {
        self.bot_in || !self.private
    }

    /// Whether somebody is a member.
    pub fn has(&self, user: &User) -> bool {
        let named = self.members.as_ref().is_none_or(|members| members.contains(&user.id));
        named && user.signs_in()
    }

    /// As the API shows it (Slack: conversation objects).
    pub fn shown(&self, users: &[User], creator: &str) -> Value {
        let note = json!({ "value": "", "creator": "", "last_set": 0 });
        let members = users.iter().filter(|user| self.has(user)).count();
        json!({
            "id": self.id,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": !self.private,
            "is_group": self.private,
            "is_im": false,
            "is_mpim": false,
            "is_private": self.private,
            "is_archived": self.archived,
            "is_general": self.name == "general",
            "is_member": self.bot_in,
            "is_shared": false,
            "is_org_shared": false,
            "is_ext_shared": false,
            "is_pending_ext_shared": false,
            "pending_shared": [],
            "unlinked": 0,
            "created": CREATED,
            "creator": creator,
            "topic": note,
            "purpose": note,
            "previous_names": [],
            "num_members": members + usize::from(self.bot_in),
        })
    }
}

/// A conversation with one person, as the API shows it.
pub fn direct(id: &str, user: &User) -> Value {
    json!({
        "id": id,
        "created": CREATED,
        "is_im": true,
        "is_org_shared": false,
        "is_user_deleted": user.deleted,
        "user": user.id,
        "priority": 0,
    })
}

/// The channels as somebody wants them.
///
/// # Errors
/// Names the field that does not fit.
pub fn channels(value: &Value) -> Result<Vec<Channel>, StateError> {
    let channels: Vec<Channel> = state::items("channels", value, &CHANNEL_FIELDS)?;
    match channels.iter().position(|channel| !is_id(&channel.id)) {
        Some(index) => {
            let detail = "an id such as C0123ABCD is expected";
            Err(StateError::invalid(format!("channels[{index}].id"), detail))
        }
        None => Ok(channels),
    }
}
