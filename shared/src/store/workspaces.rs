//! Which tenant a chat workspace belongs to: what a platform sends names the workspace and nothing else.

use super::{Store, text, text_of, written};
use crate::domain::fault::Fault;
use crate::domain::vendor::Platform;

/// Tenant ids begin with a letter or digit, so no tenant's key can collide with it.
fn partition(platform: Platform, workspace: &str) -> String {
    format!("_workspace#{}#{workspace}", platform.name())
}

fn account_of(provider: &str, account: &str) -> String {
    format!("_account#{provider}#{account}")
}

fn owner(tenant: &str, person: Option<&str>) -> String {
    format!("{tenant}#{}", person.unwrap_or_default())
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

    /// Remembers whose connection an account at a provider is, for what the provider tells of the account.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn put_owner(
        &self,
        provider: &str,
        account: &str,
        (tenant, person): (&str, Option<&str>),
    ) -> Result<(), Fault> {
        let item = [
            ("pk".to_owned(), text(account_of(provider, account))),
            ("sk".to_owned(), text(owner(tenant, person))),
        ];
        self.put_item(item.into()).await
    }

    /// Whose connections an account at a provider is: the tenant, and the person unless it is the tenant's own.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn owners_of(
        &self,
        provider: &str,
        account: &str,
    ) -> Result<Vec<(String, Option<String>)>, Fault> {
        let items = self.items_of(account_of(provider, account)).await?;
        let read = |item: &super::Item| {
            let (tenant, person) = text_of(item, "sk").split_once('#')?;
            Some((tenant.to_owned(), Some(person.to_owned()).filter(|it| !it.is_empty())))
        };
        Ok(items.iter().filter_map(read).collect())
    }

    /// Forgets whose connection an account is.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn forget_owner(
        &self,
        provider: &str,
        account: &str,
        (tenant, person): (&str, Option<&str>),
    ) -> Result<(), Fault> {
        self.delete_item(account_of(provider, account), owner(tenant, person)).await
    }
}
