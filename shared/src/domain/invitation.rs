//! The mail that invites somebody to connect accounts of their own: the built-in one in every
//! language, and what a company wrote in its stead.
//!
//! It names the providers that were chosen and no others. A template made from a model text often
//! keeps notes to its writer, `[delete what you don't need]`; with one of them left it is refused,
//! because nobody wants to have sent that to everybody.

use jiff::Timestamp;

use super::language::{ConnectInvitation, Language};
use super::problem::FieldErrors;
use super::template::{
    CodeClass, LocalTime, Message, Part, ShortCode, Template, TemplateError, TemplateFault, Values,
    code, one_line,
};

/// By this name a company keeps its own template.
pub const TEMPLATE: &str = "connect_invitation";

/// The short codes that this template may hold.
pub static CODES: &[ShortCode] = &[
    invited("person_name", "Name of whoever is invited.", "Aino Korhonen"),
    invited("tenant_name", "Name of the company.", "Demo Oy"),
    invited("providers", "Names of the services to connect.", "Zoom and GoToMeeting"),
    invited("until", "Until when the link is valid.", "Monday 23 November 2026, 10:00, UTC"),
    invited("connect_url", "The personal link.", "https://convoke.example/connect/…"),
    invited(
        "steps",
        "The six steps of the built-in mail, numbered.",
        "1. Open your personal link: …",
    ),
];

const fn invited(
    name: &'static str,
    description: &'static str,
    example: &'static str,
) -> ShortCode {
    code(name, CodeClass::Invitation, description, example)
}

/// Who is invited, and to what. Does not print: whoever has the link can connect in this person's name.
#[derive(Clone, Copy)]
pub struct Invited<'a> {
    /// The person's name.
    pub person_name: &'a str,
    /// The company's name.
    pub tenant_name: &'a str,
    /// The providers to connect, as their customers call them.
    pub providers: &'a [&'a str],
    /// The person's one-time link.
    pub connect_url: &'a str,
    /// Until when it is valid, in words; see [`until`].
    pub until: &'a str,
}

/// The built-in mail in this language.
#[must_use]
pub fn message(language: Language, to: &Invited<'_>) -> Message {
    let words = language.connect_invitation();
    let body = [words.greeting, words.intro, "{steps}", words.closing].join("\n\n") + "\n";
    let [subject, body] =
        [words.subject, body.as_str()].map(|text| Template::built_in(text, CODES));
    written(language, &subject, &body, to)
}

/// A company's own mail.
///
/// # Errors
/// What is wrong with subject or body; see [`check`].
pub fn render_own(
    language: Language,
    subject: &str,
    body: &str,
    to: &Invited<'_>,
) -> Result<Message, TemplateError> {
    Ok(written(language, &read_subject(subject)?, &read(body)?, to))
}

/// Checks a company's own template before it is saved and notes under `subject` and `body` all that is
/// wrong with it: unknown short codes, lone braces, a note in brackets that was left standing (P24). A
/// subject must not hold the link, which is as good as a password, nor the steps, which hold it too.
pub fn check(errors: &mut FieldErrors, subject: &str, body: &str) {
    for (field, read) in [("subject", read_subject(subject)), ("body", read(body))] {
        if let Err(error) = read {
            error.note(field, errors);
        }
    }
}

fn read_subject(text: &str) -> Result<Template, TemplateError> {
    let template = read(text)?;
    let mut error = TemplateError::default();
    for name in template.codes().filter(|name| matches!(*name, "connect_url" | "steps")) {
        error.add(TemplateFault::CodeNotAllowedHere { name });
    }
    error.into_result(template)
}

fn read(text: &str) -> Result<Template, TemplateError> {
    let Some(left) = unresolved_placeholder(text) else { return Template::of(text, CODES) };
    let mut error = TemplateError::default();
    error.add(TemplateFault::unresolved(left));
    if let Err(more) = Template::of(text, CODES) {
        more.faults.into_iter().for_each(|fault| error.add(fault));
    }
    Err(error)
}

/// The first note to the writer that was left standing in a template: words in brackets, with the
/// brackets. A link of the form `[words](address)` is none.
#[must_use]
pub fn unresolved_placeholder(text: &str) -> Option<&str> {
    let mut rest = text;
    while let Some(close) = rest.find(CLOSES) {
        let (inside, from) = rest.split_at(close);
        let bracket = from.chars().next().map_or(0, char::len_utf8);
        let after = &from[bracket..];
        let opened = inside.rfind(OPENS).map(|open| &rest[open..close + bracket]);
        match opened {
            Some(note) if note.chars().any(char::is_alphabetic) && !is_address(after) => {
                return Some(note);
            }
            Some(_) | None => rest = after,
        }
    }
    None
}

/// Brackets, and those of Japanese keyboards.
const OPENS: [char; 2] = ['[', '［'];
const CLOSES: [char; 2] = [']', '］'];

/// Whether an address in round brackets follows, as it does where a link was written in Markdown.
fn is_address(text: &str) -> bool {
    let inside = text.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    inside.is_some_and(|(address, _)| {
        ["https://", "http://", "mailto:", "{"].iter().any(|start| address.starts_with(start))
    })
}

/// Puts the values in. The steps are themselves a text with short codes, so they are written first, and
/// nothing is read as a template twice.
fn written(language: Language, subject: &Template, body: &Template, to: &Invited<'_>) -> Message {
    let values = values(language, to);
    let steps = Template::built_in(&numbered(language.connect_invitation()), CODES).parts(&values);
    let with_steps = |part: Part| match part.code {
        Some(code) if code.name == "steps" => steps.clone(),
        Some(_) | None => vec![part],
    };
    let parts = joined(body.parts(&values).into_iter().flat_map(with_steps));
    let subject = one_line(&text_of(&subject.parts(&values)));
    Message { subject: subject.trim().to_owned(), text: text_of(&parts), parts }
}

/// Own words beside own words become one part, as if the steps had stood in the template: only so is
/// the line with the link known as one.
fn joined(parts: impl Iterator<Item = Part>) -> Vec<Part> {
    let mut joined: Vec<Part> = Vec::new();
    for part in parts {
        match joined.last_mut() {
            Some(last) if last.code.is_none() && part.code.is_none() => {
                last.text.push_str(&part.text);
            }
            Some(_) | None => joined.push(part),
        }
    }
    joined
}

fn text_of(parts: &[Part]) -> String {
    parts.iter().map(|part| part.text.as_str()).collect()
}

fn values(language: Language, to: &Invited<'_>) -> Values {
    Values::of([
        ("person_name", to.person_name),
        ("tenant_name", to.tenant_name),
        ("providers", &providers(language, to.providers)),
        ("connect_url", to.connect_url),
        ("until", to.until),
    ])
}

/// The six steps, a paragraph each.
fn numbered(words: &ConnectInvitation) -> String {
    let step = |(at, step): (usize, &&str)| format!("{}{}{step}", at + 1, words.after_number);
    words.steps.iter().enumerate().map(step).collect::<Vec<_>>().join("\n\n")
}

/// The names as one lists them: `Zoom`, `Zoom and GoToMeeting`, `Zoom、GoToMeeting、Jitsi`.
#[must_use]
pub fn providers(language: Language, names: &[&str]) -> String {
    let joining = language.connect_invitation().joining;
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [one, other] => format!("{one}{}{other}", joining.pair),
        [first @ .., last] => format!("{}{}{last}", first.join(joining.inner), joining.last),
    }
}

/// When the link ends, as it stands in the mail, in the first of these zones (IANA) that exists.
#[must_use]
pub fn until(language: Language, at: Timestamp, zones: &[&str]) -> String {
    let local = LocalTime::new(at, language, zones);
    let pattern = language.connect_invitation().until;
    pattern
        .replace("{date}", &local.date())
        .replace("{time}", &local.time())
        .replace("{zone}", &local.zone())
}

#[cfg(test)]
mod tests;
