//! The pipeline in one thread: schedules of crashes, disorder and time, and what it all costs. A binary of
//! its own, because schedules take every core for minutes, and tests of real processes wait for answers.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests panic to fail, and print what they counted"
)]

mod batches;
mod bill;
mod copies;
mod poison;
mod simulation;
