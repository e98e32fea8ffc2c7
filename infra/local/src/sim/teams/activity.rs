//! The activities that a bot sends, checked field by field.
//!
//! Source: Bot Framework, activity schema; Teams, size of a message, and targeted messages, which
//! are those that are sent with `?isTargetedActivity=true`.

use http::StatusCode;
use serde_json::{Map, Value};

use super::card;
use super::refusal::Refusal;
use crate::sim::Call;

/// Bytes of a message with all that belongs to it.
pub const SIZE_MAX: usize = 28 * 1_024;

/// The kinds of attachments that are not looked into.
const OTHERS: [&str; 3] =
    ["application/vnd.microsoft.card.", "application/vnd.microsoft.teams.", "image/"];

/// What a message says.
#[derive(Debug, Clone, PartialEq)]
pub struct Activity {
    /// The text; that of the card when there is no other.
    pub text: String,
    /// The first adaptive card.
    pub card: Option<Value>,
    /// Whom it is for, as the bot names people.
    pub recipient: Option<String>,
}

/// The body of a call to the Bot Connector.
pub fn body(call: &Call) -> Result<Map<String, Value>, Refusal> {
    if !call.has_content_type("application/json") {
        let message = "The content type must be application/json.";
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        return Err(Refusal::bot(status, "BadSyntax", message));
    }
    check_size(call)?;
    match serde_json::from_slice(&call.body) {
        Ok(Value::Object(map)) => Ok(map),
        _ => Err(Refusal::syntax("A JSON object is expected.")),
    }
}

/// Whether the body is not larger than a message may be.
pub fn check_size(call: &Call) -> Result<(), Refusal> {
    if call.body.len() <= SIZE_MAX {
        return Ok(());
    }
    let status = StatusCode::PAYLOAD_TOO_LARGE;
    Err(Refusal::bot(status, "MessageSizeTooBig", "Message size too large."))
}

impl Activity {
    /// Reads a message of the bot of that id.
    pub fn read(given: &Map<String, Value>, bot: &str) -> Result<Self, Refusal> {
        let get = |name| given.get(name).filter(|value| !value.is_null());
        if get("type").and_then(Value::as_str) != Some("message") {
            return Err(Refusal::syntax("Only activities of type 'message' can be sent."));
        }
        if get("from").is_some_and(|from| from["id"] != bot) {
            return Err(Refusal::forbidden("The activity is from another bot."));
        }
        let formats = ["plain", "markdown", "xml"];
        let format = get("textFormat").map_or(Some("markdown"), Value::as_str);
        if !format.is_some_and(|format| formats.contains(&format)) {
            return Err(Refusal::argument("textFormat must be plain, markdown or xml"));
        }
        let text = match get("text") {
            None => "",
            Some(Value::String(text)) => text,
            Some(_) => return Err(Refusal::syntax("text must be text")),
        };
        let card = match get("attachments") {
            None => None,
            Some(Value::Array(items)) => cards(items)?,
            Some(_) => return Err(Refusal::syntax("attachments must be a list")),
        };
        let has_attachments =
            get("attachments").is_some_and(|items| *items != Value::Array(vec![]));
        if text.trim().is_empty() && !has_attachments {
            return Err(Refusal::syntax("The activity must have text or attachments."));
        }
        let text = if text.is_empty() { card.as_ref().map(card::text) } else { Some(text.into()) };
        let recipient = get("recipient").and_then(|to| to["id"].as_str()).map(str::to_owned);
        Ok(Self { text: text.unwrap_or_default(), card, recipient })
    }
}

/// The first adaptive card of these attachments, all of which must be good.
pub fn cards(attachments: &[Value]) -> Result<Option<Value>, Refusal> {
    let mut first = None;
    for attachment in attachments {
        let kind = attachment["contentType"].as_str().unwrap_or_default();
        if kind == card::CONTENT_TYPE {
            card::check(&attachment["content"])
                .map_err(|why| Refusal::argument(format!("Invalid adaptive card: {why}")))?;
            first = first.or_else(|| Some(attachment["content"].clone()));
        } else if !OTHERS.iter().any(|other| kind.starts_with(other)) {
            return Err(Refusal::argument(format!("Unknown attachment type '{kind}'")));
        }
    }
    Ok(first)
}
