//! Lays the lines out: paragraphs, the card of the session, the button.

use std::fmt::Write as _;

use super::line::{Line, Span, lines};
use crate::domain::template::{Part, ShortCode, escape_html};

const PARAGRAPH: &str = "margin:0 0 16px";
const HEADING: &str = "margin:0 0 4px;font-size:20px;line-height:1.3;font-weight:bold";
const ROW: &str = "margin:0 0 6px";
/// Mid-grey shows on light and on dark.
const CARD: &str =
    "padding:16px 16px 12px;border:1px solid #8c96a3;border-radius:12px;text-align:left";
/// White on this blue is read at 6:1 and more; 14 px above and below make the button 52 px high, more
/// than a thumb needs.
const COLOUR: &str = "#1a56db";
const BUTTON: &str = "display:block;padding:14px 20px;font-size:18px;line-height:24px;font-weight:bold;\
    color:#ffffff;text-decoration:none;border-radius:10px";
const BREAKS: &str = "word-break:break-all;overflow-wrap:anywhere";
/// The most characters of an address that are shown: a start link can have a thousand.
const SHOWN: usize = 84;
/// The longest word, in bytes, that counts as a unit of time or joins two of them.
const LONGEST_UNIT: usize = 8;

/// What no address holds; full-width marks follow one without a space.
const ENDS: &str = "<>\"、。，：；！？（）「」『』【】";

/// Everything between the document's frame.
pub(super) fn body(parts: &[Part]) -> String {
    let mut page = Page::default();
    let all = lines(parts);
    for paragraph in all.split(Line::divides) {
        let kept: Vec<_> =
            paragraph.iter().filter(|line| !line.is_blank() && !line.dangles()).collect();
        // Whoever leaves no blank line before the link still gets a button.
        let end = kept.iter().position(|line| line.action().is_some()).unwrap_or(kept.len());
        let (before, rest) = kept.split_at(end);
        if before.iter().any(|line| line.has(ShortCode::is_time)) {
            page.card(before);
            page.paragraph(rest);
        } else {
            page.paragraph(&kept);
        }
    }
    page.out
}

#[derive(Default)]
struct Page {
    out: String,
    has_heading: bool,
    has_button: bool,
}

impl Page {
    /// What and when, with who.
    fn card(&mut self, lines: &[&Line<'_>]) {
        self.put(
            "<table role=\"presentation\" width=\"100%\" border=\"0\" cellspacing=\"0\" \
             cellpadding=\"0\" style=\"margin:0 0 20px;border-collapse:separate\">\n",
        );
        let _ = writeln!(self.out, "<tr><td style=\"{CARD}\">");
        for line in lines {
            if !self.has_heading && line.is_only(ShortCode::is_name) {
                self.has_heading = true;
                let _ = writeln!(self.out, "<h1 style=\"{HEADING}\">{}</h1>", inline(line));
            } else {
                let _ = writeln!(self.out, "<p style=\"{ROW}\">{}</p>", inline(line));
            }
        }
        self.put("</td></tr>\n</table>\n");
    }

    /// Lines as they stand, but for those that say where to go.
    fn paragraph(&mut self, lines: &[&Line<'_>]) {
        let mut words: Vec<String> = Vec::new();
        for line in lines {
            match line.action() {
                Some((label, address)) if !self.has_button => {
                    self.words(&mut words);
                    self.button(label, address);
                }
                Some((label, address)) => words.push(link(address, &escape_html(label), "")),
                None => words.push(inline(line)),
            }
        }
        self.words(&mut words);
    }

    fn words(&mut self, lines: &mut Vec<String>) {
        if !lines.is_empty() {
            let text = lines.join("<br>\n");
            let _ = writeln!(self.out, "<p style=\"{PARAGRAPH}\">{text}</p>");
            lines.clear();
        }
    }

    /// The one thing to do. A cell carries the colour and the room, for readers that know neither
    /// blocks nor padding of links; where styles are dropped, colour and white letters go together. The
    /// address stands below for those who copy it.
    fn button(&mut self, label: &str, address: &str) {
        self.has_button = true;
        let (label, href) = (escape_html(label), escape_html(address));
        self.put(
            "<table role=\"presentation\" width=\"100%\" border=\"0\" cellspacing=\"0\" \
             cellpadding=\"0\" style=\"margin:0 0 8px;border-collapse:separate\">\n",
        );
        let _ = writeln!(
            self.out,
            "<tr><td align=\"center\" \
             style=\"background-color:{COLOUR};border-radius:10px;mso-padding-alt:14px 20px\">\
             <a href=\"{href}\" style=\"{BUTTON}\">{label}</a></td></tr>\n</table>"
        );
        let shown = escape_html(&shortened(address));
        let _ = writeln!(
            self.out,
            "<p style=\"{PARAGRAPH};font-size:14px\">{}</p>",
            link(address, &shown, BREAKS)
        );
    }

    fn put(&mut self, text: &str) {
        self.out.push_str(text);
    }
}

/// The line between tags: when and the password stand out, line breaks of values are kept, and a time
/// of day is not torn from the one to which it lasts.
fn inline(line: &Line<'_>) -> String {
    let spans = with_units(line);
    let strong = runs(&spans, |code| code.is_time() || code.is_password());
    let whole = runs(&spans, |code| code.is_time() && code.name != "start_date");
    let mut out = String::new();
    for ((span, strong), whole) in spans.iter().zip(strong).zip(whole) {
        out.push_str(if strong.begins { "<strong>" } else { "" });
        out.push_str(if whole.begins { "<span style=\"white-space:nowrap\">" } else { "" });
        out.push_str(&linked(span.text).replace('\n', "<br>\n"));
        out.push_str(if whole.ends { "</span>" } else { "" });
        out.push_str(if strong.ends { "</strong>" } else { "" });
    }
    out
}

/// Whether a run of values begins or ends with this span.
#[derive(Clone, Copy)]
struct Run {
    begins: bool,
    ends: bool,
}

/// The runs of values of such codes; a dash or a short word between two of them belongs to both.
fn runs(spans: &[Span<'_>], what: impl Fn(&ShortCode) -> bool + Copy) -> Vec<Run> {
    let is_value = |i: usize| spans.get(i).is_some_and(|span| span.is(what));
    let joins = |i: usize| {
        let short =
            spans.get(i).is_some_and(|it| it.code.is_none() && it.text.len() <= LONGEST_UNIT);
        short && i > 0 && is_value(i - 1) && is_value(i + 1)
    };
    let is_in = |i: usize| is_value(i) || joins(i);
    let run = |i: usize| Run {
        begins: is_in(i) && (i == 0 || !is_in(i - 1)),
        ends: is_in(i) && !is_in(i + 1),
    };
    (0..spans.len()).map(run).collect()
}

/// What follows a time and belongs to it, like ` Uhr`, becomes part of it.
fn with_units<'a>(line: &Line<'a>) -> Vec<Span<'a>> {
    let mut spans: Vec<Span<'a>> = Vec::new();
    for span in &line.0 {
        let time = spans.last().filter(|before| before.is(ShortCode::is_time));
        let unit = span.text.find(',').filter(|end| (1..=LONGEST_UNIT).contains(end));
        match (time.and_then(|time| time.code), unit) {
            (Some(code), Some(end)) if span.code.is_none() => {
                let (unit, rest) = span.text.split_at(end);
                spans.push(Span { text: unit, code: Some(code) });
                spans.push(Span { text: rest, code: None });
            }
            _ => spans.push(*span),
        }
    }
    spans
}

/// Text, escaped, its web addresses made into links.
fn linked(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some(at) = next_address(rest) {
        let (before, from) = rest.split_at(at);
        let (address, after) = from.split_at(address_len(from));
        out.push_str(&escape_html(before));
        out.push_str(&link(address, &escape_html(&shortened(address)), BREAKS));
        rest = after;
    }
    out.push_str(&escape_html(rest));
    out
}

/// `shown` is HTML. Addresses break anywhere, words do not.
fn link(address: &str, shown: &str, style: &str) -> String {
    format!("<a href=\"{}\" style=\"{style}\">{shown}</a>", escape_html(address))
}

/// As much of an address as helps to recognise it.
fn shortened(address: &str) -> String {
    match address.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &address[..end]),
        None => address.to_owned(),
    }
}

/// Where the next `https://` or `http://` begins.
fn next_address(text: &str) -> Option<usize> {
    ["https://", "http://"].iter().filter_map(|scheme| text.find(scheme)).min()
}

/// How many bytes of the text belong to the address with which it begins: up to a blank, a quote or
/// an angle bracket, without the punctuation of the sentence around it.
fn address_len(text: &str) -> usize {
    let ends = |c: char| c.is_whitespace() || c.is_control() || ENDS.contains(c);
    let end = text.find(ends).unwrap_or(text.len());
    text[..end].trim_end_matches(|c: char| ".,;:!?)]}'".contains(c)).len()
}
