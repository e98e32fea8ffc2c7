//! How vendors tell whose token it is.

use serde::Deserialize;

use super::Consenter;

/// Whether Slack did what it was asked.
#[derive(Deserialize)]
pub(super) struct Said {
    pub(super) ok: Option<bool>,
}

/// Slack's answer to `users.info`.
#[derive(Deserialize)]
pub(super) struct Told {
    #[serde(default)]
    pub(super) user: Option<Profiled>,
}

#[derive(Deserialize)]
pub(super) struct Profiled {
    pub(super) profile: Profile,
}

#[derive(Deserialize)]
pub(super) struct Profile {
    #[serde(default)]
    pub(super) email: Option<String>,
}

/// Zoom has `email`, Google too, and Microsoft `mail` with `userPrincipalName` beside it.
#[derive(Deserialize)]
pub(super) struct Account {
    pub(super) id: String,
    #[serde(default)]
    pub(super) email: Option<String>,
    #[serde(default)]
    pub(super) mail: Option<String>,
    #[serde(default, rename = "userPrincipalName")]
    pub(super) user_principal_name: Option<String>,
}

/// Drive's way of saying the same.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DriveUser {
    pub(super) permission_id: String,
    pub(super) email_address: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum WhoAmI {
    Drive { user: DriveUser },
    Plain(Account),
}

impl WhoAmI {
    pub(super) fn consenter(self) -> Option<Consenter> {
        match self {
            Self::Drive { user } => {
                Some(Consenter { id: user.permission_id, email: user.email_address })
            }
            Self::Plain(account) => account.consenter(),
        }
    }
}

impl Account {
    pub(super) fn consenter(self) -> Option<Consenter> {
        let email = self.email.or(self.mail).or(self.user_principal_name)?;
        Some(Consenter { id: self.id, email })
    }
}
