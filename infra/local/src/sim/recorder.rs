//! What the simulators received, oldest first, bounded.

use std::collections::VecDeque;

use convoke::domain::ids::hex;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use jiff::Timestamp;
use ring::digest::{SHA256, digest};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::Call;

/// How many calls are kept; older ones are forgotten.
pub const CAPACITY: usize = 10_000;
/// Bytes of a body that are kept; of a longer one its size and hash are.
const LONGEST_SHOWN: usize = 64 * 1024;

/// One received call, fit to be shown: credentials are cut to their scheme.
#[derive(Debug, Clone, Serialize)]
pub struct Received {
    /// The provider that was called.
    pub provider: &'static str,
    /// The HTTP method.
    pub method: String,
    /// The path relative to the provider's API base.
    pub path: String,
    /// The query, a string per name.
    pub query: Value,
    /// The headers, a string per lower-case name.
    pub headers: Value,
    /// The body: parsed when it is JSON, else a string; of one that is no text, or long, its `bytes`
    /// and `sha256`.
    pub body: Value,
    /// The status of the answer, also when that answer was then lost on purpose; none as long as
    /// the simulator has not decided.
    pub status: Option<u16>,
    /// When it arrived.
    pub at: Timestamp,
}

/// A bounded log of calls.
#[derive(Debug, Default)]
pub struct Recorder {
    items: VecDeque<(u64, Received)>,
    next: u64,
}

impl Recorder {
    /// Writes a call down and gives its number, for [`Recorder::answered`].
    pub fn received(&mut self, provider: &'static str, call: &Call) -> u64 {
        if self.items.len() == CAPACITY {
            self.items.pop_front();
        }
        let number = self.next;
        self.next += 1;
        self.items.push_back((number, received(provider, call)));
        number
    }

    /// Notes the status of a call, unless it has been forgotten meanwhile.
    pub fn answered(&mut self, number: u64, status: u16) {
        if let Ok(index) = self.items.binary_search_by_key(&number, |(n, _)| *n) {
            self.items[index].1.status = Some(status);
        }
    }

    /// The calls of one provider, or of all.
    pub fn list(&self, provider: Option<&str>) -> Vec<Received> {
        let matching = self.items.iter().map(|(_, item)| item).filter(|item| of(item, provider));
        matching.cloned().collect()
    }

    /// Forgets the calls of one provider, or of all.
    pub fn clear(&mut self, provider: Option<&str>) {
        self.items.retain(|(_, item)| !of(item, provider));
    }
}

fn of(item: &Received, provider: Option<&str>) -> bool {
    provider.is_none_or(|name| name == item.provider)
}

fn received(provider: &'static str, call: &Call) -> Received {
    Received {
        provider,
        method: call.method.to_string(),
        path: call.path.clone(),
        query: call.query.to_json(),
        headers: headers(&call.headers),
        body: body(&call.body),
        status: None,
        at: call.at,
    }
}

/// A recording is for people to read: of an upload they want to know which it was.
fn body(body: &[u8]) -> Value {
    let hashed = || json!({ "bytes": body.len(), "sha256": hex(digest(&SHA256, body).as_ref()) });
    if body.len() > LONGEST_SHOWN {
        return hashed();
    }
    let text = || std::str::from_utf8(body).map_or_else(|_| hashed(), Value::from);
    serde_json::from_slice(body).unwrap_or_else(|_| text())
}

fn headers(headers: &HeaderMap) -> Value {
    let shown = |(name, value)| (HeaderName::to_string(name), Value::from(show(name, value)));
    Value::Object(headers.iter().map(shown).collect::<Map<_, _>>())
}

/// Credentials are never kept: a recording may be printed or shared.
fn show(name: &HeaderName, value: &HeaderValue) -> String {
    let text = String::from_utf8_lossy(value.as_bytes());
    if name == header::AUTHORIZATION || name == header::PROXY_AUTHORIZATION {
        return text.split(' ').next().unwrap_or_default().to_owned();
    }
    text.into_owned()
}
