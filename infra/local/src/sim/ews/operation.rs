//! The operations, their shapes, and what each comes to.

use bytes::Bytes;
use http::Response;
use jiff::Timestamp;

use super::answer::{Said, bare, wrapped};
use super::caller::Asked;
use super::held::Held;
use super::refusal::{Code, Refusal};
use super::schema::{Shape, Violation, check};
use super::xml::{Node, Space};
use super::{directory, items, shapes};

/// What can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operation {
    Search(Search),
    Each(Each),
}

/// One search in the directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Search {
    ResolveNames,
    FindPeople,
}

/// The same for each thing on a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Each {
    GetFolder,
    FindItem,
    GetItem,
    CreateItem,
    UpdateItem,
    DeleteItem,
}

impl Operation {
    fn of(node: &Node) -> Option<Self> {
        if node.space != Space::Messages {
            return None;
        }
        Some(match node.name.as_str() {
            "ResolveNames" => Self::Search(Search::ResolveNames),
            "FindPeople" => Self::Search(Search::FindPeople),
            "GetFolder" => Self::Each(Each::GetFolder),
            "FindItem" => Self::Each(Each::FindItem),
            "GetItem" => Self::Each(Each::GetItem),
            "CreateItem" => Self::Each(Each::CreateItem),
            "UpdateItem" => Self::Each(Each::UpdateItem),
            "DeleteItem" => Self::Each(Each::DeleteItem),
            _ => return None,
        })
    }

    fn shape(self) -> &'static Shape {
        match self {
            Self::Search(Search::ResolveNames) => &shapes::RESOLVE_NAMES,
            Self::Search(Search::FindPeople) => &shapes::FIND_PEOPLE,
            Self::Each(Each::GetFolder) => &shapes::GET_FOLDER,
            Self::Each(Each::FindItem) => &shapes::FIND_ITEM,
            Self::Each(Each::GetItem) => &shapes::GET_ITEM,
            Self::Each(Each::CreateItem) => &shapes::CREATE_ITEM,
            Self::Each(Each::UpdateItem) => &shapes::UPDATE_ITEM,
            Self::Each(Each::DeleteItem) => &shapes::DELETE_ITEM,
        }
    }
}

/// Holds an operation against its shape and performs it.
pub fn perform(
    held: &mut Held,
    asked: &Asked<'_>,
    text: &str,
    at: Timestamp,
) -> Result<Response<Bytes>, Refusal> {
    let node = asked.operation;
    let unknown = || Violation::at(node, format!("'{}' is no operation", node.name));
    let schema = |violation| Refusal::schema(violation, text);
    let operation = Operation::of(node).ok_or_else(unknown).map_err(schema)?;
    check(node, operation.shape()).map_err(schema)?;
    let calendar = asked.calendar.as_deref();
    Ok(match operation {
        Operation::Search(search) => search.answer(held, node, calendar),
        Operation::Each(each) => each.answer(held, node, calendar, at),
    })
}

impl Search {
    fn answer(self, held: &Held, asked: &Node, calendar: Option<&str>) -> Response<Bytes> {
        match self {
            Self::ResolveNames => {
                let may = calendar.ok_or(Code::NameResolutionNoMailbox);
                let found = may.and_then(|_| directory::resolve_names(held, asked));
                wrapped(&asked.name, vec![found])
            }
            Self::FindPeople => {
                let may = calendar.ok_or(Code::MissingEmailAddress);
                bare(&asked.name, may.and_then(|_| directory::find_people(held, asked)))
            }
        }
    }
}

impl Each {
    /// The element that lists what is asked for.
    fn list(self) -> &'static str {
        match self {
            Self::GetFolder => "FolderIds",
            Self::FindItem => "ParentFolderIds",
            Self::GetItem | Self::DeleteItem => "ItemIds",
            Self::CreateItem => "Items",
            Self::UpdateItem => "ItemChanges",
        }
    }

    fn answer(
        self,
        held: &mut Held,
        asked: &Node,
        calendar: Option<&str>,
        at: Timestamp,
    ) -> Response<Bytes> {
        let all = asked.child(self.list()).into_iter().flat_map(|list| &list.children);
        let said = all.map(|one| match calendar {
            Some(calendar) => self.of_one(held, asked, one, calendar, at),
            None => Err(Code::MissingEmailAddress),
        });
        wrapped(&asked.name, said.collect())
    }

    fn of_one(
        self,
        held: &mut Held,
        asked: &Node,
        one: &Node,
        calendar: &str,
        at: Timestamp,
    ) -> Said {
        match self {
            Self::GetFolder => Ok(items::get_folder(one)),
            Self::FindItem => items::find(held, asked, one, calendar),
            Self::GetItem => items::get(held, one, calendar),
            Self::CreateItem => items::create(held, asked, one, calendar, at),
            Self::UpdateItem => items::update(held, asked, one, calendar, at),
            Self::DeleteItem => items::delete(held, asked, one, calendar, at),
        }
    }
}
