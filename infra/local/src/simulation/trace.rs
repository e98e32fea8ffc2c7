//! The course of a run, line by line: the same seed gives the same lines.

use ring::digest::{Context, SHA256};

use super::gate::Waiting;
use super::mishap::Mishap;

/// The lines of a run, or only their digest.
#[derive(Clone)]
pub(super) struct Trace {
    digest: Context,
    lines: Option<Vec<String>>,
    begin_ms: Option<i64>,
}

impl Default for Trace {
    fn default() -> Self {
        Self { digest: Context::new(&SHA256), lines: None, begin_ms: None }
    }
}

impl Trace {
    /// A trace that keeps its lines.
    pub fn kept() -> Self {
        Self { lines: Some(Vec::new()), ..Self::default() }
    }

    /// Something happens to a worker.
    pub fn line(&mut self, now_ms: i64, worker: u32, who: &str, what: &str) {
        self.add(now_ms, &[&worker.to_string(), who, what]);
    }

    /// An exchange goes.
    pub fn asked(&mut self, now_ms: i64, waiting: &Waiting, verdict: Option<Mishap>) {
        let how = verdict.map(|mishap| format!("{mishap:?}")).unwrap_or_default();
        let part = if waiting.answered { "has its answer to" } else { "asks" };
        self.add(now_ms, &[&waiting.worker.to_string(), part, &waiting.what, &how]);
    }

    fn add(&mut self, now_ms: i64, parts: &[&str]) {
        let at = now_ms - *self.begin_ms.get_or_insert(now_ms);
        self.digest.update(&at.to_be_bytes());
        for part in parts {
            self.digest.update(part.as_bytes());
            self.digest.update(b"\n");
        }
        if let Some(lines) = &mut self.lines {
            let (seconds, ms) = (at / 1000, at % 1000);
            lines.push(format!("{seconds:>6}.{ms:03}  {}", parts.join(" ")));
        }
    }

    /// Whether the lines are kept.
    pub const fn keeps(&self) -> bool {
        self.lines.is_some()
    }

    /// The digest of all lines.
    pub fn digest(&self) -> String {
        convoke::domain::ids::hex(self.digest.clone().finish().as_ref())
    }

    /// The lines, if they were kept.
    pub fn into_lines(self) -> Vec<String> {
        self.lines.unwrap_or_default()
    }
}
