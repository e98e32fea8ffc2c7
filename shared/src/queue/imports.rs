//! Messages about imports.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::domain::import::report::Report;
use crate::domain::import::run::RunOrder;

/// Work for `scheduled-import`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ImportMessage {
    /// Import what an account has.
    Run(RunOrder),
    /// Check an account's login.
    Check(CheckOrder),
    /// A board has sent an applicant.
    Push(Pushed),
    /// Hand over what has not reached the applicant system.
    HandOver {
        /// Whose.
        tenant: String,
        /// Those whose ids come after this one; empty for all.
        after: String,
    },
    /// A run should be over by now.
    Late(RunOrder),
}

/// A check of a login.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckOrder {
    /// Whose.
    pub tenant: String,
    /// Which account.
    pub account: String,
    /// Which check; a later one overtakes it.
    pub check: String,
}

/// An applicant that a board has sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pushed {
    /// Whose.
    pub tenant: String,
    /// The account whose token it came with.
    pub account: String,
    /// The board.
    pub medium: String,
    /// The board's id of the application.
    pub external_id: String,
    /// Whether it is the first answer to a scout.
    pub is_scout: bool,
    /// Name.
    pub name: String,
    /// Mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Phone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The position; a scout's answer has none at first (requirement H40).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position_name: Option<String>,
    /// When the person accepted.
    pub accepted_at: Timestamp,
}

/// What recruiters are told of imports.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// Of which tenant.
    pub tenant: String,
    /// Deterministic: the same news always has the same id, and is told once.
    pub told: String,
    /// Whom; the tenant's recipients unless it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// What.
    pub report: Report,
}
