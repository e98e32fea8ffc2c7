//! Whose token opens what: Graph's is not the Bot Connector's.

use super::held::Held;
use super::refusal::Refusal;
use super::token::BOT_RESOURCE;
use crate::sim::Call;
use crate::sim::microsoft::refusal::Refusal as Graph;
use crate::sim::oauth::BadToken;

/// What the token of a call to Graph may be used for.
pub fn graph(held: &Held, call: &Call) -> Result<Vec<String>, Refusal> {
    let token = call.credentials("Bearer").unwrap_or_default();
    if token.is_empty() {
        return Err(Graph::Token("Access token is empty.").into());
    }
    let access = held.grants.check(token, call.at).map_err(|bad| match bad {
        BadToken::Unknown => Graph::Token("CompactToken parsing failed with error code: 80049217"),
        BadToken::Expired => Graph::Token("Lifetime validation failed, the token is expired."),
    })?;
    if access.scopes.iter().any(|scope| scope == BOT_RESOURCE) {
        return Err(Graph::Token("Access token validation failure. Invalid audience.").into());
    }
    Ok(access.scopes.clone())
}

/// Whether a call to the Bot Connector has a token for it.
pub fn bot(held: &Held, call: &Call) -> Result<(), Refusal> {
    let token = call.credentials("Bearer").unwrap_or_default();
    let access = held.grants.check(token, call.at).map_err(|_| Refusal::unauthorized())?;
    if access.scopes.iter().any(|scope| scope == BOT_RESOURCE) {
        return Ok(());
    }
    Err(Refusal::unauthorized())
}
