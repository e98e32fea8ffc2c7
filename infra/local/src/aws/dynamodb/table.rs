//! Tables as the deployment's template describes them.

use serde_json::{Value, json};

/// A global secondary index over two string attributes that projects the keys alone: an index entry is then written only when its keys change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexSpec {
    /// The index's name.
    pub name: String,
    /// The attribute that partitions it.
    pub partition_key: String,
    /// The attribute that sorts it.
    pub sort_key: String,
}

/// An on-demand table with string keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableSpec {
    /// The table's name.
    pub name: String,
    /// The attribute that partitions it.
    pub partition_key: String,
    /// The attribute that sorts it.
    pub sort_key: String,
    /// Its index, if it has one.
    pub index: Option<IndexSpec>,
    /// The attribute that holds when an item expires, in seconds since 1970.
    pub ttl_attribute: Option<String>,
}

impl TableSpec {
    /// The one table of the product: `pk` and `sk`, `gsi1`, expiry in `expires_at`.
    #[must_use]
    pub fn single(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            partition_key: "pk".to_owned(),
            sort_key: "sk".to_owned(),
            index: Some(IndexSpec {
                name: "gsi1".to_owned(),
                partition_key: "gsi1pk".to_owned(),
                sort_key: "gsi1sk".to_owned(),
            }),
            ttl_attribute: Some("expires_at".to_owned()),
        }
    }

    /// The `CreateTable` request that makes it.
    pub(in crate::aws) fn create_request(&self) -> Value {
        let mut attributes = vec![&self.partition_key, &self.sort_key];
        attributes.extend(self.index.iter().flat_map(|i| [&i.partition_key, &i.sort_key]));
        let attributes: Vec<Value> = attributes
            .iter()
            .map(|name| json!({"AttributeName": name, "AttributeType": "S"}))
            .collect();
        let mut request = json!({
            "TableName": self.name,
            "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": attributes,
            "KeySchema": key_schema(&self.partition_key, &self.sort_key),
        });
        if let Some(index) = &self.index {
            request["GlobalSecondaryIndexes"] = json!([{
                "IndexName": index.name,
                "KeySchema": key_schema(&index.partition_key, &index.sort_key),
                "Projection": {"ProjectionType": "KEYS_ONLY"},
            }]);
        }
        request
    }

    /// The `UpdateTimeToLive` request that lets its items expire.
    pub(in crate::aws) fn ttl_request(&self) -> Option<Value> {
        let attribute = self.ttl_attribute.as_ref()?;
        Some(json!({
            "TableName": self.name,
            "TimeToLiveSpecification": {"Enabled": true, "AttributeName": attribute},
        }))
    }
}

fn key_schema(partition_key: &str, sort_key: &str) -> Value {
    json!([
        {"AttributeName": partition_key, "KeyType": "HASH"},
        {"AttributeName": sort_key, "KeyType": "RANGE"},
    ])
}
