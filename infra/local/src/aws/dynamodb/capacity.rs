//! What an operation consumed, also where the request did not ask and where it failed.

use dynoxide::types::{item_size, write_capacity_units};
use dynoxide::{DynoxideError, Item};
use serde_json::Value;

use crate::aws::usage::Cost;

/// The cost of a request that DynamoDB does not charge for.
pub(super) const NOTHING: Cost = Cost { read_units: 0.0, write_units: 0.0, chunks: 0, mails: 0 };

/// A transactional write counts twice. Amazon DynamoDB developer guide, "Capacity unit
/// consumption for writes".
const TRANSACTION_FACTOR: f64 = 2.0;

/// The side on which an operation consumes capacity.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Axis {
    Read,
    Write,
    /// Operations on tables, which are free.
    Neither,
}

impl Axis {
    fn of(operation: &str) -> Self {
        match operation {
            "GetItem" | "Query" | "Scan" | "BatchGetItem" | "TransactGetItems" => Self::Read,
            "PutItem" | "UpdateItem" | "DeleteItem" | "BatchWriteItem" | "TransactWriteItems" => {
                Self::Write
            }
            _ => Self::Neither,
        }
    }
}

/// A request with the additions that make its cost visible.
pub(super) struct Metered {
    request: Value,
    axis: Axis,
    /// Whether the consumed capacity was added here and leaves the answer again.
    capacity_hidden: bool,
    /// Whether the item that failed a condition was asked for here only.
    old_item_hidden: bool,
}

impl Metered {
    /// Prepares a request of an operation.
    pub(super) fn new(operation: &str, request: Value) -> Self {
        let axis = Axis::of(operation);
        let single_write = matches!(operation, "PutItem" | "UpdateItem" | "DeleteItem");
        let mut metered = Self { request, axis, capacity_hidden: false, old_item_hidden: false };
        if axis != Axis::Neither {
            metered.capacity_hidden = metered.demand("ReturnConsumedCapacity", "TOTAL");
        }
        if single_write && metered.request.get("ConditionExpression").is_some() {
            metered.old_item_hidden =
                metered.demand("ReturnValuesOnConditionCheckFailure", "ALL_OLD");
        }
        metered
    }

    /// Sets an option that is absent or `NONE`; whether it had to be set.
    fn demand(&mut self, option: &str, wanted: &str) -> bool {
        let Some(request) = self.request.as_object_mut() else { return false };
        let absent = request.get(option).is_none_or(|value| value.is_null() || *value == "NONE");
        if absent {
            request.insert(option.to_owned(), Value::from(wanted));
        }
        absent
    }

    /// The request's text.
    pub(super) fn body(&self) -> String {
        self.request.to_string()
    }

    /// Reads the cost from an answer, and restores the answer to what was asked for.
    pub(super) fn take_cost(&self, answer: &mut Value) -> Cost {
        if self.axis == Axis::Neither {
            return NOTHING;
        }
        let cost = match answer.get("ConsumedCapacity") {
            Some(Value::Array(tables)) => tables.iter().map(|table| self.cost_of(table)).sum(),
            Some(table) => self.cost_of(table),
            None => NOTHING,
        };
        if self.capacity_hidden
            && let Some(answer) = answer.as_object_mut()
        {
            answer.remove("ConsumedCapacity");
        }
        cost
    }

    fn cost_of(&self, table: &Value) -> Cost {
        let units = |name: &str| table.get(name).and_then(Value::as_f64);
        let (read, write) = (units("ReadCapacityUnits"), units("WriteCapacityUnits"));
        let total = units("CapacityUnits").unwrap_or_default();
        match (read, write) {
            (None, None) if self.axis == Axis::Write => Cost { write_units: total, ..NOTHING },
            (None, None) => Cost { read_units: total, ..NOTHING },
            (read, write) => Cost {
                read_units: read.unwrap_or_default(),
                write_units: write.unwrap_or_default(),
                ..NOTHING
            },
        }
    }

    /// The cost of a request that failed, and the error as the caller is to see it.
    ///
    /// A write whose condition fails is charged as if it had been made, by the size of the larger
    /// of the existing item and the new one, and at least one unit (developer guide, "Condition
    /// expressions", consumed capacity). All other refusals are free.
    pub(super) fn failure(&self, error: DynoxideError) -> (DynoxideError, Cost) {
        match error {
            DynoxideError::ConditionalCheckFailedException(message, old) => {
                let old_size = old.as_ref().map(item_size).unwrap_or_default();
                let size = old_size.max(put_size(&self.request));
                let cost = Cost { write_units: write_capacity_units(size), ..NOTHING };
                let old = old.filter(|_| !self.old_item_hidden);
                (DynoxideError::ConditionalCheckFailedException(message, old), cost)
            }
            DynoxideError::TransactionCanceledException(..) if self.axis == Axis::Write => {
                let cost = Cost { write_units: self.transaction_units(), ..NOTHING };
                (error, cost)
            }
            other => (other, NOTHING),
        }
    }

    fn transaction_units(&self) -> f64 {
        let actions = self.request.get("TransactItems").and_then(Value::as_array);
        let units = actions
            .into_iter()
            .flatten()
            .map(|action| write_capacity_units(action.get("Put").map_or(0, put_size)));
        units.sum::<f64>() * TRANSACTION_FACTOR
    }
}

/// The size of the item that a put carries, in bytes; 0 for other writes, whose outcome is
/// not known when their condition fails.
fn put_size(put: &Value) -> usize {
    let item = put.get("Item").cloned().unwrap_or_default();
    serde_json::from_value::<Item>(item).map(|item| item_size(&item)).unwrap_or_default()
}
