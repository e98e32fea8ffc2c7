//! Templates: what is accepted is rendered, within bounds, and tells guests nothing of the host's.

use std::collections::BTreeMap;

use convoke::domain::event::{Audience, MeetingFacts, Occasion, Party};
use convoke::domain::fault::Reason;
use convoke::domain::ids::HostLink;
use convoke::domain::mail::html_of;
use convoke::domain::problem::FieldErrors;
use convoke::domain::session::{Attendee, Role, SessionKind};
use convoke::domain::template::{
    CODES, Form, Known, MAX_AGENDA, MAX_TOPIC, Place, Template, Values, agenda, check_meeting_text,
    check_message_text, message, topic,
};

use super::message::cut;
use super::refusal;

/// What only the host may read. No input can hold it by chance.
const HOSTS_OWN: [&str; 2] = ["zak=5f1c9e7a", "/host/9b2d40c6"];
const AUDIENCES: [Audience; 3] = [Audience::Attendee, Audience::Host, Audience::Staff];

/// A subject and a body, with a blank line between.
pub(super) fn template(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (subject, body) = cut(text.as_bytes(), b"\n\n").unwrap_or((text.as_bytes(), b""));
    let (subject, body) = (String::from_utf8_lossy(subject), String::from_utf8_lossy(body));
    if HOSTS_OWN.iter().any(|own| text.contains(own)) {
        return;
    }
    let occasion = occasion(&subject);
    with_values(&occasion, |values| {
        for audience in AUDIENCES {
            told(&subject, &body, audience, values);
        }
        in_meeting(&subject, &body, values);
    });
}

fn with_values(occasion: &Occasion, then: impl FnOnce(&Values)) {
    let meeting = MeetingFacts {
        provider: "zoom".to_owned(),
        by: None,
        id: "86412345678".to_owned(),
        host: "u1".to_owned(),
        join_url: "https://zoom.example/j/86412345678".to_owned(),
        password: "04815162".to_owned(),
    };
    let link = HostLink::new(format!("https://zoom.example/s/1?{}", HOSTS_OWN[0]));
    let page = format!("https://convoke.example{}", HOSTS_OWN[1]);
    let reason = Reason::new("host_not_mapped", "Choose a Zoom user.");
    let known = Known {
        occasion,
        meeting: Some(&meeting),
        host_link: Some(&link),
        host_page: Some(&page),
        reason: Some(&reason),
        previous: None,
    };
    then(&Values::new(&known, "fi", ""));
}

/// What a guest wrote is as strange as the template, and looks like one.
fn occasion(strange: &str) -> Occasion {
    let guest = Attendee {
        name: strange.chars().take(200).collect(),
        email: "matti@customer.example".to_owned(),
        role: Role::Customer,
        locale: None,
    };
    let note = format!("{{meeting_url_host}} {strange}");
    Occasion {
        kind: SessionKind::Booking,
        title: strange.to_owned(),
        service: None,
        service_name: String::new(),
        start: "2026-12-01T08:00:00Z".parse().unwrap(),
        end: "2026-12-01T08:45:00Z".parse().unwrap(),
        time_zone: "Europe/Helsinki".to_owned(),
        host: Some(Party {
            id: "aino".to_owned(),
            name: "Aino".to_owned(),
            email: None,
            locale: None,
            time_zone: None,
        }),
        attendees: vec![guest],
        tenant_name: "Demo Oy".to_owned(),
        locale: "en".to_owned(),
        fields: BTreeMap::from([("note".to_owned(), note)]),
    }
}

fn told(subject: &str, body: &str, audience: Audience, values: &Values) {
    let mut errors = FieldErrors::default();
    check_message_text(&mut errors, "subject", subject, audience);
    check_message_text(&mut errors, "body", body, audience);
    refused(&errors);
    let rendered = message(subject, body, audience, values);
    assert_eq!(rendered.is_ok(), errors.0.is_empty(), "saved and rendered alike: {errors:?}");
    let Ok(rendered) = rendered else { return };
    assert_eq!(message(subject, body, audience, values).as_ref(), Ok(&rendered), "the same twice");
    assert!(!rendered.subject.chars().any(breaks), "{:?}", rendered.subject);
    let is_plain = |c: char| !c.is_control() || matches!(c, '\n' | '\t');
    assert!(rendered.text.chars().all(is_plain), "{:?}", rendered.text);
    assert!(rendered.text.len() <= most(body, values), "no longer than its parts");
    let html = html_of(&rendered, "fi");
    for own in HOSTS_OWN {
        let anywhere = [&rendered.subject, &rendered.text, &html].iter().any(|it| it.contains(own));
        assert!(audience == Audience::Host || !anywhere, "a guest reads {own}");
    }
    escaped(&html);
}

/// Nothing in the text opens a tag of its own.
fn escaped(html: &str) {
    const OURS: [&str; 29] = [
        "!DOCTYPE", "html", "/html", "head", "/head", "meta", "title", "/title", "style", "/style",
        "body", "/body", "p", "/p", "br", "a", "/a", "table", "/table", "tr", "/tr", "td", "/td",
        "h1", "/h1", "strong", "/strong", "span", "/span",
    ];
    for opened in html.split('<').skip(1) {
        let name = opened.split([' ', '>']).next().unwrap_or_default();
        assert!(OURS.contains(&name), "<{name}");
    }
    assert!(!html.to_lowercase().contains("href=\"javascript"));
}

fn breaks(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

fn in_meeting(first: &str, second: &str, values: &Values) {
    let mut errors = FieldErrors::default();
    check_meeting_text(&mut errors, "topic", first);
    check_meeting_text(&mut errors, "agenda", second);
    refused(&errors);
    let (first, second) = (topic(first, values), agenda(second, values));
    assert_eq!(first.is_ok() && second.is_ok(), errors.0.is_empty(), "{errors:?}");
    if let Ok(topic) = first {
        assert!(topic.chars().count() <= MAX_TOPIC && !topic.chars().any(breaks), "{topic:?}");
    }
    if let Ok(agenda) = second {
        assert!(agenda.chars().count() <= MAX_AGENDA);
        assert!(HOSTS_OWN.iter().all(|own| !agenda.contains(own)));
    }
}

fn refused(errors: &FieldErrors) {
    for error in &errors.0 {
        refusal::code(&error.code);
        refusal::sentence(&error.detail);
    }
}

/// The template's own text, and its values as they are.
fn most(template: &str, values: &Values) -> usize {
    let parsed = Template::parse(template).unwrap();
    let place = Place::Message(Audience::Host);
    assert!(parsed.render(values, place, Form::Html).is_ok());
    let codes = parsed.codes().map(|name| values.get(name).len()).sum::<usize>();
    assert!(parsed.codes().all(|name| CODES.iter().any(|code| code.name == name)));
    template.len() + codes
}
