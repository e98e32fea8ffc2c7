//! The user-managed app, which each user authorises for himself: another app than the account's
//! server-to-server one.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::sim::oauth::{Rotation, Vending};
use crate::sim::{StateError, state};

const FIELDS: [&str; 5] = ["client_id", "client_secret", "scopes", "approved", "active"];

/// The app's one redirect address, on whichever host of ours.
pub const REDIRECT_PATH: &str = "/v1/oauth/zoom/callback";

/// How Zoom hands out a user's tokens. Source: Zoom OAuth, token lifecycle: codes live 5 minutes,
/// refresh tokens about 90 days, and each works once.
pub const VENDING: Vending = Vending {
    code: SignedDuration::from_mins(5),
    access: SignedDuration::from_hours(1),
    refresh: SignedDuration::from_hours(90 * 24),
    rotation: Rotation::SingleUse,
    // As long as the vendor's, which are signed JSON; nobody may read them.
    access_length: 1150,
};

/// A user-managed app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OauthApp {
    /// The app's client id.
    pub client_id: String,
    /// The app's client secret.
    pub client_secret: String,
    /// The scopes the app has now.
    pub scopes: Vec<String>,
    /// Whether the account's administrator lets users have the app.
    #[serde(default = "yes")]
    pub approved: bool,
    /// Whether the app is activated; shown only when it is not.
    #[serde(default = "yes", skip_serializing_if = "Clone::clone")]
    pub active: bool,
}

fn yes() -> bool {
    true
}

impl OauthApp {
    /// An app to play with. Its credentials are not secrets.
    pub fn demo() -> Self {
        let scopes = [
            "meeting:write:meeting",
            "meeting:update:meeting",
            "meeting:delete:meeting",
            "meeting:read:meeting",
            "meeting:read:list_meetings",
            "user:read:user",
        ];
        Self {
            client_id: "zoom-user-demo".into(),
            client_secret: "zoom-user-secret-demo".into(),
            scopes: scopes.map(str::to_owned).into(),
            approved: true,
            active: true,
        }
    }

    /// The app as somebody wants it: the named fields change. `null` is the demo app.
    ///
    /// # Errors
    /// Names the field that does not fit.
    pub fn merged(&self, change: &Value) -> Result<Self, StateError> {
        if change.is_null() {
            return Ok(Self::demo());
        }
        let app: Self = state::merged("oauth_app", self, change, &FIELDS)?;
        app.check()?;
        Ok(app)
    }

    /// Admin scopes are for admin-managed apps alone (Zoom: scopes of user-managed apps).
    fn check(&self) -> Result<(), StateError> {
        let is_admin = |scope: &String| scope.ends_with(":admin") || scope.ends_with(":master");
        if self.scopes.iter().any(is_admin) {
            let detail = "a user-managed app has no admin scopes";
            return Err(StateError::invalid("oauth_app.scopes", detail));
        }
        Ok(())
    }

    /// Whether these are exactly the scopes that the app has now.
    pub fn has_just(&self, scopes: &[String]) -> bool {
        scopes.len() == self.scopes.len() && scopes.iter().all(|s| self.scopes.contains(s))
    }
}
