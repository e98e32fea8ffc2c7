//! The destination of applications: an applicant tracking system that takes one application a call.
//!
//! None is published for this, so the interface is our own: a token, an idempotency key, and a body
//! read strictly.

mod application;
mod applications;
mod body;
mod held;
mod refusal;

#[cfg(test)]
mod tests;

use std::sync::Mutex;

use bytes::Bytes;
use http::{Method, Response, StatusCode};
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::{Call, Simulator, StateError, json as json_response, lock, state};
use held::Held;
use refusal::Refusal;

type Outcome = Result<Response<Bytes>, Refusal>;

/// The calls that are let through in a second.
const MOST_A_SECOND: u32 = 100;

/// The simulated system: one account, its token and its applications.
pub struct Hrmos {
    held: Mutex<Held>,
}

impl Hrmos {
    /// An account without applications.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { held: Mutex::new(Held::demo(seed)) }
    }
}

impl Simulator for Hrmos {
    fn name(&self) -> &'static str {
        "hrmos"
    }

    fn relative_path(&self, path: &str) -> Option<String> {
        Some(path.to_owned())
    }

    fn env(&self, base: &str) -> Vec<(String, String)> {
        vec![("CONVOKE_HRMOS_API_URL".to_owned(), format!("{base}/hrmos"))]
    }

    fn answer(&self, call: &Call) -> Response<Bytes> {
        perform(&mut lock(&self.held), call).unwrap_or_else(|refusal| refusal.response())
    }

    fn refuse(&self, status: StatusCode) -> Response<Bytes> {
        refusal::of_status(status)
    }

    fn state(&self) -> Value {
        lock(&self.held).state()
    }

    fn merge_state(&self, state: &Value) -> Result<(), StateError> {
        lock(&self.held).merge(state)
    }

    fn snapshot(&self) -> Value {
        json!(*lock(&self.held))
    }

    fn restore(&self, snapshot: Value) -> Result<(), StateError> {
        *lock(&self.held) = state::restored("hrmos", snapshot)?;
        Ok(())
    }
}

/// One call: who asks, how often, and only then what for.
fn perform(held: &mut Held, call: &Call) -> Outcome {
    if call.credentials("Bearer") != Some(held.token.as_str()) {
        return Err(Refusal::Token);
    }
    let second = SignedDuration::from_secs(1);
    held.limits.admit("calls", MOST_A_SECOND, second, call.at).map_err(Refusal::Limited)?;
    let segments = call.segments();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    match (segments.as_slice(), &call.method) {
        (["me"], &Method::GET) => {
            Ok(json_response(StatusCode::OK, &json!({ "account": held.account })))
        }
        (["me"], _) => Err(Refusal::Method("GET")),
        (["applications"], &Method::POST) => applications::create(held, call),
        (["applications"], _) => Err(Refusal::Method("POST")),
        (["applications", id], &Method::PATCH) => applications::change(held, call, id),
        (["applications", _], _) => Err(Refusal::Method("PATCH")),
        _ => Err(Refusal::NotFound),
    }
}
