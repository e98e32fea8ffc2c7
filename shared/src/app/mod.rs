//! The verbs, one file each, over an [`App`] that is built once per process.

pub mod answer;
pub mod ask;
pub mod bot_keys;
pub mod business;
pub mod capabilities;
pub mod configs;
pub mod configure;
pub mod connect;
pub mod consent;
pub mod copy_recording;
pub mod deliver;
pub mod dispatch;
pub mod entry;
pub mod erase;
pub mod exchange;
pub mod fan_out;
pub mod feedback;
pub mod grants;
pub mod health;
pub mod hear;
pub mod host_page;
pub mod import;
pub mod invite;
pub mod meet;
mod offboard;
pub mod plan_ahead;
mod post;
pub mod post_news;
pub mod probe;
pub mod read;
pub mod receive;
pub mod redrive;
pub mod reseal;
pub mod revoke;
pub mod signing;
pub mod tick;
pub mod tokens;
pub mod way;

use std::sync::Arc;

use jiff::Timestamp;

use crate::aws::Aws;
use crate::clock::{Clock, Entropy};
use crate::config::Config;
use crate::providers::Providers;
use crate::queue::Queue;
use crate::secrets::Secrets;
use crate::store::Store;
use crate::transport::Transport;
use crate::vault::Vault;

use configs::Configs;

/// Everything a verb may need. A function uses few of them, and what it does not use is never built.
pub struct App {
    /// The environment.
    pub config: Config,
    /// AWS.
    pub aws: Aws,
    /// The way to the vendors, for what no adapter asks.
    pub transport: Transport,
    /// The keys that Teams' requests are signed with.
    pub bot_keys: bot_keys::BotKeys,
    /// The way to addresses that tenants configure, and the only one to them: it refuses what is not
    /// public. Built on first use.
    pub guarded: Transport,
    /// The way to job boards, which are slow and whose files are large. Built on first use.
    pub boards: Transport,
    /// The way to what is larger than the memory. Built on first use.
    pub films: Transport,
    /// Time.
    pub clock: Clock,
    /// Chance.
    pub entropy: Entropy,
    /// The table.
    pub store: Store,
    /// The tenants' configurations, as kept in memory.
    pub configs: Configs,
    /// The deployment's secrets.
    pub secrets: Arc<Secrets>,
    /// Sealing and opening.
    pub vault: Vault,
    /// The providers of meetings.
    pub providers: Providers,
    /// The access tokens that this process works with.
    pub tokens: grants::InUse,
}

/// The message that work came by.
#[derive(Clone, Debug)]
pub struct Context {
    /// The queue's id of the message.
    pub message_id: String,
    /// How often it was received, from 1.
    pub received: u32,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// Follows the work from the webhook to the mail.
    pub trace: String,
}

impl App {
    /// The queue of `meeting-sync`.
    ///
    /// # Errors
    /// When this function has no such queue.
    pub fn sessions(&self) -> Result<Queue, crate::config::ConfigError> {
        Ok(Queue::new(self.aws.clone(), self.config.sessions_queue.get()?.to_owned()))
    }

    /// The queue of `notification-fanout`.
    ///
    /// # Errors
    /// When this function has no such queue.
    pub fn events(&self) -> Result<Queue, crate::config::ConfigError> {
        Ok(Queue::new(self.aws.clone(), self.config.events_queue.get()?.to_owned()))
    }

    /// The queue of `scheduled-import`.
    ///
    /// # Errors
    /// When this function has no such queue.
    pub fn imports(&self) -> Result<Queue, crate::config::ConfigError> {
        Ok(Queue::new(self.aws.clone(), self.config.imports_queue.get()?.to_owned()))
    }

    /// The queue of `recording-copy`.
    ///
    /// # Errors
    /// When this function has no such queue.
    pub fn recordings(&self) -> Result<Queue, crate::config::ConfigError> {
        Ok(Queue::new(self.aws.clone(), self.config.recordings_queue.get()?.to_owned()))
    }

    /// The queue of `notification-deliver`.
    ///
    /// # Errors
    /// When this function has no such queue.
    pub fn deliveries(&self) -> Result<Queue, crate::config::ConfigError> {
        Ok(Queue::new(self.aws.clone(), self.config.deliveries_queue.get()?.to_owned()))
    }
}

/// A missing variable is a mistake in the deployment: the work waits for the next one.
impl From<crate::config::ConfigError> for crate::domain::fault::Fault {
    fn from(error: crate::config::ConfigError) -> Self {
        Self::retry(60, error.to_string())
    }
}

impl From<crate::clock::NoEntropy> for crate::domain::fault::Fault {
    fn from(error: crate::clock::NoEntropy) -> Self {
        Self::retry(5, error.to_string())
    }
}
