//! Bodies, read field by field so that each wrong one is named.

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Map, Value};

use super::refusal::{BadField, Refusal};
use crate::sim::Call;

/// What a field may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A text that says something.
    Required,
    /// A text.
    Text,
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// True or false.
    Truth,
    /// A moment, as RFC 3339 has it.
    Moment,
    /// A day: 2026-12-01.
    Day,
}

/// The fields that a body may have.
pub type Fields = [(&'static str, Kind)];

/// Whether a body is a whole thing or what shall change of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All required fields must be there.
    Whole,
    /// What is absent stays.
    Change,
}

/// The body of a call as an object of these fields.
///
/// # Errors
/// It is no object of JSON, or has fields that do not fit: all of them are named.
pub fn read(call: &Call, fields: &Fields, extent: Extent) -> Result<Map<String, Value>, Refusal> {
    let is_json = call.has_content_type("application/json");
    let body = serde_json::from_slice(&call.body).ok().filter(|_| is_json);
    let body: Map<String, Value> = body.ok_or(Refusal::NotJson)?;
    match faults(&body, fields, extent) {
        none if none.is_empty() => Ok(body),
        bad => Err(Refusal::Fields(bad)),
    }
}

/// The fields that do not fit.
pub fn faults(body: &Map<String, Value>, fields: &Fields, extent: Extent) -> Vec<BadField> {
    let is_known = |name: &str| fields.iter().any(|(known, _)| *known == name);
    let unknown = body.keys().filter(|name| !is_known(name));
    let unknown = unknown.map(|name| bad(name, "unknown_field"));
    let wrong = fields.iter().filter_map(|(name, kind)| match body.get(*name) {
        None if extent == Extent::Change => None,
        value => Some(bad(name, kind.fault(value.unwrap_or(&Value::Null))?)),
    });
    unknown.chain(wrong).collect()
}

fn bad(field: &str, code: &'static str) -> BadField {
    BadField { field: field.to_owned(), code }
}

impl Kind {
    /// What is wrong with a value; null is the absence of one.
    fn fault(self, value: &Value) -> Option<&'static str> {
        let text = value.as_str();
        let is_empty = value.is_null() || text.is_some_and(|text| text.trim().is_empty());
        let fits = match self {
            Self::Required if is_empty => return Some("required"),
            _ if value.is_null() => true,
            Self::Required | Self::Text => text.is_some(),
            Self::OneOf(known) => text.is_some_and(|text| known.contains(&text)),
            Self::Truth => value.is_boolean(),
            Self::Moment => text.is_some_and(|text| text.parse::<Timestamp>().is_ok()),
            Self::Day => text.is_some_and(|text| Date::strptime("%Y-%m-%d", text).is_ok()),
        };
        (!fits).then_some("invalid")
    }
}
