//! Applicants as pages to look at.

use bytes::Bytes;
use http::{Response, StatusCode};

use super::answer;
use super::board::Board;
use super::html::escape;
use super::rows::Rows;
use super::window::Window;

/// A list of the applicants of one page, with a link to the next.
pub fn answer(board: &Board, rows: &Rows, window: &Window) -> Response<Bytes> {
    let items = rows.cells.iter().map(|cells| item(&rows.columns, cells));
    let items: String = items.collect();
    let next = if rows.has_next { next(board, window) } else { String::new() };
    let body = format!("<ul class=\"applicants\">\n{items}</ul>\n{next}");
    answer::page(board, StatusCode::OK, "応募者一覧", &body)
}

fn item(columns: &[String], cells: &[Vec<String>]) -> String {
    let terms = columns.iter().zip(cells).map(|(header, values)| term(header, values));
    format!("<li class=\"applicant\">\n<dl>\n{}</dl>\n</li>\n", terms.collect::<String>())
}

/// A header and its value; one that has several comes as often, and one that has none comes empty.
fn term(header: &str, values: &[String]) -> String {
    let pair = |value: &str| format!("<dt>{}</dt><dd>{}</dd>\n", escape(header), escape(value));
    match values {
        [] => pair(""),
        values => values.iter().map(|value| pair(value)).collect(),
    }
}

fn next(board: &Board, window: &Window) -> String {
    let address = format!("{}?{}", board.path(), window.query(window.page + 1));
    format!("<a class=\"next\" href=\"{}\">次へ</a>\n", escape(&address))
}
