//! `cargo run --release -- bench`: what each function weighs and works, beside a hello.
#![expect(
    clippy::disallowed_methods,
    reason = "the bench stands outside the functions: it reads the clock and waits"
)]

mod authority;
mod budget;
mod error;
mod events;
mod front;
mod measure;
mod opened;
mod options;
mod process;
mod record;
mod runtime_api;
mod table;
mod weight;
mod world;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser as _;

use budget::{Verdict, verdicts};
use error::BenchError;
use measure::measure;
use options::Options;
use record::{Record, named};
use table::{budgets, table};
use weight::HELLO;
use world::World;

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Options::parse()).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            let causes =
                std::iter::successors(Some(&error as &dyn std::error::Error), |e| e.source());
            let text: Vec<_> = causes.map(ToString::to_string).collect();
            complain(&format!("bench: {}", text.join(": ")));
            ExitCode::FAILURE
        }
    }
}

async fn run(options: &Options) -> Result<bool, BenchError> {
    let folder = options.folder.clone().unwrap_or_else(default_folder);
    let world = World::start(&folder).await?;
    let hello = measure(&world, HELLO, options.times).await?;
    let mut functions = Vec::new();
    for name in chosen(&world, &options.only) {
        complain(&format!("measuring {name}"));
        functions.push(measure(&world, &name, options.times).await?);
    }
    world.stop().await?;
    let verdicts: Vec<_> = functions.iter().flat_map(|it| verdicts(it, &hello)).collect();
    let record = Record::read()?;
    say(&table(&hello, &functions).join("\n"));
    say(&format!("\n{}", budgets(&verdicts, &record).join("\n")));
    let zips = functions.iter().map(|it| (it.name.clone(), it.weight.zip)).collect();
    if options.record {
        return note(record, &zips);
    }
    Ok(!options.check || hold(&record, &zips, &verdicts)?)
}

/// Those that were asked for, or all.
fn chosen(world: &World, only: &[String]) -> Vec<String> {
    if only.is_empty() { world.functions() } else { only.to_vec() }
}

/// Records the sizes, and says how the CHANGELOG has to name them.
fn note(record: Record, zips: &BTreeMap<String, u64>) -> Result<bool, BenchError> {
    record.with_zips(zips).write()?;
    let words: Vec<_> = zips.iter().map(|(name, zip)| named(name, *zip)).collect();
    say(&format!("\nRecorded. For the CHANGELOG, with a word why:\n{}", words.join(", ")));
    Ok(true)
}

/// Holds what was measured against the record; whether all is well.
fn hold(
    record: &Record,
    zips: &BTreeMap<String, u64>,
    verdicts: &[Verdict],
) -> Result<bool, BenchError> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../CHANGELOG.md");
    let changelog = std::fs::read_to_string(&path).map_err(BenchError::file(&path))?;
    let complaints = record.complaints(zips, verdicts, &changelog);
    for complaint in &complaints {
        complain(&format!("bench: {complaint}"));
    }
    Ok(complaints.is_empty())
}

/// Beside everything else that is made and not kept.
fn default_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/bench")
}

#[expect(clippy::print_stdout, reason = "this is the program's output")]
fn say(line: &str) {
    println!("{line}");
}

#[expect(clippy::print_stderr, reason = "this is the program's output")]
fn complain(line: &str) {
    eprintln!("{line}");
}
