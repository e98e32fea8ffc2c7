//! What it means when no consent is given, and how a connection shows it.

use super::End;
use crate::domain::config::ConnectionState;
use crate::domain::vendor::Platform;

/// How a connection is shown that did not come about; `None` where nothing is to be shown.
pub(super) const fn shown(
    end: End,
    platform: Option<Platform>,
) -> Option<(ConnectionState, &'static str)> {
    match (end, platform) {
        // Requirement G05: in both worlds it takes a role that not everybody has.
        (End::Denied | End::BlockedByAdmin, Some(Platform::Slack)) => Some((
            ConnectionState::Denied,
            "it was declined: somebody with the role of an Owner, Admin or app manager of the Slack \
             workspace has to connect it",
        )),
        (End::Denied | End::BlockedByAdmin, Some(Platform::Teams)) => Some((
            ConnectionState::Denied,
            "it was declined: somebody with the role of a Teams or Global Administrator of the Microsoft \
             directory has to connect it",
        )),
        (End::WrongAccount, Some(_)) => Some((
            ConnectionState::AccountMismatch,
            "the directory is connected to another tenant here: ask whoever runs this deployment, or choose \
             another directory",
        )),
        (end, _) => shown_of_meetings(end),
    }
}

const fn shown_of_meetings(end: End) -> Option<(ConnectionState, &'static str)> {
    match end {
        End::Denied => {
            Some((ConnectionState::Denied, "the person declined; connect once more to allow it"))
        }
        End::BlockedByAdmin => Some((
            ConnectionState::BlockedByAdmin,
            "an administrator of the account at the provider has to approve the application for \
             all users first; then connect once more",
        )),
        End::WrongAccount => Some((
            ConnectionState::AccountMismatch,
            "another account was signed in than one with the person's own address; sign out at \
             the provider and connect once more",
        )),
        End::Connected | End::MissingScopes | End::Expired | End::Unknown | End::Trouble => None,
    }
}

/// Who declined: the person or an administrator. Zoom says it in words, Google by a code of its own,
/// and Microsoft by numbers (facts: AADSTS65001, AADSTS90094).
pub(super) fn refusal(error: &str, description: &str) -> End {
    let description = description.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| description.contains(word));
    match error {
        "admin_policy_enforced" | "org_internal" | "consent_required" => End::BlockedByAdmin,
        "access_denied" if says(&["approved", "administrator", "aadsts65001", "aadsts9009"]) => {
            End::BlockedByAdmin
        }
        "access_denied" => End::Denied,
        _ => End::Trouble,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// P12: an administrator's refusal is told from the person's own.
    #[test]
    fn refusals_are_told_apart() {
        let zoom = "This app is not pre-approved by your account administrator.";
        assert_eq!(refusal("access_denied", zoom), End::BlockedByAdmin);
        assert_eq!(refusal("access_denied", "The user declined."), End::Denied);
        assert_eq!(refusal("access_denied", "AADSTS65004: User declined"), End::Denied);
        assert_eq!(refusal("access_denied", "AADSTS90094: admin"), End::BlockedByAdmin);
        assert_eq!(refusal("admin_policy_enforced", ""), End::BlockedByAdmin);
        assert_eq!(refusal("server_error", ""), End::Trouble);
    }
}
