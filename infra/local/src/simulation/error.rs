//! A simulation that can't be set up. What goes wrong in a run is a report, not an error.

use convoke::config::ConfigError;
use convoke::domain::fault::Fault;

use crate::aws::AwsError;
use crate::sim::StateError;

/// Why a simulation can't be set up or gone on with.
#[derive(Debug, thiserror::Error)]
pub enum SimulationError {
    /// The embedded AWS does not start.
    #[error(transparent)]
    Aws(#[from] AwsError),
    /// A function can't be wired.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A simulator does not take its state.
    #[error(transparent)]
    State(#[from] StateError),
    /// The tenant's settings can't be written.
    #[error("the settings can't be written: {0:?}")]
    Settings(Fault),
    /// The threads' runtime does not start.
    #[error("the runtime does not start: {0}")]
    Runtime(#[from] std::io::Error),
    /// Something that no input causes.
    #[error("{0}")]
    Impossible(String),
}

impl From<Fault> for SimulationError {
    fn from(fault: Fault) -> Self {
        Self::Settings(fault)
    }
}
