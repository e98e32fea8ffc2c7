//! Queue attributes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::error::SqsError;
use super::message::MAX_MESSAGE_BYTES;

/// Where messages go that could not be worked off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct DeadLetter {
    pub(super) queue: String,
    pub(super) max_receive: u32,
}

/// What can be set of a queue. Defaults and ranges: API reference, `SetQueueAttributes`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Settings {
    pub(super) visibility_s: i64,
    pub(super) retention_s: i64,
    pub(super) delay_s: i64,
    pub(super) wait_s: i64,
    pub(super) max_bytes: usize,
    pub(super) dead_letter: Option<DeadLetter>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            visibility_s: 30,
            retention_s: 345_600,
            delay_s: 0,
            wait_s: 0,
            max_bytes: MAX_MESSAGE_BYTES,
            dead_letter: None,
        }
    }
}

impl Settings {
    /// Sets one attribute by its name.
    pub(super) fn set(&mut self, name: &str, value: &str) -> Result<(), SqsError> {
        match name {
            "VisibilityTimeout" => self.visibility_s = number(name, value, 0, 43_200)?,
            "MessageRetentionPeriod" => self.retention_s = number(name, value, 60, 1_209_600)?,
            "DelaySeconds" => self.delay_s = number(name, value, 0, 900)?,
            "ReceiveMessageWaitTimeSeconds" => self.wait_s = number(name, value, 0, 20)?,
            "MaximumMessageSize" => {
                let bytes = number(name, value, 1024, 1_048_576)?;
                self.max_bytes = usize::try_from(bytes).unwrap_or(MAX_MESSAGE_BYTES);
            }
            "RedrivePolicy" => self.dead_letter = dead_letter(value)?,
            // Accepted and without meaning here: nobody else can reach the queue.
            "Policy" | "SqsManagedSseEnabled" | "KmsMasterKeyId" | "RedriveAllowPolicy" => {}
            other => return Err(SqsError::InvalidAttributeName(other.to_owned())),
        }
        Ok(())
    }

    /// Sets many.
    pub(super) fn set_all(&mut self, values: &BTreeMap<String, String>) -> Result<(), SqsError> {
        values.iter().try_for_each(|(name, value)| self.set(name, value))
    }

    /// All attributes by name, as text.
    pub(super) fn attributes(&self) -> BTreeMap<String, String> {
        let mut attributes = BTreeMap::from(
            [
                ("VisibilityTimeout", self.visibility_s.to_string()),
                ("MessageRetentionPeriod", self.retention_s.to_string()),
                ("DelaySeconds", self.delay_s.to_string()),
                ("ReceiveMessageWaitTimeSeconds", self.wait_s.to_string()),
                ("MaximumMessageSize", self.max_bytes.to_string()),
                ("SqsManagedSseEnabled", "true".to_owned()),
            ]
            .map(|(name, value)| (name.to_owned(), value)),
        );
        if let Some(dead_letter) = &self.dead_letter {
            let policy = json!({
                "deadLetterTargetArn": super::arn(&dead_letter.queue),
                "maxReceiveCount": dead_letter.max_receive,
            });
            attributes.insert("RedrivePolicy".to_owned(), policy.to_string());
        }
        attributes
    }
}

fn number(name: &str, value: &str, min: i64, max: i64) -> Result<i64, SqsError> {
    let number = value.parse().ok().filter(|number| (min..=max).contains(number));
    number.ok_or_else(|| {
        SqsError::InvalidParameterValue(format!("Invalid value for the parameter {name}."))
    })
}

/// Reads a `RedrivePolicy`; an empty one takes the dead-letter queue away.
fn dead_letter(policy: &str) -> Result<Option<DeadLetter>, SqsError> {
    if policy.is_empty() {
        return Ok(None);
    }
    let invalid =
        || SqsError::InvalidParameterValue("Invalid value for the parameter RedrivePolicy.".into());
    let policy: Value = serde_json::from_str(policy).map_err(|_| invalid())?;
    let target = policy["deadLetterTargetArn"].as_str().ok_or_else(invalid)?;
    let count = &policy["maxReceiveCount"];
    let count = count.as_u64().or_else(|| count.as_str()?.parse().ok()).ok_or_else(invalid)?;
    let max_receive = u32::try_from(count).ok().filter(|count| (1..=1000).contains(count));
    let queue = target.rsplit(':').next().unwrap_or_default().to_owned();
    Ok(Some(DeadLetter { queue, max_receive: max_receive.ok_or_else(invalid)? }))
}
