//! The deployment's own secrets, from Secrets Manager, kept in memory for five minutes.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::Mutex;

use crate::aws::Aws;
use crate::clock::Clock;
use crate::domain::fault::Fault;
use crate::domain::ids::Secret;

const KEPT: SignedDuration = SignedDuration::from_mins(5);

/// Secrets by name.
pub struct Secrets {
    aws: Aws,
    clock: Clock,
    kept: Mutex<BTreeMap<String, (Timestamp, Secret)>>,
}

impl Secrets {
    /// Secrets read through these clients.
    #[must_use]
    pub fn new(aws: Aws, clock: Clock) -> Self {
        Self { aws, clock, kept: Mutex::default() }
    }

    /// The secret's text. The lock is held while it is fetched, so a batch fetches it once.
    ///
    /// # Errors
    /// [`Fault::Retry`] when Secrets Manager doesn't give it.
    pub async fn get(&self, name: &str) -> Result<Secret, Fault> {
        let now = self.clock.now();
        let mut kept = self.kept.lock().await;
        if let Some((at, secret)) = kept.get(name)
            && now.duration_since(*at) < KEPT
        {
            return Ok(secret.clone());
        }
        let answer = self.aws.secrets().get_secret_value().secret_id(name).send().await;
        let answer = answer.map_err(|e| crate::aws::fault("GetSecretValue", &e))?;
        let text = answer.secret_string().unwrap_or_default();
        if text.is_empty() {
            return Err(Fault::retry(60, format!("the secret {name} has no text")));
        }
        let secret = Secret::new(text);
        kept.insert(name.to_owned(), (now, secret.clone()));
        Ok(secret)
    }
}
