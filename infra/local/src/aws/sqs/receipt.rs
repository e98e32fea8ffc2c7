//! Receipt handles: opaque to receivers, self-describing to the queue.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::error::SqsError;

/// What one receive of one message gives its receiver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Receipt {
    pub(super) queue: String,
    pub(super) sequence: u64,
    pub(super) nonce: u64,
}

impl Receipt {
    /// Reads a handle that was given out by `queue`.
    pub(super) fn parse(handle: &str, queue: &str) -> Result<Self, SqsError> {
        Self::decode(handle)
            .filter(|receipt| receipt.queue == queue)
            .ok_or(SqsError::ReceiptHandleIsInvalid)
    }

    fn decode(handle: &str) -> Option<Self> {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(handle).ok()?).ok()?;
        let mut parts = text.split('/');
        let queue = parts.next()?.to_owned();
        let sequence = parts.next()?.parse().ok()?;
        let nonce = u64::from_str_radix(parts.next()?, 16).ok()?;
        Some(Self { queue, sequence, nonce })
    }
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{}/{}/{:016x}", self.queue, self.sequence, self.nonce);
        f.write_str(&URL_SAFE_NO_PAD.encode(text))
    }
}
