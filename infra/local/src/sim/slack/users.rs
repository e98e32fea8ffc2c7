//! `users.list`, `users.info` and `users.lookupByEmail`.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::Outcome;
use super::account::User;
use super::arguments::Arguments;
use super::caller::Caller;
use super::held::Held;
use super::paging;
use super::refusal::Refusal;

/// What lets an app see addresses.
const EMAIL: &str = "users:read.email";
/// As many as a page has when nobody asks for pages: all, as far as the vendor's patience goes.
const ALL: usize = usize::MAX;

/// Everybody, bots and those who are gone among them.
pub fn list(held: &Held, arguments: &Arguments, caller: &Caller, at: Timestamp) -> Outcome {
    let (page, next) = paging::page(arguments, &held.users, ALL, |user| user.id.clone())?;
    let shown = |user: &User| user.shown(&held.team_id, caller.has(EMAIL), at);
    let members: Vec<Value> = page.iter().map(shown).collect();
    let cache_ts = at.as_second();
    Ok(json!({ "members": members, "cache_ts": cache_ts, "response_metadata": next }))
}

/// One of them, by id.
pub fn info(held: &Held, arguments: &Arguments, caller: &Caller, at: Timestamp) -> Outcome {
    let user = arguments.text("user").and_then(|id| held.user(&id));
    let user = user.ok_or(Refusal::Error("user_not_found"))?;
    Ok(json!({ "user": user.shown(&held.team_id, caller.has(EMAIL), at) }))
}

/// One of them, by address. Those who are gone, bots and guests are found too.
pub fn lookup_by_email(held: &Held, arguments: &Arguments, at: Timestamp) -> Outcome {
    let email = arguments.text("email").unwrap_or_default();
    let user = held.users.iter().find(|user| user.has_email(&email));
    let user = user.ok_or(Refusal::Error("users_not_found"))?;
    Ok(json!({ "user": user.shown(&held.team_id, true, at) }))
}
