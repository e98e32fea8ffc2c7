//! Zoom: OAuth of the account's app and of its users, meetings, their recordings and users, as strict as
//! the vendor.
//!
//! Source: Zoom's published Meetings and Users API descriptions of August 2026, its OAuth error
//! list and its rate-limit page. Where they say nothing, the stricter reading is taken.

mod account;
mod caller;
mod consent;
pub mod content;
mod download;
mod edit;
mod fields;
mod held;
pub mod hooks;
mod limits;
mod list;
mod meeting;
mod meetings;
mod oauth_app;
mod operation;
mod paging;
mod passcode;
mod recorded;
mod recording;
mod recordings;
mod refusal;
mod settings;
mod ticket;
mod token;
mod transcript;
mod user_token;
mod users;

#[cfg(test)]
mod spec_test;
#[cfg(test)]
pub(crate) mod tests;

use std::sync::Mutex;

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Call, Hook, Simulator, StateError, json as json_response, lock, state};
use caller::Caller;
use held::Held;
use limits::Quota;
use operation::Operation;
use refusal::Refusal;

type Outcome = Result<Response<Bytes>, Refusal>;

/// The simulated Zoom: one account, its users, its meetings and their recordings.
pub struct Zoom {
    held: Mutex<Held>,
}

impl Zoom {
    /// An account with a few users and no meetings.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { held: Mutex::new(Held::demo(seed)) }
    }
}

impl Simulator for Zoom {
    fn name(&self) -> &'static str {
        "zoom"
    }

    fn relative_path(&self, path: &str) -> Option<String> {
        if path.starts_with("/oauth/") {
            return Some(path.to_owned());
        }
        if path.starts_with(download::DOWNLOADS) || path.starts_with(download::CDN) {
            return Some(path.to_owned());
        }
        path.strip_prefix("/v2").filter(|rest| rest.starts_with('/')).map(str::to_owned)
    }

    fn env(&self, base: &str) -> Vec<(String, String)> {
        let at = |name: &str, path: &str| (name.to_owned(), format!("{base}/zoom{path}"));
        vec![
            at("CONVOKE_ZOOM_API_URL", "/v2"),
            at("CONVOKE_ZOOM_TOKEN_URL", "/oauth/token"),
            at("CONVOKE_ZOOM_AUTHORIZE_URL", "/oauth/authorize"),
        ]
    }

    fn answer(&self, call: &Call) -> Response<Bytes> {
        let mut held = lock(&self.held);
        match call.path.as_str() {
            "/oauth/authorize" => consent::answer(&mut held, call),
            "/oauth/token" => token::issue(&mut held, call),
            "/oauth/revoke" => token::revoke(&mut held, call),
            path if path.starts_with(download::DOWNLOADS) => download::admit(&held, call),
            path if path.starts_with(download::CDN) => download::serve(&held, call),
            _ => api(&mut held, call).unwrap_or_else(|refusal| refusal.response()),
        }
    }

    fn refuse(&self, status: StatusCode) -> Response<Bytes> {
        let message = match status {
            StatusCode::TOO_MANY_REQUESTS => limits::PER_SECOND_MESSAGE,
            _ => status.canonical_reason().unwrap_or("Error"),
        };
        json_response(status, &json!({ "code": status.as_u16(), "message": message }))
    }

    fn hook(&self, wanted: &Value, base: &str, at: Timestamp) -> Result<Hook, StateError> {
        hooks::made(&mut lock(&self.held), wanted, base, at)
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
        *lock(&self.held) = state::restored("zoom", snapshot)?;
        Ok(())
    }
}

/// One API call: who asks, how often, with which scope, and only then what for.
fn api(held: &mut Held, call: &Call) -> Outcome {
    let segments = call.segments();
    let (operation, id) =
        Operation::of(&call.method, &segments).ok_or(Refusal::EndpointNotRecognised)?;
    let caller = caller::check(held, call, operation)?;
    let quota = held.limits.admit(operation.label(), held.account.plan, call.at)?;
    operation.check_scopes(&caller.scopes)?;
    let mut response = caller
        .reach(held, operation, id)
        .and_then(|id| perform(operation, held, call, &caller, &id))
        .unwrap_or_else(|refusal| refusal.response());
    describe(quota, &mut response);
    Ok(response)
}

fn perform(
    operation: Operation,
    held: &mut Held,
    call: &Call,
    caller: &Caller,
    id: &str,
) -> Outcome {
    match operation {
        Operation::CreateMeeting => meetings::create(held, call, caller, id),
        Operation::ListMeetings => list::meetings(held, call, id),
        Operation::GetMeeting => meetings::get(held, call, id),
        Operation::UpdateMeeting => edit::update(held, call, caller, id),
        Operation::DeleteMeeting => meetings::delete(held, call, id),
        Operation::SetMeetingStatus => meetings::set_status(held, call, id),
        Operation::ListUsers => users::list(held, call),
        Operation::GetUser => users::get(held, id),
        Operation::GetRecordings => recordings::get(held, call, id),
        Operation::ListRecordings => recordings::list(held, call, id),
        Operation::GetTranscript => transcript::get(held, call, id),
        Operation::DeleteRecordingFile => recordings::delete_file(held, call, id),
    }
}

/// Puts the per-second quota on an answer that names none itself.
fn describe(quota: Quota, response: &mut Response<Bytes>) {
    let headers = response.headers_mut();
    if headers.contains_key("x-ratelimit-type") {
        return;
    }
    headers.insert("x-ratelimit-category", HeaderValue::from_static(quota.label.name()));
    headers.insert("x-ratelimit-type", HeaderValue::from_static("QPS"));
    headers.insert("x-ratelimit-limit", HeaderValue::from(quota.limit));
    headers.insert("x-ratelimit-remaining", HeaderValue::from(quota.remaining));
}
