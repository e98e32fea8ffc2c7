//! Tenants' secrets, sealed for the table with AES-256-GCM under a key of the deployment's ring, and
//! the signatures of links that only we may have made.

use std::collections::BTreeMap;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::{digest, hmac};

use crate::clock::Entropy;
use crate::domain::config::Sealed;
use crate::domain::fault::Fault;
use crate::domain::ids::Secret;
use crate::secrets::Secrets;

/// Seals and opens.
#[derive(Clone)]
pub struct Vault {
    secrets: Arc<Secrets>,
    ring: String,
    entropy: Entropy,
}

/// What a sealed text belongs to; it opens only there.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The tenant.
    pub tenant: &'a str,
    /// The item, by its sort key.
    pub item: &'a str,
    /// The field.
    pub field: &'a str,
}

impl Place<'_> {
    fn associated(&self) -> Vec<u8> {
        crate::domain::ids::digest(&[self.tenant, self.item, self.field]).into_bytes()
    }
}

/// The key ring: `{"current":"k1","k1":"…"}`. Every entry but `current` is a key, whose 32 bytes are
/// the SHA-256 of its text, so that a generated password of any alphabet makes a full-strength key.
struct Ring {
    current: String,
    keys: BTreeMap<String, String>,
}

impl Ring {
    fn read(secret: &Secret) -> Result<Self, Fault> {
        let broken = || Fault::retry(60, "the key ring is not {\"current\":\"k1\",\"k1\":\"…\"}");
        let mut keys: BTreeMap<String, String> =
            serde_json::from_str(secret.expose()).map_err(|_| broken())?;
        let current = keys.remove("current").ok_or_else(broken)?;
        // A short key is a mistake in the set-up, and worth stopping for.
        let strong = keys.get(&current).is_some_and(|text| text.len() >= 32);
        if strong { Ok(Self { current, keys }) } else { Err(broken()) }
    }

    fn bytes(&self, id: &str) -> Option<digest::Digest> {
        self.keys.get(id).map(|text| digest::digest(&digest::SHA256, text.as_bytes()))
    }

    fn sealing_key(&self, id: &str) -> Option<LessSafeKey> {
        let bytes = self.bytes(id)?;
        UnboundKey::new(&AES_256_GCM, bytes.as_ref()).ok().map(LessSafeKey::new)
    }

    /// Signing uses a key of its own, derived from the ring's.
    fn signing_key(&self, id: &str, purpose: &str) -> Option<hmac::Key> {
        let root = hmac::Key::new(hmac::HMAC_SHA256, self.bytes(id)?.as_ref());
        let derived = hmac::sign(&root, purpose.as_bytes());
        Some(hmac::Key::new(hmac::HMAC_SHA256, derived.as_ref()))
    }
}

impl Vault {
    /// A vault with the ring of this name.
    #[must_use]
    pub fn new(secrets: Arc<Secrets>, ring: String, entropy: Entropy) -> Self {
        Self { secrets, ring, entropy }
    }

    async fn ring(&self) -> Result<Ring, Fault> {
        Ring::read(&self.secrets.get(&self.ring).await?)
    }

    /// Seals a secret for its place, under the current key.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the ring can't be had.
    pub async fn seal(&self, place: Place<'_>, secret: &Secret) -> Result<Sealed, Fault> {
        let ring = self.ring().await?;
        let broken = || Fault::retry(60, "sealing failed");
        let key = ring.sealing_key(&ring.current).ok_or_else(broken)?;
        let nonce: [u8; NONCE_LEN] = self.entropy.bytes().map_err(|_| broken())?;
        let mut text = secret.expose().as_bytes().to_vec();
        let aad = Aad::from(place.associated());
        key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), aad, &mut text)
            .map_err(|_| broken())?;
        let text = STANDARD.encode([nonce.as_slice(), &text].concat());
        Ok(Sealed { key: ring.current, text })
    }

    /// Whether it lies under the key that seals now.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the ring can't be had.
    pub async fn is_current(&self, sealed: &Sealed) -> Result<bool, Fault> {
        Ok(self.ring().await?.current == sealed.key)
    }

    /// Opens what was sealed for this place.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the ring can't be had, holds the key no longer, or the text was sealed
    /// for another place.
    pub async fn open(&self, place: Place<'_>, sealed: &Sealed) -> Result<Secret, Fault> {
        let ring = self.ring().await?;
        open(&ring, place, sealed)
            .ok_or_else(|| Fault::retry(60, "a sealed text does not open with the key ring"))
    }

    /// Signs a text for a purpose: `key.signature`, URL-safe.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the ring can't be had.
    pub async fn sign(&self, purpose: &str, text: &str) -> Result<String, Fault> {
        let ring = self.ring().await?;
        let key = ring.signing_key(&ring.current, purpose);
        let key = key.ok_or_else(|| Fault::retry(60, "signing failed"))?;
        let signature = hmac::sign(&key, text.as_bytes());
        Ok(format!("{}.{}", ring.current, URL_SAFE_NO_PAD.encode(signature.as_ref())))
    }

    /// Whether `signature` was made by [`Self::sign`] for this purpose and text, in constant time.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the ring can't be had.
    pub async fn is_signed(
        &self,
        purpose: &str,
        text: &str,
        signature: &str,
    ) -> Result<bool, Fault> {
        let ring = self.ring().await?;
        let holds = || {
            let (id, signature) = signature.split_once('.')?;
            let key = ring.signing_key(id, purpose)?;
            let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
            hmac::verify(&key, text.as_bytes(), &signature).ok()
        };
        Ok(holds().is_some())
    }
}

fn open(ring: &Ring, place: Place<'_>, sealed: &Sealed) -> Option<Secret> {
    let key = ring.sealing_key(&sealed.key)?;
    let bytes = STANDARD.decode(&sealed.text).ok()?;
    let (nonce, text) = bytes.split_at_checked(NONCE_LEN)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let mut text = text.to_vec();
    let plain = key.open_in_place(nonce, Aad::from(place.associated()), &mut text).ok()?;
    String::from_utf8(plain.to_vec()).ok().map(Secret::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(current: &str) -> Ring {
        let text = format!(
            r#"{{"current":"{current}","k1":"{}","k2":"{}"}}"#,
            "a".repeat(40),
            "b".repeat(40)
        );
        Ring::read(&Secret::new(text)).unwrap()
    }

    fn seal(ring: &Ring, place: Place<'_>, text: &str) -> Sealed {
        let key = ring.sealing_key(&ring.current).unwrap();
        let nonce = [7; NONCE_LEN];
        let mut bytes = text.as_bytes().to_vec();
        let aad = Aad::from(place.associated());
        key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), aad, &mut bytes).unwrap();
        let text = STANDARD.encode([nonce.as_slice(), &bytes].concat());
        Sealed { key: ring.current.clone(), text }
    }

    const HERE: Place<'static> = Place { tenant: "t", item: "connection#zoom", field: "secret" };

    #[test]
    fn a_sealed_text_opens_in_its_place_and_nowhere_else() {
        let sealed = seal(&ring("k1"), HERE, "s3cret");
        assert_eq!(open(&ring("k1"), HERE, &sealed), Some(Secret::new("s3cret")));
        let elsewhere = Place { tenant: "u", ..HERE };
        assert_eq!(open(&ring("k1"), elsewhere, &sealed), None);
        assert!(!sealed.text.contains("s3cret"));
    }

    #[test]
    fn an_older_key_of_the_ring_still_opens() {
        let sealed = seal(&ring("k1"), HERE, "s3cret");
        assert_eq!(open(&ring("k2"), HERE, &sealed), Some(Secret::new("s3cret")));
    }

    #[test]
    fn a_short_or_missing_key_is_refused() {
        for text in [r#"{"current":"k1","k1":"short"}"#, r#"{"k1":"x"}"#, "not json"] {
            assert!(Ring::read(&Secret::new(text)).is_err(), "{text}");
        }
    }
}
