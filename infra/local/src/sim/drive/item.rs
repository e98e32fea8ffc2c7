//! A file or folder, as it is put in and kept.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::content::Generate;
use super::permission::Permission;

/// What a folder's content is called.
pub const FOLDER: &str = "application/vnd.google-apps.folder";
/// Content of which nobody says what it is.
pub const OCTETS: &str = "application/octet-stream";

/// The fields of a folder in the published state.
pub const FOLDER_FIELDS: [&str; 12] = [
    "id",
    "name",
    "drive",
    "parents",
    "owner",
    "description",
    "app_properties",
    "by_app",
    "trashed",
    "created_at",
    "modified_at",
    "permissions",
];
/// The fields of a file in the published state.
pub const FILE_FIELDS: [&str; 15] = [
    "id",
    "name",
    "parents",
    "owner",
    "mime_type",
    "description",
    "app_properties",
    "size",
    "sha256",
    "generate",
    "by_app",
    "trashed",
    "created_at",
    "modified_at",
    "permissions",
];

/// Where a folder at the top is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// In the domain's shared drive, which owns all that is in it.
    Shared,
    /// In its owner's own drive.
    Mine,
}

/// A file or folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The vendor's id.
    pub id: String,
    /// The name, which others may have as well.
    pub name: String,
    /// Where it is; only of a folder at the top.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drive: Option<Place>,
    /// The folder that it is in; none at the top.
    #[serde(default)]
    pub parents: Vec<String>,
    /// Whose it is in somebody's own drive; empty for whoever owns the folder.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub owner: String,
    /// What it is.
    #[serde(default = "octets")]
    pub mime_type: String,
    /// A few words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What the application has noted.
    #[serde(default)]
    pub app_properties: BTreeMap<String, String>,
    /// Bytes of its content.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// The hash of its content.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// How its content comes about, when none is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generate: Option<Generate>,
    /// Whether the application has made it.
    #[serde(default)]
    pub by_app: bool,
    /// Whether it lies in the trash.
    #[serde(default)]
    pub trashed: bool,
    /// When it was made.
    #[serde(default)]
    pub created_at: Timestamp,
    /// When it last changed.
    #[serde(default)]
    pub modified_at: Timestamp,
    /// Who may do what, apart from what comes from the folder.
    #[serde(default)]
    pub permissions: Vec<Permission>,
}

fn octets() -> String {
    OCTETS.to_owned()
}

impl Item {
    /// A folder at the top.
    pub fn folder(id: &str, name: &str, drive: Place) -> Self {
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
            drive: Some(drive),
            parents: Vec::new(),
            owner: String::new(),
            mime_type: FOLDER.to_owned(),
            description: None,
            app_properties: BTreeMap::new(),
            size: None,
            sha256: None,
            generate: None,
            by_app: false,
            trashed: false,
            created_at: Timestamp::UNIX_EPOCH,
            modified_at: Timestamp::UNIX_EPOCH,
            permissions: Vec::new(),
        }
    }

    /// Whether things can be put into it.
    pub fn is_folder(&self) -> bool {
        self.mime_type == FOLDER
    }
}
