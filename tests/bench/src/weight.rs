//! What is deployed of a function, and what it weighs: a zip with one file, `bootstrap`.

use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use convoke_local::workshop::{self, Profile};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::error::BenchError;

/// The package that everything is compared with.
pub const HELLO: &str = "hello";

/// The sizes of a program, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weight {
    /// The binary.
    pub binary: u64,
    /// The zip.
    pub zip: u64,
}

/// Builds hello as the functions are built: in release, by a list of its own. One list for all would
/// make the features of the crates that they share the functions' too, and hello heavier; and the
/// functions are then the very files that their own list makes, because nothing was added to it.
///
/// # Errors
/// When it can't be built.
pub async fn build_hello() -> Result<PathBuf, BenchError> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    Ok(workshop::build_packages(&root, &[HELLO], Profile::Release).await?.join(HELLO))
}

/// Weighs a binary.
///
/// # Errors
/// When it can't be read.
pub fn weigh(binary: &Path) -> Result<Weight, BenchError> {
    let content = std::fs::read(binary).map_err(BenchError::file(binary))?;
    let zip = zipped(&content).map_err(|e| BenchError::Zip(binary.to_owned(), e))?;
    Ok(Weight { binary: size(&content), zip: size(&zip) })
}

/// As it is deployed: one file, deflated. This library's best level packs a little less tightly than
/// the usual one of zlib, with which SAM packs.
fn zipped(content: &[u8]) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(9))
        .unix_permissions(0o755);
    zip.start_file("bootstrap", options)?;
    zip.write_all(content)?;
    Ok(zip.finish()?.into_inner())
}

fn size(bytes: &[u8]) -> u64 {
    bytes.len().try_into().unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn a_zip_holds_the_binary_as_bootstrap_that_may_be_run() {
        let content = vec![7; 100_000];
        let zip = zipped(&content).unwrap();
        assert!(zip.len() < 1_000, "deflated: {} bytes", zip.len());
        let mut archive = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
        assert_eq!(archive.len(), 1);
        let mut file = archive.by_name("bootstrap").unwrap();
        assert_eq!(file.unix_mode().map(|mode| mode & 0o777), Some(0o755));
        let mut read = Vec::new();
        file.read_to_end(&mut read).unwrap();
        assert_eq!(read, content);
    }
}
