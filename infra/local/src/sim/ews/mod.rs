//! An Exchange server's EWS endpoint, as strict as the vendor: Basic authentication, SOAP against the
//! schema, and the calendars of mailboxes that a service account acts for.
//!
//! Source: Microsoft's EWS reference and its guides. Where they say nothing, or two things, the
//! stricter reading is taken: what the schema knows and nobody here needs is refused, and a change
//! wants a current change key whatever the conflict resolution is.

mod account;
mod answer;
mod caller;
mod directory;
mod event;
mod fields;
mod held;
mod items;
mod operation;
mod refusal;
mod schema;
mod shapes;
mod xml;

#[cfg(test)]
mod tests;

use std::sync::Mutex;

use bytes::Bytes;
use http::{Method, Response, StatusCode};
use serde_json::{Value, json};

use super::{Call, Simulator, StateError, empty, lock, state};
use held::Held;
use refusal::{Code, Refusal};
use schema::Violation;

/// The one address.
const PATH: &str = "/EWS/Exchange.asmx";

/// The simulated Exchange: a service account, mailboxes and their calendars.
pub struct Ews {
    held: Mutex<Held>,
}

impl Ews {
    /// A few mailboxes with empty calendars.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { held: Mutex::new(Held::demo(seed)) }
    }
}

impl Simulator for Ews {
    fn name(&self) -> &'static str {
        "ews"
    }

    fn relative_path(&self, path: &str) -> Option<String> {
        // Windows reads addresses without regard to case.
        path.eq_ignore_ascii_case(PATH).then(|| PATH.to_owned())
    }

    /// Nothing: whose Exchange it is decides where it is, so tenants say it.
    fn env(&self, _base: &str) -> Vec<(String, String)> {
        Vec::new()
    }

    fn answer(&self, call: &Call) -> Response<Bytes> {
        answered(&mut lock(&self.held), call).unwrap_or_else(|refusal| refusal.response())
    }

    fn refuse(&self, status: StatusCode) -> Response<Bytes> {
        match status {
            StatusCode::UNAUTHORIZED => Refusal::Credentials.response(),
            StatusCode::INTERNAL_SERVER_ERROR => {
                Refusal::Fault(Code::InternalServerError).response()
            }
            other => empty(other),
        }
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
        *lock(&self.held) = state::restored("ews", snapshot)?;
        Ok(())
    }
}

/// One call: who asks, whether it follows the schema, for whom, and only then what for.
fn answered(held: &mut Held, call: &Call) -> Result<Response<Bytes>, Refusal> {
    if !call.basic().is_some_and(|credentials| held.service.is(&credentials)) {
        return Err(Refusal::Credentials);
    }
    if call.method != Method::POST {
        return Err(Refusal::Method);
    }
    if !call.has_content_type("text/xml") {
        return Err(Refusal::MediaType);
    }
    let text = String::from_utf8_lossy(&call.body);
    let broken = |(what, at)| Refusal::schema(Violation { what, at }, &text);
    let envelope = xml::read(&text).map_err(broken)?;
    let asked = caller::asked(held, &envelope, &text)?;
    operation::perform(held, &asked, &text, call.at)
}
