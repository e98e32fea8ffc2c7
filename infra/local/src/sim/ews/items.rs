//! Making, finding, changing and deleting entries of one calendar.

use jiff::Timestamp;

use super::answer::{Said, item};
use super::event::{Event, Notice, NoticeKind, Status};
use super::fields::{self, Fields};
use super::held::Held;
use super::refusal::Code;
use super::xml::{Node, Out};

/// `GetFolder`: of the folders that every mailbox has, each by its id.
pub fn get_folder(folder: &Node) -> Vec<Out> {
    let name = folder.attribute("Id").unwrap_or_default();
    let kind = if name == "calendar" { "t:CalendarFolder" } else { "t:Folder" };
    let id = Out::of("t:FolderId", []).with("Id", format!("AQMk{name}")).with("ChangeKey", "AQ==");
    vec![Out::of("m:Folders", [Out::of(kind, [id])])]
}

/// `CreateItem`
pub fn create(held: &mut Held, asked: &Node, item: &Node, calendar: &str, at: Timestamp) -> Said {
    let folder = asked.at(&["SavedItemFolderId", "DistinguishedFolderId"]);
    let folder = folder.and_then(|folder| folder.attribute("Id")).unwrap_or("calendar");
    if folder != "calendar" {
        return Err(Code::CannotCreateCalendarItemInNonCalendarFolder);
    }
    let sends = asked.attribute("SendMeetingInvitations");
    let sends = sends.ok_or(Code::SendMeetingInvitationsRequired)?;
    let given = Fields::read(item)?;
    // The vendor makes up times that are missing, which nobody can want.
    let (Some(start), Some(end)) = (given.start, given.end) else {
        return Err(Code::InvalidRequest);
    };
    fields::lasts(start, end)?;
    let event = made(held, calendar, start, end, given);
    if sends != "SendToNone" {
        held.tell(&event, &event.attendees, NoticeKind::Invitation, at);
    }
    let said = items(&event);
    held.events.push(event);
    Ok(said)
}

fn made(held: &mut Held, calendar: &str, start: Timestamp, end: Timestamp, given: Fields) -> Event {
    let mut event = Event {
        id: Event::new_id(&mut held.entropy),
        calendar: calendar.to_owned(),
        subject: String::new(),
        start,
        end,
        attendees: Vec::new(),
        status: Status::Confirmed,
        location: String::new(),
        body: String::new(),
        properties: std::collections::BTreeMap::new(),
        change_key: Event::new_change_key(&mut held.entropy),
    };
    event.set(given);
    event
}

/// `FindItem`: in one folder, by an extended property if a restriction says so.
pub fn find(held: &Held, asked: &Node, folder: &Node, calendar: &str) -> Said {
    let wanted = asked.at(&["Restriction", "IsEqualTo"]).map(restriction).transpose()?;
    let is_wanted = |event: &&Event| {
        let has = |(key, value): &(String, String)| event.properties.get(key) == Some(value);
        folder.attribute("Id") == Some("calendar")
            && event.is_in(calendar)
            && wanted.as_ref().is_none_or(has)
    };
    let found: Vec<&Event> = held.events.iter().filter(is_wanted).collect();
    let number = |name| {
        let page = asked.child("IndexedPageItemView")?;
        page.attribute(name)?.parse::<usize>().ok()
    };
    let (first, most) = (number("Offset").unwrap_or(0), number("MaxEntriesReturned"));
    let page = found.iter().skip(first).take(most.unwrap_or(usize::MAX));
    let page: Vec<Out> = page.map(|event| item(event)).collect();
    let next = first + page.len();
    let root = Out::of("m:RootFolder", [Out::of("t:Items", page)])
        .with("IndexedPagingOffset", next.to_string())
        .with("TotalItemsInView", found.len().to_string())
        .with("IncludesLastItemInRange", (next >= found.len()).to_string());
    Ok(vec![root])
}

fn restriction(equal: &Node) -> Result<(String, String), Code> {
    let path = equal.child("ExtendedFieldURI").ok_or(Code::InvalidExtendedProperty)?;
    let constant = equal.at(&["FieldURIOrConstant", "Constant"]);
    let value = constant.and_then(|constant| constant.attribute("Value"));
    Ok((fields::key(path)?, value.unwrap_or_default().to_owned()))
}

/// `GetItem`
pub fn get(held: &Held, id: &Node, calendar: &str) -> Said {
    Ok(items(&held.events[position(held, id, calendar)?]))
}

/// `UpdateItem`. The reference wants a current change key whatever the conflict resolution is.
pub fn update(held: &mut Held, asked: &Node, change: &Node, calendar: &str, at: Timestamp) -> Said {
    let id = change.child("ItemId").ok_or(Code::InvalidRequest)?;
    let position = position(held, id, calendar)?;
    let sends = asked.attribute("SendMeetingInvitationsOrCancellations");
    let sends = sends.ok_or(Code::SendMeetingInvitationsOrCancellationsRequired)?;
    let key = id.attribute("ChangeKey").ok_or(Code::ChangeKeyRequiredForWriteOperations)?;
    if held.events[position].change_key != key {
        return Err(Code::StaleObject);
    }
    let mut event = held.events[position].clone();
    let before = event.attendees.clone();
    for set in change.child("Updates").into_iter().flat_map(|updates| &updates.children) {
        event.set(one_property(set)?);
    }
    fields::lasts(event.start, event.end)?;
    event.change_key = Event::new_change_key(&mut held.entropy);
    if sends != "SendToNone" {
        tell_of_change(held, &event, &before, !sends.contains("Changed"), at);
    }
    let said = [items(&event), vec![conflicts()]].concat();
    held.events[position] = event;
    Ok(said)
}

fn conflicts() -> Out {
    Out::of("m:ConflictResults", [Out::text("t:Count", "0")])
}

/// A change names one property and sets that one alone.
fn one_property(set: &Node) -> Result<Fields, Code> {
    let named = set.child("FieldURI").and_then(|uri| uri.attribute("FieldURI"));
    let item = set.child("CalendarItem").ok_or(Code::IncorrectUpdatePropertyCount)?;
    let [property] = item.children.as_slice() else {
        return Err(Code::IncorrectUpdatePropertyCount);
    };
    let named = named.and_then(|named| named.split_once(':')).map(|(_, name)| name);
    if named != Some(property.name.as_str()) {
        return Err(Code::UpdatePropertyMismatch);
    }
    Fields::read(item)
}

/// Who is new is invited, who is not there any more is told so, and the others learn of the change.
fn tell_of_change(held: &mut Held, event: &Event, before: &[String], all: bool, at: Timestamp) {
    let is_in = |list: &[String], one: &String| list.iter().any(|it| it.eq_ignore_ascii_case(one));
    let (stay, come): (Vec<String>, Vec<String>) =
        event.attendees.iter().cloned().partition(|one| is_in(before, one));
    let gone: Vec<String> =
        before.iter().filter(|one| !is_in(&event.attendees, one)).cloned().collect();
    held.tell(event, &come, NoticeKind::Invitation, at);
    held.tell(event, &gone, NoticeKind::Cancellation, at);
    if all {
        held.tell(event, &stay, NoticeKind::Update, at);
    }
}

/// `DeleteItem`, of whichever sort.
pub fn delete(held: &mut Held, asked: &Node, id: &Node, calendar: &str, at: Timestamp) -> Said {
    let position = position(held, id, calendar)?;
    let sends = asked.attribute("SendMeetingCancellations");
    let sends = sends.ok_or(Code::SendMeetingCancellationsRequired)?;
    held.events[position].status = Status::Cancelled;
    if sends != "SendToNone" {
        let event = held.events[position].clone();
        held.tell(&event, &event.attendees, NoticeKind::Cancellation, at);
    }
    Ok(Vec::new())
}

/// Where the named entry of this calendar lies. Another calendar's is as good as none.
fn position(held: &Held, id: &Node, calendar: &str) -> Result<usize, Code> {
    let is_base64 = |text: &str| {
        text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '='))
    };
    let is_key = |key: &str| !key.is_empty() && is_base64(key);
    let name = id.attribute("Id").unwrap_or_default();
    if name.is_empty() {
        return Err(Code::InvalidIdEmpty);
    }
    if !is_base64(name) {
        return Err(Code::InvalidIdMalformed);
    }
    if id.attribute("ChangeKey").is_some_and(|key| !is_key(key)) {
        return Err(Code::InvalidChangeKey);
    }
    let is_it = |event: &Event| event.id == name && event.is_in(calendar);
    held.events.iter().position(is_it).ok_or(Code::ItemNotFound)
}

fn items(event: &Event) -> Vec<Out> {
    vec![Out::of("m:Items", [item(event)])]
}

impl Held {
    fn tell(&mut self, event: &Event, who: &[String], kind: NoticeKind, at: Timestamp) {
        self.notified.extend(who.iter().map(|to| Notice::new(event, kind, to, at)));
    }
}
