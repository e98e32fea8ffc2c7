//! The JSON protocol of SQS.

use http::StatusCode;
use serde_json::{Value, json};

use super::super::MAX_MESSAGE_BYTES;
use super::{request, sqs, with_queues};

#[tokio::test]
async fn a_queue_answers_under_any_host_and_tells_the_one_it_was_given() {
    let (aws, _) = with_queues();
    aws.set_base_url("http://127.0.0.1:9200/");
    let (_, answer) = sqs(&aws, "GetQueueUrl", json!({"QueueName": "work"})).await;
    let url = answer["QueueUrl"].as_str().unwrap().to_owned();
    assert_eq!(url, aws.queue_url("work"));
    assert!(url.starts_with("http://127.0.0.1:9200/"), "{url}");
    for url in [url.as_str(), "http://127.0.0.1:1/000000000000/work"] {
        let message = json!({"QueueUrl": url, "MessageBody": "x"});
        assert_eq!(sqs(&aws, "SendMessage", message).await.0, StatusCode::OK);
    }
    assert_eq!(aws.depth("work").unwrap().visible, 2);
}

#[tokio::test]
async fn a_batch_succeeds_and_fails_entry_by_entry() {
    let (aws, _) = with_queues();
    let url = aws.queue_url("work");
    let entries = json!([
        {"Id": "a", "MessageBody": "1", "MessageGroupId": "t", "DelaySeconds": 5},
        {"Id": "b", "MessageBody": "2", "DelaySeconds": 901},
        {"Id": "c", "MessageBody": "3", "MessageGroupId": "with space"},
        {"Id": "d", "MessageBody": "4"},
    ]);
    let batch = json!({"QueueUrl": url, "Entries": entries});
    let (status, answer) = sqs(&aws, "SendMessageBatch", batch).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let ids = |list: &Value| -> Vec<String> {
        let list = list.as_array().unwrap().iter();
        list.map(|entry| entry["Id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids(&answer["Successful"]), ["a", "d"]);
    assert_eq!(ids(&answer["Failed"]), ["b", "c"]);
    assert_eq!(answer["Failed"][0]["Code"], "InvalidParameterValue");
    let depth = aws.depth("work").unwrap();
    assert_eq!((depth.visible, depth.delayed), (1, 1));
}

#[tokio::test]
async fn a_receiver_gets_the_attributes_it_asked_for() {
    let (aws, _) = with_queues();
    let url = aws.queue_url("work");
    let attributes = json!({
        "kind": {"DataType": "String", "StringValue": "event"},
        "size": {"DataType": "Number", "StringValue": "3"},
    });
    let message = json!({
        "QueueUrl": url, "MessageBody": "x", "MessageAttributes": attributes,
        "MessageGroupId": "t",
    });
    let (_, sent) = sqs(&aws, "SendMessage", message).await;
    assert!(sent["MD5OfMessageAttributes"].is_string());
    let receive = json!({
        "QueueUrl": url, "MaxNumberOfMessages": 10, "VisibilityTimeout": 9,
        "MessageSystemAttributeNames": ["MessageGroupId"], "MessageAttributeNames": ["All"],
    });
    let (_, answer) = sqs(&aws, "ReceiveMessage", receive).await;
    let message = &answer["Messages"][0];
    assert_eq!(message["Attributes"], json!({"MessageGroupId": "t"}));
    assert_eq!(message["MessageAttributes"], attributes);
    assert_eq!(message["MD5OfMessageAttributes"], sent["MD5OfMessageAttributes"]);
    let receipt = message["ReceiptHandle"].clone();
    let delete = json!({"QueueUrl": url, "Entries": [{"Id": "1", "ReceiptHandle": receipt}]});
    let (_, answer) = sqs(&aws, "DeleteMessageBatch", delete).await;
    assert_eq!(answer["Successful"][0]["Id"], "1");
    assert_eq!(aws.depth("work").unwrap().in_flight, 0);
}

/// The digest of the attribute `kind` = `event`, made by hand: length and bytes of name and type,
/// one byte for a text, length and bytes of the value.
#[tokio::test]
async fn attributes_have_the_documented_digest() {
    let (aws, _) = with_queues();
    let encoded = b"\0\0\0\x04kind\0\0\0\x06String\x01\0\0\0\x05event";
    let message = json!({
        "QueueUrl": aws.queue_url("work"), "MessageBody": "x",
        "MessageAttributes": {"kind": {"DataType": "String", "StringValue": "event"}},
    });
    let (_, sent) = sqs(&aws, "SendMessage", message).await;
    assert_eq!(sent["MD5OfMessageAttributes"], format!("{:x}", md5::compute(encoded)));
}

#[tokio::test]
async fn a_mebibyte_is_the_limit_for_messages_and_batches() {
    let (aws, _) = with_queues();
    let url = aws.queue_url("work");
    let body = |bytes: usize| "x".repeat(bytes);
    let fits = json!({"QueueUrl": url, "MessageBody": body(MAX_MESSAGE_BYTES)});
    assert_eq!(sqs(&aws, "SendMessage", fits).await.0, StatusCode::OK);
    let over = json!({"QueueUrl": url, "MessageBody": body(MAX_MESSAGE_BYTES + 1)});
    assert_eq!(sqs(&aws, "SendMessage", over).await.0, StatusCode::BAD_REQUEST);
    let half = body(MAX_MESSAGE_BYTES / 2 + 1);
    let entries = json!([{"Id": "1", "MessageBody": half}, {"Id": "2", "MessageBody": half}]);
    let batch = json!({"QueueUrl": url, "Entries": entries});
    let (_, answer) = sqs(&aws, "SendMessageBatch", batch).await;
    assert_eq!(answer["__type"], "com.amazonaws.sqs#BatchRequestTooLong");
}

#[tokio::test]
async fn refusals_have_the_names_of_the_api() {
    let (aws, _) = with_queues();
    let url = aws.queue_url("work");
    let cases = [
        (
            "SendMessage",
            json!({"QueueUrl": "http://h/1/nowhere", "MessageBody": "x"}),
            "QueueDoesNotExist",
        ),
        ("SendMessage", json!({"QueueUrl": url, "MessageBody": "\u{0}"}), "InvalidMessageContents"),
        ("SendMessage", json!({"QueueUrl": url}), "MissingParameter"),
        ("SendMessage", json!({"MessageBody": "x"}), "SerializationException"),
        (
            "ReceiveMessage",
            json!({"QueueUrl": url, "MaxNumberOfMessages": 11}),
            "InvalidParameterValue",
        ),
        ("DeleteMessage", json!({"QueueUrl": url, "ReceiptHandle": "x"}), "ReceiptHandleIsInvalid"),
        ("SendMessageBatch", json!({"QueueUrl": url, "Entries": []}), "EmptyBatchRequest"),
        (
            "CreateQueue",
            json!({"QueueName": "work", "Attributes": {"VisibilityTimeout": "1"}}),
            "QueueNameExists",
        ),
        ("CreateQueue", json!({"QueueName": "not a name"}), "InvalidParameterValue"),
        ("Summon", json!({}), "UnsupportedOperation"),
    ];
    for (operation, body, code) in cases {
        let (status, answer) = sqs(&aws, operation, body).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{operation}: {answer}");
        assert_eq!(answer["__type"], format!("com.amazonaws.sqs#{code}"));
    }
    let missing = json!({"QueueName": "nowhere"});
    let answer = aws.call(request("AmazonSQS.GetQueueUrl", &missing)).await;
    assert_eq!(
        answer.headers()["x-amzn-query-error"],
        "AWS.SimpleQueueService.NonExistentQueue;Sender"
    );
}

#[tokio::test]
async fn queues_are_described_and_changed() {
    let (aws, _) = with_queues();
    let url = aws.queue_url("work");
    let change = json!({"QueueUrl": url, "Attributes": {"VisibilityTimeout": "180"}});
    assert_eq!(sqs(&aws, "SetQueueAttributes", change).await.0, StatusCode::OK);
    let all = json!({"QueueUrl": url, "AttributeNames": ["All"]});
    let (_, answer) = sqs(&aws, "GetQueueAttributes", all).await;
    let attributes = &answer["Attributes"];
    assert_eq!(attributes["VisibilityTimeout"], "180");
    assert_eq!(attributes["ApproximateNumberOfMessages"], "0");
    let policy: Value =
        serde_json::from_str(attributes["RedrivePolicy"].as_str().unwrap()).unwrap();
    assert_eq!(policy["maxReceiveCount"], 3);
    let (_, answer) = sqs(&aws, "ListQueues", json!({"QueueNamePrefix": "work-"})).await;
    assert_eq!(answer["QueueUrls"], json!([aws.queue_url("work-dead")]));
}
