//! Which part of a file is asked for (RFC 9110, section 14).

use std::ops::Range;

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

impl Part {
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
