//! The chat platforms: a closed set over one small trait.

use std::future::Future;

use jiff::SignedDuration;

use super::{Access, Account, Grant, ProviderFault, ProviderUser, Slack, Teams};
use crate::domain::chat::ChatText;

/// To whom a message goes, by the platform's ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target<'a> {
    /// Somebody, and nobody else.
    User(&'a str),
    /// Everybody in a channel.
    Channel(&'a str),
}

/// Why a message was not posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChatFault {
    /// Too fast for this channel or method; it was not posted.
    Throttled {
        /// How long the platform asks to wait.
        after: SignedDuration,
    },
    /// Anything else.
    Provider(ProviderFault),
}

impl From<ProviderFault> for ChatFault {
    fn from(fault: ProviderFault) -> Self {
        Self::Provider(fault)
    }
}

/// What every chat platform can do.
pub trait ChatProvider: Account {
    /// Posts a message and tells the platform's id of it; never tries twice. No platform knows a key
    /// by which a repetition is recognised.
    fn post(
        &self,
        access: &Access,
        to: Target<'_>,
        text: &ChatText,
    ) -> impl Future<Output = Result<String, ChatFault>> + Send;

    /// The active person with this id there.
    fn user(
        &self,
        access: &Access,
        id: &str,
    ) -> impl Future<Output = Result<Option<ProviderUser>, ProviderFault>> + Send;

    /// The active person who has exactly this mail address there, but for case and outer blanks.
    fn find_user(
        &self,
        access: &Access,
        email: &str,
    ) -> impl Future<Output = Result<Option<ProviderUser>, ProviderFault>> + Send;
}

/// One platform.
#[derive(Clone, Copy, Debug)]
pub enum ChatAdapter<'a> {
    /// Slack.
    Slack(&'a Slack),
    /// Teams.
    Teams(&'a Teams),
}

impl Account for ChatAdapter<'_> {
    async fn users(&self, access: &Access) -> Result<Vec<ProviderUser>, ProviderFault> {
        match self {
            Self::Slack(slack) => slack.users(access).await,
            Self::Teams(teams) => teams.users(access).await,
        }
    }

    async fn verify(&self, access: &Access) -> Result<Grant, ProviderFault> {
        match self {
            Self::Slack(slack) => slack.verify(access).await,
            Self::Teams(teams) => teams.verify(access).await,
        }
    }
}

impl ChatProvider for ChatAdapter<'_> {
    async fn post(
        &self,
        access: &Access,
        to: Target<'_>,
        text: &ChatText,
    ) -> Result<String, ChatFault> {
        match self {
            Self::Slack(slack) => slack.post(access, to, text).await,
            Self::Teams(teams) => teams.post(access, to, text).await,
        }
    }

    async fn user(&self, access: &Access, id: &str) -> Result<Option<ProviderUser>, ProviderFault> {
        match self {
            Self::Slack(slack) => slack.user(access, id).await,
            Self::Teams(teams) => teams.user(access, id).await,
        }
    }

    async fn find_user(
        &self,
        access: &Access,
        email: &str,
    ) -> Result<Option<ProviderUser>, ProviderFault> {
        match self {
            Self::Slack(slack) => slack.find_user(access, email).await,
            Self::Teams(teams) => teams.find_user(access, email).await,
        }
    }
}
