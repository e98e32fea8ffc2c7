//! How each vendor's authorisation server wants to be spoken to.

use oauth2::AuthType;

use crate::domain::settings::ProviderName;
use crate::domain::vendor::{Platform, Vendor};

/// One vendor's manners.
#[derive(Debug)]
pub struct Manners {
    /// How the application proves itself.
    pub auth: AuthType,
    /// Scopes that are asked for; none where the application's own settings at the vendor decide.
    pub asked: &'static [&'static str],
    /// Scopes without which a grant is of no use, as the token answer names them.
    pub needed: &'static [&'static str],
    /// What else the consent page wants to hear.
    pub extra: &'static [(&'static str, &'static str)],
    /// What stands between scopes where several are named.
    pub between: char,
    /// How long a token lives when the answer does not say, in seconds.
    pub unsaid: i64,
    /// How a grant is brought back.
    pub brings: Brings,
    /// Who tells whose token it is.
    pub whoami: Whoami,
}

/// How a grant is brought back by the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Brings {
    /// As a code that tokens are given for.
    Code,
    /// As the id of the directory whose administrator has let the application in; tokens are then the
    /// application's own (Microsoft identity platform, "Admin consent").
    Directory,
}

/// Who tells whose token it is.
#[derive(Clone, Copy, Debug)]
pub enum Whoami {
    /// The API, at this path.
    Api(&'static str),
    /// The token answer alone.
    Answer,
    /// Slack: the token answer names the workspace and the user, and the API the user's address.
    Workspace,
}

/// Where an answer names no end (RFC 6749, section 5.1 only recommends it), an hour is what every
/// vendor here gives.
const AN_HOUR: i64 = 3_600;
/// Slack's tokens don't end unless the application asks for it (Slack, token rotation).
const FOR_GOOD: i64 = 50 * 365 * 24 * 3_600;

/// What most vendors have alike.
const COMMON: Manners = Manners {
    auth: AuthType::RequestBody,
    asked: &[],
    needed: &[],
    extra: &[],
    between: ' ',
    unsaid: AN_HOUR,
    brings: Brings::Code,
    whoami: Whoami::Answer,
};

/// What is asked of Slack, exactly (requirement G11).
const SLACK_SCOPES: &[&str] =
    &["chat:write", "chat:write.public", "im:write", "users:read", "users:read.email", "commands"];

/// Zoom, OAuth guide: client credentials in Basic; the scopes are the application's.
static ZOOM: Manners = Manners {
    auth: AuthType::BasicAuth,
    needed: &[
        "meeting:write:meeting",
        "meeting:update:meeting",
        "meeting:delete:meeting",
        "user:read:user",
    ],
    whoami: Whoami::Api("/users/me"),
    ..COMMON
};

/// Google, OAuth 2.0 for web servers: a refresh token comes only for `access_type=offline`, and after
/// the first consent only for `prompt=consent`. People can untick scopes.
static GOOGLE: Manners = GOOGLES;

/// What Google's products have alike.
const GOOGLES: Manners = Manners {
    auth: AuthType::RequestBody,
    asked: &["openid", "email", "https://www.googleapis.com/auth/calendar.events"],
    needed: &["https://www.googleapis.com/auth/calendar.events"],
    extra: &[("access_type", "offline"), ("prompt", "consent")],
    whoami: Whoami::Api("/oauth2/v2/userinfo"),
    ..COMMON
};

/// Google Drive: the smallest scope, which opens what the application itself has made and nothing else.
static DRIVE: Manners = Manners {
    asked: &["https://www.googleapis.com/auth/drive.file"],
    needed: &["https://www.googleapis.com/auth/drive.file"],
    whoami: Whoami::Api("/drive/v3/about?fields=user(emailAddress,permissionId)"),
    ..GOOGLES
};

/// Microsoft identity platform: a refresh token comes only for `offline_access`.
static MICROSOFT: Manners = Manners {
    auth: AuthType::RequestBody,
    asked: &["offline_access", "User.Read", "OnlineMeetings.ReadWrite"],
    needed: &["OnlineMeetings.ReadWrite"],
    whoami: Whoami::Api("/me"),
    ..COMMON
};

/// GoTo, guide to access tokens: client credentials in Basic; the answer names the `principal`.
static GOTO: Manners = Manners { auth: AuthType::BasicAuth, ..COMMON };

/// Slack, OAuth v2: scopes with commas between.
static SLACK: Manners = Manners {
    auth: AuthType::BasicAuth,
    asked: SLACK_SCOPES,
    needed: SLACK_SCOPES,
    between: ',',
    unsaid: FOR_GOOD,
    whoami: Whoami::Workspace,
    ..COMMON
};

/// Teams' chat: an administrator lets the bot's application in for the whole directory.
static TEAMS: Manners = Manners {
    asked: &["https://graph.microsoft.com/.default"],
    brings: Brings::Directory,
    ..COMMON
};

/// A vendor's; `None` for one that asks nobody for consent.
pub const fn of(name: Vendor) -> Option<&'static Manners> {
    match name {
        Vendor::Meetings(ProviderName::Zoom) => Some(&ZOOM),
        Vendor::Meetings(ProviderName::Google) => Some(&GOOGLE),
        Vendor::Meetings(ProviderName::Microsoft) => Some(&MICROSOFT),
        Vendor::Meetings(ProviderName::Goto) => Some(&GOTO),
        Vendor::Meetings(ProviderName::Jitsi) | Vendor::Exchange | Vendor::Hrmos => None,
        Vendor::Drive => Some(&DRIVE),
        Vendor::Chat(Platform::Slack) => Some(&SLACK),
        Vendor::Chat(Platform::Teams) => Some(&TEAMS),
    }
}
