//! Who calls the API, and how much of the drives a token shows.

use http::StatusCode;
use serde_json::json;

use super::held::Held;
use super::permission::id_of;
use super::refusal::Refusal;
use super::token::{DRIVE, DRIVE_FILE};
use super::{Outcome, json_response, parameter};
use crate::sim::Call;

/// Whoever a token is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The address.
    pub email: String,
    /// A service account in its own name owns nothing.
    pub is_service_account: bool,
    /// Whether the token shows what the application made, and nothing else (`drive.file`).
    pub only_own: bool,
}

/// Whoever calls, when the token opens the drive at all.
pub fn of(held: &Held, call: &Call) -> Result<Caller, Refusal> {
    let token = call.credentials("Bearer").ok_or(Refusal::LoginRequired)?;
    let granted = held.granted(token, call.at).ok_or(Refusal::Token)?;
    let is_service_account = granted.user.is_empty();
    let email = if is_service_account {
        held.service_account_key.as_ref().map(|key| key.client_email.clone())
    } else {
        held.users.iter().map(|user| user.email.clone()).find(|email| *email == granted.user)
    };
    let email = email.ok_or(Refusal::Token)?;
    let opens = |scope: &str| granted.scopes.iter().any(|granted| granted == scope);
    if opens(DRIVE) || opens(DRIVE_FILE) {
        Ok(Caller { email, is_service_account, only_own: !opens(DRIVE) })
    } else {
        Err(Refusal::Scope)
    }
}

/// `GET /drive/v3/about`. The vendor has no usual fields here: they must be named.
pub fn about(call: &Call, caller: &Caller) -> Outcome {
    if call.query.get("fields").is_none() {
        let message = "The 'fields' parameter is required for this method.";
        return Err(Refusal::Required(message.to_owned()));
    }
    let mask = parameter::fields(call, "*", &["kind", "user"])?;
    let name = caller.email.split('@').next().unwrap_or_default();
    let body = json!({
        "kind": "drive#about",
        "user": {
            "kind": "drive#user",
            "displayName": name,
            "me": true,
            "permissionId": id_of(&caller.email),
            "emailAddress": caller.email,
        },
    });
    Ok(json_response(StatusCode::OK, &mask.apply(&body)))
}
