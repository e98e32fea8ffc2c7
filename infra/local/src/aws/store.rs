//! Where queues and secrets outlive the process.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use serde_json::Value;

use super::secrets::Secrets;
use super::sqs::Sqs;
use super::{AwsError, file, locked};

/// The files, and what they hold.
pub(super) struct Store {
    queues: PathBuf,
    secrets: PathBuf,
    saved: Mutex<Saved>,
}

#[derive(Default)]
struct Saved {
    queues_revision: u64,
    secrets: Value,
}

impl Store {
    /// Takes a directory, made if it is not there and open to its owner only.
    pub(super) fn open(data_dir: &Path) -> Result<Self, AwsError> {
        file::make_private_dir(data_dir).map_err(|source| failed(data_dir, source))?;
        let (queues, secrets) = (data_dir.join("queues.json"), data_dir.join("secrets.json"));
        Ok(Self { queues, secrets, saved: Mutex::default() })
    }

    /// Reads the queues as they were saved, if they were.
    pub(super) fn read_queues<T>(
        &self,
        parse: impl FnOnce(Option<&[u8]>) -> Result<T, serde_json::Error>,
    ) -> Result<T, AwsError> {
        read(&self.queues, parse)
    }

    /// Reads the secrets as they were saved, if they were.
    pub(super) fn read_secrets<T>(
        &self,
        parse: impl FnOnce(Option<&[u8]>) -> Result<T, serde_json::Error>,
    ) -> Result<T, AwsError> {
        read(&self.secrets, parse)
    }

    /// Writes what changed.
    pub(super) fn save(&self, queues: &Sqs, secrets: &Secrets) -> Result<(), AwsError> {
        let mut saved = locked(&self.saved);
        let revision = queues.revision();
        if revision != saved.queues_revision {
            replace(&self.queues, &queues.snapshot().map_err(AwsError::Unsaved)?)?;
            saved.queues_revision = revision;
        }
        if let Some(content) = secrets.snapshot().map_err(AwsError::Unsaved)?
            && content != saved.secrets
        {
            replace(&self.secrets, content.to_string().as_bytes())?;
            saved.secrets = content;
        }
        Ok(())
    }
}

fn read<T>(
    path: &Path,
    parse: impl FnOnce(Option<&[u8]>) -> Result<T, serde_json::Error>,
) -> Result<T, AwsError> {
    let content = file::read(path).map_err(|source| failed(path, source))?;
    parse(content.as_deref()).map_err(|source| AwsError::Saved { path: path.into(), source })
}

fn replace(path: &Path, content: &[u8]) -> Result<(), AwsError> {
    file::replace(path, content).map_err(|source| failed(path, source))
}

fn failed(path: &Path, source: std::io::Error) -> AwsError {
    AwsError::File { path: path.into(), source }
}
