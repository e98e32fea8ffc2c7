//! What a function prints, with the lines that Lambda adds to it.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use super::LambdaError;

/// The log of one function; without a file it keeps nothing.
#[derive(Clone)]
pub(super) struct Log {
    file: Option<Arc<File>>,
}

impl Log {
    /// Opens `<function>.log` in `directory`, which is made if it is not there, for appending.
    pub(super) async fn open(
        directory: Option<&Path>,
        function: &str,
    ) -> Result<Self, LambdaError> {
        let Some(directory) = directory else { return Ok(Self { file: None }) };
        let path = directory.join(format!("{function}.log"));
        let failed = |source| LambdaError::Log { path: path.clone(), source };
        tokio::fs::create_dir_all(directory).await.map_err(failed)?;
        let file = append(path.clone()).await.map_err(failed)?;
        Ok(Self { file: Some(Arc::new(file)) })
    }

    /// Where a process of the function prints to.
    pub(super) fn output(&self) -> io::Result<Stdio> {
        self.file.as_ref().map_or_else(|| Ok(Stdio::null()), |file| Ok(file.try_clone()?.into()))
    }

    /// The line before an invocation.
    pub(super) fn began(&self, request_id: &str) {
        self.line(&format!("START RequestId: {request_id} Version: $LATEST"));
    }

    /// The lines after an invocation; `fault` says how it failed, if it did.
    pub(super) fn ended(&self, request_id: &str, took: Duration, fault: Option<&str>) {
        let ms = took.as_secs_f64() * 1000.0;
        let fault = fault.map(|fault| format!("\t{fault}")).unwrap_or_default();
        self.line(&format!("REPORT RequestId: {request_id}\tDuration: {ms:.2} ms{fault}"));
    }

    /// The line when an environment did not start.
    pub(super) fn not_started(&self, reason: &str) {
        self.line(&format!("INIT_REPORT Phase: init\tStatus: error\t{reason}"));
    }

    /// A line that can't be written is no reason to fail an invocation.
    fn line(&self, text: &str) {
        if let Some(file) = &self.file {
            let _ = (&**file).write_all(format!("{text}\n").as_bytes());
        }
    }
}

async fn append(path: PathBuf) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    Ok(tokio::fs::OpenOptions::from(options).open(path).await?.into_std().await)
}
