//! What is asked of Exchange under one lease, until the entry stands as wanted.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::OnceCell;

use super::usable;
use crate::app::{App, exchange};
use crate::domain::config::{ConnectionState, TenantConfig};
use crate::domain::entry::{EntryAttempt, EntryRecord, LiveEntry, WantedEntry, mark};
use crate::domain::fault::Reason;
use crate::domain::ids::{SessionKey, fold_email};
use crate::domain::meeting::Lease;
use crate::providers::ProviderFault;
use crate::providers::ews::{CalendarItem, Ews, ItemId};

/// No change is begun that late in a lease: its answer would come to somebody who has lost it.
const LAST_CALL: SignedDuration = SignedDuration::from_secs(9);

/// Why the entry does not stand as wanted.
#[derive(Debug)]
pub(super) enum Stop {
    /// It passes.
    Again {
        /// The least time to wait.
        after: SignedDuration,
        /// What happened.
        cause: String,
    },
    /// What was asked may still have its effect; until then nobody knows.
    Settling {
        /// How long that takes.
        after: SignedDuration,
        /// What happened.
        cause: String,
    },
    /// Not before then.
    Until {
        /// Then.
        until: Timestamp,
        /// What is waited for.
        reason: Reason,
    },
    /// The connection does not suffice any more, as Exchange has just said.
    Connection {
        /// Its state from now on.
        state: ConnectionState,
        /// What to do.
        reason: String,
    },
    /// The connection is away, off, or known not to suffice.
    Closed(Reason),
    /// Somebody must act on this very session or person.
    Person(Reason),
}

impl From<ProviderFault> for Stop {
    fn from(fault: ProviderFault) -> Self {
        match fault {
            ProviderFault::Passing { after, cause } => Self::Again { after, cause },
            ProviderFault::Uncertain { settles_in, cause } => {
                Self::Settling { after: settles_in, cause }
            }
            ProviderFault::Quota { until, reason } => Self::Until { until, reason },
            ProviderFault::Connection { state, reason } => Self::Connection { state, reason },
            ProviderFault::Host(reason) | ProviderFault::Refused(reason) => Self::Person(reason),
            ProviderFault::Gone | ProviderFault::TokenRefused => Self::Again {
                after: SignedDuration::from_secs(5),
                cause: "Exchange answers otherwise than it was asked".to_owned(),
            },
        }
    }
}

/// One piece of work under a lease.
pub(super) struct Work<'a> {
    pub app: &'a App,
    pub config: &'a TenantConfig,
    pub key: &'a SessionKey,
    wanted: Option<&'a WantedEntry>,
    lease: Lease,
    server: OnceCell<Ews>,
}

impl<'a> Work<'a> {
    pub fn new(
        app: &'a App,
        config: &'a TenantConfig,
        key: &'a SessionKey,
        wanted: Option<&'a WantedEntry>,
        lease: Lease,
    ) -> Self {
        Self { app, config, key, wanted, lease, server: OnceCell::new() }
    }

    /// Makes the entry equal. What has been done until a stop is in the record.
    pub async fn make_equal(&self, record: &mut EntryRecord) -> Result<(), Stop> {
        let now = self.app.clock.now();
        record.forget_past(now);
        let open = self.look_for_attempts(record).await?;
        let wanted = self.wanted.filter(|wanted| {
            let moves = record.live.as_ref().is_some_and(|live| live.ends > now);
            wanted.end > now || moves
        });
        let is_over = record.live.as_ref().is_some_and(|live| live.ends <= now);
        if wanted.is_none() && is_over {
            return Ok(());
        }
        let stays = |live: &LiveEntry| wanted.is_some_and(|wanted| wanted.is_in(&live.mailbox));
        if record.live.as_ref().is_some_and(|live| !stays(live)) {
            record.doom();
        }
        let cancelled = self.cancel_all(record).await?;
        if let Some(wanted) = wanted {
            self.update(record, wanted).await?;
            if record.live.is_none() {
                self.create(record, wanted, &open).await?;
            }
        }
        self.nothing_open(&open)?;
        cancelled
    }

    /// Looks for what earlier workers may have made. Gives those attempts of which it is not known yet,
    /// by calendar.
    async fn look_for_attempts(
        &self,
        record: &mut EntryRecord,
    ) -> Result<BTreeMap<String, Timestamp>, Stop> {
        let mut open = BTreeMap::new();
        for attempt in record.attempts.clone() {
            if attempt.owner == self.lease.owner {
                continue;
            }
            let looked_at = self.app.clock.now();
            match self.find(&attempt.mailbox).await? {
                Some(id) => {
                    close(record, &attempt);
                    adopt(record, live(&attempt.mailbox, id, attempt.ends, String::new()));
                }
                None if attempt.settles <= looked_at => close(record, &attempt),
                None => {
                    open.insert(fold_email(&attempt.mailbox), attempt.settles);
                }
            }
        }
        Ok(open)
    }

    /// A calendar that nobody wants an entry in any more, and that can't be looked into, holds up nothing.
    async fn find(&self, mailbox: &str) -> Result<Option<ItemId>, Stop> {
        let is_wanted = self.wanted.is_some_and(|wanted| wanted.is_in(mailbox));
        match self.server().await?.find_item(mailbox, &mark(self.key, mailbox)).await {
            Err(ProviderFault::Host(reason)) if !is_wanted || is_away(&reason) => Ok(None),
            found => Ok(found?),
        }
    }

    /// Takes away what must go. A mailbox that refuses holds up nothing else, and is told in the end.
    async fn cancel_all(&self, record: &mut EntryRecord) -> Result<Result<(), Stop>, Stop> {
        let mut refused = Ok(());
        let standing = record.live.as_ref().map(|live| live.id.clone());
        record.to_cancel.retain(|entry| Some(&entry.id) != standing.as_ref());
        for entry in record.to_cancel.clone() {
            let server = self.server_in_time().await?;
            match server.cancel_item(&entry.mailbox, &item_id(&entry)).await {
                Ok(()) | Err(ProviderFault::Gone) => {}
                Err(ProviderFault::Host(reason)) if is_away(&reason) => {}
                Err(ProviderFault::Host(reason) | ProviderFault::Refused(reason)) => {
                    refused = Err(Stop::Person(reason));
                    continue;
                }
                Err(fault) => return Err(fault.into()),
            }
            record.to_cancel.retain(|other| other.id != entry.id);
        }
        Ok(refused)
    }

    /// Makes the standing entry be as wanted; one that somebody has taken out of the calendar is
    /// forgotten.
    async fn update(&self, record: &mut EntryRecord, wanted: &WantedEntry) -> Result<(), Stop> {
        let Some(mut standing) = record.live.clone() else { return Ok(()) };
        let digest = wanted.digest();
        if standing.applied == digest {
            return Ok(());
        }
        let server = self.server_in_time().await?;
        // Until the answer is there, nobody knows what stands there.
        standing.applied.clear();
        standing.ends = standing.ends.max(wanted.end);
        record.live = Some(standing.clone());
        match server.move_item(&standing.mailbox, &item_id(&standing), &item(wanted)).await {
            Ok(id) => {
                record.live = Some(live(&standing.mailbox, id, wanted.end, digest));
                Ok(())
            }
            Err(ProviderFault::Gone) => {
                record.live = None;
                Ok(())
            }
            Err(fault) => Err(fault.into()),
        }
    }

    /// Makes the entry, unless somebody may have made it of whom nothing is known yet.
    async fn create(
        &self,
        record: &mut EntryRecord,
        wanted: &WantedEntry,
        open: &BTreeMap<String, Timestamp>,
    ) -> Result<(), Stop> {
        let is_own = |attempt: &EntryAttempt| attempt.owner == self.lease.owner;
        if open.contains_key(&fold_email(&wanted.mailbox)) {
            return self.nothing_open(open);
        }
        // What is over is not entered any more.
        if !record.attempts.iter().any(is_own) {
            return Ok(());
        }
        let server = self.server_in_time().await?;
        let mark = mark(self.key, &wanted.mailbox);
        match server.put_item(&wanted.mailbox, &item(wanted), &mark).await {
            Ok(id) => {
                record.live = Some(live(&wanted.mailbox, id, wanted.end, wanted.digest()));
                Ok(())
            }
            Err(ProviderFault::Uncertain { settles_in, cause }) => {
                self.leave_open(record, settles_in);
                Err(Stop::Settling { after: settles_in, cause })
            }
            Err(fault) => Err(fault.into()),
        }
    }

    /// Our own creation may have had its effect: whoever comes next looks for it.
    fn leave_open(&self, record: &mut EntryRecord, settles_in: SignedDuration) {
        let settles = self.app.clock.now() + settles_in;
        for attempt in record.attempts.iter_mut().filter(|it| it.owner == self.lease.owner) {
            attempt.settles = settles;
            attempt.owner.push_str(OPEN);
        }
    }

    fn nothing_open(&self, open: &BTreeMap<String, Timestamp>) -> Result<(), Stop> {
        let Some(settles) = open.values().max() else { return Ok(()) };
        let after = settles.duration_since(self.app.clock.now());
        Err(Stop::Settling {
            after: after.max(SignedDuration::from_secs(1)),
            cause: "an entry that may have been made is looked for".to_owned(),
        })
    }

    /// The creation that was written down with the lease is over, unless it was left open.
    pub fn close_own(&self, record: &mut EntryRecord) {
        record.attempts.retain(|attempt| attempt.owner != self.lease.owner);
    }

    async fn server_in_time(&self) -> Result<&Ews, Stop> {
        if self.app.clock.now() + LAST_CALL > self.lease.until {
            let cause = "the lease is about to end".to_owned();
            return Err(Stop::Again { after: SignedDuration::from_secs(1), cause });
        }
        self.server().await
    }

    /// The server; opened only for who has something to ask.
    async fn server(&self) -> Result<&Ews, Stop> {
        usable(self.config).map_err(Stop::Closed)?;
        let opened = || exchange::server(self.app, self.config);
        Ok(self.server.get_or_try_init(opened).await?)
    }
}

/// Marks the owner of a creation that was left open, so that it is nobody's own any more.
const OPEN: &str = "~";

/// With the mailbox everything in it is away.
fn is_away(reason: &Reason) -> bool {
    ["mailbox_not_found", "organizer_not_synchronized"].contains(&&*reason.code)
}

fn close(record: &mut EntryRecord, attempt: &EntryAttempt) {
    record.attempts.retain(|other| other.owner != attempt.owner);
}

/// What was found becomes the entry, or one that must go if there is another.
fn adopt(record: &mut EntryRecord, found: LiveEntry) {
    match &record.live {
        Some(live) if live.id == found.id => {}
        Some(_) => record.to_cancel.push(found),
        None => record.live = Some(found),
    }
}

fn live(mailbox: &str, id: ItemId, ends: Timestamp, applied: String) -> LiveEntry {
    let ItemId { id, change_key } = id;
    LiveEntry { mailbox: mailbox.to_owned(), id, change_key, ends, applied }
}

fn item_id(entry: &LiveEntry) -> ItemId {
    ItemId { id: entry.id.clone(), change_key: entry.change_key.clone() }
}

/// Without attendees: our own mails invite them, and Exchange would once more.
fn item(wanted: &WantedEntry) -> CalendarItem {
    CalendarItem {
        subject: wanted.subject.clone(),
        body: wanted.body.clone(),
        start: wanted.start,
        end: wanted.end,
        location: wanted.location.clone(),
        attendees: Vec::new(),
    }
}
