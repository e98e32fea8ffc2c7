//! Mails as they leave: MIME built from a rendered message, the same bytes for the same input.

mod html;

pub use html::html_of;

use std::time::SystemTime;

use jiff::Timestamp;
use lettre::Address;
use lettre::message::header::{ContentTransferEncoding, ContentType};
use lettre::message::{Attachment, Body, Mailbox, Message, MultiPart, SinglePart};

use super::calendar::CalendarFile;
use super::ids::{digest, is_email};
use super::template::one_line;

/// Everything a mail to one recipient is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailParts {
    /// The sender's address.
    pub from: String,
    /// The sender's name; may be empty.
    pub from_name: String,
    /// The recipient's (name, address); the name may be empty.
    pub to: (String, String),
    /// Who else gets it.
    pub copies: Copies,
    /// The (name, address) to which answers go, where that isn't the sender.
    pub reply_to: Option<(String, String)>,
    /// When it was written; goes into the `Date` header, from 1970 on.
    pub date: Timestamp,
    /// The subject; line breaks become spaces.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The same as a whole HTML document; see [`html_of`].
    pub html: String,
    /// The calendar file that goes with it.
    pub calendar: Option<CalendarFile>,
    /// With its angle brackets; see [`message_id`].
    pub message_id: String,
}

/// Who gets a mail beside its first recipient.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Copies {
    /// Further recipients, by address.
    pub to: Vec<String>,
    /// Those who get a copy.
    pub cc: Vec<String>,
}

/// Why a mail can't be written. Nothing of the mail itself is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// Not an address that can be written to.
    #[error("the {0} address of a mail is not valid")]
    Address(&'static str),
    /// Before 1970.
    #[error("the date of a mail lies before 1970")]
    Date,
    /// Not of the form `<left@right>`.
    #[error("the message id of a mail is not valid")]
    MessageId,
    /// The parts don't make a message.
    #[error("the parts of a mail don't make a message")]
    Message,
}

/// The `Message-ID` of a delivery: the same each time it is sent, so that mail readers show a repeated
/// mail once.
#[must_use]
pub fn message_id(delivery_id: &str, from: &str) -> String {
    let domain = from.rsplit_once('@').and_then(|(_, domain)| ascii_domain(domain));
    format!("<{delivery_id}@{}>", domain.as_deref().unwrap_or("convoke.invalid"))
}

/// Writes the mail: text and HTML as alternatives, with a calendar file also that file, once as an
/// alternative that calendars act on and once as an attachment for those that don't.
///
/// # Errors
/// An address, date or message id that can't stand in a header.
pub fn to_mime(parts: &MailParts) -> Result<Vec<u8>, MailError> {
    let date = system_time(parts.date)?;
    let from = mailbox("sender's", &parts.from_name, &parts.from)?;
    let to = mailbox("recipient's", &parts.to.0, &parts.to.1)?;
    let mut builder = Message::builder()
        .date(date)
        .message_id(Some(checked_message_id(&parts.message_id)?))
        .from(from)
        .to(to)
        .subject(one_line(&parts.subject).trim());
    for address in &parts.copies.to {
        builder = builder.to(mailbox("recipient's", "", address)?);
    }
    for address in &parts.copies.cc {
        builder = builder.cc(mailbox("copy's", "", address)?);
    }
    if let Some((name, email)) = &parts.reply_to {
        builder = builder.reply_to(mailbox("reply", name, email)?);
    }
    let message = builder.multipart(body(parts)?).map_err(|_| MailError::Message)?;
    Ok(message.formatted())
}

fn body(parts: &MailParts) -> Result<MultiPart, MailError> {
    let alternative = MultiPart::alternative()
        .boundary(boundary(parts, "alternative"))
        .singlepart(SinglePart::plain(parts.text.clone()))
        .singlepart(SinglePart::html(parts.html.clone()));
    let Some(file) = &parts.calendar else { return Ok(alternative) };
    let mixed = MultiPart::mixed().boundary(boundary(parts, "mixed"));
    let inline =
        SinglePart::builder().content_type(calendar_type(file, "")?).body(calendar_body(file)?);
    let attached = Attachment::new("invite.ics".to_owned())
        .body(calendar_body(file)?, calendar_type(file, "; name=\"invite.ics\"")?);
    Ok(mixed.multipart(alternative.singlepart(inline)).singlepart(attached))
}

/// In base64, so that no server on the way reflows the file's lines.
fn calendar_body(file: &CalendarFile) -> Result<Body, MailError> {
    Body::new_with_encoding(file.text.clone(), ContentTransferEncoding::Base64)
        .map_err(|_| MailError::Message)
}

/// RFC 6047, 2.4: the type names the same method as the file.
fn calendar_type(file: &CalendarFile, more: &str) -> Result<ContentType, MailError> {
    let text = format!("text/calendar; charset=utf-8; method={}{more}", file.method.name());
    ContentType::parse(&text).map_err(|_| MailError::Message)
}

/// What divides the parts: made of the delivery's id and of all that stands in the mail, so nobody
/// can write a text that holds it.
fn boundary(parts: &MailParts, part: &str) -> String {
    let calendar = parts.calendar.as_ref().map_or("", |file| &file.text);
    digest(&[part, &parts.message_id, &parts.text, &parts.html, calendar])
}

/// The `Date` header of RFC 5322 as lettre takes it, which panics before 1970.
fn system_time(at: Timestamp) -> Result<SystemTime, MailError> {
    if at < Timestamp::UNIX_EPOCH { Err(MailError::Date) } else { Ok(at.into()) }
}

fn checked_message_id(id: &str) -> Result<String, MailError> {
    let inner = id.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    let sound = |c: char| c.is_ascii_graphic() && !"<>()\\\"".contains(c);
    match inner.and_then(|inner| inner.split_once('@')) {
        Some((left, right))
            if !left.is_empty()
                && !right.is_empty()
                && id.len() <= 200
                && (left.chars().chain(right.chars())).all(sound) =>
        {
            Ok(id.to_owned())
        }
        _ => Err(MailError::MessageId),
    }
}

/// One address with its name. The left side must be ASCII, because not every server takes another
/// (RFC 6531 is an extension); an international domain is written in its ASCII form.
fn mailbox(whose: &'static str, name: &str, email: &str) -> Result<Mailbox, MailError> {
    let refused = || MailError::Address(whose);
    let (user, domain) = email
        .rsplit_once('@')
        .filter(|(user, _)| is_email(email) && user.is_ascii())
        .ok_or_else(refused)?;
    let domain = ascii_domain(domain).ok_or_else(refused)?;
    let address = Address::new(user, domain).map_err(|_| refused())?;
    let name = one_line(name).trim().to_owned();
    Ok(Mailbox::new((!name.is_empty()).then_some(name), address))
}

fn ascii_domain(domain: &str) -> Option<String> {
    match url::Host::parse(domain).ok()? {
        url::Host::Domain(name) => Some(name),
        url::Host::Ipv4(_) | url::Host::Ipv6(_) => None,
    }
}

#[cfg(test)]
mod tests;
