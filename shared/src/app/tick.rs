//! The clock's tick: what is due goes back to its queue. Everything due is found by time in one
//! query; nothing is scanned.

use jiff::{SignedDuration, Timestamp};

use super::{App, configure, copy_recording, entry, import, plan_ahead, redrive};
use crate::domain::fault::{Fault, HealKey};
use crate::domain::ids::SessionKey;
use crate::queue::{Envelope, ImportMessage, SessionMessage};
use crate::store::Due;

/// How many are taken off the list with one query.
const PAGE: i32 = 100;
/// The same as a length.
const PAGE_LEN: usize = 100;
/// The most that one tick handles; the next goes on.
const MOST: usize = 2_000;
/// How soon the clock looks again at what it has just woken, in case that was lost.
const AGAIN: SignedDuration = SignedDuration::from_hours(1);
/// How often connections are tried.
const DAILY: SignedDuration = SignedDuration::from_hours(24);

/// What a tick did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ticked {
    /// How many were woken.
    pub woken: usize,
    /// How many imports were started.
    pub started: usize,
}

/// Wakes everything that is due at `at`.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer; the next tick goes on.
pub async fn tick(app: &App, at: Timestamp, trace: &str) -> Result<Ticked, Fault> {
    // In boxes of their own: one future of everything that a tick may do is more than rustc lays out.
    let started = Box::pin(import::start(app, at, trace)).await?;
    let mut ticked = Ticked { started, ..Ticked::default() };
    while ticked.woken < MOST {
        let due = app.store.due(at, PAGE).await?;
        for one in &due {
            wake(app, one, at, trace).await?;
        }
        ticked.woken += due.len();
        // The list follows the table after a moment, so asking again at once would mostly bring
        // the same ones again.
        if due.len() < PAGE_LEN {
            break;
        }
    }
    Ok(ticked)
}

/// First it is put off, then woken: if waking is lost, the clock comes again.
async fn wake(app: &App, due: &Due, at: Timestamp, trace: &str) -> Result<(), Fault> {
    let later = at.max(app.clock.now()).checked_add(AGAIN).unwrap_or(at);
    if !app.store.put_off(due, later).await? {
        return Ok(());
    }
    match due {
        Due::Session { key, heals_by } => wake_session(app, key, heals_by, trace).await,
        Due::Heal { tenant, key } => {
            configure::scan(app, tenant, &HealKey::from_text(key), trace).await
        }
        Due::Probe { tenant } => {
            let message = SessionMessage::Probe { tenant: tenant.clone() };
            app.sessions()?.send(tenant, &Envelope::new(trace, message)).await?;
            let tomorrow = at.max(app.clock.now()).checked_add(DAILY).unwrap_or(at);
            app.store.put_off(due, tomorrow).await.map(drop)
        }
        Due::HandOver { tenant } => {
            import::wake(app, tenant, trace).await?;
            // Unless something has failed to arrive again since.
            app.store.delete_due_at(due, later).await
        }
        Due::Enrolment { tenant, id } => plan_ahead::wake(app, tenant, id, trace).await,
        Due::File { tenant, key } => copy_recording::wake(app, tenant, key, trace).await,
        Due::Late(order) => {
            let message = ImportMessage::Late(order.clone());
            app.imports()?.send(&order.tenant, &Envelope::new(trace, message)).await
        }
        Due::Entry { key } => entry::wake(app, key, later, trace).await,
        Due::Delivery { key, id } => {
            // Once it has ended there is nothing to send again, and nothing to look for.
            if redrive::one(app, key, id, trace).await? {
                return Ok(());
            }
            app.store.delete_due(due).await
        }
    }
}

async fn wake_session(
    app: &App,
    key: &SessionKey,
    heals_by: &str,
    trace: &str,
) -> Result<(), Fault> {
    let message = SessionMessage::Wake {
        key: key.clone(),
        heals_by: Some(HealKey::from_text(heals_by)),
        config_version: 0,
        force: false,
    };
    app.sessions()?.send(&key.tenant, &Envelope::new(trace, message)).await
}
