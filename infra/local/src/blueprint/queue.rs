//! Queues.

use super::declared::{Declared, derived_name};
use super::error::BlueprintError;
use super::resource::{QUEUE, Resource, Resources};
use super::value::Value;

/// SQS's own values where a queue gives none (Amazon SQS: `SetQueueAttributes`).
const VISIBILITY_S: u32 = 30;
const RETENTION_S: u32 = 345_600;

/// An SQS queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queue {
    /// Its name in the template, such as `SessionsQueue`.
    pub logical_id: String,
    /// The name that it gives itself, if it does.
    pub name: Option<String>,
    /// Seconds for which a received message is invisible.
    pub visibility_s: u32,
    /// Seconds for which a message is kept.
    pub retention_s: u32,
    /// The logical id of the queue for what could not be worked off, and after how many receptions a
    /// message goes there.
    pub dead_letter: Option<(String, u32)>,
}

impl Queue {
    /// Its name at SQS: its own, or one made from its logical id.
    #[must_use]
    pub fn name(&self) -> String {
        self.name.clone().unwrap_or_else(|| derived_name(&self.logical_id))
    }

    pub(super) fn read(
        resource: &Resource<'_>,
        resources: &Resources<'_>,
        declared: &Declared,
    ) -> Result<Self, BlueprintError> {
        let node = &resource.properties;
        // The last two only say how it is kept and who may use it.
        node.only(&[
            "QueueName",
            "Tags",
            "VisibilityTimeout",
            "MessageRetentionPeriod",
            "RedrivePolicy",
            "RedriveAllowPolicy",
            "SqsManagedSseEnabled",
        ])?;
        let number = |key: &str, default| node.find(key).map_or(Ok(default), |node| node.number());
        Ok(Self {
            logical_id: resource.id.clone(),
            name: declared.given_name(node.find("QueueName").as_ref())?,
            visibility_s: number("VisibilityTimeout", VISIBILITY_S)?,
            retention_s: number("MessageRetentionPeriod", RETENTION_S)?,
            dead_letter: dead_letter(resource, resources, declared)?,
        })
    }
}

fn dead_letter(
    resource: &Resource<'_>,
    resources: &Resources<'_>,
    declared: &Declared,
) -> Result<Option<(String, u32)>, BlueprintError> {
    let Some(policy) = resource.properties.find("RedrivePolicy") else { return Ok(None) };
    let target = policy.need("deadLetterTargetArn")?;
    let Value::GetAtt(id, _) = Value::read(&target, declared)? else {
        return Err(target.wrong("the `!GetAtt ….Arn` of a queue"));
    };
    resources.get(QUEUE, &id, &target)?;
    Ok(Some((id, policy.need("maxReceiveCount")?.number()?)))
}
