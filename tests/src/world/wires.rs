//! The world's wires: every exchange of the functions, counted, and what goes wrong at which.

use std::collections::BTreeSet;
use std::future::{Future, pending, poll_fn};
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;

use bytes::Bytes;
use convoke::transport::{BoxFuture, Exchange, TransportFault};
use convoke_local::aws::Aws;
use convoke_local::sim::Simulators;
use serde_json::Value;

/// What goes wrong at one exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mishap {
    /// The process dies before the request leaves.
    CrashBefore,
    /// The process dies after the request had its effect.
    CrashAfter,
    /// The request has its effect, and the answer is lost.
    Lost,
    /// The request does not leave.
    Refused,
}

impl Mishap {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::CrashBefore, Self::CrashAfter, Self::Lost, Self::Refused];
}

/// A mishap that happened.
#[derive(Clone, Debug)]
pub struct Hit {
    /// What.
    pub mishap: Mishap,
    /// At which exchange, counted from 0.
    pub number: usize,
    /// What was asked.
    pub exchange: String,
    /// What was asked just before.
    pub previous: String,
}

/// A meeting as it stood at Zoom at some time: its link and its start.
pub type Seen = (String, String);

/// What shall go wrong in the functions, what went wrong, and what was seen. Clones share it.
#[derive(Clone, Default)]
pub struct Mishaps(Arc<Mutex<State>>);

#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each switch is one thing that a test turns")]
struct State {
    inside: bool,
    ticking: bool,
    yielding: bool,
    crashed: bool,
    count: usize,
    planned: Vec<(usize, Mishap)>,
    hits: Vec<Hit>,
    previous: String,
    seen: BTreeSet<Seen>,
}

impl Mishaps {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts exchanges from 0 again, and lets these go wrong.
    pub fn plan(&self, planned: &[(usize, Mishap)]) {
        let mut state = self.state();
        state.count = 0;
        state.planned = planned.to_vec();
        state.hits.clear();
    }

    /// How many exchanges there were since [`Self::plan`].
    #[must_use]
    pub fn count(&self) -> usize {
        self.state().count
    }

    /// What went wrong since [`Self::plan`].
    #[must_use]
    pub fn hits(&self) -> Vec<Hit> {
        self.state().hits.clone()
    }

    /// Every meeting that ever stood at Zoom, as it stood.
    #[must_use]
    pub fn seen(&self) -> BTreeSet<Seen> {
        self.state().seen.clone()
    }

    /// While the clock ticks, its looks at the list are not counted: each is like the last.
    pub(super) fn ticking(&self, ticking: bool) {
        self.state().ticking = ticking;
    }

    /// Whether each exchange lets others go first.
    pub(super) fn yielding(&self, yielding: bool) {
        self.state().yielding = yielding;
    }

    /// Polls until the end, or until the process crashes; then it is dropped as it stands.
    pub(super) async fn until_crash<T>(&self, invocation: impl Future<Output = T>) -> Option<T> {
        let mut invocation = pin!(invocation);
        poll_fn(|context| {
            self.state().inside = true;
            let polled = invocation.as_mut().poll(context);
            let mut state = self.state();
            state.inside = false;
            match polled {
                Poll::Ready(value) => Poll::Ready(Some(value)),
                Poll::Pending if std::mem::take(&mut state.crashed) => Poll::Ready(None),
                Poll::Pending => Poll::Pending,
            }
        })
        .await
    }

    /// Counts an exchange and says what goes wrong at it.
    fn next(&self, exchange: String) -> Option<Mishap> {
        let mut state = self.state();
        if !state.inside || state.ticking && exchange.ends_with(".Query") {
            return None;
        }
        let number = state.count;
        state.count += 1;
        let previous = std::mem::replace(&mut state.previous, exchange.clone());
        let planned = state.planned.iter().find(|(at, _)| *at == number).map(|(_, it)| *it)?;
        state.hits.push(Hit { mishap: planned, number, exchange, previous });
        Some(planned)
    }

    async fn crash<T>(&self) -> T {
        self.state().crashed = true;
        pending().await
    }

    fn see(&self, zoom: &Value) {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let meetings = zoom["meetings"].as_array().into_iter().flatten();
        let seen = meetings.map(|it| (text(&it["join_url"]), text(&it["start_time"])));
        self.state().seen.extend(seen);
    }
}

/// Where the functions' requests go.
#[derive(Clone)]
pub(super) struct Wires {
    pub aws: Aws,
    pub sims: Simulators,
    pub mishaps: Mishaps,
}

impl Wires {
    async fn perform(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, TransportFault> {
        let lost = || TransportFault::Lost("dropped".to_owned());
        if request.uri().host() == Some("aws.test") {
            let answer = self.aws.call(request).await;
            let is_lost = answer.status().as_u16() == 599;
            return if is_lost { Err(lost()) } else { Ok(answer) };
        }
        let changes = matches!(*request.method(), http::Method::POST | http::Method::PATCH);
        let answer = self.sims.call(request).await.map_err(|_| lost());
        if changes && let Ok(zoom) = self.sims.state("zoom") {
            self.mishaps.see(&zoom);
        }
        answer
    }
}

impl Exchange for Wires {
    fn exchange(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<Result<http::Response<Bytes>, TransportFault>> {
        let wires = self.clone();
        Box::pin(async move {
            let mishaps = wires.mishaps.clone();
            if mishaps.state().yielding {
                tokio::task::yield_now().await;
            }
            match mishaps.next(name_of(&request)) {
                None => wires.perform(request).await,
                Some(Mishap::CrashBefore) => mishaps.crash().await,
                Some(Mishap::CrashAfter) => {
                    let _ = wires.perform(request).await;
                    mishaps.crash().await
                }
                Some(Mishap::Lost) => {
                    let _ = wires.perform(request).await;
                    Err(TransportFault::Lost("the sweep lost it".to_owned()))
                }
                Some(Mishap::Refused) => {
                    Err(TransportFault::NotSent("the sweep refused it".to_owned()))
                }
            }
        })
    }
}

/// `AmazonSQS.SendMessage`, or `POST /path`.
fn name_of(request: &http::Request<Bytes>) -> String {
    let target = request.headers().get("x-amz-target").and_then(|it| it.to_str().ok());
    target.map_or_else(|| format!("{} {}", request.method(), request.uri().path()), str::to_owned)
}

/// Polls two invocations to their ends, one step of one of them at a time, in an order that `seed`
/// decides.
pub(super) async fn in_turns(
    one: impl Future<Output = ()>,
    other: impl Future<Output = ()>,
    mut seed: u64,
) {
    let (mut one, mut other) = (pin!(one), pin!(other));
    let mut open = [true, true];
    poll_fn(|context| {
        // SplitMix64 (Steele, Lea, Flood): a good bit from any seed.
        seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let first = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb) >> 63 == 0;
        let turn = usize::from(open[1] && !(first && open[0]));
        let polled = match turn {
            0 => one.as_mut().poll(context),
            _ => other.as_mut().poll(context),
        };
        if polled.is_ready() {
            open[turn] = false;
        }
        if open == [false, false] {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
