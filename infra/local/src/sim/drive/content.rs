//! What is in a file: kept when it is small, made from a seed when somebody wants it large.

use convoke::domain::ids::hex;
use ring::digest::{Context, SHA256, digest};
use serde::{Deserialize, Serialize};

/// Bytes of content that are kept at most; of what is longer, size and hash are.
pub const KEPT: usize = 1024 * 1024;
/// Bytes that are made at once.
const BLOCK: u64 = 1024 * 1024;

/// Content that is made when it is read, and is always the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Generate {
    /// What it is made from.
    pub seed: u64,
}

impl Generate {
    /// The bytes from `start` until before `end`.
    pub fn bytes(self, start: u64, end: u64) -> Vec<u8> {
        let words = start / 8..end.div_ceil(8);
        let made: Vec<u8> = words.flat_map(|index| self.word(index).to_le_bytes()).collect();
        let from = usize::try_from(start % 8).unwrap_or(0);
        let len = usize::try_from(end.saturating_sub(start)).unwrap_or(0);
        made.into_iter().skip(from).take(len).collect()
    }

    /// `SplitMix64`, which is as good at any place as at the next.
    fn word(self, index: u64) -> u64 {
        let mut z =
            self.seed.wrapping_add(index.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// The hash of so many bytes, lower-case hexadecimal.
    pub fn sha256(self, size: u64) -> String {
        let mut context = Context::new(&SHA256);
        let mut at = 0;
        while at < size {
            let end = size.min(at.saturating_add(BLOCK));
            context.update(&self.bytes(at, end));
            at = end;
        }
        hex(context.finish().as_ref())
    }
}

/// The hash of bytes, lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hex(digest(&SHA256, bytes).as_ref())
}

/// Bytes as base64, for what survives a restart.
pub mod base64 {
    use base64::Engine;
    use base64::prelude::BASE64_STANDARD;
    use serde::{Deserialize, Deserializer, Serializer, de};

    /// As text.
    pub fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64_STANDARD.encode(bytes))
    }

    /// As bytes.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(deserializer)?;
        BASE64_STANDARD.decode(text).map_err(de::Error::custom)
    }
}
