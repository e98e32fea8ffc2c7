//! One process of a function, from its start until it has worked off its events, bare or under a tool
//! of valgrind.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use bytes::Bytes;
use convoke_tests::callgrind;
use rustix::process::{Pid, Signal, kill_process};
use tokio::process::{Child, Command};
use tokio::time::{sleep, timeout};

use crate::error::BenchError;
use crate::opened::opened;
use crate::runtime_api::{Events, RuntimeApi};

/// How long a process may take for all its events, under callgrind and on a machine with other work.
const PATIENCE: Duration = Duration::from_mins(3);
/// How often it is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(10);
/// So many looks in a row that find it asleep count as being done.
const LOOKS: u32 = 3;

/// How the process is watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    /// Not at all: what it needs of memory is its own.
    Bare,
    /// Every instruction is counted.
    Callgrind,
    /// Every call of the system is written down.
    Syscalls,
}

/// What is run.
pub struct Program<'a> {
    /// The function's name.
    pub name: &'a str,
    /// Its binary.
    pub path: &'a Path,
    /// Its environment, once it is known where the Runtime API is.
    pub variables: &'a (dyn Fn(SocketAddr) -> BTreeMap<String, String> + Sync),
    /// Its events.
    pub events: Events,
}

/// What a process did.
pub struct Ran {
    /// Instructions from its first to its last; 0 unless they were counted.
    pub instructions: u64,
    /// The most memory it held, in KiB; of valgrind if it ran under that.
    pub peak_kb: u64,
    /// The files it opened, unless nobody looked.
    pub opened: Vec<String>,
    /// Its answers.
    pub answers: Vec<Bytes>,
}

impl Program<'_> {
    /// Runs it until it has answered `count` events and waits for the next. What the tool writes goes
    /// into `folder`.
    ///
    /// # Errors
    /// When it can't be run, or ends or stands still before it is done.
    pub async fn run(&self, tool: Tool, count: u32, folder: &Path) -> Result<Ran, BenchError> {
        let api = RuntimeApi::open(self.events.clone(), count).await?;
        let written = folder.join(format!("{}.{tool:?}", self.name));
        let mut child = self.start(tool, &written, api.address)?;
        self.until_idle(&api, &mut child).await?;
        let answers = api.answers();
        let peak_kb = self.status(&child, "VmHWM:").await?.parse().unwrap_or_default();
        self.end(&mut child).await?;
        let text = || std::fs::read_to_string(&written).map_err(BenchError::file(&written));
        let (mut instructions, mut files) = (0, Vec::new());
        match tool {
            Tool::Bare => {}
            Tool::Callgrind => {
                let total = callgrind::total(&text()?);
                instructions = total.ok_or_else(|| self.fault("callgrind has counted nothing"))?;
            }
            Tool::Syscalls => files = opened(&text()?),
        }
        Ok(Ran { instructions, peak_kb, opened: files, answers })
    }

    fn start(&self, tool: Tool, written: &Path, api: SocketAddr) -> Result<Child, BenchError> {
        let mut command = match tool {
            Tool::Bare => Command::new(self.path),
            Tool::Callgrind => {
                let mut command = Command::new("valgrind");
                command.args(["--tool=callgrind", "--quiet"]);
                command.arg(format!("--callgrind-out-file={}", written.display())).arg(self.path);
                command
            }
            Tool::Syscalls => {
                let mut command = Command::new("valgrind");
                command.args(["--tool=none", "--trace-syscalls=yes"]);
                command.arg(format!("--log-file={}", written.display())).arg(self.path);
                command
            }
        };
        command.env_clear().envs((self.variables)(api)).kill_on_drop(true);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let program = PathBuf::from(command.as_std().get_program()).display().to_string();
        command.spawn().map_err(|source| BenchError::NotRun { program, source })
    }

    async fn until_idle(&self, api: &RuntimeApi, child: &mut Child) -> Result<(), BenchError> {
        let ended = |how: std::io::Result<ExitStatus>| {
            let how = how.map_or_else(|e| e.to_string(), |status| status.to_string());
            self.fault(&format!("the process ended: {how}"))
        };
        tokio::select! {
            () = api.idle() => {}
            how = child.wait() => return Err(ended(how)),
            () = sleep(PATIENCE) => return Err(self.fault("it stands still")),
        }
        // It has asked for more; what it does until it sleeps belongs to the event before.
        let mut asleep = 0;
        while asleep < LOOKS {
            sleep(LOOK_EVERY).await;
            asleep = if self.status(child, "State:").await? == "S" { asleep + 1 } else { 0 };
        }
        Ok(())
    }

    /// A word of what the system knows of the process (proc(5), `/proc/pid/status`).
    async fn status(&self, child: &Child, key: &str) -> Result<String, BenchError> {
        let pid = child.id().ok_or_else(|| self.fault("the process has ended"))?;
        let path = PathBuf::from(format!("/proc/{pid}/status"));
        let text = tokio::fs::read_to_string(&path).await.map_err(BenchError::file(&path))?;
        let line = text.lines().find_map(|line| line.strip_prefix(key));
        let word = line.and_then(|line| line.split_whitespace().next());
        Ok(word.unwrap_or_default().to_owned())
    }

    /// Ends it by the signal after which valgrind still writes what it has counted.
    async fn end(&self, child: &mut Child) -> Result<(), BenchError> {
        let pid = child.id().and_then(|pid| Pid::from_raw(pid.cast_signed()));
        let pid = pid.ok_or_else(|| self.fault("the process has ended"))?;
        kill_process(pid, Signal::TERM).map_err(|e| self.fault(&e.to_string()))?;
        let ended = timeout(PATIENCE, child.wait()).await;
        ended.map(drop).map_err(|_| self.fault("it does not end"))
    }

    fn fault(&self, problem: &str) -> BenchError {
        BenchError::function(self.name, problem)
    }
}
