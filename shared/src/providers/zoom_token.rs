//! Zoom's server-to-server tokens (Zoom, Server-to-Server OAuth guide).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use percent_encoding::utf8_percent_encode;
use serde::Deserialize;

use super::measured::Measured;
use super::tokens::{Token, TokenAnswer};
use super::wire::{RESERVED, unusable};
use super::{Application, ProviderFault};
use crate::domain::config::ConnectionState;
use crate::transport::TransportFault;

/// The token endpoint explains itself in `reason` (Zoom, OAuth error table).
#[derive(Default, Deserialize)]
struct Refusal {
    #[serde(default)]
    reason: String,
    #[serde(default)]
    error: String,
}

/// `grant_type=account_credentials` with the client's credentials in Basic (Zoom, Server-to-Server
/// OAuth guide).
pub(super) async fn fetch(
    way: &Measured,
    url: &str,
    app: &Application,
    now: Timestamp,
) -> Result<Token, ProviderFault> {
    let account = utf8_percent_encode(&app.account, RESERVED);
    let basic = STANDARD.encode(format!("{}:{}", app.client_id, app.client_secret.expose()));
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
        let answer: TokenAnswer = serde_json::from_slice(answer.body())
            .map_err(|_| later("the token answer can't be read"))?;
        return Ok(Token::new(answer.access_token, &answer.scope, answer.expires_in, now));
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
