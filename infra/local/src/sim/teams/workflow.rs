//! Workflows that begin when their address is called, and write what they are given into a channel.
//!
//! Source: Teams, incoming messages with Workflows: the address carries its secret, a body is a
//! message with adaptive cards of at most 28 KB, four calls a second are let through, and the answer
//! is 202 whatever becomes of the message.

use http::{Method, StatusCode};
use serde_json::Value;

use super::Outcome;
use super::activity::{cards, check_size};
use super::card;
use super::channel::Workflow;
use super::held::Held;
use super::message::Message;
use super::refusal::Refusal;
use crate::sim::audience::Visible;
use crate::sim::{Call, empty};

/// Answers `POST /workflows/{id}?sig=…`.
pub fn run(held: &mut Held, call: &Call, id: &str) -> Outcome {
    if call.method != Method::POST {
        return Err(Refusal::method());
    }
    let sig = call.query.get("sig").unwrap_or_default();
    let is_it = |workflow: &&Workflow| workflow.id == id && workflow.sig == sig;
    let found = held.workflows.iter().find(is_it).cloned();
    let workflow = found.ok_or_else(|| {
        let message = "The request's signature does not fit the address.";
        Refusal::bot(StatusCode::UNAUTHORIZED, "AuthorizationFailed", message)
    })?;
    check_size(call)?;
    held.limits.admit(&format!("workflow {id}"), call.at)?;
    let card = card_of(call)?;
    if held.channels.iter().any(|channel| channel.id == workflow.channel) {
        let message = Message {
            channel: workflow.channel,
            user: workflow.id,
            text: card::text(&card),
            visible_to: Visible::all(),
            id: String::new(),
            card: Some(card),
            reply_to: None,
        };
        held.add(message, call.at);
    }
    Ok(empty(StatusCode::ACCEPTED))
}

/// The card of a message that has nothing else.
fn card_of(call: &Call) -> Result<Value, Refusal> {
    let invalid = |message: &str| Refusal::bot(StatusCode::BAD_REQUEST, "InvalidRequest", message);
    if !call.has_content_type("application/json") {
        return Err(invalid("The content type must be application/json."));
    }
    let body: Value =
        serde_json::from_slice(&call.body).map_err(|_| invalid("The body is not JSON."))?;
    if body["type"] != "message" {
        return Err(invalid("The type must be 'message'."));
    }
    let attachments = body["attachments"].as_array().filter(|items| !items.is_empty());
    let attachments = attachments.ok_or_else(|| invalid("Attachments are expected."))?;
    if attachments.iter().any(|one| one["contentType"] != card::CONTENT_TYPE) {
        return Err(invalid("Only adaptive cards can be attached."));
    }
    cards(attachments)?.ok_or_else(|| invalid("An adaptive card is expected."))
}
