//! DynamoDB's protocol over the embedded database.

use http::StatusCode;
use serde_json::{Value, json};

use super::super::{Aws, Caller, Clock, TableSpec};
use super::{Hands, dynamodb, with_table};

fn key(pk: &str, sk: &str) -> Value {
    json!({"pk": {"S": pk}, "sk": {"S": sk}})
}

fn item(pk: &str, sk: &str, state: &str) -> Value {
    json!({
        "pk": {"S": pk}, "sk": {"S": sk}, "state": {"S": state},
        "gsi1pk": {"S": format!("{pk}#{state}")}, "gsi1sk": {"S": sk},
    })
}

async fn put(aws: &Aws, item: Value) {
    let (status, answer) =
        dynamodb(aws, "PutItem", json!({"TableName": "convoke", "Item": item})).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
}

fn conditional_put(extra: &Value) -> Value {
    let mut request = json!({
        "TableName": "convoke",
        "Item": item("t", "s", "new"),
        "ConditionExpression": "attribute_not_exists(pk)",
    });
    let fields = request.as_object_mut().unwrap();
    fields.extend(extra.as_object().unwrap().clone());
    request
}

#[tokio::test]
async fn a_failed_condition_returns_the_old_item_if_asked() {
    let aws = with_table().await;
    put(&aws, item("t", "s", "old")).await;
    let asked = json!({"ReturnValuesOnConditionCheckFailure": "ALL_OLD"});
    let (status, answer) = dynamodb(&aws, "PutItem", conditional_put(&asked)).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    let kind = answer["__type"].as_str().unwrap();
    assert!(kind.ends_with("#ConditionalCheckFailedException"), "{kind}");
    assert_eq!(answer["Item"], item("t", "s", "old"));
}

#[tokio::test]
async fn a_failed_condition_costs_and_hides_what_was_not_asked_for() {
    let aws = with_table().await;
    let mut large = item("t", "s", "old");
    large["note"] = json!({"S": "x".repeat(2500)});
    put(&aws, large).await;
    let before = aws.usage();
    let (_, answer) = dynamodb(&aws, "PutItem", conditional_put(&json!({}))).await;
    assert!(answer.get("Item").is_none(), "{answer}");
    let cost = (&aws.usage() - &before).cost(Caller::Functions, "PutItem");
    assert!((cost.write_units - 3.0).abs() < f64::EPSILON, "{cost:?}");
}

#[tokio::test]
async fn update_expressions_change_items_and_return_them() {
    let aws = with_table().await;
    let request = json!({
        "TableName": "convoke", "Key": key("t", "s"),
        "UpdateExpression": "SET #v = if_not_exists(#v, :zero) + :one, tags = :tags",
        "ConditionExpression": "attribute_not_exists(#v) OR #v < :limit",
        "ExpressionAttributeNames": {"#v": "version"},
        "ExpressionAttributeValues": {
            ":zero": {"N": "0"}, ":one": {"N": "1"}, ":limit": {"N": "2"},
            ":tags": {"SS": ["a", "b"]},
        },
        "ReturnValues": "ALL_NEW",
    });
    for version in ["1", "2"] {
        let (status, answer) = dynamodb(&aws, "UpdateItem", request.clone()).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        assert_eq!(answer["Attributes"]["version"]["N"], version);
        assert!(answer.get("ConsumedCapacity").is_none(), "{answer}");
    }
    let (status, _) = dynamodb(&aws, "UpdateItem", request).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_index_is_read_page_by_page() {
    let aws = with_table().await;
    for n in 0..5 {
        put(&aws, item("t", &format!("s{n}"), "due")).await;
    }
    put(&aws, item("t", "s9", "done")).await;
    let mut request = json!({
        "TableName": "convoke", "IndexName": "gsi1", "Limit": 2,
        "KeyConditionExpression": "gsi1pk = :p AND gsi1sk >= :from",
        "ExpressionAttributeValues": {":p": {"S": "t#due"}, ":from": {"S": "s1"}},
    });
    let (mut found, mut pages) = (Vec::new(), 0);
    loop {
        let (status, answer) = dynamodb(&aws, "Query", request.clone()).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        pages += 1;
        let items = answer["Items"].as_array().unwrap();
        found.extend(items.iter().map(|item| item["sk"]["S"].as_str().unwrap().to_owned()));
        match answer.get("LastEvaluatedKey") {
            Some(last) => request["ExclusiveStartKey"] = last.clone(),
            None => break,
        }
    }
    assert_eq!(found, ["s1", "s2", "s3", "s4"]);
    assert!(pages >= 2);
}

#[tokio::test]
async fn transactions_are_all_or_nothing_and_count_twice() {
    let aws = with_table().await;
    let write = |sk: &str, condition: &str| {
        json!({"Put": {
            "TableName": "convoke", "Item": {"pk": {"S": "t"}, "sk": {"S": sk}},
            "ConditionExpression": condition,
        }})
    };
    let new = "attribute_not_exists(pk)";
    let both = json!({"TransactItems": [write("a", new), write("b", new)]});
    let (status, answer) = dynamodb(&aws, "TransactWriteItems", both).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let cost = aws.usage().cost(Caller::Functions, "TransactWriteItems");
    assert!((cost.write_units - 4.0).abs() < f64::EPSILON, "{cost:?}");

    let mixed = json!({"TransactItems": [write("c", new), write("a", new)]});
    let (status, answer) = dynamodb(&aws, "TransactWriteItems", mixed).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(answer["CancellationReasons"][0]["Code"], "None");
    assert_eq!(answer["CancellationReasons"][1]["Code"], "ConditionalCheckFailed");
    let (_, answer) =
        dynamodb(&aws, "GetItem", json!({"TableName": "convoke", "Key": key("t", "c")})).await;
    assert!(answer.get("Item").is_none(), "{answer}");
}

#[tokio::test]
async fn batches_write_and_read() {
    let aws = with_table().await;
    let puts: Vec<Value> =
        (0..3).map(|n| json!({"PutRequest": {"Item": item("t", &n.to_string(), "x")}})).collect();
    let (status, answer) =
        dynamodb(&aws, "BatchWriteItem", json!({"RequestItems": {"convoke": puts}})).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let keys = json!({"convoke": {"Keys": [key("t", "0"), key("t", "2"), key("t", "7")]}});
    let (_, answer) = dynamodb(&aws, "BatchGetItem", json!({"RequestItems": keys})).await;
    assert_eq!(answer["Responses"]["convoke"].as_array().unwrap().len(), 2);
    let usage = aws.usage();
    let written = usage.cost(Caller::Functions, "BatchWriteItem").write_units;
    assert!((written - 6.0).abs() < f64::EPSILON, "table and index: {written}");
    assert!(usage.cost(Caller::Functions, "BatchGetItem").read_units > 0.0);
}

#[tokio::test]
async fn the_capacity_asked_for_stays_in_the_answer() {
    let aws = with_table().await;
    let request = json!({
        "TableName": "convoke", "Item": item("t", "s", "x"), "ReturnConsumedCapacity": "INDEXES",
    });
    let (_, answer) = dynamodb(&aws, "PutItem", request).await;
    assert_eq!(answer["ConsumedCapacity"]["CapacityUnits"], 2.0);
    assert_eq!(answer["ConsumedCapacity"]["GlobalSecondaryIndexes"]["gsi1"]["CapacityUnits"], 1.0);
    let cost = aws.usage().cost(Caller::Functions, "PutItem");
    assert!((cost.write_units - 2.0).abs() < f64::EPSILON, "{cost:?}");
}

#[tokio::test]
async fn what_cannot_be_read_is_refused() {
    let aws = with_table().await;
    let cases = [
        ("PutItem", json!({"TableName": "convoke", "Item": {"pk": {"S": "t"}}})),
        ("PutItem", json!({"TableName": "convoke", "Item": {"pk": {"N": "1"}, "sk": {"S": "s"}}})),
        ("PutItem", json!({"TableName": 5})),
        ("GetItem", json!({"TableName": "nowhere", "Key": key("t", "s")})),
        ("Summon", json!({})),
    ];
    for (operation, request) in cases {
        let (status, answer) = dynamodb(&aws, operation, request).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{answer}");
        assert!(answer["__type"].as_str().unwrap().contains('#'), "{answer}");
    }
}

#[tokio::test]
async fn the_table_is_made_once_and_its_items_expire() {
    let hands = Hands::default();
    let aws = Aws::simulated(&hands.clock(), 1).unwrap();
    for _ in 0..2 {
        aws.create_table(&TableSpec::single("convoke")).await.unwrap();
    }
    assert_eq!(aws.usage().count(Caller::Setup, "CreateTable"), 1);
    let mut short = item("t", "s", "x");
    short["expires_at"] = json!({"N": (Hands::START_MS / 1000 + 60).to_string()});
    put(&aws, short).await;
    assert_eq!(aws.sweep_ttl().unwrap(), 0);
    hands.forward_s(61);
    assert_eq!(aws.sweep_ttl().unwrap(), 1);
    assert!(Clock::system().now() > Clock::new(|| jiff::Timestamp::UNIX_EPOCH).now());
}
