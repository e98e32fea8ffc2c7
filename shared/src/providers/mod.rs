//! The providers of meetings and the chat platforms: two closed sets over small traits, and one
//! vocabulary of faults.

mod adapter;
pub mod ats;
pub mod board;
mod chat;
pub mod drive;
mod drive_answer;
pub mod ews;
mod google;
mod google_answer;
mod google_event;
mod google_refusal;
mod google_token;
mod goto;
mod goto_answer;
mod jitsi;
mod measured;
mod meet_recording;
mod microsoft;
mod microsoft_answer;
mod microsoft_body;
mod microsoft_event;
mod microsoft_graph;
mod microsoft_meeting;
mod microsoft_token;
mod oauth;
mod recording;
mod slack;
mod slack_answer;
mod teams;
mod teams_answer;
mod teams_recording;
mod tokens;
mod wire;
mod zoom;
mod zoom_answer;
mod zoom_recording;
mod zoom_token;

use std::future::Future;

use jiff::{SignedDuration, Timestamp};

use crate::domain::config::ConnectionState;
use crate::domain::desire::WantedMeeting;
use crate::domain::fault::{Block, Fault, Reason};
use crate::domain::ids::{HostLink, Secret};
use crate::domain::meeting::Attempt;

pub use adapter::{Adapter, Anybody, Providers};
pub use chat::{ChatAdapter, ChatFault, ChatProvider, Target};
pub use google::Google;
pub use goto::Goto;
pub use jitsi::Jitsi;
pub use meet_recording::MeetRecords;
pub use microsoft::Microsoft;
pub use oauth::{
    Application as OauthApplication, Asking, Authority, ConsentFault, Consenter, Tokens,
};
pub use recording::{MeetingFile, MeetingFileKind, Place};
pub use slack::Slack;
pub use teams::Teams;
pub use zoom::Zoom;
pub use zoom_recording::{Recorded, RecordedFile, RecordedText, Removal, path_id as zoom_path_id};

/// A way in, unsealed for one piece of work.
#[derive(Clone, Debug)]
pub struct Access {
    /// Names these credentials; an application's tokens are kept under it.
    pub credentials: String,
    /// What opens the door.
    pub means: Means,
}

/// What opens a provider's door.
#[derive(Clone, Debug)]
pub enum Means {
    /// A company's own application at the provider (Zoom server-to-server, Microsoft application).
    Application(Application),
    /// A key file of a Google service account, which acts for the company's people.
    ServiceAccount(Secret),
    /// An access token that somebody granted. Who refuses it says [`ProviderFault::TokenRefused`].
    Grant(Secret),
    /// The deployment's bot in a company's directory at Microsoft.
    Bot(Bot),
    /// Nothing is needed.
    Open,
}

/// The deployment's bot in a company's directory at Microsoft.
#[derive(Clone, Debug)]
pub struct Bot {
    /// The application, with the company's directory as its account.
    pub application: Application,
    /// The id of the bot's app in the directory's catalogue of Teams apps; without it nobody gets the
    /// app installed by us.
    pub catalog_id: Option<String>,
}

/// A company's own application at a provider.
#[derive(Clone, Debug)]
pub struct Application {
    /// Zoom's account id, or the directory's id at Microsoft.
    pub account: String,
    /// The application's client id.
    pub client_id: String,
    /// The application's client secret.
    pub client_secret: Secret,
}

/// Where a meeting is at its provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At<'a> {
    /// The provider's id of the hosting user.
    pub host: &'a str,
    /// The provider's id of the meeting.
    pub id: &'a str,
}

/// What trying credentials showed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grant {
    /// Scopes by name, as the provider lists them; `None` where it does not tell.
    pub scopes: Option<Vec<String>>,
}

/// A meeting as the provider made or knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The provider's id; opaque.
    pub id: String,
    /// Where guests join. Empty when a meeting is found at a provider that tells its link only once:
    /// such a meeting is of no use to anybody.
    pub join_url: String,
    /// The passcode; empty when there is none.
    pub password: String,
    /// Whether it was to be recorded, and the provider says that it will not be.
    pub unrecorded: bool,
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
    /// The access token of a [`Means::Grant`] was refused, before any effect.
    TokenRefused,
    /// The credentials don't suffice.
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

/// What everybody whom one connects can do.
pub trait Account {
    /// Every active user of the account.
    fn users(
        &self,
        access: &Access,
    ) -> impl Future<Output = Result<Vec<ProviderUser>, ProviderFault>> + Send;

    /// Tries the credentials and tells what they grant.
    fn verify(&self, access: &Access) -> impl Future<Output = Result<Grant, ProviderFault>> + Send;
}

/// What every provider of meetings can do.
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
        at: At<'_>,
        meeting: &WantedMeeting,
    ) -> impl Future<Output = Result<(), ProviderFault>> + Send;

    /// Deletes the meeting.
    fn delete(
        &self,
        access: &Access,
        at: At<'_>,
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
        at: At<'_>,
    ) -> impl Future<Output = Result<HostLink, ProviderFault>> + Send;
}

/// A fault of ours on the way to a provider had no effect there.
impl From<Fault> for ProviderFault {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Retry { after, cause } => Self::Passing { after, cause },
            Fault::Park { until, reason } => Self::Quota { until, reason },
            Fault::Blocked(Block { reason, .. }) | Fault::Rejected(reason) => Self::Refused(reason),
        }
    }
}
