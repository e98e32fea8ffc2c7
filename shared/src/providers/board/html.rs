//! Pages of boards: rows of headers and values, the way to the next page, and hidden fields of forms.

use scraper::{ElementRef, Html, Selector};

use crate::domain::import::medium::Pages;
use crate::domain::import::table::Row;

/// A page of a list.
pub(super) struct Page {
    /// Its rows.
    pub rows: Vec<Row>,
    /// Where the next page is.
    pub next: Option<String>,
}

/// Reads a page; `None` when the catalogue's selectors mean nothing.
pub(super) fn page(text: &str, by: &Pages) -> Option<Page> {
    let document = Html::parse_document(text);
    let select = |text: &str| Selector::parse(text).ok();
    let (row, header, value) = (select(&by.row)?, select(&by.header)?, select(&by.value)?);
    let rows = document.select(&row).map(|element| {
        let headers = element.select(&header).map(text_of);
        Row::from_pairs(headers.zip(element.select(&value).map(text_of)))
    });
    let rows = rows.collect();
    let next = document.select(&select(&by.next)?).next();
    let next = next.and_then(|link| link.value().attr("href")).map(str::to_owned);
    Some(Page { rows, next })
}

/// The value of a form's hidden field.
pub(super) fn input(text: &str, name: &str) -> Option<String> {
    let document = Html::parse_document(text);
    let input = Selector::parse("input").ok()?;
    let mut inputs = document.select(&input);
    let found = inputs.find(|element| element.value().attr("name") == Some(name))?;
    found.value().attr("value").map(str::to_owned)
}

fn text_of(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_fields_are_read_whatever_stands_around_them() {
        let form = r#"<form><input name="a" value="1"><input type=hidden name='token' value="x&amp;y"></form>"#;
        assert_eq!(input(form, "token").as_deref(), Some("x&y"));
        assert_eq!(input(form, "b"), None);
    }
}
