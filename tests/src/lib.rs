//! What the tests share: senders that sign, and a stack of real processes with a client for it.
#![expect(
    clippy::missing_panics_doc,
    clippy::disallowed_methods,
    reason = "tests panic to fail, read the clock and poll"
)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests panic to fail")]

pub mod callgrind;
pub mod deadly;
pub mod fuzz;
pub mod hooks;
pub mod live;
