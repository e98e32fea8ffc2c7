//! One record of a table: cells between separators, those with a separator, a quote or a line end in
//! them in quotes, a quote within quotes doubled (RFC 4180).

/// The longest record, in bytes. Behind a quote that is never closed nothing further is read.
const LONGEST: usize = 256 * 1024;

/// What was read.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Record {
    /// Its cells, without their quotes.
    pub cells: Vec<String>,
    /// Its length with its line end, in bytes.
    pub length: usize,
    /// Whether each quote in it stands where one may. Boards write quotes in the middle of a cell;
    /// they also mark where a quoted text runs into the next row.
    pub is_strict: bool,
}

/// Reads the record at the beginning of a text, or says by its code what is wrong with it.
pub(super) fn record(text: &str, separator: char) -> Result<Record, &'static str> {
    let mut record = Record { is_strict: true, ..Record::default() };
    loop {
        let rest = &text[record.length..];
        let is_quoted = rest.starts_with('"');
        let length = if is_quoted { quoted_length(rest)? } else { bare_length(rest, separator) };
        let (cell, behind) = rest.split_at(length);
        record.is_strict &= is_quoted || !cell.contains('"');
        record.cells.push(if is_quoted { unquoted(cell) } else { cell.to_owned() });
        let (is_last, end) = end(behind, separator)?;
        record.length += length + end;
        if record.length > LONGEST {
            return Err("row_too_long");
        }
        if is_last {
            return Ok(record);
        }
    }
}

fn bare_length(rest: &str, separator: char) -> usize {
    let end = rest.find([separator, '\n']).unwrap_or(rest.len());
    let ends_line = !rest[end..].starts_with(separator);
    if ends_line && rest[..end].ends_with('\r') { end - 1 } else { end }
}

/// The length of a quoted text with both its quotes.
fn quoted_length(rest: &str) -> Result<usize, &'static str> {
    let within = &rest.as_bytes()[..rest.len().min(LONGEST)];
    let mut at = 1;
    while let Some(found) = within[at..].iter().position(|byte| *byte == b'"') {
        at += found + 1;
        if within.get(at) != Some(&b'"') {
            return Ok(at);
        }
        at += 1;
    }
    Err(if within.len() < rest.len() { "row_too_long" } else { "unclosed_quote" })
}

fn unquoted(given: &str) -> String {
    given[1..given.len() - 1].replace("\"\"", "\"")
}

/// Whether the record ends behind a cell, and how long what stands there is.
fn end(behind: &str, separator: char) -> Result<(bool, usize), &'static str> {
    match behind {
        "" | "\r" => Ok((true, behind.len())),
        _ if behind.starts_with(separator) => Ok((false, separator.len_utf8())),
        _ if behind.starts_with('\n') => Ok((true, 1)),
        _ if behind.starts_with("\r\n") => Ok((true, 2)),
        _ => Err("malformed_quote"),
    }
}
