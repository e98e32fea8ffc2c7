//! The environment, read once when a process starts. No other module reads it.

mod vendors;

use std::env;
use std::fmt;
use std::path::Path;

use crate::domain::ids::Secret;
use crate::transport::{ExtraRoots, PrivateAddresses};

use vendors::vendors;
pub use vendors::{ProviderUrls, Vendors};

/// A shorter lease would leave no time between an attempt's beginning and its last call.
const SHORTEST_LEASE_S: i64 = 15;

/// What every AWS client needs, as Lambda puts it into a function's environment.
#[derive(Clone, Debug)]
pub struct AwsEnvironment {
    /// `AWS_REGION`.
    pub region: String,
    /// `AWS_ENDPOINT_URL`; `None` means AWS itself.
    pub endpoint: Option<String>,
    /// `AWS_ACCESS_KEY_ID`.
    pub access_key_id: String,
    /// `AWS_SECRET_ACCESS_KEY`.
    pub secret_access_key: Secret,
    /// `AWS_SESSION_TOKEN`.
    pub session_token: Option<Secret>,
}

/// The whole environment of a function. A field that a function has no use for may be missing from
/// its environment; using it all the same is an error that names the variable.
#[derive(Clone, Debug)]
pub struct Config {
    /// AWS.
    pub aws: AwsEnvironment,
    /// `CONVOKE_TABLE`.
    pub table: Setting,
    /// `CONVOKE_SESSIONS_QUEUE_URL`.
    pub sessions_queue: Setting,
    /// `CONVOKE_EVENTS_QUEUE_URL`.
    pub events_queue: Setting,
    /// `CONVOKE_DELIVERIES_QUEUE_URL`.
    pub deliveries_queue: Setting,
    /// `CONVOKE_IMPORTS_QUEUE_URL`.
    pub imports_queue: Setting,
    /// `CONVOKE_RECORDINGS_QUEUE_URL`.
    pub recordings_queue: Setting,
    /// `CONVOKE_KEYRING_SECRET`, a Secrets Manager id.
    pub keyring_secret: Setting,
    /// `CONVOKE_OPERATOR_SECRET`, a Secrets Manager id.
    pub operator_secret: Setting,
    /// `CONVOKE_APPS_SECRET`, a Secrets Manager id: the deployment's applications at the providers.
    pub apps_secret: Setting,
    /// `CONVOKE_MAIL_FROM`.
    pub mail_from: Setting,
    /// `CONVOKE_PUBLIC_URL`, without a slash at its end.
    pub public_url: Setting,
    /// `CONVOKE_CONFIG_TTL_S`, seconds that a tenant's configuration is kept in memory.
    pub config_ttl_s: i64,
    /// `CONVOKE_LEASE_S`, seconds that a session's lease lasts. Longer than the function's time-out.
    pub lease_s: i64,
    /// `CONVOKE_PRIVATE_ADDRESSES`, `refuse` or `allow`: whether addresses that tenants configure may
    /// lead to hosts that are not public. Only a stack on one machine allows it.
    pub private_addresses: PrivateAddresses,
    /// `CONVOKE_SHARED_WORKSPACES`, `refuse` or `allow`: whether several tenants may connect one
    /// directory at Microsoft. Only where all tenants belong together may it be allowed.
    pub shared_workspaces: bool,
    /// `CONVOKE_EXTRA_ROOTS`, a PEM file of root certificates that AWS and the providers are believed
    /// by as well. Unset, no file is read.
    pub extra_roots: ExtraRoots,
    /// Everybody outside.
    pub vendors: Vendors,
}

/// One variable: its name and its value, if it is set.
#[derive(Clone)]
pub struct Setting {
    name: &'static str,
    value: Option<String>,
}

/// A variable that is needed is missing, or can't be read.
#[derive(Debug, thiserror::Error)]
#[error("the environment variable {name} {problem}")]
pub struct ConfigError {
    /// The variable.
    pub name: &'static str,
    /// What is wrong with it.
    pub problem: String,
}

impl Setting {
    /// A setting with this value, for processes that are wired by hand.
    pub fn given(name: &'static str, value: impl Into<String>) -> Self {
        Self { name, value: Some(value.into()) }
    }

    /// The value.
    ///
    /// # Errors
    /// When the variable is not set.
    pub fn get(&self) -> Result<&str, ConfigError> {
        let missing = || ConfigError { name: self.name, problem: "is not set".to_owned() };
        self.value.as_deref().ok_or_else(missing)
    }
}

impl fmt::Debug for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.value)
    }
}

impl Config {
    /// Reads the environment of this process.
    ///
    /// # Errors
    /// When a number can't be read; missing texts are reported by [`Setting::get`].
    pub fn from_env() -> Result<Self, ConfigError> {
        Self::read(&variable)
    }

    /// Reads an environment through `variable`.
    ///
    /// # Errors
    /// As [`Self::from_env`].
    pub fn read(variable: &dyn Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let setting = |name| Setting { name, value: variable(name) };
        let mut public_url = setting("CONVOKE_PUBLIC_URL");
        public_url.value = public_url.value.map(|url| url.trim_end_matches('/').to_owned());
        Ok(Self {
            aws: aws(variable),
            table: setting("CONVOKE_TABLE"),
            sessions_queue: setting("CONVOKE_SESSIONS_QUEUE_URL"),
            events_queue: setting("CONVOKE_EVENTS_QUEUE_URL"),
            deliveries_queue: setting("CONVOKE_DELIVERIES_QUEUE_URL"),
            imports_queue: setting("CONVOKE_IMPORTS_QUEUE_URL"),
            recordings_queue: setting("CONVOKE_RECORDINGS_QUEUE_URL"),
            keyring_secret: setting("CONVOKE_KEYRING_SECRET"),
            operator_secret: setting("CONVOKE_OPERATOR_SECRET"),
            apps_secret: setting("CONVOKE_APPS_SECRET"),
            mail_from: setting("CONVOKE_MAIL_FROM"),
            public_url,
            config_ttl_s: seconds(variable, "CONVOKE_CONFIG_TTL_S", 60, 0)?,
            lease_s: seconds(variable, "CONVOKE_LEASE_S", 60, SHORTEST_LEASE_S)?,
            private_addresses: private_addresses(variable)?,
            shared_workspaces: allows(variable, "CONVOKE_SHARED_WORKSPACES")?,
            extra_roots: extra_roots(variable)?,
            vendors: vendors(variable),
        })
    }
}

/// The X-Ray trace of the current invocation, which Lambda's runtime keeps in the environment. One
/// process handles one invocation at a time.
#[must_use]
pub fn xray_trace() -> Option<String> {
    variable("_X_AMZN_TRACE_ID")
}

fn aws(variable: &dyn Fn(&str) -> Option<String>) -> AwsEnvironment {
    let text = |name| variable(name).unwrap_or_default();
    AwsEnvironment {
        region: text("AWS_REGION"),
        endpoint: variable("AWS_ENDPOINT_URL"),
        access_key_id: text("AWS_ACCESS_KEY_ID"),
        secret_access_key: Secret::new(text("AWS_SECRET_ACCESS_KEY")),
        session_token: variable("AWS_SESSION_TOKEN").map(Secret::new),
    }
}

/// Refused unless it says otherwise in full: a slip of the pen must not open the guard.
fn private_addresses(
    variable: &dyn Fn(&str) -> Option<String>,
) -> Result<PrivateAddresses, ConfigError> {
    let is_allowed = allows(variable, "CONVOKE_PRIVATE_ADDRESSES")?;
    Ok(if is_allowed { PrivateAddresses::Allow } else { PrivateAddresses::Refuse })
}

fn allows(
    variable: &dyn Fn(&str) -> Option<String>,
    name: &'static str,
) -> Result<bool, ConfigError> {
    match variable(name).as_deref() {
        None | Some("" | "refuse") => Ok(false),
        Some("allow") => Ok(true),
        Some(_) => Err(ConfigError { name, problem: "must be refuse or allow".to_owned() }),
    }
}

/// A file that is named and can't be used stops the start: requests would fail one by one, later.
fn extra_roots(variable: &dyn Fn(&str) -> Option<String>) -> Result<ExtraRoots, ConfigError> {
    let name = "CONVOKE_EXTRA_ROOTS";
    let Some(path) = variable(name) else { return Ok(ExtraRoots::default()) };
    let read = ExtraRoots::read(Path::new(&path));
    read.map_err(|fault| ConfigError { name, problem: format!("names a file that {fault}") })
}

fn seconds(
    variable: &dyn Fn(&str) -> Option<String>,
    name: &'static str,
    default: i64,
    least: i64,
) -> Result<i64, ConfigError> {
    let Some(text) = variable(name) else { return Ok(default) };
    let number = text.parse().ok().filter(|seconds| (least..=3600).contains(seconds));
    number.ok_or_else(|| ConfigError {
        name,
        problem: format!("must be a whole number of seconds from {least} to 3600"),
    })
}

/// The only place that reads the process's environment. An empty variable counts as unset, as
/// templates can't leave one out.
#[expect(clippy::disallowed_methods, reason = "config is where the environment is read")]
fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &'static str, value: &'static str) -> Result<Config, ConfigError> {
        Config::read(&|asked| (asked == name).then(|| value.to_owned()))
    }

    #[test]
    fn numbers_out_of_range_are_refused_by_their_name() {
        for (name, value) in [
            ("CONVOKE_LEASE_S", "5"),
            ("CONVOKE_LEASE_S", "soon"),
            ("CONVOKE_CONFIG_TTL_S", "-1"),
            ("CONVOKE_CONFIG_TTL_S", "3601"),
        ] {
            assert_eq!(read(name, value).unwrap_err().name, name, "{value}");
        }
        assert_eq!(read("CONVOKE_CONFIG_TTL_S", "0").unwrap().config_ttl_s, 0);
    }

    #[test]
    fn private_addresses_are_refused_unless_allowed_in_full() {
        let name = "CONVOKE_PRIVATE_ADDRESSES";
        assert_eq!(read("", "").unwrap().private_addresses, PrivateAddresses::Refuse);
        for refused in ["", "refuse"] {
            let config = read(name, refused).unwrap();
            assert_eq!(config.private_addresses, PrivateAddresses::Refuse);
        }
        assert_eq!(read(name, "allow").unwrap().private_addresses, PrivateAddresses::Allow);
        for bad in ["Allow", "allow ", "true", "1", "yes"] {
            assert_eq!(read(name, bad).unwrap_err().name, name, "{bad}");
        }
    }

    #[test]
    fn a_file_of_roots_that_cant_be_used_stops_the_start() {
        let name = "CONVOKE_EXTRA_ROOTS";
        assert!(read("", "").is_ok(), "unset, none is read");
        assert_eq!(read(name, "/no/such/roots.pem").unwrap_err().name, name);
        let refused = read(name, concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")).unwrap_err();
        assert_eq!(refused.problem, "names a file that holds no certificate");
    }

    #[test]
    fn unset_addresses_are_the_vendors_own() {
        let config = read("CONVOKE_ZOOM_API_URL", "http://zoom.test/v2/").unwrap();
        assert_eq!(config.vendors.zoom.api, "http://zoom.test/v2");
        assert_eq!(config.vendors.zoom.token, "https://zoom.us/oauth/token");
        assert_eq!(config.vendors.meet, "https://meet.googleapis.com");
        let missing = config.table.get().unwrap_err().to_string();
        assert_eq!(missing, "the environment variable CONVOKE_TABLE is not set");
    }
}
