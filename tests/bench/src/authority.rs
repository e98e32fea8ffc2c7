//! The bench's own certificates, made anew each time: a root, an intermediate and a server's, as many
//! signatures as a client of AWS has to check.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;

use crate::error::BenchError;

/// The name that servers here answer to; functions have to resolve it as they would any other.
pub const HOST: &str = "localhost";

type Issuer = CertifiedIssuer<'static, KeyPair>;

/// Who vouches for the bench's servers.
pub struct Authority {
    /// The root's file, for `CONVOKE_EXTRA_ROOTS`.
    pub file: PathBuf,
    /// What a server needs to be believed.
    pub server: Arc<ServerConfig>,
}

impl Authority {
    /// Makes the certificates; the root's is written into `folder`.
    ///
    /// # Errors
    /// When the machine gives no random bytes, or the folder can't be written to.
    pub fn establish(folder: &Path) -> Result<Self, BenchError> {
        let root = CertifiedIssuer::self_signed(issuing("Bench Root"), KeyPair::generate()?)?;
        let key = KeyPair::generate()?;
        let between = CertifiedIssuer::signed_by(issuing("Bench Intermediate"), key, &root)?;
        let file = folder.join("root.pem");
        std::fs::write(&file, root.pem()).map_err(BenchError::file(&file))?;
        Ok(Self { file, server: Arc::new(server(&between)?) })
    }
}

fn issuing(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params
}

/// HTTP/1.1 alone, which is what AWS's endpoints speak.
fn server(issuer: &Issuer) -> Result<ServerConfig, BenchError> {
    let key = KeyPair::generate()?;
    let leaf = CertificateParams::new(vec![HOST.to_owned()])?.signed_by(&key, issuer)?;
    let chain = vec![leaf.der().clone(), issuer.der().clone()];
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, PrivateKeyDer::Pkcs8(key.serialize_der().into()))?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}
