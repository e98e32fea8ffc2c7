//! Files and folders without their content: ids, making, reading, changing, deleting.

use bytes::Bytes;
use http::{Response, StatusCode};
use serde_json::{Map, Value, json};

use super::caller::Caller;
use super::held::Held;
use super::item::{FOLDER, Item, OCTETS, Place};
use super::refusal::Refusal;
use super::rights::{self, need, seen};
use super::shown::{self, FIELDS, USUAL};
use super::{Outcome, body, json_response, media, parameter};
use crate::sim::{Call, empty};

/// `GET /drive/v3/files/generateIds` → 200.
pub fn generate_ids(held: &mut Held, call: &Call) -> Outcome {
    for (name, only) in [("space", "drive"), ("type", "files")] {
        if call.query.get(name).is_some_and(|value| value != only) {
            return Err(Refusal::parameter(name, format!("only {only} is simulated")));
        }
    }
    let mask = parameter::fields(call, "*", &["kind", "space", "ids"])?;
    let count = parameter::number(call, "count", (1, 1000))?.unwrap_or(10);
    let ids: Vec<String> = (0..count).map(|_| held.new_id()).collect();
    held.generated.extend(ids.iter().cloned());
    let body = json!({ "kind": "drive#generatedIds", "space": "drive", "ids": ids });
    Ok(json_response(StatusCode::OK, &mask.apply(&body)))
}

/// `GET /drive/v3/files/{fileId}` → 200 with what is asked of it, or with its content.
pub fn get(held: &Held, call: &Call, caller: &Caller, id: &str) -> Outcome {
    let (item, _) = seen(&held.tree, call, caller, id)?;
    match call.query.get("alt") {
        None | Some("json") => answer(held, call, caller, id),
        Some("media") => media::get(held, call, item),
        Some(other) => Err(Refusal::parameter("alt", format!("Invalid value '{other}'."))),
    }
}

/// A file as it is now, in the fields that are asked for.
pub fn answer(held: &Held, call: &Call, caller: &Caller, id: &str) -> Outcome {
    let mask = parameter::fields(call, USUAL, &FIELDS)?;
    let (item, rights) = seen(&held.tree, call, caller, id)?;
    let body = mask.apply(&shown::file(&held.tree, item, rights));
    Ok(json_response(StatusCode::OK, &body))
}

/// `POST /drive/v3/files` → 200: a folder, or a file with nothing in it.
pub fn create(held: &mut Held, call: &Call, caller: &Caller) -> Outcome {
    parameter::fields(call, USUAL, &FIELDS)?;
    let said = body::read(call, &body::NEW)?;
    let mut item = draft(held, call, caller, &said)?;
    if !item.is_folder() {
        item.size = Some(0);
        item.sha256 = Some(held.keep(&[]));
    }
    let id = item.id.clone();
    held.tree.add(item);
    answer(held, call, caller, &id)
}

/// A file to come, as somebody says it; refused when it could not be.
pub fn draft(
    held: &mut Held,
    call: &Call,
    caller: &Caller,
    said: &Map<String, Value>,
) -> Result<Item, Refusal> {
    let parent = body::parent(said)?.filter(|parent| parent != "root");
    let place = place(held, call, caller, parent.as_deref())?;
    let mime_type = body::text(said, "mimeType")?;
    // Folders take no room (unconfirmed: the vendor speaks of files alone).
    let takes_room = mime_type.as_deref() != Some(FOLDER);
    if caller.is_service_account && place == Place::Mine && takes_room {
        return Err(Refusal::NoStorage);
    }
    let mut item = Item::folder("", "", place);
    item.drive = parent.is_none().then_some(place);
    item.parents = parent.into_iter().collect();
    if place == Place::Mine {
        item.owner.clone_from(&caller.email);
    }
    item.mime_type = mime_type.unwrap_or_else(|| OCTETS.to_owned());
    item.name = body::text(said, "name")?.unwrap_or_else(|| "Untitled".to_owned());
    item.description = body::text(said, "description")?;
    body::properties(said, &mut item.app_properties)?;
    item.by_app = true;
    (item.created_at, item.modified_at) = (call.at, call.at);
    item.id = id(held, body::text(said, "id")?)?;
    Ok(item)
}

/// Where a file would be, if it may be put there.
fn place(
    held: &Held,
    call: &Call,
    caller: &Caller,
    parent: Option<&str>,
) -> Result<Place, Refusal> {
    let Some(parent) = parent else { return Ok(Place::Mine) };
    let (folder, rights) = seen(&held.tree, call, caller, parent)?;
    if rights.adds() && !held.tree.is_trashed(folder) {
        Ok(held.tree.place(folder))
    } else {
        Err(Refusal::InsufficientParent)
    }
}

/// An id that was handed out before and is not taken, or a new one.
fn id(held: &mut Held, given: Option<String>) -> Result<String, Refusal> {
    let Some(id) = given else { return Ok(held.new_id()) };
    if held.tree.get(&id).is_some() {
        return Err(Refusal::IdInUse);
    }
    if held.generated.contains(&id) {
        return Ok(id);
    }
    Err(Refusal::Invalid("The provided file ID is not usable.".to_owned()))
}

/// `PATCH /drive/v3/files/{fileId}` → 200.
pub fn patch(held: &mut Held, call: &Call, caller: &Caller, id: &str) -> Outcome {
    parameter::fields(call, USUAL, &FIELDS)?;
    let (item, rights) = seen(&held.tree, call, caller, id)?;
    let said = body::read(call, &body::CHANGE)?;
    need(rights.edits())?;
    let mut changed = item.clone();
    if let Some(trashed) = body::truth(&said, "trashed")? {
        need(rights.trashes())?;
        changed.trashed = trashed;
    }
    if let Some(name) = body::text(&said, "name")? {
        changed.name = name;
    }
    if said.contains_key("description") {
        changed.description = body::text(&said, "description")?;
    }
    body::properties(&said, &mut changed.app_properties)?;
    changed.modified_at = call.at;
    if let Some(item) = held.tree.get_mut(id) {
        *item = changed;
    }
    answer(held, call, caller, id)
}

/// `DELETE /drive/v3/files/{fileId}` → 204. In a shared drive only its managers delete for good; the
/// others put things into the trash.
pub fn delete(held: &mut Held, call: &Call, caller: &Caller, id: &str) -> Outcome {
    let (_, rights) = seen(&held.tree, call, caller, id)?;
    need(rights.deletes())?;
    held.tree.remove(id);
    Ok(empty(StatusCode::NO_CONTENT))
}

/// A file that was just made, as it is answered to whoever holds its session.
pub fn made(held: &Held, call: &Call, caller: &Caller, id: &str) -> Response<Bytes> {
    let shown = parameter::fields(call, USUAL, &FIELDS).ok().and_then(|mask| {
        let item = held.tree.get(id)?;
        let rights = rights::of(&held.tree, item, caller)?;
        Some(mask.apply(&shown::file(&held.tree, item, rights)))
    });
    json_response(
        StatusCode::OK,
        &shown.unwrap_or_else(|| json!({ "kind": "drive#file", "id": id })),
    )
}
