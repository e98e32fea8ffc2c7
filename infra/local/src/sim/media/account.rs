//! The accounts at the boards, as they are put in and shown.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::board::Board;
use crate::sim::{StateError, state};

const FIELDS: [&str; 3] = ["medium", "login", "password"];

/// A recruiter's account at a board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// The board's id.
    pub medium: String,
    /// The name to log in with.
    pub login: String,
    /// The password to log in with.
    pub password: String,
}

impl Account {
    /// An account to play with. Its password is no secret.
    pub fn demo(board: &Board) -> Self {
        let medium = board.id.to_owned();
        let login = format!("recruiter@{medium}.example");
        let password = format!("{medium}-password");
        Self { medium, login, password }
    }
}

/// The accounts as somebody wants them.
///
/// # Errors
/// Names the field that does not fit.
pub fn accounts(value: &Value) -> Result<Vec<Account>, StateError> {
    let accounts: Vec<Account> = state::items("accounts", value, &FIELDS)?;
    for (index, account) in accounts.iter().enumerate() {
        known(&format!("accounts[{index}].medium"), &account.medium)?;
    }
    Ok(accounts)
}

/// The board of this id.
///
/// # Errors
/// Names the field that does not hold the id of a board with a site.
pub fn known(field: &str, id: &str) -> Result<&'static Board, StateError> {
    let expected = "the id of a board with a site of its own is expected";
    Board::named(id).ok_or_else(|| StateError::invalid(field, expected))
}
