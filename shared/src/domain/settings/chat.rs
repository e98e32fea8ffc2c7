//! What may be told in a chat, and what may be asked there.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Checked;
use crate::domain::problem::FieldErrors;

/// A type of business event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EventTypeBody {
    /// Who may read of such events.
    pub visibility: Visibility,
}

/// Who may read of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Whom they are about, and nobody else.
    Private,
    /// Everybody at the company.
    Public,
}

/// Where the answer to a question comes from, and how people ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerBody {
    /// The company's own address, asked anew for each question: `GET {url}?email=`.
    pub url: String,
    /// Words that ask for it behind the slash command, besides the built-in ones.
    #[serde(default)]
    pub commands: Vec<String>,
    /// Whole questions that ask for it, besides the built-in ones.
    #[serde(default)]
    pub phrases: Vec<String>,
}

/// The most words or phrases of one kind, and the longest of them in characters.
const MOST: usize = 50;
const LONGEST: usize = 200;

impl Checked for EventTypeBody {
    fn check(&self) -> Result<(), FieldErrors> {
        Ok(())
    }
}

impl Checked for AnswerBody {
    fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        for (field, all) in [("commands", &self.commands), ("phrases", &self.phrases)] {
            errors.require(all.len() <= MOST, field, "too_many", "at most 50");
            for (n, text) in all.iter().enumerate() {
                let fits = !text.trim().is_empty() && text.chars().count() <= LONGEST;
                errors.require(fits, &format!("{field}[{n}]"), "invalid", "1 to 200 characters");
            }
        }
        errors.into_result()
    }
}
