//! Identifiers and the few strings that must never be mixed up with ordinary ones.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The longest id of ours, in bytes.
const MAX_ID: usize = 64;
/// The longest foreign id we keep, in bytes; it becomes part of a key, whose limit is 2,048.
const MAX_EXTERNAL_ID: usize = 512;

/// Tells whether `text` may name a tenant, service, person, source or subscription: 1 to 64 ASCII
/// letters, digits, `-`, `_`, `.`, `:` or `@`, beginning with a letter or digit. `#`, the separator
/// of our keys, is never part of one, so no id can reach into another's partition.
#[must_use]
pub fn is_id(text: &str) -> bool {
    let mut chars = text.chars();
    text.len() <= MAX_ID
        && chars.next().is_some_and(|c| c.is_ascii_alphanumeric())
        && chars.all(|c| c.is_ascii_alphanumeric() || "-_.:@".contains(c))
}

/// Tells whether `text` may be a foreign system's id for a session: 1 to 512 bytes without control
/// characters. It is opaque otherwise.
#[must_use]
pub fn is_external_id(text: &str) -> bool {
    !text.is_empty() && text.len() <= MAX_EXTERNAL_ID && !text.chars().any(char::is_control)
}

/// Tells whether `text` has the shape of one mail address that can be written to: one `@`, something
/// on both sides, no blanks, controls, angle brackets, commas or semicolons, at most 254 bytes.
#[must_use]
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let forbidden = |c: char| c.is_whitespace() || c.is_control() || "<>,;()\"".contains(c);
    text.len() <= 254
        && !local.is_empty()
        && !local.contains('@')
        && !domain.is_empty()
        && !domain.starts_with('.')
        && !domain.ends_with('.')
        && !text.chars().any(forbidden)
}

/// A mail address as it is compared: trimmed and case-folded, nothing cleverer, because a wrong
/// match sends one person's link to another.
#[must_use]
pub fn fold_email(text: &str) -> String {
    text.trim().to_lowercase()
}

/// Names one session for ever: the tenant, the source that reported it, and that source's own id.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SessionKey {
    /// The tenant the session belongs to.
    pub tenant: String,
    /// The configured source that reports it.
    pub source: String,
    /// The id by which the source knows it; opaque.
    pub external_id: String,
}

impl SessionKey {
    /// Puts the three parts together.
    pub fn new(
        tenant: impl Into<String>,
        source: impl Into<String>,
        external_id: impl Into<String>,
    ) -> Self {
        Self { tenant: tenant.into(), source: source.into(), external_id: external_id.into() }
    }

    /// The same source's session with another id.
    #[must_use]
    pub fn sibling(&self, external_id: &str) -> Self {
        Self::new(&self.tenant, &self.source, external_id)
    }

    /// A short stable name for everything derived from this session (calendar UID, event ids).
    #[must_use]
    pub fn digest(&self) -> String {
        digest(&["session", &self.tenant, &self.source, &self.external_id])
    }
}

/// The first 128 bits of SHA-256 over the parts, in lower-case hexadecimal. Each part is preceded by
/// its length, so that no two lists of parts collide by where they are cut.
#[must_use]
pub fn digest(parts: &[&str]) -> String {
    let mut context = ring::digest::Context::new(&ring::digest::SHA256);
    for part in parts {
        context.update(&(part.len() as u64).to_be_bytes());
        context.update(part.as_bytes());
    }
    hex(&context.finish().as_ref()[..16])
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A password, token or key. It prints as dots, so that it can't reach a log by accident.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Wraps a secret text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself; call it only where it leaves for its one destination.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("•••")
    }
}

/// A link that starts a meeting as its host. Whoever holds it *is* the host, so it has a type of its
/// own: it can't be passed where a guest's link belongs, and it doesn't print.
#[derive(Clone, PartialEq, Eq)]
pub struct HostLink(Secret);

impl HostLink {
    /// Wraps the provider's start URL.
    pub fn new(url: impl Into<String>) -> Self {
        Self(Secret::new(url))
    }

    /// The URL, for the host's mail or for a redirect of the host's browser.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

impl fmt::Debug for HostLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HostLink(•••)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_exclude_the_key_separator() {
        assert!(is_id("aino.k@demo") && is_id("e1") && is_id("123"));
        for bad in ["", "#", "a#b", "-a", "a b", "ä", &"x".repeat(65)] {
            assert!(!is_id(bad), "{bad}");
        }
    }

    #[test]
    fn mail_addresses_that_would_break_a_header_are_refused() {
        assert!(is_email("a.b+c@x.example"));
        for bad in
            ["", "a", "@x", "a@", "a b@x", "a@x\r\nBcc: b@y", "a@b@c", "<a@x>", "a@x.", "a,b@x"]
        {
            assert!(!is_email(bad), "{bad:?}");
        }
    }

    #[test]
    fn secrets_do_not_print() {
        assert_eq!(
            format!("{:?} {:?}", Secret::new("s3cret"), HostLink::new("https://x")),
            "••• HostLink(•••)"
        );
    }

    #[test]
    fn digests_depend_on_where_parts_are_cut() {
        assert_ne!(digest(&["ab", "c"]), digest(&["a", "bc"]));
        assert_eq!(digest(&["a"]).len(), 32);
    }
}
