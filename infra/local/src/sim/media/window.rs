//! What a visitor asks for: the days, and the page.

use jiff::civil::Date;

use super::board::Board;
use crate::sim::Query;

/// How days are written in an address.
const DAY: &str = "%Y-%m-%d";

/// The days of Japan, both included, and the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// The page, from 1; always 1 where there are none.
    pub page: usize,
}

impl Window {
    /// Reads the parameters of an address.
    ///
    /// # Errors
    /// What is wrong, for people.
    pub fn read(board: &Board, query: &Query) -> Result<Self, String> {
        let is_known = |name: &str| {
            ["from", "to"].contains(&name) || (name == "page" && board.page_size().is_some())
        };
        if let Some(unknown) = query.names().find(|name| !is_known(name)) {
            return Err(format!("{unknown} is not known"));
        }
        let (from, to) = (day(query, "from")?, day(query, "to")?);
        if to < from {
            return Err("to is before from".to_owned());
        }
        Ok(Self { from, to, page: page(query)? })
    }

    /// Whether a day is one of them.
    pub fn has(&self, day: Date) -> bool {
        (self.from..=self.to).contains(&day)
    }

    /// The parameters of another page.
    pub fn query(&self, page: usize) -> String {
        let Self { from, to, .. } = self;
        format!("from={}&to={}&page={page}", from.strftime(DAY), to.strftime(DAY))
    }
}

/// Other spellings of a day are not read, even where they could be.
fn day(query: &Query, name: &str) -> Result<Date, String> {
    let text = query.get(name).unwrap_or_default();
    let read = Date::strptime(DAY, text).ok().filter(|day| day.strftime(DAY).to_string() == text);
    read.ok_or_else(|| format!("{name} must be a day: 2026-12-01"))
}

fn page(query: &Query) -> Result<usize, String> {
    let Some(text) = query.get("page") else { return Ok(1) };
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
    let read = text.parse().ok().filter(|page| is_plain && *page >= 1);
    read.ok_or_else(|| "page must be a number from 1".to_owned())
}
