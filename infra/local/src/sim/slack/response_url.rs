//! Late answers to commands: the `response_url` that a command carries.
//!
//! Source: Slack, handling user interaction: a message is for the person alone unless its
//! `response_type` is `in_channel`. At the vendor's an address works five times within half an hour;
//! here it is made up by whoever sends the command, as `/response/{user}`, and works on. It may name
//! the channel in which the command was given, `?channel=`; without that it is the conversation with
//! the person.

use bytes::Bytes;
use http::{HeaderValue, Method, Response, StatusCode, header};

use super::arguments::Arguments;
use super::chat::Content;
use super::conversations::direct_id;
use super::held::Held;
use super::json_response;
use super::message::Message;
use super::refusal::Refusal;
use crate::sim::Call;
use crate::sim::audience::Visible;
use crate::sim::call::decode;

/// Answers `POST /response/{user}`.
pub fn answer(held: &mut Held, call: &Call, user: &str) -> Response<Bytes> {
    let user = decode(user);
    if call.method != Method::POST || held.user(&user).is_none_or(|user| user.deleted) {
        return refused(StatusCode::NOT_FOUND, "used_url");
    }
    match respond(held, call, &user) {
        Ok(()) => done(),
        Err(Refusal::Error(error)) => refused(StatusCode::BAD_REQUEST, error),
        Err(refusal) => refusal.response(),
    }
}

fn refused(status: StatusCode, error: &str) -> Response<Bytes> {
    json_response(status, &serde_json::json!({ "ok": false, "error": error }))
}

fn done() -> Response<Bytes> {
    let mut response = Response::new(Bytes::from_static(b"ok"));
    let text = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, text);
    response
}

fn respond(held: &mut Held, call: &Call, user: &str) -> Result<(), Refusal> {
    if !call.has_content_type("application/json") {
        return Err(Refusal::Error("invalid_payload"));
    }
    let arguments = Arguments::read(call, true)?;
    let channel = call.query.get("channel").map_or_else(|| direct_id(user), str::to_owned);
    let visible_to = match arguments.text("response_type").as_deref() {
        None | Some("ephemeral") => Visible::only(user),
        Some("in_channel") => Visible::all(),
        Some(_) => return Err(Refusal::Error("invalid_payload")),
    };
    if arguments.is_true("delete_original") {
        take_away(held, &channel, &visible_to);
        return Ok(());
    }
    let content = Content::read(&arguments)?;
    if arguments.is_true("replace_original") {
        take_away(held, &channel, &visible_to);
    }
    let message = content.message(held, &channel, visible_to);
    held.add(message, call.at);
    Ok(())
}

/// The newest message of the bot that the same people see there goes away.
fn take_away(held: &mut Held, channel: &str, visible_to: &Visible) {
    let bot = &held.bot_user_id;
    let is_original = |message: &Message| {
        message.channel == channel && message.visible_to == *visible_to && message.user == *bot
    };
    if let Some(index) = held.messages.iter().rposition(is_original) {
        held.messages.remove(index);
    }
}
