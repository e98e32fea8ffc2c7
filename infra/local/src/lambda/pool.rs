//! The execution environments of one function: warm ones are used again, new ones are started as
//! needed, as many as the function may have.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::join_all;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout};

use super::environment::{Environment, Outcome};
use super::log::Log;
use super::process::Process;
use super::{FunctionSpec, InvokeError, LambdaError, ProcessInfo, locked};

/// How long an environment is kept without work. Lambda says nothing; some minutes are usual.
const KEPT_IDLE: Duration = Duration::from_mins(5);

/// How many environments an account may have (Lambda quotas: 1,000 by default).
const MAX_CONCURRENCY: usize = 1_000;

/// The environments of one function.
pub(super) struct Pool {
    function: Arc<FunctionSpec>,
    log: Log,
    /// How many invocations may still begin.
    slots: Arc<Semaphore>,
    slot_count: u32,
    /// Waiting environments; the last one worked most recently.
    idle: Mutex<Vec<Idle>>,
    /// All processes that have not been reaped, and perhaps some that have.
    processes: Mutex<Vec<Arc<Process>>>,
    stopping: AtomicBool,
}

struct Idle {
    environment: Environment,
    since: Instant,
}

impl Pool {
    /// A pool without environments.
    pub(super) fn new(function: FunctionSpec, log: Log) -> Result<Self, LambdaError> {
        if !function.program.is_file() {
            let (function, program) = (function.name, function.program);
            return Err(LambdaError::NoProgram { function, program });
        }
        let slots = function.concurrency.clamp(1, MAX_CONCURRENCY);
        Ok(Self {
            slots: Arc::new(Semaphore::new(slots)),
            slot_count: u32::try_from(slots).unwrap_or(u32::MAX),
            function: Arc::new(function),
            log,
            idle: Mutex::default(),
            processes: Mutex::default(),
            stopping: AtomicBool::new(false),
        })
    }

    /// What it runs.
    pub(super) fn function(&self) -> &FunctionSpec {
        &self.function
    }

    /// Waits for a slot and invokes, in a task of its own: the function goes on when the caller
    /// has gone.
    pub(super) async fn invoke(self: Arc<Self>, payload: Bytes) -> Result<Bytes, InvokeError> {
        let slot = Arc::clone(&self.slots).acquire_owned().await;
        let slot = slot.map_err(|_| InvokeError::Stopping)?;
        if self.is_stopping() {
            return Err(InvokeError::Stopping);
        }
        tokio::spawn(self.run(payload, slot)).await.unwrap_or(Err(InvokeError::Crashed))
    }

    async fn run(
        self: Arc<Self>,
        payload: Bytes,
        _slot: OwnedSemaphorePermit,
    ) -> Result<Bytes, InvokeError> {
        let needs_new = self.is_threatened(&payload);
        while !needs_new && let Some(warm) = self.take_idle() {
            if let Some(result) = self.work(warm, payload.clone()).await {
                return result;
            }
        }
        let new = self.start().await?;
        self.work(new, payload).await.unwrap_or(Err(InvokeError::Crashed))
    }

    /// Invokes in this environment; nothing if its process had ended before it began.
    async fn work(
        &self,
        mut environment: Environment,
        payload: Bytes,
    ) -> Option<Result<Bytes, InvokeError>> {
        match environment.invoke(payload).await {
            Outcome::Reusable(result) => {
                self.give_back(environment);
                Some(result)
            }
            Outcome::Ended(Err(InvokeError::Crashed)) if self.is_stopping() => {
                Some(Err(InvokeError::Stopping))
            }
            Outcome::Ended(result) => Some(result),
            Outcome::NotTaken => None,
        }
    }

    /// Whether a kill is planned for this invocation; see [`crate::gates::Gates::kill`].
    fn is_threatened(&self, payload: &[u8]) -> bool {
        let gates = self.function.gates.as_ref();
        gates.is_some_and(|gates| gates.threaten(&self.function.name, payload))
    }

    async fn start(&self) -> Result<Environment, InvokeError> {
        let mut environment = Environment::start(&self.function, &self.log).await?;
        self.register(environment.process())?;
        environment.initialise().await?;
        Ok(environment)
    }

    /// Notes a process, unless it is too late for it.
    fn register(&self, process: &Arc<Process>) -> Result<(), InvokeError> {
        let mut processes = locked(&self.processes);
        if self.is_stopping() {
            return Err(InvokeError::Stopping);
        }
        processes.retain(|process| !process.has_ended());
        processes.push(Arc::clone(process));
        Ok(())
    }

    /// The environment that worked most recently and still lives.
    fn take_idle(&self) -> Option<Environment> {
        let mut idle = locked(&self.idle);
        while let Some(Idle { environment, .. }) = idle.pop() {
            if !environment.process().is_over() {
                environment.process().set_busy(true);
                return Some(environment);
            }
        }
        None
    }

    fn give_back(&self, environment: Environment) {
        environment.process().set_busy(false);
        locked(&self.idle).push(Idle { environment, since: Instant::now() });
    }

    /// The living processes, oldest first.
    pub(super) fn processes(&self) -> Vec<ProcessInfo> {
        let processes = locked(&self.processes);
        let living = processes.iter().filter(|process| !process.is_over());
        living.map(|process| ProcessInfo { pid: process.pid(), busy: process.is_busy() }).collect()
    }

    /// Kills all processes now; how many there were.
    pub(super) fn kill(&self) -> usize {
        let mut killed = 0;
        for process in locked(&self.processes).iter().filter(|process| !process.is_over()) {
            process.kill();
            killed += 1;
        }
        locked(&self.idle).clear();
        killed
    }

    /// Ends environments that have had no work for long, or whose process has ended.
    pub(super) fn sweep(&self) {
        locked(&self.idle).retain(|idle| {
            idle.since.elapsed() < KEPT_IDLE && !idle.environment.process().is_over()
        });
        locked(&self.processes).retain(|process| !process.has_ended());
    }

    /// Lets invocations end, then kills all processes and waits until they are gone.
    pub(super) async fn stop(&self, grace: Duration) {
        self.stopping.store(true, Ordering::SeqCst);
        // Whoever waits for a slot gets it before us and is told that it is too late.
        let all_ended = timeout(grace, self.slots.acquire_many(self.slot_count)).await;
        self.slots.close();
        drop(all_ended);
        let processes = locked(&self.processes).clone();
        self.kill();
        join_all(processes.iter().map(|process| process.ended())).await;
    }

    fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::SeqCst)
    }
}
