//! The HTML form of a plain text.

use std::fmt::Write as _;

use crate::domain::template::escape_html;

/// No colours, so that light and dark mode both stay readable; the mail reader picks them.
const STYLE: &str = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;\
    font-size:16px;line-height:1.5;max-width:36em;margin:0;padding:16px";
const PARAGRAPH: &str = "margin:0 0 1em";

/// A whole HTML document that shows the text as it stands: paragraphs and line breaks kept, web
/// addresses clickable, everything else escaped.
#[must_use]
pub fn html_of(text: &str, locale: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let mut body = String::with_capacity(text.len() * 2);
    for paragraph in text.split("\n\n").map(|part| part.trim_matches('\n')) {
        if !paragraph.trim().is_empty() {
            let lines: Vec<String> = paragraph.split('\n').map(linked).collect();
            let _ = writeln!(body, "<p style=\"{PARAGRAPH}\">{}</p>", lines.join("<br>\n"));
        }
    }
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"supported-color-schemes\" content=\"light dark\">\n\
         </head>\n<body style=\"{STYLE}\">\n{body}</body>\n</html>\n",
        language_tag(locale)
    )
}

/// The tag with hyphens, without anything that could leave the attribute.
fn language_tag(locale: &str) -> String {
    let tidy = |c: char| if c == '_' { '-' } else { c };
    let tag: String =
        locale.chars().map(tidy).filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    if tag.is_empty() { "en".to_owned() } else { tag }
}

/// One line, escaped, its web addresses made into links.
fn linked(line: &str) -> String {
    let mut out = String::with_capacity(line.len() * 2);
    let mut rest = line;
    while let Some(at) = next_address(rest) {
        let (before, from) = rest.split_at(at);
        let (address, after) = from.split_at(address_len(from));
        out.push_str(&escape_html(before));
        let address = escape_html(address);
        let _ = write!(out, "<a href=\"{address}\">{address}</a>");
        rest = after;
    }
    out.push_str(&escape_html(rest));
    out
}

/// Where the next `https://` or `http://` begins.
fn next_address(text: &str) -> Option<usize> {
    ["https://", "http://"].iter().filter_map(|scheme| text.find(scheme)).min()
}

/// How many bytes of the text belong to the address with which it begins: up to a blank, a quote or
/// an angle bracket, without the punctuation of the sentence around it.
fn address_len(text: &str) -> usize {
    let ends = |c: char| c.is_whitespace() || c.is_control() || "<>\"".contains(c);
    let end = text.find(ends).unwrap_or(text.len());
    text[..end].trim_end_matches(|c: char| ".,;:!?)]}'".contains(c)).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text_and_addresses_become_links() {
        let html = html_of(
            "Hi <b>you</b>,\r\n\r\nsee https://a.example/j/1?a=1&b=2.\nline (http://b.example)\n",
            "fi_FI",
        );
        assert!(html.contains("<html lang=\"fi-FI\">"));
        assert!(html.contains("Hi &lt;b&gt;you&lt;/b&gt;,</p>"));
        assert!(html.contains(
            "see <a href=\"https://a.example/j/1?a=1&amp;b=2\">https://a.example/j/1?a=1&amp;b=2</a>.<br>"
        ));
        assert!(html.contains("(<a href=\"http://b.example\">http://b.example</a>)</p>"));
    }

    #[test]
    fn nothing_leaves_an_attribute_or_runs() {
        let html =
            html_of("https://x\"onload=alert(1) javascript:alert(1) https://", "\"><script>");
        assert!(html.contains("<a href=\"https://x\">https://x</a>&quot;onload"));
        assert!(!html.contains("<script") && !html.contains("href=\"javascript"));
        assert!(html.contains("lang=\"script\""));
    }
}
