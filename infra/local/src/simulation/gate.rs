//! The gate that every exchange of the functions waits at. Nothing leaves a worker before whoever
//! conducts the run releases it, and says how it shall go.

use std::collections::BTreeMap;
use std::future::{pending, poll_fn};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;

use bytes::Bytes;
use convoke::transport::{BoxFuture, Exchange, TransportFault};

use super::mishap::Mishap;
use super::watch::Watch;
use crate::aws::{ANSWER_LOST, Aws};
use crate::sim::Simulators;

/// One invocation at work, by the order in which they began.
pub(super) type WorkerId = u32;
/// One exchange that waits, by the order in which they came.
pub(super) type Ticket = u64;

/// An exchange that waits for its release.
#[derive(Clone, Debug)]
pub(super) struct Waiting {
    pub worker: WorkerId,
    pub what: String,
    /// Whether only the answer is still under way.
    pub answered: bool,
}

/// How a released exchange goes; `None` is as it should.
type Verdict = Option<Mishap>;

/// Where exchanges wait. Clones share it.
#[derive(Clone, Default)]
pub(super) struct Gate(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    /// Whose future is being polled; outside of workers everything passes.
    polled: Option<WorkerId>,
    crashed: Option<WorkerId>,
    next: Ticket,
    waiting: BTreeMap<Ticket, Waiting>,
    released: BTreeMap<Ticket, Verdict>,
}

impl Gate {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on exchanges are this worker's, until the end is told; whether it crashed is the
    /// answer.
    pub fn enter(&self, worker: WorkerId) {
        self.state().polled = Some(worker);
    }

    pub fn leave(&self) -> bool {
        let mut state = self.state();
        state.polled = None;
        state.crashed.take().is_some()
    }

    /// What waits, the longest first.
    pub fn waiting(&self) -> Vec<(Ticket, WorkerId)> {
        self.state().waiting.iter().map(|(ticket, waiting)| (*ticket, waiting.worker)).collect()
    }

    pub fn get(&self, ticket: Ticket) -> Option<Waiting> {
        self.state().waiting.get(&ticket).cloned()
    }

    /// Lets an exchange go; it goes when its worker is polled next.
    pub fn release(&self, ticket: Ticket, verdict: Verdict) {
        let mut state = self.state();
        state.waiting.remove(&ticket);
        state.released.insert(ticket, verdict);
    }

    /// A worker is gone, and with it what it asked.
    pub fn forget(&self, worker: WorkerId) {
        self.state().waiting.retain(|_, waiting| waiting.worker != worker);
    }

    /// Waits for the release. What is asked outside of workers passes at once.
    async fn pass(&self, what: &str, answered: bool) -> (Option<WorkerId>, Verdict) {
        let mut ticket = None;
        let mut worker = None;
        poll_fn(|_| {
            let mut state = self.state();
            match ticket {
                None => {
                    let Some(polled) = state.polled else { return Poll::Ready((None, None)) };
                    worker = Some(polled);
                    let number = state.next;
                    state.next += 1;
                    let waiting = Waiting { worker: polled, what: what.to_owned(), answered };
                    state.waiting.insert(number, waiting);
                    ticket = Some(number);
                    Poll::Pending
                }
                Some(number) => match state.released.remove(&number) {
                    Some(verdict) => Poll::Ready((worker, verdict)),
                    None => Poll::Pending,
                },
            }
        })
        .await
    }

    async fn crash<T>(&self, worker: Option<WorkerId>) -> T {
        self.state().crashed = worker;
        pending().await
    }
}

/// Where the functions' requests go: through the gate, to AWS or to a vendor.
#[derive(Clone)]
pub(super) struct Line {
    pub aws: Aws,
    pub sims: Simulators,
    pub gate: Gate,
    pub watch: Watch,
}

impl Line {
    /// Has a request its effect, and tells who watches.
    async fn perform(
        &self,
        worker: Option<WorkerId>,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, TransportFault> {
        let lost = || TransportFault::Lost("dropped".to_owned());
        let told = worker.map(|worker| (worker, Asked::of(&request)));
        let answer = if request.uri().host() == Some(super::world::AWS_HOST) {
            let answer = self.aws.call(request).await;
            if answer.status().as_u16() == ANSWER_LOST { Err(lost()) } else { Ok(answer) }
        } else {
            self.sims.call(request).await.map_err(|_| lost())
        };
        if let (Some((worker, asked)), Ok(answer)) = (told, &answer) {
            self.watch.after(worker, &asked, answer);
        }
        answer
    }

    async fn carry(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, TransportFault> {
        let what = name_of(&request);
        let (worker, verdict) = self.gate.pass(&what, false).await;
        match verdict {
            None | Some(Mishap::FreezeBefore) => self.perform(worker, request).await,
            Some(Mishap::CrashBefore) => self.gate.crash(worker).await,
            Some(Mishap::CrashAfter) => {
                let _ = self.perform(worker, request).await;
                self.gate.crash(worker).await
            }
            Some(Mishap::Lost) => {
                let _ = self.perform(worker, request).await;
                Err(TransportFault::Lost("the answer is lost on purpose".to_owned()))
            }
            Some(Mishap::Refused) => Err(TransportFault::NotSent("not sent on purpose".to_owned())),
            Some(Mishap::FreezeAfter) => {
                let answer = self.perform(worker, request).await;
                self.gate.pass(&what, true).await;
                answer
            }
        }
    }
}

impl Exchange for Line {
    fn exchange(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<Result<http::Response<Bytes>, TransportFault>> {
        let line = self.clone();
        Box::pin(async move { line.carry(request).await })
    }
}

/// What was asked, as far as who watches must know.
pub(super) struct Asked {
    pub method: http::Method,
    pub path: String,
    /// The operation at AWS, such as `DynamoDB_20120810.PutItem`; empty elsewhere.
    pub target: String,
    pub body: Bytes,
}

impl Asked {
    fn of(request: &http::Request<Bytes>) -> Self {
        Self {
            method: request.method().clone(),
            path: request.uri().path().to_owned(),
            target: target(request).unwrap_or_default().to_owned(),
            body: request.body().clone(),
        }
    }
}

fn target(request: &http::Request<Bytes>) -> Option<&str> {
    request.headers().get("x-amz-target").and_then(|target| target.to_str().ok())
}

/// `SendMessage`, or `POST /path`.
fn name_of(request: &http::Request<Bytes>) -> String {
    let operation = target(request).and_then(|target| target.split('.').next_back());
    operation
        .map_or_else(|| format!("{} {}", request.method(), request.uri().path()), str::to_owned)
}
