//! Secrets Manager's protocol.

use http::StatusCode;
use serde_json::{Value, json};

use super::super::{Aws, Caller};
use super::{ask, simulated};

async fn secrets(aws: &Aws, operation: &str, body: Value) -> (StatusCode, Value) {
    ask(aws, &format!("secretsmanager.{operation}"), body).await
}

#[tokio::test]
async fn a_secret_is_created_read_and_replaced() {
    let (aws, _) = simulated();
    let created = secrets(&aws, "CreateSecret", json!({"Name": "k", "SecretString": "1"})).await;
    assert_eq!(created.0, StatusCode::OK, "{}", created.1);
    let (_, read) = secrets(&aws, "GetSecretValue", json!({"SecretId": "k"})).await;
    assert_eq!(read["SecretString"], "1");
    let (status, put) =
        secrets(&aws, "PutSecretValue", json!({"SecretId": "k", "SecretString": "2"})).await;
    assert_eq!(status, StatusCode::OK, "{put}");
    let (_, read) = secrets(&aws, "GetSecretValue", json!({"SecretId": "k"})).await;
    assert_eq!((read["SecretString"].as_str(), &read["VersionId"]), (Some("2"), &put["VersionId"]));
    let previous = json!({"SecretId": "k", "VersionStage": "AWSPREVIOUS"});
    let (_, read) = secrets(&aws, "GetSecretValue", previous).await;
    assert_eq!(read["SecretString"], "1");
    let (status, answer) = secrets(&aws, "GetSecretValue", json!({"SecretId": "no"})).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(answer["__type"].as_str().unwrap().ends_with("ResourceNotFoundException"));
}

#[tokio::test]
async fn the_set_up_creates_updates_and_leaves_alone() {
    let (aws, _) = simulated();
    for token in ["a", "a", "b"] {
        aws.put_secret("operator", &json!({"token": token})).await.unwrap();
        let (_, read) = secrets(&aws, "GetSecretValue", json!({"SecretId": "operator"})).await;
        let value: Value = serde_json::from_str(read["SecretString"].as_str().unwrap()).unwrap();
        assert_eq!(value["token"], token);
    }
    let usage = aws.usage();
    assert_eq!(usage.count(Caller::Setup, "CreateSecret"), 1);
    assert_eq!(usage.count(Caller::Setup, "PutSecretValue"), 1);
}
