//! Which tenant a chat workspace belongs to: what a platform sends names the workspace and nothing else.

use super::{Store, text, text_of, written};
use crate::domain::fault::Fault;
use crate::domain::vendor::Platform;

/// Tenant ids begin with a letter or digit, so no tenant's key can collide with it.
fn partition(platform: Platform, workspace: &str) -> String {
    format!("_workspace#{}#{workspace}", platform.name())
}

const ITEM: &str = "workspace";

impl Store {
    /// Says that a workspace is a tenant's from now on, whoever had it before.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn take_workspace(
        &self,
        platform: Platform,
        workspace: &str,
        tenant: &str,
    ) -> Result<(), Fault> {
        let item = [
            ("pk".to_owned(), text(partition(platform, workspace))),
            ("sk".to_owned(), text(ITEM)),
            ("tenant".to_owned(), text(tenant)),
        ];
        self.put_item(item.into()).await
    }

    /// Says that a workspace belongs to a tenant. `false` when it belongs to another: whoever came first
    /// has it until that tenant lets it go.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn bind_workspace(
        &self,
        platform: Platform,
        workspace: &str,
        tenant: &str,
    ) -> Result<bool, Fault> {
        let put = self
            .aws
            .dynamodb()
            .put_item()
            .table_name(&self.table)
            .item("pk", text(partition(platform, workspace)))
            .item("sk", text(ITEM))
            .item("tenant", text(tenant))
            .condition_expression("attribute_not_exists(pk) OR tenant = :tenant")
            .expression_attribute_values(":tenant", text(tenant));
        written("PutItem", put.send().await)
    }

    /// The tenant that a workspace belongs to.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn tenant_of(
        &self,
        platform: Platform,
        workspace: &str,
    ) -> Result<Option<String>, Fault> {
        let item = self.get_item(partition(platform, workspace), ITEM.to_owned()).await?;
        Ok(item.map(|item| text_of(&item, "tenant").to_owned()))
    }

    /// Lets a workspace go that belongs to this tenant.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn release_workspace(
        &self,
        platform: Platform,
        workspace: &str,
        tenant: &str,
    ) -> Result<(), Fault> {
        if self.tenant_of(platform, workspace).await?.as_deref() != Some(tenant) {
            return Ok(());
        }
        self.delete_item(partition(platform, workspace), ITEM.to_owned()).await
    }
}
