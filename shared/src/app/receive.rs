//! Receive: a sender's message is verified, translated and queued; nothing else happens before the
//! sender has its answer, and with a warm configuration the table is not touched.

use std::str::FromStr as _;
use std::sync::Arc;

use http::HeaderMap;

use super::App;
use super::business::{self, Accepted};
use super::configs::Fresh;
use crate::domain::business::Posted;
use crate::domain::config::{Source, TenantConfig};
use crate::domain::fault::Fault;
use crate::domain::ids::{digest, is_id};
use crate::domain::problem::FieldError;
use crate::inbound::{Fact, Hook, SenderKind, SignatureFault, Translation, translate, verify};
use crate::queue::{Envelope, SessionMessage};
use crate::store::RejectedMessage;
use crate::vault::Place;

/// The largest body that is read, in bytes.
pub const MAX_BODY: usize = 256 * 1024;

/// A message on its way in.
#[derive(Clone, Copy, Debug)]
pub struct Incoming<'a> {
    /// The tenant, by the address it came to.
    pub tenant: &'a str,
    /// The source, by the address it came to.
    pub source: &'a str,
    /// The headers.
    pub headers: &'a HeaderMap,
    /// The body, byte for byte.
    pub body: &'a [u8],
    /// Follows the work from here to the mail.
    pub trace: &'a str,
}

/// What the sender is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Received {
    /// Its facts are in the queue.
    Queued,
    /// Understood, and nothing to do.
    Ignored(String),
    /// It can't be translated; it is kept where people look.
    Kept {
        /// Why.
        code: String,
        /// What to do.
        detail: String,
        /// Every bad field.
        errors: Vec<FieldError>,
        /// Whether the sender wants to hear of it, rather than have its hook disabled.
        speaks_ours: bool,
    },
    /// There is no such tenant or source.
    Unknown,
    /// The signature does not hold.
    Unsigned(SignatureFault),
    /// Signed, but not JSON.
    NotJson,
    /// Larger than [`MAX_BODY`].
    TooLarge,
}

/// Takes a message in.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer; the sender should try again.
pub async fn receive(app: &App, incoming: Incoming<'_>) -> Result<Received, Fault> {
    if incoming.body.len() > MAX_BODY {
        return Ok(Received::TooLarge);
    }
    if !is_id(incoming.tenant) || !is_id(incoming.source) {
        return Ok(Received::Unknown);
    }
    let Some(config) = config_with(app, incoming).await? else {
        return Ok(Received::Unknown);
    };
    let checked = check(app, &config, incoming).await?;
    match checked {
        // A secret that was changed a moment ago: read again before the sender is refused.
        Check::Unsigned(_) if is_old(app, &config) => {
            let fresh = app.configs.get(incoming.tenant, Fresh::Now).await?;
            match fresh {
                Some(config) => pass_on(app, incoming, check(app, &config, incoming).await?).await,
                None => Ok(Received::Unknown),
            }
        }
        checked => pass_on(app, incoming, checked).await,
    }
}

/// What a look at one message found.
enum Check {
    Unknown,
    Unsigned(SignatureFault),
    Translated(SenderKind, Translation),
}

/// The configuration with the source in it; read again before a source counts as unknown.
async fn config_with(
    app: &App,
    incoming: Incoming<'_>,
) -> Result<Option<Arc<TenantConfig>>, Fault> {
    let has = |config: &Arc<TenantConfig>| config.sources.contains_key(incoming.source);
    let kept = app.configs.get(incoming.tenant, Fresh::Kept).await?;
    if let Some(config) = kept.filter(has) {
        return Ok(Some(config));
    }
    // At most one look a second for each tenant: whoever guesses addresses must not cost much.
    let second = jiff::SignedDuration::from_secs(1);
    let since = app.clock.now().checked_sub(second).unwrap_or_default();
    Ok(app.configs.get(incoming.tenant, Fresh::Since(since)).await?.filter(has))
}

fn is_old(app: &App, config: &TenantConfig) -> bool {
    app.clock.now().duration_since(config.read_at) > jiff::SignedDuration::from_secs(1)
}

async fn check(app: &App, config: &TenantConfig, incoming: Incoming<'_>) -> Result<Check, Fault> {
    let Some(source) = config.sources.get(incoming.source) else { return Ok(Check::Unknown) };
    let Ok(kind) = SenderKind::from_str(&source.kind) else { return Ok(Check::Unknown) };
    let secret = secret(app, incoming, source).await?;
    let hook = Hook { headers: incoming.headers, body: incoming.body };
    Ok(match verify(kind, &secret, hook, app.clock.now()) {
        Err(fault) => Check::Unsigned(fault),
        Ok(verified) => {
            let translation = translate(kind, &verified, incoming.tenant, incoming.source);
            Check::Translated(kind, translation)
        }
    })
}

async fn secret(
    app: &App,
    incoming: Incoming<'_>,
    source: &Source,
) -> Result<crate::domain::ids::Secret, Fault> {
    let item = format!("source#{}", incoming.source);
    let place = Place { tenant: incoming.tenant, item: &item, field: "secret" };
    app.vault.open(place, &source.secret).await
}

async fn pass_on(app: &App, incoming: Incoming<'_>, check: Check) -> Result<Received, Fault> {
    let (kind, translation) = match check {
        Check::Unknown => return Ok(Received::Unknown),
        Check::Unsigned(fault) => return Ok(Received::Unsigned(fault)),
        Check::Translated(kind, translation) => (kind, translation),
    };
    match translation {
        Translation::NotJson => Ok(Received::NotJson),
        Translation::Ignored { reason } => Ok(Received::Ignored(reason)),
        Translation::Facts(facts) => match facts.as_slice() {
            [Fact::Business(posted)] => happened(app, incoming, posted, kind).await,
            _ => enqueue(app, incoming, facts).await,
        },
        Translation::Untranslatable { code, detail, errors } => {
            kept(app, incoming, kind, (code, detail, errors)).await
        }
    }
}

async fn kept(
    app: &App,
    incoming: Incoming<'_>,
    kind: SenderKind,
    (code, detail, errors): (String, String, Vec<FieldError>),
) -> Result<Received, Fault> {
    keep(app, incoming, &code, &detail).await?;
    let speaks_ours = kind == SenderKind::Standard;
    Ok(Received::Kept { code, detail, errors, speaks_ours })
}

/// A business event. A type or a module that was saved a moment ago counts.
async fn happened(
    app: &App,
    incoming: Incoming<'_>,
    posted: &Posted,
    kind: SenderKind,
) -> Result<Received, Fault> {
    let kept_in_memory = app.configs.of(incoming.tenant, Fresh::Kept).await?;
    let is_sure = kept_in_memory.visibility(&posted.kind).is_some();
    let config = if is_sure || !is_old(app, &kept_in_memory) {
        kept_in_memory
    } else {
        app.configs.of(incoming.tenant, Fresh::Now).await?
    };
    match business::accept(app, &config, posted, incoming.trace).await? {
        Accepted::Queued(_) => Ok(Received::Queued),
        Accepted::Ignored(reason) => Ok(Received::Ignored(reason.to_owned())),
        Accepted::Refused { code, detail, errors } => {
            kept(app, incoming, kind, (code, detail, errors)).await
        }
    }
}

async fn enqueue(app: &App, incoming: Incoming<'_>, facts: Vec<Fact>) -> Result<Received, Fault> {
    let message = |fact| {
        let message = match fact {
            Fact::Session(fact) => SessionMessage::Fact(fact),
            Fact::Person(fact) => SessionMessage::Person(fact),
            // No sender says these beside others.
            Fact::Business(_) => return None,
        };
        Some(Envelope::new(incoming.trace, message))
    };
    let messages: Vec<_> = facts.into_iter().filter_map(message).collect();
    app.sessions()?.send_all(incoming.tenant, &messages).await?;
    Ok(Received::Queued)
}

/// The body as text, never longer than a body may be: each byte that is not UTF-8 becomes three, and
/// the table's items are limited.
fn as_text(body: &[u8]) -> String {
    let mut text = String::from_utf8_lossy(body).into_owned();
    text.truncate(text.floor_char_boundary(MAX_BODY));
    text
}

async fn keep(app: &App, incoming: Incoming<'_>, code: &str, detail: &str) -> Result<(), Fault> {
    let text = as_text(incoming.body);
    let id = digest(&["rejected", incoming.source, &text]);
    let place = Place { tenant: incoming.tenant, item: &id, field: "body" };
    let body = app.vault.seal(place, &crate::domain::ids::Secret::new(text)).await?;
    let message = RejectedMessage {
        source: incoming.source.to_owned(),
        received_at: app.clock.now(),
        code: code.to_owned(),
        detail: detail.to_owned(),
        body,
        id: id.clone(),
    };
    app.store.keep_rejected(incoming.tenant, &message).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_body_is_no_longer_than_a_body_may_be() {
        assert_eq!(as_text("ä=1".as_bytes()), "ä=1");
        let binary = as_text(&vec![0xff; MAX_BODY]);
        assert!(binary.len() <= MAX_BODY && binary.len() > MAX_BODY - 3, "{}", binary.len());
    }
}
