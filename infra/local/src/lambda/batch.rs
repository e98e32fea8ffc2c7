//! Batches of messages as Lambda hands them to a function, and what the function says of them.

use std::collections::BTreeSet;
use std::mem;

use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Value, json};

use super::MAX_EVENT_BYTES;
use super::poller::{Message, SourceSpec};

/// What a record has besides the message's own texts, at most.
const RECORD_BYTES: usize = 4 * 1024;

/// Splits what was received into batches that fit into an event. (A batch of large messages can be
/// larger than an event may be; Lambda then ends it early.)
pub(super) fn split(messages: Vec<Message>) -> Vec<Vec<Message>> {
    let mut batches = Vec::new();
    let (mut batch, mut bytes) = (Vec::new(), 0);
    for message in messages {
        let size = size(&message);
        if !batch.is_empty() && bytes + size > MAX_EVENT_BYTES {
            batches.push(mem::take(&mut batch));
            bytes = 0;
        }
        bytes += size;
        batch.push(message);
    }
    if !batch.is_empty() {
        batches.push(batch);
    }
    batches
}

/// The bytes of a message within an event.
fn size(message: &Message) -> usize {
    let body = json!(message.body).to_string().len();
    body + message.message_attributes.to_string().len() + RECORD_BYTES
}

/// The event for a batch (Lambda: "Using Lambda with Amazon SQS").
pub(super) fn event(source: &SourceSpec, batch: &[Message]) -> Bytes {
    let region = source.queue_arn.split(':').nth(3).unwrap_or_default();
    let records: Vec<_> = batch.iter().map(|message| record(source, region, message)).collect();
    json!({ "Records": records }).to_string().into()
}

fn record(source: &SourceSpec, region: &str, message: &Message) -> Value {
    json!({
        "messageId": message.message_id,
        "receiptHandle": message.receipt_handle,
        "body": message.body,
        "attributes": message.attributes,
        "messageAttributes": message.message_attributes,
        "md5OfBody": message.md5,
        "eventSource": "aws:sqs",
        "eventSourceARN": source.queue_arn,
        "awsRegion": region,
    })
}

#[derive(Default, Deserialize)]
struct BatchAnswer {
    #[serde(default, rename = "batchItemFailures")]
    failures: Option<Vec<Failure>>,
}

#[derive(Deserialize)]
struct Failure {
    #[serde(rename = "itemIdentifier")]
    message_id: String,
}

/// The receipts of the messages that are done. Lambda (`ReportBatchItemFailures`): those not
/// named as failures; all, if the answer is null or has no list; none, if the answer can't be
/// understood or names a message that is not in the batch.
pub(super) fn done(batch: &[Message], answer: &[u8]) -> Vec<String> {
    let Ok(answer) = serde_json::from_slice::<Option<BatchAnswer>>(answer) else {
        return Vec::new();
    };
    let failures = answer.unwrap_or_default().failures.unwrap_or_default();
    let failed: BTreeSet<_> = failures.into_iter().map(|failure| failure.message_id).collect();
    if !failed.iter().all(|id| batch.iter().any(|message| message.message_id == *id)) {
        return Vec::new();
    }
    let done = batch.iter().filter(|message| !failed.contains(&message.message_id));
    done.map(|message| message.receipt_handle.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(id: &str, body: String) -> Message {
        Message {
            message_id: id.to_owned(),
            receipt_handle: format!("receipt-{id}"),
            body,
            md5: "d41d8cd98f00b204e9800998ecf8427e".to_owned(),
            attributes: [("ApproximateReceiveCount".to_owned(), "1".to_owned())].into(),
            message_attributes: json!({}),
        }
    }

    fn batch() -> Vec<Message> {
        ["a", "b", "c"].map(|id| message(id, String::new())).into()
    }

    #[test]
    fn an_answer_says_which_messages_are_done() {
        let all = ["receipt-a", "receipt-b", "receipt-c"];
        let cases: [(&str, &[&str]); 11] = [
            ("null", &all),
            ("{}", &all),
            (r#"{"batchItemFailures":null}"#, &all),
            (r#"{"batchItemFailures":[]}"#, &all),
            (r#"{"batchItemFailures":[{"itemIdentifier":"b"}]}"#, &["receipt-a", "receipt-c"]),
            (r#"{"batchItemFailures":[{"itemIdentifier":"z"}]}"#, &[]),
            (r#"{"batchItemFailures":[{"itemIdentifier":"b"},{"itemIdentifier":"z"}]}"#, &[]),
            (r#"{"batchItemFailures":[{"itemIdentifier":""}]}"#, &[]),
            (r#"{"batchItemFailures":[{"itemIdentifier":null}]}"#, &[]),
            (r#"{"batchItemFailures":[{"id":"b"}]}"#, &[]),
            ("not JSON", &[]),
        ];
        for (answer, receipts) in cases {
            assert_eq!(done(&batch(), answer.as_bytes()), receipts, "{answer}");
        }
    }

    #[test]
    fn a_record_has_what_lambda_gives() {
        let source = SourceSpec {
            queue: "work".to_owned(),
            queue_arn: "arn:aws:sqs:eu-central-1:123456789012:work".to_owned(),
            function: "meeting-sync".to_owned(),
            batch_size: 10,
            concurrency: 1,
        };
        let event: Value = serde_json::from_slice(&event(&source, &batch())).unwrap();
        let record = &event["Records"][1];
        assert_eq!(record["messageId"], "b");
        assert_eq!(record["receiptHandle"], "receipt-b");
        assert_eq!(record["attributes"]["ApproximateReceiveCount"], "1");
        assert_eq!(record["eventSource"], "aws:sqs");
        assert_eq!(record["eventSourceARN"], source.queue_arn);
        assert_eq!(record["awsRegion"], "eu-central-1");
    }

    #[test]
    fn large_messages_go_in_several_events() {
        let messages = (0..10).map(|id| message(&id.to_string(), "x".repeat(1 << 20))).collect();
        let batches = split(messages);
        assert_eq!(batches.iter().map(Vec::len).collect::<Vec<_>>(), [5, 5]);
        assert!(split(Vec::new()).is_empty());
    }
}
