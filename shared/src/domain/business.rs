//! Business events: something that happened in a company's own systems (points were given, a perk was
//! redeemed), told to whoever subscribed. Their types are data: a company registers its own, and no code
//! knows them.

mod crossing;
mod read;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ids::{SessionKey, digest};
use super::settings::Visibility;

pub use crossing::{Balance, crossing};
pub use read::read;

/// The type whose threshold is watched.
pub const LOW_BALANCE: &str = "wallet.low_balance";
/// The module that the built-in types belong to.
pub const MODULE: &str = "perks";
/// Deliveries of business events lie under this source, which no sender can have: ids don't begin so.
const HOME: &str = "~event";

/// One business event, with everything it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BusinessEvent {
    /// Deterministic: the same sender's id always gives the same one.
    pub id: String,
    /// Whose.
    pub tenant: String,
    /// The type, like `wallet.funded`.
    #[serde(rename = "type")]
    pub kind: String,
    /// When it happened, as the sender says, else when it came.
    pub at: Timestamp,
    /// Whom it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Subject>,
    /// What it says, as texts; what lies in objects has dots in its name.
    #[serde(default)]
    pub data: BTreeMap<String, String>,
}

/// An event as it was posted, not looked at yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posted {
    /// The type.
    pub kind: String,
    /// When it happened, if that was said.
    pub at: Option<Timestamp>,
    /// What it says.
    pub data: serde_json::Value,
}

/// Whom an event is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A person by id.
    Person(String),
    /// Somebody by mail address.
    Email(String),
}

impl BusinessEvent {
    /// The id of a sender's event.
    #[must_use]
    pub fn id_of(tenant: &str, kind: &str, given: &str) -> String {
        digest(&["business", tenant, kind, given])
    }

    /// Where its deliveries lie.
    #[must_use]
    pub fn home(&self) -> SessionKey {
        Self::home_of(&self.tenant, &self.id)
    }

    /// Where the deliveries of the event with this id lie.
    #[must_use]
    pub fn home_of(tenant: &str, id: &str) -> SessionKey {
        SessionKey::new(tenant, HOME, id)
    }

    /// What a filter may compare.
    #[must_use]
    pub fn field(&self, name: &str) -> &str {
        self.data.get(name).map_or("", String::as_str)
    }

    /// Whether it tells of nothing that came about: a redemption that failed is nobody's news.
    #[must_use]
    pub fn came_to_nothing(&self) -> bool {
        const NOTHING: [&str; 7] =
            ["failed", "failure", "error", "declined", "rejected", "cancelled", "pending"];
        let status = self.field("status").to_lowercase();
        self.kind == "perk.redeemed" && NOTHING.contains(&status.as_str())
    }
}

/// How private a built-in type is; `None` for a type that a company has to register.
#[must_use]
pub fn built_in(kind: &str) -> Option<Visibility> {
    match kind {
        "wallet.funded" | "perk.redeemed" | LOW_BALANCE => Some(Visibility::Private),
        "perk.added" => Some(Visibility::Public),
        _ if kind.strip_prefix("award.").is_some_and(|it| !it.is_empty()) => {
            Some(Visibility::Public)
        }
        _ => None,
    }
}

/// The built-in types, as people read them.
pub const BUILT_IN: [&str; 5] =
    ["wallet.funded", "perk.redeemed", LOW_BALANCE, "perk.added", "award.*"];

#[cfg(test)]
mod tests {
    use super::*;

    /// G14–G17, G19: what is built in, and what a company has to register.
    #[test]
    fn five_types_are_built_in() {
        for private in ["wallet.funded", "perk.redeemed", "wallet.low_balance"] {
            assert_eq!(built_in(private), Some(Visibility::Private));
        }
        for public in ["perk.added", "award.team", "award.star"] {
            assert_eq!(built_in(public), Some(Visibility::Public));
        }
        for unknown in ["award.", "award", "meeting.ready", "wallet.emptied"] {
            assert_eq!(built_in(unknown), None, "{unknown}");
        }
    }
}
