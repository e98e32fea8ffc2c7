//! What this deployment really offers a tenant (requirement P02): everybody whom one could connect, with
//! why not where one can't.

use serde::Serialize;
use utoipa::ToSchema;

use super::{App, consent};
use crate::domain::config::TenantConfig;
use crate::domain::fault::Fault;
use crate::domain::settings::ProviderName;
use crate::domain::vendor::{Platform, Vendor};

/// What there is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Capabilities {
    /// Everybody whom a company or its people could connect.
    pub providers: Vec<Capability>,
}

/// Somebody whom one could connect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Capability {
    /// As it stands in addresses, and among the tenant's modules.
    pub id: String,
    /// For people.
    pub name: String,
    /// What it is for.
    pub feature: Feature,
    /// Whether it can be used.
    pub on: bool,
    /// Why not: `feature_disabled` when the tenant has switched it off, `not_available` when this
    /// deployment has no application there.
    pub reason: Option<String>,
    /// Whether people can connect accounts of their own.
    pub consent: bool,
}

/// What somebody is connected for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Feature {
    /// Online meetings.
    Meetings,
    /// Messages.
    Chat,
    /// Entries in the company calendar.
    Calendar,
    /// Applications that are handed over.
    Imports,
    /// Recordings that are kept.
    Storage,
}

/// What this deployment offers the tenant.
///
/// # Errors
/// [`Fault::Retry`] when the deployment's applications can't be read.
pub async fn capabilities(app: &App, config: &TenantConfig) -> Result<Capabilities, Fault> {
    let mut providers = Vec::new();
    for vendor in Vendor::all() {
        let has_application = consent::authority(app, vendor.name()).await?.is_some();
        providers.push(capability(config, vendor, has_application));
    }
    Ok(Capabilities { providers })
}

fn capability(config: &TenantConfig, vendor: Vendor, has_application: bool) -> Capability {
    let is_off = config.is_switched_off(vendor.name());
    let reason = match (is_off, has_application || takes_credentials(vendor)) {
        (true, _) => Some("feature_disabled"),
        (false, false) => Some("not_available"),
        (false, true) => None,
    };
    Capability {
        id: vendor.name().to_owned(),
        name: vendor.title().to_owned(),
        feature: feature(vendor),
        on: reason.is_none(),
        reason: reason.map(str::to_owned),
        consent: has_application && !is_off,
    }
}

const fn feature(vendor: Vendor) -> Feature {
    match vendor {
        Vendor::Meetings(_) => Feature::Meetings,
        Vendor::Chat(_) => Feature::Chat,
        Vendor::Exchange => Feature::Calendar,
        Vendor::Hrmos => Feature::Imports,
        Vendor::Drive => Feature::Storage,
    }
}

/// Whether it works without an application of the deployment's: with a company's own credentials, or with
/// none at all.
const fn takes_credentials(vendor: Vendor) -> bool {
    match vendor {
        Vendor::Meetings(
            ProviderName::Zoom
            | ProviderName::Google
            | ProviderName::Microsoft
            | ProviderName::Jitsi,
        )
        // A workflow's address needs no application.
        | Vendor::Chat(Platform::Teams)
        | Vendor::Exchange
        | Vendor::Hrmos
        | Vendor::Drive => true,
        Vendor::Meetings(ProviderName::Goto) | Vendor::Chat(Platform::Slack) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// P02: what is off says why, the tenant's own word first.
    #[test]
    fn what_is_off_says_why() {
        let mut config = TenantConfig::empty("t", jiff::Timestamp::UNIX_EPOCH);
        let goto = Vendor::Meetings(ProviderName::Goto);
        let why = |config: &TenantConfig, app| capability(config, goto, app).reason;
        assert_eq!(why(&config, true), None);
        assert_eq!(why(&config, false).as_deref(), Some("not_available"));
        config.tenant.modules.insert("goto".to_owned(), false);
        assert_eq!(why(&config, false).as_deref(), Some("feature_disabled"));
        assert!(!capability(&config, goto, true).consent);
    }
}
