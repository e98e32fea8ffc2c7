//! Messages that leave by other ways than a mail about a session: chats, webhooks, and mails about
//! business events.

use serde::{Deserialize, Serialize};

use super::business::{BusinessEvent, Subject};
use super::event::Delivery;
use super::ids::{SessionKey, digest, fold_email};
use super::vendor::Platform;

/// One message to one place because of one event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispatch {
    /// Deterministic: f(event, subscription, place).
    pub id: String,
    /// The subscription that asks for it.
    pub subscription: String,
    /// Where it goes.
    pub to: Place,
    /// What it tells.
    pub news: News,
    /// Name of the template; `None` means the one that is named like the event's type, else the
    /// built-in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
}

/// What a message tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum News {
    /// Of a session, as a mail would tell it.
    Session(Box<Delivery>),
    /// Of a business event.
    Business(BusinessEvent),
    /// That messages arrive here.
    Test {
        /// Whose subscription is tried.
        tenant: String,
    },
}

/// Where a message goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// Somebody's private chat.
    Dm {
        /// The platform.
        platform: Platform,
        /// Who.
        who: Subject,
    },
    /// A channel.
    Channel {
        /// The platform.
        platform: Platform,
        /// The platform's id of it, or the name of a workflow.
        channel: String,
    },
    /// A mail address.
    Mail {
        /// Who.
        who: Subject,
    },
    /// The tenant's own address.
    Webhook {
        /// Where.
        url: String,
    },
}

impl Place {
    /// The way, as people read it.
    #[must_use]
    pub const fn channel(&self) -> &'static str {
        match self {
            Self::Dm { .. } => "dm",
            Self::Channel { .. } => "channel",
            Self::Mail { .. } => "email",
            Self::Webhook { .. } => "webhook",
        }
    }

    /// The platform whose connection it needs.
    #[must_use]
    pub const fn platform(&self) -> Option<Platform> {
        match self {
            Self::Dm { platform, .. } | Self::Channel { platform, .. } => Some(*platform),
            Self::Mail { .. } | Self::Webhook { .. } => None,
        }
    }

    /// The address, as people read it.
    #[must_use]
    pub fn address(&self) -> &str {
        match self {
            Self::Dm { who: Subject::Person(id), .. } | Self::Mail { who: Subject::Person(id) } => {
                id
            }
            Self::Dm { who: Subject::Email(email), .. }
            | Self::Mail { who: Subject::Email(email) } => email,
            Self::Channel { channel, .. } => channel,
            Self::Webhook { url } => url,
        }
    }
}

impl Dispatch {
    /// The id of the message of this event, for this subscription, to this place.
    #[must_use]
    pub fn id_of(event: &str, subscription: &str, to: &Place) -> String {
        let platform = to.platform().map_or("", Platform::name);
        let address = fold_email(to.address());
        digest(&["dispatch", event, subscription, to.channel(), platform, &address])
    }

    /// What it lies beside in the table.
    #[must_use]
    pub fn home(&self) -> SessionKey {
        match &self.news {
            News::Session(delivery) => delivery.event.key.clone(),
            News::Business(event) => event.home(),
            News::Test { tenant } => SessionKey::new(&**tenant, "~test", &*self.subscription),
        }
    }

    /// The type of the event, as people read it.
    #[must_use]
    pub fn kind(&self) -> &str {
        match &self.news {
            News::Session(delivery) => delivery.tells.name(),
            News::Business(event) => &event.kind,
            News::Test { .. } => "test",
        }
    }

    /// When what it tells became true.
    #[must_use]
    pub fn at(&self) -> Option<jiff::Timestamp> {
        match &self.news {
            News::Session(delivery) => Some(delivery.event.at),
            News::Business(event) => Some(event.at),
            News::Test { .. } => None,
        }
    }
}
