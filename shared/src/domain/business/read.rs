//! Reading a business event as it was posted.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;

use super::{BusinessEvent, LOW_BALANCE, Subject, built_in};
use crate::domain::ids::{is_email, is_id};
use crate::domain::problem::FieldErrors;
use crate::domain::settings::Visibility;

/// How many fields an event may have.
const FIELDS: usize = 100;
/// The longest value, in characters.
const LONGEST: usize = 3_000;
/// The longest id that a sender gives.
const LONGEST_ID: usize = 200;

/// An event of this type. `now` stands for a time that is not given.
///
/// # Errors
/// Every bad field.
pub fn read(
    tenant: &str,
    kind: &str,
    at: Option<Timestamp>,
    data: &Value,
    now: Timestamp,
) -> Result<BusinessEvent, FieldErrors> {
    let mut errors = FieldErrors::default();
    let Value::Object(fields) = data else {
        errors.add("data", "required", "an object with id, subject and what the event says");
        return Err(errors);
    };
    let id = given_id(fields.get("id"), &mut errors);
    let subject = subject(fields.get("subject"), &mut errors);
    let mut texts = BTreeMap::new();
    for (name, value) in fields.iter().filter(|(name, _)| !matches!(&***name, "id" | "subject")) {
        add(&mut texts, name, value, &mut errors);
    }
    errors.require(texts.len() <= FIELDS, "data", "too_many_fields", "at most 100 fields");
    let event = BusinessEvent {
        id: BusinessEvent::id_of(tenant, kind, &id),
        tenant: tenant.to_owned(),
        kind: kind.to_owned(),
        at: at.unwrap_or(now),
        subject,
        data: texts,
    };
    check(&event, &mut errors);
    errors.into_result().map(|()| event)
}

fn given_id(value: Option<&Value>, errors: &mut FieldErrors) -> String {
    let id = match value {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let fits = !id.is_empty() && id.chars().count() <= LONGEST_ID;
    errors.require(
        fits,
        "data.id",
        "required",
        "the event's own id: it makes repetitions harmless",
    );
    id
}

fn subject(value: Option<&Value>, errors: &mut FieldErrors) -> Option<Subject> {
    let value = value.filter(|value| !value.is_null())?;
    let text = |name| value.get(name).and_then(Value::as_str).map(str::trim);
    match (text("person"), text("email")) {
        (Some(person), _) if is_id(person) => Some(Subject::Person(person.to_owned())),
        (None, Some(email)) if is_email(email) => Some(Subject::Email(email.to_owned())),
        (Some(_), _) => {
            errors.add("data.subject.person", "id_invalid", "a person's id");
            None
        }
        (None, Some(_)) => {
            errors.add("data.subject.email", "email_invalid", "one plain mail address");
            None
        }
        (None, None) => {
            errors.add("data.subject", "required", "{\"email\": …} or {\"person\": …}");
            None
        }
    }
}

/// Objects are flattened, lists joined; `null` says nothing.
fn add(texts: &mut BTreeMap<String, String>, name: &str, value: &Value, errors: &mut FieldErrors) {
    match value {
        Value::Null => {}
        Value::Object(fields) if texts.len() <= FIELDS => {
            for (inner, value) in fields {
                add(texts, &format!("{name}.{inner}"), value, errors);
            }
        }
        value => {
            let text = text(value);
            let fits = text.chars().count() <= LONGEST && name.len() <= LONGEST_ID;
            errors.require(fits, &format!("data.{name}"), "too_long", "at most 3,000 characters");
            texts.insert(name.to_owned(), text);
        }
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// What the built-in types can't do without. A company's own types say what they like.
fn check(event: &BusinessEvent, errors: &mut FieldErrors) {
    let needed: &[&str] = match &*event.kind {
        "wallet.funded" => &["amount"],
        LOW_BALANCE => &["balance", "threshold"],
        "perk.added" => &["name"],
        _ => &[],
    };
    for name in needed {
        let given = !event.field(name).trim().is_empty();
        errors.require(given, &format!("data.{name}"), "required", "this type can't do without it");
    }
    for name in ["amount", "balance", "threshold"] {
        let text = event.field(name);
        let is_number = text.is_empty() || text.trim().parse::<f64>().is_ok_and(f64::is_finite);
        let is_ours = built_in(&event.kind).is_some();
        errors.require(is_number || !is_ours, &format!("data.{name}"), "invalid", "a number");
    }
    let is_private = built_in(&event.kind) == Some(Visibility::Private);
    let told = event.subject.is_some() || errors.0.iter().any(|it| it.field.contains("subject"));
    errors.require(
        !is_private || told,
        "data.subject",
        "required",
        "whom it is about: {\"email\": …} or {\"person\": …}",
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn said(kind: &str, data: &Value) -> Result<BusinessEvent, Vec<String>> {
        let read = read("t", kind, None, data, Timestamp::UNIX_EPOCH);
        read.map_err(|errors| errors.0.into_iter().map(|error| error.field).collect())
    }

    #[test]
    fn what_lies_deeper_is_flattened() {
        let data = json!({
            "id": 7, "subject": {"email": " a@b.example "}, "amount": 50, "unit": "punti",
            "winner": {"name": "Ada", "team": null}, "tags": ["x", 2],
        });
        let event = said("wallet.funded", &data).unwrap();
        assert_eq!(event.subject, Some(Subject::Email("a@b.example".to_owned())));
        let shown: Vec<_> = event.data.iter().map(|(k, v)| format!("{k}={v}")).collect();
        assert_eq!(shown, ["amount=50", "tags=x, 2", "unit=punti", "winner.name=Ada"]);
        assert_eq!(
            event.id,
            said("wallet.funded", &data).unwrap().id,
            "ids follow from what is given"
        );
        assert_ne!(event.id, BusinessEvent::id_of("u", "wallet.funded", "7"));
    }

    #[test]
    fn each_bad_field_is_named() {
        let bad = |kind, data| said(kind, &data).unwrap_err();
        assert_eq!(bad("wallet.funded", json!(null)), ["data"]);
        assert_eq!(bad("wallet.funded", json!({})), ["data.id", "data.amount", "data.subject"]);
        let words = json!({"id": "1", "subject": {"email": "nobody"}, "amount": "many"});
        assert_eq!(bad("wallet.funded", words), ["data.subject.email", "data.amount"]);
        assert_eq!(bad("perk.added", json!({"id": "1"})), ["data.name"]);
        assert!(said("invoice.paid", &json!({"id": "1", "amount": "many"})).is_ok());
    }
}
