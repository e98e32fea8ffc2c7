//! Applications that may be one person's, and what is decided of them.

use convoke::domain::import::application::{ApplicationRecord, Closed};
use convoke::store::{DuplicatePair, PairState};
use serde::Serialize;
use utoipa::ToSchema;

use crate::call::Call;
use crate::query::{List, ok};
use crate::refusal::{Outcome, Refusal};

/// A pair.
#[derive(Serialize, ToSchema)]
pub struct PairView {
    /// Names the pair.
    id: String,
    /// One application.
    a: String,
    /// The other.
    b: String,
    /// Why they may be one person's: `email`, `phone`, `name` …
    reasons: Vec<String>,
    /// `suspected`, or what was decided, which stays.
    state: PairState,
    /// Name of the token with which it was decided.
    decided_by: Option<String>,
}

impl From<DuplicatePair> for PairView {
    fn from(pair: DuplicatePair) -> Self {
        let DuplicatePair { id, a, b, reasons, state, decided_by, .. } = pair;
        Self { id, a, b, reasons: reasons.into_iter().collect(), state, decided_by }
    }
}

/// `GET …/duplicates`: those that nobody has decided; `?state=` shows others.
pub async fn list(call: &Call<'_>) -> Outcome {
    call.config().await?;
    let state = call.query.get("state").unwrap_or("suspected");
    let (mut after, limit) =
        (call.query.cursor(1)?.map(|(text, _)| text.to_owned()), call.query.limit()?);
    let mut items = Vec::new();
    loop {
        let page = call.app.store.pairs(call.tenant(), after.as_deref(), limit).await?;
        items.extend(page.items.into_iter().filter(|pair| is(pair, state)).map(PairView::from));
        after = page.next;
        if after.is_none() || !items.is_empty() {
            return Ok(ok(&List { items, next: after }));
        }
    }
}

fn is(pair: &DuplicatePair, state: &str) -> bool {
    let name = serde_json::to_value(pair.state).unwrap_or_default();
    state == "all" || name.as_str() == Some(state)
}

/// `POST …/duplicates/{pair}/close`: one person; the later application is ended as a duplicate.
pub async fn close(call: &Call<'_>) -> Outcome {
    let pair = decided(call, PairState::ClosedAsDuplicate).await?;
    let found = applications(call, &pair).await?;
    let later = found.into_iter().max_by_key(|record| (record.received_at, record.id.clone()));
    if let Some(later) = later {
        let closed = Closed { at: call.app.clock.now(), by: call.caller.name().map(str::to_owned) };
        let close = |record: &mut ApplicationRecord| {
            let is_open = record.closed.is_none();
            record.closed = record.closed.take().or_else(|| Some(closed.clone()));
            is_open
        };
        call.app.store.change_application(call.tenant(), later, close).await?;
    }
    Ok(ok(&PairView::from(pair)))
}

/// `POST …/duplicates/{pair}/dismiss`: two persons; the pair is never shown again.
pub async fn dismiss(call: &Call<'_>) -> Outcome {
    let pair = decided(call, PairState::Dismissed).await?;
    for record in applications(call, &pair).await? {
        let other = if record.id == pair.a { &pair.b } else { &pair.a };
        let forget = |record: &mut ApplicationRecord| record.duplicates.remove(other);
        call.app.store.change_application(call.tenant(), record, forget).await?;
    }
    Ok(ok(&PairView::from(pair)))
}

/// Those of a pair that came by us: the other one may stand in the applicant system only.
async fn applications(
    call: &Call<'_>,
    pair: &DuplicatePair,
) -> Result<Vec<ApplicationRecord>, Refusal> {
    let ids = [pair.a.clone(), pair.b.clone()];
    Ok(call.app.store.applications_of(call.tenant(), &ids).await?.into_values().collect())
}

/// `POST …/duplicates/{pair}/keep`: one person, and both applications go on.
pub async fn keep(call: &Call<'_>) -> Outcome {
    Ok(ok(&PairView::from(decided(call, PairState::KeptBoth).await?)))
}

/// Decides a pair for good. The same decision again does no harm; another one comes too late.
async fn decided(call: &Call<'_>, state: PairState) -> Result<DuplicatePair, Refusal> {
    call.config().await?;
    let (tenant, id) = (call.tenant(), call.param("pair"));
    let found = call.app.store.pair(tenant, id).await?;
    let found = found.ok_or_else(|| Refusal::not_found("pair of applications"))?;
    let decided = DuplicatePair {
        state,
        decided_by: call.caller.name().map(str::to_owned),
        decided_at: Some(call.app.clock.now()),
        ..found.clone()
    };
    if found.state == PairState::Suspected && call.app.store.put_pair(tenant, &decided).await? {
        return Ok(decided);
    }
    let now = call.app.store.pair(tenant, id).await?.unwrap_or(found);
    if now.state == state {
        return Ok(now);
    }
    Err(Refusal::conflict("already_decided", "this pair was decided before, and that stays"))
}
