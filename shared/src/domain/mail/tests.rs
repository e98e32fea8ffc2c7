//! Mails as a mail reader sees them.

use mail_parser::{Message as Parsed, MessageParser, MimeHeaders};
use proptest::prelude::*;

use super::*;
use crate::domain::calendar::{Method, invitation, sample};
use crate::domain::event::{Audience, EventKind};
use crate::domain::template::{Message as Rendered, Part};

fn calendar() -> CalendarFile {
    let event = sample::event(EventKind::Ready, 1);
    let recipient = sample::recipient(Audience::Attendee);
    invitation(&event, &recipient, EventKind::Ready, ("Demo Oy", "video@demo.example"), "").unwrap()
}

fn parts(text: &str, calendar: Option<CalendarFile>) -> MailParts {
    MailParts {
        from: "video@demo.example".to_owned(),
        from_name: "Demo Oy".to_owned(),
        to: ("Äinö Korhonen".to_owned(), "aino@guest.example".to_owned()),
        copies: Copies::default(),
        reply_to: Some(("Desk".to_owned(), "desk@demo.example".to_owned())),
        date: "2026-11-20T12:00:00Z".parse().unwrap(),
        subject: "Linkki: Konsultaatio – maanantai 23.11.2026".to_owned(),
        text: text.to_owned(),
        html: html_of(&plain(text), "fi"),
        calendar,
        message_id: message_id("0123abcd", "video@demo.example"),
    }
}

/// A message that nobody's template made.
fn plain(text: &str) -> Rendered {
    let parts = vec![Part { text: text.to_owned(), code: None }];
    Rendered { subject: "Linkki".to_owned(), text: text.to_owned(), parts }
}

fn parse(raw: &[u8]) -> Parsed<'_> {
    MessageParser::default().parse(raw).unwrap()
}

fn crlf(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\n', "\r\n")
}

/// A25, A26: what leaves is what was rendered.
#[test]
fn a_mail_reads_back_as_it_was_written() {
    let file = calendar();
    let parts =
        parts("Hei,\n\nliity tästä: https://zoom.example/j/1?a=1&b=2\n", Some(file.clone()));
    let raw = to_mime(&parts).unwrap();
    let mail = parse(&raw);
    assert_eq!(mail.subject(), Some(&*parts.subject));
    assert_eq!(mail.message_id(), Some("0123abcd@demo.example"));
    assert_eq!(mail.date().unwrap().to_rfc3339(), "2026-11-20T12:00:00Z");
    let to = mail.to().unwrap().first().unwrap();
    assert_eq!((to.name(), to.address()), (Some("Äinö Korhonen"), Some("aino@guest.example")));
    assert_eq!(mail.to().unwrap().iter().count(), 1);
    assert_eq!(mail.reply_to().unwrap().first().unwrap().address(), Some("desk@demo.example"));
    assert!(mail.cc().is_none() && mail.bcc().is_none());
    assert_eq!(crlf(&mail.body_text(0).unwrap()), crlf(&parts.text));
    assert_eq!(crlf(&mail.body_html(0).unwrap()), crlf(&parts.html));
}

#[test]
fn the_calendar_file_is_an_alternative_and_an_attachment() {
    let file = calendar();
    let raw = to_mime(&parts("Hei\n", Some(file.clone()))).unwrap();
    let mail = parse(&raw);
    let kinds: Vec<String> = mail
        .parts
        .iter()
        .filter_map(|part| part.content_type())
        .map(|kind| format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default()))
        .collect();
    assert_eq!(
        kinds,
        [
            "multipart/mixed",
            "multipart/alternative",
            "text/plain",
            "text/html",
            "text/calendar",
            "text/calendar"
        ]
    );
    let calendars: Vec<_> =
        mail.parts.iter().filter(|p| p.is_content_type("text", "calendar")).collect();
    for part in &calendars {
        assert_eq!(part.content_type().unwrap().attribute("method"), Some("REQUEST"));
        assert_eq!(part.text_contents(), Some(&*file.text));
    }
    assert_eq!(calendars[1].attachment_name(), Some("invite.ics"));
    assert_eq!(calendars[0].content_disposition(), None);
}

#[test]
fn without_a_calendar_file_there_is_none() {
    let raw = to_mime(&parts("Hei\n", None)).unwrap();
    let text = String::from_utf8(raw).unwrap();
    assert!(text.contains("multipart/alternative") && !text.contains("calendar"));
}

#[test]
fn a_cancellation_says_so_in_the_header() {
    let file = CalendarFile { method: Method::Cancel, ..calendar() };
    let text = String::from_utf8(to_mime(&parts("Hei\n", Some(file))).unwrap()).unwrap();
    assert_eq!(text.matches("method=CANCEL").count(), 2);
}

#[test]
fn addresses_that_cannot_be_written_to_are_refused() {
    for bad in
        ["", "x", "a@b\r\nBcc: c@d.example", "a@b, c@d.example", "ä@b.example", "a@[127.0.0.1]"]
    {
        let mut parts = parts("Hei\n", None);
        bad.clone_into(&mut parts.to.1);
        assert_eq!(to_mime(&parts), Err(MailError::Address("recipient's")), "{bad}");
    }
    let mut international = parts("Hei\n", None);
    "aino@pörssi.example".clone_into(&mut international.to.1);
    let raw = to_mime(&international).unwrap();
    let address = parse(&raw).to().unwrap().first().unwrap().address().unwrap().to_owned();
    assert_eq!(address, "aino@xn--prssi-jua.example");
}

#[test]
fn impossible_dates_and_ids_are_refused() {
    let mut old = parts("Hei\n", None);
    old.date = "1969-12-31T23:59:59Z".parse().unwrap();
    assert_eq!(to_mime(&old), Err(MailError::Date));
    old.date = Timestamp::MAX;
    assert!(to_mime(&old).is_ok());
    for bad in ["", "a@b", "<a>", "<@b>", "<a@b>\r\nX: y", "<a b@c>", "<ä@b>"] {
        let mut parts = parts("Hei\n", None);
        bad.clone_into(&mut parts.message_id);
        assert_eq!(to_mime(&parts), Err(MailError::MessageId), "{bad}");
    }
}

proptest! {
    /// Whatever stands in names, subject and text: the mail is written, says the same again, and has
    /// the headers it should have and no other.
    #[test]
    fn nothing_is_injected(
        name in any::<String>(),
        subject in "\\PC{0,120}",
        wild in any::<String>(),
        text in "[a-z .\\n-]{0,400}",
    ) {
        let mut parts = parts(&text, Some(calendar()));
        parts.from_name.clone_from(&name);
        parts.to.0.clone_from(&name);
        parts.subject = format!("{subject}\r\nBcc: evil@x.example\r\n\r\n{wild}");
        let raw = to_mime(&parts).unwrap();
        prop_assert_eq!(&raw, &to_mime(&parts).unwrap(), "the same bytes");
        let mail = parse(&raw);
        let mut headers: Vec<&str> = mail.headers().iter().map(mail_parser::Header::name).collect();
        headers.sort_unstable();
        let expected = [
            "Content-Type",
            "Date",
            "From",
            "MIME-Version",
            "Message-ID",
            "Reply-To",
            "Subject",
            "To",
        ];
        prop_assert_eq!(headers.len(), expected.len(), "{:?}", headers);
        for header in expected {
            prop_assert!(headers.iter().any(|h| h.eq_ignore_ascii_case(header)), "{}", header);
        }
        prop_assert_eq!(mail.to().unwrap().iter().count(), 1);
        prop_assert_eq!(crlf(&mail.body_text(0).unwrap()), crlf(&text));
        prop_assert!(raw.split(|b| *b == b'\n').all(|line| line.len() <= 998), "RFC 5322, 2.1.1");
        prop_assert!(raw.is_ascii());
    }
}
