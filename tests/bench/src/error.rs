//! Why something could not be measured.

use std::io;
use std::path::{Path, PathBuf};

use convoke_local::stack::StackError;
use convoke_local::workshop::BuildError;

/// Something could not be measured.
#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    /// A file can't be used.
    #[error("{} can't be used", path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// No port can be had.
    #[error("no port of the loopback can be had")]
    Port(#[source] io::Error),
    /// The stack does not start.
    #[error(transparent)]
    Stack(#[from] StackError),
    /// A package can't be built.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// No certificates can be made.
    #[error("no certificates can be made")]
    Certificates(#[from] rcgen::Error),
    /// No server can be set up with them.
    #[error("the certificates make no server")]
    Tls(#[from] rustls::Error),
    /// A zip can't be made.
    #[error("{0} can't be zipped")]
    Zip(PathBuf, #[source] zip::result::ZipError),
    /// A program can't be run.
    #[error("{program} can't be run; is it installed?")]
    NotRun {
        /// Which one.
        program: String,
        /// What the system said.
        source: io::Error,
    },
    /// A function did something else than it should.
    #[error("{function}: {problem}")]
    Function {
        /// Which one.
        function: String,
        /// What it did.
        problem: String,
    },
    /// The record can't be read.
    #[error("the record of the bench can't be read")]
    Record(#[source] serde_yaml_ng::Error),
}

impl BenchError {
    /// For `map_err`: the file that can't be used.
    pub fn file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        |source| Self::File { path, source }
    }

    /// A function did something else than it should.
    pub fn function(function: &str, problem: impl Into<String>) -> Self {
        Self::Function { function: function.to_owned(), problem: problem.into() }
    }
}
