//! What holds of everything that a sender's message can become.

use convoke::domain::ids::{is_email, is_external_id, is_id};
use convoke::domain::person::PersonFact;
use convoke::domain::session::{Attendee, Change, SessionContent, SessionFact};
use convoke::inbound::{Fact, Translation};
use convoke::queue::{Envelope, SessionMessage};
use jiff::tz::TimeZone;
use serde_json::Value;

use super::refusal;
use super::scene::{SOURCE, T};

/// SQS quotas: a message holds at most 1 MiB; half of it leaves room for what surrounds the fact.
const MOST_BYTES: usize = 512 * 1024;
/// `DynamoDB` quotas: an item nests at most 32 deep; the session item surrounds this.
const DEEPEST: usize = 28;
/// `DynamoDB` quotas: the largest number that an item can hold has 126 digits.
const LARGEST: f64 = 1e125;

/// Checks what a message was made into.
pub(super) fn hold(translation: &Translation, body: &[u8]) {
    match translation {
        Translation::Facts(facts) => {
            assert!(!facts.is_empty(), "no fact is no translation");
            facts.iter().for_each(fact);
        }
        Translation::Ignored { reason } => refusal::sentence(reason),
        Translation::Untranslatable { code, detail, errors } => {
            refusal::code(code);
            refusal::sentence(detail);
            refusal::errors(errors, body, &["type", "timestamp", "data", "createdAt", "payload"]);
        }
        Translation::NotJson => {}
    }
}

fn fact(fact: &Fact) {
    let message = match fact {
        Fact::Session(fact) => {
            session(fact);
            SessionMessage::Fact(fact.clone())
        }
        Fact::Person(fact) => {
            person(fact);
            SessionMessage::Person(fact.clone())
        }
        // What it says is looked at with the company's settings.
        Fact::Business(posted) => {
            assert!(!posted.kind.is_empty() || posted.data.is_null());
            return;
        }
    };
    let sent = Envelope::new("trace", message);
    let text = serde_json::to_string(&sent).unwrap();
    assert!(text.len() <= MOST_BYTES, "{} bytes are more than the queue takes", text.len());
    let read: Envelope<SessionMessage> =
        serde_json::from_str(&text).expect("what was queued can be read");
    assert_eq!(read, sent, "what was queued is read back equal");
}

fn session(fact: &SessionFact) {
    assert_eq!((fact.key.tenant.as_str(), fact.key.source.as_str()), (T, SOURCE));
    assert!(is_external_id(&fact.key.external_id), "{:?}", fact.key);
    assert!((1..=i64::MAX.unsigned_abs()).contains(&fact.version), "{}", fact.version);
    assert_ne!(fact.follows.as_ref(), Some(&fact.key.external_id), "nothing follows itself");
    assert!(fact.follows.as_deref().is_none_or(is_external_id), "{:?}", fact.follows);
    if let Change::Upserted(upserted) = &fact.change {
        content(upserted);
    }
}

fn content(content: &SessionContent) {
    assert!(content.start < content.end, "{} to {}", content.start, content.end);
    line(&content.title, 500);
    zone(&content.time_zone);
    assert!(content.service.as_deref().is_none_or(is_id), "{:?}", content.service);
    let is_reference = |text: &str| is_id(text) || is_email(text);
    assert!(content.host.as_deref().is_none_or(is_reference), "{:?}", content.host);
    content.attendees.iter().for_each(attendee);
    assert!(content.fields.len() <= 50);
    for (name, value) in &content.fields {
        assert!(name.chars().count() <= 200, "a name of {} characters", name.chars().count());
        assert!(value.chars().count() <= 5_000);
    }
    if let Some(candidate) = &content.candidate {
        assert!(candidate.is_object());
        fits_in_an_item(candidate, DEEPEST);
    }
}

fn attendee(attendee: &Attendee) {
    line(&attendee.name, 200);
    assert!(is_email(&attendee.email), "{}", attendee.email);
    attendee.locale.as_deref().into_iter().for_each(locale);
}

fn person(fact: &PersonFact) {
    assert_eq!(fact.tenant, T);
    assert!(is_id(&fact.id), "{}", fact.id);
    line(&fact.name, 200);
    assert!(!fact.name.is_empty());
    assert!(fact.emails.iter().all(|email| is_email(email)), "{:?}", fact.emails);
    fact.roles.iter().flatten().for_each(|role| line(role, 64));
    assert!(fact.manager.as_deref().is_none_or(is_id), "{:?}", fact.manager);
    fact.time_zone.as_deref().into_iter().for_each(zone);
    fact.locale.as_deref().into_iter().for_each(locale);
}

/// Such texts end up in headers of mails and in topics.
fn line(text: &str, most: usize) {
    assert!(text.chars().count() <= most, "{text:?}");
    assert!(!text.chars().any(char::is_control), "{text:?}");
    assert_eq!(text, text.trim());
}

fn zone(name: &str) {
    assert!(TimeZone::get(name).is_ok_and(|zone| !zone.is_unknown()), "{name}");
}

fn locale(tag: &str) {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    assert!((2..=26).contains(&tag.len()) && tag.chars().all(fits), "{tag:?}");
}

/// Whether the table takes it; what it does not take would go round in the queue until it is given
/// up.
fn fits_in_an_item(value: &Value, depth: usize) {
    assert!(depth > 0, "the table does not nest so deep");
    match value {
        Value::Array(values) => values.iter().for_each(|value| fits_in_an_item(value, depth - 1)),
        Value::Object(map) => map.values().for_each(|value| fits_in_an_item(value, depth - 1)),
        Value::Number(number) => {
            let size = number.as_f64().unwrap().abs();
            assert!(size <= LARGEST, "the table does not hold {number}");
            assert!(size == 0.0 || size >= 1e-130, "the table does not hold {number}");
        }
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}
