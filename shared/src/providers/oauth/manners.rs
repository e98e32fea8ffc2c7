//! How each vendor's authorisation server wants to be spoken to.

use oauth2::AuthType;

use crate::domain::settings::ProviderName;

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
    /// Where the API says whose token it is; `None` where the token answer does.
    pub whoami: Option<&'static str>,
}

/// Zoom, OAuth guide: client credentials in Basic; the scopes are the application's.
static ZOOM: Manners = Manners {
    auth: AuthType::BasicAuth,
    asked: &[],
    needed: &[
        "meeting:write:meeting",
        "meeting:update:meeting",
        "meeting:delete:meeting",
        "user:read:user",
    ],
    extra: &[],
    whoami: Some("/users/me"),
};

/// Google, OAuth 2.0 for web servers: a refresh token comes only for `access_type=offline`, and after
/// the first consent only for `prompt=consent`. People can untick scopes.
static GOOGLE: Manners = Manners {
    auth: AuthType::RequestBody,
    asked: &["openid", "email", "https://www.googleapis.com/auth/calendar.events"],
    needed: &["https://www.googleapis.com/auth/calendar.events"],
    extra: &[("access_type", "offline"), ("prompt", "consent")],
    whoami: Some("/oauth2/v2/userinfo"),
};

/// Microsoft identity platform: a refresh token comes only for `offline_access`.
static MICROSOFT: Manners = Manners {
    auth: AuthType::RequestBody,
    asked: &["offline_access", "User.Read", "OnlineMeetings.ReadWrite"],
    needed: &["OnlineMeetings.ReadWrite"],
    extra: &[],
    whoami: Some("/me"),
};

/// GoTo, guide to access tokens: client credentials in Basic; the answer names the `principal`.
static GOTO: Manners =
    Manners { auth: AuthType::BasicAuth, asked: &[], needed: &[], extra: &[], whoami: None };

/// A vendor's; `None` for one that asks nobody for consent.
pub const fn of(name: ProviderName) -> Option<&'static Manners> {
    match name {
        ProviderName::Zoom => Some(&ZOOM),
        ProviderName::Google => Some(&GOOGLE),
        ProviderName::Microsoft => Some(&MICROSOFT),
        ProviderName::Goto => Some(&GOTO),
        ProviderName::Jitsi => None,
    }
}
