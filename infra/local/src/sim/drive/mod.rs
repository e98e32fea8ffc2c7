//! Google Drive v3: resumable uploads, metadata, searches and permissions, for a service account in its
//! own name and for people who let the application in; as strict as the vendor.
//!
//! Source: Google's published description of Drive v3 and its guides to uploads, shared drives,
//! sharing and errors. Where they say nothing the stricter reading is taken. Not simulated: revisions,
//! shortcuts, Google's own document formats, members of shared drives apart from the permissions of
//! their folders.

mod account;
mod begin;
mod body;
mod caller;
mod consent;
mod content;
mod files;
mod held;
mod item;
mod list;
mod mask;
mod media;
mod operation;
mod parameter;
mod permission;
mod permissions;
mod put;
mod query;
mod range;
mod refusal;
mod rights;
mod session;
mod shown;
mod token;
mod tree;

#[cfg(test)]
mod spec_test;
#[cfg(test)]
mod tests;

use std::sync::Mutex;

use bytes::Bytes;
use http::{Method, Response, StatusCode};
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
/// Where uploads begin and go on.
const UPLOAD: &str = "/upload/drive/v3/files";

/// The simulated Drive: a domain's shared drive, people's own drives, one application and one service
/// account.
pub struct Drive {
    held: Mutex<Held>,
}

impl Drive {
    /// A folder for recordings and no files.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { held: Mutex::new(Held::demo(seed)) }
    }
}

impl Simulator for Drive {
    fn name(&self) -> &'static str {
        "drive"
    }

    fn relative_path(&self, path: &str) -> Option<String> {
        let is_api = path.starts_with("/drive/v3/");
        (is_api || matches!(path, AUTHORIZE | TOKEN | UPLOAD)).then(|| path.to_owned())
    }

    fn env(&self, base: &str) -> Vec<(String, String)> {
        let at = |name: &str, path: &str| (name.to_owned(), format!("{base}/drive{path}"));
        vec![
            at("CONVOKE_DRIVE_API_URL", ""),
            at("CONVOKE_DRIVE_TOKEN_URL", TOKEN),
            at("CONVOKE_DRIVE_AUTHORIZE_URL", AUTHORIZE),
        ]
    }

    fn answer(&self, call: &Call) -> Response<Bytes> {
        let mut held = lock(&self.held);
        match (call.path.as_str(), &call.method) {
            (AUTHORIZE, _) => consent::answer(&mut held, call),
            (TOKEN, _) => token::issue(&mut held, call),
            // The address of a session is its own key: nobody asks for another.
            (UPLOAD, &Method::PUT) => shown(session::put(&mut held, call)),
            _ => shown(api(&mut held, call)),
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
        *lock(&self.held) = state::restored("drive", snapshot)?;
        Ok(())
    }
}

fn shown(outcome: Outcome) -> Response<Bytes> {
    outcome.unwrap_or_else(|refusal| refusal.response())
}

/// One API call: what for, and whether whoever asks may.
fn api(held: &mut Held, call: &Call) -> Outcome {
    let operation = Operation::of(&call.method, &call.segments()).ok_or(Refusal::NoSuchAddress)?;
    let caller = caller::of(held, call)?;
    parameter::check(call, operation.parameters())?;
    match &operation {
        Operation::About => caller::about(call, &caller),
        Operation::GenerateIds => files::generate_ids(held, call),
        Operation::List => list::list(held, call, &caller),
        Operation::Create => files::create(held, call, &caller),
        Operation::Begin => begin::begin(held, call, &caller),
        Operation::Get(id) => files::get(held, call, &caller, id),
        Operation::Patch(id) => files::patch(held, call, &caller, id),
        Operation::Delete(id) => files::delete(held, call, &caller, id),
        Operation::Share(id) => permissions::create(held, call, &caller, id),
        Operation::Shares(id) => permissions::list(held, call, &caller, id),
        Operation::Unshare(id, permission) => {
            permissions::delete(held, call, &caller, id, permission)
        }
    }
}
