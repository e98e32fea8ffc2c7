//! A run: one account, for one slot or by hand. It holds the account while it works, so that no two runs of
//! one overlap; what it finishes with is written once and told once.

mod rows;

use jiff::{SignedDuration, Timestamp};

use super::destination::Destination;
use super::take_in::Intake;
use super::{BUDGET, LEASE, check, report};
use crate::app::configs::Fresh;
use crate::app::{App, Context};
use crate::domain::config::TenantConfig;
use crate::domain::fault::Fault;
use crate::domain::import::account::{ImportAccount, LoginState, NotRunnable};
use crate::domain::import::medium::Medium;
use crate::domain::import::run::{
    Counts, LATE_AFTER_MIN, RunOrder, RunRecord, RunState, Slot, run_id,
};
use crate::domain::import::settings::ImportConfig;
use crate::providers::board::{Board, BoardFault};
use crate::queue::{Envelope, ImportMessage};
use crate::store::{AccountTaken, Due, RunKey};

use rows::{Progress, Tally};

/// How often a board that does not answer is asked before the run gives up; the next one covers it.
const TRIES: u32 = 4;
/// How long it is waited for in between.
const AGAIN: SignedDuration = SignedDuration::from_secs(60);
/// How long a run that is handed on keeps others away.
const HANDED_ON: SignedDuration = SignedDuration::from_mins(15);

/// Everything about one run.
struct Running<'a> {
    app: &'a App,
    config: &'a TenantConfig,
    imports: &'a ImportConfig,
    order: &'a RunOrder,
    account: &'a ImportAccount,
    context: &'a Context,
    run: RunRecord,
}

/// Runs an account for what the message says, unless that is over, or it is not to run.
pub(super) async fn handle(app: &App, order: &RunOrder, context: &Context) -> Result<(), Fault> {
    let Some(config) = app.configs.get(&order.tenant, Fresh::Now).await? else { return Ok(()) };
    let imports = app.store.import_config(&order.tenant).await?;
    let Some(account) = imports.account(&order.account) else { return Ok(()) };
    let id = run_id(&order.tenant, &order.account, &order.slot);
    let known = app.store.run(key(order, &id)).await?;
    let run = known.unwrap_or_else(|| begun(order, account, id));
    let (config, imports) = (&*config, &imports);
    let mut running = Running { app, config, imports, order, account, context, run };
    if running.run.state.is_over() {
        return running.told().await;
    }
    if is_stale(account, order) {
        return Ok(());
    }
    match against(config, imports, account, order.scheduled_for).into_iter().next() {
        // Whoever has set an end wants no runs after it, and no list of them either (requirement H33).
        Some(NotRunnable::Ended) if matches!(order.slot, Slot::At(_)) => return Ok(()),
        Some(why) => return running.skipped(why).await,
        None => {}
    }
    running.held().await
}

/// Marks a run that is not over as late, and tells (requirement H36).
pub(super) async fn late(app: &App, order: &RunOrder, context: &Context) -> Result<(), Fault> {
    let id = run_id(&order.tenant, &order.account, &order.slot);
    let key = key(order, &id);
    let now = app.clock.now();
    // The mark may be there already and the mail not: both are repeated without harm.
    app.store.note_late(key, now).await?;
    let Some(run) = app.store.run(key).await? else { return Ok(()) };
    app.store.delete_due(&Due::Late(order.clone())).await?;
    if run.late_at.is_none() {
        return Ok(());
    }
    report::late(app, &order.tenant, &run, &context.trace).await
}

fn key<'a>(order: &'a RunOrder, id: &'a str) -> RunKey<'a> {
    let RunOrder { tenant, account, scheduled_for, .. } = order;
    RunKey { tenant, account, scheduled_for: *scheduled_for, id }
}

fn begun(order: &RunOrder, account: &ImportAccount, id: String) -> RunRecord {
    RunRecord {
        id,
        account: order.account.clone(),
        label: account.label.clone(),
        medium: account.medium.clone(),
        slot: order.slot.clone(),
        state: RunState::Running,
        reason: None,
        counts: Counts::default(),
        failed_rows: Vec::new(),
        warnings: Vec::new(),
        scheduled_for: order.scheduled_for,
        started_at: None,
        delivered_at: None,
        finished_at: None,
        late_at: None,
    }
}

/// Whether the schedule was changed since this was sent (requirement H05): then nothing happens, not even a
/// line in the list of runs.
fn is_stale(account: &ImportAccount, order: &RunOrder) -> bool {
    let Slot::At(at) = order.slot else { return false };
    let local = at.to_zoned(account.zone()).strftime("%H:%M").to_string();
    !account.times.contains(&local)
}

/// Everything that stands against an account's run then, the first of which is told.
#[must_use]
pub fn against(
    config: &TenantConfig,
    imports: &ImportConfig,
    account: &ImportAccount,
    at: Timestamp,
) -> Vec<NotRunnable> {
    let mut against = account.against(at);
    if account.board().is_some_and(|medium| lacks_option(config, medium)) {
        against.push(NotRunnable::OptionRequired);
    }
    if !imports.native.linked.is_empty() {
        against.push(NotRunnable::NativeImportActive);
    }
    against
}

/// Whether the board needs an option that the tenant has not (requirement H09).
pub(super) fn lacks_option(config: &TenantConfig, medium: &Medium) -> bool {
    let option = medium.option.as_ref();
    option.is_some_and(|option| config.tenant.modules.get(option) != Some(&true))
}

impl Running<'_> {
    fn tenant(&self) -> &str {
        &self.order.tenant
    }

    /// Works while the account is held.
    async fn held(&mut self) -> Result<(), Fault> {
        let (app, now) = (self.app, self.app.clock.now());
        let owner = app.entropy.name()?;
        let until = now.checked_add(LEASE).unwrap_or(now);
        let (run, account) = (self.run.id.clone(), &self.order.account);
        let taken = app.store.take_account(self.tenant(), account, (&run, &owner), (now, until));
        match taken.await? {
            AccountTaken::Yes => {}
            AccountTaken::SameRun(until) => {
                let after = until.duration_since(now).max(SignedDuration::from_secs(1));
                return Err(Fault::Retry {
                    after,
                    cause: "another worker has this run".to_owned(),
                });
            }
            AccountTaken::OtherRun => return self.skipped(NotRunnable::Overlap).await,
        }
        match self.work(now).await {
            Ok(End::Over) => app.store.give_account_back(self.tenant(), account, &owner).await,
            Ok(End::GoesOn) => {
                self.hand_on(&owner).await?;
                let message = ImportMessage::Run(self.order.clone());
                let message = Envelope::new(&*self.context.trace, message);
                app.imports()?.send(self.tenant(), &message).await
            }
            Err(fault) => {
                self.hand_on(&owner).await?;
                Err(fault)
            }
        }
    }

    /// This run may go on in another process, and no other run may begin.
    async fn hand_on(&self, owner: &str) -> Result<(), Fault> {
        let now = self.app.clock.now();
        let until = now.checked_add(HANDED_ON).unwrap_or(now);
        let (tenant, account) = (self.tenant(), &self.order.account);
        self.app.store.hand_account_on(tenant, account, owner, until).await
    }

    async fn work(&mut self, now: Timestamp) -> Result<End, Fault> {
        self.start(now).await?;
        let board = self.account.board();
        let Some(medium) = board.filter(|_| !self.account.pushes()) else {
            return self.over(RunState::Failed, Some("medium_pushes")).await;
        };
        let (app, id) = (self.app, self.order.account.clone());
        let login = check::login(app, self.tenant(), &id, self.account).await?;
        let board = Board::new(&app.boards, app.config.vendors.media.as_deref(), medium, &login);
        let Ok(mut board) = board else {
            return self.over(RunState::Failed, Some("medium_address_missing")).await;
        };
        let destination = Destination::of(app, self.config).await?;
        let tenant = self.order.tenant.clone();
        let run = self.run.id.clone();
        let intake = Intake {
            app,
            tenant: &tenant,
            imports: self.imports,
            destination: &destination,
            medium,
            account: &id,
            run: Some(&run),
        };
        let stop_at = now.checked_add(BUDGET).unwrap_or(now);
        let read = rows::read(&intake, self.account, self.order.scheduled_for, &mut board, stop_at);
        let read = read.await;
        destination.note(app, self.config, &self.context.trace).await?;
        match read {
            Ok((tally, progress)) => self.counted(tally, progress, &destination).await,
            Err(rows::Stop::Fault(fault)) => Err(fault),
            Err(rows::Stop::Board(fault)) => self.stopped(fault).await,
            Err(rows::Stop::Format(reason)) => self.over(RunState::Failed, Some(&reason)).await,
        }
    }

    /// Written before anything is asked: the run is seen, and the clock will ask whether it is over.
    async fn start(&mut self, now: Timestamp) -> Result<(), Fault> {
        if self.run.started_at.is_some() {
            return Ok(());
        }
        let from = now.max(self.order.scheduled_for);
        let at = from.checked_add(SignedDuration::from_mins(LATE_AFTER_MIN)).unwrap_or(from);
        self.app.store.put_due(&Due::Late(self.order.clone()), at).await?;
        self.run.started_at = Some(now);
        self.app.store.put_run(&self.order.tenant, &mut self.run).await.map(drop)
    }

    async fn counted(
        &mut self,
        tally: Tally,
        progress: Progress,
        destination: &Destination<'_>,
    ) -> Result<End, Fault> {
        self.run.counts = tally.counts;
        self.run.failed_rows = tally.failed_rows;
        self.run.warnings = tally.warnings;
        self.run.delivered_at = tally.delivered_at;
        if progress == Progress::Interrupted {
            self.app.store.put_run(&self.order.tenant, &mut self.run).await?;
            return Ok(End::GoesOn);
        }
        let partial = match destination.closed() {
            Some(why) if tally.counts.undelivered > 0 => Some(why),
            _ if tally.counts.undelivered > 0 => Some(super::destination::REFUSED),
            _ if tally.counts.failed > 0 => Some("rows_failed"),
            _ => None,
        };
        let state = if partial.is_some() { RunState::Partial } else { RunState::Succeeded };
        self.over(state, partial).await
    }

    /// A board that gave nothing.
    async fn stopped(&mut self, fault: BoardFault) -> Result<End, Fault> {
        match fault {
            BoardFault::Passing(cause) if self.context.received < TRIES => {
                Err(Fault::Retry { after: AGAIN, cause })
            }
            BoardFault::Passing(_) => self.over(RunState::Failed, Some("medium_unreachable")).await,
            BoardFault::Changed(part) => {
                let reason = format!("format_changed:{part}");
                self.over(RunState::Failed, Some(&reason)).await
            }
            BoardFault::NoAddress => {
                self.over(RunState::Failed, Some("medium_address_missing")).await
            }
            BoardFault::LoginRefused => {
                self.note_login(LoginState::LoginFailed).await?;
                self.over(RunState::Failed, Some("medium_login_failed")).await
            }
        }
    }

    /// What this run has found out about the very login that it used.
    async fn note_login(&self, state: LoginState) -> Result<(), Fault> {
        let seen = self.account.credentials;
        let note = |account: &mut ImportAccount| {
            if account.credentials != seen || account.login_state == state {
                return false;
            }
            account.login_state = state;
            account.problem = (state == LoginState::LoginFailed).then(check::refused);
            true
        };
        let (tenant, id) = (self.tenant(), &self.order.account);
        self.app.store.change_import_account(tenant, id, note).await.map(drop)
    }

    async fn skipped(&mut self, why: NotRunnable) -> Result<(), Fault> {
        self.run.state = RunState::Skipped;
        self.run.reason = Some(why.code().to_owned());
        self.run.finished_at = Some(self.app.clock.now());
        self.app.store.put_run(&self.order.tenant, &mut self.run).await.map(drop)
    }

    async fn over(&mut self, state: RunState, reason: Option<&str>) -> Result<End, Fault> {
        self.run.state = state;
        self.run.reason = reason.map(str::to_owned);
        self.run.finished_at = Some(self.app.clock.now());
        self.app.store.put_run(&self.order.tenant, &mut self.run).await?;
        self.told().await?;
        Ok(End::Over)
    }

    /// What follows from a run that is over; whoever finds it over does it again.
    async fn told(&self) -> Result<(), Fault> {
        let (tenant, id) = (self.tenant(), &self.order.account);
        if self.run.state == RunState::Skipped {
            return Ok(());
        }
        if matches!(self.run.state, RunState::Succeeded | RunState::Partial) {
            let reached = self.run.started_at;
            self.note_login(LoginState::Verified).await?;
            let note = |account: &mut ImportAccount| {
                let is_later = reached > account.watermark;
                account.watermark = account.watermark.max(reached);
                is_later
            };
            self.app.store.change_import_account(tenant, id, note).await?;
        }
        self.app.store.delete_due(&Due::Late(self.order.clone())).await?;
        report::run(self.app, (self.config, self.imports), &self.run, &self.context.trace).await
    }
}

/// How a piece of a run ended.
enum End {
    /// The run is over.
    Over,
    /// There is more than one process may do at a time.
    GoesOn,
}
