//! Query parameters, and the body of a call.
//!
//! Source: Google's description of Calendar v3. A parameter or a field that is not known is ignored.

use http::header;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

use super::refusal::Refusal;
use crate::sim::Call;

/// A switch that is off when it is not given.
pub fn flag(call: &Call, name: &str) -> Result<bool, Refusal> {
    match call.query.get(name) {
        None => Ok(false),
        Some(text) if text.eq_ignore_ascii_case("true") => Ok(true),
        Some(text) if text.eq_ignore_ascii_case("false") => Ok(false),
        Some(text) => Err(Refusal::parameter(name, format!("Invalid boolean value: '{text}'."))),
    }
}

/// A whole number within a range.
pub fn number(call: &Call, name: &str, (min, max): (u32, u32)) -> Result<Option<u32>, Refusal> {
    let Some(text) = call.query.get(name) else { return Ok(None) };
    match text.parse() {
        Ok(number) if (min..=max).contains(&number) => Ok(Some(number)),
        _ => {
            let text =
                format!("Invalid value '{text}'. Values must be within the range: [{min}, {max}]");
            Err(Refusal::parameter(name, text))
        }
    }
}

/// An instant with its offset.
pub fn instant(call: &Call, name: &str) -> Result<Option<Timestamp>, Refusal> {
    let Some(text) = call.query.get(name) else { return Ok(None) };
    match rfc3339(text) {
        Some(at) => Ok(Some(at)),
        None => Err(Refusal::parameter(name, "Bad Request")),
    }
}

/// RFC 3339: the `T`, the seconds and the offset must be there.
pub fn rfc3339(text: &str) -> Option<Timestamp> {
    if has_seconds(text) { text.parse().ok() } else { None }
}

/// Whether it has the form of `2026-11-03T10:00:00`, whatever follows.
pub fn has_seconds(text: &str) -> bool {
    let at = |index| text.as_bytes().get(index).copied();
    at(10) == Some(b'T') && at(16) == Some(b':') && at(18).is_some_and(|byte| byte.is_ascii_digit())
}

/// The time zone that the answer shall be in: the asked one, else the calendar's.
pub fn time_zone(call: &Call, calendar: &str) -> Result<TimeZone, Refusal> {
    let name = call.query.get("timeZone").unwrap_or(calendar);
    TimeZone::get(name).map_err(|_| Refusal::parameter("timeZone", "Invalid time zone."))
}

/// The body, which must be an object in JSON.
pub fn object(call: &Call) -> Result<Map<String, Value>, Refusal> {
    if !call.has_content_type("application/json") {
        return Err(Refusal::Json);
    }
    match serde_json::from_slice(&call.body) {
        Ok(Value::Object(map)) => Ok(map),
        _ => Err(Refusal::Json),
    }
}

/// `If-Match` must name this version, when it is there.
pub fn check_version(call: &Call, etag: &str) -> Result<(), Refusal> {
    let given = call.headers.get(header::IF_MATCH).and_then(|value| value.to_str().ok());
    match given {
        None | Some("*") => Ok(()),
        Some(given) if given == etag => Ok(()),
        Some(_) => Err(Refusal::Changed),
    }
}
