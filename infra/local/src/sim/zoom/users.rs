//! The account's users.

use http::StatusCode;
use serde_json::{Value, json};

use super::account::{Account, Status, User};
use super::held::Held;
use super::paging::Page;
use super::refusal::Refusal;
use super::{Outcome, json_response};
use crate::sim::Call;

const PAGE_MAX: usize = 2000;

/// `GET /users` → 200, active users unless another status is asked for.
pub fn list(held: &Held, call: &Call) -> Outcome {
    let status = match call.query.get("status") {
        None | Some("active") => Status::Active,
        Some("inactive") => Status::Inactive,
        Some("pending") => Status::Pending,
        Some(_) => {
            let message = "One of active, inactive, pending is expected.";
            return Err(Refusal::field("status", message));
        }
    };
    let found: Vec<&User> = held.users.iter().filter(|user| user.status == status).collect();
    let page = Page::of(found, call, PAGE_MAX, &format!("users:{status:?}"))?;
    let mut body = page.frame();
    body["users"] = page.items.iter().map(|user| shown(user, &held.account)).collect::<Value>();
    Ok(json_response(StatusCode::OK, &body))
}

/// `GET /users/{id}` → 200, whatever the user's status.
pub fn get(held: &Held, id: &str) -> Outcome {
    let user = held.user(id)?;
    let mut body = shown(user, &held.account);
    body["account_id"] = json!(held.account.id);
    body["use_pmi"] = json!(false);
    body["language"] = json!("en-US");
    body["role_name"] = json!("Member");
    Ok(json_response(StatusCode::OK, &body))
}

fn shown(user: &User, account: &Account) -> Value {
    let (first, last) = (first_name(user), user.last_name.clone().unwrap_or_default());
    json!({
        "id": user.id,
        "email": user.email,
        "first_name": first,
        "last_name": last,
        "display_name": format!("{first} {last}").trim(),
        "type": user.kind,
        "status": user.status,
        "pmi": personal_id(&user.id),
        "timezone": user.timezone.as_ref().unwrap_or(&account.timezone),
        "verified": 1,
        "dept": "",
        "role_id": "2",
        "user_created_at": "2024-01-15T08:00:00Z",
    })
}

/// The given first name, or the capitalised part of the address before the `@`.
fn first_name(user: &User) -> String {
    if let Some(name) = &user.first_name {
        return name.clone();
    }
    let local = user.email.split('@').next().unwrap_or_default();
    let mut letters = local.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A personal meeting id of 10 digits, the same for the same user.
fn personal_id(user: &str) -> u64 {
    let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
    1_000_000_000 + user.bytes().fold(0xCBF2_9CE4_8422_2325, mix) % 9_000_000_000
}
