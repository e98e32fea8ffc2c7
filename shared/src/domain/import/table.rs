//! Tables as boards export them, read row by row. A row that is broken fails alone: what follows it
//! is read as if it were not there.

mod record;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::medium::{Fetch, Medium, Separator};
use super::normal::{is_blank, text};
use record::{Record, record};

/// A table lacks what its rows can't be read without: the board has changed its form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field} is missing; it is expected as one of {expected:?}")]
pub struct HeaderFault {
    /// What is missing.
    pub field: String,
    /// What its column is called otherwise.
    pub expected: Vec<String>,
}

impl HeaderFault {
    /// The stable code of all such faults.
    pub const CODE: &str = "format_changed";

    /// Puts it together.
    pub fn new(field: impl Into<String>, expected: Vec<String>) -> Self {
        Self { field: field.into(), expected }
    }
}

/// Why one row can't be taken in. It holds nothing of what stands in the row.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {code}")]
pub struct RowFault {
    /// Stable, `snake_case`.
    pub code: &'static str,
    /// What is wrong: a field of ours, or `row` for the whole.
    pub field: String,
}

impl RowFault {
    /// Puts it together.
    pub fn new(code: &'static str, field: impl Into<String>) -> Self {
        Self { code, field: field.into() }
    }
}

/// The names of a row's values.
#[derive(Debug, Default, PartialEq, Eq)]
struct Headers {
    /// As they stand there, each once.
    given: Vec<String>,
    /// As they are compared.
    folded: Vec<String>,
    /// For each column, which of the names it has.
    columns: Vec<usize>,
}

impl Headers {
    fn of<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut headers = Self::default();
        for (n, name) in names.enumerate() {
            headers.add(n, name);
        }
        headers
    }

    /// A column without a name is known by its number.
    fn add(&mut self, n: usize, name: &str) {
        let mut given = name.trim_matches(is_blank).to_owned();
        if given.is_empty() {
            given = format!("#{}", n + 1);
        }
        let folded = text(&given);
        let known = self.folded.iter().position(|it| *it == folded);
        let column = known.unwrap_or(self.given.len());
        if known.is_none() {
            self.given.push(given);
            self.folded.push(folded);
        }
        self.columns.push(column);
    }
}

/// One row, whatever it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    headers: Arc<Headers>,
    values: Vec<String>,
}

impl Row {
    /// A row of pairs of header and value, as pages and messages have them.
    pub fn from_pairs<H: AsRef<str>, V: Into<String>>(
        pairs: impl IntoIterator<Item = (H, V)>,
    ) -> Self {
        let (names, cells): (Vec<H>, Vec<V>) = pairs.into_iter().unzip();
        let headers = Headers::of(names.iter().map(AsRef::as_ref));
        Self::new(&Arc::new(headers), cells.into_iter().map(Into::into))
    }

    /// Columns of the same name have one value: theirs, each on a line of its own.
    fn new(headers: &Arc<Headers>, cells: impl Iterator<Item = String>) -> Self {
        let mut values = vec![String::new(); headers.given.len()];
        for (column, cell) in headers.columns.iter().zip(cells) {
            match &mut values[*column] {
                value if value.is_empty() => *value = cell,
                _ if cell.trim_matches(is_blank).is_empty() => {}
                value => {
                    value.push('\n');
                    value.push_str(&cell);
                }
            }
        }
        Self { headers: Arc::clone(headers), values }
    }

    /// The value under a header, as it stands there; nothing where there is no such header.
    #[must_use]
    pub fn get(&self, header: &str) -> Option<&str> {
        let headers = &self.headers;
        // Most headers are asked for as they stand there.
        let exact = headers.given.iter().position(|it| it == header);
        let place = exact.or_else(|| {
            let wanted = text(header);
            headers.folded.iter().position(|it| *it == wanted)
        });
        self.values.get(place?).map(String::as_str)
    }

    /// Every header with its value.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let headers = self.headers.given.iter().map(String::as_str);
        headers.zip(self.values.iter().map(String::as_str))
    }

    fn is_blank(&self) -> bool {
        self.values.iter().all(|value| value.trim_matches(is_blank).is_empty())
    }
}

/// A table's rows, each with the line on which it begins (the header's is 1). Lines without anything
/// in them are no rows.
#[derive(Clone, Debug)]
pub struct Table<'a> {
    rest: &'a str,
    line: u32,
    separator: char,
    headers: Arc<Headers>,
}

impl<'a> Table<'a> {
    /// Reads the header line.
    ///
    /// # Errors
    ///
    /// [`HeaderFault`] when a column is missing that the board always has.
    pub fn new(medium: &Medium, text: &'a str) -> Result<Self, HeaderFault> {
        let separator = match &medium.fetch {
            Some(Fetch::Export(export)) => export.separator,
            Some(Fetch::Pages(_)) | None => Separator::Comma,
        };
        let headers = Arc::default();
        let mut table = Self { rest: text, line: 1, separator: separator.character(), headers };
        table.skip_empty_lines();
        let first = record(table.rest, table.separator).unwrap_or_default();
        table.headers = Arc::new(Headers::of(first.cells.iter().map(String::as_str)));
        table.advance(first.length);
        medium.check_headers(table.headers())?;
        Ok(table)
    }

    /// The headers, as they stand there.
    pub fn headers(&self) -> impl Iterator<Item = &str> {
        self.headers.given.iter().map(String::as_str)
    }

    fn skip_empty_lines(&mut self) {
        while let Some(rest) =
            self.rest.strip_prefix("\r\n").or_else(|| self.rest.strip_prefix('\n'))
        {
            self.rest = rest;
            self.line = self.line.saturating_add(1);
        }
    }

    fn advance(&mut self, length: usize) {
        let (read, rest) = self.rest.split_at(length);
        let lines = u32::try_from(read.matches('\n').count()).unwrap_or(u32::MAX);
        self.line = self.line.saturating_add(lines);
        self.rest = rest;
    }

    fn read(&mut self) -> Result<Row, RowFault> {
        let (length, cells) = self.cells();
        self.advance(length);
        let cells = cells.map_err(|code| RowFault::new(code, "row"))?;
        Ok(Row::new(&self.headers, cells.into_iter()))
    }

    /// The cells of the next row, and how much of the text is done with them. Where a quoted text runs
    /// over several lines and goes wrong in the end, its quote was never meant to be closed there:
    /// reading goes on behind its first line.
    fn cells(&self) -> (usize, Result<Vec<String>, &'static str>) {
        let first_line = line_length(self.rest);
        let record = match record(self.rest, self.separator) {
            Ok(record) if record.is_strict || record.length <= first_line => record,
            Ok(_) => return (first_line, Err("malformed_quote")),
            Err(code) => return (first_line, Err(code)),
        };
        if self.has_all(&record) {
            return (record.length, Ok(record.cells));
        }
        let holds_rows = self.holds_rows(first_line, record.length);
        let length = if holds_rows { first_line } else { record.length };
        (length, Err("wrong_number_of_cells"))
    }

    fn has_all(&self, record: &Record) -> bool {
        record.cells.len() == self.headers.columns.len()
    }

    /// Whether a whole row begins on one of the lines between these places.
    fn holds_rows(&self, mut from: usize, to: usize) -> bool {
        while from < to {
            let rest = &self.rest[from..];
            if record(rest, self.separator).is_ok_and(|it| it.is_strict && self.has_all(&it)) {
                return true;
            }
            from += line_length(rest);
        }
        false
    }
}

/// The length of the first line with its end.
fn line_length(text: &str) -> usize {
    text.find('\n').map_or(text.len(), |end| end + 1)
}

impl Iterator for Table<'_> {
    type Item = (u32, Result<Row, RowFault>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            self.skip_empty_lines();
            if self.rest.is_empty() {
                return None;
            }
            let line = self.line;
            let row = self.read();
            // Spreadsheets leave lines of separators alone at the end.
            if !row.as_ref().is_ok_and(Row::is_blank) {
                return Some((line, row));
            }
        }
    }
}
