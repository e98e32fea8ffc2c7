//! `conversations.open`, `conversations.list` and `conversations.info`.

use serde_json::{Value, json};

use super::Outcome;
use super::account::User;
use super::arguments::Arguments;
use super::caller::Caller;
use super::channel::{Channel, direct};
use super::held::Held;
use super::paging;
use super::refusal::Refusal;

/// How many channels a page has unless somebody asks for another number.
const USUAL: usize = 100;
/// The most people of a conversation.
const MOST_USERS: usize = 8;

/// The conversation of the bot with a person; made up from the person's id, so that there is one.
pub fn direct_id(user: &str) -> String {
    format!("D{}", user.trim_start_matches(['U', 'W']))
}

/// The person that a conversation is with, when it is open.
pub fn person_of<'h>(held: &'h Held, channel: &str) -> Option<&'h User> {
    let is_it = |user: &&User| direct_id(&user.id) == channel && held.direct.contains(&user.id);
    held.users.iter().find(is_it)
}

/// Opens the conversation with one person; once more does no harm.
pub fn open(held: &mut Held, arguments: &Arguments, caller: &Caller) -> Outcome {
    caller.needs(&["im:write"])?;
    let user = person(held, arguments, caller)?.clone();
    let id = direct_id(&user.id);
    let is_new = held.direct.insert(user.id.clone());
    let is_whole = arguments.is_true("return_im");
    let channel = if is_whole { direct(&id, &user) } else { json!({ "id": id }) };
    let mut body = json!({ "channel": channel });
    if !is_new {
        body["no_op"] = json!(true);
        body["already_open"] = json!(true);
    }
    Ok(body)
}

/// The one person who is asked for. Conversations of several are not simulated.
fn person<'h>(held: &'h Held, arguments: &Arguments, caller: &Caller) -> Result<&'h User, Refusal> {
    let given = arguments.text("users").ok_or(Refusal::Error("users_list_not_supplied"))?;
    let ids: Vec<&str> = given.split(',').map(str::trim).collect();
    let [id] = ids.as_slice() else {
        caller.needs(&["mpim:write"])?;
        let is_many = ids.len() > MOST_USERS;
        let error = if is_many { "too_many_users" } else { "invalid_user_combination" };
        return Err(Refusal::Error(error));
    };
    let user = held.user(id).ok_or(Refusal::Error("user_not_found"))?;
    match user {
        User { bot: true, .. } => Err(Refusal::Error("cannot_dm_bot")),
        User { deleted: true, .. } => Err(Refusal::Error("user_disabled")),
        _ => Ok(user),
    }
}

/// A kind of conversation, as `types` names it, and the scope that shows it.
fn scope_of(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "public_channel" => "channels:read",
        "private_channel" => "groups:read",
        "im" => "im:read",
        "mpim" => "mpim:read",
        _ => return None,
    })
}

/// What the bot can see of the kinds that are asked for.
pub fn list(held: &Held, arguments: &Arguments, caller: &Caller) -> Outcome {
    let types = arguments.text("types").unwrap_or_else(|| "public_channel".into());
    let kinds: Vec<&str> = types.split(',').map(str::trim).collect();
    let scopes: Option<Vec<&str>> = kinds.iter().map(|kind| scope_of(kind)).collect();
    caller.needs(&scopes.ok_or(Refusal::Error("invalid_types"))?)?;
    let with_archived = !arguments.is_true("exclude_archived");
    let is_wanted = |channel: &&Channel| {
        let kind = if channel.private { "private_channel" } else { "public_channel" };
        kinds.contains(&kind) && channel.is_seen() && (with_archived || !channel.archived)
    };
    let channels = held.channels.iter().filter(is_wanted);
    let mut found: Vec<Value> =
        channels.map(|channel| channel.shown(&held.users, creator(held))).collect();
    if kinds.contains(&"im") {
        let open = held.users.iter().filter(|user| held.direct.contains(&user.id));
        found.extend(open.map(|user| direct(&direct_id(&user.id), user)));
    }
    let id = |channel: &Value| channel["id"].as_str().unwrap_or_default().to_owned();
    let (page, next) = paging::page(arguments, &found, USUAL, id)?;
    Ok(json!({ "channels": page, "response_metadata": next }))
}

fn creator(held: &Held) -> &str {
    held.users.first().map_or(&held.bot_user_id, |user| &user.id)
}

/// One conversation, by id. A private channel without the bot is as if there were none.
pub fn info(held: &Held, arguments: &Arguments, caller: &Caller) -> Outcome {
    let id = arguments.text("channel").unwrap_or_default();
    if let Some(user) = person_of(held, &id) {
        caller.needs(&["im:read"])?;
        return Ok(json!({ "channel": direct(&id, user) }));
    }
    let found = held.channels.iter().find(|channel| channel.id == id && channel.is_seen());
    let channel = found.ok_or(Refusal::Error("channel_not_found"))?;
    caller.needs(&[if channel.private { "groups:read" } else { "channels:read" }])?;
    let mut shown = channel.shown(&held.users, creator(held));
    if !arguments.is_true("include_num_members")
        && let Some(fields) = shown.as_object_mut()
    {
        fields.remove("num_members");
    }
    Ok(json!({ "channel": shown }))
}
