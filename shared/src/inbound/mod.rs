//! Senders: one file each. A signature is checked over the raw bytes, and only what passed can be
//! translated from the sender's own words into facts of ours. Pure: the time is passed in, and
//! nothing is read or written.
//!
//! A new sender is one file, one variant of [`SenderKind`] (the compiler then names every `match`
//! that must decide), one folder of sample events.

mod calcom;
pub mod chat;
mod signature;
mod standard;
mod strict;
mod value;
pub mod zoom;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod signing;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::domain::business::Posted;
use crate::domain::fault::Reason;
use crate::domain::problem::FieldError;
use crate::domain::session::SessionFact;

pub use crate::domain::person::PersonFact;
pub use signature::{Hook, SignatureFault, Verified, verify};

/// What kind of sender a source is; decides how its messages are signed and what they mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SenderKind {
    /// Whoever speaks our own format, signed as Standard Webhooks.
    Standard,
    /// Cal.com's booking webhooks.
    Calcom,
}

impl SenderKind {
    /// Every kind, in the order in which refusals list them.
    pub const ALL: [Self; 2] = [Self::Standard, Self::Calcom];

    /// As it stands in settings.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Calcom => "calcom",
        }
    }
}

impl FromStr for SenderKind {
    type Err = UnknownSenderKind;

    fn from_str(name: &str) -> Result<Self, UnknownSenderKind> {
        Self::ALL.into_iter().find(|kind| kind.name() == name).ok_or(UnknownSenderKind)
    }
}

/// No sender kind has the given name. It prints as what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownSenderKind;

impl fmt::Display for UnknownSenderKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "choose one of {}", SenderKind::ALL.map(SenderKind::name).join(", "))
    }
}

impl std::error::Error for UnknownSenderKind {}

/// What a verified message turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Translation {
    /// Facts to act upon; at least one.
    Facts(Vec<Fact>),
    /// Understood, and nothing to do.
    Ignored {
        /// Why, for the sender.
        reason: String,
    },
    /// Signed, but not what this kind of sender says. It is kept where people look.
    Untranslatable {
        /// Stable, `snake_case`: the only bad field's code, or `invalid_fields` for several.
        code: String,
        /// What to do, without anything personal.
        detail: String,
        /// Every bad field; empty when the message as a whole is wrong.
        errors: Vec<FieldError>,
    },
    /// The body is not JSON at all.
    NotJson,
}

impl Translation {
    /// The message is wrong as a whole.
    fn untranslatable(code: &str, detail: impl Into<String>) -> Self {
        Self::Untranslatable { code: code.to_owned(), detail: detail.into(), errors: Vec::new() }
    }

    /// One fact, unless fields are bad.
    fn from_parts(fact: Option<Fact>, errors: Vec<FieldError>) -> Self {
        match (fact, errors.as_slice()) {
            (Some(fact), []) => Self::Facts(vec![fact]),
            (_, [only]) => Self::Untranslatable {
                code: only.code.clone(),
                detail: format!("{}: {}", only.field, only.detail),
                errors,
            },
            (_, several) => Self::Untranslatable {
                code: "invalid_fields".to_owned(),
                detail: format!("{} fields need correction", several.len()),
                errors,
            },
        }
    }
}

/// One fact from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// About a session.
    Session(SessionFact),
    /// About somebody at the company.
    Person(PersonFact),
    /// Something that happened in the sender's own system.
    Business(Posted),
}

/// Translates a verified message of the tenant's source into facts.
#[must_use]
pub fn translate(
    kind: SenderKind,
    verified: &Verified<'_>,
    tenant: &str,
    source: &str,
) -> Translation {
    let origin = Origin { tenant, source };
    match kind {
        SenderKind::Standard => {
            json(verified).map_or(Translation::NotJson, |body| standard::translate(&body, origin))
        }
        // The body decides what it is: the content type is not signed.
        SenderKind::Calcom => match json(verified) {
            Some(body) => calcom::translate(&body, origin),
            None if verified.is_form() => calcom::customised(),
            None => Translation::NotJson,
        },
    }
}

/// Tells whether a secret fits the kind of sender, before it is saved.
///
/// # Errors
/// What to give instead; code `secret_invalid`.
pub fn check_secret(kind: SenderKind, secret: &str) -> Result<(), Reason> {
    match kind {
        SenderKind::Standard => standard::check_secret(secret),
        SenderKind::Calcom => calcom::check_secret(secret),
    }
    .map_err(|detail| Reason::new("secret_invalid", detail))
}

/// Whose message it is.
#[derive(Clone, Copy)]
struct Origin<'a> {
    tenant: &'a str,
    source: &'a str,
}

fn json(verified: &Verified<'_>) -> Option<Value> {
    serde_json::from_slice(verified.body()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_known_by_their_names_only() {
        for kind in SenderKind::ALL {
            assert_eq!(kind.name().parse(), Ok(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
        }
        let refusal = "Standard".parse::<SenderKind>().unwrap_err();
        assert_eq!(refusal.to_string(), "choose one of standard, calcom");
    }

    #[test]
    fn secrets_are_checked_by_kind() {
        let base64 = |bytes: usize| {
            use base64::Engine as _;
            let text = base64::engine::general_purpose::STANDARD.encode(vec![7; bytes]);
            format!("whsec_{text}")
        };
        for good in [24, 32, 64] {
            assert_eq!(check_secret(SenderKind::Standard, &base64(good)), Ok(()));
        }
        for bad in [base64(23), base64(65), "whsec_".into(), "whsec_!".into(), "12345678".into()] {
            let reason = check_secret(SenderKind::Standard, &bad).unwrap_err();
            assert_eq!(reason.code, "secret_invalid");
        }
        for good in ["12345678", "pitkä-salasana-ääkkösin", &"x".repeat(256)] {
            assert_eq!(check_secret(SenderKind::Calcom, good), Ok(()));
        }
        for bad in ["", "1234567", "1234 5678", "12345678\n", &"x".repeat(257)] {
            assert!(check_secret(SenderKind::Calcom, bad).is_err(), "{bad:?}");
        }
    }
}
