//! The methods of the Web API that are simulated.

use super::refusal::Refusal;
use crate::sim::Call;

/// How often a method may be called in a minute (Slack: rate limits of the Web API).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tier {
    /// Twenty.
    Two,
    /// Fifty.
    Three,
    /// A hundred.
    Four,
    /// Hundreds, as the vendor says of `auth.test`.
    Hundreds,
    /// By channel and not by minute.
    PerChannel,
}

/// A method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// `auth.test`
    AuthTest,
    /// `auth.revoke`
    AuthRevoke,
    /// `users.list`
    UsersList,
    /// `users.info`
    UsersInfo,
    /// `users.lookupByEmail`
    UsersLookupByEmail,
    /// `conversations.open`
    ConversationsOpen,
    /// `conversations.list`
    ConversationsList,
    /// `conversations.info`
    ConversationsInfo,
    /// `chat.postMessage`
    ChatPostMessage,
    /// `chat.postEphemeral`
    ChatPostEphemeral,
}

impl Method {
    /// The method that is called.
    pub fn of(call: &Call) -> Result<Self, Refusal> {
        Ok(match call.path.trim_start_matches('/') {
            "auth.test" => Self::AuthTest,
            "auth.revoke" => Self::AuthRevoke,
            "users.list" => Self::UsersList,
            "users.info" => Self::UsersInfo,
            "users.lookupByEmail" => Self::UsersLookupByEmail,
            "conversations.open" => Self::ConversationsOpen,
            "conversations.list" => Self::ConversationsList,
            "conversations.info" => Self::ConversationsInfo,
            "chat.postMessage" => Self::ChatPostMessage,
            "chat.postEphemeral" => Self::ChatPostEphemeral,
            _ => return Err(Refusal::Error("unknown_method")),
        })
    }

    /// Whether it reads its arguments from JSON; the others read them from a form or the query
    /// alone (Slack: the content types that each method's page names).
    pub fn takes_json(self) -> bool {
        match self {
            Self::AuthTest
            | Self::ConversationsOpen
            | Self::ChatPostMessage
            | Self::ChatPostEphemeral => true,
            Self::AuthRevoke
            | Self::UsersList
            | Self::UsersInfo
            | Self::UsersLookupByEmail
            | Self::ConversationsList
            | Self::ConversationsInfo => false,
        }
    }

    /// The one scope that it needs, whatever the arguments are.
    pub fn scope(self) -> Option<&'static str> {
        match self {
            Self::AuthTest | Self::AuthRevoke => None,
            Self::UsersList | Self::UsersInfo => Some("users:read"),
            Self::UsersLookupByEmail => Some("users:read.email"),
            Self::ChatPostMessage | Self::ChatPostEphemeral => Some("chat:write"),
            // These depend on the kind of conversation.
            Self::ConversationsOpen | Self::ConversationsList | Self::ConversationsInfo => None,
        }
    }

    /// How often it may be called.
    pub fn tier(self) -> Tier {
        match self {
            Self::AuthTest => Tier::Hundreds,
            Self::UsersList | Self::ConversationsList => Tier::Two,
            Self::AuthRevoke
            | Self::UsersLookupByEmail
            | Self::ConversationsOpen
            | Self::ConversationsInfo => Tier::Three,
            Self::UsersInfo | Self::ChatPostEphemeral => Tier::Four,
            Self::ChatPostMessage => Tier::PerChannel,
        }
    }
}
