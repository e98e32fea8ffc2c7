//! Everybody outside whom a company or a person connects.

use super::settings::ProviderName;

/// The chat platforms.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    serde::Serialize,
    serde::Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Platform {
    /// Slack.
    Slack,
    /// Microsoft Teams, by a bot or by workflows. As a place for meetings it is called `ms_teams`.
    #[serde(alias = "ms_teams")]
    Teams,
}

impl Platform {
    /// Every platform.
    pub const ALL: [Self; 2] = [Self::Slack, Self::Teams];

    /// As it stands in JSON and in paths.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Slack => "slack",
            Self::Teams => "teams",
        }
    }

    /// As its customers know it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Slack => "Slack",
            Self::Teams => "Microsoft Teams chat",
        }
    }

    /// The platform of this name. People who know Teams as a place for meetings call its chat
    /// `ms_teams`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let name = if name == "ms_teams" { "teams" } else { name };
        Self::ALL.into_iter().find(|platform| platform.name() == name)
    }
}

/// Whom one connects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vendor {
    /// Who holds meetings.
    Meetings(ProviderName),
    /// Who carries messages.
    Chat(Platform),
    /// A company's own Exchange server, which keeps its people's calendars.
    Exchange,
    /// The applicant system that imported applications go to.
    Hrmos,
    /// Google Drive, where recordings are kept.
    Drive,
}

impl Vendor {
    /// Everybody.
    pub fn all() -> impl Iterator<Item = Self> {
        let meetings = ProviderName::ALL.into_iter().map(Self::Meetings);
        let chats = Platform::ALL.into_iter().map(Self::Chat);
        meetings.chain(chats).chain([Self::Exchange, Self::Hrmos, Self::Drive])
    }

    /// As it stands in JSON and in paths.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Meetings(provider) => provider.name(),
            Self::Chat(platform) => platform.name(),
            Self::Exchange => "exchange",
            Self::Hrmos => "hrmos",
            Self::Drive => "drive",
        }
    }

    /// As its customers know it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Meetings(provider) => provider.title(),
            Self::Chat(platform) => platform.title(),
            Self::Exchange => "Microsoft Exchange",
            Self::Hrmos => "HRMOS",
            Self::Drive => "Google Drive",
        }
    }

    /// Who has this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::all().find(|vendor| vendor.name() == name)
    }
}
