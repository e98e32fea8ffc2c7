//! The one way out of the process: a request in, a response or a fault out, to AWS and to vendors
//! alike. In production it is one pooled client; a test puts a router in its place.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};

/// How long one exchange may take, from name resolution to the last byte.
pub const TIMEOUT: Duration = Duration::from_secs(8);
/// How long it may take to reach the other side.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// More than any answer we read whole; a larger one is refused instead of filling the memory.
const MAX_ANSWER: usize = 8 * 1024 * 1024;

/// A boxed future that is `Send`, as dynamic dispatch needs it.
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// An exchange that brought no answer. The difference decides whether work may be repeated blindly.
#[derive(Clone, Debug, thiserror::Error)]
pub enum TransportFault {
    /// The request never left: it certainly had no effect.
    #[error("not sent: {0}")]
    NotSent(String),
    /// The answer was lost: the request may have had its effect.
    #[error("no answer: {0}")]
    Lost(String),
}

/// Carries one request out and its answer in.
pub trait Exchange: Send + Sync {
    /// Performs one exchange; never repeats it.
    fn exchange(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<Result<http::Response<Bytes>, TransportFault>>;
}

/// A shared [`Exchange`].
#[derive(Clone)]
pub struct Transport(Arc<dyn Exchange>);

impl Transport {
    /// Uses this exchange for everything.
    pub fn new(exchange: impl Exchange + 'static) -> Self {
        Self(Arc::new(exchange))
    }

    /// The production transport: HTTP/1.1 and 2 over rustls with ring and compiled-in roots, pooled,
    /// following no redirects and using no proxy.
    ///
    /// # Errors
    /// When the TLS configuration can't be built, which no input causes.
    #[expect(clippy::disallowed_methods, reason = "this is the one Transport")]
    pub fn network() -> Result<Self, TransportFault> {
        let not_built = |e: &dyn fmt::Display| TransportFault::NotSent(format!("no client: {e}"));
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls().map_err(|e| not_built(&e))?)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TIMEOUT)
            .build()
            .map_err(|e| not_built(&e))?;
        Ok(Self::new(Network { client }))
    }

    /// Performs one exchange; see [`Exchange::exchange`].
    ///
    /// # Errors
    /// A [`TransportFault`] when no complete answer came.
    pub async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, TransportFault> {
        self.0.exchange(request).await
    }
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Transport")
    }
}

/// rustls with ring and the compiled-in Mozilla roots: nothing is read from the machine.
fn tls() -> Result<rustls::ClientConfig, rustls::Error> {
    let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

struct Network {
    client: reqwest::Client,
}

impl Exchange for Network {
    fn exchange(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<Result<http::Response<Bytes>, TransportFault>> {
        let client = self.client.clone();
        Box::pin(async move {
            let request = reqwest::Request::try_from(request).map_err(|e| classify(&e))?;
            let answer = client.execute(request).await.map_err(|e| classify(&e))?;
            collect(answer).await
        })
    }
}

async fn collect(mut answer: reqwest::Response) -> Result<http::Response<Bytes>, TransportFault> {
    let mut response = http::Response::new(Bytes::new());
    *response.status_mut() = answer.status();
    *response.headers_mut() = std::mem::take(answer.headers_mut());
    let mut body = BytesMut::new();
    while let Some(chunk) = answer.chunk().await.map_err(|e| classify(&e))? {
        if body.len() + chunk.len() > MAX_ANSWER {
            return Err(TransportFault::Lost("the answer is too large".to_owned()));
        }
        body.extend_from_slice(&chunk);
    }
    *response.body_mut() = body.freeze();
    Ok(response)
}

/// Tells a request that never left from one whose answer was lost. Addresses are left out of the
/// text: a query may hold what must not be logged.
fn classify(error: &reqwest::Error) -> TransportFault {
    let cause = std::error::Error::source(error)
        .map_or_else(|| kind(error).to_owned(), |source| format!("{}: {source}", kind(error)));
    if error.is_connect() || error.is_builder() {
        TransportFault::NotSent(cause)
    } else {
        TransportFault::Lost(cause)
    }
}

fn kind(error: &reqwest::Error) -> &'static str {
    match () {
        () if error.is_timeout() => "time-out",
        () if error.is_connect() => "can't connect",
        () if error.is_builder() => "bad request",
        () if error.is_body() || error.is_decode() => "broken answer",
        () => "broken connection",
    }
}
