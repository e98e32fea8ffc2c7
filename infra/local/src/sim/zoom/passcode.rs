//! The account's passcode requirement.

use rand::Rng;
use serde::{Deserialize, Serialize};

use crate::sim::{Entropy, StateError};

/// The longest passcode (Zoom API: create a meeting).
pub const MAX_LEN: usize = 10;

const DIGITS: &[u8] = b"0123456789";
const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const SPECIAL: &[u8] = b"@-_*";

/// The keys of a [`PasscodePolicy`], all names included.
pub const POLICY_FIELDS: [&str; 14] = [
    "min_length",
    "length",
    "require_letters",
    "have_letter",
    "letters",
    "require_numbers",
    "have_number",
    "numbers",
    "require_special",
    "have_special_character",
    "special",
    "only_numeric",
    "only_allow_numeric",
    "required",
];

/// What a passcode must have. The second name of each is the one in
/// Zoom's own account settings, the third a short form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(clippy::struct_excessive_bools, reason = "the vendor's settings are switches")]
pub struct PasscodePolicy {
    /// The least number of characters.
    #[serde(alias = "length")]
    pub min_length: usize,
    /// At least one letter.
    #[serde(alias = "have_letter", alias = "letters")]
    pub require_letters: bool,
    /// At least one digit.
    #[serde(alias = "have_number", alias = "numbers")]
    pub require_numbers: bool,
    /// At least one of `@ - _ *`.
    #[serde(alias = "have_special_character", alias = "special")]
    pub require_special: bool,
    /// Nothing but digits.
    #[serde(alias = "only_allow_numeric")]
    pub only_numeric: bool,
    /// Every meeting has a passcode: Zoom makes one up when none is given.
    pub required: bool,
}

impl Default for PasscodePolicy {
    fn default() -> Self {
        Self {
            min_length: 0,
            require_letters: false,
            require_numbers: false,
            require_special: false,
            only_numeric: false,
            required: true,
        }
    }
}

impl PasscodePolicy {
    /// Refuses a policy that no passcode can satisfy.
    pub fn check(&self) -> Result<(), StateError> {
        if self.min_length > MAX_LEN {
            let field = "account.passcode_policy.min_length";
            return Err(StateError::invalid(field, format!("at most {MAX_LEN}")));
        }
        if self.only_numeric && (self.require_letters || self.require_special) {
            let field = "account.passcode_policy.only_numeric";
            return Err(StateError::invalid(field, "contradicts the other requirements"));
        }
        Ok(())
    }

    /// The first rule that a passcode breaks.
    pub fn broken_by(&self, passcode: &str) -> Option<String> {
        let has = |set: &[u8]| passcode.bytes().any(|byte| set.contains(&byte));
        let letters = passcode.bytes().any(|byte| byte.is_ascii_alphabetic());
        if passcode.len() < self.min_length {
            return Some(format!("at least {} characters", self.min_length));
        }
        let rules = [
            (self.require_letters && !letters, "at least one letter"),
            (self.require_numbers && !has(DIGITS), "at least one number"),
            (self.require_special && !has(SPECIAL), "at least one of @ - _ *"),
            (
                self.only_numeric && passcode.bytes().any(|byte| !byte.is_ascii_digit()),
                "only numbers",
            ),
        ];
        rules.iter().find(|(broken, _)| *broken).map(|(_, rule)| (*rule).to_owned())
    }

    /// A passcode that satisfies all rules.
    pub fn make(&self, entropy: &mut Entropy) -> String {
        let mut required = vec![DIGITS];
        if !self.only_numeric {
            required.push(LETTERS);
        }
        if self.require_special {
            required.push(SPECIAL);
        }
        let any = required[..required.len().min(2)].concat();
        let mut rng = entropy.draw();
        let mut pick = |set: &[u8]| char::from(set[rng.random_range(0..set.len())]);
        let len = self.min_length.clamp(6, MAX_LEN);
        let free = len.saturating_sub(required.len());
        let one_of_each: Vec<char> = required.iter().map(|set| pick(set)).collect();
        (0..free).map(|_| pick(&any)).chain(one_of_each).collect()
    }
}

/// Whether every character may stand in a passcode at all.
pub fn allowed(passcode: &str) -> bool {
    passcode.bytes().all(|byte| byte.is_ascii_alphanumeric() || SPECIAL.contains(&byte))
}
