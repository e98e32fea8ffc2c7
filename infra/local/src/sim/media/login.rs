//! The login page, and who gets past it.

use bytes::Bytes;
use http::{Response, StatusCode, header};

use super::answer;
use super::board::{Board, Login};
use super::held::Held;
use crate::sim::Call;

/// What a board says to whoever has the wrong name or password.
pub const REFUSED: &str = "ログインIDまたはパスワードが正しくありません";

/// The field of the value that only the login page knows.
const TOKEN: &str = "authenticity_token";

/// Shows the login page.
pub fn show(held: &mut Held, board: &'static Board) -> Response<Bytes> {
    form(held, board, StatusCode::OK, "")
}

/// What whoever is not logged in gets instead of what he wanted.
pub fn sent_there(held: &mut Held, board: &'static Board) -> Response<Bytes> {
    match board.login {
        Login::ByPage => show(held, board),
        Login::Plain | Login::WithToken => answer::redirect("/login"),
    }
}

/// Takes a filled-in login form.
pub fn enter(held: &mut Held, board: &'static Board, call: &Call) -> Response<Bytes> {
    if !call.has_content_type("application/x-www-form-urlencoded") {
        return answer::failure(board, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    let form = call.form();
    let field = |name: &str| form.get(name).unwrap_or_default().to_owned();
    if board.login == Login::WithToken && !held.tokens.spend(board, &field(TOKEN)) {
        return answer::failure(board, StatusCode::UNPROCESSABLE_ENTITY);
    }
    match held.open_session(board, &field("login_id"), &field("password")) {
        Some(session) => {
            let cookie = format!("{}={session}; Path=/; HttpOnly", board.cookie());
            answer::with(answer::redirect("/home"), header::SET_COOKIE, &cookie)
        }
        None => refused(held, board),
    }
}

fn refused(held: &mut Held, board: &'static Board) -> Response<Bytes> {
    let status = match board.login {
        Login::ByPage => StatusCode::OK,
        Login::Plain | Login::WithToken => StatusCode::UNAUTHORIZED,
    };
    form(held, board, status, &format!("<p class=\"error\">{REFUSED}</p>\n"))
}

fn form(
    held: &mut Held,
    board: &'static Board,
    status: StatusCode,
    above: &str,
) -> Response<Bytes> {
    let hidden = match board.login {
        Login::Plain | Login::ByPage => String::new(),
        Login::WithToken => {
            let token = held.tokens.issue(board, &mut held.entropy);
            format!("<input type=\"hidden\" name=\"{TOKEN}\" value=\"{token}\">\n")
        }
    };
    let body = format!(
        "{above}<form action=\"/login\" method=\"post\">\n{hidden}\
         <input type=\"text\" name=\"login_id\">\n<input type=\"password\" name=\"password\">\n\
         <button type=\"submit\">ログイン</button>\n</form>"
    );
    answer::page(board, status, "ログイン", &body)
}
