//! Microsoft 365: the identity platform, and the parts of Graph that have to do with meetings, as
//! strict as the vendor.
//!
//! Source: Microsoft Graph v1.0's published description (August 2026), its reference pages, and the
//! identity platform's pages on the code and client-credentials flows. Where they say nothing the
//! stricter reading is taken. One tenant is simulated, with each person's default calendar; invited
//! people get no copies in theirs.

mod account;
mod body;
mod call_files;
mod caller;
mod consent;
pub(super) mod directory;
mod event;
mod event_fields;
mod events;
mod held;
pub(super) mod ident;
mod limits;
mod mailbox;
mod meeting;
mod meeting_fields;
mod meetings;
pub(super) mod no_token;
mod notices;
mod odata;
mod operation;
mod permission;
pub(super) mod refusal;
pub(super) mod token;
pub(super) mod user;
mod view;
mod when;

#[cfg(test)]
mod spec_test;
#[cfg(test)]
mod tests;

use std::sync::Mutex;

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode};
use serde_json::{Value, json};

use super::{Call, Simulator, StateError, json as json_response, lock, state};
use held::Held;
use operation::{Address, Operation};
use refusal::{Refusal, Trace};
use user::User;

type Outcome = Result<Response<Bytes>, Refusal>;

/// Where the version of Graph that is simulated begins.
const GRAPH: &str = "/v1.0";

/// The simulated Microsoft: one tenant with its people, calendars and meetings, and one application.
pub struct Microsoft {
    held: Mutex<Held>,
}

impl Microsoft {
    /// A tenant with a few people and nothing planned.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { held: Mutex::new(Held::demo(seed)) }
    }
}

impl Simulator for Microsoft {
    fn name(&self) -> &'static str {
        "microsoft"
    }

    fn relative_path(&self, path: &str) -> Option<String> {
        if identity(path).is_some() {
            return Some(path.to_owned());
        }
        path.strip_prefix(GRAPH).filter(|rest| rest.starts_with('/')).map(str::to_owned)
    }

    /// The caller puts the customer's tenant, or `organizations`, in the place of `{tenant}`.
    fn env(&self, base: &str) -> Vec<(String, String)> {
        let at = |name: &str, path: &str| (name.to_owned(), format!("{base}/microsoft{path}"));
        vec![
            at("CONVOKE_MICROSOFT_API_URL", GRAPH),
            at("CONVOKE_MICROSOFT_TOKEN_URL", "/{tenant}/oauth2/v2.0/token"),
            at("CONVOKE_MICROSOFT_AUTHORIZE_URL", "/{tenant}/oauth2/v2.0/authorize"),
        ]
    }

    fn answer(&self, call: &Call) -> Response<Bytes> {
        let mut held = lock(&self.held);
        match identity(&call.path) {
            Some((tenant, Endpoint::Authorize)) => consent::answer(&mut held, call, &tenant),
            Some((tenant, Endpoint::Token)) => token::issue(&mut held, call, &tenant),
            None => graph(&mut held, call),
        }
    }

    fn refuse(&self, status: StatusCode) -> Response<Bytes> {
        let trace = Trace::bare(&mut lock(&self.held).entropy);
        refusal::of_status(status, &trace)
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
        *lock(&self.held) = state::restored("microsoft", snapshot)?;
        Ok(())
    }
}

/// The two addresses of the identity platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Endpoint {
    Authorize,
    Token,
}

/// The tenant and the address, when a path is one of the identity platform.
fn identity(path: &str) -> Option<(String, Endpoint)> {
    let (tenant, rest) = path.strip_prefix('/')?.split_once('/')?;
    let endpoint = match rest {
        "oauth2/v2.0/authorize" => Endpoint::Authorize,
        "oauth2/v2.0/token" => Endpoint::Token,
        _ => return None,
    };
    Some((super::call::decode(tenant), endpoint))
}

/// One call to Graph; every answer carries its `request-id`.
fn graph(held: &mut Held, call: &Call) -> Response<Bytes> {
    let trace = Trace::of(call, &mut held.entropy);
    let mut response = ask(held, call).unwrap_or_else(|refusal| refusal.response(&trace));
    if let Ok(id) = HeaderValue::try_from(&trace.request_id) {
        response.headers_mut().insert("request-id", id);
    }
    response
}

/// Who asks, whether for something that is there, with which permission, how often, and only then
/// what for.
fn ask(held: &mut Held, call: &Call) -> Outcome {
    let caller = caller::check(held, call)?;
    let address = Address::of(&call.method, &call.segments()).ok_or(Refusal::NoSuchAddress)?;
    caller.check_permission(&address)?;
    match &address {
        Address::Users => directory::list(&held.users, call),
        Address::Of(subject, operation) => {
            let user = caller.reach(held, subject, operation)?;
            held.limits.admit(operation.area(), &user.id, call.at)?;
            perform(held, call, &user, operation)
        }
    }
}

fn perform(held: &mut Held, call: &Call, user: &User, operation: &Operation) -> Outcome {
    match operation {
        Operation::GetUser => directory::get(call, user),
        Operation::MailboxSettings => mailbox::settings(call, user),
        Operation::Calendar => mailbox::calendar(held, call, user),
        Operation::ListEvents => view::all(held, call, user),
        Operation::CalendarView => view::window(held, call, user),
        Operation::CreateEvent => events::create(held, call, user),
        Operation::GetEvent(id) => events::get(held, call, user, id),
        Operation::UpdateEvent(id) => events::update(held, call, user, id),
        Operation::CancelEvent(id) => events::cancel(held, call, user, id),
        Operation::DeleteEvent(id) => events::delete(held, call, user, id),
        Operation::FindMeetings => meetings::find(held, call, user),
        Operation::CreateMeeting => meetings::create(held, call, user),
        Operation::CreateOrGetMeeting => meetings::create_or_get(held, call, user),
        Operation::GetMeeting(id) => meetings::get(held, call, user, id),
        Operation::UpdateMeeting(id) => meetings::update(held, call, user, id),
        Operation::DeleteMeeting(id) => meetings::delete(held, user, id),
        Operation::ListFiles(kind, meeting) => call_files::list(held, call, user, *kind, meeting),
        Operation::GetFile(kind, meeting, id) => {
            call_files::get(held, call, user, (*kind, meeting, id))
        }
        Operation::FileContent(kind, meeting, id) => {
            call_files::bytes(held, call, user, (*kind, meeting, id))
        }
    }
}
