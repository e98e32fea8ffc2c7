//! Why a request is refused: a stable code, and for each bad field its name and what to do.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One bad field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldError {
    /// Path of the field in the body, like `video.provider`.
    pub field: String,
    /// Stable, `snake_case`.
    pub code: String,
    /// What to do.
    pub detail: String,
}

/// Everything that is wrong with one body; empty means nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldErrors(pub Vec<FieldError>);

impl FieldErrors {
    /// Notes one bad field.
    pub fn add(&mut self, field: &str, code: &str, detail: impl Into<String>) {
        let error =
            FieldError { field: field.to_owned(), code: code.to_owned(), detail: detail.into() };
        self.0.push(error);
    }

    /// Notes the field when the condition does not hold.
    pub fn require(&mut self, holds: bool, field: &str, code: &str, detail: impl Into<String>) {
        if !holds {
            self.add(field, code, detail);
        }
    }

    /// `Ok` when nothing was noted.
    ///
    /// # Errors
    /// All that was noted.
    pub fn into_result(self) -> Result<(), Self> {
        if self.0.is_empty() { Ok(()) } else { Err(self) }
    }
}
