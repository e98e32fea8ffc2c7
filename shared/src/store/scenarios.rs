//! What a company has set for settling in, and its scenarios: what is being written, and every version that was
//! published, because whoever begins with one keeps it.

use serde::{Deserialize, Serialize};

use super::settings::value;
use super::{Item, Store, fault, number, text, text_of, written};
use crate::domain::fault::Fault;
use crate::domain::onboarding::scenario::Scenario;
use crate::domain::onboarding::settings::OnboardingSettings;

/// A scenario as it is being written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScenarioRecord {
    /// Its id.
    pub id: String,
    /// As it was saved last.
    pub draft: Scenario,
    /// The latest version that was published; 0 for none.
    #[serde(default)]
    pub published: u32,
}

fn partition(tenant: &str) -> String {
    format!("{tenant}#scenarios")
}

fn key_of(id: &str) -> String {
    format!("scenario#{id}")
}

fn version_key(id: &str, version: u32) -> String {
    format!("version#{id}#{version:08}")
}

const SETTINGS: &str = "settings";

fn body<T: serde::de::DeserializeOwned>(mut item: Item) -> Result<T, Fault> {
    let body = item.remove("body").unwrap_or_else(|| text(""));
    serde_dynamo::from_attribute_value(body)
        .map_err(|e| Fault::retry(60, format!("a scenario can't be read: {e}")))
}

impl Store {
    /// What a company has set for settling in.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn onboarding_settings(&self, tenant: &str) -> Result<OnboardingSettings, Fault> {
        let item = self.get_item(partition(tenant), SETTINGS.to_owned()).await?;
        item.map(body).transpose().map(Option::unwrap_or_default)
    }

    /// Writes what a company has set for settling in.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn put_onboarding_settings(
        &self,
        tenant: &str,
        settings: &OnboardingSettings,
    ) -> Result<(), Fault> {
        let mut item = keys(tenant, SETTINGS);
        item.insert("body".to_owned(), value(settings)?);
        self.put_item(item).await
    }

    /// A scenario as it is being written.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn scenario(&self, tenant: &str, id: &str) -> Result<Option<ScenarioRecord>, Fault> {
        let item = self.get_item(partition(tenant), key_of(id)).await?;
        item.map(|item| Ok(record(&item, body(item.clone())?))).transpose()
    }

    /// Every scenario of a company; there are few.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn scenarios(&self, tenant: &str) -> Result<Vec<ScenarioRecord>, Fault> {
        let items = self.items_from(partition(tenant), "scenario#".to_owned()).await?;
        items.into_iter().map(|item| Ok(record(&item, body(item.clone())?))).collect()
    }

    /// Saves what is being written; what was published stays.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn put_scenario(
        &self,
        tenant: &str,
        id: &str,
        draft: &Scenario,
    ) -> Result<(), Fault> {
        let update = self
            .aws
            .dynamodb()
            .update_item()
            .table_name(&self.table)
            .set_key(Some(keys(tenant, &key_of(id))))
            .update_expression("SET body = :body, published = if_not_exists(published, :zero)")
            .expression_attribute_values(":body", value(draft)?)
            .expression_attribute_values(":zero", number(0));
        update.send().await.map(drop).map_err(|e| fault("UpdateItem", &e))
    }

    /// Publishes a version. First the version itself, then that it is the latest; `false` when somebody else has
    /// published this very version in between.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn publish_scenario(
        &self,
        tenant: &str,
        id: &str,
        (version, scenario): (u32, &Scenario),
    ) -> Result<bool, Fault> {
        let mut item = keys(tenant, &version_key(id, version));
        item.insert("body".to_owned(), value(scenario)?);
        self.put_item(item).await?;
        let update = self
            .aws
            .dynamodb()
            .update_item()
            .table_name(&self.table)
            .set_key(Some(keys(tenant, &key_of(id))))
            .update_expression("SET published = :version")
            .condition_expression("published = :before")
            .expression_attribute_values(":version", number(version))
            .expression_attribute_values(":before", number(version.saturating_sub(1)));
        written("UpdateItem", update.send().await)
    }

    /// A published version.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn scenario_version(
        &self,
        tenant: &str,
        id: &str,
        version: u32,
    ) -> Result<Option<Scenario>, Fault> {
        let item = self.get_item(partition(tenant), version_key(id, version)).await?;
        item.map(body).transpose()
    }

    /// Removes a scenario from the list. Its versions stay, for those who are under way.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn delete_scenario(&self, tenant: &str, id: &str) -> Result<(), Fault> {
        self.delete_item(partition(tenant), key_of(id)).await
    }
}

fn keys(tenant: &str, sk: &str) -> Item {
    [("pk".to_owned(), text(partition(tenant))), ("sk".to_owned(), text(sk))].into()
}

fn record(item: &Item, draft: Scenario) -> ScenarioRecord {
    let id = text_of(item, "sk").strip_prefix("scenario#").unwrap_or_default().to_owned();
    let published = item.get("published").and_then(|it| it.as_n().ok());
    let published = published.and_then(|it| it.parse().ok()).unwrap_or_default();
    ScenarioRecord { id, draft, published }
}
