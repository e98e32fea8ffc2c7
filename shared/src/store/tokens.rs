//! API tokens: only a digest is kept, found by the token's public prefix.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Item, Store, fault, read, text, write};
use crate::domain::fault::Fault;

/// What a token may do.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum TokenScope {
    /// Everything within the tenant.
    Admin,
    /// What recruiters confirm and decide.
    Recruiter,
    /// Reading, without secrets.
    Read,
    /// Posting business events.
    Events,
    /// Pushing applications for one account.
    Push,
}

/// A token as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiToken {
    /// The part that names it, not secret.
    pub prefix: String,
    /// SHA-256 of the whole token, hexadecimal. A token has 192 random bits, so no salt is needed.
    pub hash: String,
    /// What people call it.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<TokenScope>,
    /// The import account it is bound to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The person whose it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// Whether it is good for nothing but getting another one (requirements H15 and H16).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub must_rotate: bool,
    /// When it ends, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Timestamp>,
    /// When it was issued.
    pub created_at: Timestamp,
}

fn partition(tenant: &str) -> String {
    format!("{tenant}#tokens")
}

impl Store {
    /// Keeps a token.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn put_token(&self, tenant: &str, token: &ApiToken) -> Result<(), Fault> {
        let mut item: Item = write(token)?;
        item.insert("pk".to_owned(), text(partition(tenant)));
        item.insert("sk".to_owned(), text(&token.prefix));
        self.put_item(item).await
    }

    /// The token of this prefix.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn token(&self, tenant: &str, prefix: &str) -> Result<Option<ApiToken>, Fault> {
        let item = self.get_item(partition(tenant), prefix.to_owned()).await?;
        item.map(read).transpose()
    }

    /// Every token of a tenant; there are few.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn tokens(&self, tenant: &str) -> Result<Vec<ApiToken>, Fault> {
        let query = self.aws.dynamodb().query().table_name(&self.table);
        let query = query
            .key_condition_expression("pk = :pk")
            .expression_attribute_values(":pk", text(partition(tenant)));
        let answer = query.send().await.map_err(|e| fault("Query", &e))?;
        answer.items.unwrap_or_default().into_iter().map(read).collect()
    }

    /// Destroys a token.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn delete_token(&self, tenant: &str, prefix: &str) -> Result<(), Fault> {
        self.delete_item(partition(tenant), prefix.to_owned()).await
    }
}
