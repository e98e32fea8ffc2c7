//! Sharing: who may do what with a file.
//!
//! Source: `permissions` in Google's description of Drive v3, its guide to sharing and public issues (see
//! `refusal`). Unconfirmed: that a second permission for the same address never takes a role away.

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::caller::Caller;
use super::held::Held;
use super::item::Item;
use super::list::{PAGE, offset, token};
use super::permission::{Kind, Permission, Role};
use super::refusal::Refusal;
use super::rights::{need, seen};
use super::tree::Tree;
use super::{Outcome, body, json_response, parameter};
use crate::sim::{Call, empty};

/// The fields of a permission that can be asked for.
pub const FIELDS: [&str; 7] =
    ["kind", "id", "type", "role", "emailAddress", "domain", "permissionDetails"];
/// What a new permission may say.
pub const NEW: [&str; 4] = ["role", "type", "emailAddress", "domain"];
const USUAL: &str = "kind,id,type,role";
const PAGE_FIELDS: [&str; 3] = ["kind", "nextPageToken", "permissions"];

/// `POST /drive/v3/files/{fileId}/permissions` → 200. Whoever has one gets the higher of both roles.
pub fn create(held: &mut Held, call: &Call, caller: &Caller, id: &str) -> Outcome {
    let mask = parameter::fields(call, USUAL, &FIELDS)?;
    let (item, rights) = seen(&held.tree, call, caller, id)?;
    need(rights.shares())?;
    let wanted = wanted(&body::read(call, &NEW)?)?;
    let is_shared = held.tree.is_shared(item);
    check_role(&wanted, item, is_shared)?;
    check_notice(held, call, &wanted)?;
    if !held.external_sharing && wanted.leaves(&held.domain) {
        return Err(if is_shared { Refusal::DomainOnly } else { Refusal::ShareOut });
    }
    let permission = wanted.id();
    if let Some(item) = held.tree.get_mut(id) {
        add(item, wanted);
    }
    let (item, _) = seen(&held.tree, call, caller, id)?;
    let shown = all(&held.tree, item).into_iter().find(|shown| shown["id"] == permission);
    Ok(json_response(StatusCode::OK, &mask.apply(&shown.unwrap_or_default())))
}

fn add(item: &mut Item, wanted: Permission) {
    let same = item.permissions.iter_mut().find(|held| held.id() == wanted.id());
    match same {
        Some(held) => held.role = held.role.max(wanted.role),
        None => item.permissions.push(wanted),
    }
}

fn wanted(said: &Map<String, Value>) -> Result<Permission, Refusal> {
    let required = |name: &str| {
        let text = body::text(said, name)?.filter(|text| !text.is_empty());
        text.ok_or_else(|| Refusal::Required(format!("The {name} field is required.")))
    };
    let role = one_of("role", &required("role")?)?;
    let kind = one_of("type", &required("type")?)?;
    let (email, domain) = match kind {
        Kind::User | Kind::Group => (required("emailAddress")?, String::new()),
        Kind::Domain => (String::new(), required("domain")?),
        Kind::Anyone => (String::new(), String::new()),
    };
    if !email.is_empty() && !email.contains('@') {
        return Err(Refusal::Invalid("The specified emailAddress is invalid.".to_owned()));
    }
    Ok(Permission { email, role, kind, domain })
}

fn one_of<T: serde::de::DeserializeOwned>(name: &str, text: &str) -> Result<T, Refusal> {
    serde_json::from_value(json!(text))
        .map_err(|_| Refusal::Invalid(format!("The specified {name} is invalid or not supported.")))
}

/// Owners own in their own drives; managers manage shared drives, and content managers their folders.
fn check_role(wanted: &Permission, item: &Item, is_shared: bool) -> Result<(), Refusal> {
    let fits = match wanted.role {
        Role::Reader | Role::Commenter | Role::Writer => true,
        Role::FileOrganizer => is_shared && item.is_folder(),
        Role::Organizer | Role::Owner => false,
    };
    need(fits)
}

/// People and groups are told by mail unless somebody says no; whoever has no account must be.
fn check_notice(held: &Held, call: &Call, wanted: &Permission) -> Result<(), Refusal> {
    let told = parameter::switch(call, "sendNotificationEmail")?;
    match wanted.kind {
        Kind::Domain | Kind::Anyone if told.is_some() => Err(Refusal::NotifiesNobody),
        Kind::Domain | Kind::Anyone => Ok(()),
        Kind::User | Kind::Group => {
            let mut without = held.no_account.iter();
            let has_none = without.any(|email| email.eq_ignore_ascii_case(&wanted.email));
            if has_none && told == Some(false) { Err(Refusal::NoAccount) } else { Ok(()) }
        }
    }
}

/// `GET /drive/v3/files/{fileId}/permissions` → 200. Readers do not see who else reads.
pub fn list(held: &Held, call: &Call, caller: &Caller, id: &str) -> Outcome {
    let mask =
        parameter::fields(call, "kind,nextPageToken,permissions(kind,id,type,role)", &PAGE_FIELDS)?;
    let (item, rights) = seen(&held.tree, call, caller, id)?;
    need(rights.edits())?;
    let size = parameter::number(call, "pageSize", (1, PAGE))?.unwrap_or(PAGE);
    let from = offset(call, id)?;
    let all = all(&held.tree, item);
    let page: Vec<&Value> = all.iter().skip(from).take(size).collect();
    let mut body = json!({ "kind": "drive#permissionList", "permissions": page });
    if from.saturating_add(size) < all.len() {
        body["nextPageToken"] = json!(token(from + size, id));
    }
    Ok(json_response(StatusCode::OK, &mask.apply(&body)))
}

/// All permissions on an item as they are shown: one for each who has any, with the highest role.
fn all(tree: &Tree, item: &Item) -> Vec<Value> {
    let mut found: Vec<(Permission, Vec<Value>)> = Vec::new();
    for (permission, from) in tree.permissions(item) {
        let detail = detail(tree.is_shared(item), permission.role, from);
        match found.iter_mut().find(|(known, _)| known.id() == permission.id()) {
            Some((known, details)) => {
                known.role = known.role.max(permission.role);
                details.push(detail);
            }
            None => found.push((permission, vec![detail])),
        }
    }
    found.iter().map(|(permission, details)| shown(permission, details)).collect()
}

fn detail(is_shared: bool, role: Role, from: Option<String>) -> Value {
    let kind = if is_shared && from.is_some() { "member" } else { "file" };
    let mut detail = json!({ "permissionType": kind, "role": role, "inherited": from.is_some() });
    if let Some(from) = from.filter(|_| is_shared) {
        detail["inheritedFrom"] = json!(from);
    }
    detail
}

fn shown(permission: &Permission, details: &[Value]) -> Value {
    let mut shown = json!({
        "kind": "drive#permission",
        "id": permission.id(),
        "type": permission.kind,
        "role": permission.role,
        "permissionDetails": details,
    });
    if !permission.email.is_empty() {
        shown["emailAddress"] = json!(permission.email);
    }
    if !permission.domain.is_empty() {
        shown["domain"] = json!(permission.domain);
    }
    shown
}

/// `DELETE /drive/v3/files/{fileId}/permissions/{permissionId}` → 204. What comes from a folder is taken
/// away there.
pub fn delete(
    held: &mut Held,
    call: &Call,
    caller: &Caller,
    id: &str,
    permission: &str,
) -> Outcome {
    let (item, rights) = seen(&held.tree, call, caller, id)?;
    need(rights.shares())?;
    let is_it = |held: &Permission| held.id() == permission;
    if !item.permissions.iter().any(is_it) {
        let inherited = held.tree.permissions(item).iter().any(|(held, _)| is_it(held));
        let missing = format!("Permission not found: {permission}.");
        return Err(if inherited { Refusal::Inherited } else { Refusal::NoPermission(missing) });
    }
    if let Some(item) = held.tree.get_mut(id) {
        item.permissions.retain(|held| !is_it(held));
    }
    Ok(empty(StatusCode::NO_CONTENT))
}
