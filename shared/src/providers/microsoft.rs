//! Microsoft Teams. A company's own application plans meetings in its people's calendars; a person who
//! let the deployment's application in gets meetings of their own, which stand in no calendar.
//!
//! Everything here follows the Microsoft Graph reference (v1.0) unless a comment says otherwise.

use http::Method;
use serde::Deserialize;

use super::microsoft_event::Events;
use super::microsoft_graph::{Graph, VENDOR, read};
use super::microsoft_meeting::Meetings;
use super::wire::other_means;
use super::{
    Access, Account, At, Grant, Made, Means, MeetingProvider, ProviderFault, ProviderUser,
};
use crate::clock::Clock;
use crate::config::ProviderUrls;
use crate::domain::desire::WantedMeeting;
use crate::domain::ids::{HostLink, Secret};
use crate::domain::meeting::Attempt;
use crate::domain::settings::Mailbox;
use crate::transport::Transport;

/// Microsoft Teams' meetings.
#[derive(Debug)]
pub struct Microsoft {
    graph: Graph,
}

/// Where the meetings of somebody's means are.
enum Ground<'a> {
    /// In the calendars of the company's people.
    Calendars(Events<'a>),
    /// On their own.
    Alone(Meetings<'a>),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct User {
    id: String,
    #[serde(default)]
    display_name: Option<String>,
    /// Absent for whoever has no mailbox. The user principal name may look like an address and be
    /// none, so it does not stand in.
    #[serde(default)]
    mail: Option<String>,
    #[serde(default)]
    account_enabled: Option<bool>,
}

impl Microsoft {
    /// A token for reading a file piece by piece, which whoever reads does themselves.
    ///
    /// # Errors
    /// A [`ProviderFault`].
    pub async fn bearer(&self, access: &Access) -> Result<Secret, ProviderFault> {
        self.graph.bearer(access).await
    }

    /// Microsoft at these addresses.
    #[must_use]
    pub fn new(transport: Transport, urls: ProviderUrls, clock: Clock) -> Self {
        Self { graph: Graph::new(transport, urls, clock) }
    }

    /// The way to Graph.
    pub(super) const fn graph(&self) -> &Graph {
        &self.graph
    }

    const fn events<'a>(&'a self, access: &'a Access) -> Events<'a> {
        Events { graph: &self.graph, access }
    }

    fn ground<'a>(&'a self, access: &'a Access) -> Result<Ground<'a>, ProviderFault> {
        match &access.means {
            Means::Application(_) => Ok(Ground::Calendars(self.events(access))),
            Means::Grant(_) => Ok(Ground::Alone(Meetings { graph: &self.graph, access })),
            Means::ServiceAccount(_) | Means::Bot(_) | Means::Open => Err(other_means(VENDOR)),
        }
    }

    /// What the mailbox of `host`, a person's address, is for (Graph: `mailboxSettings`,
    /// `userPurpose`). Takes an application that may read mailbox settings.
    ///
    /// # Errors
    /// A [`ProviderFault`]; without the permission [`ProviderFault::Connection`].
    pub async fn mailbox_kind(
        &self,
        access: &Access,
        host: &str,
    ) -> Result<Mailbox, ProviderFault> {
        self.events(access).mailbox_kind(host).await
    }

    /// Whether events in the calendar of `host`, a person's address, can be Teams meetings (Graph:
    /// `calendar`, `allowedOnlineMeetingProviders`). Takes an application.
    ///
    /// # Errors
    /// A [`ProviderFault`].
    pub async fn modes(&self, access: &Access, host: &str) -> Result<bool, ProviderFault> {
        self.events(access).allow_teams(host).await
    }
}

impl MeetingProvider for Microsoft {
    async fn create(
        &self,
        access: &Access,
        meeting: &WantedMeeting,
        attempt: &Attempt,
    ) -> Result<Made, ProviderFault> {
        match self.ground(access)? {
            Ground::Calendars(events) => events.create(meeting, attempt).await,
            Ground::Alone(meetings) => meetings.create(meeting, attempt).await,
        }
    }

    async fn update(
        &self,
        access: &Access,
        at: At<'_>,
        meeting: &WantedMeeting,
    ) -> Result<(), ProviderFault> {
        match self.ground(access)? {
            Ground::Calendars(events) => events.update(at, meeting).await,
            Ground::Alone(meetings) => meetings.update(at, meeting).await,
        }
    }

    async fn delete(&self, access: &Access, at: At<'_>) -> Result<(), ProviderFault> {
        match self.ground(access)? {
            Ground::Calendars(events) => events.delete(at).await,
            Ground::Alone(meetings) => meetings.delete(at).await,
        }
    }

    async fn find(
        &self,
        access: &Access,
        attempt: &Attempt,
    ) -> Result<Option<Made>, ProviderFault> {
        match self.ground(access)? {
            Ground::Calendars(events) => events.find(attempt).await,
            Ground::Alone(meetings) => meetings.find(attempt).await,
        }
    }

    /// The guests' link: whoever is signed in to Teams as the organiser enters by it as the host.
    async fn host_link(&self, access: &Access, at: At<'_>) -> Result<HostLink, ProviderFault> {
        match self.ground(access)? {
            Ground::Calendars(events) => events.host_link(at).await,
            Ground::Alone(meetings) => meetings.host_link(at).await,
        }
    }
}

impl Account for Microsoft {
    /// A person who let the application in hosts alone; nobody is picked from a list.
    async fn users(&self, access: &Access) -> Result<Vec<ProviderUser>, ProviderFault> {
        match self.ground(access)? {
            Ground::Calendars(_) => {}
            Ground::Alone(_) => return Ok(Vec::new()),
        }
        let path = "/users?$select=id,displayName,mail,userPrincipalName,accountEnabled&$top=999";
        let users: Vec<User> = self.graph.list(access, path).await?;
        Ok(users.into_iter().filter_map(active).collect())
    }

    /// An application is tried with a new token and a look at the directory, so that a permission
    /// that is missing shows. Microsoft does not tell what was granted.
    async fn verify(&self, access: &Access) -> Result<Grant, ProviderFault> {
        let path = match &access.means {
            Means::Application(app) => {
                self.graph.renew(access, app).await?;
                "/users?$top=1"
            }
            Means::Grant(_) => "/me",
            Means::ServiceAccount(_) | Means::Bot(_) | Means::Open => {
                return Err(other_means(VENDOR));
            }
        };
        let answer = self.graph.call(access, Method::GET, path, None).await?;
        read::<serde::de::IgnoredAny>(&answer)?;
        Ok(Grant::default())
    }
}

/// A user that somebody can be linked to: switched on, and with an address.
fn active(user: User) -> Option<ProviderUser> {
    let email = user.mail.filter(|mail| !mail.is_empty())?;
    (user.account_enabled != Some(false) && !user.id.is_empty()).then(|| ProviderUser {
        id: user.id,
        email,
        name: user.display_name.unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests;
