//! Rounds: schedules of neighbouring seeds, one after the other in one world, whose processes are warm
//! and have seen others before, as in a deployment.

use super::conductor::Simulation;
use super::error::SimulationError;
use super::schedule::{Played, Schedule};
use super::trace::Trace;
use super::venue::{Terms, Venue};
use super::world::World;

/// How many schedules are a round. The provider's limits of a day leave room for them.
pub const ROUND: u64 = 8;

/// The schedules of eight neighbouring seeds at one venue.
#[derive(Clone, Copy, Debug)]
pub struct Round {
    venue: Venue,
    first: u64,
}

impl Round {
    /// The round that a seed belongs to.
    #[must_use]
    pub const fn of(venue: Venue, seed: u64) -> Self {
        Self { venue, first: seed / ROUND * ROUND }
    }

    /// The rounds of so many seeds from `seed` on.
    #[must_use]
    pub fn covering(venue: Venue, seed: u64, count: u64) -> Vec<Self> {
        let end = seed.saturating_add(count).div_ceil(ROUND);
        (seed / ROUND..end).map(|number| Self { venue, first: number * ROUND }).collect()
    }

    /// Plays its schedules up to the one of seed `last`, whose course of events is kept if `traced`;
    /// every one is handed to `each`. A round whose world is not as it should be ends there.
    ///
    /// # Errors
    /// When its world can't be set up.
    pub async fn play(
        self,
        last: u64,
        traced: bool,
        mut each: impl FnMut(&Schedule, Played),
    ) -> Result<(), SimulationError> {
        let seeds = self.first..self.first + ROUND;
        let schedules: Vec<_> = seeds.map(|seed| Schedule::random(self.venue, seed)).collect();
        let kept = schedules.iter().map(|it| it.case.keeps_settings_s()).min().unwrap_or(60);
        let world = World::keeping(self.first, kept).await?;
        let password = schedules.iter().all(|it| it.case.password);
        world.furnish_for(Terms { venue: self.venue, password }).await?;
        let mut simulation = Simulation::new(world);
        for (number, schedule) in (1..).zip(&schedules) {
            let is_last = schedule.seed == Some(last);
            let trace = if is_last && traced { Trace::kept() } else { Trace::default() };
            let played = schedule.play_in(&mut simulation, number, trace).await?;
            let is_broken = !played.broken.is_empty();
            each(schedule, played);
            if is_last || is_broken {
                break;
            }
        }
        Ok(())
    }
}
