//! Who is to be killed where: what was planned point by point, and chance.

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

use super::{Kill, Side};

/// All that is planned. Each point is used once.
#[derive(Default)]
pub(super) struct Plans {
    points: Vec<Point>,
    chance: Option<Chance>,
}

struct Point {
    kill: Kill,
    /// The number of the exchange at which it happened.
    came: Option<usize>,
    /// Whether it can't happen any more.
    over: bool,
}

struct Chance {
    random: StdRng,
    one_in: u32,
}

impl Plans {
    pub(super) fn add(&mut self, kill: Kill) -> usize {
        self.points.push(Point { kill, came: None, over: false });
        self.points.len() - 1
    }

    pub(super) fn by_chance(&mut self, seed: u64, one_in: u32) {
        let random = StdRng::seed_from_u64(seed);
        self.chance = Some(Chance { random, one_in: one_in.max(1) });
    }

    /// What happened stays known.
    pub(super) fn clear(&mut self) {
        self.chance = None;
        self.points.iter_mut().for_each(|point| point.over = true);
    }

    pub(super) fn came(&self, kill: usize) -> Option<usize> {
        self.points.get(kill)?.came
    }

    pub(super) fn threaten(&self, function: &str, event: &[u8]) -> bool {
        let event = String::from_utf8_lossy(event);
        self.points.iter().any(|point| point.waits_for(function, &event))
    }

    /// What becomes of the process that asks for this exchange, its invocation's `nth`; `number` is
    /// the exchange's in the record.
    pub(super) fn fate(
        &mut self,
        function: &str,
        event: &str,
        nth: usize,
        number: usize,
    ) -> Option<Side> {
        let reached =
            |point: &&mut Point| point.kill.exchange == nth && point.waits_for(function, event);
        if let Some(point) = self.points.iter_mut().find(reached) {
            (point.came, point.over) = (Some(number), true);
            return Some(point.kill.side);
        }
        let chance = self.chance.as_mut()?;
        let side = if chance.random.random() { Side::Before } else { Side::After };
        (chance.random.random_range(0..chance.one_in) == 0).then_some(side)
    }
}

impl Point {
    fn waits_for(&self, function: &str, event: &str) -> bool {
        !self.over
            && self.kill.function == function
            && self.kill.about.iter().all(|text| event.contains(text))
    }
}
