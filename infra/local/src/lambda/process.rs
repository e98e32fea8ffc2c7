//! One operating-system process, which can be killed from anywhere and never becomes a zombie.

use std::future::poll_fn;
use std::io;
use std::pin::pin;
use std::process::ExitStatus;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use tokio::process::{Child, Command};
use tokio::sync::watch;

use super::locked;

/// A process that was started. It dies with the runtime it was started on.
pub(super) struct Process {
    pid: u32,
    child: Mutex<Child>,
    killed: AtomicBool,
    busy: AtomicBool,
    exit: watch::Receiver<Option<String>>,
}

impl Process {
    /// Starts the command, in a process group of its own: an interrupt typed at a terminal is for
    /// us, and we end the functions in order.
    pub(super) fn start(command: &mut Command) -> io::Result<Arc<Self>> {
        let child = command.kill_on_drop(true).process_group(0).spawn()?;
        let pid = child.id().ok_or(io::ErrorKind::NotFound)?;
        let (announce, exit) = watch::channel(None);
        let process = Arc::new(Self {
            pid,
            child: Mutex::new(child),
            killed: AtomicBool::new(false),
            busy: AtomicBool::new(true),
            exit,
        });
        tokio::spawn(reap(Arc::clone(&process), announce));
        Ok(process)
    }

    /// Its process id.
    pub(super) fn pid(&self) -> u32 {
        self.pid
    }

    /// Sends SIGKILL now.
    pub(super) fn kill(&self) {
        self.killed.store(true, Ordering::SeqCst);
        // It fails if the process has ended already, which is what is wanted.
        let _ = locked(&self.child).start_kill();
    }

    /// Whether it has ended or is about to, because we killed it.
    pub(super) fn is_over(&self) -> bool {
        self.was_killed() || self.has_ended()
    }

    /// Whether it has ended and been reaped.
    pub(super) fn has_ended(&self) -> bool {
        self.exit.borrow().is_some()
    }

    /// Whether we killed it.
    pub(super) fn was_killed(&self) -> bool {
        self.killed.load(Ordering::SeqCst)
    }

    /// Waits until it has ended and been reaped; how it ended.
    pub(super) async fn ended(&self) -> String {
        let mut exit = self.exit.clone();
        let ended = exit.wait_for(Option::is_some).await;
        ended.ok().and_then(|exit| exit.clone()).unwrap_or_default()
    }

    /// Notes whether it has work.
    pub(super) fn set_busy(&self, busy: bool) {
        self.busy.store(busy, Ordering::SeqCst);
    }

    /// Whether it has work.
    pub(super) fn is_busy(&self) -> bool {
        self.busy.load(Ordering::SeqCst)
    }
}

/// Waits for the end of the process. The lock is held only while looking, so that it can be
/// killed meanwhile; `wait` may be begun anew at any time.
async fn reap(process: Arc<Process>, announce: watch::Sender<Option<String>>) {
    let exit = poll_fn(|context| {
        let mut child = locked(&process.child);
        pin!(child.wait()).poll(context)
    });
    announce.send_replace(Some(describe(exit.await)));
}

fn describe(exit: io::Result<ExitStatus>) -> String {
    exit.map_or_else(|error| error.to_string(), |status| status.to_string())
}
