//! RSA keys in PEM, and what is signed with them (RS256).

use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use serde_json::Value;

/// The key of a PKCS #8 file in PEM; none when it is something else or too short.
pub fn pair(pem: &str) -> Option<RsaKeyPair> {
    let lines = pem.lines().map(str::trim);
    let inner: String = lines.filter(|line| !line.starts_with("-----")).collect();
    RsaKeyPair::from_pkcs8(&BASE64_STANDARD.decode(inner).ok()?).ok()
}

/// Signed JSON (RFC 7515, compact serialisation); none when the machine has no randomness.
pub fn jwt(pair: &RsaKeyPair, header: &Value, claims: &Value) -> Option<String> {
    let encode = |part: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(part);
    let message = [header, claims].map(|part| encode(part.to_string().as_bytes())).join(".");
    let mut signature = vec![0; pair.public().modulus_len()];
    let random = SystemRandom::new();
    pair.sign(&RSA_PKCS1_SHA256, &random, message.as_bytes(), &mut signature).ok()?;
    Some(format!("{message}.{}", encode(&signature)))
}
