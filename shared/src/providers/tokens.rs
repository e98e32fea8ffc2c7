//! Applications' access tokens: fetched once per credentials and process, and used until they are near
//! their end. Several may be alive at once (Zoom, Server-to-Server OAuth guide; Microsoft and Google
//! never said otherwise), so processes don't have to share one.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use tokio::sync::Mutex;

use super::ProviderFault;
use crate::domain::ids::Secret;

/// A token in use.
#[derive(Clone, Debug)]
pub(super) struct Token {
    /// What stands behind `Bearer`.
    pub secret: Secret,
    /// What it was granted for.
    pub scopes: Vec<String>,
    renew_at: Timestamp,
}

/// What a token endpoint answers to an application (RFC 6749, section 5.1).
#[derive(Deserialize)]
pub(super) struct TokenAnswer {
    pub access_token: String,
    pub expires_in: i64,
    #[serde(default)]
    pub scope: String,
}

impl Token {
    /// A token that was granted at `now` for so many seconds; it is replaced at 80 % of its life.
    pub fn new(secret: String, scopes: &str, expires_in: i64, now: Timestamp) -> Self {
        let life = SignedDuration::from_secs(expires_in.saturating_mul(4) / 5);
        Self {
            secret: Secret::new(secret),
            scopes: scopes.split_ascii_whitespace().map(str::to_owned).collect(),
            renew_at: now.checked_add(life).unwrap_or(now),
        }
    }
}

/// The tokens of this process, by credentials. The lock is held while one is fetched, so that a
/// batch of work fetches one token and not ten.
#[derive(Debug, Default)]
pub(super) struct Tokens(Mutex<BTreeMap<String, Token>>);

impl Tokens {
    /// A token that is good for a while. `spent` names one that the API has just refused.
    pub async fn get(
        &self,
        credentials: &str,
        now: Timestamp,
        spent: Option<&Secret>,
        fetch: impl Future<Output = Result<Token, ProviderFault>> + Send,
    ) -> Result<Token, ProviderFault> {
        let mut tokens = self.0.lock().await;
        if let Some(token) = tokens.get(credentials)
            && token.renew_at > now
            && spent != Some(&token.secret)
        {
            return Ok(token.clone());
        }
        let token = fetch.await?;
        tokens.insert(credentials.to_owned(), token.clone());
        Ok(token)
    }

    /// A new token, whatever is kept; it is kept instead.
    pub async fn renew(
        &self,
        credentials: &str,
        fetch: impl Future<Output = Result<Token, ProviderFault>> + Send,
    ) -> Result<Token, ProviderFault> {
        let token = fetch.await?;
        self.0.lock().await.insert(credentials.to_owned(), token.clone());
        Ok(token)
    }
}
