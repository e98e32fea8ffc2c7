//! Runs of imports.

use convoke::domain::import::run::{Counts, FailedRow, RunRecord, RunState};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::call::Call;
use crate::query::{List, cursor_invalid, ok};
use crate::refusal::Outcome;

/// A run.
#[derive(Serialize, ToSchema)]
pub struct RunView {
    /// Its id.
    id: String,
    /// The account.
    account: String,
    /// What the account is called.
    label: String,
    /// The mark of the schedule it is for, or `manual:` and a name.
    slot: String,
    /// `running`, `late` from an hour after its start, `succeeded`, `partial`, `failed` or `skipped`.
    state: &'static str,
    /// Why: a stable code.
    reason: Option<String>,
    /// What was counted.
    counts: Counts,
    /// The first rows that can't be read.
    failed_rows: Vec<FailedRow>,
    /// Codes of what to look at, such as `cap_reached:1000`.
    warnings: Vec<String>,
    /// When it was to start.
    #[schema(value_type = String, format = DateTime)]
    scheduled_for: Timestamp,
    /// When it started.
    #[schema(value_type = Option<String>, format = DateTime)]
    started_at: Option<Timestamp>,
    /// When the last of its applications reached the applicant system.
    #[schema(value_type = Option<String>, format = DateTime)]
    delivered_at: Option<Timestamp>,
    /// When it was over.
    #[schema(value_type = Option<String>, format = DateTime)]
    finished_at: Option<Timestamp>,
    /// When it was found to be late.
    #[schema(value_type = Option<String>, format = DateTime)]
    late_at: Option<Timestamp>,
}

impl From<RunRecord> for RunView {
    fn from(run: RunRecord) -> Self {
        Self {
            slot: run.slot.name(),
            state: state(&run),
            id: run.id,
            account: run.account,
            label: run.label,
            reason: run.reason,
            counts: run.counts,
            failed_rows: run.failed_rows,
            warnings: run.warnings,
            scheduled_for: run.scheduled_for,
            started_at: run.started_at,
            delivered_at: run.delivered_at,
            finished_at: run.finished_at,
            late_at: run.late_at,
        }
    }
}

const fn state(run: &RunRecord) -> &'static str {
    match (run.state, run.late_at) {
        (RunState::Running, Some(_)) => "late",
        (RunState::Running, None) => "running",
        (RunState::Succeeded, _) => "succeeded",
        (RunState::Partial, _) => "partial",
        (RunState::Failed, _) => "failed",
        (RunState::Skipped, _) => "skipped",
    }
}

/// `GET …/runs?account=`.
pub async fn list(call: &Call<'_>) -> Outcome {
    call.config().await?;
    let (tenant, limit) = (call.tenant(), call.query.limit()?);
    let page = match call.query.get("account") {
        Some(account) => {
            let after = call.query.cursor(1)?.map(|(text, _)| text);
            call.app.store.runs_of(tenant, account, after, limit).await?
        }
        None => {
            let after = call.query.cursor(3)?;
            let own = |keys: &[String]| keys[1].starts_with(&format!("{tenant}#runs#"));
            if after.as_ref().is_some_and(|(_, keys)| !own(keys)) {
                return Err(cursor_invalid());
            }
            call.app.store.runs(tenant, after.map(|(text, _)| text), limit).await?
        }
    };
    let items: Vec<_> = page.items.into_iter().map(RunView::from).collect();
    Ok(ok(&List { items, next: page.next }))
}
