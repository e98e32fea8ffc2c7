//! Messages that wait until somebody acts: a connection that has to be authorised anew, a person whom
//! nobody at the platform is. They go out by themselves then, and are given up after a week.

use jiff::{SignedDuration, Timestamp};

use super::Sending;
use crate::app::configs::Fresh;
use crate::app::{App, redrive};
use crate::domain::business::Subject;
use crate::domain::config::Whose;
use crate::domain::dispatch::{Dispatch, Place};
use crate::domain::fault::{Fault, Reason};
use crate::domain::outgoing::Order;
use crate::domain::vendor::Platform;
use crate::queue::Release;
use crate::store::{DeliveryRecord, DeliveryState, Due};

/// How long a message waits at most: older news is none.
const PATIENCE: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How soon the clock looks again, should whatever heals it have been missed.
const NET: SignedDuration = SignedDuration::from_hours(1);

/// Makes the clock find a message.
pub(super) async fn point(sending: &Sending<'_>, until: Timestamp) -> Result<(), Fault> {
    let due = Due::Delivery { key: sending.dispatch.home(), id: sending.dispatch.id.clone() };
    sending.app.store.put_due(&due, until).await
}

/// Lets a message wait for a platform's connection. What heals it may have come in between: then it comes
/// again at once.
pub(super) async fn hold(
    sending: &Sending<'_>,
    platform: Platform,
    reason: Reason,
) -> Result<(), Fault> {
    let (app, now) = (sending.app, sending.app.clock.now());
    if is_too_old(sending.dispatch, now) {
        let detail = format!("it waited for a week, for this: {reason}");
        let reason = Reason::new("expired", detail);
        return sending.end(DeliveryState::Failed, Some(&reason)).await;
    }
    let tenant = sending.dispatch.home().tenant;
    point(sending, now.checked_add(NET).unwrap_or(now)).await?;
    sending.end(DeliveryState::Waiting, Some(&reason)).await?;
    let whose = Whose::tenants(platform.name());
    let fresh = app.configs.of(&tenant, Fresh::Now).await?;
    let state =
        |it: &crate::domain::config::Connection| (it.credentials.clone(), it.enabled, it.last_ok);
    // With what it was sent by, not with what is kept by now: whoever has authorised anew while it was under
    // way has released everything else already.
    let seen = sending.used.get().and_then(|used| used.connection(whose)).map(state);
    if seen == fresh.connection(whose).map(state) {
        return Ok(());
    }
    Err(Fault::retry(1, "the connection has changed in between"))
}

fn is_too_old(dispatch: &Dispatch, now: Timestamp) -> bool {
    dispatch.at().is_some_and(|at| now.duration_since(at) > PATIENCE)
}

/// Sends everything on its way that waited for a platform, or for a person to be somebody there.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer; what was sent until then is sent.
pub async fn release(app: &App, release: &Release, trace: &str) -> Result<(), Fault> {
    let tenant = &release.released;
    let waits = |record: &DeliveryRecord| waits_for(record, release);
    match &release.person {
        None => redrive::all(app, tenant, DeliveryState::Waiting, trace, waits).await,
        Some(_) => redrive::all(app, tenant, DeliveryState::Failed, trace, waits).await,
    }
    .map(drop)
}

fn waits_for(record: &DeliveryRecord, release: &Release) -> bool {
    let Some(Order::Dispatch(dispatch)) = &record.order else { return false };
    if dispatch.to.platform() != Some(release.platform) {
        return false;
    }
    let Some(person) = &release.person else { return true };
    let code = record.reason.as_ref().map_or("", |reason| reason.code.as_str());
    let is_for = match &dispatch.to {
        Place::Dm { who: Subject::Person(id), .. } => id == person,
        // The person may have been added since, or be known by another address now.
        Place::Dm { who: Subject::Email(_), .. } => true,
        Place::Channel { .. } | Place::Mail { .. } | Place::Webhook { .. } => false,
    };
    is_for && matches!(code, "user_not_found" | "user_deactivated" | "user_is_bot")
}
