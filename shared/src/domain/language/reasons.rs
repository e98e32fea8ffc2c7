//! Why a meeting can't be made, said in languages other than the one in which the reasons are written.

/// A sentence for each reason that people are told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reasons {
    /// The booking names a service that is not configured.
    pub service_unknown: &'static str,
    /// There are no credentials.
    pub not_connected: &'static str,
    /// The connection is switched off.
    pub connection_disabled: &'static str,
    /// The tenant has switched the provider off.
    pub feature_disabled: &'static str,
    /// The credentials are wrong.
    pub invalid_credentials: &'static str,
    /// The app is not activated at the provider.
    pub app_not_activated: &'static str,
    /// The app lacks a permission.
    pub insufficient_scope: &'static str,
    /// The grant has ended.
    pub needs_reauth: &'static str,
    /// The provider's administrator forbids it.
    pub blocked_by_admin: &'static str,
    /// Somebody has refused the grant.
    pub denied: &'static str,
    /// The grant belongs to another account.
    pub account_mismatch: &'static str,
    /// Nobody knows which user of the provider hosts.
    pub host_not_mapped: &'static str,
    /// That user does not exist.
    pub host_not_found: &'static str,
    /// That user may not host.
    pub host_not_licensed: &'static str,
    /// Microsoft makes no Teams meeting for the host.
    pub teams_not_available: &'static str,
    /// The host has no mailbox at Microsoft.
    pub mailbox_not_enabled: &'static str,
    /// A policy keeps the application from the host's mailbox at Microsoft.
    pub mailbox_excluded: &'static str,
    /// No policy lets the application hold Teams meetings for the host.
    pub access_policy_missing: &'static str,
    /// The host has not connected an account of their own.
    pub host_not_authenticated: &'static str,
    /// The company calendar does not know the host.
    pub organizer_not_synchronized: &'static str,
    /// The host's address is a mailbox of several people.
    pub shared_mailbox_cannot_host: &'static str,
    /// The company calendar is not connected.
    pub calendar_integration_inactive: &'static str,
    /// The company's Google makes no Meet links for the host.
    pub meet_disabled_in_admin_console: &'static str,
    /// The account refuses our passwords.
    pub passcode_policy: &'static str,
    /// Whether a meeting was made can't be looked up.
    pub cannot_verify_create: &'static str,
    /// The topic or agenda can't be used.
    pub template_unusable: &'static str,
}

impl Reasons {
    /// The sentence for this code, if it has one.
    #[must_use]
    pub fn of(&self, code: &str) -> Option<&'static str> {
        Some(match code {
            "service_unknown" => self.service_unknown,
            "not_connected" => self.not_connected,
            "connection_disabled" => self.connection_disabled,
            "feature_disabled" => self.feature_disabled,
            "invalid_credentials" => self.invalid_credentials,
            "app_not_activated" => self.app_not_activated,
            "insufficient_scope" => self.insufficient_scope,
            "needs_reauth" => self.needs_reauth,
            "blocked_by_admin" => self.blocked_by_admin,
            "denied" => self.denied,
            "account_mismatch" => self.account_mismatch,
            "host_not_mapped" => self.host_not_mapped,
            "host_not_found" => self.host_not_found,
            "host_not_licensed" => self.host_not_licensed,
            "teams_not_available" => self.teams_not_available,
            "mailbox_not_enabled" => self.mailbox_not_enabled,
            "mailbox_excluded" => self.mailbox_excluded,
            "access_policy_missing" => self.access_policy_missing,
            "host_not_authenticated" => self.host_not_authenticated,
            "organizer_not_synchronized" => self.organizer_not_synchronized,
            "shared_mailbox_cannot_host" => self.shared_mailbox_cannot_host,
            "calendar_integration_inactive" => self.calendar_integration_inactive,
            "meet_disabled_in_admin_console" => self.meet_disabled_in_admin_console,
            "passcode_policy" => self.passcode_policy,
            "cannot_verify_create" => self.cannot_verify_create,
            "template_unusable" => self.template_unusable,
            _ => return None,
        })
    }

    /// Whether the code says all: the detail adds no name, id or scope.
    pub(super) fn is_told_by_code(code: &str) -> bool {
        matches!(
            code,
            "not_connected"
                | "connection_disabled"
                | "invalid_credentials"
                | "app_not_activated"
                | "host_not_found"
                | "host_not_licensed"
                | "teams_not_available"
                | "mailbox_not_enabled"
                | "mailbox_excluded"
                | "organizer_not_synchronized"
                | "shared_mailbox_cannot_host"
                | "calendar_integration_inactive"
                | "meet_disabled_in_admin_console"
                | "passcode_policy"
        )
    }
}
