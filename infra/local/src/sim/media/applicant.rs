//! The applicants, as they are put in and shown.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::account::{Account, known};
use crate::sim::{Entropy, StateError, state};

const FIELDS: [&str; 6] = ["medium", "login", "id", "applied_at", "applied_note", "fields"];
/// How long ago somebody applied whose time nobody gave.
const USUALLY_AGO: SignedDuration = SignedDuration::from_hours(1);

/// One application at a board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Applicant {
    /// The board's id.
    pub medium: String,
    /// The login of the account that sees it.
    #[serde(default)]
    pub login: String,
    /// The board's id of the application; not every board shows it.
    #[serde(default)]
    pub id: String,
    /// When the person applied; without it, an hour before whoever asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applied_at: Option<Timestamp>,
    /// What the board writes behind that time, in the same cell.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub applied_note: String,
    /// What stands in the board's columns, by header.
    #[serde(default)]
    pub fields: BTreeMap<String, Cell>,
}

/// What stands in one column of one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Cell {
    /// A text.
    One(String),
    /// Several texts under one header.
    Several(Vec<String>),
}

impl Cell {
    /// All texts in it.
    pub fn values(&self) -> &[String] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Several(values) => values,
        }
    }
}

impl Applicant {
    /// When the person applied, as seen at this moment.
    pub fn applied_at(&self, now: Timestamp) -> Timestamp {
        self.applied_at.unwrap_or(now - USUALLY_AGO)
    }
}

/// The applicants as somebody wants them, with made up what nobody gave: the id, and the board's
/// first account.
///
/// # Errors
/// Names the field that does not fit.
pub fn applicants(
    value: &Value,
    accounts: &[Account],
    entropy: &mut Entropy,
) -> Result<Vec<Applicant>, StateError> {
    let mut applicants: Vec<Applicant> = state::items("applicants", value, &FIELDS)?;
    for (index, applicant) in applicants.iter_mut().enumerate() {
        complete(index, applicant, accounts, entropy)?;
    }
    Ok(applicants)
}

fn complete(
    index: usize,
    applicant: &mut Applicant,
    accounts: &[Account],
    entropy: &mut Entropy,
) -> Result<(), StateError> {
    let board = known(&format!("applicants[{index}].medium"), &applicant.medium)?;
    if applicant.login.is_empty() {
        let first = accounts.iter().find(|account| account.medium == board.id);
        let expected = "the login of an account is expected";
        let missing = || StateError::invalid(format!("applicants[{index}].login"), expected);
        applicant.login.clone_from(&first.ok_or_else(missing)?.login);
    }
    if applicant.id.is_empty() && board.number.is_some() {
        applicant.id = entropy.text(b"0123456789", 9);
    }
    Ok(())
}
