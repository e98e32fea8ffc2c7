//! Which applicants a visitor sees, in which columns, and what stands in them.

use jiff::Timestamp;

use super::applicant::Applicant;
use super::board::{Board, Delivery};
use super::form::day;
use super::held::Held;
use super::window::Window;

/// The column that a spreadsheet takes for a number.
const PHONE: &str = "電話番号";

/// One page of applicants.
pub struct Rows {
    /// The headers.
    pub columns: Vec<String>,
    /// For each applicant the values in each column.
    pub cells: Vec<Vec<Vec<String>>>,
    /// Whether there are more on the next page.
    pub has_next: bool,
}

/// What an account sees of these days, the newest first.
pub fn select(held: &Held, board: &Board, login: &str, window: &Window, now: Timestamp) -> Rows {
    let own: Vec<&Applicant> = held
        .applicants
        .iter()
        .filter(|applicant| applicant.medium == board.id && applicant.login == login)
        .collect();
    let columns = columns(held, board, &own);
    let is_asked_for = |applicant: &&Applicant| window.has(day(applicant.applied_at(now)));
    let mut asked: Vec<&Applicant> = own.into_iter().filter(is_asked_for).collect();
    asked.sort_by_key(|applicant| std::cmp::Reverse(applicant.applied_at(now)));
    if let Delivery::Export { cap: Some(most), .. } = board.delivery {
        asked.truncate(most);
    }
    let (from, to) = page(held, board, window, asked.len());
    let row = |applicant: &&Applicant| {
        columns.iter().map(|column| values(board, applicant, column, now)).collect()
    };
    let cells = asked[from..to].iter().map(row).collect();
    Rows { columns, cells, has_next: to < asked.len() }
}

/// Where a page begins and ends among so many rows.
fn page(held: &Held, board: &Board, window: &Window, count: usize) -> (usize, usize) {
    let Some(size) = board.page_size().map(|own| held.page_size.unwrap_or(own)) else {
        return (0, count);
    };
    let from = (window.page - 1).saturating_mul(size).min(count);
    (from, from.saturating_add(size).min(count))
}

/// The board's own columns and after them what else any of the account's rows has, in whichever
/// days: a board does not change its form by what is asked for.
fn columns(held: &Held, board: &Board, rows: &[&Applicant]) -> Vec<String> {
    let changed = held.columns.get(board.id).cloned();
    let mut columns = changed.unwrap_or_else(|| board.columns());
    for header in rows.iter().flat_map(|row| row.fields.keys()) {
        if !columns.contains(header) {
            columns.push(header.clone());
        }
    }
    columns
}

/// What stands in one column: what was put there before what the board knows.
fn values(board: &Board, applicant: &Applicant, column: &str, now: Timestamp) -> Vec<String> {
    if let Some(cell) = applicant.fields.get(column) {
        let value = |value: &String| served(board, column, value);
        return cell.values().iter().map(value).collect();
    }
    if board.number == Some(column) {
        return vec![applicant.id.clone()];
    }
    if board.applied == column {
        let written = board.form.write(applicant.applied_at(now));
        return vec![format!("{written} {}", applicant.applied_note).trim_end().to_owned()];
    }
    let usual = board.usual.iter().find(|(header, _)| *header == column);
    usual.map(|(_, value)| (*value).to_owned()).into_iter().collect()
}

/// A value as the board has it after its own treatment.
fn served(board: &Board, column: &str, value: &str) -> String {
    let is_number = value.bytes().all(|byte| byte.is_ascii_digit());
    let shortened =
        value.strip_prefix('0').filter(|_| board.loses_zeros && column == PHONE && is_number);
    shortened.unwrap_or(value).to_owned()
}
