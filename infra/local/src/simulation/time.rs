//! Virtual time and seeded chance: what a run reads instead of the machine's.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use convoke::clock::{Clock, Entropy};
use jiff::Timestamp;
use ring::digest::{SHA256, digest};

/// The time of one run. Clones share it; it moves only when told to.
#[derive(Clone, Debug)]
pub struct Time(Arc<AtomicI64>);

impl Time {
    /// Time that begins at `begin`.
    #[must_use]
    pub fn beginning(begin: Timestamp) -> Self {
        Self(Arc::new(AtomicI64::new(begin.as_millisecond())))
    }

    /// Milliseconds since 1970.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }

    /// The instant it is.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.now_ms()).unwrap_or_default()
    }

    /// Lets time pass.
    pub fn pass_ms(&self, ms: i64) {
        self.0.fetch_add(ms.max(0), Ordering::Relaxed);
    }

    /// Lets time pass until then, if it has not yet.
    pub fn pass_until(&self, at_ms: i64) {
        self.0.fetch_max(at_ms, Ordering::Relaxed);
    }

    /// What reads it.
    pub(super) fn reading(&self) -> impl Fn() -> Timestamp + Send + Sync + Clone + 'static {
        let time = self.clone();
        move || time.now()
    }

    /// The functions' clock.
    pub(super) fn clock(&self) -> Clock {
        Clock::new(self.reading())
    }
}

/// Different bytes each time, the same ones for the same seed.
#[must_use]
pub fn seeded_entropy(seed: u64) -> Entropy {
    let counter = AtomicU64::new(0);
    Entropy::new(move |bytes| {
        for chunk in bytes.chunks_mut(32) {
            let n = counter.fetch_add(1, Ordering::Relaxed);
            let drawn = digest(&SHA256, &[seed.to_be_bytes(), n.to_be_bytes()].concat());
            chunk.copy_from_slice(&drawn.as_ref()[..chunk.len()]);
        }
        true
    })
}
