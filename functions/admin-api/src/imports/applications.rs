//! Applications that were taken in.

use convoke::domain::import::applicant::Classification;
use convoke::domain::import::application::{ApplicationRecord, ApplicationState};
use convoke::domain::import::routing::SOURCE_FORMAT;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::call::Call;
use crate::query::{List, ok};
use crate::refusal::{Outcome, Refusal};

/// How many pages of the table are looked through for one page of a list that is narrowed down.
const MOST_PAGES: usize = 20;

/// An application.
#[derive(Serialize, ToSchema)]
pub struct ApplicationView {
    /// Its id.
    id: String,
    /// The board's id of it.
    external_id: String,
    /// The board.
    medium: String,
    /// The account that brought it first.
    account: String,
    /// The run that did; `null` when the board sent it.
    run: Option<String>,
    /// The format that rules match by.
    source_format: &'static str,
    /// Name.
    name: String,
    /// Mail address as the board gives it.
    email: Option<String>,
    /// Whether that can be written to.
    email_valid: bool,
    /// Phone number as the board gives it.
    phone: Option<String>,
    /// The position, in the board's words.
    position_name: Option<String>,
    /// `scout`, `normal`, or `undecidable` where the board does not tell.
    classification: Classification,
    /// Whether nobody can tell if it answers a scout.
    undecidable: bool,
    /// The route, after aliases.
    route: String,
    /// The job that a rule ties it to.
    job: Option<String>,
    /// How it stands.
    state: ApplicationState,
    /// Why the applicant system has it not.
    reason: Option<String>,
    /// The applicant system's id of it.
    ats_id: Option<String>,
    /// Whether it may be somebody who has applied before.
    possible_duplicate: bool,
    /// Ids of those other applications.
    duplicates: Vec<String>,
    /// When the person applied.
    #[schema(value_type = Option<String>, format = DateTime)]
    applied_at: Option<Timestamp>,
    /// When it came here.
    #[schema(value_type = String, format = DateTime)]
    received_at: Timestamp,
    /// When it reached the applicant system.
    #[schema(value_type = Option<String>, format = DateTime)]
    delivered_at: Option<Timestamp>,
    /// What the applicant system calls its end, once it was closed as a duplicate.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
}

impl From<ApplicationRecord> for ApplicationView {
    fn from(record: ApplicationRecord) -> Self {
        let state = record.state();
        let entry = record.entry;
        Self {
            id: record.id,
            external_id: entry.external_id,
            medium: record.medium_id,
            account: record.account,
            run: record.run,
            source_format: SOURCE_FORMAT,
            name: entry.name,
            email: entry.email,
            email_valid: entry.email_valid,
            phone: entry.phone,
            position_name: entry.position_name,
            classification: entry.classification,
            undecidable: entry.classification == Classification::Undecidable,
            route: entry.route,
            job: entry.job,
            state,
            reason: record.undelivered,
            ats_id: record.ats_id,
            possible_duplicate: !record.duplicates.is_empty(),
            duplicates: record.duplicates.into_iter().collect(),
            applied_at: entry.applied_at,
            received_at: record.received_at,
            delivered_at: record.delivered_at,
            status: record.closed.map(|_| "重複応募として終了"),
        }
    }
}

/// What a list is narrowed down to.
struct Wanted<'a> {
    routes: Vec<&'a str>,
    state: Option<&'a str>,
    account: Option<&'a str>,
}

impl Wanted<'_> {
    fn has(&self, record: &ApplicationRecord) -> bool {
        let routes = &self.routes;
        (routes.is_empty() || routes.contains(&record.entry.route.as_str()))
            && self.state.is_none_or(|state| record.state().name() == state)
            && self.account.is_none_or(|account| record.account == account)
    }
}

/// `GET …/applications?route=&route=&state=&account=`, the latest first.
pub async fn list(call: &Call<'_>) -> Outcome {
    call.config().await?;
    let limit = call.query.limit()?;
    let wanted = Wanted {
        routes: call.query.all("route").collect(),
        state: call.query.get("state"),
        account: call.query.get("account"),
    };
    let mut after = call.query.cursor(2)?.map(|(text, _)| text.to_owned());
    let mut items = Vec::new();
    let most = usize::try_from(limit).unwrap_or_default();
    for _ in 0..MOST_PAGES {
        // No more than still fits, so that the cursor goes on behind the last one shown.
        let rest = i32::try_from(most - items.len()).unwrap_or(limit);
        let page = call.app.store.applications(call.tenant(), after.as_deref(), rest).await?;
        let shown = page.items.into_iter().filter(|record| wanted.has(record));
        items.extend(shown.map(ApplicationView::from));
        after = page.next;
        if after.is_none() || items.len() >= most {
            break;
        }
    }
    Ok(ok(&List { items, next: after }))
}

/// `GET …/applications/{application}`.
pub async fn get(call: &Call<'_>) -> Outcome {
    call.config().await?;
    let found = call.app.store.application(call.tenant(), call.param("application")).await?;
    let record = found.ok_or_else(|| Refusal::not_found("application"))?;
    Ok(ok(&ApplicationView::from(record)))
}
