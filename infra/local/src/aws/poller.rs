//! The consumer's side of the queues: what Lambda does with them, in process and counted apart.

use std::time::Duration;

use super::sqs::{Depth, ReceivedMessage, SqsError, chunks, payload};
use super::usage::{Caller, Cost};
use super::{Aws, AwsError};

/// How many receipts Lambda deletes with one request.
const DELETE_BATCH: usize = 10;

impl Aws {
    /// Waits until a message of the queue is visible; false if none is within `timeout`. Costs
    /// nothing: it stands for a long poll, whose receive is counted when it is made.
    ///
    /// # Errors
    /// When there is no such queue.
    pub async fn wait_visible(&self, queue: &str, timeout: Duration) -> Result<bool, AwsError> {
        Ok(self.services.queues.wait_visible(queue, timeout).await?)
    }

    /// Takes up to `max` (1 to 10) messages in hand, invisible to others for `visibility_s`, or
    /// as long as the queue says.
    ///
    /// # Errors
    /// When there is no such queue or a number is out of its range.
    pub fn receive(
        &self,
        queue: &str,
        max: u8,
        visibility_s: Option<u32>,
    ) -> Result<Vec<ReceivedMessage>, AwsError> {
        let visibility_s = visibility_s.map(i64::from);
        let received = self.services.queues.receive(queue, i64::from(max), visibility_s);
        let bytes = received.iter().flatten().map(payload).sum();
        self.polled("ReceiveMessage", queue, bytes, received)
    }

    /// Deletes messages that were worked off, ten with each request. Every receipt is tried; the
    /// first refusal is the result.
    ///
    /// # Errors
    /// When there is no such queue or a receipt is not one of its.
    pub fn delete<S: AsRef<str>>(&self, queue: &str, receipts: &[S]) -> Result<(), AwsError> {
        let mut result = Ok(());
        for batch in receipts.chunks(DELETE_BATCH) {
            let mut deleted = Ok(());
            for receipt in batch {
                deleted = deleted.and(self.services.queues.delete(queue, receipt.as_ref()));
            }
            result = result.and(self.polled("DeleteMessageBatch", queue, 0, deleted));
        }
        result
    }

    /// Makes a message in hand visible to others in `seconds` (0 to 43,200) from now.
    ///
    /// # Errors
    /// When the message is no longer in hand under this receipt.
    pub fn change_visibility(
        &self,
        queue: &str,
        receipt: &str,
        seconds: u32,
    ) -> Result<(), AwsError> {
        let changed = self.services.queues.change_visibility(queue, receipt, i64::from(seconds));
        self.polled("ChangeMessageVisibility", queue, 0, changed)
    }

    /// How full a queue is. Not counted: it is for looking on.
    ///
    /// # Errors
    /// When there is no such queue.
    pub fn depth(&self, queue: &str) -> Result<Depth, AwsError> {
        Ok(self.services.queues.depth(queue)?)
    }

    fn polled<T>(
        &self,
        operation: &str,
        queue: &str,
        bytes: usize,
        result: Result<T, SqsError>,
    ) -> Result<T, AwsError> {
        let cost = Cost { chunks: chunks(bytes), ..Cost::default() };
        self.count(Caller::Poller, operation, queue, result.is_ok().then_some(cost));
        Ok(result?)
    }
}
