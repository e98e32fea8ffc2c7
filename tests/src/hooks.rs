//! Senders, as they sign.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;

/// The hexadecimal HMAC-SHA256 that Cal.com sends.
#[must_use]
pub fn calcom_signature(secret: &str, body: &[u8]) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    convoke::domain::ids::hex(hmac::sign(&key, body).as_ref())
}

/// The `webhook-signature` of Standard Webhooks.
#[must_use]
pub fn standard_signature(secret: &str, id: &str, timestamp: i64, body: &[u8]) -> String {
    let key = STANDARD.decode(secret.trim_start_matches("whsec_")).unwrap();
    let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
    let mut text = format!("{id}.{timestamp}.").into_bytes();
    text.extend_from_slice(body);
    format!("v1,{}", STANDARD.encode(hmac::sign(&key, &text).as_ref()))
}
