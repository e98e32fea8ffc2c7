//! GoTo Meeting: OAuth and an organiser's meetings, as strict as the vendor.
//!
//! Source: GoTo's last published description of the GoToMeeting API (2021) and the guides to OAuth
//! on its developer site. Where they say nothing the stricter reading is taken, with one exception:
//! meetings may begin in the past.

mod account;
mod consent;
mod fields;
mod held;
mod meeting;
mod meetings;
mod operation;
mod refusal;
mod token;

#[cfg(test)]
mod spec_test;
#[cfg(test)]
mod tests;

use std::sync::Mutex;

use bytes::Bytes;
use http::{Response, StatusCode};
use serde_json::{Value, json};

use super::{Call, Simulator, StateError, json as json_response, lock, state};
use held::Held;
use operation::Operation;
use refusal::Refusal;

type Outcome = Result<Response<Bytes>, Refusal>;

/// The simulated GoTo: its organisers, their meetings and one application.
pub struct Goto {
    held: Mutex<Held>,
}

impl Goto {
    /// A few organisers and no meetings.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { held: Mutex::new(Held::demo(seed)) }
    }
}

impl Simulator for Goto {
    fn name(&self) -> &'static str {
        "goto"
    }

    fn relative_path(&self, path: &str) -> Option<String> {
        if path.starts_with("/oauth/") {
            return Some(path.to_owned());
        }
        path.strip_prefix("/G2M/rest").filter(|rest| rest.starts_with('/')).map(str::to_owned)
    }

    fn env(&self, base: &str) -> Vec<(String, String)> {
        let at = |name: &str, path: &str| (name.to_owned(), format!("{base}/goto{path}"));
        vec![
            at("CONVOKE_GOTO_API_URL", "/G2M/rest"),
            at("CONVOKE_GOTO_TOKEN_URL", "/oauth/token"),
            at("CONVOKE_GOTO_AUTHORIZE_URL", "/oauth/authorize"),
        ]
    }

    fn answer(&self, call: &Call) -> Response<Bytes> {
        let mut held = lock(&self.held);
        match call.path.as_str() {
            "/oauth/authorize" => consent::answer(&mut held, call),
            "/oauth/token" => token::issue(&mut held, call),
            _ => api(&mut held, call).unwrap_or_else(|refusal| refusal.response()),
        }
    }

    fn refuse(&self, status: StatusCode) -> Response<Bytes> {
        if status == StatusCode::UNAUTHORIZED {
            return Refusal::Token.response();
        }
        let reason = status.canonical_reason().unwrap_or("Error");
        let body = json!({ "int_err_code": reason.replace(' ', ""), "msg": reason });
        json_response(status, &body)
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
        *lock(&self.held) = state::restored("goto", snapshot)?;
        Ok(())
    }
}

/// One API call: who asks, and only then what for.
fn api(held: &mut Held, call: &Call) -> Outcome {
    let organizer = token::organizer(held, call)?;
    let operation = Operation::of(&call.method, &call.segments()).ok_or(Refusal::NoSuchAddress)?;
    match operation {
        Operation::Create => meetings::create(held, call, &organizer),
        Operation::Upcoming => Ok(meetings::upcoming(held, call, &organizer)),
        Operation::Get(id) => meetings::get(held, &organizer, id),
        Operation::Replace(id) => meetings::replace(held, call, &organizer, id),
        Operation::Delete(id) => meetings::delete(held, &organizer, id),
        Operation::Start(id) => meetings::start(held, &organizer, id),
    }
}
