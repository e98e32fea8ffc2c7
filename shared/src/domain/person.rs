//! What a sender says about somebody at the company.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::settings::{Employment, Mailbox};

/// A change of a person, as an HR system or directory reports it. What is `None` was not spoken of
/// and stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonFact {
    /// The tenant the person belongs to.
    pub tenant: String,
    /// The person's id; an unknown one is a new person.
    pub id: String,
    /// The name.
    pub name: String,
    /// Mail addresses, the first one is written to; replaces all that were known.
    pub emails: Vec<String>,
    /// Roles in the company; replaces all that were known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<String>>,
    /// What kind of mailbox the address is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mailbox: Option<Mailbox>,
    /// Whether the company calendar knows the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar_synced: Option<bool>,
    /// Id of the person's manager.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manager: Option<String>,
    /// IANA zone in which the person reads times.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// Language of mails to the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// Whether the person stays with the company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employment: Option<Employment>,
    /// When the sender says that it changed; `None` when it gives no readable instant. The later of
    /// two changes holds, whichever arrives first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed_at: Option<Timestamp>,
}
