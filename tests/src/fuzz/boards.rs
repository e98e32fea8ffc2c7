//! What job boards hand out: files in two encodings and pages of lists, read as each board of the catalogue.

use convoke::domain::import::applicant::{Reading, ledger_key, read, route_label};
use convoke::domain::import::application::application_id;
use convoke::domain::import::decode::decode;
use convoke::domain::import::duplicate::{keys, reasons};
use convoke::domain::import::medium::{Medium, all};
use convoke::domain::import::table::{Row, Table};

/// A name of so many characters is one.
const LONG: usize = 8;

/// A file, read as every board's.
pub(super) fn file(bytes: &[u8]) {
    let Ok(text) = decode(bytes) else { return };
    let had_mark = bytes.windows(3).any(|it| it == "\u{fffd}".as_bytes());
    assert!(had_mark || !text.contains('\u{fffd}'), "a character was lost");
    for medium in all() {
        let Ok(table) = Table::new(medium, &text) else { continue };
        let mut last = 0;
        for (line, row) in table.take(200) {
            assert!(line > last, "lines go on: {last}, {line}");
            last = line;
            if let Ok(row) = row {
                row_of(medium, &row);
            }
        }
    }
}

/// A row is an application, out of scope, or refused by a field; never something else the second time.
fn row_of(medium: &Medium, row: &Row) {
    let first = read(medium, row);
    assert_eq!(first.is_ok(), read(medium, row).is_ok());
    let Ok(Reading::Applicant(it)) = first else { return };
    assert!(!it.name.trim().is_empty(), "nobody has no name");
    let key = ledger_key(medium, &it);
    assert!(!key.is_empty() && key == ledger_key(medium, &it));
    assert_eq!(application_id("t", &medium.id, &key).len(), 32);
    let label = route_label(medium, it.classification);
    assert!(label.starts_with(&medium.name), "{label}");
    let keys = keys(&it);
    assert!(keys.name.chars().count() < LONG || !reasons(&keys, &keys).is_empty());
}
