//! The HTML form of a message: the same words, laid out so that they read well on a phone. What comes
//! first is what, when and where: the session in a card, then one big button.
//!
//! Everything holds without style sheets and in readers that lay out like a word processor: blocks and
//! tables, styles at the elements, no pictures. Only the button has colours of its own; the rest takes
//! the reader's, so light and dark both stay readable.

mod layout;
mod line;

use crate::domain::template::{Message, escape_html};

/// Puts a stop to type that grows by itself, to eight digits that become a telephone number, and to
/// white pages in the dark.
const HEAD: &str = "<meta charset=\"utf-8\">\n\
    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
    <meta name=\"color-scheme\" content=\"light dark\">\n\
    <meta name=\"supported-color-schemes\" content=\"light dark\">\n\
    <meta name=\"format-detection\" content=\"telephone=no, date=no, address=no, email=no\">\n\
    <meta name=\"x-apple-disable-message-reformatting\">\n\
    <style>:root{color-scheme:light dark}</style>\n";
/// A word processor takes the first of these fonts or none, so the one that stands beside it is first.
const TYPE: &str = "font-family:'Segoe UI',system-ui,-apple-system,Roboto,'Helvetica Neue',sans-serif;\
    font-size:16px;line-height:1.5;text-align:left";
/// The widest column that the eye still finds its way back in.
const WIDTH: u32 = 560;

/// A whole HTML document that says what the message says. A line that holds a label and no value, and
/// so says nothing, is left out here; the plain text has it.
#[must_use]
pub fn html_of(message: &Message, locale: &str) -> String {
    let language = language_tag(locale);
    let title = escape_html(&message.subject);
    let body = layout::body(&message.parts);
    // The language stands on the table too: some readers throw the document's own head away.
    format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n{HEAD}<title>{title}</title>\n</head>\n\
         <body style=\"margin:0;padding:0;-webkit-text-size-adjust:100%\">\n\
         <table role=\"presentation\" lang=\"{language}\" width=\"100%\" border=\"0\" \
         cellspacing=\"0\" cellpadding=\"0\">\n\
         <tr><td align=\"center\" style=\"padding:24px 16px\">\n\
         <table role=\"presentation\" width=\"100%\" border=\"0\" cellspacing=\"0\" \
         cellpadding=\"0\" style=\"max-width:{WIDTH}px\">\n\
         <tr><td style=\"{TYPE}\">\n{body}</td></tr>\n</table>\n\
         </td></tr>\n</table>\n</body>\n</html>\n"
    )
}

/// The tag with hyphens, without anything that could leave the attribute.
fn language_tag(locale: &str) -> String {
    let tidy = |c: char| if c == '_' { '-' } else { c };
    let tag: String =
        locale.chars().map(tidy).filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    if tag.is_empty() { "en".to_owned() } else { tag }
}

#[cfg(test)]
mod tests;
