//! Google: OAuth, service accounts that act for people, Calendar v3 with Meet, and Meet's conferences that
//! were held, as strict as the vendor.
//!
//! Source: Google's published descriptions of Calendar v3 and `OAuth2` v2, its guides to OAuth 2.0 for
//! web servers and service accounts, and to the Calendar API's errors. Where they say nothing the
//! stricter reading is taken. Not simulated: recurring events, calendars shared between people, and
//! the copies of an event on its guests' calendars.

pub(super) mod account;
pub(super) mod assertion;
mod attendee;
mod bound;
mod calendars;
mod caller;
mod conference;
mod conferences;
pub(super) mod consent;
pub(super) mod denial;
mod event;
mod events;
mod fields;
mod filter;
mod held;
pub(super) mod key;
mod list;
mod meet;
mod meet_files;
mod meet_filter;
mod notice;
mod operation;
mod parameter;
mod put;
mod refusal;
mod revoke;
pub(super) mod scopes;
mod status;
pub(super) mod token;
mod userinfo;
mod wanted;

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

/// Where people let the application in.
const AUTHORIZE: &str = "/o/oauth2/v2/auth";
/// Where tokens are given.
const TOKEN: &str = "/token";
/// Where they are taken back.
const REVOKE: &str = "/revoke";

/// The simulated Google: one domain's people, their calendars, one application and one service
/// account.
pub struct Google {
    held: Mutex<Held>,
}

impl Google {
    /// A few people and no events.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { held: Mutex::new(Held::demo(seed)) }
    }
}

impl Simulator for Google {
    fn name(&self) -> &'static str {
        "google"
    }

    fn relative_path(&self, path: &str) -> Option<String> {
        let is_api = path.starts_with("/calendar/v3/")
            || path.starts_with("/oauth2/")
            || path.starts_with("/drive/v3/files/")
            || path.starts_with(meet::PREFIX);
        (is_api || matches!(path, AUTHORIZE | TOKEN | REVOKE)).then(|| path.to_owned())
    }

    fn env(&self, base: &str) -> Vec<(String, String)> {
        let at = |name: &str, path: &str| (name.to_owned(), format!("{base}/google{path}"));
        vec![
            at("CONVOKE_GOOGLE_API_URL", ""),
            at("CONVOKE_MEET_API_URL", ""),
            at("CONVOKE_GOOGLE_TOKEN_URL", TOKEN),
            at("CONVOKE_GOOGLE_AUTHORIZE_URL", AUTHORIZE),
        ]
    }

    fn answer(&self, call: &Call) -> Response<Bytes> {
        let mut held = lock(&self.held);
        match call.path.as_str() {
            AUTHORIZE => consent::answer(&mut held, call),
            TOKEN => token::issue(&mut held, call),
            REVOKE => revoke::answer(&mut held, call),
            path if path.starts_with(meet::PREFIX) => meet::answer(&held, call),
            _ => api(&mut held, call).unwrap_or_else(|refusal| refusal.response()),
        }
    }

    fn refuse(&self, status: StatusCode) -> Response<Bytes> {
        refusal::usual(status)
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
        *lock(&self.held) = state::restored("google", snapshot)?;
        Ok(())
    }
}

/// One API call: what for, and whether whoever asks may.
fn api(held: &mut Held, call: &Call) -> Outcome {
    let operation = Operation::of(&call.method, &call.segments()).ok_or(Refusal::NoSuchAddress)?;
    let caller = caller::of(held, call, operation.scopes())?;
    match &operation {
        Operation::Userinfo(version) => Ok(userinfo::get(held, &caller, *version)),
        Operation::Calendar(calendar) => calendars::get(held, &caller, calendar),
        Operation::Entries => calendars::list(held, &caller),
        Operation::Entry(calendar) => calendars::entry(held, &caller, calendar),
        Operation::Insert(calendar) => events::insert(held, call, &caller, calendar),
        Operation::List(calendar) => list::list(held, call, &caller, calendar),
        Operation::Get(calendar, id) => events::get(held, call, &caller, calendar, id),
        Operation::Patch(calendar, id) => events::patch(held, call, &caller, calendar, id),
        Operation::Delete(calendar, id) => events::delete(held, call, &caller, calendar, id),
        Operation::Film(id) => meet_files::film(held, call, &caller, id),
        Operation::Export(id) => meet_files::export(held, call, &caller, id),
    }
}
