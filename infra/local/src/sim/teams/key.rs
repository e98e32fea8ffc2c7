//! The key with which the Bot Connector signs what it sends to the bot, and where the bot finds it.
//!
//! Source: Bot Framework, authentication of requests from the Bot Connector service: an `OpenID`
//! document names the keys, each key names the channels that it is good for, and the token's
//! audience is the bot.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use http::{Method, StatusCode};
use jiff::Timestamp;
use ring::digest::{SHA256, digest};
use ring::signature::{RsaKeyPair, RsaPublicKeyComponents};
use serde_json::json;

use super::held::Held;
use super::refusal::Refusal;
use super::{BOT, KEYS, OPENID, Outcome, json_response};
use crate::sim::{Call, rsa};

/// Made for this simulator alone; it opens nothing else and is no secret.
pub const DEMO_KEY: &str = include_str!("demo_key.pem");

/// Who signs.
const ISSUER: &str = "https://api.botframework.com";
/// How long a token lives, in seconds.
const LIFETIME_S: i64 = 3_600;

type Components = RsaPublicKeyComponents<Vec<u8>>;

/// The key's name, which follows from the key.
fn name(components: &Components) -> String {
    let hash = digest(&SHA256, &components.n);
    BASE64_URL_SAFE_NO_PAD.encode(&hash.as_ref()[..20])
}

fn components(pair: &RsaKeyPair) -> Components {
    Components::from(pair.public())
}

/// The token that the Bot Connector puts into `Authorization: Bearer` of an activity, signed with a
/// key in PEM; none when that is no key. `service_url` is the activity's own.
#[must_use]
pub fn bot_token(pem: &str, app_id: &str, service_url: &str, now: Timestamp) -> Option<String> {
    let pair = rsa::pair(pem)?;
    let kid = name(&components(&pair));
    let header = json!({ "typ": "JWT", "alg": "RS256", "kid": kid, "x5t": kid });
    let claims = json!({
        "serviceurl": service_url,
        "nbf": now.as_second(),
        "exp": now.as_second() + LIFETIME_S,
        "iss": ISSUER,
        "aud": app_id,
    });
    rsa::jwt(&pair, &header, &claims)
}

/// Answers `GET /.well-known/openidconfiguration` and the address of the keys that it names.
pub fn answer(held: &Held, call: &Call) -> Outcome {
    if call.method != Method::GET {
        return Err(Refusal::method());
    }
    let body = match call.path.as_str() {
        OPENID => json!({
            "issuer": ISSUER,
            "authorization_endpoint": "https://invalid.botframework.com",
            "jwks_uri": format!("{}{BOT}{KEYS}", call.base()),
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        }),
        KEYS => {
            let pair = rsa::pair(&held.bot_signing_key);
            let shown = pair.iter().map(|pair| public(&components(pair)));
            json!({ "keys": shown.collect::<Vec<_>>() })
        }
        _ => return Err(Refusal::no_such_address()),
    };
    Ok(json_response(StatusCode::OK, &body))
}

/// RFC 7517 and RFC 7518, section 6.3.1.
fn public(components: &Components) -> serde_json::Value {
    let kid = name(components);
    json!({
        "kty": "RSA",
        "use": "sig",
        "kid": kid,
        "x5t": kid,
        "n": BASE64_URL_SAFE_NO_PAD.encode(&components.n),
        "e": BASE64_URL_SAFE_NO_PAD.encode(&components.e),
        "endorsements": ["msteams"],
    })
}
