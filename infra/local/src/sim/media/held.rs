//! All that the simulated boards hold, and its published shape.

use std::collections::BTreeMap;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::account::{Account, accounts, known};
use super::applicant::{Applicant, applicants};
use super::board::Board;
use super::demo;
use super::session::{Sessions, Tokens};
use crate::sim::state::{self, replace};
use crate::sim::{Call, Entropy, StateError};

const KEYS: [&str; 6] =
    ["accounts", "applicants", "requests_per_session", "page_size", "columns", "exports"];
/// The requests that a session is good for.
const REQUESTS_PER_SESSION: u32 = 20;

/// The accounts and their applicants, and what outsiders need not see.
#[derive(Debug, Serialize, Deserialize)]
pub struct Held {
    /// The recruiters' accounts.
    pub accounts: Vec<Account>,
    /// The applications.
    pub applicants: Vec<Applicant>,
    /// The requests that a session is good for.
    pub requests_per_session: u32,
    /// The rows of one page at every board that has pages, instead of its own number.
    pub page_size: Option<usize>,
    /// The columns of boards that have changed their form, instead of their own, by board.
    pub columns: BTreeMap<String, Vec<String>>,
    /// What boards give out instead of their applicants, by board: files with faults.
    pub exports: BTreeMap<String, Vec<u8>>,
    /// The values that only login pages know.
    pub tokens: Tokens,
    /// Where cookies and ids come from.
    pub entropy: Entropy,
    sessions: Sessions,
}

impl Held {
    /// An account at each board, with a few applicants each.
    pub fn demo(seed: u64) -> Self {
        Self {
            accounts: demo::accounts(),
            applicants: demo::applicants(),
            requests_per_session: REQUESTS_PER_SESSION,
            page_size: None,
            columns: BTreeMap::new(),
            exports: BTreeMap::new(),
            tokens: Tokens::default(),
            entropy: Entropy::new(seed),
            sessions: Sessions::default(),
        }
    }

    /// The published shape.
    pub fn state(&self) -> Value {
        let encoded = |(id, bytes): (&String, &Vec<u8>)| {
            (id.clone(), Value::from(BASE64_STANDARD.encode(bytes)))
        };
        json!({
            "accounts": self.accounts,
            "applicants": self.applicants,
            "requests_per_session": self.requests_per_session,
            "page_size": self.page_size,
            "columns": self.columns,
            "exports": self.exports.iter().map(encoded).collect::<Map<_, _>>(),
        })
    }

    /// Replaces the named parts; all of them or none.
    pub fn merge(&mut self, change: &Value) -> Result<(), StateError> {
        let given = state::object("", change, &KEYS)?;
        let accounts = given.get("accounts").map(accounts).transpose()?;
        let mut entropy = self.entropy.clone();
        let with = accounts.as_ref().unwrap_or(&self.accounts);
        let read = |value| applicants(value, with, &mut entropy);
        let applicants = given.get("applicants").map(read).transpose()?;
        let requests = given.get("requests_per_session");
        let requests = requests.map(|v| state::plain("requests_per_session", v)).transpose()?;
        let page_size = given.get("page_size").map(page_size).transpose()?;
        let columns = given.get("columns").map(columns).transpose()?;
        let exports = given.get("exports").map(exports).transpose()?;

        if let Some(accounts) = accounts {
            self.sessions.keep_only(&self.accounts, &accounts);
            self.accounts = accounts;
        }
        self.entropy = entropy;
        replace(&mut self.applicants, applicants);
        replace(&mut self.requests_per_session, requests);
        replace(&mut self.page_size, page_size);
        replace(&mut self.columns, columns);
        replace(&mut self.exports, exports);
        Ok(())
    }

    /// Logs somebody in: the value of the session's cookie, or none when the account is another.
    pub fn open_session(&mut self, board: &Board, login: &str, password: &str) -> Option<String> {
        let given = Account {
            medium: board.id.to_owned(),
            login: login.to_owned(),
            password: password.to_owned(),
        };
        let account = self.accounts.iter().find(|account| **account == given)?;
        Some(self.sessions.open(account, &mut self.entropy))
    }

    /// The login of whoever makes a call at a board, when he is logged in there.
    pub fn admit(&mut self, board: &Board, call: &Call) -> Option<String> {
        self.sessions.admit(board, call, self.requests_per_session)
    }
}

fn page_size(value: &Value) -> Result<Option<usize>, StateError> {
    let size: Option<usize> = state::plain("page_size", value)?;
    match size {
        Some(0) => Err(StateError::invalid("page_size", "at least 1")),
        size => Ok(size),
    }
}

fn columns(value: &Value) -> Result<BTreeMap<String, Vec<String>>, StateError> {
    by_board("columns", value, state::plain)
}

fn exports(value: &Value) -> Result<BTreeMap<String, Vec<u8>>, StateError> {
    by_board("exports", value, |field, value| {
        let text: String = state::plain(field, value)?;
        let decoded = BASE64_STANDARD.decode(text);
        decoded.map_err(|error| StateError::invalid(field, error.to_string()))
    })
}

/// Reads an object whose keys are the ids of boards.
fn by_board<T>(
    field: &str,
    value: &Value,
    read: impl Fn(&str, &Value) -> Result<T, StateError>,
) -> Result<BTreeMap<String, T>, StateError> {
    let Value::Object(given) = value else {
        return Err(StateError::invalid(field, "an object is expected"));
    };
    let entry = |(id, value): (&String, &Value)| {
        let field = format!("{field}.{id}");
        known(&field, id)?;
        Ok((id.clone(), read(&field, value)?))
    };
    given.iter().map(entry).collect()
}
