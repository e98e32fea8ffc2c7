//! Teams: activities of the Bot Framework, each with a token of the connector's (Bot Framework, "Authenticate
//! requests from the Bot Connector service to your bot").

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use serde::Deserialize;

use super::Heard;
use crate::domain::question::Question;
use crate::domain::vendor::Platform;
use crate::inbound::{Hook, SignatureFault};

/// Who signs.
const ISSUER: &str = "https://api.botframework.com";
/// The channel whose keys may sign for it.
const CHANNEL: &str = "msteams";
/// How far the connector's clock may be from ours.
const SKEW: SignedDuration = SignedDuration::from_mins(5);

/// The connector's keys, as it publishes them.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Keys {
    /// All of them.
    pub keys: Vec<Key>,
}

/// One of them.
#[derive(Clone, Debug, Deserialize)]
pub struct Key {
    /// Its name.
    #[serde(default)]
    pub kid: String,
    /// The modulus, base64url.
    #[serde(default)]
    n: String,
    /// The exponent, base64url.
    #[serde(default)]
    e: String,
    /// The channels it may sign for.
    #[serde(default)]
    endorsements: Vec<String>,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    #[serde(default)]
    kid: String,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    exp: i64,
    #[serde(default)]
    nbf: Option<i64>,
    #[serde(default, alias = "serviceUrl")]
    serviceurl: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Activity {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    id: String,
    #[serde(default)]
    service_url: String,
    #[serde(default)]
    channel_id: String,
    #[serde(default)]
    from: Option<Account>,
    #[serde(default)]
    conversation: Option<Conversation>,
    #[serde(default)]
    channel_data: Option<ChannelData>,
    #[serde(default)]
    text: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Account {
    #[serde(default)]
    aad_object_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Conversation {
    #[serde(default)]
    tenant_id: Option<String>,
}

#[derive(Deserialize)]
struct ChannelData {
    #[serde(default)]
    tenant: Option<Directory>,
}

#[derive(Deserialize)]
struct Directory {
    id: String,
}

/// The name of the key that signed a request, for whoever has to fetch keys.
#[must_use]
pub fn kid(hook: Hook<'_>) -> Option<String> {
    let (header, ..) = parts(hook).ok()?;
    decoded::<Header>(header).map(|it| it.kid)
}

/// Verifies and reads an activity for the bot with this application id.
///
/// # Errors
/// Why it is not believed.
pub fn teams(
    keys: &Keys,
    app_id: &str,
    hook: Hook<'_>,
    now: Timestamp,
) -> Result<Heard, SignatureFault> {
    let claims = claims(keys, app_id, hook, now)?;
    let Ok(activity) = serde_json::from_slice::<Activity>(hook.body) else {
        return Ok(Heard::Unreadable);
    };
    // The token names the one address that answers go to; another in the body is a forgery.
    let is_same = same_url(&claims.serviceurl, &activity.service_url);
    if activity.channel_id != CHANNEL || !is_same {
        return Err(SignatureFault::Mismatch);
    }
    Ok(read(activity, now))
}

fn same_url(one: &str, other: &str) -> bool {
    one.trim_end_matches('/') == other.trim_end_matches('/')
}

fn parts(hook: Hook<'_>) -> Result<(&str, &str, &str), SignatureFault> {
    let token = hook.header("authorization").ok_or(SignatureFault::Missing)?;
    let token = token.strip_prefix("Bearer ").ok_or(SignatureFault::Malformed)?;
    let mut parts = token.split('.');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(header), Some(claims), Some(signature), None) => Ok((header, claims, signature)),
        _ => Err(SignatureFault::Malformed),
    }
}

fn decoded<T: for<'de> Deserialize<'de>>(part: &str) -> Option<T> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
}

fn claims(
    keys: &Keys,
    app_id: &str,
    hook: Hook<'_>,
    now: Timestamp,
) -> Result<Claims, SignatureFault> {
    let (header, body, signature) = parts(hook)?;
    let read: Header = decoded(header).ok_or(SignatureFault::Malformed)?;
    // One algorithm, and none that the token chooses.
    if read.alg != "RS256" {
        return Err(SignatureFault::Malformed);
    }
    let may_sign = |key: &&Key| {
        key.kid == read.kid && key.endorsements.iter().any(|channel| channel == CHANNEL)
    };
    let key = keys.keys.iter().find(may_sign).ok_or(SignatureFault::Mismatch)?;
    let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).map_err(|_| SignatureFault::Malformed);
    let public = RsaPublicKeyComponents { n: bytes(&key.n)?, e: bytes(&key.e)? };
    let signed = format!("{header}.{body}");
    public
        .verify(&RSA_PKCS1_2048_8192_SHA256, signed.as_bytes(), &bytes(signature)?)
        .map_err(|_| SignatureFault::Mismatch)?;
    let claims: Claims = decoded(body).ok_or(SignatureFault::Malformed)?;
    if claims.iss != ISSUER || claims.aud != app_id {
        return Err(SignatureFault::Mismatch);
    }
    let at = |seconds| Timestamp::from_second(seconds).map_err(|_| SignatureFault::Malformed);
    let is_over = at(claims.exp)?.duration_since(now) < -SKEW;
    let is_early = match claims.nbf {
        Some(nbf) => at(nbf)?.duration_since(now) > SKEW,
        None => false,
    };
    if is_over || is_early { Err(SignatureFault::Stale) } else { Ok(claims) }
}

fn read(activity: Activity, now: Timestamp) -> Heard {
    if activity.kind != "message" {
        return Heard::Nothing;
    }
    let told = activity.channel_data.and_then(|it| it.tenant).map(|it| it.id);
    let directory = told.or_else(|| activity.conversation.and_then(|it| it.tenant_id));
    let user = activity.from.and_then(|it| it.aad_object_id);
    match (directory, user, activity.text) {
        // Guests of other directories and bots have no id that people are mapped to.
        (Some(directory), Some(user), Some(text)) if !activity.id.is_empty() => {
            Heard::Question(Box::new(Question {
                platform: Platform::Teams,
                workspaces: vec![directory],
                user,
                text,
                command: None,
                answer_to: None,
                id: activity.id,
                asked_at: now,
            }))
        }
        _ => Heard::Nothing,
    }
}
