//! One execution environment: a process and the Runtime API it works at. It takes one invocation
//! after the other and is killed when it is dropped.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use tokio::process::Command;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

use super::log::Log;
use super::process::Process;
use super::runtime_api::{FunctionError, Invocation, Report, RuntimeApi};
use super::{FunctionSpec, InvokeError, ids, variables};
use crate::gates::Gate;

/// How long a function may take to ask for its first invocation (Lambda: 10 s, and once more
/// within the first invocation's time).
const INIT_TIME: Duration = Duration::from_secs(10);

/// How an invocation ended.
pub(super) enum Outcome {
    /// With an answer; the environment can take the next one.
    Reusable(Result<Bytes, InvokeError>),
    /// The environment is of no more use.
    Ended(Result<Bytes, InvokeError>),
    /// The process had ended before it took the invocation.
    NotTaken,
}

/// Why the process can't be waited for any longer.
enum End {
    Exited(String),
    TimedOut,
}

/// A process that is started or waits for work.
pub(super) struct Environment {
    function: Arc<FunctionSpec>,
    log: Log,
    api: RuntimeApi,
    reports: mpsc::UnboundedReceiver<Report>,
    process: Arc<Process>,
    /// Where its exchanges pass, if they are watched.
    gate: Option<Gate>,
}

impl Environment {
    /// Starts the process; [`Environment::initialise`] waits until it is ready.
    pub(super) async fn start(
        function: &Arc<FunctionSpec>,
        log: &Log,
    ) -> Result<Self, InvokeError> {
        let failed = |error: std::io::Error| InvokeError::InitFailed { reason: error.to_string() };
        let (api, reports) = RuntimeApi::open().await.map_err(failed)?;
        let mut variables = variables::variables(function, api.address(), &ids::uuid());
        let gate = match &function.gates {
            Some(gates) => Some(gates.open(&function.name).await.map_err(failed)?),
            None => None,
        };
        if let Some(gate) = &gate {
            gate.redirect(&mut variables);
        }
        let mut command = Command::new(&function.program);
        command
            .env_clear()
            .envs(variables)
            .stdin(std::process::Stdio::null())
            .stdout(log.output().map_err(failed)?)
            .stderr(log.output().map_err(failed)?);
        let process = Process::start(&mut command).map_err(failed)?;
        if let Some(gate) = &gate {
            let watched = Arc::clone(&process);
            gate.belongs_to(process.pid(), move || watched.kill());
        }
        Ok(Self { function: Arc::clone(function), log: log.clone(), api, reports, process, gate })
    }

    /// Its process.
    pub(super) fn process(&self) -> &Arc<Process> {
        &self.process
    }

    /// Waits until the function asks for its first invocation.
    pub(super) async fn initialise(&mut self) -> Result<(), InvokeError> {
        let until = Instant::now() + INIT_TIME.max(self.function.timeout);
        let reason = match self.next_report(until).await {
            Ok(Report::Waits) => return Ok(()),
            Ok(Report::InitFailed(error)) => {
                format!("{}: {}", error.error_type, error.error_message)
            }
            Ok(Report::Answered(_)) => "it answered before it was asked".to_owned(),
            Err(End::TimedOut) => "it did not ask for work in time".to_owned(),
            Err(End::Exited(_)) if self.process.was_killed() => return Err(InvokeError::Crashed),
            Err(End::Exited(how)) => format!("the process ended: {how}"),
        };
        self.log.not_started(&reason);
        Err(InvokeError::InitFailed { reason })
    }

    /// Has the function work on one event. This ends when the function asks for the next one, so
    /// that whoever has the answer finds the environment waiting.
    pub(super) async fn invoke(&mut self, payload: Bytes) -> Outcome {
        let began = Instant::now();
        let invocation = self.invocation(payload);
        let request_id = invocation.request_id.clone();
        self.log.began(&request_id);
        if let Some(gate) = &self.gate {
            gate.begin(&invocation.payload);
        }
        if !self.api.offer(invocation).await {
            return Outcome::NotTaken;
        }
        let outcome = self.outcome(began + self.function.timeout).await;
        self.log.ended(&request_id, began.elapsed(), self.fault(&outcome).as_deref());
        outcome
    }

    fn invocation(&self, payload: Bytes) -> Invocation {
        let now = Timestamp::now();
        let timeout = i64::try_from(self.function.timeout.as_millis()).unwrap_or(i64::MAX);
        Invocation {
            request_id: ids::uuid(),
            deadline_ms: now.as_millisecond().saturating_add(timeout),
            function_arn: variables::arn(&self.function),
            trace_id: format!("{};Sampled=0", ids::trace(now)),
            payload,
        }
    }

    async fn outcome(&mut self, until: Instant) -> Outcome {
        let answer = match self.answer(until).await {
            Ok(answer) => answer.map_err(function_error),
            Err(end) => return self.ended(end).await,
        };
        match self.ready(until).await {
            Ok(()) => Outcome::Reusable(answer),
            Err(_) => Outcome::Ended(answer),
        }
    }

    /// Waits for the answer.
    async fn answer(&mut self, until: Instant) -> Result<Result<Bytes, FunctionError>, End> {
        loop {
            if let Report::Answered(answer) = self.next_report(until).await? {
                return Ok(answer);
            }
        }
    }

    /// Waits until the function asks for work again.
    async fn ready(&mut self, until: Instant) -> Result<(), End> {
        while !matches!(self.next_report(until).await?, Report::Waits) {}
        Ok(())
    }

    async fn next_report(&mut self, until: Instant) -> Result<Report, End> {
        tokio::select! {
            biased;
            Some(report) = self.reports.recv() => Ok(report),
            how = self.process.ended() => Err(End::Exited(how)),
            () = sleep_until(until) => Err(End::TimedOut),
        }
    }

    /// The process has ended without an answer, or is made to.
    async fn ended(&self, end: End) -> Outcome {
        match end {
            End::TimedOut => {
                self.process.kill();
                self.process.ended().await;
                Outcome::Ended(Err(InvokeError::TimedOut))
            }
            End::Exited(_) if self.api.is_running() || self.process.was_killed() => {
                Outcome::Ended(Err(InvokeError::Crashed))
            }
            End::Exited(_) => Outcome::NotTaken,
        }
    }

    /// What the log says of an outcome.
    fn fault(&self, outcome: &Outcome) -> Option<String> {
        let error = match outcome {
            Outcome::Reusable(result) | Outcome::Ended(result) => result.as_ref().err()?,
            Outcome::NotTaken => return Some("Status: not taken".to_owned()),
        };
        Some(match error {
            InvokeError::TimedOut => {
                format!("Task timed out after {:.2} seconds", self.function.timeout.as_secs_f64())
            }
            InvokeError::Function { error_type, .. } => format!("Error Type: {error_type}"),
            other => format!("Status: {other}"),
        })
    }
}

impl Drop for Environment {
    fn drop(&mut self) {
        self.process.kill();
    }
}

fn function_error(error: FunctionError) -> InvokeError {
    InvokeError::Function { error_type: error.error_type, message: error.error_message }
}
