//! `Content-Range` of what is sent (RFC 9110, section 14).

use http::{HeaderMap, header};

/// What a `Content-Range` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// `bytes first-last/total`, the total perhaps not known yet.
    Part {
        /// The first byte's place.
        first: u64,
        /// The last byte's place.
        last: u64,
        /// How many there will be.
        total: Option<u64>,
    },
    /// `bytes */total`: nothing is sent, the state is asked.
    Asking(Option<u64>),
    /// Nothing is said: it is all there is.
    Whole,
}

/// Reads a `Content-Range`; none when it is not one.
pub fn sent(headers: &HeaderMap) -> Option<Sent> {
    let Some(value) = headers.get(header::CONTENT_RANGE) else { return Some(Sent::Whole) };
    let (part, total) = value.to_str().ok()?.strip_prefix("bytes ")?.trim().split_once('/')?;
    let total = if total == "*" { None } else { Some(total.parse().ok()?) };
    if part == "*" {
        return Some(Sent::Asking(total));
    }
    let (first, last) = part.split_once('-')?;
    let (first, last) = (first.parse().ok()?, last.parse().ok()?);
    let fits = first <= last && total.is_none_or(|total| last < total);
    fits.then_some(Sent::Part { first, last, total })
}
