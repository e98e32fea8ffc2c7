//! The providers of meetings: a closed set over one small trait, and one vocabulary of faults.

mod measured;
mod zoom;
mod zoom_answer;
mod zoom_token;

use std::future::Future;

use jiff::{SignedDuration, Timestamp};

use crate::domain::config::ConnectionState;
use crate::domain::desire::WantedMeeting;
use crate::domain::fault::Reason;
use crate::domain::ids::{HostLink, Secret};
use crate::domain::meeting::Attempt;
use crate::domain::settings::ProviderName;

pub use zoom::Zoom;
pub use zoom_token::Grant;

/// A tenant's way in, unsealed for one piece of work.
#[derive(Clone, Debug)]
pub struct Access {
    /// Zoom's account id.
    pub account_id: String,
    /// The app's client id.
    pub client_id: String,
    /// The app's client secret.
    pub client_secret: Secret,
    /// Names these credentials; tokens are kept under it.
    pub credentials: String,
}

/// A meeting as the provider made or knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The provider's id; opaque.
    pub id: String,
    /// Where guests join.
    pub join_url: String,
    /// The passcode; empty when there is none.
    pub password: String,
}

/// A user of the provider's account, for the pick list.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ProviderUser {
    /// The provider's id.
    pub id: String,
    /// Mail address.
    #[serde(default)]
    pub email: String,
    /// Name as shown there.
    #[serde(default)]
    pub name: String,
}

/// Why a provider did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProviderFault {
    /// It certainly had no effect, and will work later.
    Passing {
        /// The least time to wait.
        after: SignedDuration,
        /// What happened.
        cause: String,
    },
    /// It may have had its effect.
    Uncertain {
        /// How long from now until an effect must be visible.
        settles_in: SignedDuration,
        /// What happened.
        cause: String,
    },
    /// Not before `until`.
    Quota {
        /// When the quota is renewed.
        until: Timestamp,
        /// Which quota.
        reason: Reason,
    },
    /// The meeting does not exist.
    Gone,
    /// The tenant's credentials don't suffice.
    Connection {
        /// The state that follows for the connection.
        state: ConnectionState,
        /// What to do.
        reason: String,
    },
    /// This host can't host.
    Host(Reason),
    /// Wrong for ever.
    Refused(Reason),
}

/// What every provider can do.
pub trait MeetingProvider {
    /// Makes the meeting; never tries twice.
    fn create(
        &self,
        access: &Access,
        meeting: &WantedMeeting,
        attempt: &Attempt,
    ) -> impl Future<Output = Result<Made, ProviderFault>> + Send;

    /// Makes the meeting be as wanted; its link stays.
    fn update(
        &self,
        access: &Access,
        id: &str,
        meeting: &WantedMeeting,
    ) -> impl Future<Output = Result<(), ProviderFault>> + Send;

    /// Deletes the meeting.
    fn delete(
        &self,
        access: &Access,
        id: &str,
    ) -> impl Future<Output = Result<(), ProviderFault>> + Send;

    /// Looks for the meeting that an attempt made.
    fn find(
        &self,
        access: &Access,
        attempt: &Attempt,
    ) -> impl Future<Output = Result<Option<Made>, ProviderFault>> + Send;

    /// Mints a link that starts the meeting as its host.
    fn host_link(
        &self,
        access: &Access,
        id: &str,
    ) -> impl Future<Output = Result<HostLink, ProviderFault>> + Send;

    /// Every active user of the account.
    fn users(
        &self,
        access: &Access,
    ) -> impl Future<Output = Result<Vec<ProviderUser>, ProviderFault>> + Send;

    /// Tries the credentials and tells what they grant.
    fn verify(&self, access: &Access) -> impl Future<Output = Result<Grant, ProviderFault>> + Send;
}

/// Every provider of this deployment.
#[derive(Debug)]
pub struct Providers {
    /// Zoom.
    pub zoom: Zoom,
}

impl Providers {
    /// The provider of this name. `None` when this deployment has no adapter for it.
    #[must_use]
    pub const fn named(&self, name: ProviderName) -> Option<&Zoom> {
        match name {
            ProviderName::Zoom => Some(&self.zoom),
            ProviderName::Google
            | ProviderName::Microsoft
            | ProviderName::Goto
            | ProviderName::Jitsi => None,
        }
    }
}
