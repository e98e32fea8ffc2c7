//! Who is told of what, and how.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::yes;

/// Who is told of what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Subscription {
    /// The kind of event, like `meeting.ready`.
    pub event: String,
    /// Fields of the event that must have one of the given values: `service`, `host`, `provider`.
    #[serde(default)]
    pub filter: BTreeMap<String, OneOrMany>,
    /// To whom.
    pub destination: Destination,
    /// Name of the template; the built-in one for the event and recipient unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
    /// On unless switched off.
    #[serde(default = "yes")]
    pub enabled: bool,
}

/// One value or a choice of values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum OneOrMany {
    /// Exactly this.
    One(String),
    /// Any of these.
    Many(Vec<String>),
}

impl OneOrMany {
    /// Whether `value` is among them.
    #[must_use]
    pub fn holds(&self, value: &str) -> bool {
        match self {
            Self::One(one) => one == value,
            Self::Many(many) => many.iter().any(|one| one == value),
        }
    }
}

/// Where a subscription's messages go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Destination {
    /// By which way.
    pub kind: DestinationKind,
    /// To whom, for mails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<To>,
    /// The fixed address, for `to: address`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The chat platform, for `dm` and `channel`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// The channel, for `channel`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
}

/// Ways of delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DestinationKind {
    /// A private chat message.
    Dm,
    /// A chat channel.
    Channel,
    /// A mail.
    Email,
    /// A call to the tenant's own address.
    Webhook,
}

/// To whom of the event a mail goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum To {
    /// Every guest, one mail each.
    Attendee,
    /// The host.
    Host,
    /// The person the event is about.
    Subject,
    /// A fixed address.
    Address,
}
