//! What survives a restart.

use std::fs;
use std::path::PathBuf;

use serde_json::json;

use super::super::{Aws, TableSpec};
use super::{ask, dynamodb, make_queues, sqs};

/// A directory that is removed at the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        Self(std::env::temp_dir().join(format!("convoke-aws-{:016x}", rand::random::<u64>())))
    }

    fn open(&self) -> Aws {
        Aws::open(Some(&self.0)).unwrap()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

async fn fill(aws: &Aws) {
    aws.create_table(&TableSpec::single("convoke")).await.unwrap();
    make_queues(aws);
    aws.put_secret("operator", &json!({"token": "t0k"})).await.unwrap();
    let item = json!({"pk": {"S": "t"}, "sk": {"S": "s"}});
    dynamodb(aws, "PutItem", json!({"TableName": "convoke", "Item": item})).await;
    let entries = json!([
        {"Id": "1", "MessageBody": "one", "MessageGroupId": "g",
            "MessageAttributes": {"k": {"DataType": "String", "StringValue": "v"}}},
        {"Id": "2", "MessageBody": "two", "DelaySeconds": 900},
    ]);
    let batch = json!({"QueueUrl": aws.queue_url("work"), "Entries": entries});
    sqs(aws, "SendMessageBatch", batch).await;
}

#[tokio::test]
async fn items_messages_and_secrets_survive() {
    let scratch = Scratch::new();
    let id = {
        let aws = scratch.open();
        fill(&aws).await;
        let id = aws.receive("work", 10, None).unwrap().remove(0).message_id;
        aws.save().unwrap();
        id
    };
    let aws = scratch.open();
    make_queues(&aws);
    let key = json!({"pk": {"S": "t"}, "sk": {"S": "s"}});
    let (_, read) = dynamodb(&aws, "GetItem", json!({"TableName": "convoke", "Key": key})).await;
    assert_eq!(read["Item"], key);
    let (_, read) =
        ask(&aws, "secretsmanager.GetSecretValue", json!({"SecretId": "operator"})).await;
    assert_eq!(read["SecretString"], r#"{"token":"t0k"}"#);

    let depth = aws.depth("work").unwrap();
    assert_eq!((depth.visible, depth.in_flight, depth.delayed), (1, 0, 1));
    let message = aws.receive("work", 10, None).unwrap().remove(0);
    assert_eq!((message.message_id, message.body.as_str()), (id, "one"));
    assert_eq!(message.attributes["ApproximateReceiveCount"], "2");
    assert_eq!(message.attributes["MessageGroupId"], "g");
    assert_eq!(message.message_attributes["k"].string_value.as_deref(), Some("v"));
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_can_read_the_files() {
    use std::os::unix::fs::PermissionsExt;

    let scratch = Scratch::new();
    let aws = scratch.open();
    fill(&aws).await;
    aws.save().unwrap();
    for name in ["dynamodb.sqlite", "queues.json", "secrets.json"] {
        let mode = fs::metadata(scratch.0.join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    assert_eq!(fs::metadata(&scratch.0).unwrap().permissions().mode() & 0o777, 0o700);
}

#[tokio::test]
async fn saving_again_writes_only_what_changed() {
    let scratch = Scratch::new();
    let aws = scratch.open();
    fill(&aws).await;
    aws.save().unwrap();
    let files = ["queues.json", "secrets.json"].map(|name| scratch.0.join(name));
    for file in &files {
        fs::remove_file(file).unwrap();
    }
    aws.save().unwrap();
    assert!(files.iter().all(|file| !file.exists()));
    aws.receive("work", 1, None).unwrap();
    aws.save().unwrap();
    assert!(files[0].exists() && !files[1].exists());
}

#[tokio::test]
async fn a_damaged_file_is_named() {
    let scratch = Scratch::new();
    fs::create_dir_all(&scratch.0).unwrap();
    fs::write(scratch.0.join("queues.json"), "{\"queues\":").unwrap();
    let error = Aws::open(Some(&scratch.0)).err().unwrap();
    assert!(error.to_string().contains("queues.json"), "{error}");
}
