//! What shall go wrong next: faults wait until a call matches them.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Response, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::call::decode;
use super::{Call, StateError, state};

const FIELDS: [&str; 9] = [
    "provider",
    "method",
    "path",
    "times",
    "status",
    "delay_ms",
    "headers",
    "body",
    "after_effect",
];

/// A fault as it is asked for and listed.
///
/// `status` refuses the call before it has any effect; `delay_ms` alone performs it at once and
/// holds the answer; `after_effect` performs it and then drops the connection. A delay together
/// with one of the others comes before the refusal or the drop.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// The provider whose calls it waits for.
    pub provider: String,
    /// The method; any when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// The path relative to the API base, `*` for any one segment; any path when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// How many calls it still hits.
    #[serde(default = "once")]
    pub times: u32,
    /// The status of the refusal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Milliseconds of delay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delay_ms: Option<u64>,
    /// Headers of the refusal, or added to the delayed answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headers: Option<Map<String, Value>>,
    /// Body of the refusal: a string as it is, anything else as JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
    /// Whether to perform the call and then drop the connection.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub after_effect: bool,
}

fn once() -> u32 {
    1
}

impl Fault {
    /// Reads and checks a fault.
    ///
    /// # Errors
    /// Names the field that is unknown, of the wrong type, or makes no sense.
    pub fn parse(value: &Value) -> Result<Self, StateError> {
        let fields = state::object("", value, &FIELDS)?;
        if !fields.get("provider").is_some_and(Value::is_string) {
            return Err(StateError::invalid("provider", "the name of a provider is required"));
        }
        // Absent and null are the same to most clients.
        let present = fields.iter().filter(|(_, value)| !value.is_null());
        let present: Map<String, Value> =
            present.map(|(name, value)| (name.clone(), value.clone())).collect();
        check_types(&present)?;
        let fault: Self = serde_json::from_value(Value::Object(present))
            .map_err(|error| StateError::invalid("", error.to_string()))?;
        fault.check()?;
        Ok(fault)
    }

    /// Checks the values.
    ///
    /// # Errors
    /// Names the field that makes no sense.
    pub fn check(&self) -> Result<(), StateError> {
        if self.times == 0 {
            return Err(StateError::invalid("times", "at least 1"));
        }
        if self.status.is_some_and(|status| !(200..=599).contains(&status)) {
            return Err(StateError::invalid("status", "a status of 200 to 599"));
        }
        if self.path.as_deref().is_some_and(|path| !path.starts_with('/')) {
            return Err(StateError::invalid("path", "a path starts with a slash"));
        }
        if self.status.is_none() && self.delay_ms.is_none() && !self.after_effect {
            let detail = "one of status, delay_ms and after_effect is required";
            return Err(StateError::invalid("status", detail));
        }
        if self.body.is_some() && self.status.is_none() {
            return Err(StateError::invalid("body", "a body needs a status"));
        }
        for (name, value) in self.headers.iter().flatten() {
            header(name, value)
                .ok_or_else(|| StateError::invalid(format!("headers.{name}"), "not a header"))?;
        }
        Ok(())
    }

    /// Whether it waits for this call.
    pub fn matches(&self, provider: &str, call: &Call) -> bool {
        let method = self.method.as_deref();
        self.provider == provider
            && method.is_none_or(|method| method.eq_ignore_ascii_case(call.method.as_str()))
            && self.path.as_deref().is_none_or(|pattern| path_matches(pattern, &call.path))
    }

    /// How long the answer is held.
    pub fn delay(&self) -> Option<Duration> {
        self.delay_ms.filter(|ms| *ms > 0).map(Duration::from_millis)
    }

    /// The refusal, if the call shall have no effect; `vendor` gives the vendor's usual one.
    pub fn refusal(
        &self,
        vendor: impl Fn(StatusCode) -> Response<Bytes>,
    ) -> Option<Response<Bytes>> {
        if self.after_effect {
            return None;
        }
        let status = StatusCode::from_u16(self.status?).ok()?;
        let mut response = vendor(status);
        match &self.body {
            Some(Value::String(text)) => *response.body_mut() = Bytes::from(text.clone()),
            Some(json) => *response.body_mut() = Bytes::from(json.to_string()),
            None => {}
        }
        self.add_headers(&mut response);
        Some(response)
    }

    /// Puts the fault's headers on an answer.
    pub fn add_headers(&self, response: &mut Response<Bytes>) {
        let headers = self.headers.iter().flatten();
        for (name, value) in headers.filter_map(|(name, value)| header(name, value)) {
            response.headers_mut().insert(name, value);
        }
    }
}

fn check_types(fields: &Map<String, Value>) -> Result<(), StateError> {
    for (name, value) in fields {
        let (fits, expected) = match name.as_str() {
            "provider" | "method" | "path" => (value.is_string(), "a string"),
            "times" => (value.as_u64().is_some_and(|n| n <= u32::MAX.into()), "a whole number"),
            "status" => (value.as_u64().is_some_and(|n| n <= 599), "a status of 200 to 599"),
            "delay_ms" => (value.is_u64(), "milliseconds as a whole number"),
            "headers" => (value.is_object(), "an object of strings"),
            "after_effect" => (value.is_boolean(), "true or false"),
            _ => (true, ""),
        };
        if !fits {
            return Err(StateError::invalid(name, format!("{expected} is expected")));
        }
    }
    Ok(())
}

fn header(name: &str, value: &Value) -> Option<(HeaderName, HeaderValue)> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let name = HeaderName::try_from(name).ok()?;
    Some((name, HeaderValue::try_from(text).ok()?))
}

/// Segment by segment, `*` standing for any one; encoded and plain spellings are the same.
fn path_matches(pattern: &str, path: &str) -> bool {
    let pattern: Vec<&str> = pattern.trim_matches('/').split('/').collect();
    let path: Vec<&str> = path.trim_matches('/').split('/').collect();
    pattern.len() == path.len()
        && pattern.iter().zip(&path).all(|(want, is)| *want == "*" || decode(want) == decode(is))
}

/// The faults that wait, in the order they were asked for.
#[derive(Debug, Default)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// Adds a fault behind the others.
    pub fn add(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    /// The first fault that waits for this call; it is used up by one.
    pub fn take(&mut self, provider: &str, call: &Call) -> Option<Fault> {
        let index = self.0.iter().position(|fault| fault.matches(provider, call))?;
        self.0[index].times -= 1;
        let hit = self.0[index].clone();
        if hit.times == 0 {
            self.0.remove(index);
        }
        Some(hit)
    }

    /// Those that wait for one provider, or all.
    pub fn list(&self, provider: Option<&str>) -> Vec<Fault> {
        let of = |fault: &&Fault| provider.is_none_or(|name| name == fault.provider);
        self.0.iter().filter(of).cloned().collect()
    }

    /// Drops those that wait for one provider, or all.
    pub fn clear(&mut self, provider: Option<&str>) {
        self.0.retain(|fault| provider.is_some_and(|name| name != fault.provider));
    }
}
