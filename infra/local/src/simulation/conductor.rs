//! The conductor of a run: it alone decides which exchange goes next, which message is handed out,
//! what goes wrong and when time passes. Everything happens on one thread, so that one seed gives one
//! course of events.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use convoke::app::App;

use super::adversary::Adversary;
use super::chance::Chance;
use super::error::SimulationError;
use super::gate::{Ticket, WorkerId};
use super::mishap::{Hit, Mishap};
use super::step::{Errand, Step};
use super::trace::Trace;
use super::venue::{Terms, Venue};
use super::worker::{Job, Role, Worker};
use super::world::{World, queue_name};
use crate::aws::ReceivedMessage;

/// More steps than any run needs; one that needs more goes round in circles.
const STEPS: usize = 20_000;
/// How long a frozen process stands still: longer than leases, claims and visibility.
const FROZEN_MS: i64 = 400_000;
/// How often somebody tries.
const TRIES: u32 = 12;

/// A run: the world, the functions at work in it, and what may go wrong.
pub struct Simulation {
    /// Everything around the functions.
    pub world: World,
    pub(super) chance: Chance,
    pub(super) adversary: Adversary,
    pub(super) mishaps: BTreeMap<usize, Mishap>,
    pub(super) steps_at: BTreeMap<usize, Step>,
    pub(super) trace: Trace,
    /// The number of the session that it is about now.
    pub(super) number: u32,
    /// How the service gives meetings.
    pub(super) terms: Terms,
    pub(super) exchanges: usize,
    pub(super) hits: Vec<Hit>,
    pub(super) workers: Vec<Worker>,
    pub(super) processes: BTreeMap<(Role, usize), Arc<App>>,
    started: u64,
    next_worker: WorkerId,
    pub(super) errands: VecDeque<(i64, u32, Errand)>,
    /// Messages that were handed out and have not begun, and copies that come a second time.
    pub(super) inbox: Vec<(i64, Role, Vec<ReceivedMessage>)>,
    pub(super) frozen: Vec<(i64, Ticket)>,
    /// Those that stood still and go on.
    thawed: BTreeSet<Ticket>,
    pub(super) fault: Option<SimulationError>,
}

/// What could happen next.
enum Move {
    Release(Ticket),
    Run(usize),
    Begin(usize),
    Fetch(Role),
}

impl Simulation {
    /// A run in a world, in which nothing goes wrong and everything happens one after the other.
    #[must_use]
    pub fn new(world: World) -> Self {
        Self {
            world,
            chance: Chance::default(),
            adversary: Adversary::default(),
            mishaps: BTreeMap::new(),
            steps_at: BTreeMap::new(),
            trace: Trace::default(),
            number: 1,
            terms: Terms { venue: Venue::Zoom, password: true },
            exchanges: 0,
            hits: Vec::new(),
            workers: Vec::new(),
            processes: BTreeMap::new(),
            started: 0,
            next_worker: 0,
            errands: VecDeque::new(),
            inbox: Vec::new(),
            frozen: Vec::new(),
            thawed: BTreeSet::new(),
            fault: None,
        }
    }

    /// From now on this goes wrong at the functions' exchange of this number, besides what else was
    /// planned.
    pub fn plan(&mut self, number: usize, mishap: Mishap) {
        self.mishaps.insert(number, mishap);
    }

    /// How many exchanges of the functions went through the gate.
    #[must_use]
    pub const fn exchanges(&self) -> usize {
        self.exchanges
    }

    /// What went wrong.
    #[must_use]
    pub fn hits(&self) -> &[Hit] {
        &self.hits
    }

    /// How many invocations have begun.
    pub(super) const fn begun(&self) -> WorkerId {
        self.next_worker
    }

    /// Works until nothing can happen now.
    pub async fn work(&mut self) -> bool {
        for done in 0..STEPS {
            if !self.advance(&Role::FED).await {
                return done > 0;
            }
        }
        self.fail("the queues do not empty");
        false
    }

    /// Does what somebody outside wants done, without working on what the queues hold.
    pub(super) async fn run_errands(&mut self) {
        for _ in 0..STEPS {
            if !self.advance(&[]).await {
                return;
            }
        }
        self.fail("an errand does not end");
    }

    pub(super) fn fail(&mut self, why: &str) {
        self.fault.get_or_insert_with(|| SimulationError::Impossible(why.to_owned()));
    }

    /// One thing that can happen now happens; `false` when there is none.
    pub(super) async fn advance(&mut self, fed: &[Role]) -> bool {
        self.thaw();
        let moves = self.moves(fed);
        if moves.is_empty() {
            return self.nudge().await;
        }
        let chosen = self.chance.pick(moves.len());
        match moves.into_iter().nth(chosen) {
            Some(Move::Release(ticket)) => self.release(ticket).await,
            Some(Move::Run(index)) => self.run_errand(index).await,
            Some(Move::Begin(index)) => {
                let (_, role, messages) = self.inbox.remove(index);
                self.begin(role, Job::Batch(messages)).await;
            }
            Some(Move::Fetch(role)) => self.fetch(role).await,
            None => return false,
        }
        true
    }

    fn moves(&self, fed: &[Role]) -> Vec<Move> {
        let now = self.world.time.now_ms();
        let is_frozen = |ticket: Ticket| self.frozen.iter().any(|(_, other)| *other == ticket);
        let waiting = self.world.gate.waiting().into_iter().map(|(ticket, _)| ticket);
        let mut moves: Vec<_> =
            waiting.filter(|ticket| !is_frozen(*ticket)).map(Move::Release).collect();
        if !self.chance.plays() && !moves.is_empty() {
            return moves;
        }
        let errands = self.errands.iter().enumerate();
        let due = errands.filter(|(_, (at, _, it))| *at <= now && self.has_room(it.role()));
        moves.extend(due.map(|(index, _)| Move::Run(index)));
        for role in fed.iter().copied().filter(|role| self.has_room(*role)) {
            let inbox = self.inbox.iter().enumerate();
            let here = inbox.filter(|(_, (at, of, _))| *of == role && *at <= now);
            moves.extend(here.map(|(index, _)| Move::Begin(index)));
            if self.is_visible(role) {
                moves.push(Move::Fetch(role));
            }
        }
        moves
    }

    fn has_room(&self, role: Role) -> bool {
        let busy = self.workers.iter().filter(|worker| worker.role == role && !worker.frozen);
        busy.count() < self.adversary.workers
    }

    pub(super) fn is_visible(&self, role: Role) -> bool {
        let next = self.world.aws.next_visible_ms(&queue_name(role.queue())).ok().flatten();
        next.is_some_and(|at| at <= self.world.time.now_ms())
    }

    async fn run_errand(&mut self, index: usize) {
        let Some((_, tries, errand)) = self.errands.remove(index) else { return };
        if tries >= TRIES {
            return self.fail("somebody has tried too often");
        }
        self.begin_errand(errand, tries + 1).await;
    }

    async fn begin_errand(&mut self, errand: Errand, tries: u32) {
        // Kept until it is done: whoever asked asks again.
        let at = i64::MAX;
        self.errands.push_back((at, tries, errand));
        self.begin(errand.role(), Job::Errand(errand)).await;
    }

    /// Takes visible messages in hand, as Lambda's poller does, or an unkind one.
    async fn fetch(&mut self, role: Role) {
        let queue = queue_name(role.queue());
        let most = if self.chance.plays() { 10 } else { self.adversary.batch };
        let messages = self.world.aws.receive(&queue, most, None).unwrap_or_default();
        if messages.is_empty() {
            return;
        }
        if !self.chance.plays() {
            return self.begin(role, Job::Batch(messages)).await;
        }
        self.scatter(role, messages);
    }

    /// Starts an invocation.
    pub(super) async fn begin(&mut self, role: Role, job: Job) {
        let taken: Vec<usize> =
            self.workers.iter().filter(|it| it.role == role).map(|it| it.slot).collect();
        let slot = (0..=taken.len()).find(|slot| !taken.contains(slot)).unwrap_or_default();
        let app = match self.process(role, slot) {
            Ok(app) => app,
            Err(fault) => {
                self.fault.get_or_insert(fault);
                return;
            }
        };
        let id = self.next_worker;
        self.next_worker += 1;
        self.trace.line(self.world.time.now_ms(), id, role.name(), "begins");
        self.workers.push(Worker::start(id, role, slot, job, app));
        self.poll(id).await;
    }

    fn process(&mut self, role: Role, slot: usize) -> Result<Arc<App>, SimulationError> {
        if let Some(app) = self.processes.get(&(role, slot)) {
            return Ok(Arc::clone(app));
        }
        self.started += 1;
        let app = self.world.process(role.name(), self.started)?;
        self.processes.insert((role, slot), Arc::clone(&app));
        Ok(app)
    }

    /// Lets an exchange go, well or otherwise.
    async fn release(&mut self, ticket: Ticket) {
        let Some(waiting) = self.world.gate.get(ticket) else { return };
        let is_judged = waiting.answered || self.thawed.remove(&ticket);
        let verdict = if is_judged || self.is_idle_look(&waiting) {
            None
        } else {
            self.next_verdict(&waiting.what).await
        };
        if verdict == Some(Mishap::FreezeBefore) {
            return self.freeze(ticket, waiting.worker);
        }
        if self.chance.plays() {
            let ms = self.chance.between(1, self.adversary.exchange_ms);
            self.world.time.pass_ms(ms);
        }
        self.trace.asked(self.world.time.now_ms(), &waiting, verdict);
        self.world.gate.release(ticket, verdict);
        self.poll(waiting.worker).await;
        if verdict == Some(Mishap::FreezeAfter) {
            let answers = self.world.gate.waiting().into_iter();
            let answer = answers.filter(|(_, worker)| *worker == waiting.worker).map(|(it, _)| it);
            if let Some(answer) = answer.rev().find(|it| self.is_answer(*it)) {
                self.freeze(answer, waiting.worker);
            }
        }
    }

    fn is_answer(&self, ticket: Ticket) -> bool {
        self.world.gate.get(ticket).is_some_and(|waiting| waiting.answered)
    }

    /// While the clock ticks, its looks at the list are not counted: each is like the last.
    fn is_idle_look(&self, waiting: &super::gate::Waiting) -> bool {
        let worker = self.workers.iter().find(|worker| worker.id == waiting.worker);
        waiting.what == "Query" && worker.is_some_and(|worker| worker.role == Role::Clock)
    }

    /// Counts an exchange and says what goes wrong at it.
    async fn next_verdict(&mut self, what: &str) -> Option<Mishap> {
        let number = self.exchanges;
        self.exchanges += 1;
        if let Some(step) = self.steps_at.get(&number).copied() {
            self.world.impose(step, self.number, self.terms).await;
        }
        let planned = self.mishaps.get(&number).copied();
        let mishap = planned.or_else(|| self.adverse())?;
        self.hits.push(Hit { mishap, number, exchange: what.to_owned() });
        Some(mishap)
    }

    /// The worker stands still at this exchange; it goes on when its time has come.
    fn freeze(&mut self, ticket: Ticket, worker: WorkerId) {
        let until = self.world.time.now_ms() + FROZEN_MS;
        self.frozen.push((until, ticket));
        self.world.watch.freeze();
        if let Some(worker) = self.workers.iter_mut().find(|it| it.id == worker) {
            worker.frozen = true;
        }
    }

    /// Those whose time has come go on, as if nothing had been.
    fn thaw(&mut self) {
        let now = self.world.time.now_ms();
        let (still, due): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.frozen).into_iter().partition(|(until, _)| *until > now);
        self.frozen = still;
        for (_, ticket) in due {
            self.thawed.insert(ticket);
            let worker = self.world.gate.get(ticket).map(|waiting| waiting.worker);
            for thawed in self.workers.iter_mut().filter(|it| Some(it.id) == worker) {
                thawed.frozen = false;
            }
        }
    }
}
