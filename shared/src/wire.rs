//! From the environment to an [`App`]: the only place that knows all parts.

use std::sync::Arc;

use jiff::SignedDuration;

use crate::app::App;
use crate::app::bot_keys::BotKeys;
use crate::app::configs::Configs;
use crate::app::grants::InUse;
use crate::aws::Aws;
use crate::clock::{Clock, Entropy};
use crate::config::{Config, ConfigError};
use crate::providers::Providers;
use crate::secrets::Secrets;
use crate::store::Store;
use crate::transport::{Transport, TransportFault};
use crate::vault::Vault;

/// A process that can't be wired.
#[derive(Debug, thiserror::Error)]
pub enum WireError {
    /// The environment is not what it must be.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// There is no way out.
    #[error(transparent)]
    Transport(#[from] TransportFault),
}

/// The app of this process, as its environment says.
///
/// # Errors
/// A [`WireError`] that names what is wrong.
pub fn from_env() -> Result<App, WireError> {
    let config = Config::from_env()?;
    let transport = Transport::network(&config.extra_roots)?;
    let guarded = Transport::guarded(config.private_addresses);
    let boards = Transport::patient(config.extra_roots.clone());
    let films = Transport::streaming(config.extra_roots.clone());
    let ways = Ways { transport, guarded, boards, films };
    Ok(assembled(config, ways, Clock::system(), Entropy::system())?)
}

/// An app from its parts, with one transport for everything; requests to tenants' addresses are
/// judged as in production before they reach it.
///
/// # Errors
/// A [`ConfigError`] that names a variable that every function needs.
pub fn app(
    config: Config,
    transport: Transport,
    clock: Clock,
    entropy: Entropy,
) -> Result<App, ConfigError> {
    let guarded = transport.behind_guard(config.private_addresses);
    let (boards, films) = (transport.clone(), transport.clone());
    assembled(config, Ways { transport, guarded, boards, films }, clock, entropy)
}

/// The ways out.
struct Ways {
    /// To AWS and the providers, whose addresses the deployment chooses.
    transport: Transport,
    /// To what tenants configure.
    guarded: Transport,
    /// To job boards.
    boards: Transport,
    /// To what is larger than the memory.
    films: Transport,
}

fn assembled(
    config: Config,
    ways: Ways,
    clock: Clock,
    entropy: Entropy,
) -> Result<App, ConfigError> {
    let Ways { transport, guarded, boards, films } = ways;
    let aws = Aws::new(transport.clone(), config.aws.clone());
    let store = Store::new(aws.clone(), config.table.get()?.to_owned());
    let kept_for = SignedDuration::from_secs(config.config_ttl_s);
    let configs = Configs::new(store.clone(), clock.clone(), kept_for);
    let secrets = Arc::new(Secrets::new(aws.clone(), clock.clone()));
    let ring = config.keyring_secret.get()?.to_owned();
    let vault = Vault::new(Arc::clone(&secrets), ring, entropy.clone());
    let providers = Providers::new(&transport, &boards, &config.vendors, &clock);
    let tokens = InUse::default();
    Ok(App {
        transport,
        bot_keys: BotKeys::default(),
        config,
        aws,
        guarded,
        boards,
        films,
        clock,
        entropy,
        store,
        configs,
        secrets,
        vault,
        providers,
        tokens,
    })
}
