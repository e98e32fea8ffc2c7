//! Simulated providers: one small module per vendor, as strict as the vendor, on one port.
//!
//! [`Simulators`] holds them all. It can be called in process, without sockets, and served over
//! HTTP; both ways share the recorder (what was received), the faults (what shall go wrong) and the
//! state calls under `/_sim`. Time and randomness are given from outside, so one seed and one clock
//! give one history.

mod audience;
pub mod balance;
mod call;
mod control;
pub mod drive;
mod entropy;
pub mod ews;
mod faults;
pub mod google;
pub mod goto;
mod hook;
pub mod hrmos;
pub mod mail;
pub mod media;
pub mod microsoft;
pub mod oauth;
mod persist;
mod problem;
mod quota;
mod range;
mod recorder;
mod registry;
mod rsa;
mod serve;
pub mod slack;
mod state;
pub mod teams;
pub mod zoom;

#[cfg(test)]
mod tests;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::{Response, StatusCode};
use jiff::Timestamp;
use serde_json::Value;

pub use call::{Call, Query};
pub use entropy::Entropy;
pub use faults::Fault;
pub use hook::Hook;
pub use recorder::Received;
pub use registry::{Dropped, Simulators, UnknownProvider};
pub use serve::{DropConnection, serve};
pub use state::StateError;

/// The clock every simulator reads: the machine's, or a simulation's virtual one.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// One simulated provider.
///
/// A simulator is a state machine without waiting: delays and lost connections are the
/// [`Simulators`]' work. It locks its own state, so calls may come from many tasks.
pub trait Simulator: Send + Sync {
    /// The provider's name, which is also its path prefix and its `?provider=`.
    fn name(&self) -> &'static str;

    /// The path relative to the provider's API base, when this simulator answers `path` (which
    /// comes without the `/name` prefix) on the simulators' port.
    fn relative_path(&self, path: &str) -> Option<String>;

    /// The environment that points a function at this simulator; `base` has no trailing slash.
    fn env(&self, base: &str) -> Vec<(String, String)>;

    /// Answers one call exactly as the vendor would.
    fn answer(&self, call: &Call) -> Response<Bytes>;

    /// The refusal a fault of this status shows when it names no body of its own.
    fn refuse(&self, status: StatusCode) -> Response<Bytes>;

    /// A message as the vendor would send it of its own accord: it is made and signed, not sent.
    /// `wanted` names the event and what it is about; addresses in the message begin with `base`,
    /// which has no slash at its end.
    ///
    /// # Errors
    /// Names the field that does not fit; `provider` when this vendor sends nothing.
    fn hook(&self, _wanted: &Value, _base: &str, _at: Timestamp) -> Result<Hook, StateError> {
        Err(StateError::invalid("provider", "this provider sends no hooks"))
    }

    /// What it holds, in the published shape.
    fn state(&self) -> Value;

    /// Replaces the named top-level keys of the state; either all of them or none.
    ///
    /// # Errors
    /// Names the first field that does not fit the published shape.
    fn merge_state(&self, state: &Value) -> Result<(), StateError>;

    /// Everything a restart needs: the published state and what outsiders need not see.
    fn snapshot(&self) -> Value;

    /// Takes back what [`Simulator::snapshot`] gave.
    ///
    /// # Errors
    /// Names the field that does not fit.
    fn restore(&self, snapshot: Value) -> Result<(), StateError>;
}

/// Locks a simulator's state; a panic in another call leaves it usable.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A JSON answer.
fn json(status: StatusCode, body: &Value) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(body.to_string()));
    *response.status_mut() = status;
    let json = http::HeaderValue::from_static("application/json;charset=UTF-8");
    response.headers_mut().insert(http::header::CONTENT_TYPE, json);
    response
}

/// An answer without a body.
fn empty(status: StatusCode) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status;
    response
}
