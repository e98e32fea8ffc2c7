//! Operation names → the database's methods.

use dynoxide::{Database, DynoxideError, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Performs an operation; `None` if there is no such operation here.
pub(super) fn perform(db: &Database, operation: &str, body: &str) -> Option<Result<Value>> {
    Some(match operation {
        "PutItem" => run(body, |r| db.put_item(r)),
        "GetItem" => run(body, |r| db.get_item(r)),
        "UpdateItem" => run(body, |r| db.update_item(r)),
        "DeleteItem" => run(body, |r| db.delete_item(r)),
        "Query" => run(body, |r| db.query(r)),
        "Scan" => run(body, |r| db.scan(r)),
        "BatchGetItem" => run(body, |r| db.batch_get_item(r)),
        "BatchWriteItem" => run(body, |r| db.batch_write_item(r)),
        "TransactGetItems" => run(body, |r| db.transact_get_items(r)),
        "TransactWriteItems" => run(body, |r| db.transact_write_items(r)),
        "CreateTable" => run(body, |r| db.create_table(r)),
        "DeleteTable" => run(body, |r| db.delete_table(r)),
        "DescribeTable" => run(body, |r| db.describe_table(r)),
        "ListTables" => run(body, |r| db.list_tables(r)),
        "UpdateTable" => run(body, |r| db.update_table(r)),
        "UpdateTimeToLive" => run(body, |r| db.update_time_to_live(r)),
        "DescribeTimeToLive" => run(body, |r| db.describe_time_to_live(r)),
        "TagResource" => run(body, |r| db.tag_resource(r)),
        "UntagResource" => run(body, |r| db.untag_resource(r)),
        "ListTagsOfResource" => run(body, |r| db.list_tags_of_resource(r)),
        _ => return None,
    })
}

fn run<Q, A>(body: &str, operation: impl FnOnce(Q) -> Result<A>) -> Result<Value>
where
    Q: DeserializeOwned,
    A: Serialize,
{
    let request = serde_json::from_str(body).map_err(|error| unreadable(&error))?;
    let answer = operation(request)?;
    serde_json::to_value(answer)
        .map_err(|error| DynoxideError::InternalServerError(error.to_string()))
}

/// The error for a request that does not fit its operation. The database's own types put the kind
/// of error in front of the message, and `serde_json` puts the position behind it.
fn unreadable(error: &serde_json::Error) -> DynoxideError {
    let text = error.to_string();
    let text = text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message);
    let validation = |message: &str| DynoxideError::ValidationException(message.to_owned());
    let serialization = |message: &str| DynoxideError::SerializationException(message.to_owned());
    match text.split_once(':') {
        Some(("VALIDATION" | "VALIDATION_AS_READ", message)) => validation(message),
        Some(("VALIDATION_REQUEST", message)) => {
            DynoxideError::EnvelopedValidation(message.to_owned())
        }
        Some(("SERIALIZATION" | "SERIALIZATION_AS_READ", message)) => serialization(message),
        _ if text.starts_with("invalid type") && !text.starts_with("invalid type: null") => {
            serialization(text)
        }
        _ => validation(text),
    }
}
