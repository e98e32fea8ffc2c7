//! Messages about settling in.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::domain::ids::SessionKey;
use crate::domain::onboarding::told::FileTold;

/// Look at an enrolment again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanOrder {
    /// Whose.
    pub tenant: String,
    /// Which.
    pub enrolment: String,
    /// A meeting of which it became known that it is over, by external id, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<(String, Timestamp)>,
}

impl PlanOrder {
    /// Look at this one.
    #[must_use]
    pub fn of(tenant: &str, enrolment: &str) -> Self {
        Self { tenant: tenant.to_owned(), enrolment: enrolment.to_owned(), ended: None }
    }
}

/// Work for `recording-copy`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum RecordingMessage {
    /// A provider says that a file is there.
    Available(FileTold),
    /// Look at a file again.
    Wake {
        /// Whose.
        tenant: String,
        /// Where it lies.
        key: String,
    },
    /// See whether a provider that never tells has recorded a session.
    Look {
        /// The session.
        session: SessionKey,
        /// How often it was looked before.
        #[serde(default)]
        tries: u32,
    },
    /// Somebody else may see the latest recordings of a step.
    Show {
        /// Whose.
        tenant: String,
        /// The scenario.
        scenario: String,
        /// The step.
        step: String,
        /// Who takes part in a later meeting of it, and may see what was recorded before.
        emails: Vec<String>,
        /// When that begins.
        before: Timestamp,
    },
    /// Take somebody's access to every file away.
    Withdraw {
        /// Whose files.
        tenant: String,
        /// The person's addresses.
        emails: Vec<String>,
    },
}
