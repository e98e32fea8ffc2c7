//! Seeded randomness that survives a restart.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};

/// A seed and how many generators were drawn from it: two numbers are the whole state, so a saved
/// simulator goes on where it stopped instead of handing out the same ids again.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entropy {
    seed: u64,
    drawn: u64,
}

impl Entropy {
    /// Starts from a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { seed, drawn: 0 }
    }

    /// The next independent generator.
    pub fn draw(&mut self) -> StdRng {
        self.drawn = self.drawn.wrapping_add(1);
        // The odd constant spreads consecutive draws over the seed space (Weyl sequence).
        let step = self.drawn.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        StdRng::seed_from_u64(self.seed.wrapping_add(step))
    }

    /// Text of `len` characters from an ASCII alphabet.
    pub fn text(&mut self, alphabet: &[u8], len: usize) -> String {
        let mut rng = self.draw();
        let pick = |_| char::from(alphabet[rng.random_range(0..alphabet.len())]);
        (0..len).map(pick).collect()
    }

    /// Opaque text of URL-safe characters.
    pub fn opaque(&mut self, len: usize) -> String {
        const URL_SAFE: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        self.text(URL_SAFE, len)
    }
}
