//! What a service account says about itself to get a token.
//!
//! Source: Google's guide to OAuth 2.0 for service accounts; RFC 7523 for the claims. The texts are
//! those that people report in the issues of Google's client libraries.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use http::header;
use jiff::Timestamp;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::denial::Denial;
use super::held::Held;
use super::key::ServiceKey;
use super::{TOKEN, scopes};
use crate::sim::Call;

/// Seconds an assertion may be good for.
const LIFETIME_S: i64 = 3600;
/// Seconds by which somebody's clock may be ahead. The vendor names none.
const SKEW_S: i64 = 60;

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
}

/// What an account says about itself.
#[derive(Deserialize)]
pub struct Claims {
    iss: String,
    /// The person to act for, if any.
    pub sub: Option<String>,
    /// What for, one after the other.
    #[serde(default)]
    pub scope: String,
    aud: String,
    iat: i64,
    exp: i64,
}

/// For whom a token was asked, and what for.
pub struct Asserted {
    /// A person, by id; empty for the service account itself.
    pub user: String,
    /// What for.
    pub scopes: Vec<String>,
}

/// Checks an assertion, and only then what it asks.
///
/// # Errors
/// What is wrong with it.
pub fn check(held: &Held, assertion: &str, call: &Call) -> Result<Asserted, Denial> {
    let (key, claims) = verified(held.service_account_key.as_ref(), assertion, call)?;
    asked(held, key, &claims)
}

/// Checks an assertion's form: who signed it, whom it is meant for, and when.
///
/// # Errors
/// What is wrong with it.
pub fn verified<'k>(
    key: Option<&'k ServiceKey>,
    assertion: &str,
    call: &Call,
) -> Result<(&'k ServiceKey, Claims), Denial> {
    let (header, claims, signed) = parse(assertion)?;
    let account = key.filter(|key| key.client_email == claims.iss);
    let key = account.ok_or_else(|| invalid_grant("Invalid grant: account not found"))?;
    check_signature(key, &header, &signed)?;
    check_audience(key, &claims.aud, call)?;
    check_time(&claims, call.at)?;
    Ok((key, claims))
}

fn invalid_grant(description: &'static str) -> Denial {
    Denial::new("invalid_grant", description)
}

struct Signed<'a> {
    message: &'a str,
    signature: Vec<u8>,
}

fn parse(assertion: &str) -> Result<(Header, Claims, Signed<'_>), Denial> {
    let parts = || {
        let (message, signature) = assertion.rsplit_once('.')?;
        let (header, claims) = message.split_once('.')?;
        let signature = BASE64_URL_SAFE_NO_PAD.decode(signature).ok()?;
        Some((part(header)?, part(claims)?, Signed { message, signature }))
    };
    parts().ok_or_else(|| Denial::new("invalid_request", "Bad Request"))
}

fn part<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}

fn check_signature(key: &ServiceKey, header: &Header, signed: &Signed) -> Result<(), Denial> {
    let is_this_key = header.kid.as_ref().is_none_or(|kid| *kid == key.private_key_id);
    let is_good = header.alg == "RS256"
        && is_this_key
        && key.has_signed(signed.message.as_bytes(), &signed.signature);
    if is_good { Ok(()) } else { Err(invalid_grant("Invalid JWT Signature.")) }
}

/// The key file's own address, or that at which this endpoint was called.
fn check_audience(key: &ServiceKey, audience: &str, call: &Call) -> Result<(), Denial> {
    let host = call.headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let is_here = || {
        let url = url::Url::parse(audience).ok()?;
        let authority = url.authority().to_owned();
        let at_path = url.path() == format!("/{}{TOKEN}", call.provider);
        Some(at_path && host.is_none_or(|host| host == authority))
    };
    if audience == key.token_uri || is_here().unwrap_or(false) {
        return Ok(());
    }
    let right = &key.token_uri;
    let text = format!("Invalid JWT: Failed audience check. The right audience is {right}");
    Err(Denial::new("invalid_grant", text))
}

fn check_time(claims: &Claims, at: Timestamp) -> Result<(), Denial> {
    let now = at.as_second();
    let is_short = (1..=LIFETIME_S).contains(&claims.exp.saturating_sub(claims.iat));
    if is_short && claims.exp > now && claims.iat <= now + SKEW_S {
        return Ok(());
    }
    Err(invalid_grant(
        "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable \
         timeframe. Check your iat and exp values in the JWT claim.",
    ))
}

/// A person must be one of the domain; the scopes must be allowed one by one.
fn asked(held: &Held, key: &ServiceKey, claims: &Claims) -> Result<Asserted, Denial> {
    let invalid_scope =
        || Denial::new("invalid_scope", "Invalid OAuth scope or ID token audience provided.");
    let asked = claims.scope.split(' ').filter(|scope| !scope.is_empty());
    let named = scopes::all_named(asked.clone()).ok_or_else(invalid_scope)?;
    if named.is_empty() {
        return Err(invalid_scope());
    }
    let Some(subject) = claims.sub.as_deref().filter(|sub| *sub != key.client_email) else {
        return Ok(Asserted { user: String::new(), scopes: named });
    };
    let person =
        held.users.iter().find(|user| user.signs_in() && user.email.eq_ignore_ascii_case(subject));
    let person = person.ok_or_else(|| invalid_grant("Invalid email or User ID"))?;
    let allowed = &held.delegation.scopes;
    if asked.clone().all(|scope| allowed.iter().any(|allowed| allowed == scope)) {
        return Ok(Asserted { user: person.id.clone(), scopes: named });
    }
    Err(Denial::unauthorized(
        "unauthorized_client",
        "Client is unauthorized to retrieve access tokens using this method, or client not \
         authorized for any of the scopes requested.",
    ))
}
