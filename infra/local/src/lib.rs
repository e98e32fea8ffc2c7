//! The whole system on one machine: the AWS services embedded, the functions as the processes they
//! are, the vendors simulated. The functions don't know it.
#![expect(
    clippy::disallowed_methods,
    reason = "the stack stands outside the functions: it reads the clock, waits and listens"
)]

pub mod aws;
pub mod blueprint;
pub mod command;
pub mod gates;
pub mod lambda;
pub mod mails;
pub mod options;
pub mod sim;
pub mod simulation;
pub mod stack;
pub mod story;
pub mod workshop;

use std::time::Duration;

/// A client for the stack's own addresses, as any outsider has one: no redirects, no proxy.
///
/// # Errors
/// When it can't be built, which no input causes.
pub fn http_client(timeout: Duration) -> Result<reqwest::Client, reqwest::Error> {
    // The functions bring their own TLS configuration; here one must be named though none is used.
    // It only fails when one was named before, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .timeout(timeout)
        .build()
}
