//! What the simulators hold, kept over a restart.

use std::fs;
use std::io;
use std::path::Path;

use serde_json::{Map, Value};

use super::{Simulators, StateError, UnknownProvider};

const FILE: &str = "simulators.json";

impl Simulators {
    /// All that one provider holds, as a restart needs it.
    ///
    /// # Errors
    /// There is no such provider.
    pub fn snapshot(&self, provider: &str) -> Result<Value, UnknownProvider> {
        Ok(self.provider(provider)?.snapshot())
    }

    /// Gives one provider back what [`Simulators::snapshot`] took.
    ///
    /// # Errors
    /// Names the field that does not fit, or `provider`.
    pub fn restore(&self, provider: &str, snapshot: Value) -> Result<(), StateError> {
        self.provider(provider)
            .map_err(|error| StateError::invalid("provider", error.to_string()))?
            .restore(snapshot)
    }

    /// Writes the state of all providers to `simulators.json` in `dir`: whole or not at all.
    ///
    /// # Errors
    /// The directory can't be written to.
    pub fn save(&self, dir: &Path) -> io::Result<()> {
        let all: Map<String, Value> =
            self.providers().map(|p| (p.name().to_owned(), p.snapshot())).collect();
        fs::create_dir_all(dir)?;
        let draft = dir.join(format!("{FILE}.new"));
        fs::write(&draft, serde_json::to_vec(&all)?)?;
        fs::rename(draft, dir.join(FILE))
    }

    /// Reads what [`Simulators::save`] wrote; without such a file everything stays as it is.
    ///
    /// # Errors
    /// The file can't be read, or holds something else.
    pub fn load(&self, dir: &Path) -> io::Result<()> {
        let text = match fs::read(dir.join(FILE)) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error),
        };
        let mut all: Map<String, Value> = serde_json::from_slice(&text)?;
        for provider in self.providers() {
            if let Some(snapshot) = all.remove(provider.name()) {
                provider.restore(snapshot).map_err(io::Error::other)?;
            }
        }
        Ok(())
    }
}
