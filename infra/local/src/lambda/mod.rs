//! AWS Lambda on one machine: it starts the very binaries that are deployed, one process for each
//! execution environment, speaks the Runtime API to them and ends them as Lambda does.
//!
//! Around it stands what calls functions: [`front`] for HTTP (API Gateway), [`poll`] for SQS and
//! [`every_minute`] for the schedule (EventBridge).

mod answer;
mod batch;
mod clock;
mod environment;
mod event;
mod front;
mod ids;
mod log;
mod poller;
mod pool;
mod process;
mod route;
mod runtime_api;
#[cfg(test)]
mod tests;
mod variables;

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::join_all;
use thiserror::Error;

pub use clock::{Clockwork, every_minute, tick};
pub use front::front;
pub use poller::{Message, Poller, Queues, SourceSpec, poll};
pub use route::Route;

use log::Log;
use pool::Pool;

use crate::gates::Gates;

/// The region of functions whose environment names none.
const REGION: &str = "us-east-1";

/// The account that everything local belongs to.
const ACCOUNT: &str = "123456789012";

/// The largest event of a synchronous invocation, in bytes (Lambda quotas: 6 MB).
const MAX_EVENT_BYTES: usize = 6 * 1024 * 1024;

/// How often idle environments are looked at.
const SWEEP_EVERY: Duration = Duration::from_secs(30);

/// How long invocations may go on once all is being stopped.
const GRACE: Duration = Duration::from_secs(5);

/// One function, as the template describes it.
#[derive(Debug, Clone)]
pub struct FunctionSpec {
    /// Its name, by which it is invoked.
    pub name: String,
    /// The binary: Lambda's `bootstrap`.
    pub program: PathBuf,
    /// How long one invocation may take, before the environment is killed.
    pub timeout: Duration,
    /// Its memory in MB. Told to the function, not enforced.
    pub memory_mb: u32,
    /// Its variables, complete but for those that Lambda itself sets. They win over Lambda's.
    pub environment: BTreeMap<String, String>,
    /// How many invocations run at once, at least one. More of them wait.
    pub concurrency: usize,
    /// Where its processes' exchanges pass, if they are watched.
    pub gates: Option<Gates>,
}

impl FunctionSpec {
    /// The complete environment of one of its processes that finds its Runtime API there.
    #[must_use]
    pub fn variables(&self, runtime_api: SocketAddr, log_stream: &str) -> BTreeMap<String, String> {
        variables::variables(self, runtime_api, log_stream)
    }
}

/// Why functions can't be served.
#[derive(Debug, Error)]
pub enum LambdaError {
    /// The binary of a function is not there.
    #[error("the program of function {function} is not at {}", program.display())]
    NoProgram {
        /// The function.
        function: String,
        /// Where it should be.
        program: PathBuf,
    },
    /// Two functions have one name.
    #[error("there are two functions named {0}")]
    Twice(String),
    /// A log can't be written.
    #[error("the log {} can't be opened", path.display())]
    Log {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Why an invocation has no result.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum InvokeError {
    /// There is no such function.
    #[error("there is no such function")]
    Unknown,
    /// It took longer than the function's timeout; its environment was killed.
    #[error("the task timed out")]
    TimedOut,
    /// Its process ended before it answered.
    #[error("the process ended before it answered")]
    Crashed,
    /// The function answered with an error.
    #[error("{error_type}: {message}")]
    Function {
        /// The kind, such as `Runtime.Panic`.
        error_type: String,
        /// What the function said.
        message: String,
    },
    /// The function could not be started, or ended or gave up before it asked for work.
    #[error("the function did not start: {reason}")]
    InitFailed {
        /// What happened.
        reason: String,
    },
    /// The event is larger than Lambda takes.
    #[error("an event of {bytes} bytes is too large")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// Lambda is being stopped.
    #[error("no more invocations are taken")]
    Stopping,
}

/// A process of a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProcessInfo {
    /// Its process id.
    pub pid: u32,
    /// Whether it is starting or works on an invocation; otherwise it waits for one.
    pub busy: bool,
}

/// The functions. Clones share them; with the last one the processes are killed.
#[derive(Clone)]
pub struct Lambda {
    functions: Arc<Functions>,
}

type Functions = BTreeMap<String, Arc<Pool>>;

impl Lambda {
    /// Makes the functions ready to be invoked. Processes start with the first invocation, as on
    /// Lambda. What they print is appended to `<function>.log` in the directory `logs`, with
    /// Lambda's own lines, or thrown away.
    ///
    /// # Errors
    /// When a program is missing, a name is there twice or a log can't be opened.
    pub async fn start(
        functions: Vec<FunctionSpec>,
        logs: Option<PathBuf>,
    ) -> Result<Self, LambdaError> {
        let mut pools = Functions::new();
        for function in functions {
            let name = function.name.clone();
            let log = Log::open(logs.as_deref(), &name).await?;
            if pools.insert(name.clone(), Arc::new(Pool::new(function, log)?)).is_some() {
                return Err(LambdaError::Twice(name));
            }
        }
        let functions = Arc::new(pools);
        tokio::spawn(sweep(Arc::downgrade(&functions)));
        Ok(Self { functions })
    }

    /// Invokes a function with a JSON event and waits for its JSON answer. It waits for a free
    /// environment if there are as many as there may be. If the caller goes away, the function
    /// does not notice and goes on.
    ///
    /// # Errors
    /// See [`InvokeError`].
    pub async fn invoke(&self, function: &str, payload: Bytes) -> Result<Bytes, InvokeError> {
        let pool = self.functions.get(function).ok_or(InvokeError::Unknown)?;
        if payload.len() > MAX_EVENT_BYTES {
            return Err(InvokeError::TooLarge { bytes: payload.len() });
        }
        Arc::clone(pool).invoke(payload).await
    }

    /// The functions' names, in their order.
    pub fn functions(&self) -> impl Iterator<Item = &str> {
        self.functions.keys().map(String::as_str)
    }

    /// A function as it was described, for whoever runs its program in another way.
    #[must_use]
    pub fn function(&self, name: &str) -> Option<&FunctionSpec> {
        self.functions.get(name).map(|pool| pool.function())
    }

    /// The living processes of a function, oldest first.
    #[must_use]
    pub fn processes(&self, function: &str) -> Vec<ProcessInfo> {
        self.functions.get(function).map(|pool| pool.processes()).unwrap_or_default()
    }

    /// Kills all environments of a function at once, as when Lambda takes a host away; how many.
    /// Their invocations fail as [`InvokeError::Crashed`]; the next one starts a new environment.
    #[must_use]
    pub fn kill(&self, function: &str) -> usize {
        self.functions.get(function).map_or(0, |pool| pool.kill())
    }

    /// Takes no more invocations, waits a few seconds for those that run, and then kills all
    /// processes; none is left when this returns. They get no warning (Lambda: SIGTERM comes
    /// before SIGKILL only to functions with extensions).
    pub async fn stop(&self) {
        self.stop_within(GRACE).await;
    }

    /// Kills all processes at once; none is left when this returns.
    pub async fn halt(&self) {
        self.stop_within(Duration::ZERO).await;
    }

    /// The same with another time for invocations to end.
    async fn stop_within(&self, grace: Duration) {
        join_all(self.functions.values().map(|pool| pool.stop(grace))).await;
    }
}

/// Ends environments that were idle for long, for as long as there are functions.
async fn sweep(functions: Weak<Functions>) {
    loop {
        tokio::time::sleep(SWEEP_EVERY).await;
        let Some(functions) = functions.upgrade() else { return };
        functions.values().for_each(|pool| pool.sweep());
    }
}

/// Locks, also after somebody panicked while holding the lock: what is locked here is never left
/// half changed.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
