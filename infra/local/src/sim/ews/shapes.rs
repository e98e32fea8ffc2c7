//! The shapes of requests, as far as they are read here (EWS: `messages.xsd` and `types.xsd` of
//! Exchange 2013 SP1). An element that the schema knows and this table doesn't is refused as well.

use super::schema::Content::{One, Sequence, Some, Text};
use super::schema::Occurs::{Any, Maybe, Once};
use super::schema::{Attribute, Content, Occurs, Part, Shape, Value};
use super::xml::Space;

const fn plain(content: Content) -> Shape {
    Shape { attributes: &[], content }
}

const fn with(attributes: &'static [Attribute], content: Content) -> Shape {
    Shape { attributes, content }
}

const fn t(name: &'static str, shape: &'static Shape, occurs: Occurs) -> Part {
    Part { space: Space::Types, name, shape, occurs }
}

const fn m(name: &'static str, shape: &'static Shape, occurs: Occurs) -> Part {
    Part { space: Space::Messages, name, shape, occurs }
}

const fn required(name: &'static str, value: Value) -> Attribute {
    Attribute { name, value, is_required: true }
}

const fn optional(name: &'static str, value: Value) -> Attribute {
    Attribute { name, value, is_required: false }
}

const VERSIONS: Value = Value::OneOf(&[
    "Exchange2007",
    "Exchange2007_SP1",
    "Exchange2010",
    "Exchange2010_SP1",
    "Exchange2010_SP2",
    "Exchange2013",
    "Exchange2013_SP1",
    "Exchange2016",
]);
/// Folders that every mailbox has, and the directory.
const FOLDERS: Value =
    Value::OneOf(&["calendar", "contacts", "deleteditems", "directory", "drafts", "inbox"]);
const FIELDS: Value = Value::OneOf(&[
    "item:Body",
    "item:Subject",
    "calendar:End",
    "calendar:Location",
    "calendar:RequiredAttendees",
    "calendar:Start",
    "persona:DisplayName",
    "persona:EmailAddress",
    "persona:PersonaType",
]);
const BASE_SHAPES: Value = Value::OneOf(&["IdOnly", "Default", "AllProperties"]);
const SENDS: Value = Value::OneOf(&["SendToNone", "SendOnlyToAll", "SendToAllAndSaveCopy"]);
const SENDS_CHANGES: Value = Value::OneOf(&[
    "SendToNone",
    "SendOnlyToAll",
    "SendOnlyToChanged",
    "SendToAllAndSaveCopy",
    "SendToChangedAndSaveCopy",
]);
const DISPOSITIONS: Value = Value::OneOf(&["SaveOnly", "SendOnly", "SendAndSaveCopy"]);

/// `RequestServerVersion`, of the header.
pub const SERVER_VERSION: Shape = with(&[required("Version", VERSIONS)], Sequence(&[]));
/// `ExchangeImpersonation`, of the header.
pub const IMPERSONATION: Shape = plain(Sequence(&[t("ConnectingSID", &CONNECTING, Once)]));
const CONNECTING: Shape = plain(One(&[
    t("PrincipalName", &ANY, Once),
    t("SID", &ANY, Once),
    t("PrimarySmtpAddress", &ANY, Once),
    t("SmtpAddress", &ANY, Once),
]));

const ANY: Shape = plain(Text(Value::Any));
const FULL: Shape = plain(Text(Value::Full));
const TIME: Shape = plain(Text(Value::Time));
const BASE_SHAPE: Shape = plain(Text(BASE_SHAPES));

const FIELD_URI: Shape = with(&[required("FieldURI", FIELDS)], Sequence(&[]));
/// Which attributes go together is no matter of the schema.
const EXTENDED_FIELD_URI: Shape = with(
    &[
        optional("DistinguishedPropertySetId", Value::OneOf(&["PublicStrings", "Appointment"])),
        optional("PropertySetId", Value::Guid),
        optional("PropertyName", Value::Any),
        optional("PropertyId", Value::Number),
        required("PropertyType", Value::OneOf(&["Boolean", "Integer", "String", "SystemTime"])),
    ],
    Sequence(&[]),
);
const PATHS: [Part; 2] =
    [t("FieldURI", &FIELD_URI, Once), t("ExtendedFieldURI", &EXTENDED_FIELD_URI, Once)];
const ITEM_SHAPE: Shape = plain(Sequence(&[
    t("BaseShape", &BASE_SHAPE, Once),
    t("AdditionalProperties", &ADDITIONAL, Maybe),
]));
const ADDITIONAL: Shape = plain(Some(&PATHS));

const FOLDER_ID: Shape = with(&[required("Id", FOLDERS)], Sequence(&[]));
const TARGET: Shape = plain(One(&[t("DistinguishedFolderId", &FOLDER_ID, Once)]));
const FOLDER_IDS: Shape = plain(Some(&[t("DistinguishedFolderId", &FOLDER_ID, Once)]));
const ITEM_ID: Shape =
    with(&[required("Id", Value::Any), optional("ChangeKey", Value::Any)], Sequence(&[]));
const ITEM_IDS: Shape = plain(Some(&[t("ItemId", &ITEM_ID, Once)]));
const PAGE: Shape = with(
    &[
        optional("MaxEntriesReturned", Value::Number),
        required("Offset", Value::Number),
        required("BasePoint", Value::OneOf(&["Beginning", "End"])),
    ],
    Sequence(&[]),
);

/// `GetFolder`
pub const GET_FOLDER: Shape =
    plain(Sequence(&[m("FolderShape", &ITEM_SHAPE, Once), m("FolderIds", &FOLDER_IDS, Once)]));

/// `ResolveNames`
pub const RESOLVE_NAMES: Shape = with(
    &[
        required("ReturnFullContactData", Value::Bool),
        optional("ContactDataShape", BASE_SHAPES),
        optional(
            "SearchScope",
            Value::OneOf(&[
                "ActiveDirectory",
                "ActiveDirectoryContacts",
                "Contacts",
                "ContactsActiveDirectory",
            ]),
        ),
    ],
    Sequence(&[m("UnresolvedEntry", &FULL, Once)]),
);

/// `FindPeople`
pub const FIND_PEOPLE: Shape = plain(Sequence(&[
    m("PersonaShape", &ITEM_SHAPE, Maybe),
    m("IndexedPageItemView", &PAGE, Once),
    m("ParentFolderId", &TARGET, Maybe),
    m("QueryString", &ANY, Maybe),
]));

/// `FindItem`
pub const FIND_ITEM: Shape = with(
    &[required("Traversal", Value::OneOf(&["Shallow", "SoftDeleted", "Associated"]))],
    Sequence(&[
        m("ItemShape", &ITEM_SHAPE, Once),
        m("IndexedPageItemView", &PAGE, Maybe),
        m("Restriction", &RESTRICTION, Maybe),
        m("ParentFolderIds", &FOLDER_IDS, Once),
    ]),
);
const RESTRICTION: Shape = plain(One(&[t("IsEqualTo", &IS_EQUAL_TO, Once)]));
const IS_EQUAL_TO: Shape = plain(Sequence(&[
    t("ExtendedFieldURI", &EXTENDED_FIELD_URI, Once),
    t("FieldURIOrConstant", &CONSTANT, Once),
]));
const CONSTANT: Shape = plain(One(&[t("Constant", &CONSTANT_VALUE, Once)]));
const CONSTANT_VALUE: Shape = with(&[required("Value", Value::Any)], Sequence(&[]));

/// `GetItem`
pub const GET_ITEM: Shape =
    plain(Sequence(&[m("ItemShape", &ITEM_SHAPE, Once), m("ItemIds", &ITEM_IDS, Once)]));

/// `CreateItem`
pub const CREATE_ITEM: Shape = with(
    &[optional("MessageDisposition", DISPOSITIONS), optional("SendMeetingInvitations", SENDS)],
    Sequence(&[m("SavedItemFolderId", &TARGET, Maybe), m("Items", &ITEMS, Once)]),
);
const ITEMS: Shape = plain(Some(&[t("CalendarItem", &CALENDAR_ITEM, Once)]));
const CALENDAR_ITEM: Shape = plain(Sequence(&[
    t("Subject", &ANY, Maybe),
    t("Body", &BODY, Maybe),
    t("ExtendedProperty", &EXTENDED_PROPERTY, Any),
    t("Start", &TIME, Maybe),
    t("End", &TIME, Maybe),
    t("Location", &ANY, Maybe),
    t("RequiredAttendees", &ATTENDEES, Maybe),
]));
const BODY: Shape =
    with(&[required("BodyType", Value::OneOf(&["HTML", "Text"]))], Text(Value::Any));
const EXTENDED_PROPERTY: Shape =
    plain(Sequence(&[t("ExtendedFieldURI", &EXTENDED_FIELD_URI, Once), t("Value", &ANY, Once)]));
const ATTENDEES: Shape = plain(Sequence(&[t("Attendee", &ATTENDEE, Any)]));
const ATTENDEE: Shape = plain(Sequence(&[t("Mailbox", &MAILBOX, Once)]));
const MAILBOX: Shape = plain(Sequence(&[
    t("Name", &ANY, Maybe),
    t("EmailAddress", &FULL, Maybe),
    t("RoutingType", &ANY, Maybe),
]));

/// `UpdateItem`
pub const UPDATE_ITEM: Shape = with(
    &[
        required(
            "ConflictResolution",
            Value::OneOf(&["NeverOverwrite", "AutoResolve", "AlwaysOverwrite"]),
        ),
        optional("MessageDisposition", DISPOSITIONS),
        optional("SendMeetingInvitationsOrCancellations", SENDS_CHANGES),
    ],
    Sequence(&[m("ItemChanges", &ITEM_CHANGES, Once)]),
);
const ITEM_CHANGES: Shape = plain(Some(&[t("ItemChange", &ITEM_CHANGE, Once)]));
const ITEM_CHANGE: Shape =
    plain(Sequence(&[t("ItemId", &ITEM_ID, Once), t("Updates", &UPDATES, Once)]));
const UPDATES: Shape = plain(Some(&[t("SetItemField", &SET_ITEM_FIELD, Once)]));
const SET_ITEM_FIELD: Shape =
    plain(Sequence(&[t("FieldURI", &FIELD_URI, Once), t("CalendarItem", &CALENDAR_ITEM, Once)]));

/// `DeleteItem`
pub const DELETE_ITEM: Shape = with(
    &[
        required("DeleteType", Value::OneOf(&["HardDelete", "SoftDelete", "MoveToDeletedItems"])),
        optional("SendMeetingCancellations", SENDS),
    ],
    Sequence(&[m("ItemIds", &ITEM_IDS, Once)]),
);
