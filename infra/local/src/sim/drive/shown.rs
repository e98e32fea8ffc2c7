//! A file as the API shows it.

use serde_json::{Value, json};

use super::item::Item;
use super::rights::Rights;
use super::tree::{DRIVE_ID, Tree};

/// What is shown of a file when nothing else is asked.
pub const USUAL: &str = "kind,id,name,mimeType,driveId";
/// The fields that can be asked for.
pub const FIELDS: [&str; 21] = [
    "kind",
    "id",
    "name",
    "mimeType",
    "description",
    "parents",
    "driveId",
    "size",
    "sha256Checksum",
    "appProperties",
    "capabilities",
    "webViewLink",
    "webContentLink",
    "createdTime",
    "modifiedTime",
    "trashed",
    "explicitlyTrashed",
    "ownedByMe",
    "originalFilename",
    "owners",
    "isAppAuthorized",
];

/// All that is shown of a file.
pub fn file(tree: &Tree, item: &Item, rights: Rights) -> Value {
    let mut shown = json!({
        "kind": "drive#file",
        "id": item.id,
        "name": item.name,
        "mimeType": item.mime_type,
        "capabilities": rights.shown(),
        "webViewLink": link(item),
        "createdTime": item.created_at,
        "modifiedTime": item.modified_at,
        "trashed": tree.is_trashed(item),
        "explicitlyTrashed": item.trashed,
        "isAppAuthorized": item.by_app,
    });
    place(tree, item, &mut shown);
    if let Some(description) = &item.description {
        shown["description"] = json!(description);
    }
    if !item.app_properties.is_empty() {
        shown["appProperties"] = json!(item.app_properties);
    }
    if let Some(size) = item.size {
        // 64-bit numbers are texts in Google's JSON.
        shown["size"] = json!(size.to_string());
        shown["originalFilename"] = json!(item.name);
        shown["webContentLink"] =
            json!(format!("https://drive.google.com/uc?id={}&export=download", item.id));
    }
    if let Some(hash) = &item.sha256 {
        shown["sha256Checksum"] = json!(hash);
    }
    shown
}

/// Where it is, and whose.
fn place(tree: &Tree, item: &Item, shown: &mut Value) {
    if !item.parents.is_empty() {
        shown["parents"] = json!(item.parents);
    } else if tree.is_shared(item) {
        shown["parents"] = json!([DRIVE_ID]);
    }
    if tree.is_shared(item) {
        shown["driveId"] = json!(DRIVE_ID);
    } else if let Some(owner) = tree.owner(item) {
        shown["owners"] = json!([{ "kind": "drive#user", "emailAddress": owner }]);
    }
}

fn link(item: &Item) -> String {
    let id = &item.id;
    if item.is_folder() {
        format!("https://drive.google.com/drive/folders/{id}")
    } else {
        format!("https://drive.google.com/file/d/{id}/view?usp=drivesdk")
    }
}
