//! Writing a setting's secret once more under another key, and nothing else.

use super::settings::{partition, value};
use super::{Store, text, written};
use crate::domain::config::Sealed;
use crate::domain::fault::Fault;

/// Where a sealed secret lies among the settings.
#[derive(Clone, Debug)]
pub struct SealedAt<'a> {
    /// The item, by its sort key.
    pub item: String,
    /// The fields that lead to it within the setting.
    pub path: &'a [&'a str],
}

impl Store {
    /// Puts `new` where `seen` lies, if it lies there still. Tells whether it was put there. The version
    /// of the configuration stays: it says the same as before.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn reseal(
        &self,
        tenant: &str,
        at: &SealedAt<'_>,
        seen: &Sealed,
        new: &Sealed,
    ) -> Result<bool, Fault> {
        let path: Vec<_> = (0..at.path.len()).map(|n| format!(".#f{n}")).collect();
        let path = format!("#body{}", path.concat());
        let mut update = self
            .aws
            .dynamodb()
            .update_item()
            .table_name(&self.table)
            .key("pk", text(partition(tenant)))
            .key("sk", text(&at.item))
            .update_expression(format!("SET {path} = :new"))
            .condition_expression(format!("{path} = :seen"))
            .expression_attribute_names("#body", "body")
            .expression_attribute_values(":new", value(new)?)
            .expression_attribute_values(":seen", value(seen)?);
        for (n, field) in at.path.iter().enumerate() {
            update = update.expression_attribute_names(format!("#f{n}"), *field);
        }
        written("UpdateItem", update.send().await)
    }
}
