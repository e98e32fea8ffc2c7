//! What a body says of a file.
//!
//! Source: `File` in Google's description of Drive v3; the limit of an application's properties is that
//! of its guide to them. Whether the vendor ignores fields that it does not know is not published, and
//! fields that are not simulated are refused rather than played wrongly.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::refusal::Refusal;
use crate::sim::Call;

/// What a new file may say.
pub const NEW: [&str; 6] = ["id", "name", "parents", "mimeType", "description", "appProperties"];
/// What may change of a file.
pub const CHANGE: [&str; 4] = ["name", "description", "appProperties", "trashed"];

/// Bytes of a property's name and value together.
const PROPERTY_MAX: usize = 124;
/// Properties of one application.
const PROPERTIES_MAX: usize = 30;

/// The body of a call as an object of these fields; nothing is an empty one.
pub fn read(call: &Call, known: &[&str]) -> Result<Map<String, Value>, Refusal> {
    if call.body.is_empty() {
        return Ok(Map::new());
    }
    if !call.has_content_type("application/json") {
        return Err(Refusal::Json);
    }
    let body: Map<String, Value> = serde_json::from_slice(&call.body).map_err(|_| Refusal::Json)?;
    match body.keys().find(|name| !known.contains(&name.as_str())) {
        Some(name) => {
            let message = format!("Invalid JSON payload received. Unknown name \"{name}\"");
            Err(Refusal::Invalid(message))
        }
        None => Ok(body),
    }
}

fn invalid(name: &str) -> Refusal {
    Refusal::Invalid(format!("Invalid value for: {name}"))
}

/// A text, when it is given.
pub fn text(body: &Map<String, Value>, name: &str) -> Result<Option<String>, Refusal> {
    match body.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(invalid(name)),
    }
}

/// Yes or no, when it is given.
pub fn truth(body: &Map<String, Value>, name: &str) -> Result<Option<bool>, Refusal> {
    match body.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Bool(value)) => Ok(Some(*value)),
        Some(_) => Err(invalid(name)),
    }
}

/// The one folder that a file is put into, when one is named.
pub fn parent(body: &Map<String, Value>) -> Result<Option<String>, Refusal> {
    match body.get("parents") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Array(parents)) => match parents.as_slice() {
            [] => Ok(None),
            [Value::String(parent)] => Ok(Some(parent.clone())),
            _ => Err(invalid("parents")),
        },
        Some(_) => Err(invalid("parents")),
    }
}

/// Puts properties in their places; null takes one away.
pub fn properties(
    body: &Map<String, Value>,
    held: &mut BTreeMap<String, String>,
) -> Result<(), Refusal> {
    let given = match body.get("appProperties") {
        None | Some(Value::Null) => return Ok(()),
        Some(Value::Object(given)) => given,
        Some(_) => return Err(invalid("appProperties")),
    };
    for (name, value) in given {
        match value {
            Value::Null => drop(held.remove(name)),
            Value::String(value) if name.len() + value.len() <= PROPERTY_MAX => {
                held.insert(name.clone(), value.clone());
            }
            _ => return Err(invalid("appProperties")),
        }
    }
    if held.len() > PROPERTIES_MAX { Err(invalid("appProperties")) } else { Ok(()) }
}
