//! What Exchange is asked, as its schema wants it: the order of elements is the schema's and counts
//! (EWS reference; `messages.xsd` and `types.xsd` of Exchange 2013 SP1).

use jiff::Timestamp;

use super::item::{Attendee, CalendarItem, ItemId};
use super::write::Tag;

/// The schema that requests follow and servers must know.
const VERSION: &str = "Exchange2013_SP1";
/// The properties of ours that items carry. Any GUID does that nobody else uses.
const PROPERTY_SET: &str = "6d1f2c0a-5b57-4b8e-9a3e-0c3f7e51d8b4";
/// The property that tells which attempt made an item.
const MARK: &str = "ConvokeMark";

/// What Exchange can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    GetFolder,
    ResolveNames,
    FindPeople,
    FindItem,
    GetItem,
    CreateItem,
    UpdateItem,
    DeleteItem,
}

impl Operation {
    /// Also the name of its element and the end of its SOAP action.
    pub const fn name(self) -> &'static str {
        match self {
            Self::GetFolder => "GetFolder",
            Self::ResolveNames => "ResolveNames",
            Self::FindPeople => "FindPeople",
            Self::FindItem => "FindItem",
            Self::GetItem => "GetItem",
            Self::CreateItem => "CreateItem",
            Self::UpdateItem => "UpdateItem",
            Self::DeleteItem => "DeleteItem",
        }
    }

    /// Whether it changes anything.
    pub const fn writes(self) -> bool {
        match self {
            Self::CreateItem | Self::UpdateItem | Self::DeleteItem => true,
            Self::GetFolder
            | Self::ResolveNames
            | Self::FindPeople
            | Self::FindItem
            | Self::GetItem => false,
        }
    }
}

/// The whole document, asked as `mailbox` (or, without one, as the service account itself).
pub(super) fn document(mailbox: Option<&str>, asked: Tag) -> String {
    let version = Tag::new("t:RequestServerVersion").with("Version", VERSION);
    let mut headers = vec![version];
    headers.extend(mailbox.map(impersonation));
    Tag::of("s:Envelope", [Tag::of("s:Header", headers), Tag::of("s:Body", [asked])])
        .with("xmlns:s", "http://schemas.xmlsoap.org/soap/envelope/")
        .with("xmlns:m", "http://schemas.microsoft.com/exchange/services/2006/messages")
        .with("xmlns:t", "http://schemas.microsoft.com/exchange/services/2006/types")
        .document()
}

/// `SmtpAddress` takes any address of the mailbox, `PrimarySmtpAddress` only the first.
fn impersonation(mailbox: &str) -> Tag {
    let address = Tag::text("t:SmtpAddress", mailbox);
    Tag::of("t:ExchangeImpersonation", [Tag::of("t:ConnectingSID", [address])])
}

/// Asks for the calendar's id alone.
pub(super) fn get_calendar() -> Tag {
    let shape = Tag::of("m:FolderShape", [id_only()]);
    Tag::of("m:GetFolder", [shape, Tag::of("m:FolderIds", [calendar()])])
}

/// Asks the directory who has an address. With `smtp:` in front any address of a mailbox counts, not
/// only the primary one, and longer ones that begin alike are found as well (EWS reference,
/// `ResolveNames` operation); the full contact lists them, so that they can be told apart.
pub(super) fn resolve(address: &str) -> Tag {
    Tag::of("m:ResolveNames", [Tag::text("m:UnresolvedEntry", &format!("smtp:{address}"))])
        .with("ReturnFullContactData", "true")
        .with("SearchScope", "ActiveDirectory")
}

/// Asks the directory what sort of persona has an address.
pub(super) fn find_people(address: &str) -> Tag {
    let additional = Tag::of(
        "t:AdditionalProperties",
        [field("persona:PersonaType"), field("persona:EmailAddress")],
    );
    let directory = Tag::new("t:DistinguishedFolderId").with("Id", "directory");
    Tag::of(
        "m:FindPeople",
        [
            Tag::of("m:PersonaShape", [id_only(), additional]),
            page("10"),
            Tag::of("m:ParentFolderId", [directory]),
            Tag::text("m:QueryString", address),
        ],
    )
}

/// Asks the calendar for items that carry a mark.
pub(super) fn find(mark: &str) -> Tag {
    let constant = Tag::new("t:Constant").with("Value", mark);
    let equal = Tag::of("t:IsEqualTo", [mark_path(), Tag::of("t:FieldURIOrConstant", [constant])]);
    Tag::of(
        "m:FindItem",
        [
            Tag::of("m:ItemShape", [id_only()]),
            page("1"),
            Tag::of("m:Restriction", [equal]),
            Tag::of("m:ParentFolderIds", [calendar()]),
        ],
    )
    .with("Traversal", "Shallow")
}

/// Asks for an item's present change key.
pub(super) fn get_item(id: &ItemId) -> Tag {
    let shape = Tag::of("m:ItemShape", [id_only()]);
    let id = Tag::new("t:ItemId").with("Id", &id.id);
    Tag::of("m:GetItem", [shape, Tag::of("m:ItemIds", [id])])
}

/// Makes an item in the calendar and has its attendees invited.
pub(super) fn create(item: &CalendarItem, mark: &str) -> Tag {
    let folder = Tag::of("m:SavedItemFolderId", [calendar()]);
    let property = Tag::of("t:ExtendedProperty", [mark_path(), Tag::text("t:Value", mark)]);
    let fields = [
        subject(item),
        body(item),
        property,
        time("t:Start", item.start),
        time("t:End", item.end),
        location(item),
    ];
    let made = Tag::of("t:CalendarItem", fields.into_iter().chain(attendees(item)));
    Tag::of("m:CreateItem", [folder, Tag::of("m:Items", [made])])
        .with("SendMeetingInvitations", "SendToAllAndSaveCopy")
}

/// Makes an item be as wanted and has its attendees told. `AlwaysOverwrite` does not spare the change
/// key (EWS reference, `ErrorChangeKeyRequiredForWriteOperations`).
pub(super) fn update(id: &ItemId, item: &CalendarItem) -> Tag {
    let updates = [
        set("item:Subject", subject(item)),
        set("item:Body", body(item)),
        set("calendar:Start", time("t:Start", item.start)),
        set("calendar:End", time("t:End", item.end)),
        set("calendar:Location", location(item)),
    ];
    let attendees = attendees(item).map(|them| set("calendar:RequiredAttendees", them));
    let updates = updates.into_iter().chain(attendees);
    let change = Tag::of("t:ItemChange", [item_id(id), Tag::of("t:Updates", updates)]);
    Tag::of("m:UpdateItem", [Tag::of("m:ItemChanges", [change])])
        .with("ConflictResolution", "AlwaysOverwrite")
        .with("SendMeetingInvitationsOrCancellations", "SendToAllAndSaveCopy")
}

/// Deletes an item and has its attendees told.
pub(super) fn cancel(id: &ItemId) -> Tag {
    Tag::of("m:DeleteItem", [Tag::of("m:ItemIds", [item_id(id)])])
        .with("DeleteType", "MoveToDeletedItems")
        .with("SendMeetingCancellations", "SendToAllAndSaveCopy")
}

fn id_only() -> Tag {
    Tag::text("t:BaseShape", "IdOnly")
}

fn calendar() -> Tag {
    Tag::new("t:DistinguishedFolderId").with("Id", "calendar")
}

fn page(most: &str) -> Tag {
    Tag::new("m:IndexedPageItemView")
        .with("MaxEntriesReturned", most)
        .with("Offset", "0")
        .with("BasePoint", "Beginning")
}

fn field(name: &str) -> Tag {
    Tag::new("t:FieldURI").with("FieldURI", name)
}

fn mark_path() -> Tag {
    Tag::new("t:ExtendedFieldURI")
        .with("PropertySetId", PROPERTY_SET)
        .with("PropertyName", MARK)
        .with("PropertyType", "String")
}

fn item_id(id: &ItemId) -> Tag {
    Tag::new("t:ItemId").with("Id", &id.id).with("ChangeKey", &id.change_key)
}

/// Each change names one property and holds an item with nothing else in it.
fn set(name: &str, value: Tag) -> Tag {
    Tag::of("t:SetItemField", [field(name), Tag::of("t:CalendarItem", [value])])
}

fn subject(item: &CalendarItem) -> Tag {
    Tag::text("t:Subject", &item.subject)
}

fn body(item: &CalendarItem) -> Tag {
    Tag::text("t:Body", &item.body).with("BodyType", "Text")
}

fn location(item: &CalendarItem) -> Tag {
    Tag::text("t:Location", &item.location)
}

/// In UTC and whole seconds: a local time would be ambiguous in the hour that a zone repeats.
fn time(name: &'static str, at: Timestamp) -> Tag {
    Tag::text(name, &at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

/// The schema knows no empty list of attendees (`NonEmptyArrayOfAttendeesType`).
fn attendees(item: &CalendarItem) -> Option<Tag> {
    let them = || Tag::of("t:RequiredAttendees", item.attendees.iter().map(attendee));
    (!item.attendees.is_empty()).then(them)
}

fn attendee(attendee: &Attendee) -> Tag {
    let name = Some(&attendee.name).filter(|name| !name.is_empty());
    let name = name.map(|name| Tag::text("t:Name", name));
    let address = Tag::text("t:EmailAddress", &attendee.email);
    Tag::of("t:Attendee", [Tag::of("t:Mailbox", name.into_iter().chain([address]))])
}
