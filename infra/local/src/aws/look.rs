//! Looking on, and putting things in place, past the functions: nothing of this is counted.

use serde_json::{Value, json};

use super::{Aws, AwsError, SqsError};

/// How many items one `BatchWriteItem` takes.
const BATCH: usize = 25;

impl Aws {
    /// The items of a partition as DynamoDB writes them in JSON, by their sort key.
    #[must_use]
    pub fn peek(&self, table: &str, partition: &str) -> Vec<Value> {
        let query = json!({
            "TableName": table,
            "ConsistentRead": true,
            "KeyConditionExpression": "pk = :pk",
            "ExpressionAttributeValues": {":pk": {"S": partition}},
        });
        self.items(&query)
    }

    /// One item.
    #[must_use]
    pub fn peek_item(&self, table: &str, pk: &str, sk: &str) -> Option<Value> {
        let key = json!({"pk": {"S": pk}, "sk": {"S": sk}});
        let get = json!({"TableName": table, "ConsistentRead": true, "Key": key});
        let mut answer = self.ask("GetItem", &get)?;
        answer.get_mut("Item").map(Value::take)
    }

    /// The first item of a partition of the index `gsi1`, by its sort key.
    #[must_use]
    pub fn peek_first(&self, table: &str, index_partition: &str) -> Option<Value> {
        let query = json!({
            "TableName": table,
            "IndexName": "gsi1",
            "KeyConditionExpression": "gsi1pk = :pk",
            "ExpressionAttributeValues": {":pk": {"S": index_partition}},
            "Limit": 1,
        });
        self.items(&query).into_iter().next()
    }

    /// Every item of a table.
    #[must_use]
    pub fn peek_all(&self, table: &str) -> Vec<Value> {
        let answer = self.ask("Scan", &json!({"TableName": table}));
        items_of(answer)
    }

    /// Puts items in place as [`Aws::peek`] gave them.
    ///
    /// # Errors
    /// When the table does not take them.
    pub fn load(&self, table: &str, items: &[Value]) -> Result<(), AwsError> {
        for batch in items.chunks(BATCH) {
            let puts: Vec<_> =
                batch.iter().map(|item| json!({"PutRequest": {"Item": item}})).collect();
            let write = json!({"RequestItems": {table: puts}});
            let answer =
                self.services.database.handle("BatchWriteItem", write.to_string().as_bytes());
            if !answer.response.status().is_success() {
                let text = String::from_utf8_lossy(answer.response.body()).into_owned();
                let operation = "BatchWriteItem".to_owned();
                return Err(AwsError::Refused { operation, answer: text });
            }
        }
        Ok(())
    }

    /// When the next message of a queue is or becomes visible, in milliseconds since 1970.
    ///
    /// # Errors
    /// When there is no such queue.
    pub fn next_visible_ms(&self, queue: &str) -> Result<Option<i64>, SqsError> {
        self.services.queues.next_visible_ms(queue)
    }

    fn items(&self, query: &Value) -> Vec<Value> {
        items_of(self.ask("Query", query))
    }

    fn ask(&self, operation: &str, request: &Value) -> Option<Value> {
        let answer = self.services.database.handle(operation, request.to_string().as_bytes());
        serde_json::from_slice(answer.response.body()).ok()
    }
}

fn items_of(answer: Option<Value>) -> Vec<Value> {
    let items = answer.and_then(|mut answer| answer.get_mut("Items").map(Value::take));
    items.and_then(|items| serde_json::from_value(items).ok()).unwrap_or_default()
}
