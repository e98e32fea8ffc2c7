//! The stories: short plays over HTTP, as an outsider would do it, that print what happened and, where
//! somebody counts, what it cost.

mod applicants;
mod bodies;
mod booking;
mod client;
mod cost;
mod inbox;
mod interview;
mod onboarding;
mod page;
mod perks;

use std::fmt::Display;

pub use inbox::Inbox;
pub use page::page;

use crate::aws::Aws;
use crate::stack::Stack;

/// Where a story is played. Every URL is a base, without a slash at its end.
pub struct Stage {
    /// The API.
    pub api: String,
    /// The simulated vendors.
    pub sims: String,
    /// Where sent mails can be read.
    pub inbox: Inbox,
    /// The operator's token for the API.
    pub operator_token: String,
    /// The AWS that counts what each step costs; `None` where nobody counts.
    pub aws: Option<Aws>,
}

impl Stage {
    /// A running stack as a stage.
    #[must_use]
    pub fn of(stack: &Stack, operator_token: &str) -> Self {
        let addresses = stack.addresses();
        Self {
            api: addresses.api.clone(),
            sims: addresses.sim.clone(),
            inbox: Inbox::Simulated,
            operator_token: operator_token.to_owned(),
            aws: Some(stack.aws().clone()),
        }
    }
}

/// Why a story did not end as it should.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct StoryFault(String);

impl StoryFault {
    fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

/// Plays every story on a stage, printing as it goes. `true` when each ended as it should. The interviews
/// need simulated people who sign in, so they are played only where the stack is our own.
pub async fn play(stage: &Stage) -> bool {
    let booking = told("booking", &booking::play(stage).await);
    if stage.aws.is_none() {
        return booking;
    }
    say("  Counted at the AWS endpoint; the first step also reads the settings and keys that");
    say("  warm functions keep.");
    let interview = told("interview", &interview::play(stage).await);
    let perks = told("perks", &perks::play(stage).await);
    let applicants = told("applicants", &applicants::play(stage).await);
    let onboarding = told("onboarding", &onboarding::play(stage).await);
    booking && interview && perks && applicants && onboarding
}

fn told(name: &str, end: &Result<(), StoryFault>) -> bool {
    match end {
        Ok(()) => say(format!("\n  The {name} story ended as it should.")),
        Err(fault) => say(format!("\n  The {name} story did NOT end as it should: {fault}")),
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
