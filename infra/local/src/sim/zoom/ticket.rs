//! What opens downloads: signed texts that carry all they mean, so that nothing need be kept of them.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jiff::Timestamp;
use ring::hmac;
use serde::{Deserialize, Serialize};

use super::account::Account;
use super::recording::RecordingFile;

/// Base64 of `{"alg":"HS256"}`.
const HEAD: &str = "eyJhbGciOiJIUzI1NiJ9";

/// Which files of a recording a token is for.
///
/// Zoom: each of the two events has a token of its own, and so has the answer that lists the files. That
/// none of them opens more than its own is the stricter reading, and unconfirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Opens {
    /// What `recording.completed` tells of.
    Recording,
    /// What `recording.transcript_completed` tells of.
    Transcript,
    /// Everything.
    All,
}

impl Opens {
    /// Whether a file is among them.
    pub fn is_for(self, file: &RecordingFile) -> bool {
        match self {
            Self::Recording => !file.is_transcript(),
            Self::Transcript => file.is_transcript(),
            Self::All => true,
        }
    }
}

/// A download token's meaning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// The recording, by the uuid of its meeting's instance.
    pub mid: String,
    /// Which of its files.
    pub opens: Opens,
    /// Until when, in seconds since 1970.
    pub exp: i64,
}

impl Ticket {
    /// The token.
    pub fn sealed(&self, account: &Account) -> String {
        let claims = serde_json::to_vec(self).unwrap_or_default();
        let signed = format!("{HEAD}.{}", BASE64_URL_SAFE_NO_PAD.encode(claims));
        format!("{signed}.{}", signature(account, &signed))
    }

    /// What a token means, when it is one of ours.
    pub fn opened(account: &Account, token: &str) -> Option<Self> {
        let (signed, signature) = token.rsplit_once('.')?;
        let claims = signed.strip_prefix(HEAD)?.strip_prefix('.')?;
        if !is_signed(account, signed, signature) {
            return None;
        }
        serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(claims).ok()?).ok()
    }

    /// Whether it opens this file of this recording now.
    pub fn admits(&self, uuid: &str, file: &RecordingFile, now: Timestamp) -> bool {
        self.mid == uuid && self.opens.is_for(file) && now.as_second() < self.exp
    }
}

/// The signature of a text.
pub fn signature(account: &Account, text: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(hmac::sign(&key(account), text.as_bytes()))
}

/// Whether a text has this signature.
pub fn is_signed(account: &Account, text: &str, signature: &str) -> bool {
    let given = BASE64_URL_SAFE_NO_PAD.decode(signature).unwrap_or_default();
    hmac::verify(&key(account), text.as_bytes(), &given).is_ok()
}

fn key(account: &Account) -> hmac::Key {
    let secret = format!("download:{}", account.client_secret);
    hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes())
}
