//! Reading: how a session stands, what a tenant's set-up still lacks, and whether the parts answer.

mod readiness;
mod view;

use serde::Serialize;
use utoipa::ToSchema;

use super::{App, connect};
use crate::config::Setting;
use crate::domain::config::{Connection, TenantConfig};
use crate::domain::ids::Secret;
use crate::domain::settings::ProviderName;
use crate::providers::{MeetingProvider as _, ProviderFault};
use crate::vault::Place;

pub use readiness::{Readiness, Step, StepState, readiness};
pub use view::{
    AttendeeView, DeliveryView, MeetingView, MomentView, SessionState, SessionSummary, SessionView,
    delivery_id, delivery_of, delivery_view, session_summary, session_view,
};

/// Whether the parts that work depends on answer now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Diagnostics {
    /// One for each part.
    pub checks: Vec<Check>,
}

/// One part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Check {
    /// Which part.
    pub name: String,
    /// Whether it answers as it should.
    pub ok: bool,
    /// What was seen, or what to do.
    pub detail: String,
}

impl Check {
    fn new(name: &str, found: Result<String, String>) -> Self {
        let (ok, detail) = match found {
            Ok(detail) => (true, detail),
            Err(detail) => (false, detail),
        };
        Self { name: name.to_owned(), ok, detail }
    }
}

/// Tries every part. Nothing is changed by it.
pub async fn diagnostics(app: &App, config: &TenantConfig) -> Diagnostics {
    let mut checks = vec![
        Check::new("table", Ok(format!("the settings were read at version {}", config.version))),
        Check::new("key_ring", key_ring(app, &config.id).await),
        Check::new("mail_sender", address(&app.config.mail_from)),
        Check::new("public_url", address(&app.config.public_url)),
        Check::new("sessions_queue", address(&app.config.sessions_queue)),
        Check::new("deliveries_queue", address(&app.config.deliveries_queue)),
    ];
    for (provider, connection) in &config.connections {
        let name = format!("connection.{provider}");
        checks.push(Check::new(&name, token(app, &config.id, provider, connection).await));
    }
    Diagnostics { checks }
}

fn address(setting: &Setting) -> Result<String, String> {
    setting.get().map(str::to_owned).map_err(|error| error.to_string())
}

/// Seals a text and opens it again.
async fn key_ring(app: &App, tenant: &str) -> Result<String, String> {
    let place = Place { tenant, item: "diagnostics", field: "key_ring" };
    let text = Secret::new("diagnostics");
    let round_trip = async {
        let sealed = app.vault.seal(place, &text).await?;
        app.vault.open(place, &sealed).await
    };
    match round_trip.await {
        Ok(opened) if opened == text => Ok("sealing and opening work".to_owned()),
        _ => {
            Err("the key ring can't be used; see the secret's form in the set-up guide".to_owned())
        }
    }
}

async fn token(
    app: &App,
    tenant: &str,
    provider: &str,
    connection: &Connection,
) -> Result<String, String> {
    if !connection.enabled {
        return Err("switched off here; not tried".to_owned());
    }
    let adapter = ProviderName::from_name(provider).and_then(|name| app.providers.named(name));
    let adapter = adapter.ok_or("this deployment has no adapter for it")?;
    let access = connect::access(app, tenant, provider, connection).await;
    let access = access.map_err(|_| "the kept credentials can't be opened; save them again")?;
    match adapter.verify(&access).await {
        Ok(grant) => Ok(format!("a token with {} scopes was granted", grant.scopes.len())),
        Err(ProviderFault::Connection { reason, .. }) => Err(reason),
        Err(ProviderFault::Host(reason) | ProviderFault::Refused(reason)) => Err(reason.detail),
        Err(ProviderFault::Quota { reason, .. }) => Err(reason.detail),
        Err(ProviderFault::Passing { .. } | ProviderFault::Uncertain { .. }) => {
            Err(format!("{provider} does not answer now; try again in a moment"))
        }
        Err(ProviderFault::Gone) => Err("the provider knows the account no longer".to_owned()),
    }
}
