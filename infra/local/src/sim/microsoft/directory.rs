//! The tenant's users.

use http::StatusCode;
use serde_json::Value;

use super::odata::{self, Sizes};
use super::refusal::Refusal;
use super::user::User;
use super::{Outcome, json_response};
use crate::sim::Call;

const TYPE: &str = "microsoft.graph.user";
/// Graph: list users.
const SIZES: Sizes = Sizes { usual: 100, most: 999 };
/// Shown only to whoever selects them (Graph: properties of a user).
const ONLY_WHEN_ASKED: [&str; 2] = ["accountEnabled", "userType"];

/// `GET /users` → 200; addresses and user principal names can be filtered by.
pub fn list(users: &[User], call: &Call) -> Outcome {
    odata::only(call, &["$select", "$top", "$skiptoken", "$filter"])?;
    let wanted = odata::filter(call)?;
    if let Some((property, _)) = &wanted
        && !matches!(*property, "mail" | "userPrincipalName")
    {
        return Err(Refusal::Query(format!("The filter on '{property}' is not supported.")));
    }
    let fits = |user: &&User| {
        let Some((property, text)) = &wanted else { return true };
        let value = &user.properties()[*property];
        value.as_str().is_some_and(|value| value.eq_ignore_ascii_case(text))
    };
    let found = users.iter().filter(fits);
    let shown: Vec<Value> = found.map(|user| shown(call, user)).collect::<Result<_, _>>()?;
    Ok(json_response(StatusCode::OK, &odata::page(call, &shown, &SIZES)?))
}

/// `GET /users/{id}` or `/me` → 200.
pub fn get(call: &Call, user: &User) -> Outcome {
    odata::only(call, &["$select"])?;
    let mut body = shown(call, user)?;
    body["@odata.context"] = odata::context(call).into();
    Ok(json_response(StatusCode::OK, &body))
}

fn shown(call: &Call, user: &User) -> Result<Value, Refusal> {
    odata::select(call, TYPE, user.properties(), &ONLY_WHEN_ASKED)
}
