//! What a request says of an item, after it was held against the schema.

use jiff::{SignedDuration, Timestamp};

use super::refusal::Code;
use super::xml::Node;

/// The longest that an item may last: five years (EWS reference,
/// `ErrorCalendarDurationIsTooLong`).
const LONGEST: SignedDuration = SignedDuration::from_hours(5 * 366 * 24);

/// The properties that were given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    /// The title.
    pub subject: Option<String>,
    /// The text.
    pub body: Option<String>,
    /// Where people meet.
    pub location: Option<String>,
    /// When it begins.
    pub start: Option<Timestamp>,
    /// When it ends.
    pub end: Option<Timestamp>,
    /// Addresses.
    pub attendees: Option<Vec<String>>,
    /// Extended properties by `{set}/{name}`.
    pub properties: Vec<(String, String)>,
}

impl Fields {
    /// Reads a `CalendarItem`.
    pub fn read(item: &Node) -> Result<Self, Code> {
        let text = |name| item.child(name).map(|node| node.text.clone());
        let time = |name| text(name).and_then(|text| text.parse().ok());
        let properties = item.children.iter().filter(|child| child.name == "ExtendedProperty");
        Ok(Self {
            subject: text("Subject"),
            body: text("Body"),
            location: text("Location"),
            start: time("Start"),
            end: time("End"),
            attendees: item.child("RequiredAttendees").map(attendees).transpose()?,
            properties: properties.map(property).collect::<Result<_, _>>()?,
        })
    }
}

fn attendees(node: &Node) -> Result<Vec<String>, Code> {
    let address = |attendee: &Node| {
        let address = attendee.at(&["Mailbox", "EmailAddress"]);
        address.map(|address| address.text.clone()).ok_or(Code::InvalidRequest)
    };
    node.children.iter().map(address).collect()
}

fn property(node: &Node) -> Result<(String, String), Code> {
    let path = node.child("ExtendedFieldURI").ok_or(Code::InvalidExtendedProperty)?;
    let value = node.child("Value").map(|value| value.text.clone());
    Ok((key(path)?, value.unwrap_or_default()))
}

/// Names an extended property: one set, and in it one name or number (EWS reference,
/// `ExtendedFieldURI`, the combinations of its attributes).
pub fn key(path: &Node) -> Result<String, Code> {
    let given = |name| path.attribute(name).filter(|value| !value.is_empty());
    let set = match (given("PropertySetId"), given("DistinguishedPropertySetId")) {
        (Some(set), None) | (None, Some(set)) => set.to_lowercase(),
        (Some(_), Some(_)) | (None, None) => return Err(Code::InvalidExtendedProperty),
    };
    match (given("PropertyName"), given("PropertyId")) {
        (Some(name), None) | (None, Some(name)) => Ok(format!("{set}/{name}")),
        (Some(_), Some(_)) | (None, None) => Err(Code::InvalidExtendedProperty),
    }
}

/// Whether an item can last from one time to the other.
pub fn lasts(start: Timestamp, end: Timestamp) -> Result<(), Code> {
    if end <= start {
        return Err(Code::CalendarEndDateIsEarlierThanStartDate);
    }
    if end.duration_since(start) > LONGEST {
        return Err(Code::CalendarDurationIsTooLong);
    }
    Ok(())
}
