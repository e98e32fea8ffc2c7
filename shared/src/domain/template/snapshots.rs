//! Every built-in message in every language as its reader gets it, checked against what was reviewed.
//! `snapshots/<language>-<template>.snap` holds subject and text; one a language also the HTML.
//!
//! After a change, `INSTA_UPDATE=always cargo test -p convoke --lib snapshots` writes them anew; read the
//! difference before it is committed. Where `CI` is set nothing is written, and a difference fails.

use super::*;
use crate::domain::calendar;
use crate::domain::event::{Event, EventKind, Recipient};
use crate::domain::fault::Reason;
use crate::domain::ids::HostLink;
use crate::domain::language::{Language, Sample};
use crate::domain::mail::html_of;

/// The one whose HTML is kept: it has all that the layout knows.
const WHOLE: &str = "staff_link";

fn occasion(sample: &Sample) -> crate::domain::event::Occasion {
    let mut occasion = sample::occasion();
    occasion.attendees.truncate(1);
    sample.guest.clone_into(&mut occasion.attendees[0].name);
    "guest@customer.example".clone_into(&mut occasion.attendees[0].email);
    sample.service.clone_into(&mut occasion.service_name);
    sample.company.clone_into(&mut occasion.tenant_name);
    sample.time_zone.clone_into(&mut occasion.time_zone);
    occasion.fields.insert("note".to_owned(), sample.note.to_owned());
    for (name, text) in [
        ("recorded", "yes"),
        ("resources", "Wiki: https://wiki.example"),
        ("contact", "Maija, hr@demo.example"),
    ] {
        occasion.fields.insert(name.to_owned(), text.to_owned());
    }
    if let Some(host) = &mut occasion.host {
        sample.host.clone_into(&mut host.name);
    }
    occasion
}

fn rendered(name: &str, language: Language) -> Message {
    let (occasion, meeting) = (occasion(language.sample()), sample::meeting());
    let link = HostLink::new("https://zoom.example/s/86412345678?zak=start");
    let known = Known {
        occasion: &occasion,
        // Nobody takes part in what is cancelled.
        meeting: Some(&meeting).filter(|_| !name.ends_with("_cancelled")),
        host_link: Some(&link),
        host_page: Some("https://hub.example/host/token"),
        reason: Some(&Reason::new("host_not_mapped", "link the person eero to a zoom user")),
        previous: Some("https://drive.example/1"),
    };
    let values = Values::new(&known, language.tag(), "");
    let template = builtin(name, language).unwrap();
    message(template.subject, template.body, template.audience, &values).unwrap()
}

fn invitation(language: Language) -> String {
    let mut event: Event = calendar::sample::event(EventKind::Ready, 1);
    event.occasion = occasion(language.sample());
    let to = Recipient {
        locale: language.tag().to_owned(),
        time_zone: String::new(),
        ..calendar::sample::recipient(Audience::Attendee)
    };
    let organizer = (language.sample().company, "mails@hub.example");
    let file = calendar::invitation(&event, &to, EventKind::Ready, organizer, "").unwrap();
    file.text.replace("\r\n ", "").replace("\r\n", "\n")
}

/// What is kept under this name. Characters that nobody sees are spelt out, or no review would see them.
fn keep(name: &str, text: &str) {
    let text = text.replace('\u{202f}', "<U+202F>").replace('\u{a0}', "<U+00A0>");
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// A25, A26, A27, A28: every message in every language, as it was reviewed.
#[test]
fn every_message_reads_as_it_was_reviewed() {
    for language in Language::ALL {
        for name in builtin_names() {
            let message = rendered(name, language);
            let shown = format!("{}\n\n{}", message.subject, message.text);
            keep(&format!("{}-{name}", language.tag()), &shown);
        }
    }
}

#[test]
fn the_html_of_each_language_is_as_it_was_reviewed() {
    for language in Language::ALL {
        let html = html_of(&rendered(WHOLE, language), language.tag());
        keep(&format!("{}-html", language.tag()), &html);
    }
}

#[test]
fn the_calendar_file_of_each_language_is_as_it_was_reviewed() {
    for language in Language::ALL {
        keep(&format!("{}-calendar", language.tag()), &invitation(language));
    }
}

/// Every line of the template that is a label before short codes alone.
fn labels(body: &str) -> impl Iterator<Item = &str> {
    let cut = body.lines().filter_map(|line| line.split_once('{'));
    cut.map(|(label, _)| label.trim_end()).filter(|label| label.ends_with([':', '：']))
}

/// Whatever is known and whatever is not: no brace and no gap is left, and no label without its
/// value in the HTML (A28: in the plain text such a line stays).
#[test]
fn messages_are_whole_with_and_without_values() {
    for language in Language::ALL {
        for name in builtin_names() {
            let template = builtin(name, language).unwrap();
            let (full, bare) = (rendered(name, language), bare(template));
            for message in [&full, &bare] {
                let whole = format!("{}\n{}", message.subject, message.text);
                assert!(!whole.contains(['{', '}']) && !whole.contains("\n\n\n"), "{whole}");
            }
            let html = |message| html_of(message, language.tag());
            for label in labels(template.body) {
                let words = escape_html(label.trim_end_matches([':', '：', '\u{202f}']));
                assert!(html(&full).contains(&words), "{name} {language:?}: {words}");
                assert!(!html(&bare).contains(&words), "{name} {language:?}: {words}");
                assert!(bare.text.contains(label));
            }
        }
    }
}

/// The message when nothing is known but what and when.
fn bare(template: Builtin) -> Message {
    let mut occasion = occasion(template.language.sample());
    occasion.attendees.clear();
    occasion.host = None;
    occasion.fields.clear();
    let values = Values::new(&Known::session(&occasion), template.language.tag(), "");
    message(template.subject, template.body, template.audience, &values).unwrap()
}
