//! End-to-end truths, one binary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::duration_suboptimal_units,
    reason = "tests panic to fail, say what they skip, read the clock and poll"
)]

mod account;
mod booking;
mod calcom;
mod capabilities;
mod consents;
mod constant_work;
mod exchange;
mod fuzz;
mod google_meet;
mod grants;
mod hooks;
mod imports;
mod invitations;
mod kept;
pub(crate) mod killed;
mod killing;
mod offboarding;
mod onboarding;
mod perks;
mod pipeline;
mod recordings;
mod refusals;
mod resealing;
mod restart;
mod roles;
mod rows;
mod secrecy;
mod settings_rows;
mod storms;
mod teams;
mod tidy;
mod told;
mod traced;
mod troubles;
mod wire;
