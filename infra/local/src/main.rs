//! `cargo run`: the whole of Convoke on one machine.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser as _;
use convoke_local::command::{self, say};
use convoke_local::options::{Command, LOCAL_TOKEN, Options};
use convoke_local::stack::{Stack, StackOptions};
use convoke_local::story;

/// A quarter of a simulated exchange is allocation; this allocator halves it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let options = Options::parse();
    let ended = match &options.command {
        Some(Command::Simulate(simulate)) => command::simulate(simulate),
        Some(Command::Bill) => command::bill(),
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
    let well = !played || story::play(&stack, &options.operator_token).await;
    if !is_demo {
        say(&format!("\n{}", story::page(&addresses)));
        say("Serving until Ctrl-C.");
        until_interrupted().await?;
    }
    stack.stop().await?;
    Ok(!is_demo || well)
}

fn stack_options(options: &Options) -> StackOptions {
    let data = options.data.clone().unwrap_or_else(default_data);
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
fn default_data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/convoke")
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
