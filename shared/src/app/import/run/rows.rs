//! The rows of a run: read as they come, looked up a hundred at a time, taken in a few at a time. Never more
//! than that is held, whatever the file's length.

use std::collections::BTreeMap;

use futures_util::StreamExt as _;
use futures_util::stream;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::app::import::take_in::Intake;
use crate::domain::fault::Fault;
use crate::domain::import::account::ImportAccount;
use crate::domain::import::applicant::{self, Applicant, Reading};
use crate::domain::import::application::ApplicationRecord;
use crate::domain::import::decode;
use crate::domain::import::medium::{Fetch, Medium};
use crate::domain::import::run::{Counts, FailedRow};
use crate::domain::import::table::{Row, Table};
use crate::providers::board::{Board, BoardFault, Days, Part};
use crate::store::BATCH;

/// How many applicants are taken in at a time.
const AT_ONCE: usize = 8;
/// How many rows that can't be read are named.
const NAMED: usize = 20;
/// Boards list by Japan's days.
const ZONE: &str = "Asia/Tokyo";

/// Why reading ended early.
pub enum Stop {
    /// The board.
    Board(BoardFault),
    /// What it gave is not what it was: `format_changed:…` or `undecodable:…`.
    Format(String),
    /// AWS.
    Fault(Fault),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<BoardFault> for Stop {
    fn from(fault: BoardFault) -> Self {
        Self::Board(fault)
    }
}

/// Whether everything was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// All of it.
    Complete,
    /// Time is up; what was taken in is known when somebody reads again.
    Interrupted,
}

/// What was counted.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// The numbers.
    pub counts: Counts,
    /// Rows that can't be read, the first of them.
    pub failed_rows: Vec<FailedRow>,
    /// Codes.
    pub warnings: Vec<String>,
    /// When the last application arrived.
    pub delivered_at: Option<Timestamp>,
}

/// Reads all that the board has for this account and takes it in, until time is up.
pub async fn read(
    intake: &Intake<'_>,
    account: &ImportAccount,
    scheduled_for: Timestamp,
    board: &mut Board<'_>,
    stop_at: Timestamp,
) -> Result<(Tally, Progress), Stop> {
    let days = days(account, scheduled_for, intake.app.clock.now());
    let from = account.wanted_from();
    let mut taking = Taking {
        intake,
        account,
        from,
        stop_at,
        tally: Tally::default(),
        waiting: BTreeMap::new(),
    };
    while let Some(part) = board.next(days).await? {
        let rows = match part {
            Part::File(bytes) => taking.file(&bytes).await?,
            Part::Rows(rows) => taking.page(rows).await?,
        };
        match rows {
            Read::Interrupted => return Ok((taking.tally, Progress::Interrupted)),
            Read::Rows(0) => board.end(),
            Read::Rows(_) => {}
        }
    }
    taking.flush().await?;
    taking.warn();
    Ok((taking.tally, Progress::Complete))
}

fn days(account: &ImportAccount, scheduled_for: Timestamp, now: Timestamp) -> Days {
    let zone = TimeZone::get(ZONE).unwrap_or(TimeZone::UTC);
    let day = |at: Timestamp| at.to_zoned(zone.clone()).date();
    Days { from: day(account.asked_from()), to: day(now.max(scheduled_for)) }
}

/// How a part was read.
enum Read {
    /// So many rows, all of them.
    Rows(u32),
    /// Not to its end.
    Interrupted,
}

struct Taking<'a> {
    intake: &'a Intake<'a>,
    account: &'a ImportAccount,
    from: Timestamp,
    stop_at: Timestamp,
    tally: Tally,
    /// Applicants to be looked up, by the ids of their applications.
    waiting: BTreeMap<String, Applicant>,
}

impl Taking<'_> {
    async fn file(&mut self, bytes: &[u8]) -> Result<Read, Stop> {
        let text = decode::decode(bytes)
            .map_err(|fault| Stop::Format(format!("undecodable:{}", fault.line)))?;
        let table = Table::new(self.intake.medium, &text).map_err(|fault| {
            Stop::Format(format!("format_changed:{}:{}", fault.field, fault.expected.join("、")))
        })?;
        let mut count = 0;
        for (line, row) in table {
            count += 1;
            match row {
                Ok(row) => self.row(line, &row),
                Err(fault) => self.failed(line, fault.field, fault.code),
            }
            if self.waiting.len() >= BATCH && !self.flush().await? {
                return Ok(Read::Interrupted);
            }
        }
        Ok(Read::Rows(count))
    }

    async fn page(&mut self, rows: Vec<(u32, Row)>) -> Result<Read, Stop> {
        let count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        for (line, row) in rows {
            self.row(line, &row);
        }
        if self.waiting.len() >= BATCH && !self.flush().await? {
            return Ok(Read::Interrupted);
        }
        Ok(Read::Rows(count.max(1)))
    }

    fn row(&mut self, line: u32, row: &Row) {
        match applicant::read(self.medium(), row) {
            Ok(Reading::OutOfScope) => self.skipped(),
            Ok(Reading::Applicant(it)) if self.is_before_the_start(&it) => self.skipped(),
            Ok(Reading::Applicant(it)) => {
                self.tally.counts.seen += 1;
                let id = self.intake.id(&it);
                if self.waiting.insert(id, *it).is_some() {
                    // The same application twice in one file: the later row holds.
                    self.tally.counts.known += 1;
                }
            }
            Err(fault) => self.failed(line, fault.field, fault.code),
        }
    }

    fn medium(&self) -> &'static Medium {
        self.intake.medium
    }

    /// A day without a time counts as its whole: when in doubt, it is taken in.
    fn is_before_the_start(&self, it: &Applicant) -> bool {
        it.applied_at.as_ref().is_some_and(|applied| {
            if applied.date_only {
                self.account.day(applied.at) < self.account.day(self.from)
            } else {
                applied.at < self.from
            }
        })
    }

    fn skipped(&mut self) {
        self.tally.counts.seen += 1;
        self.tally.counts.skipped += 1;
    }

    fn failed(&mut self, line: u32, field: String, code: &str) {
        self.tally.counts.seen += 1;
        self.tally.counts.failed += 1;
        if self.tally.failed_rows.len() < NAMED {
            self.tally.failed_rows.push(FailedRow { line, field, code: code.to_owned() });
        }
    }

    /// Looks the waiting up and takes them in. `false` when time is up.
    async fn flush(&mut self) -> Result<bool, Stop> {
        let waiting = std::mem::take(&mut self.waiting);
        let ids: Vec<_> = waiting.keys().cloned().collect();
        let Intake { app, tenant, .. } = *self.intake;
        let mut known = app.store.applications_of(tenant, &ids).await?;
        let intake = self.intake;
        let work = waiting.into_iter().map(|(id, it)| {
            let known = known.remove(&id);
            async move { intake.take(&it, known).await }
        });
        let mut taken = stream::iter(work).buffer_unordered(AT_ONCE);
        while let Some(record) = taken.next().await {
            self.tally.count(&record?, self.intake.run);
        }
        Ok(app.clock.now() < self.stop_at)
    }

    /// A board that gives no more than so many may have kept some back.
    fn warn(&mut self) {
        let cap = match &self.medium().fetch {
            Some(Fetch::Export(export)) => export.cap,
            _ => None,
        };
        if let Some(cap) = cap.filter(|cap| self.tally.counts.seen >= *cap) {
            self.tally.warnings.push(format!("cap_reached:{cap}"));
        }
    }
}

impl Tally {
    fn count(&mut self, record: &ApplicationRecord, run: Option<&str>) {
        let counts = &mut self.counts;
        if record.run.as_deref() != run {
            counts.known += 1;
            return;
        }
        counts.new += 1;
        counts.unrouted += u32::from(record.entry.job.is_none());
        counts.duplicates += u32::from(!record.duplicates.is_empty());
        counts.delivered += u32::from(record.applied.is_some());
        counts.undelivered += u32::from(record.applied.is_none());
        self.delivered_at = self.delivered_at.max(record.delivered_at);
    }
}
