//! Pages of a list, and the opaque tokens between them.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::refusal::Refusal;
use crate::sim::Call;

/// Seconds a page token lives (Zoom API: pagination).
const TOKEN_LIFETIME_S: i64 = 15 * 60;
const DEFAULT_SIZE: usize = 30;

/// One page, ready to be shown.
pub struct Page<T> {
    /// The items of this page.
    pub items: Vec<T>,
    /// Items per page.
    pub size: usize,
    /// Items on all pages.
    pub total: usize,
    /// Pages.
    pub count: usize,
    /// The page's number, from 1.
    pub number: usize,
    /// The token of the next page; empty on the last.
    pub next: String,
}

impl<T> Page<T> {
    /// The page that a call asks for. `list` names the list, so that a token of one list does not
    /// open another; a token's age is limited.
    pub fn of(items: Vec<T>, call: &Call, max: usize, list: &str) -> Result<Self, Refusal> {
        let size = page_size(call, max)?;
        let offset = match call.query.get("next_page_token") {
            None | Some("") => 0,
            Some(token) => offset(token, list, call.at).ok_or_else(|| {
                Refusal::Parameter("The next page token is invalid or expired.".into())
            })?,
        };
        let total = items.len();
        let end = offset.saturating_add(size);
        let next = if end < total { token(end, list, call.at) } else { String::new() };
        let items = items.into_iter().skip(offset).take(size).collect();
        let (count, number) = (total.div_ceil(size), offset / size + 1);
        Ok(Self { items, size, total, count, number, next })
    }

    /// The members that every list has.
    pub fn frame(&self) -> Value {
        json!({
            "page_count": self.count,
            "page_number": self.number,
            "page_size": self.size,
            "total_records": self.total,
            "next_page_token": self.next,
        })
    }
}

fn page_size(call: &Call, max: usize) -> Result<usize, Refusal> {
    let Some(text) = call.query.get("page_size") else { return Ok(DEFAULT_SIZE) };
    match text.parse() {
        Ok(size) if (1..=max).contains(&size) => Ok(size),
        _ => Err(Refusal::field("page_size", format!("A number from 1 to {max} is expected."))),
    }
}

fn token(offset: usize, list: &str, now: Timestamp) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(json!([offset, list, now.as_second()]).to_string())
}

fn offset(token: &str, list: &str, now: Timestamp) -> Option<usize> {
    let text = BASE64_URL_SAFE_NO_PAD.decode(token).ok()?;
    let (offset, of, issued): (usize, String, i64) = serde_json::from_slice(&text).ok()?;
    (of == list && now.as_second() - issued <= TOKEN_LIFETIME_S).then_some(offset)
}
