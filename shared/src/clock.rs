//! Time and chance, injected: production reads the machine's, a simulation brings its own.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use ring::rand::{SecureRandom as _, SystemRandom};

/// Tells the time.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn system() -> Self {
        Self::new(machine_time)
    }

    /// A clock that asks `now`.
    pub fn new(now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The time, in whole milliseconds, which is what the table keeps.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let now = (self.0)();
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }
}

#[expect(clippy::disallowed_methods, reason = "this is where the clock is read")]
fn machine_time() -> Timestamp {
    Timestamp::now()
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

/// A source of unpredictable bytes.
#[derive(Clone)]
pub struct Entropy(Arc<Fill>);

/// Fills its argument, and tells whether it could.
type Fill = dyn Fn(&mut [u8]) -> bool + Send + Sync;

/// The machine gave no random bytes; nothing secret can be made now.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the machine gives no random bytes")]
pub struct NoEntropy;

impl Entropy {
    /// The machine's cryptographic generator.
    #[must_use]
    pub fn system() -> Self {
        let random = SystemRandom::new();
        Self::new(move |bytes| random.fill(bytes).is_ok())
    }

    /// A source that fills what it is given, and tells whether it could.
    pub fn new(fill: impl Fn(&mut [u8]) -> bool + Send + Sync + 'static) -> Self {
        Self(Arc::new(fill))
    }

    /// So many random bytes.
    ///
    /// # Errors
    /// When the source has none to give.
    pub fn bytes<const N: usize>(&self) -> Result<[u8; N], NoEntropy> {
        let mut bytes = [0; N];
        if (self.0)(&mut bytes) { Ok(bytes) } else { Err(NoEntropy) }
    }

    /// A random name of 24 hexadecimal digits.
    ///
    /// # Errors
    /// When the source has none to give.
    pub fn name(&self) -> Result<String, NoEntropy> {
        Ok(crate::domain::ids::hex(&self.bytes::<12>()?))
    }

    /// Eight digits, each combination as likely as any other: numbers beyond the largest multiple
    /// of 10⁸ are drawn again, since a plain remainder would favour small ones.
    ///
    /// # Errors
    /// When the source has none to give.
    pub fn eight_digits(&self) -> Result<String, NoEntropy> {
        const COMBINATIONS: u64 = 100_000_000;
        const FAIR: u64 = u64::MAX - u64::MAX % COMBINATIONS;
        loop {
            let number = u64::from_be_bytes(self.bytes()?);
            if number < FAIR {
                return Ok(format!("{:08}", number % COMBINATIONS));
            }
        }
    }
}

impl fmt::Debug for Entropy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Entropy")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A20: eight ASCII digits, leading zeros allowed, new each time.
    #[test]
    fn passwords_are_eight_digits_and_differ() {
        let entropy = Entropy::system();
        let drawn: Vec<_> = (0..500).map(|_| entropy.eight_digits().unwrap()).collect();
        assert!(drawn.iter().all(|p| p.len() == 8 && p.bytes().all(|b| b.is_ascii_digit())));
        assert!(drawn.iter().any(|p| p.starts_with('0')));
        assert!(drawn.windows(2).all(|pair| pair[0] != pair[1]));
    }

    #[test]
    fn no_random_bytes_means_no_password() {
        assert!(Entropy::new(|_| false).eight_digits().is_err());
    }
}
