//! Sending again what failed, one by one or all that a filter names; and looking again at a session.

use jiff::SignedDuration;

use super::App;
use crate::domain::fault::Fault;
use crate::domain::ids::SessionKey;
use crate::queue::{DeliveryMessage, Envelope, SessionMessage};
use crate::store::{DeliveryRecord, DeliveryState, Due};

/// When the clock looks whether a delivery that was sent again has ended.
const LATER: SignedDuration = SignedDuration::from_mins(10);

/// Sends a delivery again that failed or waits. `false` when there is none, or it was sent.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn one(app: &App, key: &SessionKey, id: &str, trace: &str) -> Result<bool, Fault> {
    let Some(record) = app.store.delivery(key, id).await? else { return Ok(false) };
    let is_open = matches!(
        record.state,
        DeliveryState::Failed | DeliveryState::Retrying | DeliveryState::Waiting
    );
    let (true, Some(order)) = (is_open, record.order) else { return Ok(false) };
    // The pointer first: should this end before the message is sent, the clock sends it.
    let now = app.clock.now();
    let later = now.checked_add(LATER).unwrap_or(now);
    app.store.put_due(&Due::Delivery { key: key.clone(), id: id.to_owned() }, later).await?;
    let (retrying, reason) = (DeliveryState::Retrying, record.reason.as_ref());
    app.store.end_delivery(&order, retrying, reason, None, now).await?;
    let message = DeliveryMessage::from(order);
    app.deliveries()?.send(&key.tenant, &Envelope::new(trace, message)).await?;
    Ok(true)
}

/// Sends again every delivery in one state for which `wanted` holds, and tells how many.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer; those sent until then are sent.
pub async fn all(
    app: &App,
    tenant: &str,
    state: DeliveryState,
    trace: &str,
    wanted: impl Fn(&DeliveryRecord) -> bool,
) -> Result<usize, Fault> {
    let mut sent = 0;
    let mut after = None;
    loop {
        let page = app.store.deliveries(tenant, state, after.as_deref(), 100).await?;
        for (key, record) in page.items {
            if wanted(&record) && one(app, &key, &record.id, trace).await? {
                sent += 1;
            }
        }
        match page.next {
            Some(next) => after = Some(next),
            None => return Ok(sent),
        }
    }
}

/// Makes a session's meeting equal again, whatever was applied last; also makes one that its service
/// did not want when the booking came.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn resync(app: &App, key: &SessionKey, version: u64, trace: &str) -> Result<(), Fault> {
    let message = SessionMessage::Wake {
        key: key.clone(),
        heals_by: None,
        config_version: version,
        force: true,
    };
    app.sessions()?.send(&key.tenant, &Envelope::new(trace, message)).await
}
