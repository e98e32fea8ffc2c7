//! Building the functions: the very binaries that are deployed, by one fixed list of packages. The
//! whole workspace in one go would unify other features and build the shared crates once more.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};

use serde::Deserialize;
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{ChildStdout, Command};

use crate::blueprint::{Blueprint, BlueprintError};

/// How the functions are built.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// Built soon, runs slowly.
    #[default]
    Dev,
    /// As deployed.
    Release,
}

/// Functions that could not be built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The list of functions can't be read.
    #[error("the template can't be read")]
    Blueprint(#[from] BlueprintError),
    /// The sources are not where they were when this program was built.
    #[error("there is no workspace at {0}; run this program where it was built")]
    NoWorkspace(PathBuf),
    /// There is no cargo.
    #[error("can't run {program:?}: cargo builds the functions and must be installed")]
    NoCargo {
        /// What was to be run.
        program: OsString,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// Cargo's answer can't be read.
    #[error("cargo's answer can't be read")]
    Interrupted(#[source] std::io::Error),
    /// The build failed; cargo has said on standard error why.
    #[error("cargo could not build the functions ({0})")]
    Failed(ExitStatus),
    /// A package made no binary of its own name.
    #[error("the package {0} has no binary of that name")]
    NoBinary(String),
    /// The binaries do not lie side by side.
    #[error("{0} does not lie beside the other functions")]
    Scattered(PathBuf),
}

/// Builds all functions and returns the directory that holds their binaries. Cargo's progress goes to
/// standard error. The build ends with the returned future.
///
/// # Errors
/// A [`BuildError`] that says what is missing.
pub async fn build(profile: Profile) -> Result<PathBuf, BuildError> {
    let blueprint = Blueprint::load()?;
    let packages: Vec<_> = blueprint.binaries().collect();
    build_packages(&root(), &packages, profile).await
}

/// Builds these packages of the workspace at `root`.
///
/// # Errors
/// As [`build`].
pub async fn build_packages(
    root: &Path,
    packages: &[&str],
    profile: Profile,
) -> Result<PathBuf, BuildError> {
    let mut command = Command::from(cargo_at(root)?);
    command.args(arguments(packages, profile)).kill_on_drop(true);
    let program = command.as_std().get_program().to_owned();
    let made = run(command, program).await?;
    directory(packages, &made)
}

/// Cargo, to be run in this workspace as from a shell of its own.
///
/// # Errors
/// When the workspace is not where it was.
pub fn cargo() -> Result<std::process::Command, BuildError> {
    cargo_at(&root())
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn cargo_at(root: &Path) -> Result<std::process::Command, BuildError> {
    let no_workspace = |_| BuildError::NoWorkspace(root.to_owned());
    let root = root.canonicalize().map_err(no_workspace)?;
    if !root.join("Cargo.toml").is_file() {
        return Err(BuildError::NoWorkspace(root));
    }
    let program = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = std::process::Command::new(program);
    command.current_dir(&root);
    for name in env::vars_os().map(|(name, _)| name).filter(|name| is_of_another_package(name)) {
        command.env_remove(name);
    }
    if let Some(target) = env::var_os("CARGO_TARGET_DIR") {
        // A relative one means the directory this program was started in, not the workspace's.
        let target = std::path::absolute(target).map_err(BuildError::Interrupted)?;
        command.env("CARGO_TARGET_DIR", target);
    }
    Ok(command)
}

fn arguments<'a>(packages: &[&'a str], profile: Profile) -> Vec<&'a str> {
    // Messages tell where each binary is, whatever the configuration makes of target directories.
    let mut arguments = vec!["build", "--message-format=json-render-diagnostics"];
    if profile == Profile::Release {
        arguments.push("--release");
    }
    for package in packages {
        arguments.extend(["-p", package]);
    }
    arguments
}

/// Variables that cargo sets for the program it runs. They describe that program's package, and
/// build scripts that watch them (ring's does) would build all over again.
fn is_of_another_package(name: &std::ffi::OsStr) -> bool {
    const PREFIXES: [&str; 4] = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"];
    const NAMES: [&str; 3] = ["CARGO_PRIMARY_PACKAGE", "CARGO_TARGET_TMPDIR", "OUT_DIR"];
    let name = name.to_string_lossy();
    NAMES.contains(&&*name) || PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

/// Runs cargo to its end and returns the binaries by name.
async fn run(
    mut command: Command,
    program: OsString,
) -> Result<BTreeMap<String, PathBuf>, BuildError> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::inherit());
    let no_cargo = |source| BuildError::NoCargo { program, source };
    let mut cargo = command.spawn().map_err(no_cargo)?;
    let made = match cargo.stdout.take() {
        Some(messages) => binaries(BufReader::new(messages).lines()).await?,
        None => BTreeMap::new(),
    };
    let status = cargo.wait().await.map_err(BuildError::Interrupted)?;
    if status.success() { Ok(made) } else { Err(BuildError::Failed(status)) }
}

async fn binaries(
    mut messages: Lines<BufReader<ChildStdout>>,
) -> Result<BTreeMap<String, PathBuf>, BuildError> {
    let mut made = BTreeMap::new();
    while let Some(line) = messages.next_line().await.map_err(BuildError::Interrupted)? {
        made.extend(binary(&line));
    }
    Ok(made)
}

/// What is read of cargo's messages (the Cargo Book, External Tools, JSON messages).
#[derive(Deserialize)]
struct Artifact {
    target: Target,
    executable: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
    kind: Vec<String>,
}

/// The binary that a message tells of, if it tells of one.
fn binary(message: &str) -> Option<(String, PathBuf)> {
    let artifact: Artifact = serde_json::from_str(message).ok()?;
    let is_binary = artifact.target.kind.iter().any(|kind| kind == "bin");
    artifact.executable.filter(|_| is_binary).map(|path| (artifact.target.name, path))
}

/// The directory that all packages' binaries lie in.
fn directory(packages: &[&str], made: &BTreeMap<String, PathBuf>) -> Result<PathBuf, BuildError> {
    let mut directory: Option<&Path> = None;
    for package in packages {
        let missing = || BuildError::NoBinary((*package).to_owned());
        let path = made.get(*package).ok_or_else(missing)?;
        let parent = path.parent().ok_or_else(missing)?;
        if *directory.get_or_insert(parent) != parent {
            return Err(BuildError::Scattered(path.clone()));
        }
    }
    Ok(directory.map(Path::to_owned).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(paths: &[(&str, &str)]) -> BTreeMap<String, PathBuf> {
        paths.iter().map(|(name, path)| ((*name).to_owned(), path.into())).collect()
    }

    #[test]
    fn cargo_is_asked_for_the_packages_and_nothing_else() {
        let asked = arguments(&["clock", "admin-api"], Profile::Release);
        let expected = "build --message-format=json-render-diagnostics --release \
                        -p clock -p admin-api";
        assert_eq!(asked.join(" "), expected);
        assert!(!arguments(&["clock"], Profile::Dev).contains(&"--release"));
    }

    #[test]
    fn variables_of_the_running_package_are_withheld_and_others_are_not() {
        for name in ["CARGO_PKG_NAME", "CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH", "OUT_DIR"] {
            assert!(is_of_another_package(name.as_ref()), "{name}");
        }
        for name in ["CARGO_TARGET_DIR", "CARGO_HOME", "PATH", "CARGO", "CARGO_NET_OFFLINE"] {
            assert!(!is_of_another_package(name.as_ref()), "{name}");
        }
    }

    #[test]
    fn only_binaries_are_read_from_the_messages() {
        let artifact = |kind: &str, executable: &str| {
            format!(
                r#"{{"reason":"compiler-artifact","target":{{"name":"clock","kind":["{kind}"]}},
                    "executable":{executable}}}"#
            )
        };
        let found = binary(&artifact("bin", r#""/t/debug/clock""#));
        assert_eq!(found, Some(("clock".to_owned(), "/t/debug/clock".into())));
        assert_eq!(binary(&artifact("lib", "null")), None);
        assert_eq!(binary(&artifact("custom-build", r#""/t/debug/build/x""#)), None);
        assert_eq!(binary(r#"{"reason":"build-finished","success":true}"#), None);
        assert_eq!(binary("not a message"), None);
    }

    #[test]
    fn every_package_needs_its_binary_in_one_directory() {
        let both = made(&[("a", "/t/debug/a"), ("b", "/t/debug/b")]);
        assert_eq!(directory(&["a", "b"], &both).ok(), Some("/t/debug".into()));
        assert!(
            matches!(directory(&["a", "c"], &both), Err(BuildError::NoBinary(name)) if name == "c")
        );
        let apart = made(&[("a", "/t/debug/a"), ("b", "/u/debug/b")]);
        assert!(matches!(directory(&["a", "b"], &apart), Err(BuildError::Scattered(_))));
    }

    #[tokio::test]
    async fn a_place_without_a_workspace_is_named() {
        let nowhere = Path::new("/no/such/workspace");
        let refused = build_packages(nowhere, &["clock"], Profile::Dev).await;
        assert!(matches!(refused, Err(BuildError::NoWorkspace(path)) if path == nowhere));
    }
}
