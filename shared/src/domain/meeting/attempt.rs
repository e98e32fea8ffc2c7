//! Creations whose end is not known yet.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::domain::desire::WantedMeeting;

/// More than the longest call to a provider takes, with what its lists lag behind.
const CALL: SignedDuration = SignedDuration::from_secs(25);

/// One request to create a meeting, written down before it is made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// Unique.
    pub id: String,
    /// The provider.
    pub provider: String,
    /// The person whose own connection it is made with; `None` for the tenant's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The provider's id of the hosting user.
    pub host: String,
    /// The topic that was asked for.
    pub topic: String,
    /// The start that was asked for.
    pub start: Timestamp,
    /// The minutes that were asked for.
    #[serde(default = "hour")]
    pub duration_min: i64,
    /// The password that was asked for; `None` leaves it to the provider, and then `mark` opens the
    /// agenda.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// A short reference unique to this attempt.
    pub mark: String,
    /// Digest of everything that was asked for, as [`LiveMeeting::applied`](super::LiveMeeting::applied) has it.
    #[serde(default)]
    pub applied: String,
    /// When it was written down; the creation is later.
    pub begun: Timestamp,
    /// From then on, a meeting that is not found was not made.
    pub settles: Timestamp,
}

/// Attempts that were written down before they named their length.
const fn hour() -> i64 {
    60
}

impl Attempt {
    /// A creation of this meeting that is begun now. `id` is unique, and so is its beginning.
    #[must_use]
    pub fn new(
        id: String,
        wanted: &WantedMeeting,
        password: Option<String>,
        (begun, settles): (Timestamp, Timestamp),
    ) -> Self {
        Self {
            provider: wanted.provider.name().to_owned(),
            by: wanted.by.clone(),
            host: wanted.host.clone(),
            topic: wanted.topic.clone(),
            start: wanted.start,
            duration_min: wanted.duration_min,
            password,
            mark: id.chars().take(8).collect(),
            applied: wanted.digest(),
            begun,
            settles,
            id,
        }
    }

    /// From then on it must not be made any more, because its answer could come after others count
    /// it as settled.
    #[must_use]
    pub fn last_call(&self) -> Timestamp {
        self.settles.checked_sub(CALL).unwrap_or(self.begun)
    }
}
