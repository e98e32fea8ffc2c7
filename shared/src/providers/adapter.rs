//! The closed sets of providers and platforms, each spoken to through its own adapter.

use super::drive::Drive;
use super::{
    Access, Account, At, Authority, ChatAdapter, Google, Goto, Grant, Jitsi, Made, MeetRecords,
    MeetingProvider, Microsoft, ProviderFault, ProviderUser, Slack, Teams, Zoom,
};
use crate::clock::Clock;
use crate::config::Vendors;
use crate::domain::desire::WantedMeeting;
use crate::domain::ids::HostLink;
use crate::domain::meeting::Attempt;
use crate::domain::settings::ProviderName;
use crate::domain::vendor::{Platform, Vendor};
use crate::transport::Transport;

/// Every provider of this deployment.
#[derive(Debug)]
pub struct Providers {
    zoom: Zoom,
    google: Google,
    microsoft: Microsoft,
    goto: Goto,
    jitsi: Jitsi,
    slack: Slack,
    teams: Teams,
    drive: Drive,
    meet: MeetRecords,
    authorities: Vec<Authority>,
}

/// One provider.
#[derive(Clone, Copy, Debug)]
pub enum Adapter<'a> {
    /// Zoom.
    Zoom(&'a Zoom),
    /// Google Meet.
    Google(&'a Google),
    /// Microsoft Teams.
    Microsoft(&'a Microsoft),
    /// GoTo Meeting.
    Goto(&'a Goto),
    /// Jitsi.
    Jitsi(&'a Jitsi),
}

impl Providers {
    /// All of them, at these addresses.
    #[must_use]
    pub fn new(
        transport: &Transport,
        patient: &Transport,
        vendors: &Vendors,
        clock: &Clock,
    ) -> Self {
        let authority = |name| Authority::new(name, transport, vendors, clock);
        Self {
            zoom: Zoom::new(transport.clone(), vendors.zoom.clone(), clock.clone()),
            google: Google::new(transport.clone(), vendors.google.clone(), clock.clone()),
            microsoft: Microsoft::new(transport.clone(), vendors.microsoft.clone(), clock.clone()),
            goto: Goto::new(transport.clone(), vendors.goto.clone(), clock.clone()),
            jitsi: Jitsi::new(vendors.jitsi.clone()),
            slack: Slack::new(transport.clone(), vendors.slack.clone(), clock.clone()),
            teams: Teams::new(transport.clone(), vendors, clock.clone()),
            drive: Drive::new(patient.clone(), vendors.drive.clone(), clock.clone()),
            meet: MeetRecords::new(transport.clone(), vendors, clock.clone()),
            authorities: Vendor::all().filter_map(authority).collect(),
        }
    }

    /// The adapter of a provider.
    #[must_use]
    pub const fn named(&self, name: ProviderName) -> Adapter<'_> {
        match name {
            ProviderName::Zoom => Adapter::Zoom(&self.zoom),
            ProviderName::Google => Adapter::Google(&self.google),
            ProviderName::Microsoft => Adapter::Microsoft(&self.microsoft),
            ProviderName::Goto => Adapter::Goto(&self.goto),
            ProviderName::Jitsi => Adapter::Jitsi(&self.jitsi),
        }
    }

    /// Where recordings are kept.
    #[must_use]
    pub const fn drive(&self) -> &Drive {
        &self.drive
    }

    /// Zoom, for its recordings.
    #[must_use]
    pub const fn zoom(&self) -> &Zoom {
        &self.zoom
    }

    /// What Meet has recorded.
    #[must_use]
    pub const fn meet(&self) -> &MeetRecords {
        &self.meet
    }

    /// Microsoft, for what Teams has recorded.
    #[must_use]
    pub const fn microsoft(&self) -> &Microsoft {
        &self.microsoft
    }

    /// The adapter of a chat platform.
    #[must_use]
    pub const fn platform(&self, name: Platform) -> ChatAdapter<'_> {
        match name {
            Platform::Slack => ChatAdapter::Slack(&self.slack),
            Platform::Teams => ChatAdapter::Teams(&self.teams),
        }
    }

    /// The adapter of whoever it is. `None` for a company's own server, whose address is the company's.
    #[must_use]
    pub const fn of(&self, name: Vendor) -> Option<Anybody<'_>> {
        match name {
            Vendor::Meetings(provider) => Some(Anybody::Meetings(self.named(provider))),
            Vendor::Chat(platform) => Some(Anybody::Chat(self.platform(platform))),
            Vendor::Exchange | Vendor::Hrmos | Vendor::Drive => None,
        }
    }

    /// Where people let the application in. `None` for a provider that asks nobody.
    #[must_use]
    pub fn authority(&self, name: Vendor) -> Option<&Authority> {
        self.authorities.iter().find(|authority| authority.name() == name)
    }
}

/// Asks whichever it is.
macro_rules! ask {
    ($adapter:expr, $provider:ident => $call:expr) => {
        match $adapter {
            Adapter::Zoom($provider) => $call.await,
            Adapter::Google($provider) => $call.await,
            Adapter::Microsoft($provider) => $call.await,
            Adapter::Goto($provider) => $call.await,
            Adapter::Jitsi($provider) => $call.await,
        }
    };
}

impl MeetingProvider for Adapter<'_> {
    async fn create(
        &self,
        access: &Access,
        meeting: &WantedMeeting,
        attempt: &Attempt,
    ) -> Result<Made, ProviderFault> {
        ask!(self, it => it.create(access, meeting, attempt))
    }

    async fn update(
        &self,
        access: &Access,
        at: At<'_>,
        meeting: &WantedMeeting,
    ) -> Result<(), ProviderFault> {
        ask!(self, it => it.update(access, at, meeting))
    }

    async fn delete(&self, access: &Access, at: At<'_>) -> Result<(), ProviderFault> {
        ask!(self, it => it.delete(access, at))
    }

    async fn find(
        &self,
        access: &Access,
        attempt: &Attempt,
    ) -> Result<Option<Made>, ProviderFault> {
        ask!(self, it => it.find(access, attempt))
    }

    async fn host_link(&self, access: &Access, at: At<'_>) -> Result<HostLink, ProviderFault> {
        ask!(self, it => it.host_link(access, at))
    }
}

impl Account for Adapter<'_> {
    async fn users(&self, access: &Access) -> Result<Vec<ProviderUser>, ProviderFault> {
        ask!(self, it => it.users(access))
    }

    async fn verify(&self, access: &Access) -> Result<Grant, ProviderFault> {
        ask!(self, it => it.verify(access))
    }
}

/// Anybody whom one connects.
#[derive(Clone, Copy, Debug)]
pub enum Anybody<'a> {
    /// Who holds meetings.
    Meetings(Adapter<'a>),
    /// Who carries messages.
    Chat(ChatAdapter<'a>),
}

impl Account for Anybody<'_> {
    async fn users(&self, access: &Access) -> Result<Vec<ProviderUser>, ProviderFault> {
        match self {
            Self::Meetings(adapter) => adapter.users(access).await,
            Self::Chat(adapter) => adapter.users(access).await,
        }
    }

    async fn verify(&self, access: &Access) -> Result<Grant, ProviderFault> {
        match self {
            Self::Meetings(adapter) => adapter.verify(access).await,
            Self::Chat(adapter) => adapter.verify(access).await,
        }
    }
}
