//! What can go wrong with a piece of work, and what a handler does about it. One enum, everywhere.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Why work did not come to its end, told by what has to happen next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Passing (a time-out, a 5xx answer, throttling): the message comes again after `after`.
    Retry {
        /// The least time to wait; jitter is added where the wait is carried out.
        after: SignedDuration,
        /// What happened, without anything personal or secret, for the log and the timeline.
        cause: String,
    },
    /// Not before `until` (a daily quota): stored as due work, and the clock wakes it.
    Park {
        /// The first instant at which another try makes sense.
        until: Timestamp,
        /// What is waited for.
        reason: Reason,
    },
    /// A person must act first: stored with the reason and indexed by what would heal it.
    Blocked(Block),
    /// Wrong for ever: recorded where people look, never tried again.
    Rejected(Reason),
}

impl Fault {
    /// A passing fault to be tried again after so many seconds.
    pub fn retry(after_s: i64, cause: impl Into<String>) -> Self {
        Self::Retry { after: SignedDuration::from_secs(after_s), cause: cause.into() }
    }
}

/// A reason that people see: a stable code and a sentence that says what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// Stable, `snake_case`; programs compare this.
    pub code: String,
    /// For people: what is wrong and what to do. No personal data, no secrets.
    pub detail: String,
}

impl Reason {
    /// A reason from its code and sentence.
    pub fn new(code: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { code: code.into(), detail: detail.into() }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.detail)
    }
}

/// A reason together with the setting whose change heals it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What people see.
    #[serde(flatten)]
    pub reason: Reason,
    /// What to watch.
    pub heals_by: HealKey,
}

impl Block {
    /// A block from its parts.
    pub fn new(code: &str, detail: impl Into<String>, heals_by: HealKey) -> Self {
        Self { reason: Reason::new(code, detail), heals_by }
    }
}

/// Names a setting whose change may heal blocked work. Written into keys, so its text is stable.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct HealKey(String);

impl HealKey {
    /// The service of this id.
    #[must_use]
    pub fn service(id: &str) -> Self {
        Self(format!("service:{id}"))
    }

    /// Whoever is named by this person id or mail address, and that person's links.
    #[must_use]
    pub fn host(reference: &str) -> Self {
        Self(format!("host:{}", super::ids::fold_email(reference)))
    }

    /// The tenant's connection to this provider.
    #[must_use]
    pub fn connection(provider: &str) -> Self {
        Self(format!("connection:{provider}"))
    }

    /// The company calendar and its connection.
    #[must_use]
    pub fn calendar() -> Self {
        Self("calendar".to_owned())
    }

    /// The passing of time alone.
    #[must_use]
    pub fn time() -> Self {
        Self("time".to_owned())
    }

    /// The key that [`Self::as_str`] gave.
    pub fn from_text(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// As it stands in keys.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
