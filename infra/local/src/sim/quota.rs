//! Calls that a vendor lets through in a stretch of time.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

/// What has been used up, by whatever the vendor counts by. A restart begins anew.
#[derive(Debug, Default)]
pub struct Windows(BTreeMap<String, (Timestamp, u32)>);

impl Windows {
    /// Counts a call; a window begins with its first.
    ///
    /// # Errors
    /// The whole seconds until the next call is let through, at least one.
    pub fn admit(
        &mut self,
        key: &str,
        most: u32,
        window: SignedDuration,
        now: Timestamp,
    ) -> Result<(), i64> {
        let (since, count) = self.0.entry(key.to_owned()).or_insert((now, 0));
        if *since + window <= now {
            (*since, *count) = (now, 0);
        }
        if *count >= most {
            return Err(seconds(*since + window, now));
        }
        *count += 1;
        Ok(())
    }
}

/// Whole seconds until then, as `Retry-After` has them: rounded up, and at least one.
pub fn seconds(until: Timestamp, now: Timestamp) -> i64 {
    let millis = i64::try_from(until.duration_since(now).as_millis()).unwrap_or(i64::MAX);
    millis.saturating_add(999).div_euclid(1_000).max(1)
}
