//! What those who settle people in can look at when something does not work (requirement B42).

use super::{Check, Whose, token};
use crate::app::{App, copy_recording};
use crate::domain::config::{Credentials, TenantConfig};
use crate::domain::desire::can_host;
use crate::domain::onboarding::HR_MANAGER;
use crate::domain::onboarding::recording::FileState;
use crate::domain::profile;
use crate::domain::session::Mode;
use crate::store::DeliveryState;

/// What recordings need of Zoom, without the `:admin` that may stand behind it (reading R11).
const RECORDING: &str = "cloud_recording:read:list_recording_files";
/// How many failed messages are looked for.
const LOOKED: i32 = 20;

/// Nothing for a company that settles nobody in.
pub(super) async fn checks(app: &App, config: &TenantConfig) -> Vec<Check> {
    if config.tenant.profile.as_deref() != Some(profile::ONBOARDING) {
        return Vec::new();
    }
    vec![
        Check::new("scopes", scopes(config)),
        Check::new("host", hosts(config)),
        Check::new("folder", folder(app, config).await),
        Check::new("hr_manager", organisers(config)),
        Check::new("last_errors", last_errors(app, config).await),
    ]
}

fn scopes(config: &TenantConfig) -> Result<String, String> {
    let Some(zoom) = config.connections.get("zoom") else {
        return Ok("Zoom is not connected for the company".to_owned());
    };
    if !matches!(zoom.by, Credentials::S2s { .. }) || zoom.scopes.is_empty() {
        return Ok("verify the connection to see what it may do".to_owned());
    }
    let has = |scope: &String| scope.strip_suffix(":admin").unwrap_or(scope) == RECORDING;
    let classic = |scope: &String| scope.starts_with("recording:read");
    if zoom.scopes.iter().any(|scope| has(scope) || classic(scope)) {
        return Ok("recordings may be read".to_owned());
    }
    Err(format!(
        "add the scope {RECORDING} to the app at Zoom: without it a recording that is not copied within a day is lost"
    ))
}

/// Somebody must be able to hold a meeting somewhere.
fn hosts(config: &TenantConfig) -> Result<String, String> {
    // Rooms that need no account are open to anybody, and say nothing of who can host.
    let asked = |mode: &Mode| *mode != Mode::Jitsi;
    let can =
        |id: &&String| Mode::ALL.into_iter().filter(asked).any(|mode| can_host(config, id, mode));
    match config.people.keys().filter(can).count() {
        0 => Err("nobody can host: connect a provider, and map people to its users".to_owned()),
        count => Ok(format!("{count} people can host")),
    }
}

async fn folder(app: &App, config: &TenantConfig) -> Result<String, String> {
    if config.connection(copy_recording::WHOSE).is_none() {
        return Err(
            "connect Google Drive, where recordings are kept: PUT …/connections/drive".to_owned()
        );
    }
    let whose: Whose<'_> = copy_recording::WHOSE;
    token(app, config, whose).await.map(|_| "recordings can be put into the folder".to_owned())
}

fn organisers(config: &TenantConfig) -> Result<String, String> {
    let is_one = |roles: &[String]| roles.iter().any(|role| role == HR_MANAGER);
    match config.people.values().filter(|person| is_one(&person.roles)).count() {
        0 => {
            Err("give somebody the role hr_manager: they are told what waits for a person"
                .to_owned())
        }
        count => Ok(format!("{count} people with the role hr_manager")),
    }
}

async fn last_errors(app: &App, config: &TenantConfig) -> Result<String, String> {
    let unreadable = |_| "the table does not answer".to_owned();
    let files = app.store.files(&config.id).await.map_err(unreadable)?;
    let stuck =
        files.iter().filter(|it| matches!(it.state, FileState::Blocked | FileState::Failed));
    let reasons: Vec<_> = stuck.filter_map(|it| Some(it.reason.as_ref()?.to_string())).collect();
    let failed = app.store.deliveries(&config.id, DeliveryState::Failed, None, LOOKED).await;
    let failed = failed.map_err(unreadable)?.items.len();
    if reasons.is_empty() && failed == 0 {
        return Ok("nothing waits and nothing has failed".to_owned());
    }
    let mut told = reasons;
    if failed > 0 {
        told.push(format!("{failed} messages failed: GET …/deliveries?state=failed"));
    }
    Err(told.join("; "))
}
