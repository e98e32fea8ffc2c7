//! Which part of a file is asked for (RFC 9110, section 14).

use std::ops::Range;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};

/// What a `Range` header means for a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// All of it: nothing else is asked for, or not in a way that is understood.
    Whole,
    /// From one byte to before another.
    Bytes(Range<u64>),
    /// Nothing that the file has.
    Beyond,
}

/// The content of a file of so many bytes, or of the part that is asked for.
pub fn ranged(
    headers: &HeaderMap,
    size: u64,
    media: &str,
    read: impl FnOnce(Range<u64>) -> Bytes,
) -> Response<Bytes> {
    let (status, range, shown) = match Part::asked(headers, size) {
        Part::Whole => (StatusCode::OK, 0..size, None),
        Part::Bytes(range) => {
            let shown = format!("bytes {}-{}/{size}", range.start, range.end.saturating_sub(1));
            (StatusCode::PARTIAL_CONTENT, range, Some(shown))
        }
        Part::Beyond => (StatusCode::RANGE_NOT_SATISFIABLE, 0..0, Some(format!("bytes */{size}"))),
    };
    let mut response = Response::new(read(range));
    *response.status_mut() = status;
    put(&mut response, header::CONTENT_TYPE, media);
    if let Some(shown) = shown {
        put(&mut response, header::CONTENT_RANGE, &shown);
    }
    response
}

/// These bytes of what is held whole.
pub fn cut(whole: &Bytes, range: Range<u64>) -> Bytes {
    let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX).min(whole.len());
    whole.slice(place(range.start)..place(range.end))
}

/// Sets a header, if it can be one.
pub fn put(response: &mut Response<Bytes>, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::try_from(value) {
        response.headers_mut().insert(name, value);
    }
}

impl Part {
    /// What a request asks for of a file of so many bytes.
    pub fn asked(headers: &HeaderMap, size: u64) -> Self {
        Self::read(headers.get(header::RANGE).and_then(|value| value.to_str().ok()), size)
    }

    /// Reads the header for a file of so many bytes. Several ranges at once are not understood.
    pub fn read(header: Option<&str>, size: u64) -> Self {
        let set = header.and_then(|header| header.trim().strip_prefix("bytes="));
        let Some((first, last)) = set.and_then(|set| set.split_once('-')) else {
            return Self::Whole;
        };
        match (first.trim().parse(), last.trim().parse()) {
            (Ok(first), Ok(last)) if first <= last => Self::of(first, last, size),
            (Ok(first), Err(_)) if last.trim().is_empty() => Self::of(first, u64::MAX, size),
            (Err(_), Ok(0)) if first.trim().is_empty() => Self::Beyond,
            (Err(_), Ok(count)) if first.trim().is_empty() => {
                Self::of(size.saturating_sub(count), u64::MAX, size)
            }
            _ => Self::Whole,
        }
    }

    fn of(first: u64, last: u64, size: u64) -> Self {
        if first >= size {
            return Self::Beyond;
        }
        Self::Bytes(first..last.saturating_add(1).min(size))
    }
}

#[cfg(test)]
mod tests {
    use super::Part::{self, Beyond, Bytes, Whole};

    #[test]
    fn ranges_are_read_as_the_rfc_says() {
        for (header, part) in [
            ("bytes=0-0", Bytes(0..1)),
            ("bytes=2-5", Bytes(2..6)),
            ("bytes=2-", Bytes(2..10)),
            ("bytes=2-99", Bytes(2..10)),
            ("bytes=-3", Bytes(7..10)),
            ("bytes=-99", Bytes(0..10)),
            ("bytes=9-9", Bytes(9..10)),
            ("bytes=10-", Beyond),
            ("bytes=10-12", Beyond),
            ("bytes=-0", Beyond),
            ("bytes=5-2", Whole),
            ("bytes=0-1,4-5", Whole),
            ("bytes=-", Whole),
            ("bytes=x-2", Whole),
            ("lines=0-1", Whole),
        ] {
            assert_eq!(Part::read(Some(header), 10), part, "{header}");
        }
        assert_eq!(Part::read(None, 10), Whole);
        assert_eq!(Part::read(Some("bytes=0-"), 0), Beyond);
    }
}
