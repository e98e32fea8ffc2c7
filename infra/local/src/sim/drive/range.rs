//! `Content-Range` of what is sent, and `Range` of what is asked for (RFC 9110, section 14).

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

/// What a `Range` asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Everything, or something that can be answered by everything.
    All,
    /// From the first place until before the second.
    Part(u64, u64),
    /// Nothing that is there.
    Outside,
}

/// Reads a `Range` for so many bytes.
pub fn asked(headers: &HeaderMap, size: u64) -> Asked {
    let text = headers.get(header::RANGE).and_then(|value| value.to_str().ok());
    let Some((first, last)) = text.and_then(|text| text.strip_prefix("bytes=")?.split_once('-'))
    else {
        return Asked::All;
    };
    let (start, end) = match (first.trim().parse::<u64>(), last.trim().parse::<u64>()) {
        (Ok(first), Ok(last)) if first <= last => (first, size.min(last.saturating_add(1))),
        (Ok(first), _) if last.trim().is_empty() => (first, size),
        (_, Ok(last)) if first.trim().is_empty() => (size.saturating_sub(last), size),
        _ => return Asked::All,
    };
    if start < end { Asked::Part(start, end) } else { Asked::Outside }
}
