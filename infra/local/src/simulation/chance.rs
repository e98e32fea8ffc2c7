//! Chance: a run without it takes the first of everything; a run with it takes what its seed says.

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

/// What decides where several things could happen next.
#[derive(Clone, Debug, Default)]
pub(super) struct Chance(Option<StdRng>);

impl Chance {
    pub fn seeded(seed: u64) -> Self {
        Self(Some(StdRng::seed_from_u64(seed)))
    }

    /// Whether there is any.
    pub const fn plays(&self) -> bool {
        self.0.is_some()
    }

    /// One of `0..count`; the first without chance.
    pub fn pick(&mut self, count: usize) -> usize {
        match &mut self.0 {
            Some(random) if count > 1 => random.random_range(0..count),
            _ => 0,
        }
    }

    /// Whether something happens that does in so many of a thousand cases; never without chance.
    pub fn happens(&mut self, per_mille: u32) -> bool {
        self.0.as_mut().is_some_and(|random| random.random_range(0..1000) < per_mille)
    }

    /// A number from `least` to `most`; the least without chance.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        self.0.as_mut().map_or(least, |random| random.random_range(least..=most))
    }
}
