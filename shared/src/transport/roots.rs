//! Whose word for a server is taken: Mozilla's roots, which are compiled in, and those that a
//! deployment adds, for a network that inspects TLS or a vendor's stand-in.

use std::fmt;
use std::path::Path;

use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;

/// Root certificates beside the compiled-in ones; none unless a deployment names them.
#[derive(Clone, Default)]
pub struct ExtraRoots(Vec<CertificateDer<'static>>);

/// A file of root certificates that can't be used.
#[derive(Debug, thiserror::Error)]
pub enum RootsError {
    /// It is not there, can't be opened, or is not PEM.
    #[error("can't be read as PEM: {0}")]
    Unreadable(String),
    /// It holds no certificate.
    #[error("holds no certificate")]
    Empty,
    /// One of its certificates is none that could vouch for a server.
    #[error("holds a certificate that can't be a root: {0}")]
    Unusable(#[source] rustls::Error),
}

impl ExtraRoots {
    /// Reads the certificates of a PEM file; whatever else is in it is passed over.
    ///
    /// # Errors
    /// When nothing can be trusted because of it: half a list would only show at the first request.
    pub fn read(path: &Path) -> Result<Self, RootsError> {
        let unreadable = |e: rustls::pki_types::pem::Error| RootsError::Unreadable(e.to_string());
        let found = CertificateDer::pem_file_iter(path).map_err(unreadable)?;
        let roots = Self(found.collect::<Result<_, _>>().map_err(unreadable)?);
        if roots.0.is_empty() {
            return Err(RootsError::Empty);
        }
        roots.trusted().map(|_| roots).map_err(RootsError::Unusable)
    }

    /// Everybody who is trusted. Without extra roots nothing is read or parsed for it.
    pub(super) fn trusted(&self) -> Result<RootCertStore, rustls::Error> {
        let mut store = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        self.0.iter().try_for_each(|root| store.add(root.clone()))?;
        Ok(store)
    }
}

impl fmt::Debug for ExtraRoots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} extra roots", self.0.len())
    }
}
