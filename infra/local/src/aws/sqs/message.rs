//! Messages: what may be sent, what is kept, what a receiver gets.

use std::collections::BTreeMap;

use aws_lambda_events::event::sqs::SqsMessage;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use super::error::SqsError;

/// The most that a message, or the messages of one batch, may weigh: 1 MiB. Amazon SQS developer
/// guide, "Message quotas" (256 KiB until August 2025).
pub const MAX_MESSAGE_BYTES: usize = 1024 * 1024;

/// The longest that a message may be held back when it is sent, in seconds.
const MAX_DELAY_S: i64 = 900;

/// A named value beside a message's body, in the form that the protocol uses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct MessageAttribute {
    /// `String`, `Number` or `Binary`, with an optional label behind a dot.
    pub data_type: String,
    /// The value of a `String` or `Number`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub string_value: Option<String>,
    /// The value of a `Binary`, in base64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub binary_value: Option<String>,
}

impl MessageAttribute {
    fn bytes(&self) -> Vec<u8> {
        match (&self.string_value, &self.binary_value) {
            (Some(text), _) => text.clone().into_bytes(),
            (None, Some(encoded)) => STANDARD.decode(encoded).unwrap_or_default(),
            (None, None) => Vec::new(),
        }
    }
}

/// The attributes of a message by name.
pub type MessageAttributes = BTreeMap<String, MessageAttribute>;

/// A message as its sender hands it over.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Outgoing {
    pub(super) message_body: Option<String>,
    pub(super) delay_seconds: Option<i64>,
    pub(super) message_group_id: Option<String>,
    pub(super) message_deduplication_id: Option<String>,
    #[serde(default)]
    pub(super) message_attributes: MessageAttributes,
    #[serde(default)]
    pub(super) message_system_attributes: MessageAttributes,
}

impl Outgoing {
    /// What the message weighs: its body and the names, types and values of its attributes, in
    /// bytes.
    pub(super) fn bytes(&self) -> usize {
        let attributes = self.message_attributes.iter();
        self.message_body.as_ref().map_or(0, String::len)
            + attributes
                .map(|(name, value)| name.len() + value.data_type.len() + value.bytes().len())
                .sum::<usize>()
    }

    /// Checks what SQS checks of a message for a standard queue.
    pub(super) fn check(&self, max_bytes: usize) -> Result<(), SqsError> {
        let body = self.message_body.as_deref().unwrap_or_default();
        if body.is_empty() {
            return Err(SqsError::MissingParameter("MessageBody"));
        }
        if !body.chars().all(carried) {
            return Err(SqsError::InvalidMessageContents);
        }
        let limit = max_bytes.min(MAX_MESSAGE_BYTES);
        if self.bytes() > limit {
            return Err(SqsError::InvalidParameterValue(format!(
                "One or more parameters are invalid. Reason: Message must be shorter than {limit} bytes."
            )));
        }
        self.check_delay()?;
        self.check_group()?;
        self.message_attributes.iter().try_for_each(|(name, value)| check_attribute(name, value))
    }

    fn check_delay(&self) -> Result<(), SqsError> {
        match self.delay_seconds {
            Some(delay) if !(0..=MAX_DELAY_S).contains(&delay) => {
                Err(SqsError::out_of_range("DelaySeconds", delay, "between 0 and 900"))
            }
            _ => Ok(()),
        }
    }

    /// On a standard queue a group only makes delivery fair between groups, and there is no
    /// deduplication. API reference, `SendMessage`.
    fn check_group(&self) -> Result<(), SqsError> {
        if self.message_deduplication_id.is_some() {
            return Err(SqsError::InvalidParameterValue(
                "The request includes a parameter that is not valid for this queue type. Reason: MessageDeduplicationId is for FIFO queues.".to_owned(),
            ));
        }
        let fits = |group: &String| {
            (1..=128).contains(&group.len()) && group.chars().all(|c| c.is_ascii_graphic())
        };
        match &self.message_group_id {
            Some(group) if !fits(group) => Err(SqsError::InvalidParameterValue(
                "Value for parameter MessageGroupId is invalid. Reason: MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length.".to_owned(),
            )),
            _ => Ok(()),
        }
    }

    /// The X-Ray header, the only system attribute that a sender can set.
    pub(super) fn trace_header(&self) -> Option<String> {
        self.message_system_attributes.get("AWSTraceHeader")?.string_value.clone()
    }
}

/// Whether SQS carries a character: those that XML 1.0 allows.
fn carried(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{FFFD}' | '\u{10000}'..)
}

fn check_attribute(name: &str, attribute: &MessageAttribute) -> Result<(), SqsError> {
    let kind = attribute.data_type.split('.').next().unwrap_or_default();
    let fits = match kind {
        "String" => attribute.string_value.as_ref().is_some_and(|text| !text.is_empty()),
        "Number" => attribute.string_value.as_ref().is_some_and(|n| n.parse::<f64>().is_ok()),
        "Binary" => {
            attribute.binary_value.as_ref().is_some_and(|value| STANDARD.decode(value).is_ok())
        }
        _ => false,
    };
    if fits {
        return Ok(());
    }
    Err(SqsError::InvalidParameterValue(format!(
        "The message attribute '{name}' must have a supported type and a non-empty value of it."
    )))
}

/// The MD5 of a text as SQS gives it: 32 hexadecimal digits.
pub(super) fn md5_of(bytes: impl AsRef<[u8]>) -> String {
    format!("{:x}", md5::compute(bytes))
}

/// The MD5 of a message's attributes, if it has any. Amazon SQS developer guide, "Calculating the
/// MD5 message digest for message attributes".
pub(super) fn md5_of_attributes(attributes: &MessageAttributes) -> Option<String> {
    if attributes.is_empty() {
        return None;
    }
    let mut encoded = Vec::new();
    for (name, attribute) in attributes {
        append(&mut encoded, name.as_bytes());
        append(&mut encoded, attribute.data_type.as_bytes());
        encoded.push(if attribute.string_value.is_some() { 1 } else { 2 });
        append(&mut encoded, &attribute.bytes());
    }
    Some(md5_of(encoded))
}

fn append(encoded: &mut Vec<u8>, field: &[u8]) {
    let length = u32::try_from(field.len()).unwrap_or(u32::MAX);
    encoded.extend(length.to_be_bytes());
    encoded.extend(field);
}

/// What a sender learns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sent {
    pub(super) message_id: String,
    pub(super) md5_of_body: String,
    pub(super) md5_of_attributes: Option<String>,
}

/// A message in a receiver's hands, until its visibility ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedMessage {
    /// The id that the message has had since it was sent.
    pub message_id: String,
    /// What deletes the message or changes its visibility; new with each receive.
    pub receipt_handle: String,
    /// The body.
    pub body: String,
    /// What SQS knows of it, by SQS's names: `ApproximateReceiveCount`, `SentTimestamp`,
    /// `ApproximateFirstReceiveTimestamp` (both in ms since 1970), `SenderId`, and where there are
    /// such `MessageGroupId`, `AWSTraceHeader` and `DeadLetterQueueSourceArn`.
    pub attributes: BTreeMap<String, String>,
    /// What the sender put beside the body.
    pub message_attributes: MessageAttributes,
    /// The MD5 of the body, in hexadecimal.
    pub md5: String,
}

impl ReceivedMessage {
    /// The message as a record of the event that Lambda makes of a batch.
    #[must_use]
    pub fn to_record(&self) -> SqsMessage {
        let mut record = SqsMessage::default();
        record.message_id = Some(self.message_id.clone());
        record.receipt_handle = Some(self.receipt_handle.clone());
        record.body = Some(self.body.clone());
        record.attributes = self.attributes.clone().into_iter().collect();
        record
    }
}
