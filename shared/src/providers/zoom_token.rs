//! Zoom's server-to-server tokens: fetched once per credentials and process, used until they are
//! near their end. Several may be alive at once (Zoom, Server-to-Server OAuth guide), so processes
//! don't have to share one.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use tokio::sync::Mutex;

use super::measured::Measured;
use super::{Access, ProviderFault};
use crate::domain::config::ConnectionState;
use crate::domain::ids::Secret;
use crate::transport::TransportFault;

/// Everything but the unreserved characters (RFC 3986, section 2.3), which stay as they are, so that
/// an id reads the same in an address as everywhere else.
pub(super) const RESERVED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What a token call granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Scopes by name, as the provider lists them.
    pub scopes: Vec<String>,
}

/// A token in use.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub secret: Secret,
    pub scopes: Vec<String>,
    /// Replaced from then on: at 80 % of its life.
    renew_at: Timestamp,
}

/// The tokens of this process, by credentials. The lock is held while one is fetched, so that a
/// batch of work fetches one token and not ten.
#[derive(Debug, Default)]
pub(super) struct Tokens(Mutex<BTreeMap<String, Token>>);

#[derive(Deserialize)]
struct Answer {
    access_token: String,
    expires_in: i64,
    #[serde(default)]
    scope: String,
}

/// The token endpoint explains itself in `reason` (Zoom, OAuth error table).
#[derive(Default, Deserialize)]
struct Refusal {
    #[serde(default)]
    reason: String,
    #[serde(default)]
    error: String,
}

impl Tokens {
    /// A token that is good for a while. `spent` names one that the API has just refused.
    pub async fn get(
        &self,
        way: &Measured,
        url: &str,
        access: &Access,
        now: Timestamp,
        spent: Option<&Secret>,
    ) -> Result<Token, ProviderFault> {
        let mut tokens = self.0.lock().await;
        if let Some(token) = tokens.get(&access.credentials)
            && token.renew_at > now
            && spent != Some(&token.secret)
        {
            return Ok(token.clone());
        }
        let token = fetch(way, url, access, now).await?;
        tokens.insert(access.credentials.clone(), token.clone());
        Ok(token)
    }

    /// A new token, whatever is kept; it is kept instead.
    pub async fn renew(
        &self,
        way: &Measured,
        url: &str,
        access: &Access,
        now: Timestamp,
    ) -> Result<Token, ProviderFault> {
        let token = fetch(way, url, access, now).await?;
        self.0.lock().await.insert(access.credentials.clone(), token.clone());
        Ok(token)
    }
}

/// `grant_type=account_credentials` with the client's credentials in Basic (Zoom, Server-to-Server
/// OAuth guide).
async fn fetch(
    way: &Measured,
    url: &str,
    access: &Access,
    now: Timestamp,
) -> Result<Token, ProviderFault> {
    let account = utf8_percent_encode(&access.account_id, RESERVED);
    let basic = STANDARD.encode(format!("{}:{}", access.client_id, access.client_secret.expose()));
    let request = http::Request::post(url)
        .header("authorization", format!("Basic {basic}"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Bytes::from(format!("grant_type=account_credentials&account_id={account}")))
        .map_err(|_| unusable())?;
    let answer = way.send(request).await.map_err(|fault| passing(&fault))?;
    read(&answer, now)
}

fn read(answer: &http::Response<Bytes>, now: Timestamp) -> Result<Token, ProviderFault> {
    if answer.status().is_success() {
        let answer: Answer = serde_json::from_slice(answer.body())
            .map_err(|_| later("the token answer can't be read"))?;
        let life = SignedDuration::from_secs(answer.expires_in.saturating_mul(4) / 5);
        return Ok(Token {
            secret: Secret::new(answer.access_token),
            scopes: answer.scope.split_ascii_whitespace().map(str::to_owned).collect(),
            renew_at: now.checked_add(life).unwrap_or(now),
        });
    }
    Err(refusal(answer))
}

/// Tells a wrong secret from an app that is switched off at Zoom; both are for a person to mend.
fn refusal(answer: &http::Response<Bytes>) -> ProviderFault {
    let status = answer.status();
    if status.is_server_error() || status == http::StatusCode::TOO_MANY_REQUESTS {
        return later(&format!("the token endpoint answered {}", status.as_u16()));
    }
    let refusal: Refusal = serde_json::from_slice(answer.body()).unwrap_or_default();
    let said = format!("{} {}", refusal.error, refusal.reason).to_lowercase();
    if said.contains("disabled") || said.contains("not activated") || said.contains("deactivated") {
        return ProviderFault::Connection {
            state: ConnectionState::AppNotActivated,
            reason: "the app is not activated at Zoom: open it in the Zoom App Marketplace and \
                     activate it, then verify again"
                .to_owned(),
        };
    }
    ProviderFault::Connection {
        state: ConnectionState::InvalidCredentials,
        reason: "Zoom refuses the account id, client id or client secret: copy all three again \
                 from the app's credentials page"
            .to_owned(),
    }
}

/// A token call has no effect that matters, so a lost answer is as good as one not sent.
fn passing(fault: &TransportFault) -> ProviderFault {
    later(&fault.to_string())
}

fn later(cause: &str) -> ProviderFault {
    ProviderFault::Passing { after: SignedDuration::from_secs(2), cause: cause.to_owned() }
}

/// An address or credential that can't stand in a request.
pub(super) fn unusable() -> ProviderFault {
    ProviderFault::Connection {
        state: ConnectionState::InvalidCredentials,
        reason: "the credentials hold characters that can't be sent: copy them again".to_owned(),
    }
}
