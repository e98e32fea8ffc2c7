//! Pages of a list.
//!
//! Source: Slack, pagination through collections: an empty cursor is the end.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use super::arguments::Arguments;
use super::refusal::Refusal;

/// The most items that a page has.
const MOST: usize = 1_000;

/// The items of a page, and the cursor of the next in `response_metadata`.
pub fn page<'i, T>(
    arguments: &Arguments,
    items: &'i [T],
    usual: usize,
    id: impl Fn(&T) -> String,
) -> Result<(&'i [T], Value), Refusal> {
    let limit = match arguments.text("limit").map(|text| text.parse::<usize>()) {
        None | Some(Ok(0)) => usual,
        Some(Ok(limit)) if limit <= MOST => limit,
        Some(_) => return Err(Refusal::Error("invalid_limit")),
    };
    let start = match arguments.text("cursor") {
        None => 0,
        Some(cursor) => {
            let wanted = read(&cursor).ok_or(Refusal::Error("invalid_cursor"))?;
            let found = items.iter().position(|item| id(item) == wanted);
            found.ok_or(Refusal::Error("invalid_cursor"))?
        }
    };
    let end = start.saturating_add(limit).min(items.len());
    let next = items.get(end).map(|item| BASE64_STANDARD.encode(format!("next:{}", id(item))));
    Ok((&items[start..end], json!({ "next_cursor": next.unwrap_or_default() })))
}

fn read(cursor: &str) -> Option<String> {
    let text = String::from_utf8(BASE64_STANDARD.decode(cursor).ok()?).ok()?;
    text.strip_prefix("next:").map(str::to_owned)
}
