//! Raw MIME and mail addresses, read with a real parser.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use mail_parser::{Address, MessageParser, MessagePart, MimeHeaders, PartType};

use super::message::{Attachment, InboxMail};
use super::refusal::Refusal;

/// Reads raw content: base64 of a MIME message.
pub fn parse(data: &str) -> Result<InboxMail, Refusal> {
    let raw = BASE64_STANDARD
        .decode(data)
        .map_err(|_| Refusal::bad_request("Raw data must be base64."))?;
    let message = MessageParser::default()
        .parse(&raw)
        .filter(|message| !message.headers().is_empty())
        .ok_or_else(|| Refusal::rejected("The message could not be parsed."))?;
    let from = addresses(message.from()).into_iter().next();
    Ok(InboxMail {
        from: from.ok_or_else(|| Refusal::rejected("Missing required header 'From'."))?,
        to: addresses(message.to()),
        cc: addresses(message.cc()),
        bcc: addresses(message.bcc()),
        reply_to: addresses(message.reply_to()).into_iter().next(),
        subject: message.subject().unwrap_or_default().to_owned(),
        text: body(message.text_body.iter().filter_map(|id| message.part(*id)), is_plain),
        html: body(message.html_body.iter().filter_map(|id| message.part(*id)), is_html),
        attachments: message.attachments().map(shown).collect(),
        ..InboxMail::default()
    })
}

/// The bare address in `Name <address>`, or the address itself.
pub fn address(text: &str) -> Result<String, Refusal> {
    let invalid = || Refusal::bad_request(format!("Illegal address: {text}"));
    let header = format!("To: {text}\r\n\r\n");
    let message = MessageParser::default().parse(header.as_bytes()).ok_or_else(invalid)?;
    let mut found = addresses(message.to()).into_iter();
    match (found.next(), found.next()) {
        (Some(address), None) if is_deliverable(&address) => Ok(address),
        _ => Err(invalid()),
    }
}

fn is_deliverable(address: &str) -> bool {
    let Some((local, domain)) = address.rsplit_once('@') else { return false };
    let clean = |part: &str| !part.is_empty() && !part.contains(char::is_whitespace);
    clean(local) && clean(domain) && address.is_ascii()
}

fn addresses(header: Option<&Address<'_>>) -> Vec<String> {
    let all = header.into_iter().flat_map(Address::iter);
    all.filter_map(|one| one.address.as_ref().map(ToString::to_string)).collect()
}

/// The first part that is really of the wanted kind: a parser would also convert one to the other.
fn body<'m>(
    mut parts: impl Iterator<Item = &'m MessagePart<'m>>,
    wanted: fn(&MessagePart<'m>) -> bool,
) -> String {
    let part = parts.find(|part| wanted(part));
    part.and_then(|part| part.text_contents()).unwrap_or_default().to_owned()
}

fn is_plain(part: &MessagePart<'_>) -> bool {
    matches!(part.body, PartType::Text(_))
}

fn is_html(part: &MessagePart<'_>) -> bool {
    matches!(part.body, PartType::Html(_))
}

fn shown(part: &MessagePart<'_>) -> Attachment {
    let content_type = part.content_type();
    let essence = content_type.map_or_else(
        || "text/plain".to_owned(),
        |ct| format!("{}/{}", ct.ctype(), ct.subtype().unwrap_or("octet-stream")),
    );
    let method = content_type.and_then(|ct| ct.attribute("method")).map(str::to_owned);
    let name = part.attachment_name().map(str::to_owned);
    attachment(name, essence.to_ascii_lowercase(), method, part.contents())
}

/// An attachment: text as text, anything else as base64.
pub fn attachment(
    name: Option<String>,
    content_type: String,
    method: Option<String>,
    content: &[u8],
) -> Attachment {
    let text = match std::str::from_utf8(content) {
        Ok(text) if content_type.starts_with("text/") => Some(text.to_owned()),
        _ => None,
    };
    let base64 = text.is_none().then(|| BASE64_STANDARD.encode(content));
    Attachment { name, content_type, method, text, base64 }
}
