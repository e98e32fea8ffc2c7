//! Tokens of a Google service account, which acts for a company's people one by one (Google, OAuth 2.0
//! for service accounts; RFC 7523).

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use bytes::Bytes;
use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use serde::Deserialize;
use serde_json::json;

use super::ProviderFault;
use super::measured::Measured;
use super::tokens::{Token, TokenAnswer};
use super::wire::{told, unusable};
use crate::domain::config::ConnectionState;
use crate::domain::fault::Reason;
use crate::domain::ids::Secret;

/// Opens events to be made, read, changed and deleted (Calendar API v3, scopes of `events`).
pub(super) const EVENTS: &str = "https://www.googleapis.com/auth/calendar.events";
/// The smallest that opens what a calendar is; [`EVENTS`] does not (Calendar API v3, scopes of
/// `calendars.get`).
pub(super) const CALENDARS: &str = "https://www.googleapis.com/auth/calendar.calendars.readonly";

/// Seconds for which an assertion is good: the most that Google takes.
const LIFETIME_S: i64 = 3600;
/// As it stands in a form.
const JWT_BEARER: &str = "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer";

/// What a token is asked for. It is never asked for two scopes at once: where one of them is not
/// delegated, Google refuses both.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'a> {
    /// The person to act for, by mail address; empty for the service account itself.
    pub subject: &'a str,
    /// What it must open.
    pub scope: &'static str,
}

/// What is read of a key file.
#[derive(Deserialize)]
struct KeyFile {
    client_email: String,
    private_key: String,
    #[serde(default)]
    private_key_id: String,
    /// The number by which an administrator allows scopes.
    #[serde(default)]
    client_id: String,
}

/// RFC 6749, section 5.2.
#[derive(Default, Deserialize)]
struct Refusal {
    #[serde(default)]
    error: String,
    #[serde(default)]
    error_description: String,
}

/// Asks for a token with an assertion that the account signs itself. Asking has no effect that
/// matters, so nothing is uncertain.
///
/// # Errors
/// [`ProviderFault::Connection`] for the account, [`ProviderFault::Host`] for the person,
/// [`ProviderFault::Passing`] for the rest.
pub(super) async fn fetch(
    way: &Measured,
    url: &str,
    key: &Secret,
    asked: Asked<'_>,
    now: Timestamp,
) -> Result<Token, ProviderFault> {
    let file = KeyFile::read(key)?;
    let assertion = file.assertion(asked, url, now).ok_or_else(no_key)?;
    let request = http::Request::post(url)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Bytes::from(format!("grant_type={JWT_BEARER}&assertion={assertion}")))
        .map_err(|_| unusable())?;
    let answer = way.send(request).await.map_err(|fault| later(&fault.to_string()))?;
    if !answer.status().is_success() {
        return Err(refusal(&answer, &file, asked));
    }
    let token: TokenAnswer = serde_json::from_slice(answer.body())
        .map_err(|_| later("Google's token answer can't be read"))?;
    Ok(Token::new(token.access_token, asked.scope, token.expires_in, now))
}

impl KeyFile {
    fn read(key: &Secret) -> Result<Self, ProviderFault> {
        serde_json::from_str(key.expose()).map_err(|_| no_key())
    }

    /// `None` when the key is none that can sign.
    fn assertion(&self, asked: Asked<'_>, audience: &str, now: Timestamp) -> Option<String> {
        let mut header = json!({"alg": "RS256", "typ": "JWT"});
        if !self.private_key_id.is_empty() {
            header["kid"] = json!(self.private_key_id);
        }
        let issued = now.as_second();
        let mut claims = json!({
            "iss": self.client_email,
            "scope": asked.scope,
            "aud": audience,
            "iat": issued,
            "exp": issued.saturating_add(LIFETIME_S),
        });
        if !asked.subject.is_empty() {
            claims["sub"] = json!(asked.subject);
        }
        let message =
            [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string())).join(".");
        let signature = self.sign(message.as_bytes())?;
        Some(format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }

    /// RS256. The padding is fixed, so the randomness that is passed is not used.
    fn sign(&self, message: &[u8]) -> Option<Vec<u8>> {
        let pair = self.pair()?;
        let mut signature = vec![0; pair.public().modulus_len()];
        pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature).ok()?;
        Some(signature)
    }

    /// The key stands in the file as PKCS #8 in PEM (RFC 7468).
    fn pair(&self) -> Option<RsaKeyPair> {
        let lines = self.private_key.lines().map(str::trim);
        let body: String = lines.filter(|line| !line.starts_with("-----")).collect();
        RsaKeyPair::from_pkcs8(&STANDARD.decode(body).ok()?).ok()
    }

    /// What an administrator of the company's Google has to do.
    fn delegation(&self, asked: Asked<'_>) -> String {
        format!(
            "the service account may not act for people: in the Google admin console, under Security, \
             API controls, Domain-wide delegation, add its client ID {} with exactly the scope {}, then \
             verify again; Google may take a day to notice",
            told(&self.client_id),
            asked.scope,
        )
    }
}

/// One meaning for each code (Google, OAuth 2.0 for service accounts, error codes).
fn refusal(answer: &http::Response<Bytes>, file: &KeyFile, asked: Asked<'_>) -> ProviderFault {
    let status = answer.status();
    if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
        return later(&format!("Google's token endpoint answered {}", status.as_u16()));
    }
    let refusal: Refusal = serde_json::from_slice(answer.body()).unwrap_or_default();
    match refusal.error.as_str() {
        // Seen with 400 and with 401.
        "unauthorized_client" | "access_denied" | "invalid_scope" | "admin_policy_enforced" => {
            connection(ConnectionState::InsufficientScope, file.delegation(asked))
        }
        "disabled_client" => connection(
            ConnectionState::AppNotActivated,
            "the service account is disabled: enable it in the Google Cloud console, then verify again"
                .to_owned(),
        ),
        "invalid_grant" => grant(&refusal.error_description),
        _ => bad_key(),
    }
}

/// One code for the person, for our clock and for the key; only the text tells which (Google,
/// OAuth 2.0 for service accounts, error codes; `Invalid email or User ID` is seen in practice).
fn grant(description: &str) -> ProviderFault {
    let said = description.to_lowercase();
    if said.contains("email") {
        return ProviderFault::Host(Reason::new(
            "host_not_found",
            "the company's Google has no active user with the host's mail address: put the address \
             that the host signs in with first among the person's, or choose another host",
        ));
    }
    if said.contains("short-lived") {
        return later("Google's clock and this one differ");
    }
    bad_key()
}

fn bad_key() -> ProviderFault {
    connection(
        ConnectionState::InvalidCredentials,
        "Google refuses the service account's key, which may have been deleted: make a new key in the \
         Google Cloud console and save its file"
            .to_owned(),
    )
}

fn no_key() -> ProviderFault {
    connection(
        ConnectionState::InvalidCredentials,
        "the key file holds no RSA key that can sign: save the whole JSON file of the service account \
         once more"
            .to_owned(),
    )
}

const fn connection(state: ConnectionState, reason: String) -> ProviderFault {
    ProviderFault::Connection { state, reason }
}

fn later(cause: &str) -> ProviderFault {
    ProviderFault::Passing { after: SignedDuration::from_secs(2), cause: cause.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ring::signature::{KeyPair as _, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
    use serde_json::Value;

    /// The simulated Google's own key, which opens nothing else.
    const DEMO_KEY: &str = include_str!("../../../infra/local/src/sim/google/demo_key.pem");
    const URL: &str = "https://oauth2.googleapis.com/token";
    const AINO: Asked<'_> = Asked { subject: "aino@demo.example", scope: EVENTS };

    fn file(private_key: &str) -> KeyFile {
        let key = json!({
            "type": "service_account",
            "client_email": "hub@demo.example",
            "client_id": "112233",
            "private_key": private_key,
            "private_key_id": "k1",
        });
        KeyFile::read(&Secret::new(key.to_string())).unwrap()
    }

    fn now() -> Timestamp {
        "2026-12-01T10:00:00Z".parse().unwrap()
    }

    fn part(text: &str) -> Value {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).unwrap()).unwrap()
    }

    fn said(status: u16, error: &str, description: &str) -> ProviderFault {
        let body = json!({"error": error, "error_description": description}).to_string();
        let answer = http::Response::builder().status(status).body(Bytes::from(body)).unwrap();
        refusal(&answer, &file(DEMO_KEY), AINO)
    }

    fn state(fault: &ProviderFault) -> Option<ConnectionState> {
        match fault {
            ProviderFault::Connection { state, .. } => Some(*state),
            _ => None,
        }
    }

    /// Whoever has the public key sees that the account itself asks, for whom, for what, and for how
    /// long.
    #[test]
    fn an_assertion_is_signed_by_the_account() {
        let file = file(DEMO_KEY);
        let assertion = file.assertion(AINO, URL, now()).unwrap();
        let (message, signature) = assertion.rsplit_once('.').unwrap();
        let (header, claims) = message.split_once('.').unwrap();
        assert_eq!(part(header), json!({"alg": "RS256", "typ": "JWT", "kid": "k1"}));
        let issued = now().as_second();
        let expected = json!({
            "iss": "hub@demo.example", "sub": "aino@demo.example", "scope": EVENTS, "aud": URL,
            "iat": issued, "exp": issued + 3600,
        });
        assert_eq!(part(claims), expected);
        let pair = file.pair().unwrap();
        let public = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, pair.public_key());
        let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
        assert!(public.verify(message.as_bytes(), &signature).is_ok());
        assert!(public.verify(b"something else", &signature).is_err());
    }

    /// For itself the account names nobody.
    #[test]
    fn an_assertion_for_the_account_itself_has_no_subject() {
        let own = Asked { subject: "", ..AINO };
        let assertion = file(DEMO_KEY).assertion(own, URL, now()).unwrap();
        assert_eq!(part(assertion.split('.').nth(1).unwrap()).get("sub"), None);
    }

    #[test]
    fn the_token_endpoints_codes_have_one_meaning_each() {
        use ConnectionState::{AppNotActivated, InsufficientScope, InvalidCredentials};
        for (status, error, description, expected) in [
            (401, "unauthorized_client", "Client is unauthorized", InsufficientScope),
            (400, "unauthorized_client", "Client is unauthorized", InsufficientScope),
            (403, "access_denied", "Requested client not authorized.", InsufficientScope),
            (400, "invalid_scope", "Invalid OAuth scope", InsufficientScope),
            (400, "admin_policy_enforced", "", InsufficientScope),
            (401, "disabled_client", "The OAuth client was disabled.", AppNotActivated),
            (400, "invalid_grant", "Invalid JWT Signature.", InvalidCredentials),
            (400, "invalid_grant", "Invalid grant: account not found", InvalidCredentials),
            (401, "invalid_client", "", InvalidCredentials),
            (404, "", "", InvalidCredentials),
        ] {
            let fault = said(status, error, description);
            assert_eq!(state(&fault), Some(expected), "{status} {error} {description}");
        }
        for description in ["Invalid email or User ID", "Not a valid email."] {
            let ProviderFault::Host(reason) = said(400, "invalid_grant", description) else {
                panic!("{description}")
            };
            assert_eq!(reason.code, "host_not_found");
        }
        for (status, error, description) in [
            (400, "invalid_grant", "Invalid JWT: Token must be a short-lived token"),
            (429, "rate_limit_exceeded", ""),
            (503, "", ""),
        ] {
            let fault = said(status, error, description);
            assert!(matches!(fault, ProviderFault::Passing { .. }), "{status} {description}");
        }
    }

    /// P07: whoever administers Google is told the number and the scope to enter, to the letter.
    #[test]
    fn a_missing_delegation_names_what_to_enter() {
        let fault = said(401, "unauthorized_client", "");
        let ProviderFault::Connection { reason, .. } = fault else { panic!("{fault:?}") };
        assert!(reason.contains("client ID 112233 ") && reason.contains(EVENTS), "{reason}");
    }

    proptest! {
        /// A key file may be anything at all: it signs, or it is said to be unusable.
        #[test]
        fn any_text_is_a_key_file_or_none(text in ".*", bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let whole = KeyFile::read(&Secret::new(text.clone()));
            prop_assert!(whole.is_err() || text.contains("client_email"));
            prop_assert!(file(&text).assertion(AINO, &text, now()).is_none());
            let pem = format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END", STANDARD.encode(&bytes));
            prop_assert!(file(&pem).assertion(AINO, URL, now()).is_none());
        }

        /// A real key with a few characters wrong does not bring anything down.
        #[test]
        fn a_damaged_key_brings_nothing_down(at in 0..DEMO_KEY.len(), with in any::<u8>()) {
            let mut bytes = DEMO_KEY.as_bytes().to_vec();
            bytes[at] = with;
            let damaged = String::from_utf8_lossy(&bytes).into_owned();
            let _ = file(&damaged).assertion(AINO, URL, now());
        }
    }
}
