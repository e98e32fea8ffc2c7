//! The lines of a rendered text, and what each of them is.

use crate::domain::template::{Part, ShortCode};

/// A stretch of one line: the writer's own words, or the value of a short code. A value may hold line
/// breaks of its own; they do not end the line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span<'a> {
    pub text: &'a str,
    pub code: Option<&'static ShortCode>,
}

impl Span<'_> {
    pub fn is(&self, what: impl Fn(&ShortCode) -> bool) -> bool {
        self.code.is_some_and(what)
    }

    fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// One line of the template, rendered.
#[derive(Clone, Debug, Default)]
pub(super) struct Line<'a>(pub Vec<Span<'a>>);

/// Cuts the text at the line breaks of the template.
pub(super) fn lines(parts: &[Part]) -> Vec<Line<'_>> {
    let mut lines = vec![Line::default()];
    for part in parts {
        let code = part.code;
        // A value keeps its line breaks: what somebody wrote in a note divides no paragraphs.
        let cut = if code.is_some() { vec![&*part.text] } else { part.text.split('\n').collect() };
        for (i, text) in cut.into_iter().enumerate() {
            if i > 0 {
                lines.push(Line::default());
            }
            if let Some(line) = lines.last_mut() {
                line.0.push(Span { text, code });
            }
        }
    }
    lines
}

impl<'a> Line<'a> {
    /// Whether nothing is there to be seen.
    pub fn is_blank(&self) -> bool {
        self.0.iter().all(Span::is_blank)
    }

    /// Whether a blank line divides paragraphs: one that the writer left, not one without a value.
    pub fn divides(&self) -> bool {
        self.is_blank() && self.0.iter().all(|span| span.code.is_none())
    }

    /// Whether any part of it is the value of such a code.
    pub fn has(&self, what: impl Fn(&ShortCode) -> bool + Copy) -> bool {
        self.0.iter().any(|span| span.is(what))
    }

    /// Whether it is the value of such a code and nothing else.
    pub fn is_only(&self, what: impl Fn(&ShortCode) -> bool + Copy) -> bool {
        self.has(what) && self.0.iter().all(|span| span.is(what) || span.is_blank())
    }

    /// The words before a colon and the values after it, when the line is made so.
    pub fn labelled(&self) -> Option<(&'a str, &[Span<'a>])> {
        let (first, values) = self.0.split_first()?;
        let label = first.text.trim_end().strip_suffix([':', '：'])?.trim();
        let is_value = |span: &Span<'_>| span.code.is_some() || span.is_blank();
        let fits = first.code.is_none() && !label.is_empty();
        (fits && !values.is_empty() && values.iter().all(is_value)).then_some((label, values))
    }

    /// Whether a label stands there with nothing behind it.
    pub fn dangles(&self) -> bool {
        self.labelled().is_some_and(|(_, values)| values.iter().all(Span::is_blank))
    }

    /// The label and the address, when the line says nothing but where to go.
    pub fn action(&self) -> Option<(&'a str, &'a str)> {
        let (label, values) = self.labelled()?;
        let mut shown = values.iter().filter(|span| !span.is_blank());
        let link = shown.next().filter(|span| span.is(ShortCode::is_link))?;
        let address = link.text.trim();
        let is_web = address.starts_with("https://") || address.starts_with("http://");
        let is_one = is_web && !address.contains(|c: char| c.is_whitespace() || c.is_control());
        (is_one && shown.next().is_none()).then_some((label, address))
    }
}
