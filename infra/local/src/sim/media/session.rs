//! Who is logged in, and the values that only a login page knows.

use http::header;
use serde::{Deserialize, Serialize};

use super::account::Account;
use super::board::Board;
use crate::sim::{Call, Entropy};

/// The sessions that all boards together keep open; the oldest end first.
const MOST_SESSIONS: usize = 1_000;
/// The values that all login pages together wait for.
const MOST_TOKENS: usize = 1_000;

impl Board {
    /// The cookie that its sessions are known by.
    pub fn cookie(&self) -> String {
        format!("{}_session", self.id)
    }
}

/// Somebody who is logged in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Session {
    medium: String,
    login: String,
    cookie: String,
    /// The requests that it has been used for.
    used: u32,
}

/// Everybody who is logged in.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Sessions(Vec<Session>);

impl Sessions {
    /// Begins one and gives the value of its cookie.
    pub fn open(&mut self, account: &Account, entropy: &mut Entropy) -> String {
        if self.0.len() == MOST_SESSIONS {
            self.0.remove(0);
        }
        let cookie = entropy.opaque(32);
        self.0.push(Session {
            medium: account.medium.clone(),
            login: account.login.clone(),
            cookie: cookie.clone(),
            used: 0,
        });
        cookie
    }

    /// Whose session a call at a board belongs to; one that has had its requests ends with the next.
    pub fn admit(&mut self, board: &Board, call: &Call, most: u32) -> Option<String> {
        let given = cookie(call, &board.cookie())?;
        let is = |session: &Session| session.medium == board.id && session.cookie == given;
        let index = self.0.iter().position(is)?;
        let session = self.0.get_mut(index)?;
        if session.used >= most {
            self.0.remove(index);
            return None;
        }
        session.used += 1;
        Some(session.login.clone())
    }

    /// Ends those of accounts that are not among these, or no longer with the password they had.
    pub fn keep_only(&mut self, before: &[Account], now: &[Account]) {
        let of = |session: &Session, account: &Account| {
            account.medium == session.medium && account.login == session.login
        };
        self.0.retain(|session| {
            let had = before.iter().find(|account| of(session, account));
            had.is_some_and(|account| now.contains(account))
        });
    }
}

/// The value of a cookie that a call brings.
fn cookie<'c>(call: &'c Call, name: &str) -> Option<&'c str> {
    let headers = call.headers.get_all(header::COOKIE).iter();
    let pairs = headers.filter_map(|value| value.to_str().ok()).flat_map(|text| text.split(';'));
    let mut cookies = pairs.filter_map(|pair| pair.trim().split_once('='));
    cookies.find(|(given, _)| *given == name).map(|(_, value)| value)
}

/// The values that login pages were shown with; each is good for one try.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Tokens(Vec<(String, String)>);

impl Tokens {
    /// A value for a board's login page.
    pub fn issue(&mut self, board: &Board, entropy: &mut Entropy) -> String {
        if self.0.len() == MOST_TOKENS {
            self.0.remove(0);
        }
        let token = entropy.opaque(24);
        self.0.push((board.id.to_owned(), token.clone()));
        token
    }

    /// Uses a value up; whether it was one.
    pub fn spend(&mut self, board: &Board, token: &str) -> bool {
        let found = self.0.iter().position(|(id, known)| id == board.id && known == token);
        found.map(|index| self.0.remove(index)).is_some()
    }
}
