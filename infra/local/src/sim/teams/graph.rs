//! The parts of Graph that the chat side calls: people, and the app installed for them.
//!
//! Source: Graph, list users, get user, and install app for user.

use http::{Method, StatusCode};
use serde_json::Value;

use super::account::User;
use super::held::Held;
use super::refusal::Refusal;
use super::{Outcome, caller};
use crate::sim::microsoft::directory;
use crate::sim::microsoft::refusal::Refusal as Graph;
use crate::sim::microsoft::user::User as Entry;
use crate::sim::{Call, empty};

const USERS: [&str; 2] = ["User.ReadBasic.All", "User.Read.All"];
const INSTALL: [&str; 2] =
    ["TeamsAppInstallation.ReadWriteSelfForUser.All", "TeamsAppInstallation.ReadWriteForUser.All"];

/// How a body names an app of the catalogue, behind Graph's address.
const APPS: &str = "/appCatalogs/teamsApps/";

/// Who asks, whether for something that is there, with which permission, and only then what for.
pub fn answer(held: &mut Held, call: &Call, segments: &[&str]) -> Outcome {
    let granted = caller::graph(held, call)?;
    let has = |names: &[&str]| granted.iter().any(|granted| names.contains(&granted.as_str()));
    match (call.method.clone(), segments) {
        (Method::GET, ["users", ..]) if segments.len() <= 2 => {
            if !has(&USERS) {
                return Err(Graph::InsufficientPrivileges.into());
            }
            read(held, call, segments.get(1).copied())
        }
        (Method::POST, ["users", id, "teamwork", "installedApps"]) => {
            if !has(&INSTALL) {
                let message = "Missing scope permissions on the request.";
                return Err(Refusal::apps(StatusCode::FORBIDDEN, "Forbidden", message));
            }
            install(held, call, id)
        }
        _ => Err(Graph::NoSuchAddress.into()),
    }
}

fn read(held: &Held, call: &Call, id: Option<&str>) -> Outcome {
    let there = held.users.iter().filter(|user| user.is_there());
    let entries: Vec<Entry> = there.map(User::entry).collect();
    let Some(id) = id else { return Ok(directory::list(&entries, call)?) };
    let found = entries.iter().find(|entry| entry.is(id));
    let entry = found.ok_or_else(|| Graph::NoSuchResource(id.to_owned()))?;
    Ok(directory::get(call, entry)?)
}

/// Installs the app for a person. Answers 201 without a body.
fn install(held: &mut Held, call: &Call, id: &str) -> Outcome {
    let user = held.users.iter().find(|user| user.is_there() && user.entry().is(id));
    let user = user.ok_or_else(|| Graph::NoSuchResource(id.to_owned()))?.id.clone();
    let body: Value = serde_json::from_slice(&call.body).unwrap_or_default();
    let bind = body["teamsApp@odata.bind"].as_str().ok_or(Graph::NotAnObject)?;
    let app = bind.split_once(APPS).map(|(_, app)| app.trim_end_matches('/'));
    if app != Some(held.app_catalog_id.as_str()) {
        let message = "The app was not found in the catalogue of the tenant.";
        return Err(Refusal::apps(StatusCode::NOT_FOUND, "NotFound", message));
    }
    if held.policies.blocked_for.contains(&user) {
        let message = "The app is blocked by an app permission policy for the user.";
        return Err(Refusal::apps(StatusCode::FORBIDDEN, "Forbidden", message));
    }
    if held.installs.contains(&user) {
        let message = "The app is already installed for the user.";
        return Err(Refusal::apps(StatusCode::CONFLICT, "Conflict", message));
    }
    held.installs.push(user);
    Ok(empty(StatusCode::CREATED))
}
