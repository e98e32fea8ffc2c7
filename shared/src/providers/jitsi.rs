//! Jitsi: a room is a link, and whoever has the link may enter. There is no account, and nothing is
//! asked of anybody: a meeting exists as soon as its link is told.
//!
//! Source: Jitsi Meet handbook, "a room is created when the first person enters it".

use super::{Access, Account, At, Grant, Made, MeetingProvider, ProviderFault, ProviderUser};
use crate::domain::desire::WantedMeeting;
use crate::domain::ids::{HostLink, digest};
use crate::domain::meeting::Attempt;

/// A Jitsi server.
#[derive(Debug)]
pub struct Jitsi {
    url: String,
}

impl Jitsi {
    /// The server at this address.
    #[must_use]
    pub const fn new(url: String) -> Self {
        Self { url }
    }

    /// The room follows from the attempt, whose id is random and told to nobody, so that nobody
    /// guesses it and a second try at the same attempt leads to the same room.
    fn room(&self, attempt: &Attempt) -> Made {
        let id = digest(&["jitsi room", &attempt.id]);
        Made { join_url: self.link(&id), id, password: String::new(), unrecorded: false }
    }

    fn link(&self, id: &str) -> String {
        format!("{}/{id}", self.url)
    }
}

impl MeetingProvider for Jitsi {
    async fn create(
        &self,
        _: &Access,
        _: &WantedMeeting,
        attempt: &Attempt,
    ) -> Result<Made, ProviderFault> {
        Ok(self.room(attempt))
    }

    /// A room knows no time and no topic.
    async fn update(&self, _: &Access, _: At<'_>, _: &WantedMeeting) -> Result<(), ProviderFault> {
        Ok(())
    }

    /// A room is gone when the last person leaves it.
    async fn delete(&self, _: &Access, _: At<'_>) -> Result<(), ProviderFault> {
        Ok(())
    }

    async fn find(&self, _: &Access, attempt: &Attempt) -> Result<Option<Made>, ProviderFault> {
        Ok(Some(self.room(attempt)))
    }

    /// The host enters by the guests' link; on a server with accounts, signing in makes the host.
    async fn host_link(&self, _: &Access, at: At<'_>) -> Result<HostLink, ProviderFault> {
        Ok(HostLink::new(self.link(at.id)))
    }
}

impl Account for Jitsi {
    async fn users(&self, _: &Access) -> Result<Vec<ProviderUser>, ProviderFault> {
        Ok(Vec::new())
    }

    async fn verify(&self, _: &Access) -> Result<Grant, ProviderFault> {
        Ok(Grant::default())
    }
}
