//! What chat platforms send: verified over the raw bytes, then read.

mod slack;
mod teams;

use crate::domain::question::{Question, Revoked};

pub use slack::slack;
pub use teams::{Key, Keys, kid, teams};

/// What a verified request turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// The platform tries the address and wants this back.
    Challenge(String),
    /// Somebody asks.
    Question(Box<Question>),
    /// The application is let in no more.
    Revoked(Revoked),
    /// Understood, and nothing to do.
    Nothing,
    /// Signed, but not what the platform documents.
    Unreadable,
}
