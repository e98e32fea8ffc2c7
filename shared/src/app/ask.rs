//! Ask: a chat platform's request is verified, read and queued; nothing else happens before the platform has
//! its answer, because it waits three seconds and a process may have to start first.

use http::HeaderMap;

use super::{App, grants};
use crate::domain::fault::Fault;
use crate::domain::ids::Secret;
use crate::domain::vendor::{Platform, Vendor};
use crate::inbound::{Hook, SignatureFault, chat};
use crate::providers::OauthApplication;
use crate::queue::{DeliveryMessage, Envelope};

/// The largest request that is read, in bytes.
const MAX_BODY: usize = 256 * 1024;

/// A request on its way in.
#[derive(Clone, Copy, Debug)]
pub struct Incoming<'a> {
    /// Whose address it came to.
    pub platform: Platform,
    /// The headers.
    pub headers: &'a HeaderMap,
    /// The body, byte for byte.
    pub body: &'a [u8],
    /// Follows the work from here to the answer.
    pub trace: &'a str,
}

/// What a platform or provider that calls is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is in the queue, or needs nothing.
    Done,
    /// It tries the address and wants this back.
    Challenge(String),
    /// The same, as JSON.
    Json(String),
    /// This deployment has no application there.
    Unknown,
    /// It is not believed.
    Unsigned(SignatureFault),
    /// Signed, but not what it documents.
    Unreadable,
    /// Larger than so many bytes.
    TooLarge(usize),
}

/// Takes a request in.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer; the platform tries again.
pub async fn take(app: &App, incoming: Incoming<'_>) -> Result<Taken, Fault> {
    if incoming.body.len() > MAX_BODY {
        return Ok(Taken::TooLarge(MAX_BODY));
    }
    let vendor = Vendor::Chat(incoming.platform);
    let Some(application) = grants::application(app, vendor).await? else {
        return Ok(Taken::Unknown);
    };
    let hook = Hook { headers: incoming.headers, body: incoming.body };
    let heard = match incoming.platform {
        Platform::Slack => slack(app, application.signing_secret.as_ref(), hook),
        Platform::Teams => teams(app, &application, hook).await?,
    };
    match heard {
        Err(fault) => Ok(Taken::Unsigned(fault)),
        Ok(chat::Heard::Challenge(text)) => Ok(Taken::Challenge(text)),
        Ok(chat::Heard::Nothing) => Ok(Taken::Done),
        Ok(chat::Heard::Unreadable) => Ok(Taken::Unreadable),
        Ok(chat::Heard::Question(question)) => {
            let group = question.workspaces.first().cloned().unwrap_or_default();
            queue(app, &group, DeliveryMessage::Question(*question), incoming.trace).await
        }
        Ok(chat::Heard::Revoked(revoked)) => {
            let group = revoked.revoked_in.first().cloned().unwrap_or_default();
            queue(app, &group, DeliveryMessage::Revoked(revoked), incoming.trace).await
        }
    }
}

/// Whose it is follows from the workspace, which the worker looks up: here it only keeps one workspace's
/// questions from holding up another's.
async fn queue(
    app: &App,
    group: &str,
    message: DeliveryMessage,
    trace: &str,
) -> Result<Taken, Fault> {
    app.deliveries()?.send(group, &Envelope::new(trace, message)).await?;
    Ok(Taken::Done)
}

fn slack(
    app: &App,
    secret: Option<&Secret>,
    hook: Hook<'_>,
) -> Result<chat::Heard, SignatureFault> {
    match secret {
        Some(secret) => chat::slack(secret, hook, app.clock.now()),
        // Without a secret nobody can be believed.
        None => Err(SignatureFault::Mismatch),
    }
}

/// The connector's keys are kept until one signs that is not among them.
async fn teams(
    app: &App,
    application: &OauthApplication,
    hook: Hook<'_>,
) -> Result<Result<chat::Heard, SignatureFault>, Fault> {
    let Some(kid) = chat::kid(hook) else {
        return Ok(chat::teams(&chat::Keys::default(), "", hook, app.clock.now()));
    };
    let keys = app.bot_keys.holding(app, &kid).await?;
    Ok(chat::teams(&keys, &application.client_id, hook, app.clock.now()))
}
