//! Applicants as a file of cells.

use bytes::Bytes;
use http::Response;

use super::answer;
use super::board::{Board, Delivery};
use super::rows::Rows;

/// A file with its header line and a line for each applicant.
pub fn answer(board: &Board, rows: &Rows) -> Response<Bytes> {
    let separator = match board.delivery {
        Delivery::Export { separator, .. } => separator,
        Delivery::Pages { .. } => ',',
    };
    let mut text = line(board, separator, &rows.columns);
    for cells in &rows.cells {
        let cells: Vec<String> = cells.iter().map(|values| values.join(board.joint)).collect();
        text.push_str(&line(board, separator, &cells));
    }
    answer::file(board, separator, &text)
}

fn line(board: &Board, separator: char, cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell, separator)).collect();
    cells.join(&separator.to_string()) + board.encoding.line_end()
}

/// The cell in quotes where it could be misread without (RFC 4180, with any separator).
fn quoted(cell: &str, separator: char) -> String {
    if cell.contains([separator, '"', '\r', '\n']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}
