//! `chat.postMessage` and `chat.postEphemeral`.
//!
//! Source: Slack, the two methods' pages. A message to a person's id goes to the conversation with
//! that person, which need not have been opened; a private channel without the bot is as if there
//! were none.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::Outcome;
use super::arguments::Arguments;
use super::blocks;
use super::caller::Caller;
use super::channel::Channel;
use super::conversations::{direct_id, person_of};
use super::held::Held;
use super::message::Message;
use super::refusal::Refusal;
use crate::sim::Call;
use crate::sim::audience::Visible;

/// Characters of a text, above which it is refused.
const TEXT_MAX: usize = 40_000;
/// Attachments of a message, above which it is refused.
const ATTACHMENTS_MAX: usize = 100;

/// What a message says.
pub struct Content {
    /// The text, empty when there are only blocks.
    pub text: String,
    /// The blocks.
    pub blocks: Option<Vec<Value>>,
    thread_ts: Option<String>,
}

impl Content {
    /// Reads what a message shall say.
    pub fn read(arguments: &Arguments) -> Result<Self, Refusal> {
        let text = arguments.text("text").unwrap_or_default();
        let blocks = match arguments.list("blocks") {
            None => None,
            Some(Err(())) => return Err(Refusal::Blocks("blocks must be a list".into())),
            Some(Ok(items)) => (!items.is_empty()).then_some(items),
        };
        let attachments = match arguments.list("attachments") {
            None => 0,
            Some(Err(())) => return Err(Refusal::Error("invalid_attachments")),
            Some(Ok(items)) => items.len(),
        };
        if text.is_empty() && blocks.is_none() && attachments == 0 {
            return Err(Refusal::Error("no_text"));
        }
        if text.chars().count() > TEXT_MAX {
            return Err(Refusal::Error("msg_too_long"));
        }
        if attachments > ATTACHMENTS_MAX {
            return Err(Refusal::Error("too_many_attachments"));
        }
        blocks::check(blocks.as_deref().unwrap_or_default()).map_err(Refusal::Blocks)?;
        Ok(Self { text, blocks, thread_ts: thread(arguments)? })
    }

    /// The message of this content, written by the bot.
    pub fn message(self, held: &Held, channel: &str, visible_to: Visible) -> Message {
        Message {
            channel: channel.to_owned(),
            user: held.bot_user_id.clone(),
            text: self.text,
            visible_to,
            ts: String::new(),
            blocks: self.blocks,
            thread_ts: self.thread_ts,
        }
    }
}

/// The name of the message that is answered, which must look like one.
fn thread(arguments: &Arguments) -> Result<Option<String>, Refusal> {
    let Some(ts) = arguments.text("thread_ts") else { return Ok(None) };
    let is_digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    let is_ts = ts.split_once('.').is_some_and(|(seconds, rest)| {
        (seconds.len(), rest.len()) == (10, 6) && is_digits(seconds) && is_digits(rest)
    });
    if is_ts { Ok(Some(ts)) } else { Err(Refusal::Error("invalid_thread_ts")) }
}

/// Sends a message that everybody in the conversation sees.
pub fn post_message(
    held: &mut Held,
    call: &Call,
    arguments: &Arguments,
    caller: &Caller,
) -> Outcome {
    let (channel, visible_to) = conversation(held, arguments, caller)?;
    let content = Content::read(arguments)?;
    held.limits.admit_message(&channel, call.at)?;
    if let Visible::To(users) = &visible_to {
        held.direct.extend(users.iter().cloned());
    }
    let message = content.message(held, &channel, visible_to);
    let message = held.add(message, call.at);
    Ok(json!({ "channel": channel, "ts": message.ts, "message": shown(held, &message) }))
}

/// Where a message goes, and who will see it there.
fn conversation(
    held: &Held,
    arguments: &Arguments,
    caller: &Caller,
) -> Result<(String, Visible), Refusal> {
    let not_found = Refusal::Error("channel_not_found");
    let id = arguments.text("channel").ok_or(not_found.clone())?;
    if let Some(user) = held.user(&id).or_else(|| person_of(held, &id)) {
        if user.bot {
            return Err(not_found);
        }
        // The conversation with somebody who is gone is closed.
        if user.deleted {
            return Err(Refusal::Error("is_archived"));
        }
        return Ok((direct_id(&user.id), Visible::only(&user.id)));
    }
    let channel = seen(held, &id)?;
    if !channel.bot_in && !caller.has("chat:write.public") {
        return Err(Refusal::Error("not_in_channel"));
    }
    Ok((id, Visible::all()))
}

/// The channel of this id, when the bot can know of it and it is not closed.
fn seen<'h>(held: &'h Held, id: &str) -> Result<&'h Channel, Refusal> {
    let found = held.channels.iter().find(|channel| channel.id == id && channel.is_seen());
    let channel = found.ok_or(Refusal::Error("channel_not_found"))?;
    if channel.archived { Err(Refusal::Error("is_archived")) } else { Ok(channel) }
}

/// As the API shows it (Slack: message objects).
fn shown(held: &Held, message: &Message) -> Value {
    let mut shown = json!({
        "type": "message",
        "user": message.user,
        "bot_id": held.bot_id(),
        "team": held.team_id,
        "text": message.text,
        "ts": message.ts,
    });
    if let Some(blocks) = &message.blocks {
        shown["blocks"] = json!(blocks);
    }
    if let Some(thread) = &message.thread_ts {
        shown["thread_ts"] = json!(thread);
    }
    shown
}

/// Sends a message that one member of a channel sees, for a while.
pub fn post_ephemeral(held: &mut Held, call: &Call, arguments: &Arguments) -> Outcome {
    let id = arguments.text("channel").unwrap_or_default();
    let user = arguments.text("user").unwrap_or_default();
    let channel = match person_of(held, &id) {
        Some(person) if person.id == user => id,
        Some(_) => return Err(Refusal::Error("user_not_in_channel")),
        None => in_channel(held, &id, &user)?,
    };
    let content = Content::read(arguments)?;
    let ts = tell(held, content, &channel, &user, call.at);
    Ok(json!({ "message_ts": ts }))
}

/// The channel's id, when the bot and the person are both in it.
fn in_channel(held: &Held, id: &str, user: &str) -> Result<String, Refusal> {
    let channel = seen(held, id)?;
    if !channel.bot_in {
        return Err(Refusal::Error("not_in_channel"));
    }
    match held.user(user) {
        Some(user) if channel.has(user) => Ok(id.to_owned()),
        _ => Err(Refusal::Error("user_not_in_channel")),
    }
}

fn tell(held: &mut Held, content: Content, channel: &str, user: &str, at: Timestamp) -> String {
    let message = content.message(held, channel, Visible::only(user));
    held.add(message, at).ts
}
