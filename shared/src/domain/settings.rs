//! What administrators configure: the bodies of the settings calls, and what makes one acceptable.
//! Every type refuses unknown fields, so that a misspelt setting is an error and not a silence.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::event::Audience;

mod chat;
mod checks;
mod subscription;

pub use chat::{AnswerBody, EventTypeBody, Visibility};
pub use checks::Checked;
pub use subscription::{Destination, DestinationKind, FILTERS, OneOrMany, Subscription, To};

/// What `GET` shows in the place of a secret.
pub const MASK: &str = "•••";

/// A customer company.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Tenant {
    /// The company's name, as mails show it.
    pub name: String,
    /// IANA zone of the company.
    #[serde(default = "utc")]
    pub time_zone: String,
    /// Language of what the company sends (`fi`).
    #[serde(default = "english")]
    pub locale: String,
    /// The product this tenant begins as; seeds its subscriptions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
    /// The company calendar.
    #[serde(default)]
    pub calendar: Calendar,
    /// Whom to tell when something needs a person, and where guests' answers go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
    /// Optional parts, switched on or off by name.
    #[serde(default)]
    pub modules: BTreeMap<String, bool>,
    /// What may be kept and shown.
    #[serde(default)]
    pub privacy: Privacy,
}

/// The company calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// Its kind.
    pub kind: CalendarKind,
}

/// Kinds of company calendar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CalendarKind {
    /// None is connected.
    #[default]
    None,
    /// Google Workspace.
    Google,
    /// Microsoft 365 through Graph.
    Graph,
    /// Exchange through EWS.
    Ews,
}

/// Somebody at the company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Name.
    #[serde(default)]
    pub name: String,
    /// Mail address.
    pub email: String,
}

/// What may be kept and shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Privacy {
    /// Who may see recordings.
    #[serde(default)]
    pub recordings: RecordingAudience,
    /// Days after which recordings are erased; `null` keeps them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retention_days: Option<u32>,
}

/// Who may see recordings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecordingAudience {
    /// Whoever took part.
    #[default]
    Participants,
    /// Only who organised.
    OrganisersOnly,
    /// Nobody: recordings are kept and shown to nobody.
    None,
}

/// A person as known to the hub.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Name.
    pub name: String,
    /// Mail addresses, the first one is written to.
    #[serde(default)]
    pub emails: Vec<String>,
    /// Roles in the company.
    #[serde(default)]
    pub roles: Vec<String>,
    /// What kind of mailbox the address is.
    #[serde(default)]
    pub mailbox: Mailbox,
    /// Whether the company calendar knows the person.
    #[serde(default)]
    pub calendar_synced: bool,
    /// Id of the person's manager.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manager: Option<String>,
    /// IANA zone in which the person reads times.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// Language of mails to the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// Whether the person stays with the company.
    #[serde(default)]
    pub employment: Employment,
}

/// Whether somebody stays with the company.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Employment {
    /// As far as anybody knows.
    #[default]
    Active,
    /// Not for long.
    Leaving,
    /// Not any more.
    Left,
}

/// Kinds of mailbox.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mailbox {
    /// One person's.
    #[default]
    User,
    /// A team's.
    Shared,
    /// A room's.
    Room,
}

/// A bookable service.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Name, as guests see it.
    pub name: String,
    /// Whether and where its sessions are held online.
    #[serde(default)]
    pub video: Video,
    /// Template of the meeting's topic; cut to 200 characters (Zoom API).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// Template of the meeting's agenda; cut to 2,000 characters (Zoom API).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agenda: Option<String>,
    /// The meeting's password.
    #[serde(default)]
    pub password: Password,
    /// Whose account owns the meeting.
    #[serde(default)]
    pub owner: Owner,
}

/// Whether and where a service's sessions are held online.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Video {
    /// Off unless switched on.
    #[serde(default)]
    pub enabled: bool,
    /// The provider, unless the session names a mode.
    #[serde(default)]
    pub provider: ProviderName,
    /// Providers to fall back on, in order. Never used unless listed.
    #[serde(default)]
    pub fallback: Vec<ProviderName>,
}

/// The providers of meetings.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ProviderName {
    /// Zoom.
    #[default]
    Zoom,
    /// Google Meet.
    Google,
    /// Microsoft Teams.
    Microsoft,
    /// GoToMeeting.
    Goto,
    /// Jitsi.
    Jitsi,
}

impl ProviderName {
    /// Every provider.
    pub const ALL: [Self; 5] = [Self::Zoom, Self::Google, Self::Microsoft, Self::Goto, Self::Jitsi];

    /// As it stands in JSON and in paths.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Zoom => "zoom",
            Self::Google => "google",
            Self::Microsoft => "microsoft",
            Self::Goto => "goto",
            Self::Jitsi => "jitsi",
        }
    }

    /// As its customers know it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Zoom => "Zoom",
            Self::Google => "Google Meet",
            Self::Microsoft => "Microsoft Teams",
            Self::Goto => "GoToMeeting",
            Self::Jitsi => "Jitsi",
        }
    }

    /// The provider of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|provider| provider.name() == name)
    }

    /// Whether nobody needs an account there.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Jitsi)
    }
}

/// The meeting's password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Password {
    /// Eight random digits, new for each meeting. Off leaves it to the provider's account.
    #[serde(default = "yes")]
    pub random: bool,
}

impl Default for Password {
    fn default() -> Self {
        Self { random: true }
    }
}

/// Whose account owns the meeting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// The host's.
    #[default]
    Host,
    /// The tenant's.
    Account,
}

/// Which account on a platform a person is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkBody {
    /// The platform's id of the account.
    pub external_id: String,
}

/// For whom an application is installed at a provider (requirements P11 and P12).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AppBody {
    /// For whom.
    pub installed: Installation,
}

/// For whom an application is installed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Installation {
    /// For nobody yet.
    #[default]
    None,
    /// For some people.
    Selected,
    /// For everybody in the account.
    AllUsers,
}

/// A message template of the tenant's own; it goes before the built-in one of the same name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplateBody {
    /// For whom; decides which short codes it may hold.
    pub audience: Audience,
    /// By which way it is sent.
    #[serde(default)]
    pub channel: Channel,
    /// Subject line.
    #[serde(default)]
    pub subject: String,
    /// Text.
    pub body: String,
    /// Language; the query parameter `locale` says the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
}

/// Ways a template is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// E-mail.
    #[default]
    Email,
    /// Chat.
    Chat,
}

fn utc() -> String {
    "UTC".to_owned()
}

fn english() -> String {
    "en".to_owned()
}

const fn yes() -> bool {
    true
}
