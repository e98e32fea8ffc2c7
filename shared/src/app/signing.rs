//! What requests to a tenant's own addresses are signed with: one secret for each tenant, made when it is
//! first needed and shown once.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use ring::hmac;

use super::{App, configure};
use crate::domain::config::TenantConfig;
use crate::domain::fault::Fault;
use crate::domain::ids::Secret;
use crate::store::SettingItem;
use crate::vault::Place;

const PREFIX: &str = "whsec_";

fn place(tenant: &str) -> Place<'_> {
    Place { tenant, item: "signing", field: "secret" }
}

/// The tenant's secret; `None` when none was needed yet.
///
/// # Errors
/// [`Fault::Retry`] when it can't be opened.
pub async fn secret(app: &App, config: &TenantConfig) -> Result<Option<Secret>, Fault> {
    match &config.signing {
        Some(sealed) => app.vault.open(place(&config.id), sealed).await.map(Some),
        None => Ok(None),
    }
}

/// Makes a new secret, which counts from then on, and tells it.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn renew(app: &App, tenant: &str) -> Result<Secret, Fault> {
    let bytes: [u8; 32] = app.entropy.bytes()?;
    let secret = Secret::new(format!("{PREFIX}{}", STANDARD.encode(bytes)));
    let sealed = app.vault.seal(place(tenant), &secret).await?;
    configure::put(app, tenant, &SettingItem::Signing(sealed), &[]).await?;
    Ok(secret)
}

/// Makes a secret if there is none, and tells it only then.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn ensure(app: &App, config: &TenantConfig) -> Result<Option<Secret>, Fault> {
    match &config.signing {
        Some(_) => Ok(None),
        None => renew(app, &config.id).await.map(Some),
    }
}

/// The headers of Standard Webhooks (specification 1.0) over this payload.
#[must_use]
pub fn headers(
    secret: &Secret,
    id: &str,
    now: Timestamp,
    payload: &str,
) -> [(&'static str, String); 3] {
    let text = secret.expose().strip_prefix(PREFIX).unwrap_or_default();
    let key = hmac::Key::new(hmac::HMAC_SHA256, &STANDARD.decode(text).unwrap_or_default());
    let at = now.as_second().to_string();
    let tag = hmac::sign(&key, format!("{id}.{at}.{payload}").as_bytes());
    let signature = format!("v1,{}", STANDARD.encode(tag.as_ref()));
    [("webhook-id", id.to_owned()), ("webhook-timestamp", at), ("webhook-signature", signature)]
}
