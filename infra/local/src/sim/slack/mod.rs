//! Slack: the installation of an app, and the parts of the Web API that find people and send
//! messages, as strict as the vendor.
//!
//! Source: Slack's published description of the Web API (2021), its reference pages on methods,
//! scopes, rate limits and token rotation. One workspace is simulated. Nearly every failure is a
//! 200 with `"ok": false`, as it is at the vendor's.

mod account;
mod arguments;
mod auth;
mod blocks;
mod caller;
mod channel;
mod chat;
mod consent;
mod conversations;
mod held;
mod limits;
mod message;
mod method;
mod paging;
mod refusal;
mod response_url;
mod signing;
mod token;
mod users;

#[cfg(test)]
mod spec_test;
#[cfg(test)]
mod tests;

use std::sync::Mutex;

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode};
use serde_json::{Value, json};

use super::{Call, Simulator, StateError, json as json_response, lock, state};
use arguments::Arguments;
use caller::Caller;
use held::Held;
use method::Method;
use refusal::Refusal;

pub use signing::sign;

type Outcome = Result<Value, Refusal>;

/// Where the methods of the Web API lie.
const API: &str = "/api";
/// The consent page.
const AUTHORIZE: &str = "/oauth/v2/authorize";
/// The method that gives tokens.
const ACCESS: &str = "/oauth.v2.access";
/// Where late answers to commands are sent.
const RESPONSE: &str = "/response/";

/// The simulated Slack: one workspace with its people and channels, and one app.
pub struct Slack {
    held: Mutex<Held>,
}

impl Slack {
    /// A workspace with a few people and channels, and no messages.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { held: Mutex::new(Held::demo(seed)) }
    }
}

impl Simulator for Slack {
    fn name(&self) -> &'static str {
        "slack"
    }

    fn relative_path(&self, path: &str) -> Option<String> {
        if path == AUTHORIZE || path.starts_with(RESPONSE) {
            return Some(path.to_owned());
        }
        path.strip_prefix(API).filter(|rest| rest.starts_with('/')).map(str::to_owned)
    }

    fn env(&self, base: &str) -> Vec<(String, String)> {
        let at = |name: &str, path: &str| (name.to_owned(), format!("{base}/slack{path}"));
        vec![
            at("CONVOKE_SLACK_API_URL", API),
            at("CONVOKE_SLACK_TOKEN_URL", &format!("{API}{ACCESS}")),
            at("CONVOKE_SLACK_AUTHORIZE_URL", AUTHORIZE),
        ]
    }

    fn answer(&self, call: &Call) -> Response<Bytes> {
        let mut held = lock(&self.held);
        match call.path.as_str() {
            AUTHORIZE => consent::answer(&mut held, call),
            ACCESS => token::issue(&mut held, call),
            path => match path.strip_prefix(RESPONSE) {
                Some(user) => response_url::answer(&mut held, call, user),
                None => api(&mut held, call),
            },
        }
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
        *lock(&self.held) = state::restored("slack", snapshot)?;
        Ok(())
    }
}

/// One call to the Web API: which method, who asks, how often, and only then what for. Whoever has a
/// token is told its scopes in a header.
fn api(held: &mut Held, call: &Call) -> Response<Bytes> {
    let asked = Method::of(call).and_then(|method| {
        let arguments = Arguments::read(call, method.takes_json())?;
        let caller = caller::check(held, call, &arguments)?;
        Ok((method, arguments, caller))
    });
    let (method, arguments, caller) = match asked {
        Ok(asked) => asked,
        Err(refusal) => return refusal.response(),
    };
    let outcome = held
        .limits
        .admit(method, call.at)
        .and_then(|()| method.scope().map_or(Ok(()), |scope| caller.needs(&[scope])))
        .and_then(|()| perform(held, call, method, &arguments, &caller));
    let mut response = match outcome {
        Ok(mut body) => {
            body["ok"] = json!(true);
            arguments.warn(&mut body);
            json_response(StatusCode::OK, &body)
        }
        Err(refusal) => refusal.response(),
    };
    if let Ok(scopes) = HeaderValue::try_from(caller.scopes.join(",")) {
        response.headers_mut().insert("x-oauth-scopes", scopes);
    }
    response
}

fn perform(
    held: &mut Held,
    call: &Call,
    method: Method,
    arguments: &Arguments,
    caller: &Caller,
) -> Outcome {
    match method {
        Method::AuthTest => Ok(auth::test(held)),
        Method::AuthRevoke => Ok(auth::revoke(held, arguments, caller)),
        Method::UsersList => users::list(held, arguments, caller, call.at),
        Method::UsersInfo => users::info(held, arguments, caller, call.at),
        Method::UsersLookupByEmail => users::lookup_by_email(held, arguments, call.at),
        Method::ConversationsOpen => conversations::open(held, arguments, caller),
        Method::ConversationsList => conversations::list(held, arguments, caller),
        Method::ConversationsInfo => conversations::info(held, arguments, caller),
        Method::ChatPostMessage => chat::post_message(held, call, arguments, caller),
        Method::ChatPostEphemeral => chat::post_ephemeral(held, call, arguments),
    }
}
