//! The job boards: a site each, to log in to and to fetch applicants from, in that board's own form
//! and encoding.
//!
//! No board publishes an interface for this, so the formats are our own; `board.rs` states them a
//! second time, apart from the catalogue that the functions read them by. A board's site lies under
//! its id, `/media/green/login`; the addresses it links and sends to are relative to that site.

mod account;
mod answer;
mod applicant;
mod board;
mod demo;
mod encoding;
mod export;
mod form;
mod held;
mod html;
mod login;
mod pages;
mod rows;
mod session;
mod window;

#[cfg(test)]
mod tests;

use std::sync::Mutex;

use bytes::Bytes;
use http::{Method, Response, StatusCode};
use serde_json::{Value, json};

use super::{Call, Simulator, StateError, lock, state};
use board::{Board, Delivery};
use held::Held;
use window::Window;

/// All simulated boards.
pub struct Media {
    held: Mutex<Held>,
}

impl Media {
    /// An account at each board, with a few applicants each.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { held: Mutex::new(Held::demo(seed)) }
    }
}

impl Simulator for Media {
    fn name(&self) -> &'static str {
        "media"
    }

    fn relative_path(&self, path: &str) -> Option<String> {
        Some(path.to_owned())
    }

    fn env(&self, base: &str) -> Vec<(String, String)> {
        vec![("CONVOKE_MEDIA_API_URL".to_owned(), format!("{base}/media"))]
    }

    fn answer(&self, call: &Call) -> Response<Bytes> {
        match site(&call.path) {
            Some((board, path)) => visit(&mut lock(&self.held), board, path, call),
            None => self.refuse(StatusCode::NOT_FOUND),
        }
    }

    fn refuse(&self, status: StatusCode) -> Response<Bytes> {
        answer::nowhere(status)
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
        *lock(&self.held) = state::restored("media", snapshot)?;
        Ok(())
    }
}

/// Whose site a path is on, and the path on that site.
fn site(path: &str) -> Option<(&'static Board, &str)> {
    let path = path.strip_prefix('/')?;
    let end = path.find('/')?;
    Some((Board::named(&path[..end])?, &path[end..]))
}

/// One visit to a site: what there is and how it may be asked for is known without logging in.
fn visit(held: &mut Held, board: &'static Board, path: &str, call: &Call) -> Response<Bytes> {
    let is_known = ["/login", "/home", board.path()].contains(&path);
    match (path, &call.method) {
        _ if !is_known => answer::failure(board, StatusCode::NOT_FOUND),
        ("/login", &Method::GET) => login::show(held, board),
        ("/login", &Method::POST) => login::enter(held, board, call),
        ("/login", _) => answer::not_allowed(board, "GET, POST"),
        (_, &Method::GET) => inside(held, board, path, call),
        _ => answer::not_allowed(board, "GET"),
    }
}

/// A visit to what only recruiters see.
fn inside(held: &mut Held, board: &'static Board, path: &str, call: &Call) -> Response<Bytes> {
    let Some(login) = held.admit(board, call) else {
        return login::sent_there(held, board);
    };
    if path == "/home" {
        return answer::page(board, StatusCode::OK, "ホーム", "<p>ようこそ</p>");
    }
    let window = match Window::read(board, &call.query) {
        Ok(window) => window,
        Err(fault) => return answer::bad_request(board, &fault),
    };
    if let Some(bytes) = held.exports.get(board.id) {
        return answer::bytes(board, bytes);
    }
    let rows = rows::select(held, board, &login, &window, call.at);
    match board.delivery {
        Delivery::Export { .. } => export::answer(board, &rows),
        Delivery::Pages { .. } => pages::answer(board, &rows, &window),
    }
}
