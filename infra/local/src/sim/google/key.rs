//! The service account's key file, and the check of what was signed with it.
//!
//! Source: Google's guide to OAuth 2.0 for service accounts; the names are those of the file that an
//! administrator downloads.

use ring::signature::{KeyPair, RSA_PKCS1_2048_8192_SHA256, RsaKeyPair, UnparsedPublicKey};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::sim::{StateError, rsa, state};

const FIELDS: [&str; 11] = [
    "type",
    "project_id",
    "private_key_id",
    "private_key",
    "client_email",
    "client_id",
    "auth_uri",
    "token_uri",
    "auth_provider_x509_cert_url",
    "client_x509_cert_url",
    "universe_domain",
];

/// Made for this simulator alone; it opens nothing else and is no secret.
const DEMO_KEY: &str = include_str!("demo_key.pem");

/// A key file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceKey {
    /// Always `service_account`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The project that the account belongs to.
    pub project_id: String,
    /// The key's name, which assertions may give as `kid`.
    pub private_key_id: String,
    /// PKCS #8 in PEM.
    pub private_key: String,
    /// The account's address.
    pub client_email: String,
    /// The number that an administrator allows scopes to.
    pub client_id: String,
    /// Where tokens are asked for, and whom assertions must be meant for.
    pub token_uri: String,
    /// Where people consent.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub auth_uri: String,
    /// The certificates of the vendor.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub auth_provider_x509_cert_url: String,
    /// The certificates of this account.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub client_x509_cert_url: String,
    /// `googleapis.com`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub universe_domain: String,
}

impl ServiceKey {
    /// A key to play with.
    pub fn demo() -> Self {
        let email = "hub@convoke-demo.iam.gserviceaccount.com";
        let certificates = "https://www.googleapis.com";
        Self {
            kind: "service_account".into(),
            project_id: "convoke-demo".into(),
            private_key_id: "5f0c7a1de20b4c6b9a3e8d7f61524938a0b1c2d3".into(),
            private_key: DEMO_KEY.into(),
            client_email: email.into(),
            client_id: "112233445566778899001".into(),
            token_uri: "https://oauth2.googleapis.com/token".into(),
            auth_uri: "https://accounts.google.com/o/oauth2/auth".into(),
            auth_provider_x509_cert_url: format!("{certificates}/oauth2/v1/certs"),
            client_x509_cert_url: format!(
                "{certificates}/robot/v1/metadata/x509/{}",
                email.replace('@', "%40")
            ),
            universe_domain: "googleapis.com".into(),
        }
    }

    /// Reads it as outsiders put it; `null` is none.
    ///
    /// # Errors
    /// Names the field that does not fit.
    pub fn read(value: &Value) -> Result<Option<Self>, StateError> {
        let field = "service_account_key";
        if value.is_null() {
            return Ok(None);
        }
        let key: Self = state::read(field, value, &FIELDS)?;
        match key.pair() {
            Some(_) => Ok(Some(key)),
            None => {
                let detail = "an RSA key of at least 2048 bits as PKCS #8 in PEM is expected";
                Err(StateError::invalid(format!("{field}.private_key"), detail))
            }
        }
    }

    /// Whether this key has signed this (RS256).
    pub fn has_signed(&self, message: &[u8], signature: &[u8]) -> bool {
        let Some(pair) = self.pair() else { return false };
        let public = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, pair.public_key());
        public.verify(message, signature).is_ok()
    }

    /// The key as it is used.
    pub fn pair(&self) -> Option<RsaKeyPair> {
        rsa::pair(&self.private_key)
    }
}

/// What the domain's administrator has allowed the service account (domain-wide delegation).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delegation {
    /// The scopes it may ask for when it acts for a person: these very ones, and none that they
    /// would include.
    pub scopes: Vec<String>,
}

impl Delegation {
    /// Reads it as outsiders put it; `null` allows nothing.
    ///
    /// # Errors
    /// Names the field that does not fit.
    pub fn read(value: &Value) -> Result<Self, StateError> {
        match value {
            Value::Null => Ok(Self { scopes: Vec::new() }),
            value => state::read("delegation", value, &["scopes"]),
        }
    }
}
