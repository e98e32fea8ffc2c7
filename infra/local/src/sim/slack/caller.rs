//! Who calls: the token and what it may be used for.

use super::arguments::Arguments;
use super::held::Held;
use super::refusal::Refusal;
use super::token;
use crate::sim::Call;
use crate::sim::oauth::BadToken;

/// The app, with the token of one installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The token as it was handed out.
    pub token: String,
    /// What it may be used for now.
    pub scopes: Vec<String>,
}

/// The caller of a method. The token stands in the header, or in a form.
pub fn check(held: &Held, call: &Call, arguments: &Arguments) -> Result<Caller, Refusal> {
    let token = call.credentials("Bearer").or(arguments.token.as_deref()).unwrap_or_default();
    if token.is_empty() {
        return Err(Refusal::Error("not_authed"));
    }
    let granted = held.grants.check(token::bare(token), call.at);
    let access = granted.map_err(|bad| Refusal::Error(why(held, token, bad)))?;
    let bot = held.users.iter().find(|user| user.id == held.bot_user_id);
    if bot.is_some_and(|bot| bot.deleted) {
        return Err(Refusal::Error("account_inactive"));
    }
    // An administrator may have narrowed what the app was let in with.
    let scopes = access.scopes.iter().filter(|scope| held.scopes.contains(scope));
    Ok(Caller { token: token.to_owned(), scopes: scopes.cloned().collect() })
}

/// A token that was handed out and is no longer known was taken back.
fn why(held: &Held, token: &str, bad: BadToken) -> &'static str {
    match bad {
        BadToken::Expired => "token_expired",
        BadToken::Unknown if held.issued.contains(token) => "token_revoked",
        BadToken::Unknown => "invalid_auth",
    }
}

impl Caller {
    /// Whether the token has a scope.
    pub fn has(&self, scope: &str) -> bool {
        self.scopes.iter().any(|has| has == scope)
    }

    /// Every one of these scopes is needed.
    pub fn needs(&self, scopes: &[&str]) -> Result<(), Refusal> {
        if scopes.iter().all(|scope| self.has(scope)) {
            return Ok(());
        }
        Err(Refusal::Scope { needed: scopes.join(","), provided: self.scopes.join(",") })
    }
}
