//! The command line and the few variables that belong to it.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::simulation::Venue;

/// The operator token where none is given. It guards nothing but a machine's own loopback.
pub const LOCAL_TOKEN: &str = "local-operator-token";

/// The whole of Convoke on one machine.
#[derive(Clone, Debug, Parser)]
#[command(name = "convoke-local", version, about = "The whole of Convoke on one machine")]
pub struct Options {
    /// What to do; serves until Ctrl-C unless given.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Start from nothing.
    #[arg(long, global = true)]
    pub fresh: bool,
    /// Play no story.
    #[arg(long, global = true)]
    pub no_story: bool,
    /// Where the data lies; target/convoke unless given.
    #[arg(long, value_name = "DIR", global = true)]
    pub data: Option<PathBuf>,
    /// Port of the API; 0 takes a free one.
    #[arg(long, env = "CONVOKE_PORT", default_value_t = 9000, global = true)]
    pub port: u16,
    /// Port of the simulated vendors; 0 takes a free one.
    #[arg(long, env = "CONVOKE_SIM_PORT", default_value_t = 9100, global = true)]
    pub sim_port: u16,
    /// Port of the AWS endpoint; 0 takes a free one.
    #[arg(long, env = "CONVOKE_AWS_PORT", default_value_t = 9200, global = true)]
    pub aws_port: u16,
    /// The operator token of the admin API.
    #[arg(long, env = "CONVOKE_OPERATOR_TOKEN", default_value = LOCAL_TOKEN, hide_env_values = true, global = true)]
    pub operator_token: String,
}

/// What to do instead of serving.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub enum Command {
    /// Plays the stories and ends; the exit code is 0 only if each ended as it should.
    Demo,
    /// Serves the simulated vendors alone, for a Convoke that runs elsewhere.
    Simulators,
    /// Plays the stories on a Convoke that runs elsewhere; the exit code is 0 only if each ended as it
    /// should.
    Story(Place),
    /// Writes every built-in mail in every language as HTML and as text, with a page that shows all of
    /// them as a phone does. For whoever writes or reviews texts.
    Mails {
        /// Where they are written; target/convoke-mails unless given.
        dir: Option<PathBuf>,
    },
    /// Counts what each kind of work asks of AWS and of providers, and prices it.
    Bill,
    /// Plays schedules of crashes, disorder and time against the pipeline in one thread each; the exit
    /// code is 0 only if none broke anything. Wants a release build.
    Simulate(Simulate),
    /// Measures what each function weighs and works, beside a hello, in release. Wants valgrind.
    Bench(Bench),
}

/// What the bench is told; `bench -- --help` says what it understands.
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub struct Bench {
    /// Handed on as it is, such as `--check`.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGUMENT")]
    pub arguments: Vec<String>,
}

/// Which schedules are played.
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub struct Simulate {
    /// How many random schedules.
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    pub schedules: u64,
    /// The seed of the first; each further one has the next number.
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// Where meetings are held.
    #[arg(long, value_enum, default_value_t)]
    pub venue: Venue,
    /// Plays every case with every mishap at every exchange instead.
    #[arg(long, conflicts_with_all = ["schedules", "seed", "pairs"])]
    pub singles: bool,
    /// Plays every pair of mishaps of every operation instead.
    #[arg(long, conflicts_with_all = ["schedules", "seed"])]
    pub pairs: bool,
    /// Prints the course of the one schedule of this seed.
    #[arg(long)]
    pub trace: bool,
}

/// Where a story is played.
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub struct Place {
    /// Base URL of the API.
    #[arg(long, value_name = "URL")]
    pub api: String,
    /// Base URL of the simulated vendors that the functions talk to.
    #[arg(long, value_name = "URL")]
    pub sims: String,
    /// Where an emulator of AWS lists the mails it was given; else they are at the simulated vendors.
    #[arg(long, value_name = "URL")]
    pub mails: Option<String>,
}
