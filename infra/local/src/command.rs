//! The commands that need no stack.

use std::error::Error;
use std::path::Path;

use crate::mails;
use crate::options::{Bench, Place, Simulate};
use crate::simulation::{
    self, Counted, Played, Prices, Round, Row, Schedule, Tally, Venue, pairs, random_schedules,
    runtime, singles, throughput,
};
use crate::story::{self, Inbox, Stage};
use crate::workshop;

/// How many bookings the rate is measured with.
const BOOKINGS: u32 = 2_000;

/// Plays schedules and prints what they came to; whether nothing broke.
///
/// # Errors
/// When a world can't be set up.
pub fn simulate(options: &Simulate) -> Result<bool, Box<dyn Error>> {
    if options.trace {
        return trace(options.venue, options.seed);
    }
    let rate = throughput(BOOKINGS)?;
    say(&format!(
        "{} bookings through the whole pipeline on one thread: {:.0} a second",
        rate.bookings,
        rate.a_second()
    ));
    let (name, tally) = if options.singles {
        ("every mishap", singles(options.venue)?)
    } else if options.pairs {
        ("every pair of mishaps", pairs(options.venue)?)
    } else {
        ("random schedules", random_schedules(options.venue, options.seed, options.schedules)?)
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
fn trace(venue: Venue, seed: u64) -> Result<bool, Box<dyn Error>> {
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
    runtime()?.block_on(Round::of(venue, seed).play(seed, true, tell))?;
    Ok(is_well)
}

/// Plays the stories elsewhere; whether each ended as it should.
pub async fn story(place: &Place, operator_token: &str) -> bool {
    let base = |url: &str| url.trim_end_matches('/').to_owned();
    let stage = Stage {
        api: base(&place.api),
        sims: base(&place.sims),
        inbox: place.mails.clone().map_or(Inbox::Simulated, Inbox::Emulated),
        operator_token: operator_token.to_owned(),
        aws: None,
    };
    story::play(&stage).await
}

/// Counts each kind of work and prints what it costs.
///
/// # Errors
/// When the world can't be set up, or the prices can't be read.
pub fn bill() -> Result<bool, Box<dyn Error>> {
    let prices = Prices::published()?;
    let rows = runtime()?.block_on(simulation::bill())?;
    say(
        "| one | AWS requests | write units | read units | provider calls | mails | $ a million | mails, $ |",
    );
    say("|---|---|---|---|---|---|---|---|");
    for row in &rows {
        say(&summary(row, &prices));
    }
    say("\nFunction by function:");
    for row in &rows {
        let times = if row.times == 1 { String::new() } else { format!(", {} of them", row.times) };
        say(&format!("\n  {}{times}", row.work));
        for (function, counted) in &row.functions {
            say(&format!("    {function:<21} {}", told(counted)));
        }
    }
    say(&format!(
        "\nPrices: infra/prices.yaml ({}, {}). Lambda's time, logs, storage and the clock's tick a minute \
         are not in it.",
        prices.region, prices.as_of
    ));
    Ok(true)
}

/// Writes every built-in mail for people to read.
///
/// # Errors
/// When the folder can't be written, or a template can't be rendered.
pub fn mails(folder: &Path) -> Result<bool, Box<dyn Error>> {
    let written = mails::write(folder)?;
    let page = folder.canonicalize()?.join("index.html");
    say(&format!("{written} mails; open {}", page.display()));
    Ok(true)
}

/// A row of the table; what was done several times is divided by how often.
#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn summary(row: &Row, prices: &Prices) -> String {
    let (total, times) = (row.total(), f64::from(row.times.max(1)));
    let (dollars, mails) = row.dollars(prices);
    let each = |count: u64| count as f64 / times;
    format!(
        "| {} | {} | {} | {} | {} | {} | {dollars:.2} | {mails:.0} |",
        row.work,
        each(total.requests() + total.polls),
        total.write_units / times,
        total.read_units / times,
        each(total.provider),
        each(total.mails),
    )
}

fn told(counted: &Counted) -> String {
    let parts = [
        (counted.sends, "SQS send"),
        (counted.other_queue, "SQS hand-back"),
        (counted.writes, "table write"),
        (counted.reads, "table read"),
        (counted.secrets, "secret"),
        (counted.mails, "mail"),
        (counted.provider, "provider call"),
        (counted.polls, "receive and delete request"),
    ];
    let shown = parts.into_iter().filter(|(count, _)| *count > 0);
    let shown: Vec<_> = shown
        .map(|(count, what)| format!("{count} {what}{}", if count == 1 { "" } else { "s" }))
        .collect();
    if shown.is_empty() { "nothing".to_owned() } else { shown.join(", ") }
}

/// Has the bench measure the functions; whether it found all well. It is a program of the tests, which
/// know this stack and not the other way round, and is built as cargo builds for trying out: what it
/// measures is built in release whatever it is itself.
///
/// # Errors
/// When there is no cargo.
pub fn bench(options: &Bench) -> Result<bool, Box<dyn Error>> {
    let mut cargo = workshop::cargo()?;
    cargo.args(["run", "--quiet", "--package", "convoke-bench", "--"]).args(&options.arguments);
    Ok(cargo.status()?.success())
}

/// Prints a line of the program's output.
#[expect(clippy::print_stdout, reason = "this is the program's output")]
pub fn say(line: &str) {
    println!("{line}");
}
