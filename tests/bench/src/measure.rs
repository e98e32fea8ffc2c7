//! Measuring one function: what it weighs, and what it works from its start to an event that it is warm
//! for. Instructions are differences between processes that worked none, one and several events.

use std::num::NonZeroU32;

use crate::error::BenchError;
use crate::process::Tool;
use crate::weight::{Weight, weigh};
use crate::world::World;

/// Events after the first.
const WARM: u32 = 8;
/// So many processes tell how much memory one holds: it is a page more here and there.
const BARE: u32 = 5;

/// What was measured of a function.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// Its name.
    pub name: String,
    /// What is deployed.
    pub weight: Weight,
    /// Instructions until it asks for its first event.
    pub start: u64,
    /// The first event, after the start.
    pub first: Effort,
    /// An event after that, on average.
    pub warm: Effort,
    /// The most memory it held, in KiB.
    pub peak_kb: u64,
    /// Files it opened at start, libraries apart.
    pub opened: Vec<String>,
}

/// What an event takes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Effort {
    /// Instructions.
    pub instructions: u64,
    /// Calls of AWS.
    pub aws_calls: u64,
    /// Calls of vendors.
    pub vendor_calls: u64,
}

/// What so many events took together, start included.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Sum(Effort);

/// Measures a function; counts are medians of `times` runs.
///
/// # Errors
/// When it can't be run, or does not work its events as it should.
pub async fn measure(world: &World, name: &str, times: NonZeroU32) -> Result<Measured, BenchError> {
    let weight = weigh(&world.function(name)?.program)?;
    let opened = world.work(name, Tool::Syscalls, 0).await?.ran.opened;
    let peak_kb = peak_kb(world, name).await?;
    let none = sum(world, name, 0, times).await?;
    let one = sum(world, name, 1, times).await?;
    let all = sum(world, name, 1 + WARM, times).await?;
    Ok(Measured {
        name: name.to_owned(),
        weight,
        start: none.0.instructions,
        first: one.after(none, 1),
        warm: all.after(one, WARM.into()),
        peak_kb,
        opened,
    })
}

/// The most memory that a process of its own holds.
async fn peak_kb(world: &World, name: &str) -> Result<u64, BenchError> {
    let mut peaks = Vec::new();
    for _ in 0..BARE {
        peaks.push(world.work(name, Tool::Bare, 1 + WARM).await?.ran.peak_kb);
    }
    Ok(median(peaks))
}

async fn sum(world: &World, name: &str, count: u32, times: NonZeroU32) -> Result<Sum, BenchError> {
    let (mut counts, mut effort) = (Vec::new(), Effort::default());
    for _ in 0..times.get() {
        let work = world.work(name, Tool::Callgrind, count).await?;
        counts.push(work.ran.instructions);
        effort.aws_calls = work.aws_calls;
        effort.vendor_calls = work.vendor_calls;
    }
    Ok(Sum(Effort { instructions: median(counts), ..effort }))
}

impl Sum {
    /// What each of `events` took that came after what `before` is the sum of.
    fn after(self, before: Self, events: u64) -> Effort {
        let each = |all: u64, before: u64| all.saturating_sub(before) / events;
        Effort {
            instructions: each(self.0.instructions, before.0.instructions),
            aws_calls: each(self.0.aws_calls, before.0.aws_calls),
            vendor_calls: each(self.0.vendor_calls, before.0.vendor_calls),
        }
    }
}

/// The middle one; of an even number, the greater of the two.
fn median(mut counts: Vec<u64>) -> u64 {
    counts.sort_unstable();
    counts.get(counts.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_event_takes_is_the_difference_divided_by_their_number() {
        let sum =
            |instructions, aws_calls| Sum(Effort { instructions, aws_calls, vendor_calls: 0 });
        let warm = sum(5_000, 19).after(sum(1_000, 3), 8);
        assert_eq!(warm, Effort { instructions: 500, aws_calls: 2, vendor_calls: 0 });
    }

    #[test]
    fn one_run_that_went_another_way_does_not_count() {
        assert_eq!(median(vec![7, 900, 8]), 8);
        assert_eq!(median(vec![5]), 5);
    }
}
