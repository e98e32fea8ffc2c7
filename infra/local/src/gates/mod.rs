//! Gates: everything that a function's process sends to AWS or to a vendor passes a gate of its own,
//! where a test can kill that very process: before an exchange has its effect, or after it and before
//! the answer arrives. The functions know nothing of it.

mod gate;
mod plan;
#[cfg(test)]
mod tests;

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use serde::Serialize;

pub(crate) use gate::Gate;
use plan::Plans;

/// On which side of an exchange's effect a process is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The exchange has no effect.
    Before,
    /// It has its effect, and nobody hears of it.
    After,
}

/// A point at which a process is to be killed, once.
#[derive(Clone, Debug)]
pub struct Kill {
    /// The function.
    pub function: String,
    /// Texts that the invocation's event holds, all of them; none means any event.
    pub about: Vec<String>,
    /// Which exchange of the invocation, from 0.
    pub exchange: usize,
    /// Before or after its effect.
    pub side: Side,
}

/// One exchange that a process asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Exchange {
    /// The process.
    pub pid: u32,
    /// Its function.
    pub function: String,
    /// What was asked: AWS's operation (`UpdateItem`), or method and path (`POST /zoom/v2/users/me`).
    pub what: String,
    /// Whether it had its effect, as far as it was not refused.
    pub performed: bool,
    /// On which side of it the process was killed, if it was.
    pub killed: Option<Side>,
}

/// The gates of all processes: what is planned at them and what passed. Clones share them.
#[derive(Clone)]
pub struct Gates {
    ways: Arc<Ways>,
    book: Arc<Mutex<Book>>,
}

/// Where the gates lead.
struct Ways {
    aws: Way,
    sim: Way,
}

/// An endpoint, as everybody else reaches it.
pub(crate) struct Way {
    /// Its base URL, without a slash at its end.
    pub url: String,
    /// What answers there.
    pub router: Router,
}

#[derive(Default)]
struct Book {
    plans: Plans,
    exchanges: Vec<Exchange>,
}

impl Gates {
    /// Gates to these endpoints.
    pub(crate) fn new(aws: Way, sim: Way) -> Self {
        Self { ways: Arc::new(Ways { aws, sim }), book: Arc::default() }
    }

    /// Plans a kill, and gives the number by which [`Gates::came`] tells of it. An invocation that may
    /// reach the point gets a new process, so that nothing that is asked only once is left out.
    #[expect(clippy::must_use_candidate, reason = "not every kill is asked after")]
    pub fn kill(&self, kill: Kill) -> usize {
        self.book().plans.add(kill)
    }

    /// Kills at random as well: one of `one_in` exchanges, on either side; which ones follows from
    /// `seed` and the order in which they come. Ends with [`Gates::relent`].
    pub fn kill_by_chance(&self, seed: u64, one_in: u32) {
        self.book().plans.by_chance(seed, one_in);
    }

    /// Kills nobody any more.
    pub fn relent(&self) {
        self.book().plans.clear();
    }

    /// The exchange at which a planned kill happened; `None` as long as nobody came to that point.
    #[must_use]
    pub fn came(&self, kill: usize) -> Option<Exchange> {
        let book = self.book();
        let exchange = book.plans.came(kill)?;
        book.exchanges.get(exchange).cloned()
    }

    /// Everything that was asked so far, in order.
    #[must_use]
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.book().exchanges.clone()
    }

    /// A gate for one process of a function.
    pub(crate) async fn open(&self, function: &str) -> io::Result<Gate> {
        Gate::open(self.clone(), function).await
    }

    /// Whether an invocation with this event may be killed by plan.
    pub(crate) fn threaten(&self, function: &str, event: &[u8]) -> bool {
        self.book().plans.threaten(function, event)
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        // A list is never left half changed.
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Gates {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Gates")
    }
}
