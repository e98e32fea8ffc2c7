//! Altered inputs: the same ones for the same seed.

/// What parsers stumble over.
const TOKENS: [&str; 30] = [
    "\"",
    "{",
    "}",
    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
    "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}}}}}}}",
    "null",
    "true",
    "0",
    "-1",
    "1.5",
    "1e999",
    "1e300",
    "-1e-300",
    "9223372036854775807",
    "18446744073709551616",
    "99999999999999999999999999999999999999",
    "1234567890123456789",
    "\\u0000",
    "\\ud800",
    "\u{0}",
    "\u{ff21}\u{ff22}\u{ff10}",
    "\u{202e}\u{2066}",
    "\u{2028}",
    "\r\nBcc: b@c.example",
    "-009999-01-02T01:59:59Z",
    "9999-12-30T22:00:00Z",
    "2026-12-01T08:00:00+25:59",
    "%2e%2e%2f%00",
    "{zoom_meeting_url_host}",
    "#",
];

/// Numbers by chance (`SplitMix64`; Steele, Lea, Flood).
pub struct Chance(u64);

impl Chance {
    /// The numbers of this seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, 0 where there is none.
    pub fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end.max(1)).unwrap();
        usize::try_from(self.next() % end).unwrap()
    }
}

/// One of the inputs, altered in one to four ways.
pub fn altered(inputs: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = inputs[chance.below(inputs.len())].clone();
    for _ in 0..=chance.below(4) {
        let other = &inputs[chance.below(inputs.len())];
        alter(&mut bytes, other, chance);
    }
    bytes
}

fn alter(bytes: &mut Vec<u8>, other: &[u8], chance: &mut Chance) {
    let at = chance.below(bytes.len() + 1);
    let end = (at + chance.below(16)).min(bytes.len());
    match chance.below(7) {
        0 if at < bytes.len() => bytes[at] ^= 1 << chance.below(8),
        1 => bytes.truncate(at),
        2 => drop(bytes.drain(at..end)),
        3 => {
            let from = chance.below(other.len() + 1);
            let to = (from + chance.below(200)).min(other.len());
            drop(bytes.splice(at..end, other[from..to].iter().copied()));
        }
        4 => drop(bytes.splice(at..at, TOKENS[chance.below(TOKENS.len())].bytes())),
        5 => instead_of_a_value(bytes, at, chance),
        _ => {
            let again = bytes[at..end].to_vec();
            drop(bytes.splice(at..at, again));
        }
    }
}

/// Where a JSON value stands after `at`, a token stands instead, so that the rest stays readable.
fn instead_of_a_value(bytes: &mut Vec<u8>, at: usize, chance: &mut Chance) {
    let colon = bytes[at..].iter().position(|byte| *byte == b':');
    let Some(start) = colon.map(|colon| at + colon + 1) else { return };
    let length = bytes[start..].iter().position(|byte| matches!(byte, b',' | b'}' | b'\n'));
    let end = length.map_or(bytes.len(), |length| start + length);
    let token = TOKENS[chance.below(TOKENS.len())];
    let token = if chance.below(2) == 0 { format!("\"{token}\"") } else { token.to_owned() };
    drop(bytes.splice(start..end, token.bytes()));
}
