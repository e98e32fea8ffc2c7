//! The JSON protocol of SQS: the queues themselves.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::json;

use super::error::SqsError;
use super::queue::{Depth, Queue};
use super::wire::{Done, read};
use super::{Sqs, arn, name_in};
use crate::aws::locked;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct NamedQueue {
    queue_name: String,
    #[serde(default)]
    attributes: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct QueueAt {
    queue_url: String,
    #[serde(default)]
    attribute_names: Vec<String>,
    #[serde(default)]
    attributes: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ListQueues {
    #[serde(default)]
    queue_name_prefix: String,
}

impl Sqs {
    pub(super) fn create_queue(&self, body: &[u8]) -> Result<Done, SqsError> {
        let request: NamedQueue = read(body)?;
        let (name, now_ms) = (&request.queue_name, self.clock.now_ms());
        locked(&self.queues).create(name, &request.attributes, now_ms)?;
        Ok(Done::small(json!({"QueueUrl": self.url(name)})))
    }

    pub(super) fn delete_queue(&self, body: &[u8]) -> Result<Done, SqsError> {
        let request: QueueAt = read(body)?;
        locked(&self.queues).remove(name_in(&request.queue_url))?;
        Ok(Done::small(json!({})))
    }

    pub(super) fn purge_queue(&self, body: &[u8]) -> Result<Done, SqsError> {
        let request: QueueAt = read(body)?;
        locked(&self.queues).purge(name_in(&request.queue_url))?;
        Ok(Done::small(json!({})))
    }

    pub(super) fn list_queues(&self, body: &[u8]) -> Result<Done, SqsError> {
        let request: ListQueues = read(body)?;
        let queues = locked(&self.queues);
        let names = queues.names().filter(|name| name.starts_with(&request.queue_name_prefix));
        let urls: Vec<String> = names.map(|name| self.url(name)).collect();
        Ok(Done::small(json!({"QueueUrls": urls})))
    }

    pub(super) fn get_queue_url(&self, body: &[u8]) -> Result<Done, SqsError> {
        let request: NamedQueue = read(body)?;
        locked(&self.queues).get(&request.queue_name)?;
        Ok(Done::small(json!({"QueueUrl": self.url(&request.queue_name)})))
    }

    pub(super) fn get_attributes(&self, body: &[u8]) -> Result<Done, SqsError> {
        let request: QueueAt = read(body)?;
        let name = name_in(&request.queue_url);
        let mut queues = locked(&self.queues);
        let depth = queues.depth(name, self.clock.now_ms())?;
        let mut attributes = attributes(name, queues.get(name)?, depth);
        let wanted = &request.attribute_names;
        attributes.retain(|name, _| wanted.iter().any(|wanted| wanted == "All" || wanted == name));
        Ok(Done::small(json!({"Attributes": attributes})))
    }

    pub(super) fn set_attributes(&self, body: &[u8]) -> Result<Done, SqsError> {
        let request: QueueAt = read(body)?;
        let name = name_in(&request.queue_url);
        let mut queues = locked(&self.queues);
        let mut settings = queues.get(name)?.settings.clone();
        settings.set_all(&request.attributes)?;
        queues.put(name, settings, self.clock.now_ms())?;
        Ok(Done::small(json!({})))
    }
}

/// Everything that can be read of a queue, by the names of the API reference.
fn attributes(name: &str, queue: &Queue, depth: Depth) -> BTreeMap<String, String> {
    let mut attributes = queue.settings.attributes();
    attributes.extend(
        [
            ("QueueArn", arn(name)),
            ("CreatedTimestamp", (queue.created_ms / 1000).to_string()),
            ("LastModifiedTimestamp", (queue.modified_ms / 1000).to_string()),
            ("ApproximateNumberOfMessages", depth.visible.to_string()),
            ("ApproximateNumberOfMessagesNotVisible", depth.in_flight.to_string()),
            ("ApproximateNumberOfMessagesDelayed", depth.delayed.to_string()),
        ]
        .map(|(name, value)| (name.to_owned(), value)),
    );
    attributes
}
