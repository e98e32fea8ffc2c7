//! The commands that end by themselves and need no stack.

use std::error::Error;

use crate::options::Simulate;
use crate::simulation::{
    Played, Round, Schedule, Tally, pairs, random_schedules, runtime, throughput,
};

/// How many bookings the rate is measured with.
const BOOKINGS: u32 = 2_000;

/// Plays schedules and prints what they came to; whether nothing broke.
///
/// # Errors
/// When a world can't be set up.
pub fn simulate(options: &Simulate) -> Result<bool, Box<dyn Error>> {
    if options.trace {
        return trace(options.seed);
    }
    let rate = throughput(BOOKINGS)?;
    say(&format!(
        "{} bookings through the whole pipeline on one thread: {:.0} a second",
        rate.bookings,
        rate.a_second()
    ));
    let (name, tally) = if options.pairs {
        ("every pair of mishaps", pairs()?)
    } else {
        ("random schedules", random_schedules(options.seed, options.schedules)?)
    };
    Ok(tell(name, &tally))
}

fn tell(name: &str, tally: &Tally) -> bool {
    say(&tally.line(name));
    for report in &tally.reports {
        say(&format!("broken: {report}"));
    }
    tally.broken == 0
}

/// The course of one schedule, after those that come before it in its round.
fn trace(seed: u64) -> Result<bool, Box<dyn Error>> {
    let mut is_well = true;
    let tell = |schedule: &Schedule, played: Played| {
        if schedule.seed == Some(seed) {
            say(&format!("{}: {:?}", schedule.case.name, schedule.case.steps));
            played.lines.iter().for_each(|line| say(line));
        }
        if let Some(report) = schedule.report(&played) {
            say(&format!("broken: {report}"));
            is_well = false;
        }
    };
    runtime()?.block_on(Round::of(seed).play(seed, true, tell))?;
    Ok(is_well)
}

/// Prints a line of the program's output.
#[expect(clippy::print_stdout, reason = "this is the program's output")]
pub fn say(line: &str) {
    println!("{line}");
}
