//! Files and folders as outsiders put them in and see them.

use serde_json::{Map, Value, json};

use super::content;
use super::item::{FILE_FIELDS, FOLDER, FOLDER_FIELDS, Item, Place};
use super::tree::Tree;
use crate::sim::{Entropy, StateError, state};

/// What was put in.
pub struct Put {
    /// Everything that is there then.
    pub tree: Tree,
    /// Texts that files were given as their content.
    pub contents: Vec<Vec<u8>>,
}

/// An item in the published state.
pub fn shown(item: &Item) -> Value {
    let mut shown = json!(item);
    if item.is_folder()
        && let Some(fields) = shown.as_object_mut()
    {
        fields.remove("mime_type");
    }
    shown
}

/// What is there once the named lists have been replaced. Somebody's own folder is the owner's, unless
/// it says another.
///
/// # Errors
/// Names the field that does not fit.
pub fn items(
    given: &Map<String, Value>,
    before: &Tree,
    owner: &str,
    entropy: &mut Entropy,
) -> Result<Put, StateError> {
    let mut contents = Vec::new();
    let kept =
        |folders: bool| before.items().filter(move |item| item.is_folder() == folders).cloned();
    let mut all: Vec<Item> = match given.get("folders") {
        Some(value) => list("folders", value, |field, value| folder(field, value, owner))?,
        None => kept(true).collect(),
    };
    all.extend(match given.get("files") {
        Some(value) => {
            list("files", value, |field, value| file(field, value, entropy, &mut contents))?
        }
        None => kept(false).collect(),
    });
    Ok(Put { tree: Tree::new(all), contents })
}

fn list(
    field: &str,
    value: &Value,
    mut read: impl FnMut(&str, &Value) -> Result<Item, StateError>,
) -> Result<Vec<Item>, StateError> {
    let Value::Array(values) = value else {
        return Err(StateError::invalid(field, "a list is expected"));
    };
    let one = |(index, value)| read(&format!("{field}[{index}]"), value);
    values.iter().enumerate().map(one).collect()
}

fn folder(field: &str, value: &Value, owner: &str) -> Result<Item, StateError> {
    state::object(field, value, &FOLDER_FIELDS)?;
    let mut whole = value.clone();
    whole["mime_type"] = json!(FOLDER);
    let mut folder: Item = state::plain(field, &whole)?;
    if folder.drive == Some(Place::Mine) && folder.owner.is_empty() {
        owner.clone_into(&mut folder.owner);
    }
    Ok(folder)
}

/// A file with its `content` as text, or content made from a seed, or size and hash alone.
fn file(
    field: &str,
    value: &Value,
    entropy: &mut Entropy,
    contents: &mut Vec<Vec<u8>>,
) -> Result<Item, StateError> {
    let known: Vec<&str> = FILE_FIELDS.into_iter().chain(["content"]).collect();
    let mut whole = state::object(field, value, &known)?.clone();
    let text = whole.remove("content").filter(|text| !text.is_null());
    whole.entry("id").or_insert_with(|| json!(new_id(entropy)));
    let mut file: Item = state::plain(field, &Value::Object(whole))?;
    if let Some(text) = text {
        let text: String = state::plain(&format!("{field}.content"), &text)?;
        file.size = Some(u64::try_from(text.len()).unwrap_or(u64::MAX));
        file.sha256 = Some(content::sha256(text.as_bytes()));
        contents.push(text.into_bytes());
    }
    if file.sha256.is_none()
        && let (Some(generate), Some(size)) = (file.generate, file.size)
    {
        file.sha256 = Some(generate.sha256(size));
    }
    Ok(file)
}

/// An id that looks like the vendor's.
pub fn new_id(entropy: &mut Entropy) -> String {
    format!("1{}", entropy.opaque(32))
}
