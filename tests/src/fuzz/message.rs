//! Inputs that people can read: a line, headers, a blank line, a body.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};

/// An input in its parts.
pub(super) struct Message {
    /// The first line.
    pub line: String,
    /// The lines after it that can be headers.
    pub headers: HeaderMap,
    /// Everything after the first blank line.
    pub body: Bytes,
}

/// Reads any bytes; what has no blank line has no body.
pub(super) fn read(bytes: &[u8]) -> Message {
    let (head, body) = cut(bytes, b"\n\n").unwrap_or((bytes, b""));
    let (line, rest) = cut(head, b"\n").unwrap_or((head, b""));
    let headers = rest.split(|byte| *byte == b'\n').filter_map(header).collect();
    let line = String::from_utf8_lossy(line).into_owned();
    Message { line, headers, body: Bytes::copy_from_slice(body) }
}

/// The bytes before and after the first place where `at` stands.
pub(super) fn cut<'a>(bytes: &'a [u8], at: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let place = bytes.windows(at.len()).position(|window| window == at)?;
    Some((&bytes[..place], &bytes[place + at.len()..]))
}

fn header(line: &[u8]) -> Option<(HeaderName, HeaderValue)> {
    let (name, value) = cut(line, b":")?;
    let name = HeaderName::from_bytes(name.trim_ascii()).ok()?;
    Some((name, HeaderValue::from_bytes(value.trim_ascii()).ok()?))
}
