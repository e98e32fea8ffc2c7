//! Sessions: how they stand, and making them right again.

use convoke::app::configs::Fresh;
use convoke::app::read::{session_summary, session_view};
use convoke::app::{host_page, redrive};
use convoke::domain::ids::SessionKey;
use convoke::domain::meeting::Session;
use convoke::store::sortable;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

use crate::call::{Call, accepted};
use crate::query::{List, cursor_invalid, ok};
use crate::refusal::{Outcome, Refusal};

/// A session on its way to being right again.
#[derive(Serialize, ToSchema)]
pub struct Resyncing {
    /// Always `queued`.
    status: String,
}

/// A link that starts a meeting; whoever holds it is the host.
#[derive(Serialize, ToSchema)]
pub struct HostLinkView {
    /// The provider's start link, minted now.
    url: String,
}

async fn found(call: &Call<'_>) -> Result<Session, Refusal> {
    let key = SessionKey::new(call.tenant(), call.param("src"), call.param("external_id"));
    let session = call.app.store.resolved_session(&key).await?;
    session.ok_or_else(|| Refusal::not_found("session"))
}

/// `GET …/sessions/{src}/{external_id}`.
pub async fn get(call: &Call<'_>) -> Outcome {
    let session = found(call).await?;
    let (deliveries, entry) = call.app.store.beside(&session.key).await?;
    Ok(ok(&session_view(&session, &deliveries, entry.as_ref(), call.app.clock.now())))
}

/// `GET …/sessions?from=&to=`.
pub async fn list(call: &Call<'_>) -> Outcome {
    call.config().await?;
    let now = call.app.clock.now();
    let day = SignedDuration::from_hours(24);
    let from = call.query.instant("from")?.or_else(|| now.checked_sub(day).ok()).unwrap_or(now);
    let to = call.query.instant("to")?.or_else(|| now.checked_add(day * 90).ok()).unwrap_or(now);
    if to < from {
        return Err(Refusal::field("to", "invalid", "an instant that is not before `from`"));
    }
    let after = cursor_within(call, from, to)?;
    let limit = call.query.limit()?;
    let page = call.app.store.sessions(call.tenant(), from, to, after, limit).await?;
    let items = page.items.iter().map(|session| session_summary(session, now)).collect();
    Ok(ok(&List { items, next: page.next }))
}

/// The table refuses a cursor from outside the span; so do we, with a better word.
fn cursor_within<'a>(
    call: &'a Call<'_>,
    from: Timestamp,
    to: Timestamp,
) -> Result<Option<&'a str>, Refusal> {
    let Some((cursor, keys)) = call.query.cursor(2)? else { return Ok(None) };
    let inside = |order: &String| *order >= sortable(from) && *order <= sortable(to);
    if keys.first().is_some_and(inside) { Ok(Some(cursor)) } else { Err(cursor_invalid()) }
}

/// `POST …/sessions/{src}/{external_id}/resync`.
pub async fn resync(call: &Call<'_>) -> Outcome {
    let session = found(call).await?;
    let version = call.app.configs.of(call.tenant(), Fresh::Now).await?.version;
    redrive::resync(call.app, &session.key, version, call.trace).await?;
    Ok(accepted(&Resyncing { status: "queued".to_owned() }))
}

/// `GET …/sessions/{src}/{external_id}/host-link`.
pub async fn host_link(call: &Call<'_>) -> Outcome {
    let session = found(call).await?;
    match host_page::current(call.app, &session, None).await? {
        Some(link) => Ok(ok(&HostLinkView { url: link.expose().to_owned() })),
        None => {
            let detail = "the session has no meeting to start, is over, or its host is unknown";
            Err(Refusal::conflict("nothing_to_start", detail))
        }
    }
}
