//! The JSON protocol of SQS: which operation, and its messages one at a time.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::error::SqsError;
use super::message::{Outgoing, ReceivedMessage, Sent, md5_of_attributes};
use super::{Sqs, chunks, name_in};
use crate::aws::answer::{Answer, success};
use crate::aws::locked;
use crate::aws::usage::{Cost, Service};

/// The result of an operation: its answer and the payload that is billed, in bytes.
pub(super) struct Done {
    pub(super) answer: Value,
    pub(super) bytes: usize,
}

impl Done {
    /// A result without payload.
    pub(super) fn small(answer: Value) -> Self {
        Self { answer, bytes: 0 }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SendMessage {
    queue_url: String,
    #[serde(flatten)]
    message: Outgoing,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ReceiveMessage {
    queue_url: String,
    max_number_of_messages: Option<i64>,
    visibility_timeout: Option<i64>,
    wait_time_seconds: Option<i64>,
    #[serde(default)]
    attribute_names: Vec<String>,
    #[serde(default)]
    message_system_attribute_names: Vec<String>,
    #[serde(default)]
    message_attribute_names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct OneReceipt {
    queue_url: String,
    receipt_handle: String,
    visibility_timeout: Option<i64>,
}

/// Reads the body of a request.
pub(super) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, SqsError> {
    serde_json::from_slice(body)
        .map_err(|error| SqsError::SerializationException(error.to_string()))
}

impl Sqs {
    /// Performs one operation.
    pub(in crate::aws) async fn handle(&self, operation: &str, body: &[u8]) -> Answer {
        let resource = named_queue(body);
        match self.perform(operation, body).await {
            Ok(done) => {
                let cost = Cost { chunks: chunks(done.bytes), ..Cost::default() };
                Answer { response: success(Service::Sqs, &done.answer), resource, cost }
            }
            Err(error) => Answer { response: error.response(), resource, cost: Cost::default() },
        }
    }

    async fn perform(&self, operation: &str, body: &[u8]) -> Result<Done, SqsError> {
        match operation {
            "SendMessage" => self.send_message(body),
            "SendMessageBatch" => self.send_batch(body),
            "ReceiveMessage" => self.receive_message(body).await,
            "DeleteMessage" => self.delete_message(body),
            "DeleteMessageBatch" => self.delete_batch(body),
            "ChangeMessageVisibility" => self.change_message(body),
            "ChangeMessageVisibilityBatch" => self.change_batch(body),
            "CreateQueue" => self.create_queue(body),
            "DeleteQueue" => self.delete_queue(body),
            "PurgeQueue" => self.purge_queue(body),
            "ListQueues" => self.list_queues(body),
            "GetQueueUrl" => self.get_queue_url(body),
            "GetQueueAttributes" => self.get_attributes(body),
            "SetQueueAttributes" => self.set_attributes(body),
            other => Err(SqsError::UnsupportedOperation(other.to_owned())),
        }
    }

    fn send_message(&self, body: &[u8]) -> Result<Done, SqsError> {
        let request: SendMessage = read(body)?;
        let bytes = request.message.bytes();
        let sent = self.send(name_in(&request.queue_url), request.message)?;
        Ok(Done { answer: sent_answer(&sent).into(), bytes })
    }

    /// Accepts one message and wakes who waits for it.
    pub(super) fn send(&self, queue: &str, message: Outgoing) -> Result<Sent, SqsError> {
        let sent = locked(&self.queues).send(queue, message, self.clock.now_ms())?;
        self.arrived.notify_waiters();
        Ok(sent)
    }

    async fn receive_message(&self, body: &[u8]) -> Result<Done, SqsError> {
        let request: ReceiveMessage = read(body)?;
        let queue = name_in(&request.queue_url);
        let default_s = locked(&self.queues).get(queue)?.settings.wait_s;
        let wait_s = request.wait_time_seconds.unwrap_or(default_s);
        let seconds = u64::try_from(wait_s).ok().filter(|seconds| *seconds <= 20);
        let seconds = seconds.ok_or_else(|| {
            SqsError::out_of_range("WaitTimeSeconds", wait_s, "between 0 and 20, if provided")
        })?;
        self.wait_visible(queue, Duration::from_secs(seconds)).await?;
        let max = request.max_number_of_messages.unwrap_or(1);
        let messages = self.receive(queue, max, request.visibility_timeout)?;
        let bytes = messages.iter().map(payload).sum();
        let messages: Vec<Value> =
            messages.iter().map(|message| request.message_answer(message)).collect();
        let answer = if messages.is_empty() { json!({}) } else { json!({"Messages": messages}) };
        Ok(Done { answer, bytes })
    }

    fn delete_message(&self, body: &[u8]) -> Result<Done, SqsError> {
        let request: OneReceipt = read(body)?;
        self.delete(name_in(&request.queue_url), &request.receipt_handle)?;
        Ok(Done::small(json!({})))
    }

    fn change_message(&self, body: &[u8]) -> Result<Done, SqsError> {
        let request: OneReceipt = read(body)?;
        let seconds = request.visibility_timeout;
        let seconds = seconds.ok_or(SqsError::MissingParameter("VisibilityTimeout"))?;
        let queue = name_in(&request.queue_url);
        self.change_visibility(queue, &request.receipt_handle, seconds)?;
        Ok(Done::small(json!({})))
    }
}

/// The queue that a request names, if it does.
fn named_queue(body: &[u8]) -> Option<String> {
    let request: Value = serde_json::from_slice(body).ok()?;
    let name = request.get("QueueUrl").or_else(|| request.get("QueueName"))?;
    Some(name_in(name.as_str()?).to_owned())
}

/// What a received message weighs on the bill, in bytes.
pub(in crate::aws) fn payload(message: &ReceivedMessage) -> usize {
    let attributes = message.message_attributes.iter().map(|(name, attribute)| {
        let value = attribute.string_value.as_ref().or(attribute.binary_value.as_ref());
        name.len() + attribute.data_type.len() + value.map_or(0, String::len)
    });
    message.body.len() + attributes.sum::<usize>()
}

/// What a sender is told of one message.
pub(super) fn sent_answer(sent: &Sent) -> Map<String, Value> {
    let mut answer = Map::new();
    answer.insert("MessageId".to_owned(), Value::from(sent.message_id.as_str()));
    answer.insert("MD5OfMessageBody".to_owned(), Value::from(sent.md5_of_body.as_str()));
    if let Some(md5) = &sent.md5_of_attributes {
        answer.insert("MD5OfMessageAttributes".to_owned(), Value::from(md5.as_str()));
    }
    answer
}

impl ReceiveMessage {
    /// A message with the attributes that were asked for, and no others.
    fn message_answer(&self, message: &ReceivedMessage) -> Value {
        let mut answer = json!({
            "MessageId": message.message_id,
            "ReceiptHandle": message.receipt_handle,
            "MD5OfBody": message.md5,
            "Body": message.body,
        });
        let system: BTreeMap<_, _> =
            message.attributes.iter().filter(|(name, _)| self.wants_system(name)).collect();
        if !system.is_empty() {
            answer["Attributes"] = json!(system);
        }
        let mut own = message.message_attributes.clone();
        own.retain(|name, _| self.wants_own(name));
        if let Some(md5) = md5_of_attributes(&own) {
            answer["MD5OfMessageAttributes"] = Value::from(md5);
            answer["MessageAttributes"] = json!(own);
        }
        answer
    }

    fn wants_system(&self, name: &str) -> bool {
        let mut wanted = self.attribute_names.iter().chain(&self.message_system_attribute_names);
        wanted.any(|wanted| wanted == "All" || wanted == name)
    }

    fn wants_own(&self, name: &str) -> bool {
        self.message_attribute_names.iter().any(|wanted| match wanted.strip_suffix(".*") {
            Some(prefix) => name.starts_with(prefix),
            None => wanted == "All" || wanted == name,
        })
    }
}
