//! Every built-in mail in every language, written to a folder for people to look at: whoever
//! translates, reviews or lays out sees what readers will see.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

use convoke::domain::event::{MeetingFacts, Occasion, Party};
use convoke::domain::fault::Reason;
use convoke::domain::ids::HostLink;
use convoke::domain::language::{Language, Sample};
use convoke::domain::mail::html_of;
use convoke::domain::session::{Attendee, Role, SessionKind};
use convoke::domain::template::{
    Known, Message, TemplateError, Values, builtin, builtin_names, escape_html, message,
};

/// As wide as a common phone.
const PHONE: u32 = 360;

/// Why the mails could not be written.
#[derive(Debug, thiserror::Error)]
pub enum MailsError {
    /// The folder can't be written.
    #[error("the folder can't be written")]
    Folder(#[from] io::Error),
    /// A built-in template is wrong.
    #[error("a built-in template can't be rendered")]
    Template(#[from] TemplateError),
}

/// Writes `<language>-<template>.html` and `.txt` for each, and `index.html`, which shows all of them
/// as wide as a phone. Returns how many mails there are.
///
/// # Errors
/// See [`MailsError`].
pub fn write(folder: &Path) -> Result<usize, MailsError> {
    fs::create_dir_all(folder)?;
    let (mut frames, mut count) = (String::new(), 0);
    for language in Language::ALL {
        let _ = write!(frames, "<h2>{}</h2>\n<div>\n", language.tag());
        for name in builtin_names() {
            let Some(mail) = rendered(name, language)? else { continue };
            let file = format!("{}-{name}", language.tag());
            let text = format!("{}\n\n{}", mail.subject, mail.text);
            fs::write(folder.join(format!("{file}.txt")), text)?;
            fs::write(folder.join(format!("{file}.html")), html_of(&mail, language.tag()))?;
            frames.push_str(&frame(&file, &mail.subject));
            count += 1;
        }
        frames.push_str("</div>\n");
    }
    fs::write(folder.join("index.html"), index(&frames))?;
    Ok(count)
}

fn frame(file: &str, subject: &str) -> String {
    let subject = escape_html(subject);
    format!(
        "<figure><figcaption><a href=\"{file}.html\">{file}</a> (<a href=\"{file}.txt\">text</a>)<br>\
         {subject}</figcaption><iframe src=\"{file}.html\" width=\"{PHONE}\" height=\"720\" \
         loading=\"lazy\" title=\"{file}\"></iframe></figure>\n"
    )
}

fn index(frames: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Mails</title><style>\
         :root{{color-scheme:light dark}}body{{font:14px/1.4 system-ui,sans-serif;margin:1rem}}\
         div{{display:flex;flex-wrap:wrap;gap:1rem}}figure{{margin:0;width:{PHONE}px}}\
         figcaption{{min-height:4.5em}}iframe{{border:1px solid #8c96a3}}</style></head><body>\n\
         {frames}</body></html>\n"
    )
}

fn rendered(name: &str, language: Language) -> Result<Option<Message>, TemplateError> {
    let Some(template) = builtin(name, language) else { return Ok(None) };
    let (occasion, meeting) = (occasion(language.sample(), language), meeting());
    let start =
        format!("https://zoom.example/s/86412345678?zak={}", "eyJ0eXAiOiJKV1QifQ".repeat(30));
    let page = format!("https://convoke.example/host/{}", "eyJ0IjoiYWNtZSJ9".repeat(9));
    let known = Known {
        occasion: &occasion,
        meeting: Some(&meeting),
        host_link: Some(&HostLink::new(start)),
        host_page: Some(&page),
        reason: Some(&Reason::new("host_not_mapped", "link the person h1 to a zoom user")),
        previous: None,
    };
    let values = Values::new(&known, language.tag(), "");
    message(template.subject, template.body, template.audience, &values).map(Some)
}

fn occasion(sample: &Sample, language: Language) -> Occasion {
    let guest = Attendee {
        name: sample.guest.to_owned(),
        email: "guest@customer.example".to_owned(),
        role: Role::Customer,
        locale: None,
    };
    let host = Party {
        id: "h1".to_owned(),
        name: sample.host.to_owned(),
        email: None,
        locale: None,
        time_zone: None,
    };
    Occasion {
        kind: SessionKind::Booking,
        title: sample.service.to_owned(),
        service: None,
        service_name: sample.service.to_owned(),
        start: jiff::Timestamp::constant(1_795_420_800, 0),
        end: jiff::Timestamp::constant(1_795_423_500, 0),
        time_zone: sample.time_zone.to_owned(),
        host: Some(host),
        attendees: vec![guest],
        tenant_name: sample.company.to_owned(),
        locale: language.tag().to_owned(),
        fields: BTreeMap::from([("note".to_owned(), sample.note.to_owned())]),
    }
}

fn meeting() -> MeetingFacts {
    MeetingFacts {
        provider: "zoom".to_owned(),
        by: None,
        id: "86412345678".to_owned(),
        host: "u1".to_owned(),
        join_url: "https://zoom.example/j/86412345678?pwd=bGV0J3MgbWVldCBhbmQgdGFsayBhYm91dCBpdA.1"
            .to_owned(),
        password: "04815162".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mail_of_every_language_is_written() {
        let folder = std::env::temp_dir().join(format!("convoke-mails-{}", std::process::id()));
        let count = write(&folder).unwrap();
        assert_eq!(count, Language::ALL.len() * builtin_names().count());
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 2 * count + 1);
        let text = fs::read_to_string(folder.join("de-customer_link.txt")).unwrap();
        assert!(text.starts_with("Ihr Link: Erstberatung – Montag, 23. November 2026, "), "{text}");
        fs::remove_dir_all(&folder).unwrap();
    }
}
