//! The host's permanent link: signed, for one host of one session, until the session ends. It leads
//! to a start link that is minted at that moment, because the provider's own expire within hours.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use super::configs::Fresh;
use super::{App, deliver};
use crate::domain::config::TenantConfig;
use crate::domain::fault::Fault;
use crate::domain::ids::{HostLink, SessionKey};
use crate::domain::meeting::Session;

const PURPOSE: &str = "host page";

/// What the link says.
#[derive(Serialize, Deserialize)]
struct Claims {
    t: String,
    s: String,
    x: String,
    h: String,
}

/// What the link leads to.
#[derive(Debug)]
pub enum Opened {
    /// Here.
    Start(HostLink),
    /// The session has ended, was cancelled, or has another host now.
    Over,
    /// We did not make this link.
    Forged,
}

/// The permanent link for one host of one session.
///
/// # Errors
/// [`Fault::Retry`] when the key ring can't be had.
pub async fn link(app: &App, key: &SessionKey, host: &str) -> Result<String, Fault> {
    let claims = Claims {
        t: key.tenant.clone(),
        s: key.source.clone(),
        x: key.external_id.clone(),
        h: host.to_owned(),
    };
    let text = serde_json::to_vec(&claims)
        .map_err(|e| Fault::retry(60, format!("a host link can't be written: {e}")))?;
    let text = URL_SAFE_NO_PAD.encode(text);
    let signature = app.vault.sign(PURPOSE, &text).await?;
    Ok(format!("{}/host/{text}.{signature}", app.config.public_url.get()?))
}

/// Opens a permanent link.
///
/// # Errors
/// A fault of the provider or of AWS.
pub async fn open(app: &App, token: &str) -> Result<Opened, Fault> {
    let Some((text, signature)) = token.split_once('.') else { return Ok(Opened::Forged) };
    if !app.vault.is_signed(PURPOSE, text, signature).await? {
        return Ok(Opened::Forged);
    }
    let Some(claims) = read(text) else { return Ok(Opened::Forged) };
    let key = SessionKey::new(claims.t, claims.s, claims.x);
    let Some(session) = app.store.resolved_session(&key).await? else { return Ok(Opened::Over) };
    let link = current(app, &session, Some(&claims.h)).await?;
    Ok(link.map_or(Opened::Over, Opened::Start))
}

fn read(text: &str) -> Option<Claims> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}

/// A start link for the session's host, minted now; `None` when the session has no meeting to start,
/// is over, or is hosted by somebody other than `host`.
///
/// # Errors
/// A fault of the provider or of AWS.
pub async fn current(
    app: &App,
    session: &Session,
    host: Option<&str>,
) -> Result<Option<HostLink>, Fault> {
    let (Some(content), Some(live)) = (&session.wanted, &session.live) else { return Ok(None) };
    if session.cancelled || content.end <= app.clock.now() {
        return Ok(None);
    }
    let reference = content.host.as_deref().unwrap_or_default();
    let is_host = |id: &str| host.is_none_or(|host| host == id);
    let hosts = |config: &TenantConfig| config.person(reference).is_ok_and(|(id, _)| is_host(id));
    let suffices =
        |config: &TenantConfig| hosts(config) && config.connection(live.whose()).is_some();
    let mut config = app.configs.of(&session.key.tenant, Fresh::Kept).await?;
    // Whoever was made the host a moment ago is not sent away by settings from before.
    if !suffices(&config) {
        config = app.configs.of(&session.key.tenant, Fresh::Now).await?;
    }
    if !hosts(&config) {
        return Ok(None);
    }
    deliver::host_link(app, &config, &live.facts()).await
}
