//! The commands that end by themselves and need no stack.

use std::error::Error;

use crate::options::Simulate;
use crate::simulation::{
    self, Counted, Played, Prices, Round, Schedule, Tally, pairs, random_schedules, runtime,
    throughput,
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

/// Counts each kind of work and prints what it costs.
///
/// # Errors
/// When the world can't be set up, or the prices can't be read.
pub fn bill() -> Result<bool, Box<dyn Error>> {
    let prices = Prices::published()?;
    let rows = runtime()?.block_on(simulation::bill())?;
    say("What each kind of work asks, counted with warm processes; by function:\n");
    for row in &rows {
        say(&format!("{} ({} times)", row.work, row.times));
        for (function, counted) in &row.functions {
            say(&format!("  {function:<21} {}", told(counted)));
        }
        let (dollars, mails) = row.dollars(&prices);
        say(&format!("  ${dollars:.2} for a million, and ${mails:.2} for their mails\n"));
    }
    say(&format!(
        "Prices: infra/prices.yaml ({}, {}). Lambda's time, logs, storage and the clock's tick a minute \
         are not in it.",
        prices.region, prices.as_of
    ));
    Ok(true)
}

fn told(counted: &Counted) -> String {
    let parts = [
        (counted.sends, "SQS sends"),
        (counted.other_queue, "SQS hand-backs"),
        (counted.writes, "table writes"),
        (counted.reads, "table reads"),
        (counted.secrets, "secrets"),
        (counted.mails, "mails"),
        (counted.provider, "provider calls"),
    ];
    let shown = parts.iter().filter(|(count, _)| *count > 0);
    let mut shown: Vec<_> = shown.map(|(count, what)| format!("{count} {what}")).collect();
    if counted.write_units + counted.read_units > 0.0 {
        shown.push(format!("{} write and {} read units", counted.write_units, counted.read_units));
    }
    if counted.polls > 0 {
        shown.push(format!("fed by {} SQS requests", counted.polls));
    }
    if shown.is_empty() { "nothing".to_owned() } else { shown.join(", ") }
}

/// Prints a line of the program's output.
#[expect(clippy::print_stdout, reason = "this is the program's output")]
pub fn say(line: &str) {
    println!("{line}");
}
