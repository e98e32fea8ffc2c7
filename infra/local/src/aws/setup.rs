//! Making tables, queues and secrets, again and again without harm.

use bytes::Bytes;
use http::Response;
use serde_json::{Value, json};

use super::dynamodb::TableSpec;
use super::sqs::QueueSpec;
use super::usage::{Caller, Cost, Service};
use super::{Aws, AwsError, secrets, sqs};

impl Aws {
    /// Makes the table, unless there is one of that name.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn create_table(&self, table: &TableSpec) -> Result<(), AwsError> {
        let named = json!({"TableName": table.name});
        let described = self.set_up(Service::DynamoDb, "DescribeTable", named.to_string()).await;
        if !described.status().is_success() {
            self.required(Service::DynamoDb, "CreateTable", &table.create_request()).await?;
        }
        let Some(request) = table.ttl_request() else { return Ok(()) };
        let ttl = self.required(Service::DynamoDb, "DescribeTimeToLive", &named).await?;
        if ttl["TimeToLiveDescription"]["TimeToLiveStatus"] != "ENABLED" {
            self.required(Service::DynamoDb, "UpdateTimeToLive", &request).await?;
        }
        Ok(())
    }

    /// Makes the queue, or brings the one of that name to what is wanted; its messages stay.
    /// Returns its address.
    ///
    /// # Errors
    /// When the name is not one, or the dead-letter queue does not exist.
    pub fn create_queue(&self, queue: &QueueSpec) -> Result<String, AwsError> {
        let made = self.services.queues.put(queue);
        let cost = made.is_ok().then_some(Cost { chunks: 1, ..Cost::default() });
        self.count(Caller::Setup, "CreateQueue", &queue.name, cost);
        made?;
        Ok(self.queue_url(&queue.name))
    }

    /// The address of a queue at this endpoint.
    #[must_use]
    pub fn queue_url(&self, name: &str) -> String {
        self.services.queues.url(name)
    }

    /// The Amazon resource name of a queue, as events from it carry it.
    #[must_use]
    pub fn queue_arn(&self, name: &str) -> String {
        sqs::arn(name)
    }

    /// Sets where this endpoint is reached, such as `http://127.0.0.1:9200`; queues' addresses
    /// lie under it. Requests may use another host: only the queue's name counts.
    pub fn set_base_url(&self, url: &str) {
        self.services.queues.set_base_url(url);
    }

    /// Whether there is a secret of this name.
    pub async fn has_secret(&self, name: &str) -> bool {
        let named = json!({"SecretId": name}).to_string();
        self.set_up(Service::SecretsManager, "GetSecretValue", named).await.status().is_success()
    }

    /// Gives a secret this value, and makes it if it is not there.
    ///
    /// # Errors
    /// When the name or the value is not acceptable.
    pub async fn put_secret(&self, name: &str, value: &Value) -> Result<(), AwsError> {
        let content = value.to_string();
        let service = Service::SecretsManager;
        let named = json!({"SecretId": name}).to_string();
        let present = self.set_up(service, "GetSecretValue", named).await;
        if !present.status().is_success() {
            let request = secrets::create_request(name, &content);
            return self.required(service, "CreateSecret", &request).await.map(drop);
        }
        let present: Value = serde_json::from_slice(present.body()).unwrap_or_default();
        if present["SecretString"] != content {
            let request = secrets::put_request(name, &content);
            self.required(service, "PutSecretValue", &request).await?;
        }
        Ok(())
    }

    async fn required(
        &self,
        service: Service,
        operation: &str,
        request: &Value,
    ) -> Result<Value, AwsError> {
        let answer = self.set_up(service, operation, request.to_string()).await;
        if answer.status().is_success() {
            return Ok(serde_json::from_slice(answer.body()).unwrap_or_default());
        }
        Err(AwsError::Refused { operation: operation.to_owned(), answer: text(&answer) })
    }
}

fn text(answer: &Response<Bytes>) -> String {
    String::from_utf8_lossy(answer.body()).into_owned()
}
