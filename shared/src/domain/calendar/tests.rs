//! Calendar files as their readers see them.

use proptest::prelude::*;

use super::sample::{event, recipient};
use super::*;
use crate::domain::ids::SessionKey;

const PAGE: &str = "https://hub.example/host/t0k3n";

fn file(event: &Event, audience: Audience, tells: EventKind) -> CalendarFile {
    invitation(event, &recipient(audience), tells, ("Demo Oy", "video@demo.example"), PAGE).unwrap()
}

/// The logical lines.
fn lines(file: &CalendarFile) -> Vec<String> {
    assert!(file.text.ends_with("END:VCALENDAR\r\n"));
    file.text.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
}

fn value<'a>(lines: &'a [String], key: &str) -> Option<&'a str> {
    lines.iter().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'))
}

/// Undoes the escaping of TEXT (RFC 5545, 3.3.11).
fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n' | 'N') => out.push('\n'),
                Some(other) => out.push(other),
                None => panic!("a lone backslash ends {text}"),
            },
            ',' | ';' => panic!("unescaped {c} in {text}"),
            _ => out.push(c),
        }
    }
    out
}

#[test]
fn an_invitation_says_when_where_and_who() {
    let file = file(&event(EventKind::Ready, 1), Audience::Attendee, EventKind::Ready);
    assert_eq!(file.method, Method::Request);
    let lines = lines(&file);
    let uid = format!("{}@convoke", SessionKey::new("demo", "hook", "b1").digest());
    let join = "https://zoom.example/j/86412345678?pwd=abc";
    for (key, expected) in [
        ("VERSION", "2.0"),
        ("METHOD", "REQUEST"),
        ("UID", &uid),
        ("SEQUENCE", "0"),
        ("DTSTAMP", "20261120T120000Z"),
        ("DTSTART", "20261123T080000Z"),
        ("DTEND", "20261123T084500Z"),
        ("STATUS", "CONFIRMED"),
        ("SUMMARY", "Consultation – Demo Oy"),
        ("LOCATION", join),
        ("URL", join),
        ("ORGANIZER;CN=Demo Oy", "mailto:video@demo.example"),
    ] {
        assert_eq!(value(&lines, key), Some(expected), "{key}");
    }
    assert_eq!(
        unescape(value(&lines, "DESCRIPTION").unwrap()),
        format!(
            "maanantai 23.11.2026 klo\u{a0}10.00–10.45, Suomen aikaa (UTC+2)\nLiity: {join}\nSalasana: 04815162"
        )
    );
    let attendee = lines.iter().find(|line| line.starts_with("ATTENDEE")).unwrap();
    assert_eq!(
        attendee,
        "ATTENDEE;CN=\"Äinö 'Ace' Korhonen, Ph.D.\";PARTSTAT=ACCEPTED;ROLE=REQ-PARTICIPANT;\
         RSVP=FALSE:mailto:aino@guest.example"
    );
}

#[test]
fn later_events_keep_the_uid_and_count_up_and_deletions_cancel() {
    let first = lines(&file(&event(EventKind::Ready, 1), Audience::Attendee, EventKind::Ready));
    let changed =
        lines(&file(&event(EventKind::Changed, 2), Audience::Attendee, EventKind::Changed));
    // What is a change to others is a deletion to whoever was dropped.
    let dropped = file(&event(EventKind::Changed, 3), Audience::Attendee, EventKind::Deleted);
    assert_eq!(dropped.method, Method::Cancel);
    let dropped = lines(&dropped);
    assert_eq!(value(&first, "UID"), value(&changed, "UID"));
    assert_eq!(value(&first, "UID"), value(&dropped, "UID"));
    assert_eq!(value(&changed, "SEQUENCE"), Some("1"));
    assert_eq!(value(&dropped, "SEQUENCE"), Some("2"));
    assert_eq!(value(&dropped, "METHOD"), Some("CANCEL"));
    assert_eq!(value(&dropped, "STATUS"), Some("CANCELLED"));
    assert_eq!(value(&dropped, "URL"), None);
    assert!(!dropped.concat().contains("https://"));
}

/// A27: only the host's file holds the host's page, even where the caller passes it for everybody.
#[test]
fn the_hosts_page_is_in_the_hosts_file_alone() {
    let event = event(EventKind::Ready, 1);
    let host = lines(&file(&event, Audience::Host, EventKind::Ready));
    assert_eq!(value(&host, "URL"), Some(PAGE));
    assert_eq!(value(&host, "SUMMARY"), Some("Consultation – Kai"));
    for audience in [Audience::Attendee, Audience::Staff] {
        let text = lines(&file(&event, audience, EventKind::Ready)).concat();
        assert!(!text.contains("/host/") && text.contains("/j/86412345678"));
    }
}

#[test]
fn a_blocked_session_has_no_file() {
    let event = event(EventKind::Blocked, 1);
    let none = invitation(
        &event,
        &recipient(Audience::Staff),
        EventKind::Blocked,
        ("", "a@b.example"),
        "",
    );
    assert_eq!(none, None);
}

proptest! {
    /// Whatever stands in a session: lines of at most 75 octets ending in CRLF, nothing injected,
    /// text read back as it was, the same bytes again.
    #[test]
    fn any_text_survives(service in "\\PC{0,160}", wild in any::<String>(), seq in any::<u32>()) {
        let mut event = event(EventKind::Ready, seq);
        event.occasion.service_name = format!("{service}\\n,;{wild}");
        event.occasion.tenant_name.clone_from(&wild);
        if let Some(meeting) = &mut event.meeting {
            meeting.password.clone_from(&wild);
            meeting.join_url = format!("https://zoom.example/j/1?{wild}");
        }
        let mut to = recipient(Audience::Attendee);
        to.name.clone_from(&wild);
        let make = || invitation(&event, &to, EventKind::Ready, (&wild, "a@b.example"), "").unwrap();
        let made = make();
        prop_assert_eq!(&made, &make());
        for line in made.text.split_terminator("\r\n") {
            prop_assert!(line.len() <= 75, "{}", line);
            prop_assert!(!line.contains(['\r', '\n', '\0']), "{:?}", line);
        }
        let lines = lines(&made);
        prop_assert_eq!(lines.len(), 19, "{:?}", lines);
        let expected = one_line(&format!("{} – {wild}", event.occasion.service_name));
        prop_assert_eq!(unescape(value(&lines, "SUMMARY").unwrap()), expected.trim());
    }

    /// Folding at every length, with characters of one to four octets.
    #[test]
    fn folding_is_undone_by_unfolding(text in "[a ä€😀]{0,300}") {
        let folded = refold(&format!("X:{text}\r\n"));
        prop_assert!(folded.split("\r\n").all(|line| line.len() <= 75));
        prop_assert_eq!(folded.replace("\r\n ", ""), format!("X:{text}\r\n"));
    }
}
