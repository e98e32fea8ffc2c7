//! Handing over: the applicant system is made to have what an application is by now. Its key is the entry of
//! the ledger, so saying it again registers nobody twice.

use std::time::Duration;

use jiff::SignedDuration;

use super::compare;
use super::destination::{Destination, REFUSED, TOKEN, UNREACHABLE};
use crate::app::configs::Fresh;
use crate::app::{App, Context};
use crate::domain::fault::Fault;
use crate::domain::import::account::{LoginState, Side};
use crate::domain::import::application::ApplicationRecord;
use crate::providers::ats::{Ats, AtsFault, Registered};
use crate::queue::{Envelope, ImportMessage};
use crate::store::Due;

/// How many are handed over by one message.
const PAGE: i32 = 50;
/// When a system that did not answer is asked again.
const AGAIN: SignedDuration = SignedDuration::from_mins(5);
/// When it is looked whether there is a connection again, should the word of it have been lost.
const LOOK: SignedDuration = SignedDuration::from_hours(1);
/// How often a throttled call is made.
const TRIES: u32 = 4;
/// The longest pause for one: what takes longer comes again by a message.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_secs(3);

/// Makes the applicant system have an application as it is. Whatever stands against it is written down at the
/// application, and a pointer that finds it again before that.
pub(super) async fn one(
    app: &App,
    tenant: &str,
    destination: &Destination<'_>,
    record: ApplicationRecord,
) -> Result<ApplicationRecord, Fault> {
    if record.is_delivered() {
        return Ok(record);
    }
    let told = match destination.ats() {
        Ok(ats) => tell(ats, &record).await,
        Err(why) => return kept(app, tenant, record, why).await,
    };
    match told {
        Ok(registered) => arrived(app, tenant, record, registered).await,
        Err(fault) => {
            let why = match fault {
                AtsFault::TokenRefused => TOKEN,
                AtsFault::Passing { cause, .. } => {
                    tracing::warn!(cause, "the applicant system can't be told now");
                    UNREACHABLE
                }
                AtsFault::Refused(cause) => {
                    tracing::warn!(cause, "the applicant system refuses an application");
                    REFUSED
                }
                AtsFault::NoAddress => super::destination::MISSING,
            };
            if why != REFUSED {
                destination.close(why);
            }
            kept(app, tenant, record, why).await
        }
    }
}

/// Registers or changes, and waits a moment where the system asks for it.
async fn tell(ats: &Ats<'_>, record: &ApplicationRecord) -> Result<Registered, AtsFault> {
    let body = record.body();
    let mut tries = 1;
    loop {
        let told = match &record.ats_id {
            Some(id) => ats.change(id, &body).await.map(|()| known(id)),
            None => ats.register(&record.id, &body).await,
        };
        match told {
            Err(AtsFault::Passing { after, .. }) if tries < TRIES && after <= LONGEST_PAUSE => {
                pause(after).await;
                tries += 1;
            }
            told => return told,
        }
    }
}

fn known(id: &str) -> Registered {
    Registered { id: id.to_owned(), possible_duplicates: Vec::new() }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a throttled moment costs less than another run of the board"
)]
async fn pause(after: SignedDuration) {
    tokio::time::sleep(Duration::try_from(after).unwrap_or(Duration::from_secs(1))).await;
}

async fn arrived(
    app: &App,
    tenant: &str,
    record: ApplicationRecord,
    registered: Registered,
) -> Result<ApplicationRecord, Fault> {
    let (now, has) = (app.clock.now(), record.entry.digest());
    let Registered { id: ats_id, possible_duplicates } = registered;
    // Noted before it counts as arrived: a registration that is repeated brings them again.
    let others = compare::with_others(app, tenant, &record.id, possible_duplicates).await?;
    let was_kept = record.undelivered.is_some();
    let there = |record: &mut ApplicationRecord| {
        record.ats_id = Some(ats_id.clone());
        record.applied = Some(has.clone());
        record.delivered_at = record.delivered_at.or(Some(now));
        record.undelivered = None;
        record.duplicates.extend(others.iter().cloned());
        true
    };
    let record = app.store.change_application(tenant, record, there).await?;
    if was_kept {
        app.store.forget_undelivered(tenant, &record.id).await?;
    }
    Ok(record)
}

async fn kept(
    app: &App,
    tenant: &str,
    record: ApplicationRecord,
    why: &str,
) -> Result<ApplicationRecord, Fault> {
    app.store.point_at_undelivered(tenant, &record.id).await?;
    if let Some(after) = again(why) {
        let due = Due::HandOver { tenant: tenant.to_owned() };
        let now = app.clock.now();
        app.store.put_due(&due, now.checked_add(after).unwrap_or(now)).await?;
    }
    let undelivered = |record: &mut ApplicationRecord| {
        let is_news = record.undelivered.as_deref() != Some(why);
        record.undelivered = Some(why.to_owned());
        is_news
    };
    app.store.change_application(tenant, record, undelivered).await
}

/// After what time the clock has it handed over. A refusal stays one until a person does something about it: it
/// is asked again when the connection changes, or when the board brings the applicant again.
fn again(why: &str) -> Option<SignedDuration> {
    match why {
        REFUSED => None,
        UNREACHABLE => Some(AGAIN),
        _ => Some(LOOK),
    }
}

/// Hands over what has not arrived, those after `after` in the order of their ids.
pub(super) async fn all(
    app: &App,
    tenant: &str,
    after: &str,
    context: &Context,
) -> Result<(), Fault> {
    let Some(config) = app.configs.get(tenant, Fresh::Now).await? else { return Ok(()) };
    if after.is_empty() {
        unpause(app, tenant).await?;
    }
    let waiting = app.store.undelivered(tenant, after, PAGE).await?;
    let destination = Destination::of(app, &config).await?;
    for id in &waiting {
        match app.store.application(tenant, id).await? {
            Some(record) if !record.is_delivered() => {
                one(app, tenant, &destination, record).await?;
            }
            _ => app.store.forget_undelivered(tenant, id).await?,
        }
        if destination.closed().is_some() {
            return destination.note(app, &config, &context.trace).await;
        }
    }
    match waiting.last() {
        Some(last) if waiting.len() == usize::try_from(PAGE).unwrap_or_default() => {
            let message =
                ImportMessage::HandOver { tenant: tenant.to_owned(), after: last.clone() };
            app.imports()?.send(tenant, &Envelope::new(&*context.trace, message)).await
        }
        _ => Ok(()),
    }
}

/// Accounts that stand still because of the applicant system's token go on once there is another.
async fn unpause(app: &App, tenant: &str) -> Result<(), Fault> {
    let imports = app.store.import_config(tenant).await?;
    for (id, account) in imports.live() {
        if account.problem.as_ref().is_some_and(|problem| problem.side == Side::Ats) {
            app.store
                .change_import_account(tenant, id, |account| {
                    account.problem = None;
                    account.login_state = LoginState::Unverified;
                    true
                })
                .await?;
        }
    }
    Ok(())
}

/// Has everything that has not arrived handed over: the connection is another, or time has passed.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn wake(app: &App, tenant: &str, trace: &str) -> Result<(), Fault> {
    let message = ImportMessage::HandOver { tenant: tenant.to_owned(), after: String::new() };
    app.imports()?.send(tenant, &Envelope::new(trace, message)).await
}
