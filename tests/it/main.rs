//! End-to-end truths, one binary.
#![expect(clippy::disallowed_methods, reason = "tests read the clock and poll")]

mod booking;
mod pipeline;
