//! What whoever calls may see and do.
//!
//! Source: Google's guides to sharing, to roles and permissions, and to shared drives;
//! `files.delete` in its description of Drive v3 for who deletes for good.

use serde_json::{Value, json};

use super::caller::Caller;
use super::item::Item;
use super::parameter;
use super::permission::Role;
use super::refusal::Refusal;
use super::tree::Tree;
use crate::sim::Call;

/// What a caller may do with an item.
#[derive(Debug, Clone, Copy)]
pub struct Rights {
    role: Role,
    is_shared: bool,
    is_folder: bool,
}

/// What a caller may do with an item; none when it does not even show.
pub fn of(tree: &Tree, item: &Item, caller: &Caller) -> Option<Rights> {
    if caller.only_own && !item.by_app {
        return None;
    }
    let permissions = tree.permissions(item);
    let reaching = permissions.iter().filter(|(permission, _)| permission.reaches(&caller.email));
    let role = reaching.map(|(permission, _)| permission.role).max()?;
    Some(Rights { role, is_shared: tree.is_shared(item), is_folder: item.is_folder() })
}

impl Rights {
    /// Changes the item's name and notes.
    pub fn edits(self) -> bool {
        self.role >= Role::Writer
    }

    /// Puts something into it.
    pub fn adds(self) -> bool {
        self.is_folder && self.edits()
    }

    /// Lets others see it. A folder of a shared drive is shared by its managers alone.
    pub fn shares(self) -> bool {
        let least = if self.is_shared && self.is_folder { Role::Organizer } else { Role::Writer };
        self.role >= least
    }

    /// Puts it into the trash.
    pub fn trashes(self) -> bool {
        self.role >= if self.is_shared { Role::FileOrganizer } else { Role::Owner }
    }

    /// Deletes it for good.
    pub fn deletes(self) -> bool {
        self.role >= if self.is_shared { Role::Organizer } else { Role::Owner }
    }

    /// As an item shows them.
    pub fn shown(self) -> Value {
        json!({
            "canEdit": self.edits(),
            "canRename": self.edits(),
            "canAddChildren": self.adds(),
            "canShare": self.shares(),
            "canTrash": self.trashes(),
            "canDelete": self.deletes(),
            "canDownload": !self.is_folder,
        })
    }
}

/// The item of an id with what the caller may do, unless it does not show: what is in the shared drive
/// shows only to whoever says that they know shared drives.
pub fn seen<'t>(
    tree: &'t Tree,
    call: &Call,
    caller: &Caller,
    id: &str,
) -> Result<(&'t Item, Rights), Refusal> {
    let missing = || Refusal::NoFile(format!("File not found: {id}."));
    let knows_shared = parameter::flag(call, "supportsAllDrives")?;
    let item = tree.get(id).ok_or_else(missing)?;
    let rights = of(tree, item, caller).ok_or_else(missing)?;
    if rights.is_shared && !knows_shared { Err(missing()) } else { Ok((item, rights)) }
}

/// Refuses what a caller may not do.
pub fn need(may: bool) -> Result<(), Refusal> {
    if may { Ok(()) } else { Err(Refusal::Insufficient) }
}
