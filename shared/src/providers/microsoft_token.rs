//! The tokens of a company's own application at Microsoft (Microsoft identity platform, client
//! credentials flow).

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::measured::Measured;
use super::tokens::{Token, TokenAnswer};
use super::wire::{segment, unusable};
use super::{Application, ProviderFault};
use crate::domain::config::ConnectionState;

/// Everything that an administrator lets the application do at Graph.
pub(super) const GRAPH: &str = "https://graph.microsoft.com/.default";

/// A refusal's numbers tell more than its OAuth name (Microsoft identity platform, AADSTS error codes).
#[derive(Default, Deserialize)]
struct Refusal {
    #[serde(default)]
    error: String,
    #[serde(default)]
    error_codes: Vec<u32>,
}

/// Asks the company's directory: `{tenant}` in the address stands for it.
pub(super) async fn fetch(
    way: &Measured,
    url: &str,
    app: &Application,
    scope: &str,
    now: Timestamp,
) -> Result<Token, ProviderFault> {
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", app.client_id.as_str()),
        ("client_secret", app.client_secret.expose()),
        ("scope", scope),
    ];
    let form = fields.map(|(name, value)| format!("{name}={}", segment(value))).join("&");
    let request = http::Request::post(url.replace("{tenant}", &segment(&app.account)))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Bytes::from(form))
        .map_err(|_| unusable())?;
    // A token call has no effect that matters, so a lost answer is as good as one not sent.
    let answer = way.send(request).await.map_err(|fault| later(fault.to_string()))?;
    read(&answer, now)
}

fn read(answer: &http::Response<Bytes>, now: Timestamp) -> Result<Token, ProviderFault> {
    if !answer.status().is_success() {
        return Err(refusal(answer));
    }
    let answer: TokenAnswer = serde_json::from_slice(answer.body())
        .map_err(|_| later("the token answer can't be read".to_owned()))?;
    // What was granted stands in the token alone, which is nobody's to read but Graph's.
    Ok(Token::new(answer.access_token, "", answer.expires_in, now))
}

/// Each is for a person to mend, in another place.
fn refusal(answer: &http::Response<Bytes>) -> ProviderFault {
    let status = answer.status();
    let refusal: Refusal = serde_json::from_slice(answer.body()).unwrap_or_default();
    let is_busy = status.is_server_error() || status == http::StatusCode::TOO_MANY_REQUESTS;
    if is_busy || refusal.error == "temporarily_unavailable" {
        return later(format!("the token endpoint answered {}", status.as_u16()));
    }
    let code = refusal.error_codes.first().copied().unwrap_or_default();
    let (state, reason) = match (code, refusal.error.as_str()) {
        (7_000_222, _) => (
            ConnectionState::InvalidCredentials,
            "the client secret has expired: add a new one to the application in Microsoft Entra, and \
             save its value here",
        ),
        (7_000_112, _) => (
            ConnectionState::AppNotActivated,
            "the application is disabled in Microsoft Entra: enable it there, then verify again",
        ),
        (90_002 | 900_023 | 50_059, _) => (
            ConnectionState::InvalidCredentials,
            "Microsoft knows no directory of this id: copy the directory (tenant) id from the \
             application's overview in Microsoft Entra",
        ),
        (700_016, _) | (_, "unauthorized_client") => (
            ConnectionState::InvalidCredentials,
            "the directory knows no application of this id: copy the application (client) id and the \
             directory (tenant) id again, both from the same application's overview in Microsoft Entra",
        ),
        (7_000_215, _) | (_, "invalid_client") => (
            ConnectionState::InvalidCredentials,
            "Microsoft refuses the client secret: copy the secret's value, not its id; it is shown only \
             once, so add a new one if it is lost",
        ),
        _ => (
            ConnectionState::InvalidCredentials,
            "Microsoft gives the application no token: copy the directory id, the client id and the \
             client secret again from Microsoft Entra",
        ),
    };
    ProviderFault::Connection { state, reason: reason.to_owned() }
}

fn later(cause: String) -> ProviderFault {
    ProviderFault::Passing { after: SignedDuration::from_secs(2), cause }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(status: u16, error: &str, code: u32) -> ProviderFault {
        let description = format!("AADSTS{code}: about somebody@company.example");
        let body = serde_json::json!({
            "error": error, "error_description": description, "error_codes": [code],
        });
        refusal(&http::Response::builder().status(status).body(body.to_string().into()).unwrap())
    }

    /// What to do, without a word of Microsoft's.
    fn told(fault: ProviderFault) -> (ConnectionState, String) {
        let ProviderFault::Connection { state, reason } = fault else { panic!("{fault:?}") };
        assert!(!reason.contains("AADSTS") && !reason.contains('@'), "{reason}");
        (state, reason)
    }

    #[test]
    fn each_refusal_says_what_to_mend() {
        use ConnectionState::{AppNotActivated, InvalidCredentials};
        for (status, error, code, state, word) in [
            (401, "invalid_client", 7_000_215, InvalidCredentials, "not its id"),
            (401, "invalid_client", 7_000_218, InvalidCredentials, "not its id"),
            (401, "invalid_client", 7_000_222, InvalidCredentials, "expired"),
            (401, "unauthorized_client", 7_000_112, AppNotActivated, "enable"),
            (400, "unauthorized_client", 700_016, InvalidCredentials, "application (client) id"),
            (400, "invalid_request", 90_002, InvalidCredentials, "directory (tenant) id"),
            (400, "invalid_request", 900_023, InvalidCredentials, "directory (tenant) id"),
            (400, "invalid_request", 50_059, InvalidCredentials, "directory (tenant) id"),
            (400, "invalid_scope", 1_002_012, InvalidCredentials, "no token"),
        ] {
            let (found, reason) = told(said(status, error, code));
            assert_eq!(found, state, "{code}");
            assert!(reason.contains(word), "{code}: {reason}");
        }
    }

    #[test]
    fn what_passes_is_waited_for() {
        for fault in [
            said(503, "", 0),
            said(429, "", 0),
            said(400, "temporarily_unavailable", 90_033),
            read(&http::Response::new(Bytes::from("{}")), Timestamp::UNIX_EPOCH).unwrap_err(),
        ] {
            assert!(matches!(fault, ProviderFault::Passing { .. }), "{fault:?}");
        }
    }
}
