//! The flow of a run: steps from outside, time that passes, and rest.

use super::cast::{AINO, FIRST, Fact};
use super::conductor::Simulation;
use super::step::{Errand, Step};
use super::worker::{Job, Role};
use super::world::{QUEUES, TABLE, queue_name};
use crate::aws::SqsError;

/// The index partition of everything due.
const DUE: &str = "_clock#due";
/// Milliseconds of a minute, which is how often the clock ticks.
const MINUTE_MS: i64 = 60_000;
/// How much happens between two steps of a run with chance, at most.
const BETWEEN: i64 = 60;

impl Simulation {
    /// A step of the run. Without chance it is over when this returns; with chance it has only begun.
    pub(super) async fn perform(&mut self, step: Step) {
        if step == Step::Work {
            return self.go_on().await;
        }
        // Whoever is at work would seem to have stood still for as long.
        if matches!(step, Step::Pass(_)) {
            self.run_errands().await;
        }
        if let Some(errand) = self.world.arrange(step, self.number, self.terms).await {
            let now = self.world.time.now_ms();
            self.errands.push_back((now, 0, errand));
            if !self.chance.plays() {
                self.run_errands().await;
            }
        }
    }

    /// So many different sessions are booked, and everything is worked off.
    pub(super) async fn book(&mut self, count: u32) {
        for n in 0..count {
            self.errands.push_back((
                self.world.time.now_ms(),
                0,
                Errand::Tell(n, Fact::book(1, FIRST, AINO)),
            ));
            self.run_errands().await;
            // Ten wait for each invocation.
            if n % 10 == 9 || n + 1 == count {
                self.work().await;
            }
        }
    }

    /// Without chance, works until nothing can happen now; with chance, for a while.
    async fn go_on(&mut self) {
        if !self.chance.plays() {
            self.work().await;
            return;
        }
        for _ in 0..self.chance.between(0, BETWEEN) {
            if !self.advance(&Role::FED).await {
                break;
            }
        }
        if self.workers.is_empty() {
            let ms = self.chance.between(0, 3 * MINUTE_MS);
            self.world.time.pass_ms(ms);
        }
    }

    /// Works, letting time pass and the clock tick, until nothing is in a queue and nothing is due, for
    /// at most so many milliseconds. `false` when something still waits then. Ticks that would find
    /// nothing are left out.
    pub async fn settle(&mut self, limit_ms: i64) -> bool {
        let end = self.world.time.now_ms() + limit_ms;
        loop {
            self.work().await;
            if self.fault.is_some() {
                return false;
            }
            let tick = self.next_tick_ms();
            let next = self.next_event_ms().into_iter().chain(tick).min();
            let Some(next) = next else { return self.workers.is_empty() };
            if next > end {
                return false;
            }
            self.world.time.pass_until(next);
            if tick == Some(next) && !self.workers.iter().any(|it| it.role == Role::Clock) {
                self.begin(Role::Clock, Job::Tick).await;
            }
        }
    }

    /// The next instant, later than now, at which something can go on by itself.
    fn next_event_ms(&self) -> Option<i64> {
        let now = self.world.time.now_ms();
        let queues = QUEUES.iter().filter_map(|queue| self.next_visible_ms(queue).ok().flatten());
        let errands = self.errands.iter().map(|(at, ..)| *at).filter(|at| *at < i64::MAX);
        let inbox = self.inbox.iter().map(|(at, ..)| *at);
        let frozen = self.frozen.iter().map(|(until, _)| *until);
        let all = queues.chain(errands).chain(inbox).chain(frozen);
        all.filter(|at| *at > now).min()
    }

    fn next_visible_ms(&self, queue: &str) -> Result<Option<i64>, SqsError> {
        self.world.aws.next_visible_ms(&queue_name(queue))
    }

    /// The next full minute at which the clock finds something due.
    fn next_tick_ms(&self) -> Option<i64> {
        if !self.world.watch.may_be_due() {
            return None;
        }
        let first = self.world.aws.peek_first(TABLE, DUE)?;
        let order = first["gsi1sk"]["S"].as_str()?.split('#').next()?;
        let at: jiff::Timestamp = order.parse().ok()?;
        let soonest = at.as_millisecond().max(self.world.time.now_ms() + 1);
        Some((soonest + MINUTE_MS - 1).div_euclid(MINUTE_MS) * MINUTE_MS)
    }

    /// Lets time pass, working whenever something can go on, for at most so many milliseconds. The
    /// clock does not tick.
    pub async fn work_for(&mut self, limit_ms: i64) {
        let end = self.world.time.now_ms() + limit_ms;
        loop {
            self.work().await;
            match self.next_event_ms() {
                Some(next) if next <= end => self.world.time.pass_until(next),
                _ => return,
            }
        }
    }
}
