//! Amazon DynamoDB: the JSON protocol over an embedded database.

mod capacity;
mod dispatch;
mod table;

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use dynoxide::{Database, DynoxideError};
use http::StatusCode;
use serde_json::Value;

use super::answer::{Answer, answer, refusal, success};
use super::clock::Clock;
use super::usage::Service;
use super::{AwsError, file};

use capacity::Metered;
pub use table::{IndexSpec, TableSpec};

/// The database and its protocol.
pub(super) struct DynamoDb {
    database: Database,
}

impl DynamoDb {
    /// Opens the database file, or makes it, readable by its owner only.
    ///
    /// Writes survive the end of the process at once, but are not forced to the disk: what a
    /// power cut takes is not worth a disk flush for each write on a developer's machine.
    pub(super) fn open(path: &Path) -> Result<Self, AwsError> {
        let database = Database::new(&path.to_string_lossy())?;
        database.enable_bulk_loading()?;
        file::make_private(path).map_err(|source| AwsError::File { path: path.into(), source })?;
        Ok(Self { database })
    }

    /// An empty database that lives as long as this value.
    pub(super) fn in_memory(clock: Clock) -> Result<Self, AwsError> {
        Ok(Self { database: Database::memory_with_clock(Arc::new(clock))? })
    }

    /// Deletes what has expired; how many items went.
    pub(super) fn sweep(&self) -> Result<usize, AwsError> {
        Ok(self.database.sweep_ttl()?)
    }

    /// Performs one operation. The capacity it consumed is measured in any case, and stays in the
    /// answer only if the request asked for it.
    pub(super) fn handle(&self, operation: &str, body: &[u8]) -> Answer {
        let Ok(request) = serde_json::from_slice::<Value>(body) else {
            return Answer::free(not_json());
        };
        let resource = request.get("TableName").and_then(Value::as_str).map(str::to_owned);
        let metered = Metered::new(operation, request);
        let result = dispatch::perform(&self.database, operation, &metered.body());
        let (response, cost) = match result {
            None => (unknown_operation(operation), capacity::NOTHING),
            Some(Ok(mut answer)) => {
                let cost = metered.take_cost(&mut answer);
                (success(Service::DynamoDb, &answer), cost)
            }
            Some(Err(error)) => {
                let (error, cost) = metered.failure(error);
                (refused(operation, error), cost)
            }
        };
        Answer { response, resource, cost }
    }
}

fn not_json() -> http::Response<Bytes> {
    let message = "The request body is not a JSON object.";
    refusal(Service::DynamoDb, StatusCode::BAD_REQUEST, "SerializationException", message)
}

fn unknown_operation(operation: &str) -> http::Response<Bytes> {
    let message = format!("The operation {operation} is not part of the local stack.");
    refusal(Service::DynamoDb, StatusCode::BAD_REQUEST, "UnknownOperationException", &message)
}

/// DynamoDB words a value that it can't read as one of a list of validation errors, but only for
/// the three single writes.
fn refused(operation: &str, error: DynoxideError) -> http::Response<Bytes> {
    let error = match error {
        DynoxideError::EnvelopedValidation(message)
            if matches!(operation, "PutItem" | "UpdateItem" | "DeleteItem") =>
        {
            DynoxideError::ValidationException(format!("1 validation error detected: {message}"))
        }
        other => other,
    };
    let status = StatusCode::from_u16(error.status_code()).unwrap_or(StatusCode::BAD_REQUEST);
    answer(Service::DynamoDb, status, Bytes::from(error.to_json()))
}
