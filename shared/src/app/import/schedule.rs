//! The clock's part: which accounts start now. Found by zone and time of day, never by looking at accounts; and
//! whatever is due is said with its slot, so that it does not matter when the message is read.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::app::App;
use crate::domain::fault::Fault;
use crate::domain::import::run::{RunOrder, Slot};
use crate::domain::import::schedule::slot_at;
use crate::queue::{Envelope, ImportMessage};
use crate::store::SlotOf;

/// Half hours of all zones fall on quarter hours.
const QUARTER_S: i64 = 15 * 60;
/// How far back ticks that were missed are made up for: every schedule comes round within a day.
const MISSED: SignedDuration = SignedDuration::from_hours(24);
/// A tick that names a time so far from now is not the clock's: it means exactly that time.
const PRESENT: SignedDuration = SignedDuration::from_mins(20);

/// Starts every account that is due at `at`, and those that missed ticks have left out. Returns how many.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer; the next tick makes up for it.
pub async fn start(app: &App, at: Timestamp, trace: &str) -> Result<usize, Fault> {
    let latest = quarter(at);
    let is_present = app.clock.now().duration_since(at).abs() <= PRESENT;
    let slots = if is_present { due(app, latest, at).await? } else { exactly(latest, at) };
    if slots.is_empty() {
        return Ok(0);
    }
    let started = started_at(app, &slots).await?;
    let count = started.len();
    let messages: Vec<_> = started.into_iter().map(|(of, slot)| order(of, slot, trace)).collect();
    if !messages.is_empty() {
        app.imports()?.send_each(&messages).await?;
    }
    if is_present {
        app.store.note_slots_started(latest).await?;
    }
    Ok(count)
}

/// The quarter hours that have not been started. The present one also when it was, if the tick means it: no run
/// begins twice for one slot.
async fn due(app: &App, latest: Timestamp, at: Timestamp) -> Result<Vec<Timestamp>, Fault> {
    let started = app.store.slots_started().await?;
    let first = match started {
        Some(started) => started.max(latest.checked_sub(MISSED).unwrap_or(latest)),
        None => latest.checked_sub(SignedDuration::from_secs(QUARTER_S)).unwrap_or(latest),
    };
    let after = |n: i64| first.checked_add(SignedDuration::from_secs(n * QUARTER_S)).ok();
    let mut slots: Vec<_> =
        (1..).map_while(after).map(quarter).take_while(|slot| *slot <= latest).collect();
    if slots.is_empty() {
        slots = exactly(latest, at);
    }
    Ok(slots)
}

fn exactly(latest: Timestamp, at: Timestamp) -> Vec<Timestamp> {
    let is_meant = at.duration_since(latest) < SignedDuration::from_secs(1);
    is_meant.then_some(latest).into_iter().collect()
}

fn quarter(at: Timestamp) -> Timestamp {
    let second = at.as_second();
    Timestamp::from_second(second - second.rem_euclid(QUARTER_S)).unwrap_or(at)
}

/// Each account that starts at one of these instants, with the latest of them: after a time without ticks one
/// run covers all that were missed.
async fn started_at(app: &App, slots: &[Timestamp]) -> Result<BTreeMap<SlotOf, Timestamp>, Fault> {
    let mut started = BTreeMap::new();
    for zone in app.store.zones().await? {
        let Ok(named) = TimeZone::get(&zone) else { continue };
        for slot in slots {
            let Some(time) = slot_at(&named, *slot) else { continue };
            let time = time.strftime("%H:%M").to_string();
            let accounts = app.store.starting_at(&zone, &time).await?;
            started.extend(accounts.into_iter().map(|account| (account, *slot)));
        }
    }
    Ok(started)
}

fn order(of: SlotOf, slot: Timestamp, trace: &str) -> (String, Envelope<ImportMessage>) {
    let SlotOf { tenant, account } = of;
    let order =
        RunOrder { tenant: tenant.clone(), account, slot: Slot::At(slot), scheduled_for: slot };
    (tenant, Envelope::new(trace, ImportMessage::Run(order)))
}
