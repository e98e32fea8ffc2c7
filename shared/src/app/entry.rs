//! The entry in the host's calendar beside a session's meeting, where the company keeps an Exchange server
//! of its own. A message says only where to look: the session is read, a lease is taken, and the entry is
//! made equal to what people were last told.

mod work;

use jiff::{SignedDuration, Timestamp};

use self::work::{Stop, Work};
use super::configs::Fresh;
use super::{App, Context, exchange, health};
use crate::domain::config::{ConnectionState, TenantConfig};
use crate::domain::entry::{self, EntryAttempt, EntryRecord, EntryState, WantedEntry};
use crate::domain::event::Event;
use crate::domain::fault::{Fault, HealKey, Reason};
use crate::domain::ids::SessionKey;
use crate::domain::meeting::{Lease, Session};
use crate::queue::{DeliveryMessage, EntryOrder, Envelope};
use crate::store::{ConnectionNews, Due, EntryTaken};

/// How long after its lease a dead worker's request may still show an effect.
const SETTLES: SignedDuration = SignedDuration::from_secs(60);
/// After so many receptions an entry waits in the table instead of the queue.
const PATIENCE: u32 = 5;
/// How long it waits there for a server that does not answer.
const LATER: SignedDuration = SignedDuration::from_mins(10);
/// How long for somebody to act; a change of the connection is not waited for.
const DAILY: SignedDuration = SignedDuration::from_hours(24);
/// How often a session is read again because somebody knew more of it.
const ROUNDS: usize = 4;

/// What has to be sent because of an event: nothing, where no Exchange server is connected.
#[must_use]
pub fn order(config: &TenantConfig, event: &Event) -> Option<DeliveryMessage> {
    entry::concerns(config, event).then(|| message(&event.key))
}

fn message(key: &SessionKey) -> DeliveryMessage {
    DeliveryMessage::Entry(EntryOrder { entry: key.clone() })
}

/// Makes the entry of a session equal to what it should be.
///
/// # Errors
/// [`Fault::Retry`] when the message should come again.
pub async fn converge(app: &App, key: &SessionKey, context: &Context) -> Result<(), Fault> {
    let config = config(app, &key.tenant).await?;
    for _ in 0..ROUNDS {
        let Some(session) = app.store.session(key).await? else { return Ok(()) };
        let wanted = entry::wanted(&session, &config);
        match take(app, &session, wanted.as_ref(), context).await? {
            Ok((lease, record)) => {
                let work = Work::new(app, &config, key, wanted.as_ref(), lease);
                return finish(&work, record, context).await;
            }
            Err(EntryTaken::Held(until)) => return wait(app, key, until, context).await,
            // Somebody has read a later state of the session: so do we.
            Err(_) => {}
        }
    }
    Err(Fault::retry(1, "the session keeps changing"))
}

/// The settings, read again where the kept ones are from before the server was connected or allowed.
async fn config(app: &App, tenant: &str) -> Result<std::sync::Arc<TenantConfig>, Fault> {
    let config = app.configs.of(tenant, Fresh::Kept).await?;
    if usable(&config).is_ok() { Ok(config) } else { app.configs.of(tenant, Fresh::Now).await }
}

/// Whether the connection may be worked with, or why not.
fn usable(config: &TenantConfig) -> Result<(), Reason> {
    if config.is_switched_off(exchange::WHOSE.provider) {
        let detail = "exchange is switched off for this tenant: set its module to true";
        return Err(Reason::new("feature_disabled", detail));
    }
    let Some(connection) = config.connection(exchange::WHOSE) else {
        return Err(Reason::new("not_connected", "connect exchange in the tenant's settings"));
    };
    match connection.visible_state() {
        state if state.may_work() => Ok(()),
        ConnectionState::Disabled => {
            Err(Reason::new("connection_disabled", "exchange is switched off; enable it"))
        }
        state => {
            let why = connection.reason.clone();
            let detail = why.unwrap_or_else(|| "verify the exchange connection".to_owned());
            Err(Reason::new(state.name(), detail))
        }
    }
}

type Taken = Result<(Lease, EntryRecord), EntryTaken>;

/// The lease, with the creation that may follow written down beside it.
async fn take(
    app: &App,
    session: &Session,
    wanted: Option<&WantedEntry>,
    context: &Context,
) -> Result<Taken, Fault> {
    let now = app.clock.now();
    let until = now + SignedDuration::from_secs(app.config.lease_s);
    let lease = Lease::of(&context.message_id, &app.entropy.name()?, until);
    let attempt = wanted.filter(|wanted| wanted.end > now).map(|wanted| EntryAttempt {
        owner: lease.owner.clone(),
        mailbox: wanted.mailbox.clone(),
        settles: until + SETTLES,
        ends: wanted.end,
    });
    let (key, rev) = (&session.key, session.rev);
    match app.store.take_entry(key, rev, &lease, attempt.as_ref(), now).await? {
        EntryTaken::Yes(before) => {
            let record = before.map_or_else(EntryRecord::default, |before| *before);
            Ok(Ok((lease.clone(), record.taken(lease, rev, attempt))))
        }
        other => Ok(Err(other)),
    }
}

/// Somebody else is at work. The message comes again; in the end the clock and whoever is at work are told
/// that there is more to do.
async fn wait(
    app: &App,
    key: &SessionKey,
    until: Timestamp,
    context: &Context,
) -> Result<(), Fault> {
    let now = app.clock.now();
    let left = until.duration_since(now).max(SignedDuration::from_secs(1));
    if context.received >= PATIENCE {
        point_at(app, key, left).await?;
        return app.store.doubt_entry(key, &[]).await;
    }
    let after = SignedDuration::from_secs(1 << context.received).min(left);
    Err(Fault::Retry { after, cause: "another worker is at the calendar entry".to_owned() })
}

async fn point_at(app: &App, key: &SessionKey, after: SignedDuration) -> Result<(), Fault> {
    let at = app.clock.now() + after;
    app.store.put_due(&Due::Entry { key: key.clone() }, at).await
}

/// Works under the lease and writes down what came of it.
async fn finish(work: &Work<'_>, mut record: EntryRecord, context: &Context) -> Result<(), Fault> {
    let begun = record.rev;
    let stop = work.make_equal(&mut record).await.err();
    work.close_own(&mut record);
    let end = match stop {
        None => {
            ended(&mut record);
            Ok(())
        }
        Some(stop) => stopped(work, &mut record, stop, context).await?,
    };
    record.lease = None;
    record.rev = begun + 1;
    let (app, key) = (work.app, work.key);
    if app.store.put_entry(key, begun, &record, app.clock.now()).await? {
        return end;
    }
    // Somebody took over, or wants more than we knew: what only we know of must not be forgotten, and
    // whatever we asked last may have come after what they asked. The pointer first, for ours may be an
    // old copy of a message that is gone.
    point_at(app, key, SignedDuration::from_secs(app.config.lease_s)).await?;
    app.store.doubt_entry(key, &record.known()).await?;
    Err(Fault::retry(1, "somebody else has worked at the calendar entry"))
}

/// All went well.
fn ended(record: &mut EntryRecord) {
    record.state = if record.live.is_some() { EntryState::Made } else { EntryState::Removed };
    record.reason = None;
    record.waits = false;
}

/// Notes why the work stopped. Whatever waits is pointed at before it says so.
async fn stopped(
    work: &Work<'_>,
    record: &mut EntryRecord,
    stop: Stop,
    context: &Context,
) -> Result<Result<(), Fault>, Fault> {
    let (state, reason, after) = match stop {
        Stop::Again { after, cause } if context.received < PATIENCE => {
            waiting(record, EntryState::Waiting, Reason::new("retrying", cause.clone()));
            let doublings = context.received.saturating_sub(1).min(8);
            let after = after.saturating_mul(1 << doublings).min(SignedDuration::from_mins(15));
            return Ok(Err(Fault::Retry { after, cause }));
        }
        Stop::Settling { after, cause } if context.received < PATIENCE => {
            waiting(record, EntryState::Waiting, Reason::new("retrying", cause.clone()));
            return Ok(Err(Fault::Retry { after, cause }));
        }
        Stop::Settling { after, cause } => {
            (EntryState::Waiting, Reason::new("retrying", cause), after)
        }
        Stop::Again { cause, .. } => {
            (EntryState::Waiting, Reason::new("provider_unavailable", cause), LATER)
        }
        Stop::Until { until, reason } => {
            (EntryState::Waiting, reason, until.duration_since(work.app.clock.now()))
        }
        Stop::Person(reason) => (EntryState::Failed, reason, DAILY),
        Stop::Connection { state, reason } => {
            note_connection(work, state, &reason).await?;
            (EntryState::Waiting, Reason::new(state.name(), reason), DAILY)
        }
        Stop::Closed(reason) => (EntryState::Waiting, reason, DAILY),
    };
    let waits_for_connection = after == DAILY && state == EntryState::Waiting;
    waiting(record, state, reason);
    point_at(work.app, work.key, after).await?;
    // Whoever mends the connection looks for pointers; one that was mended before ours stood there is
    // seen here.
    if waits_for_connection
        && usable(&*work.app.configs.of(&work.key.tenant, Fresh::Now).await?).is_ok()
    {
        return Ok(Err(Fault::retry(1, "the connection has been mended in between")));
    }
    Ok(Ok(()))
}

fn waiting(record: &mut EntryRecord, state: EntryState, reason: Reason) {
    record.state = state;
    record.reason = Some(reason);
    record.waits = true;
}

/// The contact is told first: once it is noted, it is no news any more.
async fn note_connection(
    work: &Work<'_>,
    state: ConnectionState,
    reason: &str,
) -> Result<(), Fault> {
    let (config, whose) = (work.config, exchange::WHOSE);
    let Some(connection) = config.connection(whose) else { return Ok(()) };
    health::has_become_here(work.app, config, whose, state).await?;
    let news =
        ConnectionNews { state, reason: Some(reason.to_owned()), scopes: None, last_ok: None };
    work.app.store.note_connection(&config.id, whose, connection, &news).await.map(drop)
}

/// The clock has found an entry that waits, and put it off until `later`.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn wake(app: &App, key: &SessionKey, later: Timestamp, trace: &str) -> Result<(), Fault> {
    let record = app.store.entry(key).await?;
    if record.is_none_or(|record| record.is_settled()) {
        return app.store.delete_due_at(&Due::Entry { key: key.clone() }, later).await;
    }
    app.deliveries()?.send(&key.tenant, &Envelope::new(trace, message(key))).await
}

/// Sends everything on its way that a change of this setting may heal.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn heal(app: &App, tenant: &str, changed: &HealKey, trace: &str) -> Result<(), Fault> {
    if *changed != HealKey::connection(exchange::WHOSE.provider) {
        return Ok(());
    }
    let waiting = app.store.entries_waiting(tenant).await?;
    let orders: Vec<_> = waiting.iter().map(|key| Envelope::new(trace, message(key))).collect();
    if orders.is_empty() {
        return Ok(());
    }
    app.deliveries()?.send_all(tenant, &orders).await
}
