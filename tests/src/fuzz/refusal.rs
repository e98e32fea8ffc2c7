//! What holds of every refusal: a stable code, a sentence of bounded length, fields that exist.

use std::collections::BTreeSet;

use convoke::domain::problem::FieldError;
use serde_json::Value;

/// A sentence that is longer repeats what was sent instead of saying what to do.
const LONGEST: usize = 1_000;
/// The most errors that one refusal tells.
const MOST: usize = 100;
/// How much of a name that somebody made up is told.
const TOLD: usize = 60;

/// A stable code.
pub(super) fn code(code: &str) {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    assert!(!code.is_empty() && code.len() <= 64 && code.chars().all(fits), "{code:?}");
}

/// A sentence for people, and for an item of the table.
pub(super) fn sentence(text: &str) {
    let length = text.chars().count();
    assert!(
        (1..=LONGEST).contains(&length),
        "{length} characters: {}",
        &text[..text.len().min(80)]
    );
}

/// Errors of a body: each names something that is in it, or one of the names that belong there.
pub(super) fn errors(errors: &[FieldError], body: &[u8], known: &[&str]) {
    assert!(errors.len() <= MOST, "{} errors", errors.len());
    let mut names = BTreeSet::new();
    if let Ok(body) = serde_json::from_slice(body) {
        collect(&body, &mut names);
    }
    for error in errors {
        code(&error.code);
        sentence(&error.detail);
        assert!(error.field.chars().count() <= LONGEST, "the field's name");
        let root = |name: &str| error.field.starts_with(name);
        let exists = known.iter().any(|name| root(name)) || names.iter().any(|name| root(name));
        // An empty path is the body itself.
        assert!(error.field.is_empty() || exists, "there is no field {:?}", error.field);
    }
}

/// The beginnings of all names in a value.
fn collect(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (name, value) in map {
                names.insert(name.chars().take(TOLD).collect());
                collect(value, names);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, names)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
