//! Messages for whoever delivers.

use serde::{Deserialize, Serialize};

use super::Told;
use crate::domain::dispatch::Dispatch;
use crate::domain::event::Delivery;
use crate::domain::ids::SessionKey;
use crate::domain::outgoing::Order;
use crate::domain::question::{Question, Revoked};
use crate::domain::vendor::Platform;

/// Work for `notification-deliver`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum DeliveryMessage {
    /// Somebody is told of a session.
    Delivery(Box<Delivery>),
    /// Somebody is invited to connect accounts.
    Invitation(Letter),
    /// The company's contact is told of a connection.
    Notice(Notice),
    /// Anybody is told of anything, by another way than a mail about a session.
    Dispatch(Box<Dispatch>),
    /// Somebody asks in a chat.
    Question(Question),
    /// What waited for a chat platform may go out.
    Release(Release),
    /// A chat platform says that it lets the application in no more.
    Revoked(Revoked),
    /// A session's calendar entry is to be made equal to it.
    Entry(EntryOrder),
    /// Recruiters are told of imports.
    Told(Box<Told>),
}

impl From<Order> for DeliveryMessage {
    fn from(order: Order) -> Self {
        match order {
            Order::Delivery(delivery) => Self::Delivery(delivery),
            Order::Dispatch(dispatch) => Self::Dispatch(dispatch),
        }
    }
}

/// Says where to look, and not what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryOrder {
    /// The session whose entry it is.
    pub entry: SessionKey,
}

/// What waited for a chat platform may go out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Release {
    /// Whose messages.
    pub released: String,
    /// The platform.
    pub platform: Platform,
    /// Only those to this person, who is somebody there from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
}

/// What the company's contact is to be told of a connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// Of which tenant.
    pub tenant: String,
    /// At which provider.
    pub provider: String,
    /// Whose own connection it is; `None` for the tenant's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// What.
    pub tells: Tells,
    /// Deterministic: the same news always has the same id, and is told once.
    pub id: String,
}

/// What is told of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tells {
    /// It worked, and has ended.
    NeedsReauth,
    /// Whoever was invited has connected.
    Connected,
    /// Whoever made the connection is leaving.
    AuthoriserLeaving,
}

impl Tells {
    /// As it stands in messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NeedsReauth => "needs_reauth",
            Self::Connected => "connected",
            Self::AuthoriserLeaving => "authoriser_leaving",
        }
    }
}

/// An invitation that is to be mailed. Its link is made when it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letter {
    /// Of which tenant.
    pub tenant: String,
    /// To whom.
    pub person: String,
    /// Which of the person's invitations.
    pub nonce: String,
}
