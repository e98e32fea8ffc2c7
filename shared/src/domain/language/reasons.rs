//! Why a meeting can't be made, said in languages other than the one in which the reasons are written.

/// A sentence for each reason that people are told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reasons {
    /// The booking names a service that is not configured.
    pub service_unknown: &'static str,
    /// This deployment makes no meetings there.
    pub provider_not_available: &'static str,
    /// There are no credentials.
    pub not_connected: &'static str,
    /// The connection is switched off.
    pub connection_disabled: &'static str,
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
            "provider_not_available" => self.provider_not_available,
            "not_connected" => self.not_connected,
            "connection_disabled" => self.connection_disabled,
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
                | "passcode_policy"
        )
    }
}
