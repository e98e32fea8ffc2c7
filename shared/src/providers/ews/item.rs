//! What a calendar holds, as this adapter takes and gives it.

use jiff::Timestamp;

/// One Exchange server, and who works there.
#[derive(Clone, Debug)]
pub struct Server {
    /// Where EWS answers, mostly `https://…/EWS/Exchange.asmx`.
    pub url: String,
    /// The service account: `DOMAIN\name` or `name@domain`.
    pub login: String,
    /// Its password.
    pub password: crate::domain::ids::Secret,
}

/// An entry of an organiser's calendar as it is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarItem {
    /// The title.
    pub subject: String,
    /// Plain text; may be empty.
    pub body: String,
    /// When it begins.
    pub start: Timestamp,
    /// When it ends, after the start.
    pub end: Timestamp,
    /// Where people meet, often a link; may be empty.
    pub location: String,
    /// Whom the server invites.
    pub attendees: Vec<Attendee>,
}

/// Somebody who is invited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attendee {
    /// As people read it; may be empty.
    pub name: String,
    /// Mail address.
    pub email: String,
}

/// Names an entry, and the state in which it was last seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemId {
    /// Opaque; changes when the entry moves to another folder.
    pub id: String,
    /// Opaque; another one after each change of the entry.
    pub change_key: String,
}

/// What a mail address belongs to, as far as EWS tells.
///
/// `ResolveNames` gives `MailboxType` (EWS reference, `MailboxType`), which is `Mailbox` for people's,
/// shared and room mailboxes alike. `FindPeople` in the directory gives rooms `PersonaType` `Room`; the
/// reference calls that element open text, so it is believed when it says so and proves nothing when it
/// doesn't. Nothing in EWS tells a shared mailbox from a person's: whoever must know it asks the
/// tenant, whose people carry the kind of their mailbox. `GetRooms` is not asked, because it knows only
/// rooms that an administrator has put on a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailboxKind {
    /// A mailbox of a person, or one that several share.
    Mailbox,
    /// A room's mailbox.
    Room,
    /// A distribution list or a group.
    Group,
    /// Somebody outside whom the directory knows.
    Contact,
    /// A public folder, or what EWS has no name for.
    Other,
    /// The directory doesn't know the address.
    Nobody,
}
