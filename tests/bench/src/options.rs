//! The command line.

use std::num::NonZeroU32;
use std::path::PathBuf;

use clap::Parser;

/// What each function weighs and works, beside a hello.
#[derive(Clone, Debug, Parser)]
#[command(name = "convoke-bench", version, about)]
pub struct Options {
    /// Fail when a zip has grown by more than 5 % over what is recorded, or when a budget is missed
    /// that is not recorded as missed.
    #[arg(long)]
    pub check: bool,
    /// Write the zips' sizes down; the CHANGELOG has to name them.
    #[arg(long, conflicts_with = "check")]
    pub record: bool,
    /// How often each count is taken; the median is told.
    #[arg(long, value_name = "N", default_value = "3")]
    pub times: NonZeroU32,
    /// Measure these functions alone; neither checks nor records.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["check", "record"])]
    pub only: Vec<String>,
    /// Where valgrind writes; target/bench unless given.
    #[arg(long, value_name = "DIR")]
    pub folder: Option<PathBuf>,
}
