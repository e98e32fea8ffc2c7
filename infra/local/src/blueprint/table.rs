//! The table.

use super::declared::Declared;
use super::error::BlueprintError;
use super::node::Node;
use super::resource::Resource;

/// A `DynamoDB` table, on demand, whose keys are strings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name in the template.
    pub logical_id: String,
    /// Its name at `DynamoDB`.
    pub name: String,
    /// The attribute that partitions it.
    pub partition_key: String,
    /// The attribute that sorts it.
    pub sort_key: String,
    /// Its global secondary index, if it has one.
    pub index: Option<Index>,
    /// The attribute that holds when an item expires, in seconds since 1970.
    pub ttl_attribute: Option<String>,
}

/// A global secondary index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    /// Its name.
    pub name: String,
    /// The attribute that partitions it.
    pub partition_key: String,
    /// The attribute that sorts it.
    pub sort_key: String,
    /// What it holds besides its keys.
    pub projection: Projection,
}

/// What an index holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Projection {
    /// Every attribute.
    All,
    /// The keys of the table and of the index.
    KeysOnly,
}

impl Table {
    pub(super) fn read(
        resource: &Resource<'_>,
        declared: &Declared,
    ) -> Result<Self, BlueprintError> {
        let node = &resource.properties;
        // The last three only say how it is kept.
        node.only(&[
            "TableName",
            "Tags",
            "BillingMode",
            "AttributeDefinitions",
            "KeySchema",
            "GlobalSecondaryIndexes",
            "TimeToLiveSpecification",
            "PointInTimeRecoverySpecification",
            "SSESpecification",
            "DeletionProtectionEnabled",
        ])?;
        node.need("BillingMode")?.must_be("PAY_PER_REQUEST")?;
        for attribute in node.need("AttributeDefinitions")?.items()? {
            attribute.need("AttributeType")?.must_be("S")?;
        }
        let (partition_key, sort_key) = keys(node)?;
        Ok(Self {
            logical_id: resource.id.clone(),
            name: declared.name(node.find("TableName").as_ref(), &resource.id)?,
            partition_key,
            sort_key,
            index: index(node)?,
            ttl_attribute: ttl(node)?,
        })
    }
}

impl Index {
    fn read(node: &Node<'_>) -> Result<Self, BlueprintError> {
        node.only(&["IndexName", "KeySchema", "Projection"])?;
        let (partition_key, sort_key) = keys(node)?;
        let projection = node.need("Projection")?;
        projection.only(&["ProjectionType"])?;
        let projection = projection.need("ProjectionType")?;
        let name = node.need("IndexName")?.text()?;
        let projection = match projection.text()?.as_str() {
            "ALL" => Projection::All,
            "KEYS_ONLY" => Projection::KeysOnly,
            other => return Err(projection.unsupported(&format!("`{other}`"))),
        };
        Ok(Self { name, partition_key, sort_key, projection })
    }
}

fn index(table: &Node<'_>) -> Result<Option<Index>, BlueprintError> {
    let Some(list) = table.find("GlobalSecondaryIndexes") else { return Ok(None) };
    match list.items()?.as_slice() {
        [] => Ok(None),
        [only] => Index::read(only).map(Some),
        _ => Err(list.unsupported("a second index")),
    }
}

/// The partition and the sort key; `DynamoDB` wants them in this order.
fn keys(node: &Node<'_>) -> Result<(String, String), BlueprintError> {
    let schema = node.need("KeySchema")?;
    let items = schema.items()?;
    let [partition, sort] = items.as_slice() else {
        return Err(schema.wrong("a HASH and a RANGE key"));
    };
    partition.need("KeyType")?.must_be("HASH")?;
    sort.need("KeyType")?.must_be("RANGE")?;
    Ok((partition.need("AttributeName")?.text()?, sort.need("AttributeName")?.text()?))
}

fn ttl(node: &Node<'_>) -> Result<Option<String>, BlueprintError> {
    let Some(ttl) = node.find("TimeToLiveSpecification") else { return Ok(None) };
    ttl.need("Enabled")?.must_be("true")?;
    ttl.need("AttributeName")?.text().map(Some)
}
