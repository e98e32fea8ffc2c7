//! Reading state that outsiders put into a simulator, naming what does not fit.

use serde::Serialize;
use serde::de::{Deserialize, DeserializeOwned, Deserializer};
use serde_json::{Map, Value};

/// A field of a state or fault that can't be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {detail}")]
pub struct StateError {
    /// Where it is, such as `users[1].status`.
    pub field: String,
    /// Stable, `snake_case`.
    pub code: &'static str,
    /// For people.
    pub detail: String,
}

impl StateError {
    /// A value of the wrong type or outside its range.
    pub fn invalid(field: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { field: field.into(), code: "invalid_value", detail: detail.into() }
    }

    /// A field that the published shape does not have.
    pub fn unknown(field: impl Into<String>) -> Self {
        let detail = "this field is not known".to_owned();
        Self { field: field.into(), code: "unknown_field", detail }
    }
}

/// The value as an object with no other than the known keys.
pub fn object<'v>(
    field: &str,
    value: &'v Value,
    known: &[&str],
) -> Result<&'v Map<String, Value>, StateError> {
    let Value::Object(map) = value else {
        return Err(StateError::invalid(field, "an object is expected"));
    };
    match map.keys().find(|key| !known.contains(&key.as_str())) {
        Some(key) if field.is_empty() => Err(StateError::unknown(key)),
        Some(key) => Err(StateError::unknown(format!("{field}.{key}"))),
        None => Ok(map),
    }
}

/// The value as a type; the known keys are checked first, so that the error can name the field.
pub fn read<T: DeserializeOwned>(
    field: &str,
    value: &Value,
    known: &[&str],
) -> Result<T, StateError> {
    object(field, value, known)?;
    serde_json::from_value(value.clone())
        .map_err(|error| StateError::invalid(field, error.to_string()))
}

/// The value as a list of such items.
pub fn items<T: DeserializeOwned>(
    field: &str,
    value: &Value,
    known: &[&str],
) -> Result<Vec<T>, StateError> {
    let Value::Array(values) = value else {
        return Err(StateError::invalid(field, "a list is expected"));
    };
    let read_one = |(index, value)| read(&format!("{field}[{index}]"), value, known);
    values.iter().enumerate().map(read_one).collect()
}

/// A part with the fields of a change put in their places; everything else stays.
pub fn merged<T: Serialize + DeserializeOwned>(
    field: &str,
    part: &T,
    change: &Value,
    known: &[&str],
) -> Result<T, StateError> {
    let given = object(field, change, known)?;
    let mut whole = serde_json::to_value(part)
        .map_err(|error| StateError::invalid(field, error.to_string()))?;
    for (name, value) in given {
        whole[name] = value.clone();
    }
    read(field, &whole, known)
}

/// The value as a plain type.
pub fn plain<T: DeserializeOwned>(field: &str, value: &Value) -> Result<T, StateError> {
    serde_json::from_value(value.clone())
        .map_err(|error| StateError::invalid(field, error.to_string()))
}

/// All that a simulator holds, as its snapshot has it.
pub fn restored<T: DeserializeOwned>(name: &str, snapshot: Value) -> Result<T, StateError> {
    serde_json::from_value(snapshot).map_err(|error| StateError::invalid(name, error.to_string()))
}

/// A numeric id as a number or as text.
pub fn flexible_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let id = match &value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    };
    id.filter(|id| *id > 0).ok_or_else(|| serde::de::Error::custom("a numeric id is expected"))
}

/// Puts a part in its place when it was given.
pub fn replace<T>(field: &mut T, given: Option<T>) {
    if let Some(given) = given {
        *field = given;
    }
}
