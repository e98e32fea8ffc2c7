//! `cargo run`: the whole of Convoke on one machine.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser as _;
use convoke_local::command::{self, say};
use convoke_local::options::{Command, LOCAL_TOKEN, Options, Place};
use convoke_local::stack;
use convoke_local::stack::{Stack, StackOptions};
use convoke_local::story::{self, Stage};

/// A quarter of a simulated exchange is allocation; this allocator halves it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let options = Options::parse();
    let ended = match &options.command {
        Some(Command::Simulate(simulate)) => command::simulate(simulate),
        Some(Command::Bill) => command::bill(),
        Some(Command::Simulators) => simulators(options.sim_port),
        Some(Command::Story(place)) => story(place, &options.operator_token),
        Some(Command::Mails { dir }) => {
            command::mails(&dir.clone().unwrap_or_else(|| default_folder("convoke-mails")))
        }
        Some(Command::Bench(bench)) => command::bench(bench),
        Some(Command::Demo) | None => serve(&options),
    };
    match ended {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            complain(&format!("convoke: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// The stack, with its own threads.
#[tokio::main]
async fn serve(options: &Options) -> Result<bool, Box<dyn std::error::Error>> {
    let is_demo = options.command == Some(Command::Demo);
    let stack = Stack::start(stack_options(options)).await?;
    let addresses = stack.addresses().clone();
    say(&format!("ready {}", addresses.api));
    say(&format!("      simulated vendors {}, AWS endpoint {}", addresses.sim, addresses.aws));
    if options.operator_token == LOCAL_TOKEN {
        say(&format!("      operator token {LOCAL_TOKEN}"));
    }
    let played = is_demo || !options.no_story;
    let well = !played || story::play(&Stage::of(&stack, &options.operator_token)).await;
    if !is_demo {
        say(&format!("\n{}", story::page(&addresses)));
        say("Serving until Ctrl-C.");
        until_interrupted().await?;
    }
    stack.stop().await?;
    Ok(!is_demo || well)
}

/// The stories somewhere else.
#[tokio::main]
async fn story(place: &Place, operator_token: &str) -> Result<bool, Box<dyn std::error::Error>> {
    Ok(command::story(place, operator_token).await)
}

/// The simulated vendors without a stack.
#[tokio::main]
async fn simulators(port: u16) -> Result<bool, Box<dyn std::error::Error>> {
    let (url, serving) = stack::simulators(port).await?;
    say(&format!("ready {url}"));
    tokio::select! {
        () = serving => Ok(false),
        ended = until_interrupted() => ended.map(|()| true).map_err(Into::into),
    }
}

fn stack_options(options: &Options) -> StackOptions {
    let data = options.data.clone().unwrap_or_else(|| default_folder("convoke"));
    StackOptions {
        data: Some(data),
        fresh: options.fresh,
        port: options.port,
        sim_port: options.sim_port,
        aws_port: options.aws_port,
        operator_token: options.operator_token.clone(),
        ..StackOptions::default()
    }
}

/// Beside everything else that is made and not kept.
fn default_folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target").join(name)
}

/// Ctrl-C, or the signal by which a supervisor ends a process.
async fn until_interrupted() -> std::io::Result<()> {
    let mut ended = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted,
        _ = ended.recv() => Ok(()),
    }
}

#[expect(clippy::print_stderr, reason = "this is the program's output")]
fn complain(line: &str) {
    eprintln!("{line}");
}
