//! Signatures. Whatever the kind, the check runs over the bytes as they came and compares in
//! constant time; what passed has a type of its own, and only that can be translated.

use http::HeaderMap;
use http::header::CONTENT_TYPE;
use jiff::Timestamp;
use ring::hmac;
use subtle::ConstantTimeEq as _;

use super::{SenderKind, calcom, standard};
use crate::domain::ids::Secret;

/// A message as it came in.
#[derive(Clone, Copy, Debug)]
pub struct Hook<'a> {
    /// The request's headers.
    pub headers: &'a HeaderMap,
    /// The request's body, byte for byte.
    pub body: &'a [u8],
}

impl<'a> Hook<'a> {
    /// The header's value; `None` when it is absent, blank or not plain ASCII.
    pub(super) fn header(&self, name: &str) -> Option<&'a str> {
        let text = self.headers.get(name)?.to_str().ok()?.trim();
        (!text.is_empty()).then_some(text)
    }

    pub(super) fn is_form(&self) -> bool {
        let kind = self.header(CONTENT_TYPE.as_str()).unwrap_or_default();
        let essence = kind.split(';').next().unwrap_or_default().trim();
        essence.eq_ignore_ascii_case("application/x-www-form-urlencoded")
            || essence.eq_ignore_ascii_case("multipart/form-data")
    }
}

/// A message whose signature has been checked. [`verify`] alone makes one, so nothing unverified
/// reaches a translation.
#[derive(Debug)]
pub struct Verified<'a> {
    body: &'a [u8],
    form: bool,
}

impl<'a> Verified<'a> {
    /// The body, byte for byte as it was signed.
    #[must_use]
    pub const fn body(&self) -> &'a [u8] {
        self.body
    }

    /// Whether the sender says that the body is a form.
    pub(super) const fn is_form(&self) -> bool {
        self.form
    }
}

/// Why a message is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureFault {
    /// It is not signed.
    Missing,
    /// What stands in the place of the signature can't be one.
    Malformed,
    /// The signature belongs to another body or another secret.
    Mismatch,
    /// Signed too long ago, or in the future.
    Stale,
}

impl SignatureFault {
    /// Stable, `snake_case`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Missing => "signature_missing",
            Self::Malformed => "signature_malformed",
            Self::Mismatch => "signature_mismatch",
            Self::Stale => "signature_stale",
        }
    }

    /// What the sender has to change.
    #[must_use]
    pub const fn detail(self) -> &'static str {
        match self {
            Self::Missing => {
                "the message is not signed: give the sender this source's secret and send every \
                 signature header of its kind"
            }
            Self::Malformed => {
                "the signature headers can't be read: check their encoding and, where there is one, \
                 that the timestamp is in whole seconds"
            }
            Self::Mismatch => {
                "the signature does not fit: sign the body byte for byte as it is sent, with the \
                 secret that this source has here"
            }
            Self::Stale => {
                "the signature's timestamp is more than five minutes off: sign anew for each \
                 attempt and set the sender's clock"
            }
        }
    }
}

/// Checks the signature of a message over its raw bytes, in constant time, and where the kind signs
/// a timestamp, that it lies within five minutes of `now`.
///
/// # Errors
/// Why the message is not believed.
pub fn verify<'a>(
    kind: SenderKind,
    secret: &Secret,
    hook: Hook<'a>,
    now: Timestamp,
) -> Result<Verified<'a>, SignatureFault> {
    match kind {
        SenderKind::Standard => standard::check_signature(secret, &hook, now)?,
        SenderKind::Calcom => calcom::check_signature(secret, &hook)?,
    }
    Ok(Verified { body: hook.body, form: hook.is_form() })
}

/// HMAC-SHA256 over the parts, one after the other.
pub(super) fn mac(key: &[u8], parts: &[&[u8]]) -> hmac::Tag {
    let mut context = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, key));
    for part in parts {
        context.update(part);
    }
    context.sign()
}

/// Whether the sender's tag is the expected one, in a time that does not depend on where they differ.
pub(super) fn same(expected: &hmac::Tag, given: &[u8]) -> bool {
    expected.as_ref().ct_eq(given).into()
}

/// The bytes that 64 hexadecimal digits stand for.
pub(super) fn hex_bytes(hex: &str) -> Option<Vec<u8>> {
    let digits = hex.as_bytes();
    let byte = |pair: &[u8]| {
        let text = std::str::from_utf8(pair).ok()?;
        let is_hex = text.chars().all(|c| c.is_ascii_hexdigit());
        is_hex.then(|| u8::from_str_radix(text, 16).ok()).flatten()
    };
    (digits.len() == 64).then(|| digits.chunks(2).map(byte).collect()).flatten()
}
