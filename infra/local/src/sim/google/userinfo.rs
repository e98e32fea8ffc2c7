//! The profile of whoever a token is for.
//!
//! Source: Google's description of `OAuth2` v2, `userinfo.get`; `OpenID` Connect's names in v3.

use bytes::Bytes;
use http::{Response, StatusCode};
use serde_json::{Value, json};

use super::caller::Caller;
use super::held::Held;
use super::operation::Version;
use super::{json_response, scopes};

/// `GET /oauth2/{version}/userinfo` → 200, with what the scopes allow to be seen.
pub fn get(held: &Held, caller: &Caller, version: Version) -> Response<Bytes> {
    let (id, verified) = match version {
        Version::V2 => ("id", "verified_email"),
        Version::V3 => ("sub", "email_verified"),
    };
    let mut shown = json!({ id: caller.id });
    if caller.scopes.iter().any(|scope| scope == scopes::EMAIL) {
        shown["email"] = json!(caller.address);
        shown[verified] = json!(true);
    }
    if let Some(user) = held.users.iter().find(|user| user.id == caller.id) {
        shown["hd"] = json!(user.domain());
        if caller.scopes.iter().any(|scope| scope == scopes::PROFILE) {
            add_names(&mut shown, user.names());
        }
    }
    json_response(StatusCode::OK, &shown)
}

fn add_names(shown: &mut Value, (first, last): (String, String)) {
    shown["name"] = json!(format!("{first} {last}").trim());
    shown["given_name"] = json!(first);
    if !last.is_empty() {
        shown["family_name"] = json!(last);
    }
}
