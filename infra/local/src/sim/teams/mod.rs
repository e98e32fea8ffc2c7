//! Microsoft Teams as a bot sees it: the administrator's consent, the directory and the installation
//! of the app (Graph), the Bot Connector, and workflows with a web address, as strict as the vendor.
//!
//! Source: Microsoft Graph's and Bot Framework's reference pages, and those on proactive messages,
//! targeted messages and workflows in Teams. Where they say nothing the stricter reading is taken.
//! One customer's directory is simulated, and one app whose home is another.

mod account;
mod activity;
mod caller;
mod card;
mod channel;
mod connector;
mod consent;
mod graph;
mod held;
mod key;
mod message;
mod refusal;
mod token;
mod workflow;

#[cfg(test)]
mod tests;

use std::sync::Mutex;

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode};
use serde_json::{Value, json};

use super::microsoft::refusal::{Trace, of_status};
use super::{Call, Simulator, StateError, json as json_response, lock, state};
use held::Held;
use refusal::Refusal;

pub use key::{DEMO_KEY, bot_token};

type Outcome = Result<Response<Bytes>, Refusal>;

/// Where the version of Graph that is simulated begins.
const GRAPH: &str = "/v1.0";
/// Where the Bot Connector begins.
const BOT: &str = "/bot";
/// Where workflows are called.
const WORKFLOWS: &str = "/workflows/";
/// What tells the keys of the Bot Connector.
const OPENID: &str = "/.well-known/openidconfiguration";
/// The keys.
const KEYS: &str = "/.well-known/keys";

/// The simulated Teams: one customer with its people, channels and messages, and one bot.
pub struct Teams {
    held: Mutex<Held>,
}

impl Teams {
    /// A customer with a few people and channels, who has not let the app in.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { held: Mutex::new(Held::demo(seed)) }
    }
}

impl Simulator for Teams {
    fn name(&self) -> &'static str {
        "teams"
    }

    /// The paths of Graph and of the Bot Connector differ, so that neither needs its beginning.
    fn relative_path(&self, path: &str) -> Option<String> {
        if identity(path).is_some() || path.starts_with(WORKFLOWS) {
            return Some(path.to_owned());
        }
        let rest = path.strip_prefix(GRAPH).or_else(|| path.strip_prefix(BOT));
        rest.filter(|rest| rest.starts_with('/')).map(str::to_owned)
    }

    /// The caller puts the customer's directory, or the bot's, in the place of `{tenant}`.
    fn env(&self, base: &str) -> Vec<(String, String)> {
        let at = |name: &str, path: &str| (name.to_owned(), format!("{base}/teams{path}"));
        vec![
            at("CONVOKE_TEAMS_API_URL", GRAPH),
            at("CONVOKE_TEAMS_BOT_URL", BOT),
            at("CONVOKE_TEAMS_TOKEN_URL", "/{tenant}/oauth2/v2.0/token"),
            at("CONVOKE_TEAMS_AUTHORIZE_URL", "/{tenant}/v2.0/adminconsent"),
            at("CONVOKE_TEAMS_KEYS_URL", &format!("{BOT}{OPENID}")),
        ]
    }

    fn answer(&self, call: &Call) -> Response<Bytes> {
        let mut held = lock(&self.held);
        match identity(&call.path) {
            Some((tenant, Endpoint::Consent)) => consent::answer(&mut held, call, &tenant),
            Some((tenant, Endpoint::Token)) => token::issue(&mut held, call, &tenant),
            None => services(&mut held, call),
        }
    }

    fn refuse(&self, status: StatusCode) -> Response<Bytes> {
        let trace = Trace::bare(&mut lock(&self.held).entropy);
        of_status(status, &trace)
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
        *lock(&self.held) = state::restored("teams", snapshot)?;
        Ok(())
    }
}

/// The two addresses of the identity platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Endpoint {
    Consent,
    Token,
}

/// The tenant and the address, when a path is one of the identity platform.
fn identity(path: &str) -> Option<(String, Endpoint)> {
    let (tenant, rest) = path.strip_prefix('/')?.split_once('/')?;
    let endpoint = match rest {
        "v2.0/adminconsent" => Endpoint::Consent,
        "oauth2/v2.0/token" => Endpoint::Token,
        _ => return None,
    };
    Some((super::call::decode(tenant), endpoint))
}

/// Everything that is called with a token, the keys, and workflows, which have their own.
fn services(held: &mut Held, call: &Call) -> Response<Bytes> {
    let segments = call.segments();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let trace = Trace::of(call, &mut held.entropy);
    let outcome = match segments.as_slice() {
        [".well-known", _] => key::answer(held, call),
        ["workflows", id] => workflow::run(held, call, id),
        ["v3", rest @ ..] => connector::answer(held, call, rest),
        rest => graph::answer(held, call, rest),
    };
    let mut response = outcome.unwrap_or_else(|refusal| refusal.response(&trace));
    if let Ok(id) = HeaderValue::try_from(&trace.request_id) {
        response.headers_mut().insert("request-id", id);
    }
    response
}
