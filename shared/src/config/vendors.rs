//! Where everybody outside is reached: the vendors' own addresses unless the environment says otherwise.

use crate::domain::settings::ProviderName;
use crate::domain::vendor::{Platform, Vendor};

/// Where a provider is reached; each address can be overridden.
#[derive(Clone, Debug)]
pub struct ProviderUrls {
    /// `CONVOKE_<PROVIDER>_API_URL`, without a slash at its end.
    pub api: String,
    /// `CONVOKE_<PROVIDER>_TOKEN_URL`.
    pub token: String,
    /// `CONVOKE_<PROVIDER>_AUTHORIZE_URL`.
    pub authorize: String,
}

/// Everybody outside.
#[derive(Clone, Debug)]
pub struct Vendors {
    /// Zoom.
    pub zoom: ProviderUrls,
    /// Google.
    pub google: ProviderUrls,
    /// Google Drive.
    pub drive: ProviderUrls,
    /// `CONVOKE_MEET_API_URL`: Meet's own API, without a slash at its end.
    pub meet: String,
    /// Microsoft. In its addresses `{tenant}` stands for the directory that is asked.
    pub microsoft: ProviderUrls,
    /// GoTo.
    pub goto: ProviderUrls,
    /// `CONVOKE_JITSI_URL`, without a slash at its end.
    pub jitsi: String,
    /// Slack.
    pub slack: ProviderUrls,
    /// Teams' chat: `api` is Graph's. In its addresses `{tenant}` stands for the directory that is asked.
    pub teams: ProviderUrls,
    /// `CONVOKE_TEAMS_BOT_URL`: the Bot Framework's connector, without a slash at its end.
    pub teams_bot: String,
    /// `CONVOKE_HRMOS_API_URL`: the applicant system, without a slash at its end.
    pub hrmos: Option<String>,
    /// `CONVOKE_MEDIA_API_URL`: where job boards are, each under its id, without a slash at its end.
    pub media: Option<String>,
    /// `CONVOKE_TEAMS_KEYS_URL`: the `OpenID` configuration that names the connector's keys.
    pub teams_keys: String,
}

impl Vendors {
    /// A vendor's addresses. `None` for one that is a link and nothing else.
    #[must_use]
    pub const fn of(&self, name: Vendor) -> Option<&ProviderUrls> {
        match name {
            Vendor::Meetings(ProviderName::Zoom) => Some(&self.zoom),
            Vendor::Meetings(ProviderName::Google) => Some(&self.google),
            Vendor::Meetings(ProviderName::Microsoft) => Some(&self.microsoft),
            Vendor::Meetings(ProviderName::Goto) => Some(&self.goto),
            Vendor::Meetings(ProviderName::Jitsi) | Vendor::Exchange | Vendor::Hrmos => None,
            Vendor::Drive => Some(&self.drive),
            Vendor::Chat(Platform::Slack) => Some(&self.slack),
            Vendor::Chat(Platform::Teams) => Some(&self.teams),
        }
    }
}

/// A vendor's variables, by the name in them, with the vendor's own addresses for what is not set.
macro_rules! vendor {
    ($variable:expr, $name:literal, $api:literal, $token:literal, $authorize:literal) => {{
        let url = |name, default| address($variable, name, default);
        ProviderUrls {
            api: url(concat!("CONVOKE_", $name, "_API_URL"), $api),
            token: url(concat!("CONVOKE_", $name, "_TOKEN_URL"), $token),
            authorize: url(concat!("CONVOKE_", $name, "_AUTHORIZE_URL"), $authorize),
        }
    }};
}

pub(super) fn vendors(variable: &dyn Fn(&str) -> Option<String>) -> Vendors {
    let url = |name, default| address(variable, name, default);
    Vendors {
        zoom: vendor!(
            variable,
            "ZOOM",
            "https://api.zoom.us/v2",
            "https://zoom.us/oauth/token",
            "https://zoom.us/oauth/authorize"
        ),
        google: vendor!(
            variable,
            "GOOGLE",
            "https://www.googleapis.com",
            "https://oauth2.googleapis.com/token",
            "https://accounts.google.com/o/oauth2/v2/auth"
        ),
        drive: vendor!(
            variable,
            "DRIVE",
            "https://www.googleapis.com",
            "https://oauth2.googleapis.com/token",
            "https://accounts.google.com/o/oauth2/v2/auth"
        ),
        meet: url("CONVOKE_MEET_API_URL", "https://meet.googleapis.com"),
        microsoft: vendor!(
            variable,
            "MICROSOFT",
            "https://graph.microsoft.com/v1.0",
            "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
            "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize"
        ),
        goto: vendor!(
            variable,
            "GOTO",
            "https://api.getgo.com/G2M/rest",
            "https://authentication.logmeininc.com/oauth/token",
            "https://authentication.logmeininc.com/oauth/authorize"
        ),
        jitsi: url("CONVOKE_JITSI_URL", "https://meet.jit.si"),
        slack: vendor!(
            variable,
            "SLACK",
            "https://slack.com/api",
            "https://slack.com/api/oauth.v2.access",
            "https://slack.com/oauth/v2/authorize"
        ),
        teams: vendor!(
            variable,
            "TEAMS",
            "https://graph.microsoft.com/v1.0",
            "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
            "https://login.microsoftonline.com/{tenant}/v2.0/adminconsent"
        ),
        teams_bot: url("CONVOKE_TEAMS_BOT_URL", "https://smba.trafficmanager.net/teams"),
        hrmos: variable("CONVOKE_HRMOS_API_URL").map(|url| url.trim_end_matches('/').to_owned()),
        media: variable("CONVOKE_MEDIA_API_URL").map(|url| url.trim_end_matches('/').to_owned()),
        teams_keys: url(
            "CONVOKE_TEAMS_KEYS_URL",
            "https://login.botframework.com/v1/.well-known/openidconfiguration",
        ),
    }
}

/// An address without a slash at its end.
fn address(variable: &dyn Fn(&str) -> Option<String>, name: &str, default: &str) -> String {
    variable(name).as_deref().unwrap_or(default).trim_end_matches('/').to_owned()
}
