//! The stories: short plays over HTTP, as an outsider would do it, that print what happened and what
//! it cost.

mod bodies;
mod booking;
mod client;
mod cost;
mod page;

use std::fmt::Display;

pub use page::page;

use crate::stack::Stack;

/// Why a story did not end as it should.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct StoryFault(String);

impl StoryFault {
    fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

/// Plays every story on a running stack, printing as it goes. `true` when each ended as it should.
pub async fn play(stack: &Stack, operator_token: &str) -> bool {
    let end = booking::play(stack, operator_token).await;
    match &end {
        Ok(()) => {
            say(
                "\n  Counted at the AWS endpoint; the first step also reads the settings and keys that",
            );
            say("  warm functions keep. The booking story ended as it should.");
        }
        Err(fault) => say(format!("\n  The booking story did NOT end as it should: {fault}")),
    }
    end.is_ok()
}

/// Stories speak on standard output; that is what they are for.
#[expect(clippy::print_stdout, reason = "the story is the program's output")]
fn say(line: impl Display) {
    println!("{line}");
}

/// Fails the story unless something holds.
fn expect(holds: bool, what: impl FnOnce() -> String) -> Result<(), StoryFault> {
    if holds { Ok(()) } else { Err(StoryFault(what())) }
}
