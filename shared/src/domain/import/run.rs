//! One execution of one account: for one slot of its schedule, or by hand.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::ids::digest;

/// A run that is not over after that many minutes is late (requirement H36).
pub const LATE_AFTER_MIN: i64 = 60;

/// What a run is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Slot {
    /// A mark of the schedule.
    At(Timestamp),
    /// Somebody asked for it; each time has a name of its own.
    Manual(String),
}

impl Slot {
    /// As it stands in JSON and in ids.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::At(at) => at.to_string(),
            Self::Manual(name) => format!("manual:{name}"),
        }
    }
}

/// A run that is to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunOrder {
    /// Whose.
    pub tenant: String,
    /// Which account.
    pub account: String,
    /// What for.
    pub slot: Slot,
    /// When it was to start; of a schedule's run the slot itself.
    pub scheduled_for: Timestamp,
}

/// The id of a run: the same account and slot always have the same.
#[must_use]
pub fn run_id(tenant: &str, account: &str, slot: &Slot) -> String {
    digest(&["run", tenant, account, &slot.name()])
}

/// How a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RunState {
    /// It goes on.
    Running,
    /// Everything that was there is taken in and delivered.
    Succeeded,
    /// Some of it is not.
    Partial,
    /// Nothing could be read.
    Failed,
    /// It was not to be.
    Skipped,
}

impl RunState {
    /// Whether it is over.
    #[must_use]
    pub const fn is_over(self) -> bool {
        !matches!(self, Self::Running)
    }
}

/// What a run has counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Counts {
    /// Rows that the board gave, whatever became of them.
    pub seen: u32,
    /// Applications that were not known.
    pub new: u32,
    /// Applications that were known.
    pub known: u32,
    /// New ones without a rule that ties them to a job.
    pub unrouted: u32,
    /// New ones that look like somebody who has applied before.
    pub duplicates: u32,
    /// Rows that are not meant: of another service of the board, or from before the start.
    pub skipped: u32,
    /// Rows that can't be read.
    pub failed: u32,
    /// New ones that arrived at the applicant system.
    pub delivered: u32,
    /// New ones that did not arrive there; they are kept, and go out later.
    pub undelivered: u32,
}

/// A row that can't be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FailedRow {
    /// Its line in the board's file, from 1; the row's number on a page.
    pub line: u32,
    /// The field.
    pub field: String,
    /// Stable, `snake_case`.
    pub code: String,
}

/// A run as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunRecord {
    /// See [`run_id`].
    pub id: String,
    /// Which account.
    pub account: String,
    /// What the account is called.
    pub label: String,
    /// The board.
    pub medium: String,
    /// What it is for.
    pub slot: Slot,
    /// How it stands.
    pub state: RunState,
    /// Why, where there is something to say: a stable code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What was counted.
    #[serde(default)]
    pub counts: Counts,
    /// The first rows that can't be read.
    #[serde(default)]
    pub failed_rows: Vec<FailedRow>,
    /// Codes of what people should look at.
    #[serde(default)]
    pub warnings: Vec<String>,
    /// When it was to start.
    pub scheduled_for: Timestamp,
    /// When it started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Timestamp>,
    /// When the last of its applications reached the applicant system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<Timestamp>,
    /// When it was over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<Timestamp>,
    /// When it was found to be late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_at: Option<Timestamp>,
}
