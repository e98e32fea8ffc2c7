//! The people, as they are put in and shown.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::sim::{StateError, state};

/// Somebody with a Google account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct User {
    /// The address, which is also the id.
    pub email: String,
}

impl User {
    /// Somebody of the demo domain.
    pub fn demo(name: &str) -> Self {
        Self { email: format!("{name}@demo.example") }
    }

    /// Whether this is the one of that address.
    pub fn is(&self, email: &str) -> bool {
        self.email.eq_ignore_ascii_case(email)
    }
}

/// The people as somebody wants them.
///
/// # Errors
/// Names the field that does not fit.
pub fn users(value: &Value) -> Result<Vec<User>, StateError> {
    state::items("users", value, &["email"])
}
