//! Lambda's part in a run: invocations go on when they are polled, and what becomes of their ends.

use std::task::Poll;
use std::time::Duration;

use super::conductor::Simulation;
use super::gate::WorkerId;
use super::step::Errand;
use super::worker::{Ended, Job, Worker};
use super::world::queue_name;

/// After how long somebody whose request failed tries again.
const AGAIN_MS: i64 = 5_000;
/// How often blocked workers are polled again before they count as waiting for someone frozen.
const NUDGES: usize = 4;

impl Simulation {
    /// Workers that wait for no exchange wait for a pause or for each other: let the pause pass.
    pub(super) async fn nudge(&mut self) -> bool {
        for _ in 0..NUDGES {
            let asking: Vec<_> =
                self.world.gate.waiting().into_iter().map(|(_, worker)| worker).collect();
            let blocked: Vec<_> = self.workers.iter().map(|worker| worker.id).collect();
            let blocked: Vec<_> = blocked.into_iter().filter(|id| !asking.contains(id)).collect();
            if blocked.is_empty() {
                return false;
            }
            tokio::time::sleep(Duration::from_millis(150)).await;
            for worker in &blocked {
                self.poll(*worker).await;
            }
            if self.world.gate.waiting().len() > asking.len() || self.workers.len() < blocked.len()
            {
                return true;
            }
        }
        false
    }

    pub(super) async fn poll(&mut self, id: WorkerId) {
        let Some(index) = self.workers.iter().position(|worker| worker.id == id) else { return };
        let running = &mut self.workers[index].running;
        self.world.gate.enter(id);
        let polled = std::future::poll_fn(|context| Poll::Ready(running.as_mut().poll(context)));
        let polled = polled.await;
        let crashed = self.world.gate.leave();
        match polled {
            Poll::Ready(ended) => {
                let worker = self.workers.remove(index);
                self.ended(&worker, ended);
            }
            Poll::Pending if crashed => {
                let worker = self.workers.remove(index);
                self.world.gate.forget(id);
                self.world.watch.forget(id);
                self.processes.remove(&(worker.role, worker.slot));
                self.trace.line(self.world.time.now_ms(), id, worker.role.name(), "dies");
                self.ask_again(&worker.job, false);
            }
            Poll::Pending => {}
        }
    }

    fn ended(&mut self, worker: &Worker, ended: Ended) {
        self.trace.line(self.world.time.now_ms(), worker.id, worker.role.name(), "ends");
        match (&worker.job, ended) {
            (Job::Batch(messages), Ended::Failed(failed)) => {
                let done: Vec<_> = messages
                    .iter()
                    .filter(|message| !failed.contains(&message.message_id))
                    .map(|message| message.receipt_handle.clone())
                    .collect();
                // What can't be deleted by an old receipt comes again, which does no harm.
                let _ = self.world.aws.delete(&queue_name(worker.role.queue()), &done);
            }
            (job, Ended::Done(done)) => self.ask_again(job, done),
            (_, Ended::Failed(_)) => {}
        }
    }

    /// Whoever asked for an errand forgets it once it is done, and asks again otherwise.
    fn ask_again(&mut self, job: &Job, done: bool) {
        let Job::Errand(errand) = job else { return };
        let mine = |(at, _, other): &(i64, u32, Errand)| *at == i64::MAX && other == errand;
        let Some(index) = self.errands.iter().position(mine) else { return };
        if done {
            self.errands.remove(index);
        } else if let Some(entry) = self.errands.get_mut(index) {
            entry.0 = self.world.time.now_ms() + AGAIN_MS;
        }
    }
}
