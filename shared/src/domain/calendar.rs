//! Calendar files (iCalendar, RFC 5545, and iTIP, RFC 5546) that go with the mails.

use icalendar::{Calendar, Component, EventLike, Property};
use jiff::Timestamp;

use super::event::{Audience, Event, EventKind, Recipient};
use super::language::Language;
use super::session::SessionKind;
use super::template::{Form, Known, Place, Template, Values, one_line, without_controls};

/// RFC 5545, 3.1: the most octets a line may have, its break not counted.
const MAX_LINE: usize = 75;

/// What the receiving calendar shall do with the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Enter the event, or change it where it is known.
    Request,
    /// Take the event out.
    Cancel,
}

impl Method {
    /// As it stands in files and headers.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Request => "REQUEST",
            Self::Cancel => "CANCEL",
        }
    }
}

/// A calendar file for one recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarFile {
    /// The iTIP method; a mail names it in its headers too.
    pub method: Method,
    /// The file: lines ending in CRLF, folded at 75 octets.
    pub text: String,
}

/// The invitation, change or cancellation for one recipient; `None` when there is nothing to tell a
/// calendar. The organizer is (name, mail address). `host_page` is the host's lasting link and is
/// only used in a host's file: everybody else's holds the meeting's own join link, whatever is
/// passed. The start link, which expires and must not be shared, is never in a file.
#[must_use]
pub fn invitation(
    event: &Event,
    recipient: &Recipient,
    tells: EventKind,
    organizer: (&str, &str),
    host_page: &str,
) -> Option<CalendarFile> {
    let method = match tells {
        EventKind::Ready | EventKind::Changed => Method::Request,
        EventKind::Deleted => Method::Cancel,
        EventKind::Blocked => return None,
    };
    let link = match (method, recipient.audience) {
        (Method::Cancel, _) => "",
        (Method::Request, Audience::Host) => host_page,
        (Method::Request, Audience::Attendee | Audience::Staff) => join_url(event),
    };
    let mut entry = icalendar::Event::new();
    add_times(&mut entry, event);
    add_words(&mut entry, event, recipient, method, &one_line(link));
    entry.append_property(organizer_line(organizer));
    entry.append_property(attendee_line(recipient));
    let mut calendar = Calendar::empty();
    for (key, value) in
        [("VERSION", "2.0"), ("PRODID", "-//Convoke//Convoke//EN"), ("METHOD", method.name())]
    {
        calendar.append_property(Property::new(key, value));
    }
    calendar.push(entry);
    Some(CalendarFile { method, text: refold(&calendar.to_string()) })
}

fn join_url(event: &Event) -> &str {
    event.meeting.as_ref().map_or("", |meeting| &meeting.join_url)
}

/// Identity, order and times. All in UTC, so no zone has to be described in the file.
fn add_times(entry: &mut icalendar::Event, event: &Event) {
    entry.add_property("UID", format!("{}@convoke", event.key.digest()));
    entry.add_property("SEQUENCE", event.seq.saturating_sub(1).to_string());
    entry.add_property("DTSTAMP", utc(event.at));
    entry.add_property("DTSTART", utc(event.occasion.start));
    entry.add_property("DTEND", utc(event.occasion.end));
}

fn add_words(
    entry: &mut icalendar::Event,
    event: &Event,
    recipient: &Recipient,
    method: Method,
    link: &str,
) {
    let status = match method {
        Method::Request => "CONFIRMED",
        Method::Cancel => "CANCELLED",
    };
    entry.add_property("STATUS", status);
    entry.summary(one_line(&summary(event, recipient.audience)).trim());
    entry.description(&without_controls(&description(event, recipient, link)));
    if !link.is_empty() {
        entry.location(link);
        entry.add_property("URL", link);
    }
}

/// Guests see with whom they meet, the company's people see whom they meet.
fn summary(event: &Event, audience: Audience) -> String {
    let occasion = &event.occasion;
    let other = match audience {
        Audience::Attendee => &occasion.tenant_name,
        Audience::Host | Audience::Staff => match occasion.attendees.first() {
            Some(guest) if !guest.name.is_empty() => &guest.name,
            _ => return occasion.service_name.clone(),
        },
    };
    format!("{} – {other}", occasion.service_name)
}

/// The time in the recipient's words, because the file itself gives it in UTC; then how to join.
fn description(event: &Event, recipient: &Recipient, link: &str) -> String {
    let tags = [&recipient.locale, &event.occasion.locale];
    let tag = tags.into_iter().find(|tag| !tag.trim().is_empty());
    let words = Language::of(tag.map_or("", String::as_str)).invitation();
    let mut lines = vec![when(event, recipient, words.when)];
    if !link.is_empty() {
        lines.push(format!("{}{link}", words.join));
        let password = event.meeting.as_ref().map_or("", |meeting| &meeting.password);
        if !password.is_empty() {
            lines.push(format!("{}{}", words.password, one_line(password)));
        }
    }
    let note = event.occasion.fields.get("note").filter(|note| !note.trim().is_empty());
    if let (SessionKind::Onboarding, Some(note)) = (event.occasion.kind, note) {
        lines.push(format!("\n{note}"));
    }
    lines.join("\n")
}

/// The pattern is ours, and a test renders it in every language; were it wrong, the file's own times
/// would still stand.
fn when(event: &Event, recipient: &Recipient, pattern: &str) -> String {
    let known = Known::session(&event.occasion);
    let values = Values::new(&known, &recipient.locale, &recipient.time_zone);
    let rendered = Template::parse(pattern)
        .and_then(|pattern| pattern.render(&values, Place::Meeting, Form::Line));
    rendered.unwrap_or_default()
}

fn organizer_line((name, email): (&str, &str)) -> Property {
    with_name(Property::new("ORGANIZER", mailto(email)), name)
}

/// Accepted beforehand and without a reply: who booked or was booked has agreed already, and nobody
/// reads answers.
fn attendee_line(recipient: &Recipient) -> Property {
    let mut line = with_name(Property::new("ATTENDEE", mailto(&recipient.email)), &recipient.name);
    line.add_parameter("ROLE", "REQ-PARTICIPANT");
    line.add_parameter("PARTSTAT", "ACCEPTED");
    line.add_parameter("RSVP", "FALSE");
    line.done()
}

/// Adds the common name. RFC 5545, 3.2: a parameter's value can hold neither controls nor quotes.
fn with_name(mut line: Property, name: &str) -> Property {
    let name = one_line(name).replace('"', "'");
    if !name.trim().is_empty() {
        line.add_parameter("CN", name.trim());
    }
    line.done()
}

fn mailto(email: &str) -> String {
    format!("mailto:{}", one_line(email).trim())
}

/// RFC 5545, 3.3.5, form 2.
fn utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Folds every line anew: `icalendar` lets the last part of a folded line be 76 octets long.
fn refold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.replace("\r\n ", "").split_terminator("\r\n") {
        let mut room = MAX_LINE;
        for c in line.chars() {
            if c.len_utf8() > room {
                out.push_str("\r\n ");
                room = MAX_LINE - 1;
            }
            out.push(c);
            room -= c.len_utf8();
        }
        out.push_str("\r\n");
    }
    out
}

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;
