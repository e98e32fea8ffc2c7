//! What the tests share: a world in one process, where the functions' verbs run over the embedded
//! AWS and the simulators without a socket, under a clock of the test's own.
#![expect(
    clippy::missing_panics_doc,
    clippy::disallowed_methods,
    reason = "tests panic to fail, read the clock and poll"
)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests panic to fail")]

pub mod hooks;
pub mod live;
pub mod world;
