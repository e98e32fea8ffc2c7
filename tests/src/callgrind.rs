//! What callgrind has counted.

/// The instructions of a dump: callgrind writes their sum behind everything else.
#[must_use]
pub fn total(dump: &str) -> Option<u64> {
    let total = dump.lines().find_map(|line| line.strip_prefix("totals: "))?;
    total.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_is_read_and_nothing_like_it() {
        let dump = "# callgrind format\nsummary: 7\nfn=(1) totals\n1 128719\n\ntotals: 128719\n";
        assert_eq!(total(dump), Some(128_719));
        assert_eq!(total("summary: 7\n"), None);
        assert_eq!(total("totals: many\n"), None);
    }
}
