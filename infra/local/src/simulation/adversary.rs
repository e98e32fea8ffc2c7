//! An unkind queue and an unkind machine: messages come in any order, late, twice, in batches of any
//! size; exchanges fail and processes die or stand still wherever chance wants it.

use super::conductor::Simulation;
use super::mishap::Mishap;
use super::worker::Role;
use crate::aws::ReceivedMessage;

/// How unkind a run is. Without chance, nothing here but the first two numbers has an effect.
#[derive(Clone, Copy, Debug)]
pub struct Adversary {
    /// How many invocations of one function run at once.
    pub workers: usize,
    /// The most messages of one invocation.
    pub batch: u8,
    /// How many milliseconds an exchange takes at most.
    pub exchange_ms: i64,
    /// In how many of a thousand cases a message comes a second time.
    pub twice: u32,
    /// In how many of a thousand cases a message is held back for a while.
    pub late: u32,
    /// At how many of a thousand exchanges something goes wrong.
    pub mishaps: u32,
    /// How much goes wrong at most.
    pub most: usize,
}

impl Default for Adversary {
    /// Kind.
    fn default() -> Self {
        Self { workers: 1, batch: 1, exchange_ms: 0, twice: 0, late: 0, mishaps: 0, most: 0 }
    }
}

/// How long a message is held back at most: no longer than it stays invisible.
const LATE_MS: i64 = 170_000;
/// How long after the first time a message comes a second time, at most.
const TWICE_MS: i64 = 300_000;

impl Simulation {
    /// Hands received messages out in any order, in batches of any size, some late, some twice.
    pub(super) fn scatter(&mut self, role: Role, mut messages: Vec<ReceivedMessage>) {
        while !messages.is_empty() {
            let size = 1 + self.chance.pick(messages.len().min(self.adversary.batch.into()));
            let mut batch = Vec::new();
            for _ in 0..size {
                batch.push(messages.swap_remove(self.chance.pick(messages.len())));
            }
            let now = self.world.time.now_ms();
            if self.chance.happens(self.adversary.twice) {
                let at = now + self.chance.between(0, TWICE_MS);
                self.inbox.push((at, role, batch.clone()));
            }
            let is_late = self.chance.happens(self.adversary.late);
            let at = if is_late { now + self.chance.between(0, LATE_MS) } else { now };
            self.inbox.push((at, role, batch));
        }
    }

    /// What chance lets go wrong at the next exchange.
    pub(super) fn adverse(&mut self) -> Option<Mishap> {
        // A process that stood still for longer than its lease and then dies is more than the
        // protocol promises to survive: what it did late, it alone can know.
        let stood_still = self.hits.iter().any(|hit| hit.mishap.freezes());
        let may = self.hits.len() < self.adversary.most && !stood_still;
        if may && self.chance.happens(self.adversary.mishaps) {
            let kind = self.chance.pick(Mishap::ALL.len());
            return Mishap::ALL.get(kind).copied();
        }
        None
    }
}
