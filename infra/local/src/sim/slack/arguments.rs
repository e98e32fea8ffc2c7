//! What a method is called with.
//!
//! Source: Slack, the Web API: arguments come in the query, in a form or as JSON; a token in JSON is
//! not looked at, and JSON without its character set is taken with a warning.

use http::header;
use serde_json::{Map, Value, json};

use super::refusal::Refusal;
use crate::sim::Call;

/// Arguments by name.
#[derive(Debug, Clone, PartialEq)]
pub struct Arguments {
    given: Map<String, Value>,
    /// The token of a form; that of a header is the call's.
    pub token: Option<String>,
    warning: Option<&'static str>,
}

impl Arguments {
    /// Reads a call's arguments. JSON that the method does not take is not looked at.
    pub fn read(call: &Call, takes_json: bool) -> Result<Self, Refusal> {
        let form = call.form();
        let token = form.get("token").map(str::to_owned);
        let parameters = form.followed_by(&call.query);
        let mut given = Map::new();
        for name in parameters.names() {
            given.insert(name.to_owned(), json!(parameters.get(name)));
        }
        let mut warning = None;
        if takes_json && call.has_content_type("application/json") {
            given.extend(object(call)?);
            warning = (!names_charset(call)).then_some("missing_charset");
        }
        Ok(Self { given, token, warning })
    }

    /// An argument as text; one that is empty counts as missing.
    pub fn text(&self, name: &str) -> Option<String> {
        let text = match self.given.get(name)? {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Bool(flag) => flag.to_string(),
            Value::Null | Value::Array(_) | Value::Object(_) => return None,
        };
        (!text.is_empty()).then_some(text)
    }

    /// Whether an argument is true.
    pub fn is_true(&self, name: &str) -> bool {
        matches!(self.text(name).as_deref(), Some("true" | "1"))
    }

    /// An argument that is a list, as JSON or as JSON within text.
    pub fn list(&self, name: &str) -> Option<Result<Vec<Value>, ()>> {
        match self.given.get(name)? {
            Value::Null => None,
            Value::String(text) if text.is_empty() => None,
            Value::String(text) => Some(serde_json::from_str(text).map_err(|_| ())),
            Value::Array(items) => Some(Ok(items.clone())),
            _ => Some(Err(())),
        }
    }

    /// Adds what the caller should do better.
    pub fn warn(&self, body: &mut Value) {
        if let Some(warning) = self.warning {
            body["warning"] = json!(warning);
            body["response_metadata"]["warnings"] = json!([warning]);
        }
    }
}

fn object(call: &Call) -> Result<Map<String, Value>, Refusal> {
    if call.body.is_empty() {
        return Ok(Map::new());
    }
    match serde_json::from_slice(&call.body) {
        Ok(Value::Object(map)) => Ok(map),
        Ok(_) => Err(Refusal::Error("json_not_object")),
        Err(_) => Err(Refusal::Error("invalid_json")),
    }
}

fn names_charset(call: &Call) -> bool {
    let given = call.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    given.is_some_and(|given| given.to_ascii_lowercase().contains("charset="))
}
