//! Query options: pages, selections and the few filters.
//!
//! Source: Graph, query parameters and paging.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};

use super::GRAPH;
use super::refusal::Refusal;
use crate::sim::Call;

/// Refuses options of the query language that an address does not take; others are nobody's.
pub fn only(call: &Call, taken: &[&str]) -> Result<(), Refusal> {
    match call.query.names().find(|name| name.starts_with('$') && !taken.contains(name)) {
        Some(name) => Err(Refusal::Query(format!("The query option '{name}' is not supported."))),
        None => Ok(()),
    }
}

/// How many items a list shows at once.
pub struct Sizes {
    /// Unless something is asked for.
    pub usual: usize,
    /// At most.
    pub most: usize,
}

/// One page of a list, with the address of the next in the answer.
pub fn page(call: &Call, items: &[Value], sizes: &Sizes) -> Result<Value, Refusal> {
    let size = number(call, "$top", 1..=sizes.most)?.unwrap_or(sizes.usual);
    let offset = match call.query.get("$skiptoken") {
        Some(token) => offset(token)
            .ok_or_else(|| Refusal::Query("The $skiptoken is not one of this list.".into()))?,
        None => number(call, "$skip", 0..=usize::MAX)?.unwrap_or(0),
    };
    let shown: Vec<&Value> = items.iter().skip(offset).take(size).collect();
    let end = offset.saturating_add(shown.len());
    let mut body = json!({ "@odata.context": context(call), "value": shown });
    if end < items.len() {
        body["@odata.nextLink"] = json!(next(call, end));
    }
    Ok(body)
}

fn number(
    call: &Call,
    name: &str,
    range: std::ops::RangeInclusive<usize>,
) -> Result<Option<usize>, Refusal> {
    let Some(text) = call.query.get(name) else { return Ok(None) };
    match text.parse() {
        Ok(number) if range.contains(&number) => Ok(Some(number)),
        _ => Err(Refusal::Query(format!("Invalid value '{text}' of {name}."))),
    }
}

fn base(call: &Call) -> String {
    call.base() + GRAPH
}

/// What an answer says that it is about.
pub fn context(call: &Call) -> String {
    format!("{}/$metadata#{}", base(call), call.path.trim_start_matches('/'))
}

fn next(call: &Call, offset: usize) -> String {
    let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let mut link = format!("{}{}?", base(call), call.path);
    for name in call.query.names().filter(|name| !matches!(*name, "$skip" | "$skiptoken")) {
        let value = encode(call.query.get(name).unwrap_or_default());
        link.extend([name, "=", &value, "&"]);
    }
    link + "$skiptoken=" + &BASE64_URL_SAFE_NO_PAD.encode(format!("at {offset}"))
}

fn offset(token: &str) -> Option<usize> {
    let text = String::from_utf8(BASE64_URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
    text.strip_prefix("at ")?.parse().ok()
}

/// The properties that `$select` names, or all but those that must be asked for.
pub fn select(
    call: &Call,
    of: &str,
    all: Value,
    only_when_asked: &[&str],
) -> Result<Value, Refusal> {
    let Value::Object(mut all) = all else { return Ok(all) };
    let Some(names) = call.query.get("$select") else {
        all.retain(|name, _| !only_when_asked.contains(&name.as_str()));
        return Ok(Value::Object(all));
    };
    let mut chosen: Map<String, Value> =
        all.iter().filter(|(name, _)| name.starts_with('@')).map(owned).collect();
    for name in names.split(',').map(str::trim) {
        let found = all.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        let (known, value) = found.map(owned).ok_or_else(|| {
            Refusal::Query(format!(
                "Parsing OData Select and Expand failed: Could not find a property named \
                 '{name}' on type '{of}'."
            ))
        })?;
        chosen.insert(known, value);
    }
    Ok(Value::Object(chosen))
}

fn owned((name, value): (&String, &Value)) -> (String, Value) {
    (name.clone(), value.clone())
}

/// The property and the text of a filter `property eq 'text'`, the only kind that is simulated.
pub fn filter(call: &Call) -> Result<Option<(&str, String)>, Refusal> {
    let Some(filter) = call.query.get("$filter") else { return Ok(None) };
    let parsed = filter.split_once(" eq ").and_then(|(property, quoted)| {
        let text = quoted.trim().strip_prefix('\'')?.strip_suffix('\'')?;
        let single = !text.replace("''", "").contains('\'');
        single.then(|| (property.trim(), text.replace("''", "'")))
    });
    parsed.map(Some).ok_or_else(|| Refusal::Query(format!("Invalid filter clause: {filter}")))
}
