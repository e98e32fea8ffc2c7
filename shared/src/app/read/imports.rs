//! What a tenant that imports applicants still lacks: the four steps of its set-up, of which two are only for who
//! imported from boards before (requirement H12).

use super::readiness::{Step, StepState, step};
use crate::domain::config::{ConnectionState, TenantConfig};
use crate::domain::import::account::LoginState;
use crate::domain::import::medium;
use crate::domain::import::settings::ImportConfig;
use crate::domain::vendor::Vendor;

/// Whether the tenant imports applicants.
pub(super) fn imports(config: &TenantConfig) -> bool {
    config.tenant.profile.as_deref() == Some(crate::domain::profile::IMPORTS)
}

/// The steps. `undecided` says whether pairs of applications wait for somebody.
pub(super) fn steps(config: &TenantConfig, imports: &ImportConfig, undecided: bool) -> Vec<Step> {
    let mut steps = vec![settings(config, imports)];
    let had_native = !imports.native.ever.is_empty();
    if had_native {
        steps.push(native_links(imports));
    }
    steps.push(rules(imports));
    if had_native {
        steps.push(duplicates(undecided));
    }
    steps
}

/// The first step: where applications go, the accounts, who is told, and when.
fn settings(config: &TenantConfig, imports: &ImportConfig) -> Step {
    let lacking = lacking(config, imports);
    let (count, id) = (imports.live().count(), "import_settings");
    match (count, lacking.is_empty()) {
        (0, _) => step(id, StepState::Todo, lacking.join("; ")),
        (_, false) => step(id, StepState::Partly, lacking.join("; ")),
        _ => step(id, StepState::Done, format!("accounts that import: {count}")),
    }
}

fn lacking(config: &TenantConfig, imports: &ImportConfig) -> Vec<String> {
    let mut lacking = Vec::new();
    let ats = config.connections.get(Vendor::Hrmos.name());
    if ats.is_none_or(|ats| ats.visible_state() != ConnectionState::Active) {
        lacking
            .push("save a valid token of the applicant system: PUT …/connections/hrmos".to_owned());
    }
    if imports.live().next().is_none() {
        lacking
            .push("save an account for each board in use: PUT …/import-accounts/{id}".to_owned());
    }
    let missing: Vec<_> = without_account(imports).collect();
    if !missing.is_empty() {
        lacking.push(format!(
            "these boards were in use and have no account yet: {}",
            missing.join(", ")
        ));
    }
    for (id, account) in imports.live() {
        if !account.enabled {
            lacking.push(format!("the account {id} is switched off"));
        } else if !account.pushes() && account.login_state != LoginState::Verified {
            lacking.push(format!("check the login of the account {id}"));
        } else if !account.pushes() && account.times.is_empty() {
            lacking.push(format!("give the account {id} times at which it imports"));
        }
    }
    if imports.recipients.is_none() {
        lacking.push("say who is told how imports went: PUT …/result-recipients".to_owned());
    }
    lacking
}

/// Boards that the applicant system imported from and that have no account here (requirements H19 and H20).
fn without_account(imports: &ImportConfig) -> impl Iterator<Item = String> {
    let has = |id: &String| imports.live().any(|(_, account)| account.medium == *id);
    let missing = imports.native.ever.iter().filter(move |id| !has(id));
    missing.filter_map(|id| medium::named(id)).map(|medium| medium.name.clone())
}

fn native_links(imports: &ImportConfig) -> Step {
    let linked = imports.native.linked.iter().filter_map(|id| medium::named(id));
    let linked: Vec<_> = linked.map(|medium| medium.name.as_str()).collect();
    if linked.is_empty() {
        let by = imports.native.by.as_deref().unwrap_or("the operator");
        return step("native_links", StepState::Done, format!("confirmed by {by}"));
    }
    let proof = format!(
        "end these links at the applicant system, then confirm it with PUT …/native-links: {}",
        linked.join(", ")
    );
    step("native_links", StepState::Todo, proof)
}

fn rules(imports: &ImportConfig) -> Step {
    let ours = imports.rules.values().filter(|rule| rule.is_for_imports()).count();
    let others = imports.rules.len() - ours;
    let id = "routing_rules";
    match (ours, others) {
        (0, 0) => step(id, StepState::Todo, "save rules that tie positions to jobs"),
        (0, _) => step(
            id,
            StepState::Todo,
            "all rules name a board and match no import: POST …/routing-rules/migrate",
        ),
        _ => step(id, StepState::Done, format!("{ours} rules; GET …/reports/positions shows gaps")),
    }
}

fn duplicates(undecided: bool) -> Step {
    if undecided {
        let proof = "look at who may have been imported twice: GET …/duplicates";
        return step("duplicates", StepState::Todo, proof);
    }
    step("duplicates", StepState::Done, "nobody waits for a decision")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;

    fn ids(imports: &ImportConfig) -> Vec<String> {
        let config = TenantConfig::empty("t", Timestamp::UNIX_EPOCH);
        steps(&config, imports, false).into_iter().map(|step| step.id).collect()
    }

    /// H12, H19, H20: two steps for a new company, four for one that imported before; the boards it used are
    /// named until they have an account.
    #[test]
    fn who_imported_before_has_two_steps_more() {
        let mut imports = ImportConfig::default();
        assert_eq!(ids(&imports), ["import_settings", "routing_rules"]);
        imports.native.ever.insert("green".to_owned());
        assert_eq!(
            ids(&imports),
            ["import_settings", "native_links", "routing_rules", "duplicates"]
        );
        let config = TenantConfig::empty("t", Timestamp::UNIX_EPOCH);
        let settings = steps(&config, &imports, false).remove(0);
        assert!(settings.proof.contains("Green"), "{}", settings.proof);
    }
}
