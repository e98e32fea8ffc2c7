//! An application, as it is sent, put in and shown.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::body::{self, Extent, Fields, Kind};
use crate::sim::{Entropy, StateError, state};

/// What a new application may say.
pub const NEW: &Fields = &[
    ("external_id", Kind::Text),
    ("medium", Kind::Required),
    ("source_format", Kind::Text),
    ("route", Kind::Required),
    ("classification", Kind::OneOf(&["scout", "normal", "undecidable"])),
    ("undecidable", Kind::Truth),
    ("name", Kind::Required),
    ("kana", Kind::Text),
    ("email", Kind::Text),
    ("phone", Kind::Text),
    ("position_name", Kind::Text),
    ("job", Kind::Text),
    ("applied_at", Kind::Moment),
    ("birth_date", Kind::Day),
    ("postal_code", Kind::Text),
    ("address", Kind::Text),
];

/// What may change of an application.
pub const CHANGE: &Fields = &[
    ("position_name", Kind::Text),
    ("job", Kind::Text),
    ("route", Kind::Required),
    ("name", Kind::Required),
    ("kana", Kind::Text),
    ("email", Kind::Text),
    ("phone", Kind::Text),
];

/// The fields of an application in the published state.
pub const FIELDS: [&str; 20] = [
    "id",
    "idempotency_key",
    "received_at",
    "changed_at",
    "external_id",
    "medium",
    "source_format",
    "route",
    "classification",
    "undecidable",
    "name",
    "kana",
    "email",
    "phone",
    "position_name",
    "job",
    "applied_at",
    "birth_date",
    "postal_code",
    "address",
];

/// One application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// The id that it was given here.
    #[serde(default)]
    pub id: String,
    /// The key it was sent with.
    #[serde(default)]
    pub idempotency_key: Option<String>,
    /// When it came.
    #[serde(default)]
    pub received_at: Option<Timestamp>,
    /// When it last changed, if ever.
    #[serde(default)]
    pub changed_at: Option<Timestamp>,
    /// What it says: every field that it may have, null where nothing was said.
    #[serde(flatten)]
    pub said: Map<String, Value>,
}

impl Application {
    /// Puts null where nothing was said.
    pub fn fill(&mut self) {
        for (name, _) in NEW {
            self.said.entry(*name).or_insert(Value::Null);
        }
    }
}

/// The applications as somebody wants them; ids are made up where nobody gave one.
///
/// # Errors
/// Names the field that does not fit.
pub fn applications(value: &Value, entropy: &mut Entropy) -> Result<Vec<Application>, StateError> {
    let mut applications: Vec<Application> = state::items("applications", value, &FIELDS)?;
    for (index, application) in applications.iter_mut().enumerate() {
        if let Some(bad) = body::faults(&application.said, NEW, Extent::Whole).first() {
            let field = format!("applications[{index}].{}", bad.field);
            return Err(StateError::invalid(field, bad.code));
        }
        if application.id.is_empty() {
            application.id = new_id(entropy);
        }
        application.fill();
    }
    Ok(applications)
}

/// An id for an application.
pub fn new_id(entropy: &mut Entropy) -> String {
    format!("app_{}", entropy.text(b"0123456789abcdef", 16))
}
