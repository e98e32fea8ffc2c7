//! How Slack signs what it sends to an app.
//!
//! Source: Slack, verifying requests: `v0=` and the HMAC-SHA256 of version, time and raw body.

use std::fmt::Write;

use ring::hmac;

/// The `X-Slack-Signature` of a body that is sent at that Unix time, in seconds.
#[must_use]
pub fn sign(secret: &str, timestamp: i64, body: &[u8]) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let mut context = hmac::Context::with_key(&key);
    context.update(format!("v0:{timestamp}:").as_bytes());
    context.update(body);
    let mut text = "v0=".to_owned();
    for byte in context.sign().as_ref() {
        // Writing to text can't fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
