//! The whole system on one machine: the AWS services embedded, the functions as the processes they
//! are, the vendors simulated.
#![expect(
    clippy::disallowed_methods,
    reason = "the stack stands outside the functions: it reads the clock, waits and listens"
)]

pub mod aws;
pub mod sim;
