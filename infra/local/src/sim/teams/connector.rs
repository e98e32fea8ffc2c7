//! The Bot Connector: conversations, and what the bot writes into them.
//!
//! Source: Bot Framework, REST reference of the Connector service; Teams, proactive messages: the
//! app must be installed for whomever the bot writes to, in private channels bots can't write, and
//! since March 2026 a conversation is not opened without the customer's directory.

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::account::{User, is_guid};
use super::activity::{Activity, body};
use super::channel::Channel;
use super::held::Held;
use super::message::Message;
use super::refusal::Refusal;
use super::{Outcome, caller, json_response};
use crate::sim::Call;
use crate::sim::audience::Visible;

/// What stands between a channel and the message of it that is answered.
const THREAD: &str = ";messageid=";

/// Answers a call below `/v3`.
pub fn answer(held: &mut Held, call: &Call, segments: &[&str]) -> Outcome {
    caller::bot(held, call)?;
    match (call.method.as_str(), segments) {
        ("POST", ["conversations"]) => open(held, call),
        ("POST", ["conversations", id, "activities"]) => send(held, call, id, None),
        ("POST", ["conversations", id, "activities", to]) => send(held, call, id, Some(to)),
        ("PUT", ["conversations", id, "activities", activity]) => update(held, call, id, activity),
        (_, ["conversations"] | ["conversations", _, "activities", ..]) => Err(Refusal::method()),
        _ => Err(Refusal::no_such_address()),
    }
}

/// Where the bot writes.
enum Place {
    Person(User),
    Channel(Channel),
}

impl Place {
    fn id(&self) -> String {
        match self {
            Self::Person(user) => user.chat(),
            Self::Channel(channel) => channel.id.clone(),
        }
    }
}

/// Opens the conversation with one person, or begins a thread in a channel.
fn open(held: &mut Held, call: &Call) -> Outcome {
    let given = body(call)?;
    if given.get("bot").is_some_and(|bot| bot["id"] != held.app.bot()) {
        return Err(Refusal::forbidden("The bot is another than the token's."));
    }
    let is_group = given.get("isGroup").is_some_and(|flag| *flag == Value::Bool(true));
    if is_group {
        return thread(held, call, &given);
    }
    check_tenant(held, &given)?;
    let user = member(held, &given)?;
    let place = Place::Person(user.clone());
    let mut answer = json!({ "id": place.id() });
    if let Some(first) = given.get("activity").and_then(Value::as_object) {
        let message = write(held, call, &place, first, None)?;
        answer["activityId"] = json!(message.id);
    }
    Ok(json_response(StatusCode::CREATED, &answer))
}

/// The customer's directory must be named, in either place and rightly in both.
fn check_tenant(held: &Held, given: &Map<String, Value>) -> Result<(), Refusal> {
    let in_channel = given.get("channelData").and_then(|data| data["tenant"]["id"].as_str());
    let on_top = given.get("tenantId").and_then(Value::as_str);
    let named: Vec<&str> = [in_channel, on_top].into_iter().flatten().collect();
    if named.is_empty() {
        return Err(Refusal::forbidden("The tenant id is missing."));
    }
    if named.iter().any(|id| !id.eq_ignore_ascii_case(&held.team_id)) {
        return Err(Refusal::forbidden("The bot is not in this tenant."));
    }
    Ok(())
}

/// The one member, for whom the app must be installed. Whoever is not there is not told from
/// whoever has no app.
fn member(held: &Held, given: &Map<String, Value>) -> Result<User, Refusal> {
    let members = given.get("members").and_then(Value::as_array);
    let [member] = members.map_or(&[][..], Vec::as_slice) else {
        return Err(Refusal::argument("Exactly one member is expected."));
    };
    let id = member["id"].as_str().unwrap_or_default();
    let found = held.users.iter().find(|user| user.is_there() && user.is_member(id));
    let is_kind = is_guid(id) || id.starts_with("29:") || id.starts_with("8:orgid:");
    if found.is_none() && !is_kind {
        return Err(Refusal::argument("Failed to decrypt pairwise id."));
    }
    let user = found.filter(|user| held.installs.contains(&user.id));
    user.cloned().ok_or_else(Refusal::not_in_roster)
}

/// A new thread in a channel, which begins with its first message.
fn thread(held: &mut Held, call: &Call, given: &Map<String, Value>) -> Outcome {
    let id = given.get("channelData").and_then(|data| data["channel"]["id"].as_str());
    let id = id.ok_or_else(|| Refusal::argument("channelData.channel.id is expected."))?;
    let first = given.get("activity").and_then(Value::as_object);
    let first = first.ok_or_else(|| Refusal::argument("activity is expected."))?;
    let place = place(held, id)?;
    let message = write(held, call, &place, first, None)?;
    let id = format!("{}{THREAD}{}", place.id(), message.id);
    let answer = json!({ "id": id, "activityId": message.id });
    Ok(json_response(StatusCode::CREATED, &answer))
}

/// The conversation of this id, in which the bot must be.
fn place(held: &Held, id: &str) -> Result<Place, Refusal> {
    if let Some(user) = held.users.iter().find(|user| user.chat() == id) {
        if user.is_there() && held.installs.contains(&user.id) {
            return Ok(Place::Person(user.clone()));
        }
        return Err(Refusal::not_in_roster());
    }
    let channel = held.channels.iter().find(|channel| channel.id == id).ok_or_else(|| {
        let message = "Conversation not found.";
        Refusal::bot(StatusCode::NOT_FOUND, "ConversationNotFound", message)
    })?;
    if channel.private {
        return Err(Refusal::forbidden("Bots are not allowed in private channels."));
    }
    let has_app = channel.team.as_ref().is_none_or(|team| held.installs.contains(team));
    if channel.bot_in && has_app {
        return Ok(Place::Channel(channel.clone()));
    }
    Err(Refusal::not_in_roster())
}

/// A conversation's id, and the message in it that it names.
fn split(id: &str) -> (&str, Option<&str>) {
    id.split_once(THREAD).map_or((id, None), |(id, message)| (id, Some(message)))
}

fn send(held: &mut Held, call: &Call, id: &str, reply_to: Option<&str>) -> Outcome {
    let (id, thread) = split(id);
    let place = place(held, id)?;
    let given = body(call)?;
    let in_body = given.get("replyToId").and_then(Value::as_str);
    let message = write(held, call, &place, &given, reply_to.or(in_body).or(thread))?;
    Ok(json_response(StatusCode::CREATED, &json!({ "id": message.id })))
}

/// Checks a message and puts it into its place.
fn write(
    held: &mut Held,
    call: &Call,
    place: &Place,
    given: &Map<String, Value>,
    reply_to: Option<&str>,
) -> Result<Message, Refusal> {
    let activity = Activity::read(given, &held.app.bot())?;
    let visible_to = audience(held, call, place, &activity)?;
    held.limits.admit(&place.id(), call.at)?;
    let message = Message {
        channel: place.id(),
        user: held.app.bot(),
        text: activity.text,
        visible_to,
        id: String::new(),
        card: activity.card,
        reply_to: reply_to.map(str::to_owned),
    };
    Ok(held.add(message, call.at))
}

/// Who sees a message. In a channel it is everybody, unless the address says that it is for its
/// recipient alone, who must be a member; nothing in the body says so.
fn audience(
    held: &Held,
    call: &Call,
    place: &Place,
    activity: &Activity,
) -> Result<Visible, Refusal> {
    let is_targeted = call.query.get("isTargetedActivity") == Some("true");
    let channel = match place {
        Place::Person(_) if is_targeted => {
            return Err(Refusal::argument("Only messages in channels and groups can be targeted."));
        }
        Place::Person(user) => return Ok(Visible::only(&user.id)),
        Place::Channel(_) if !is_targeted => return Ok(Visible::all()),
        Place::Channel(channel) => channel,
    };
    let Some(recipient) = &activity.recipient else {
        return Err(Refusal::argument("A targeted message must have a recipient."));
    };
    let found = held.users.iter().find(|user| user.is_there() && user.is_member(recipient));
    match found.filter(|user| channel.has(&user.id)) {
        Some(user) => Ok(Visible::only(&user.id)),
        None => Err(Refusal::forbidden("The recipient is not a member of the conversation.")),
    }
}

/// Replaces what the bot wrote before.
fn update(held: &mut Held, call: &Call, id: &str, activity: &str) -> Outcome {
    let place = place(held, split(id).0)?;
    let new = Activity::read(&body(call)?, &held.app.bot())?;
    held.limits.admit(&place.id(), call.at)?;
    let (channel, bot) = (place.id(), held.app.bot());
    let is_it = |message: &&mut Message| {
        message.id == activity && message.channel == channel && message.user == bot
    };
    let Some(message) = held.messages.iter_mut().find(is_it) else {
        let message = "The activity was not found.";
        return Err(Refusal::bot(StatusCode::NOT_FOUND, "ActivityNotFoundInConversation", message));
    };
    (message.text, message.card) = (new.text, new.card);
    Ok(json_response(StatusCode::OK, &json!({ "id": activity })))
}
