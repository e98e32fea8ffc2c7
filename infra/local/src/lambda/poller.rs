//! The link from a queue to a function: Lambda's event source mapping for SQS.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use serde_json::Value;
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use super::{Lambda, batch};

/// How long to wait for messages at once (SQS: a long poll takes up to 20 s).
const LONG_POLL: Duration = Duration::from_secs(20);

/// The pause after messages that were visible went to somebody else.
const MISSED: Duration = Duration::from_millis(20);

/// The queues, as the poller needs them.
pub trait Queues: Send + Sync + 'static {
    /// Takes up to `max` visible messages in hand, for as long as the queue says.
    fn receive(&self, queue: &str, max: u32) -> Vec<Message>;
    /// Deletes messages in hand.
    fn delete(&self, queue: &str, receipts: &[String]);
    /// Waits until a message is visible; false if none is within `up_to`.
    fn wait_visible(&self, queue: &str, up_to: Duration) -> BoxFuture<'_, bool>;
}

/// A message in hand.
#[derive(Debug, Clone)]
pub struct Message {
    /// The id that SQS gave it.
    pub message_id: String,
    /// By which it is deleted.
    pub receipt_handle: String,
    /// Its text.
    pub body: String,
    /// The MD5 of its text, in hexadecimal.
    pub md5: String,
    /// SQS's own attributes, such as `ApproximateReceiveCount` and `MessageGroupId`.
    pub attributes: BTreeMap<String, String>,
    /// The sender's attributes, in the form in which Lambda hands them on.
    pub message_attributes: Value,
}

/// One event source, as the template describes it. The function answers with the failures of the
/// batch (`ReportBatchItemFailures`).
#[derive(Debug, Clone)]
pub struct SourceSpec {
    /// The queue's name.
    pub queue: String,
    /// Its ARN.
    pub queue_arn: String,
    /// The function that works its messages off.
    pub function: String,
    /// How many messages one invocation gets at most (1 to 10).
    pub batch_size: u32,
    /// How many batches are in flight at once, at least one.
    pub concurrency: usize,
}

/// A poller at work. It takes no more messages once it is dropped.
#[must_use = "it takes no more messages once it is dropped"]
pub struct Poller {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Poller {
    /// Takes no more messages, and waits for the batches in flight.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        // A poller that panicked has nothing in flight.
        let _ = self.task.await;
    }
}

/// Brings the messages of a queue to a function. Messages that the function does not report as
/// done stay in the queue and are visible again when their visibility timeout has passed.
pub fn poll(lambda: Lambda, queues: Arc<dyn Queues>, source: SourceSpec) -> Poller {
    let (stop, stopped) = watch::channel(false);
    let link = Arc::new(Link { lambda, queues, source });
    Poller { stop, task: tokio::spawn(link.run(stopped)) }
}

struct Link {
    lambda: Lambda,
    queues: Arc<dyn Queues>,
    source: SourceSpec,
}

impl Link {
    async fn run(self: Arc<Self>, mut stopped: watch::Receiver<bool>) {
        let mut in_flight = JoinSet::new();
        tokio::select! {
            biased;
            // An error means that the poller was dropped.
            _ = stopped.wait_for(|stopped| *stopped) => {}
            () = self.keep_receiving(&mut in_flight) => {}
        }
        while in_flight.join_next().await.is_some() {}
    }

    async fn keep_receiving(self: &Arc<Self>, in_flight: &mut JoinSet<()>) {
        loop {
            while in_flight.len() >= self.source.concurrency.max(1) {
                in_flight.join_next().await;
            }
            while in_flight.try_join_next().is_some() {}
            let messages = self.queues.receive(&self.source.queue, self.source.batch_size);
            if messages.is_empty() {
                self.wait().await;
            } else {
                in_flight.spawn(Arc::clone(self).work_off(messages));
            }
        }
    }

    async fn wait(&self) {
        if self.queues.wait_visible(&self.source.queue, LONG_POLL).await {
            // Without a pause, two pollers would keep each other busy over one message.
            tokio::time::sleep(MISSED).await;
        }
    }

    async fn work_off(self: Arc<Self>, messages: Vec<Message>) {
        for batch in batch::split(messages) {
            let event = batch::event(&self.source, &batch);
            // Lambda has logged the failure; the messages come again by themselves.
            let Ok(answer) = self.lambda.invoke(&self.source.function, event).await else {
                continue;
            };
            let done = batch::done(&batch, &answer);
            if !done.is_empty() {
                self.queues.delete(&self.source.queue, &done);
            }
        }
    }
}
