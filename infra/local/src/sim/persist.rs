//! What the simulators hold, kept over a restart.

use std::fs;
use std::io;
use std::path::Path;

use serde_json::{Map, Value};

use super::Simulators;

const FILE: &str = "simulators.json";

impl Simulators {
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
