//! Who can see a message.

use serde::{Deserialize, Serialize};

/// Who can see a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Visible {
    /// Whoever is in the channel.
    All(All),
    /// These people, by id.
    To(Vec<String>),
}

/// The word for everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum All {
    /// `all`
    All,
}

impl Visible {
    /// For everybody.
    pub fn all() -> Self {
        Self::All(All::All)
    }

    /// For one person.
    pub fn only(user: &str) -> Self {
        Self::To(vec![user.to_owned()])
    }
}
