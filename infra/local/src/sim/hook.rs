//! What vendors send of their own accord.

use std::collections::BTreeMap;

use serde::Serialize;

/// A message of a vendor, made but not sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hook {
    /// By lower-case name.
    pub headers: BTreeMap<&'static str, String>,
    /// The raw text, byte for byte what the signature is over.
    pub body: String,
}
