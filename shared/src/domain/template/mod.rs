//! Templates: text with short codes in braces, checked when saved and again when rendered.
//!
//! A template is cut into pieces once; rendering puts values between them and never looks at the
//! result again, so nothing that comes from outside is ever taken for a short code.

mod builtin;
pub mod business;
mod codes;
mod error;
#[cfg(test)]
pub(crate) mod sample;
mod values;
mod wording;

pub use builtin::{Builtin, builtin, builtin_names, default_for, default_name};
pub(in crate::domain) use codes::code;
pub use codes::{CODES, CodeClass, ShortCode, find, suggestion};
pub use error::{TemplateError, TemplateFault};
pub use values::{Known, Values};
pub use wording::LocalTime;

use super::event::Audience;
use super::problem::FieldErrors;

/// Zoom API: a meeting's topic holds at most 200 characters.
pub const MAX_TOPIC: usize = 200;
/// Zoom API: a meeting's agenda holds at most 2,000 characters.
pub const MAX_AGENDA: usize = 2_000;

/// Where a template's text will stand; decides which classes of short code it may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Topic or agenda of a meeting: written before the meeting exists, and read by everybody.
    Meeting,
    /// A message to this audience.
    Message(Audience),
}

impl Place {
    /// Whether short codes of this class may stand here.
    #[must_use]
    pub const fn admits(self, class: CodeClass) -> bool {
        match class {
            CodeClass::Session => true,
            CodeClass::Meeting => matches!(self, Self::Message(_)),
            CodeClass::Host => matches!(self, Self::Message(Audience::Host)),
            CodeClass::Reason => {
                matches!(self, Self::Message(Audience::Host | Audience::Staff))
            }
            CodeClass::Invitation => false,
        }
    }
}

/// In which form the rendered text is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Plain text of several lines.
    Text,
    /// One line: what breaks lines becomes a space.
    Line,
    /// HTML: the template's own text is taken as HTML, values are escaped.
    Html,
}

/// A template whose short codes are all known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Code(&'static ShortCode),
    /// What a business event says under this name.
    Data(String),
}

impl Template {
    /// Reads a template: `{name}` is a short code, `{{` and `}}` are single braces.
    ///
    /// # Errors
    /// Every unknown short code (each once, with the likely meant one) and every brace that has no
    /// partner on its line.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        Self::of(text, CODES)
    }

    /// The same with short codes of another table.
    ///
    /// # Errors
    /// Those of [`Self::parse`].
    pub(super) fn of(text: &str, codes: &'static [ShortCode]) -> Result<Self, TemplateError> {
        Reader::read(text, codes).finish()
    }

    /// What can be read of a text of our own: all of it, as tests prove.
    pub(super) fn built_in(text: &str, codes: &'static [ShortCode]) -> Self {
        Self { pieces: Reader::read(text, codes).pieces }
    }

    /// The names of the short codes, in the order in which they stand, repetitions included.
    pub fn codes(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.short_codes().map(|code| code.name)
    }

    fn short_codes(&self) -> impl Iterator<Item = &'static ShortCode> + '_ {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Code(code) => Some(*code),
            Piece::Text(_) | Piece::Data(_) => None,
        })
    }

    /// Checks that every short code may stand in this place.
    ///
    /// # Errors
    /// Each code that may not, once.
    pub fn allowed(&self, place: Place) -> Result<(), TemplateError> {
        let mut error = TemplateError::default();
        for code in self.short_codes().filter(|code| !place.admits(code.class)) {
            error.add(match code.class {
                CodeClass::Host => TemplateFault::HostCodeInGuestTemplate { name: code.name },
                _ => TemplateFault::CodeNotAllowedHere { name: code.name },
            });
        }
        let says = |piece: &Piece| matches!(piece, Piece::Data(_));
        if place == Place::Meeting && self.pieces.iter().any(says) {
            error.add(TemplateFault::CodeNotAllowedHere { name: "data" });
        }
        error.into_result(())
    }

    /// Puts the values in. A code without a value becomes empty text (A28); a value is never read as
    /// a template itself.
    ///
    /// # Errors
    /// The codes that may not stand in this place: the check at saving is repeated here.
    pub fn render(
        &self,
        values: &Values,
        place: Place,
        form: Form,
    ) -> Result<String, TemplateError> {
        self.allowed(place)?;
        let mut out = String::new();
        for piece in &self.pieces {
            match (piece, form) {
                (Piece::Text(text), _) => out.push_str(text),
                (Piece::Code(code), Form::Html) => {
                    out.push_str(&escape_html(values.get(code.name)));
                }
                (Piece::Code(code), Form::Text | Form::Line) => out.push_str(values.get(code.name)),
                (Piece::Data(name), Form::Html) => out.push_str(&escape_html(values.said(name))),
                (Piece::Data(name), Form::Text | Form::Line) => out.push_str(values.said(name)),
            }
        }
        Ok(match form {
            Form::Text | Form::Html => out,
            Form::Line => one_line(&out),
        })
    }

    /// The pieces with the values in, without control characters.
    pub(super) fn parts(&self, values: &Values) -> Vec<Part> {
        let part = |piece: &Piece| match piece {
            Piece::Text(text) => Part { text: without_controls(text), code: None },
            Piece::Code(code) => {
                Part { text: without_controls(values.get(code.name)), code: Some(*code) }
            }
            Piece::Data(name) => Part { text: without_controls(values.said(name)), code: None },
        };
        self.pieces.iter().map(part).collect()
    }
}

/// Collects the pieces and everything that is wrong with them.
#[derive(Default)]
struct Reader {
    codes: &'static [ShortCode],
    pieces: Vec<Piece>,
    error: TemplateError,
}

impl Reader {
    fn read(text: &str, codes: &'static [ShortCode]) -> Self {
        let mut reader = Self { codes, ..Self::default() };
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            reader.text(&rest[..at]);
            rest = reader.brace(&rest[at..]);
        }
        reader.text(rest);
        reader
    }

    fn text(&mut self, text: &str) {
        match self.pieces.last_mut() {
            _ if text.is_empty() => {}
            Some(Piece::Text(before)) => before.push_str(text),
            _ => self.pieces.push(Piece::Text(text.to_owned())),
        }
    }

    /// Reads what begins with a brace and returns what follows it.
    fn brace<'a>(&mut self, text: &'a str) -> &'a str {
        for doubled in ["{{", "}}"] {
            if let Some(rest) = text.strip_prefix(doubled) {
                self.text(&doubled[1..]);
                return rest;
            }
        }
        let inner = &text[1..];
        match inner.find(['{', '}', '\n']) {
            Some(end) if text.starts_with('{') && inner[end..].starts_with('}') => {
                self.code(&inner[..end]);
                &inner[end + 1..]
            }
            _ => {
                self.error.add(TemplateFault::UnbalancedBrace { near: error::excerpt(text) });
                inner
            }
        }
    }

    fn code(&mut self, name: &str) {
        if std::ptr::eq(self.codes, CODES) && business::is_said(name) {
            self.pieces.push(Piece::Data(name.to_owned()));
            return;
        }
        match find(self.codes, name) {
            Some(code) => self.pieces.push(Piece::Code(code)),
            None => self.error.add(TemplateFault::UnknownShortcode {
                name: error::excerpt(name),
                meant: suggestion(self.codes, name),
            }),
        }
    }

    fn finish(self) -> Result<Template, TemplateError> {
        self.error.into_result(Template { pieces: self.pieces })
    }
}

/// Checks the template of a meeting's topic or agenda before it is saved and notes all that is wrong
/// with it under `field`.
pub fn check_meeting_text(errors: &mut FieldErrors, field: &str, text: &str) {
    check(errors, field, text, Place::Meeting);
}

/// Checks the template of a message's subject or body before it is saved and notes all that is wrong
/// with it under `field`.
pub fn check_message_text(errors: &mut FieldErrors, field: &str, text: &str, audience: Audience) {
    check(errors, field, text, Place::Message(audience));
}

fn check(errors: &mut FieldErrors, field: &str, text: &str, place: Place) {
    if let Err(error) = Template::parse(text).and_then(|template| template.allowed(place)) {
        error.note(field, errors);
    }
}

/// A meeting's topic: one line of at most [`MAX_TOPIC`] characters (A18).
///
/// # Errors
/// What is wrong with the template.
pub fn topic(template: &str, values: &Values) -> Result<String, TemplateError> {
    let text = Template::parse(template)?.render(values, Place::Meeting, Form::Line)?;
    Ok(cut(text.trim(), MAX_TOPIC))
}

/// A meeting's agenda: lines of together at most [`MAX_AGENDA`] characters (A18).
///
/// # Errors
/// What is wrong with the template.
pub fn agenda(template: &str, values: &Values) -> Result<String, TemplateError> {
    let text = Template::parse(template)?.render(values, Place::Meeting, Form::Text)?;
    Ok(cut(without_controls(&text).trim(), MAX_AGENDA))
}

/// A piece of a rendered text: what the template's writer wrote, or the value of a short code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// As it stands in the text.
    pub text: String,
    /// Whose value it is.
    pub code: Option<&'static ShortCode>,
}

/// A rendered message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// One line.
    pub subject: String,
    /// Plain text of several lines.
    pub text: String,
    /// The same text in pieces that still know what they are, for laying it out.
    pub parts: Vec<Part>,
}

/// Renders subject and body for one recipient.
///
/// # Errors
/// What is wrong with either template, the short codes that this audience may not see included.
pub fn message(
    subject: &str,
    body: &str,
    audience: Audience,
    values: &Values,
) -> Result<Message, TemplateError> {
    let place = Place::Message(audience);
    let subject = Template::parse(subject)?.render(values, place, Form::Line)?;
    let body = Template::parse(body)?;
    body.allowed(place)?;
    let parts = body.parts(values);
    let text: String = parts.iter().map(|part| part.text.as_str()).collect();
    Ok(Message { subject: subject.trim().to_owned(), text: without_gaps(text), parts })
}

/// Paragraphs that turned out empty leave one empty line between their neighbours, not three.
fn without_gaps(mut text: String) -> String {
    while text.contains("\n\n\n") {
        text = text.replace("\n\n\n", "\n\n");
    }
    text
}

/// Text as it may stand in HTML, between tags or in a quoted attribute.
#[must_use]
pub fn escape_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

/// Whether a reader of mail or of JSON might begin a new line here.
const fn breaks_line(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The text on one line: what breaks lines becomes one space, other control characters go.
#[must_use]
pub fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for part in text.replace("\r\n", "\n").split_inclusive(breaks_line) {
        out.extend(part.chars().filter(|c| !c.is_control() && !breaks_line(*c)));
        if part.ends_with(breaks_line) {
            out.push(' ');
        }
    }
    out
}

/// The text with its line breaks as `\n` and without any other control character but tabs.
#[must_use]
pub fn without_controls(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

/// The first `limit` characters.
fn cut(text: &str, limit: usize) -> String {
    text.chars().take(limit).collect()
}

#[cfg(test)]
mod snapshots;
#[cfg(test)]
mod tests;
