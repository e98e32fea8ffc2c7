//! An endpoint of the local stack once more, over TLS.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::sync::Arc;

use axum::Router;
use http::Request;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use rustls::ServerConfig;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use crate::authority::HOST;
use crate::error::BenchError;

/// A server; it ends when this is dropped.
pub struct Front {
    /// Where everybody else finds the endpoint.
    plain: String,
    /// Where it is found over TLS.
    secure: String,
    server: JoinHandle<()>,
}

impl Front {
    /// Serves at a free port what `router` answers at the address `plain`.
    ///
    /// # Errors
    /// When no port can be had.
    pub async fn open(
        plain: &str,
        router: Router,
        config: &Arc<ServerConfig>,
    ) -> Result<Self, BenchError> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
        let listener = listener.map_err(BenchError::Port)?;
        let port = listener.local_addr().map_err(BenchError::Port)?.port();
        let acceptor = TlsAcceptor::from(Arc::clone(config));
        Ok(Self {
            plain: plain.to_owned(),
            secure: format!("https://{HOST}:{port}"),
            server: tokio::spawn(serve(listener, acceptor, router)),
        })
    }

    /// Points an environment at this server wherever it named the plain endpoint.
    pub fn redirect(&self, variables: &mut BTreeMap<String, String>) {
        for value in variables.values_mut() {
            if let Some(path) = value.strip_prefix(&self.plain) {
                *value = format!("{}{path}", self.secure);
            }
        }
    }
}

impl Drop for Front {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn serve(listener: TcpListener, acceptor: TlsAcceptor, router: Router) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(connection(stream, acceptor.clone(), router.clone()));
    }
}

async fn connection(stream: TcpStream, acceptor: TlsAcceptor, router: Router) {
    // A function that is ended breaks its connections; whether one was refused shows in its answer.
    let Ok(stream) = acceptor.accept(stream).await else { return };
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |request: Request<hyper::body::Incoming>| {
        router.call(request.map(axum::body::Body::new))
    });
    let _ended = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use bytes::Bytes;
    use convoke::transport::{ExtraRoots, PrivateAddresses, Transport, TransportFault};

    use super::*;
    use crate::authority::Authority;

    async fn asked(transport: &Transport, front: &Front) -> Result<Bytes, TransportFault> {
        let request = Request::get(format!("{}/greeting", front.secure));
        let answer = transport.send(request.body(Bytes::new()).unwrap()).await?;
        Ok(answer.into_body())
    }

    /// `CONVOKE_EXTRA_ROOTS` adds roots for AWS and the providers. Nothing else is believed because of
    /// it, and what tenants configure not even then.
    #[tokio::test]
    async fn an_added_root_is_believed_by_the_deployments_own_way_out_alone() {
        let folder = std::env::temp_dir().join(format!("convoke-bench-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let authority = Authority::establish(&folder).unwrap();
        let roots = ExtraRoots::read(&authority.file).unwrap();
        let stranger = Authority::establish(&folder).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        let router = Router::new().route("/greeting", get(|| async { "well" }));
        let open = |config| Front::open("http://127.0.0.1:9", router.clone(), config);
        let front = open(&authority.server).await.unwrap();
        let strange = open(&stranger.server).await.unwrap();

        let added = Transport::network(&roots).unwrap();
        assert_eq!(asked(&added, &front).await.unwrap(), "well");
        let not_sent = |answer| matches!(answer, Err(TransportFault::NotSent(_)));
        assert!(not_sent(asked(&added, &strange).await), "another root of the same name");
        let compiled_in = Transport::network(&ExtraRoots::default()).unwrap();
        assert!(not_sent(asked(&compiled_in, &front).await), "nobody vouches for it");
        let tenants = Transport::guarded(PrivateAddresses::Allow);
        assert!(not_sent(asked(&tenants, &front).await), "a tenant's address");
    }
}
