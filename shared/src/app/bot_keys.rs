//! The keys that the Bot Framework's connector signs with, as it publishes them.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::App;
use crate::domain::fault::Fault;
use crate::inbound::chat::Keys;

/// How long they are kept (Bot Framework: at least once a day they should be fetched anew).
const KEPT: SignedDuration = SignedDuration::from_hours(24);
/// Whoever signs with made-up keys must not make us fetch more often.
const SOONEST: SignedDuration = SignedDuration::from_mins(5);

/// The keys that this process knows.
#[derive(Default)]
pub struct BotKeys(Mutex<Option<(Arc<Keys>, Timestamp)>>);

/// The `OpenID` configuration, as far as it is of use.
#[derive(Deserialize)]
struct Configuration {
    jwks_uri: String,
}

impl BotKeys {
    /// The keys, with this one among them if it exists.
    ///
    /// # Errors
    /// [`Fault::Retry`] when they can't be had.
    pub async fn holding(&self, app: &App, kid: &str) -> Result<Arc<Keys>, Fault> {
        let now = app.clock.now();
        if let Some((keys, at)) = self.kept() {
            let age = now.duration_since(at);
            let has = keys.keys.iter().any(|key| key.kid == kid);
            if age < KEPT && has || age < SOONEST {
                return Ok(keys);
            }
        }
        let keys = Arc::new(fetch(app).await?);
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *kept = Some((Arc::clone(&keys), now));
        Ok(keys)
    }

    fn kept(&self) -> Option<(Arc<Keys>, Timestamp)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Both addresses are the deployment's and Microsoft's, so they take the way of providers.
async fn fetch(app: &App) -> Result<Keys, Fault> {
    let configuration: Configuration = get(app, &app.config.vendors.teams_keys).await?;
    get(app, &configuration.jwks_uri).await
}

async fn get<T: for<'de> Deserialize<'de>>(app: &App, url: &str) -> Result<T, Fault> {
    let broken = || Fault::retry(5, "the connector's keys can't be read");
    let request = http::Request::get(url).body(Bytes::new()).map_err(|_| broken())?;
    let answer = app.transport.send(request).await;
    let answer =
        answer.map_err(|fault| Fault::retry(2, format!("the connector's keys: {fault}")))?;
    serde_json::from_slice(answer.body()).map_err(|_| broken())
}
