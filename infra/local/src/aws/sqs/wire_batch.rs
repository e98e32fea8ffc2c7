//! The JSON protocol of SQS: batches, each entry of which succeeds or fails by itself.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::error::SqsError;
use super::message::{MAX_MESSAGE_BYTES, Outgoing};
use super::wire::{Done, read, sent_answer};
use super::{Sqs, name_in};
use crate::aws::locked;

/// The most entries that a batch may have.
const MAX_ENTRIES: usize = 10;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Batch<T> {
    queue_url: String,
    #[serde(default = "Vec::new")]
    entries: Vec<Entry<T>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Entry<T> {
    id: String,
    #[serde(flatten)]
    content: T,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Received {
    receipt_handle: String,
    visibility_timeout: Option<i64>,
}

impl<T> Batch<T> {
    fn check(&self) -> Result<(), SqsError> {
        if self.entries.is_empty() {
            return Err(SqsError::EmptyBatchRequest);
        }
        if self.entries.len() > MAX_ENTRIES {
            return Err(SqsError::TooManyEntriesInBatchRequest(self.entries.len()));
        }
        let letter = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        for (position, entry) in self.entries.iter().enumerate() {
            if !(1..=80).contains(&entry.id.len()) || !entry.id.chars().all(letter) {
                return Err(SqsError::InvalidBatchEntryId);
            }
            if self.entries.iter().take(position).any(|earlier| earlier.id == entry.id) {
                return Err(SqsError::BatchEntryIdsNotDistinct(entry.id.clone()));
            }
        }
        Ok(())
    }

    /// Does each entry's work and tells which succeeded.
    fn each(self, mut work: impl FnMut(&str, T) -> Result<Map<String, Value>, SqsError>) -> Value {
        let (mut successful, mut failed) = (Vec::new(), Vec::new());
        let queue = name_in(&self.queue_url).to_owned();
        for entry in self.entries {
            match work(&queue, entry.content) {
                Ok(mut answer) => {
                    answer.insert("Id".to_owned(), Value::from(entry.id));
                    successful.push(Value::from(answer));
                }
                Err(error) => failed.push(json!({
                    "Id": entry.id,
                    "SenderFault": true,
                    "Code": error.code(),
                    "Message": error.to_string(),
                })),
            }
        }
        json!({"Successful": successful, "Failed": failed})
    }
}

impl Sqs {
    pub(super) fn send_batch(&self, body: &[u8]) -> Result<Done, SqsError> {
        let batch: Batch<Outgoing> = read(body)?;
        batch.check()?;
        locked(&self.queues).get(name_in(&batch.queue_url))?;
        let sent = batch.entries.iter().map(|entry| entry.content.bytes()).sum();
        if sent > MAX_MESSAGE_BYTES {
            return Err(SqsError::BatchRequestTooLong { limit: MAX_MESSAGE_BYTES, sent });
        }
        let answer =
            batch.each(|queue, message| self.send(queue, message).map(|sent| sent_answer(&sent)));
        Ok(Done { answer, bytes: sent })
    }

    pub(super) fn delete_batch(&self, body: &[u8]) -> Result<Done, SqsError> {
        let batch: Batch<Received> = read(body)?;
        batch.check()?;
        locked(&self.queues).get(name_in(&batch.queue_url))?;
        Ok(Done::small(batch.each(|queue, entry| {
            self.delete(queue, &entry.receipt_handle)?;
            Ok(Map::new())
        })))
    }

    pub(super) fn change_batch(&self, body: &[u8]) -> Result<Done, SqsError> {
        let batch: Batch<Received> = read(body)?;
        batch.check()?;
        locked(&self.queues).get(name_in(&batch.queue_url))?;
        Ok(Done::small(batch.each(|queue, entry| {
            let seconds = entry.visibility_timeout;
            let seconds = seconds.ok_or(SqsError::MissingParameter("VisibilityTimeout"))?;
            self.change_visibility(queue, &entry.receipt_handle, seconds)?;
            Ok(Map::new())
        })))
    }
}
