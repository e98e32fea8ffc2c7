//! The embedded queues, as what brings their messages to the functions sees them.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;

use super::{Running, StackOptions, provision};
use crate::aws::{Aws, ReceivedMessage};
use crate::blueprint::Blueprint;
use crate::lambda::{self, Message, Poller, Queues};

/// Begins to bring messages to the functions.
pub(super) fn poll(parts: &Running, blueprint: &Blueprint, options: &StackOptions) -> Vec<Poller> {
    let queues: Arc<dyn Queues> = Arc::new(Waiting(parts.aws.clone()));
    provision::sources(blueprint, &parts.aws, options)
        .into_iter()
        .map(|source| lambda::poll(parts.lambda.clone(), Arc::clone(&queues), source))
        .collect()
}

/// The embedded queues as the poller sees them. A queue that is not there has no messages.
struct Waiting(Aws);

impl Queues for Waiting {
    fn receive(&self, queue: &str, max: u32) -> Vec<Message> {
        let max = u8::try_from(max).unwrap_or(10);
        let messages = self.0.receive(queue, max, None).unwrap_or_default();
        messages.into_iter().map(message).collect()
    }

    fn delete(&self, queue: &str, receipts: &[String]) {
        // What is not deleted comes again, as with the real poller.
        let _ = self.0.delete(queue, receipts);
    }

    fn wait_visible(&self, queue: &str, up_to: Duration) -> BoxFuture<'_, bool> {
        let queue = queue.to_owned();
        Box::pin(async move { self.0.wait_visible(&queue, up_to).await.unwrap_or(false) })
    }
}

fn message(message: ReceivedMessage) -> Message {
    Message {
        message_attributes: serde_json::to_value(&message.message_attributes).unwrap_or_default(),
        message_id: message.message_id,
        receipt_handle: message.receipt_handle,
        body: message.body,
        md5: message.md5,
        attributes: message.attributes.into_iter().collect(),
    }
}
