//! Identifiers in the forms that AWS gives them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;

/// A random UUID (version 4), as requests of Lambda and events of EventBridge are named.
pub(super) fn uuid() -> String {
    const VERSION: u128 = 0xf << 76;
    const VARIANT: u128 = 0x3 << 62;
    let random = rand::random::<u128>() & !VERSION & !VARIANT;
    let hex = format!("{:032x}", random | 0x4 << 76 | 0x2 << 62);
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// The id of a request to an HTTP API.
pub(super) fn gateway_request() -> String {
    STANDARD.encode(rand::random::<[u8; 11]>())
}

/// The root of a trace that began at `at` (X-Ray: version, seconds in hexadecimal, 96 random
/// bits).
pub(super) fn trace(at: Timestamp) -> String {
    let (high, low) = (rand::random::<u32>(), rand::random::<u64>());
    format!("Root=1-{:08x}-{high:08x}{low:016x}", at.as_second())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_has_its_version_and_variant() {
        let id = uuid();
        assert_eq!(id.len(), 36);
        assert_eq!(id.as_bytes()[14], b'4');
        assert!(b"89ab".contains(&id.as_bytes()[19]));
        assert_ne!(id, uuid());
    }

    #[test]
    fn a_trace_tells_when_it_began() {
        let trace = trace(Timestamp::from_second(0x5e67_aa38).unwrap());
        assert!(trace.starts_with("Root=1-5e67aa38-"));
        assert_eq!(trace.len(), "Root=1-5e67aa38-".len() + 24);
    }
}
