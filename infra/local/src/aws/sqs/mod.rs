//! Amazon SQS: standard queues with groups, delays, visibility and dead-letter queues, exact
//! enough that the deployed code can't tell.
//!
//! The available crate keeps no messages in its snapshots, drops `MessageGroupId` and reads the
//! machine's clock only, so this is our own.

mod error;
mod message;
mod queue;
mod queues;
mod receipt;
mod settings;
mod wire;
mod wire_batch;
mod wire_queue;

use std::sync::Mutex;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use super::clock::Clock;
use super::locked;

pub use error::SqsError;
pub use message::{MAX_MESSAGE_BYTES, MessageAttribute, MessageAttributes, ReceivedMessage};
pub use queue::Depth;
use queues::{Queues, Snapshot};
use settings::{DeadLetter, Settings};
pub(super) use wire::payload;

/// The region in the names of queues.
const REGION: &str = "us-east-1";

/// The account that owns everything in the local stack.
const ACCOUNT: &str = "123456789012";

/// What is billed as one request: 64 KiB of payload. Amazon SQS pricing.
const CHUNK_BYTES: usize = 64 * 1024;

/// How often a waiting receiver looks at the clock, since virtual time may jump.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// A queue as the deployment's template describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueSpec {
    /// The queue's name.
    pub name: String,
    /// How long a received message stays invisible, in seconds.
    pub visibility_s: u32,
    /// How long a message is kept, in seconds.
    pub retention_s: u32,
    /// The queue to which a message goes that was received that often and not deleted. It must
    /// exist.
    pub dead_letter: Option<(String, u32)>,
}

/// The Amazon resource name of a queue.
pub(super) fn arn(queue: &str) -> String {
    format!("arn:aws:sqs:{REGION}:{ACCOUNT}:{queue}")
}

/// The name of the queue at an address, whatever host and account the address has.
fn name_in(url: &str) -> &str {
    url.trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}

/// How many requests a payload is billed as.
pub(super) fn chunks(bytes: usize) -> u64 {
    u64::try_from(bytes.div_ceil(CHUNK_BYTES).max(1)).unwrap_or(u64::MAX)
}

/// The queues, for any number of threads.
pub(super) struct Sqs {
    queues: Mutex<Queues>,
    arrived: Notify,
    clock: Clock,
    base_url: Mutex<String>,
}

impl Sqs {
    /// Takes up what was saved, or starts empty.
    pub(super) fn open(
        saved: Option<&[u8]>,
        seed: u64,
        clock: Clock,
    ) -> Result<Self, serde_json::Error> {
        let snapshot = match saved {
            Some(saved) => serde_json::from_slice(saved)?,
            None => Snapshot::default(),
        };
        let queues = Mutex::new(Queues::restore(snapshot, seed, clock.now_ms()));
        let base_url = Mutex::new("http://127.0.0.1".to_owned());
        Ok(Self { queues, arrived: Notify::new(), clock, base_url })
    }

    /// Sets the address under which the queues' addresses lie.
    pub(super) fn set_base_url(&self, url: &str) {
        url.trim_end_matches('/').clone_into(&mut locked(&self.base_url));
    }

    /// The address of a queue of that name.
    pub(super) fn url(&self, name: &str) -> String {
        format!("{}/{ACCOUNT}/{name}", locked(&self.base_url))
    }

    /// Makes a queue or brings it to what is wanted; what it holds stays.
    pub(super) fn put(&self, spec: &QueueSpec) -> Result<(), SqsError> {
        let dead_letter = spec.dead_letter.clone();
        let settings = Settings {
            visibility_s: i64::from(spec.visibility_s),
            retention_s: i64::from(spec.retention_s),
            dead_letter: dead_letter.map(|(queue, max_receive)| DeadLetter { queue, max_receive }),
            ..Settings::default()
        };
        locked(&self.queues).put(&spec.name, settings, self.clock.now_ms())
    }

    /// See [`Queues::receive`].
    pub(super) fn receive(
        &self,
        queue: &str,
        max: i64,
        visibility_s: Option<i64>,
    ) -> Result<Vec<ReceivedMessage>, SqsError> {
        locked(&self.queues).receive(queue, max, visibility_s, self.clock.now_ms())
    }

    /// Deletes a message that was received.
    pub(super) fn delete(&self, queue: &str, handle: &str) -> Result<(), SqsError> {
        locked(&self.queues).delete(queue, handle)
    }

    /// Makes a received message visible in `seconds` from now.
    pub(super) fn change_visibility(
        &self,
        queue: &str,
        handle: &str,
        seconds: i64,
    ) -> Result<(), SqsError> {
        let now_ms = self.clock.now_ms();
        locked(&self.queues).change_visibility(queue, handle, seconds, now_ms)?;
        self.arrived.notify_waiters();
        Ok(())
    }

    /// See [`Queues::next_visible_ms`].
    pub(super) fn next_visible_ms(&self, queue: &str) -> Result<Option<i64>, SqsError> {
        locked(&self.queues).next_visible_ms(queue, self.clock.now_ms())
    }

    /// How full a queue is.
    pub(super) fn depth(&self, queue: &str) -> Result<Depth, SqsError> {
        locked(&self.queues).depth(queue, self.clock.now_ms())
    }

    /// Waits until a message of the queue is visible; false if none is within `timeout`.
    pub(super) async fn wait_visible(
        &self,
        queue: &str,
        timeout: Duration,
    ) -> Result<bool, SqsError> {
        let deadline = Instant::now() + timeout;
        loop {
            // Before the look, so that what arrives after it is not missed.
            let arrived = self.arrived.notified();
            let now_ms = self.clock.now_ms();
            let next_ms = locked(&self.queues).next_visible_ms(queue, now_ms)?;
            let wait_ms = next_ms.map(|next_ms| u64::try_from(next_ms - now_ms).unwrap_or(0));
            if wait_ms == Some(0) {
                return Ok(true);
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(false);
            }
            let due = wait_ms.map_or(LOOK_AGAIN, Duration::from_millis);
            // Woken or not, the next round looks again.
            let _ = tokio::time::timeout(due.min(LOOK_AGAIN).min(left), arrived).await;
        }
    }

    /// A number that grows with every change of the content.
    pub(super) fn revision(&self) -> u64 {
        locked(&self.queues).revision()
    }

    /// The content as it is to be saved.
    pub(super) fn snapshot(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(locked(&self.queues).content())
    }
}
