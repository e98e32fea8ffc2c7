//! All files and folders, and what follows from where they are.

use serde::{Deserialize, Serialize};

use super::item::{Item, Place};
use super::permission::{Permission, Role};

/// The shared drive's id.
pub const DRIVE_ID: &str = "0ADemoSharedDriveUk9PVA";
/// Folders in folders, at most; a ring ends there.
const DEEPEST: usize = 100;

/// Files and folders, oldest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tree(Vec<Item>);

impl Tree {
    /// These items.
    pub fn new(items: Vec<Item>) -> Self {
        Self(items)
    }

    /// All of them.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.0.iter()
    }

    /// The item of this id.
    pub fn get(&self, id: &str) -> Option<&Item> {
        self.0.iter().find(|item| item.id == id)
    }

    /// The item of this id, to be changed.
    pub fn get_mut(&mut self, id: &str) -> Option<&mut Item> {
        self.0.iter_mut().find(|item| item.id == id)
    }

    /// Adds an item.
    pub fn add(&mut self, item: Item) {
        self.0.push(item);
    }

    /// Removes an item and what is in it.
    pub fn remove(&mut self, id: &str) {
        self.0.retain(|item| item.id != id);
        let inside = self.0.iter().filter(|item| item.parents.iter().any(|parent| parent == id));
        let inside: Vec<String> = inside.map(|item| item.id.clone()).collect();
        for id in &inside {
            self.remove(id);
        }
    }

    /// The folders above an item, the nearest first.
    pub fn above<'t>(&'t self, item: &'t Item) -> impl Iterator<Item = &'t Item> {
        let parent = |item: &&Item| item.parents.first().and_then(|id| self.get(id));
        std::iter::successors(parent(&item), parent).take(DEEPEST)
    }

    /// An item and the folders above it.
    fn chain<'t>(&'t self, item: &'t Item) -> impl Iterator<Item = &'t Item> {
        std::iter::once(item).chain(self.above(item))
    }

    /// Where an item is.
    pub fn place(&self, item: &Item) -> Place {
        self.chain(item).find_map(|item| item.drive).unwrap_or(Place::Mine)
    }

    /// Whether an item is in the shared drive.
    pub fn is_shared(&self, item: &Item) -> bool {
        self.place(item) == Place::Shared
    }

    /// Whose an item is; nobody's in the shared drive.
    pub fn owner<'t>(&'t self, item: &'t Item) -> Option<&'t str> {
        if self.is_shared(item) {
            return None;
        }
        self.chain(item).map(|item| item.owner.as_str()).find(|owner| !owner.is_empty())
    }

    /// Whether an item or a folder above it lies in the trash.
    pub fn is_trashed(&self, item: &Item) -> bool {
        self.chain(item).any(|item| item.trashed)
    }

    /// All permissions on an item, each with the folder that it comes from; none for its own.
    pub fn permissions(&self, item: &Item) -> Vec<(Permission, Option<String>)> {
        let owner = self.owner(item).map(|owner| (Permission::of(owner, Role::Owner), None));
        let own = item.permissions.iter().map(|permission| (permission.clone(), None));
        let above = self.above(item).flat_map(|folder| {
            let from = |permission: &Permission| (permission.clone(), Some(folder.id.clone()));
            folder.permissions.iter().map(from)
        });
        owner.into_iter().chain(own).chain(above).collect()
    }
}
