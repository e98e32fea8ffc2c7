//! Scenarios: written, checked, published.

use convoke::domain::onboarding::lint::{Lint, lint, publishable};
use convoke::domain::onboarding::scenario::Scenario;
use convoke::store::ScenarioRecord;
use serde::Serialize;
use utoipa::ToSchema;

use super::who::Actor;
use crate::call::{Call, gone, stored};
use crate::query::ok;
use crate::refusal::{Outcome, Refusal};

/// A scenario as it is shown.
#[derive(Serialize, ToSchema)]
pub struct ScenarioView {
    /// Its id.
    id: String,
    /// The latest version that was published; 0 for none.
    published: u32,
    /// As it was saved last.
    #[serde(flatten)]
    draft: Scenario,
    /// What could be better.
    lint: Vec<Lint>,
}

impl ScenarioView {
    fn new(record: ScenarioRecord) -> Self {
        let ScenarioRecord { id, draft, published } = record;
        let lint = lint(&draft);
        Self { id, published, draft, lint }
    }
}

/// A version that was published.
#[derive(Serialize, ToSchema)]
pub struct Published {
    /// Its number, from 1.
    version: u32,
    /// What could be better.
    lint: Vec<Lint>,
}

/// `GET …/scenarios`.
pub async fn list(call: &Call<'_>) -> Outcome {
    let config = call.config().await?;
    Actor::of(call, &config).sees_all()?;
    let all = call.app.store.scenarios(call.tenant()).await?;
    call.query.page(all.into_iter().map(|it| (it.id.clone(), ScenarioView::new(it))))
}

/// `PUT …/scenarios/{id}`.
pub async fn put(call: &Call<'_>) -> Outcome {
    let config = call.config().await?;
    Actor::of(call, &config).organises()?;
    let (id, draft): (&str, Scenario) = (call.param("scenario"), call.checked()?);
    let before = call.app.store.scenario(call.tenant(), id).await?;
    call.app.store.put_scenario(call.tenant(), id, &draft).await?;
    let published = before.as_ref().map(|it| it.published).unwrap_or_default();
    let record = ScenarioRecord { id: id.to_owned(), draft, published };
    Ok(stored(before.is_none(), &ScenarioView::new(record)))
}

/// `GET …/scenarios/{id}`.
pub async fn get(call: &Call<'_>) -> Outcome {
    let config = call.config().await?;
    Actor::of(call, &config).sees_all()?;
    Ok(ok(&ScenarioView::new(known(call).await?)))
}

/// `DELETE …/scenarios/{id}`: nobody begins with it any more; whoever has begun goes on.
pub async fn delete(call: &Call<'_>) -> Outcome {
    let config = call.config().await?;
    Actor::of(call, &config).organises()?;
    let record = known(call).await?;
    call.app.store.delete_scenario(call.tenant(), &record.id).await?;
    Ok(gone())
}

/// `POST …/scenarios/{id}/publish`. The same text is not published twice.
pub async fn publish(call: &Call<'_>) -> Outcome {
    let config = call.config().await?;
    Actor::of(call, &config).organises()?;
    let ScenarioRecord { id, draft, published } = known(call).await?;
    publishable(&draft)?;
    let lint = lint(&draft);
    let store = &call.app.store;
    let latest = match published {
        0 => None,
        version => store.scenario_version(call.tenant(), &id, version).await?,
    };
    if latest.as_ref() == Some(&draft) {
        return Ok(ok(&Published { version: published, lint }));
    }
    let version = published + 1;
    if !store.publish_scenario(call.tenant(), &id, (version, &draft)).await? {
        let detail = "somebody else has published it at the same moment: look at it again";
        return Err(Refusal::conflict("published_meanwhile", detail));
    }
    Ok(ok(&Published { version, lint }))
}

async fn known(call: &Call<'_>) -> Result<ScenarioRecord, Refusal> {
    let record = call.app.store.scenario(call.tenant(), call.param("scenario")).await?;
    record.ok_or_else(|| Refusal::not_found("scenario"))
}
