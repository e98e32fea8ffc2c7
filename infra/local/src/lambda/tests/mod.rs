//! Functions as real processes: the test binary itself, started through a script, plays one.

mod http;
mod invoke;
mod life;
mod queue;
mod stub;
mod wire;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use bytes::Bytes;
use serde_json::Value;

use super::{FunctionSpec, InvokeError, Lambda};

/// A directory of a test's own, removed at its end.
struct Place(PathBuf);

impl Place {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("lambda-{:032x}", rand::random::<u128>()));
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn function(concurrency: usize) -> FunctionSpec {
    FunctionSpec {
        name: "stub".to_owned(),
        program: stub::program(),
        timeout: Duration::from_secs(30),
        memory_mb: 128,
        environment: BTreeMap::new(),
        concurrency,
        gates: None,
    }
}

async fn lambda(concurrency: usize) -> Lambda {
    Lambda::start(vec![function(concurrency)], None).await.unwrap()
}

async fn invoke(lambda: &Lambda, event: Value) -> Result<Value, InvokeError> {
    let answer = lambda.invoke("stub", Bytes::from(event.to_string())).await?;
    Ok(serde_json::from_slice(&answer).unwrap())
}

/// Waits until it is so, up to a deadline.
async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !is_so() {
        assert!(Instant::now() < deadline, "never: {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

async fn until_there(path: &str) {
    until(path, || Path::new(path).exists()).await;
}

/// Whether there is a process, even if only as a zombie.
fn exists(pid: u32) -> bool {
    let probe = Command::new("kill").args(["-0", &pid.to_string()]).output();
    probe.unwrap().status.success()
}

fn pid(answer: &Value) -> u32 {
    answer["pid"].as_u64().and_then(|pid| pid.try_into().ok()).unwrap()
}
