//! Rules that tie applications to jobs.

use convoke::domain::import::routing::{RoutingRule, SOURCE_FORMAT};
use convoke::store::ImportSetting;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use convoke::domain::problem::FieldErrors;
use convoke::domain::settings::Checked;

use super::settings::Notice;
use crate::call::{Call, gone, stored};
use crate::query::ok;
use crate::refusal::{Outcome, Refusal};

/// A rule as it is shown.
#[derive(Serialize, ToSchema)]
pub struct RuleView {
    /// Its id.
    id: String,
    /// As it is saved.
    #[serde(flatten)]
    rule: RoutingRule,
    /// What to know of it.
    warnings: Vec<Notice>,
}

fn view(id: &str, rule: &RoutingRule) -> RuleView {
    let mut warnings = Vec::new();
    if !rule.is_for_imports() {
        let detail = format!(
            "imported applications carry the source format {SOURCE_FORMAT}, so this rule matches none of them: \
             change it, or copy all such rules with POST …/routing-rules/migrate"
        );
        warnings.push(Notice::new("source_format_never_matches", detail));
    }
    RuleView { id: id.to_owned(), rule: rule.clone(), warnings }
}

/// `GET …/routing-rules`.
pub async fn list(call: &Call<'_>) -> Outcome {
    call.config().await?;
    let imports = call.app.store.import_config(call.tenant()).await?;
    let views = imports.rules.iter().map(|(id, rule)| (id.clone(), view(id, rule)));
    call.query.page(views.collect::<Vec<_>>())
}

/// `PUT …/routing-rules/{id}`.
pub async fn put(call: &Call<'_>) -> Outcome {
    call.config().await?;
    let id = call.param("rule");
    let rule: RoutingRule = call.checked()?;
    let imports = call.app.store.import_config(call.tenant()).await?;
    call.app.store.put_import_setting(call.tenant(), &ImportSetting::Rule(id, &rule)).await?;
    Ok(stored(!imports.rules.contains_key(id), &view(id, &rule)))
}

/// `GET …/routing-rules/{id}`.
pub async fn get(call: &Call<'_>) -> Outcome {
    call.config().await?;
    let (imports, id) = (call.app.store.import_config(call.tenant()).await?, call.param("rule"));
    let rule = imports.rules.get(id).ok_or_else(|| Refusal::not_found("routing rule"))?;
    Ok(ok(&view(id, rule)))
}

/// `DELETE …/routing-rules/{id}`.
pub async fn delete(call: &Call<'_>) -> Outcome {
    call.config().await?;
    let imports = call.app.store.import_config(call.tenant()).await?;
    if !imports.rules.contains_key(call.param("rule")) {
        return Err(Refusal::not_found("routing rule"));
    }
    call.app.store.delete_rule(call.tenant(), call.param("rule")).await?;
    Ok(gone())
}

/// Which rules are to be copied.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MigrateBody {
    /// Only rules of these source formats, such as `Green`; without any, all that match nothing.
    source_formats: Vec<String>,
}

impl Checked for MigrateBody {
    fn check(&self) -> Result<(), FieldErrors> {
        Ok(())
    }
}

/// What was copied.
#[derive(Serialize, ToSchema)]
pub struct Migrated {
    /// Ids of the new rules.
    created: Vec<String>,
    /// Ids of rules that had a copy already.
    existing: Vec<String>,
}

/// `POST …/routing-rules/migrate`: a copy of each rule that names a board, for the source format that imported
/// applications carry. The rules themselves stay, for what the applicant system imports itself.
pub async fn migrate(call: &Call<'_>) -> Outcome {
    call.config().await?;
    let body: MigrateBody = call.body_or_default()?;
    let imports = call.app.store.import_config(call.tenant()).await?;
    let (mut created, mut existing) = (Vec::new(), Vec::new());
    for (id, rule) in &imports.rules {
        let format = rule.source_format.trim();
        let chosen = body.source_formats.is_empty()
            || body.source_formats.iter().any(|it| it.trim() == format);
        let Some(copy) = rule.migrated().filter(|_| chosen) else { continue };
        if imports.rules.values().any(|known| *known == copy) {
            existing.push(id.clone());
            continue;
        }
        let new = copy_id(id);
        call.app.store.put_import_setting(call.tenant(), &ImportSetting::Rule(&new, &copy)).await?;
        created.push(new);
    }
    Ok(ok(&Migrated { created, existing }))
}

/// An id has at most 64 characters.
fn copy_id(id: &str) -> String {
    let short: String = id.chars().take(54).collect();
    format!("{short}.migrated")
}
