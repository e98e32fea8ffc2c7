//! `auth.test` and `auth.revoke`.

use serde_json::{Value, json};

use super::account::User;
use super::arguments::Arguments;
use super::caller::Caller;
use super::held::Held;
use super::token;

/// Who the token stands for.
pub fn test(held: &Held) -> Value {
    let bot = held.users.iter().find(|user| user.id == held.bot_user_id);
    let mut body = json!({
        "url": format!("https://{}.slack.com/", held.domain()),
        "team": held.team_name,
        "user": bot.map_or_else(|| "convoke".to_owned(), User::name),
        "team_id": held.team_id,
        "user_id": held.bot_user_id,
        "bot_id": held.bot_id(),
        "is_enterprise_install": false,
    });
    if let Some(enterprise) = &held.enterprise {
        body["enterprise_id"] = json!(enterprise.id);
    }
    body
}

/// Takes the token back, with all that came of the same consent. With `test` nothing happens.
pub fn revoke(held: &mut Held, arguments: &Arguments, caller: &Caller) -> Value {
    let is_real = !arguments.is_true("test");
    if is_real {
        held.grants.revoke_token(token::bare(&caller.token));
    }
    json!({ "revoked": is_real })
}
