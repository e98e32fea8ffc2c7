//! The client that goes out to the network.

use std::error::Error;
use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::dns::Resolve;

use super::guard::Refusal;
use super::roots::ExtraRoots;
use super::{BoxFuture, Exchange, Stream, TIMEOUT, TransportFault};

/// How long it may take to reach the other side.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// More than any answer we read whole; a larger one is refused instead of filling the memory.
const MAX_ANSWER: usize = 8 * 1024 * 1024;

/// The same for files of many rows, which are read by functions with the memory for them.
const MAX_FILE: usize = 48 * 1024 * 1024;
/// How long nothing may come of a file that is read piece by piece.
const SILENCE: Duration = Duration::from_secs(30);
/// How long such an exchange may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// One pooled client.
#[derive(Clone)]
pub(super) struct Network {
    client: reqwest::Client,
    /// The largest answer, in bytes.
    most: usize,
}

/// A client for slow and large answers, built when it is first used.
pub(super) struct Patient {
    extra: ExtraRoots,
    /// How long an exchange may take; `None` for as long as something keeps coming.
    patience: Option<Duration>,
    client: OnceLock<Result<Network, TransportFault>>,
}

impl Patient {
    /// Believes these roots besides the compiled-in ones.
    pub const fn new(extra: ExtraRoots) -> Self {
        Self { extra, patience: Some(PATIENCE), client: OnceLock::new() }
    }

    /// The same for what is read piece by piece.
    pub const fn streaming(extra: ExtraRoots) -> Self {
        Self { extra, patience: None, client: OnceLock::new() }
    }

    fn built(&self) -> Result<Network, TransportFault> {
        let builder = match self.patience {
            Some(patience) => builder(&self.extra)?.timeout(patience),
            None => endless(&self.extra)?.read_timeout(SILENCE),
        };
        Ok(Network { most: MAX_FILE, ..Network::built(builder)? })
    }

    fn network(&self) -> Result<&Network, TransportFault> {
        self.client.get_or_init(|| self.built()).as_ref().map_err(Clone::clone)
    }
}

impl Exchange for Patient {
    fn exchange(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<Result<http::Response<Bytes>, TransportFault>> {
        match self.network() {
            Ok(network) => network.exchange(request),
            Err(fault) => Box::pin(async move { Err(fault) }),
        }
    }

    fn open(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<Result<http::Response<Stream>, TransportFault>> {
        match self.network() {
            Ok(network) => network.open(request),
            Err(fault) => Box::pin(async move { Err(fault) }),
        }
    }
}

impl Network {
    /// A client that goes wherever it is asked to.
    pub fn new(extra: &ExtraRoots) -> Result<Self, TransportFault> {
        Self::built(builder(extra)?)
    }

    /// A client that connects only to what `names` makes of a name. Hosts that are written as IP
    /// addresses are not asked for there: whoever restricts names judges those itself.
    pub fn resolving(names: Arc<dyn Resolve>) -> Result<Self, TransportFault> {
        Self::built(builder(&ExtraRoots::default())?.dns_resolver(names))
    }

    fn built(builder: reqwest::ClientBuilder) -> Result<Self, TransportFault> {
        let client = builder.build().map_err(|e| not_built(&e))?;
        Ok(Self { client, most: MAX_ANSWER })
    }
}

impl Exchange for Network {
    fn exchange(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<Result<http::Response<Bytes>, TransportFault>> {
        let Self { client, most } = self.clone();
        Box::pin(async move {
            let request = reqwest::Request::try_from(request).map_err(|e| classify(&e))?;
            let answer = client.execute(request).await.map_err(|e| classify(&e))?;
            collect(answer, most).await
        })
    }

    fn open(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<Result<http::Response<Stream>, TransportFault>> {
        let client = self.client.clone();
        Box::pin(async move {
            let request = reqwest::Request::try_from(request).map_err(|e| classify(&e))?;
            let mut answer = client.execute(request).await.map_err(|e| classify(&e))?;
            let (status, headers) = (answer.status(), std::mem::take(answer.headers_mut()));
            let mut response = http::Response::new(Stream::network(Box::new(answer)));
            (*response.status_mut(), *response.headers_mut()) = (status, headers);
            Ok(response)
        })
    }
}

/// The next piece of an answer's body.
pub(super) async fn next(answer: &mut reqwest::Response) -> Result<Option<Bytes>, TransportFault> {
    answer.chunk().await.map_err(|e| classify(&e))
}

#[expect(clippy::disallowed_methods, reason = "this is the one Transport")]
fn endless(extra: &ExtraRoots) -> Result<reqwest::ClientBuilder, TransportFault> {
    Ok(reqwest::Client::builder()
        .tls_backend_preconfigured(tls(extra).map_err(|e| not_built(&e))?)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .connect_timeout(CONNECT_TIMEOUT))
}

fn builder(extra: &ExtraRoots) -> Result<reqwest::ClientBuilder, TransportFault> {
    Ok(endless(extra)?.timeout(TIMEOUT))
}

fn not_built(error: &dyn fmt::Display) -> TransportFault {
    TransportFault::NotSent(format!("no client: {error}"))
}

/// rustls with ring and the compiled-in Mozilla roots: nothing is read from the machine.
fn tls(extra: &ExtraRoots) -> Result<rustls::ClientConfig, rustls::Error> {
    let roots = extra.trusted()?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

async fn collect(
    mut answer: reqwest::Response,
    most: usize,
) -> Result<http::Response<Bytes>, TransportFault> {
    let mut response = http::Response::new(Bytes::new());
    *response.status_mut() = answer.status();
    *response.headers_mut() = std::mem::take(answer.headers_mut());
    let mut body = BytesMut::new();
    while let Some(chunk) = answer.chunk().await.map_err(|e| classify(&e))? {
        if body.len() + chunk.len() > most {
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
    if let Some(refusal) = refusal(error) {
        return refusal.into();
    }
    let cause = error
        .source()
        .map_or_else(|| kind(error).to_owned(), |source| format!("{}: {source}", kind(error)));
    if error.is_connect() || error.is_builder() {
        TransportFault::NotSent(cause)
    } else {
        TransportFault::Lost(cause)
    }
}

/// The guard's refusal, which the client has wrapped as the failure of its resolver.
fn refusal(error: &reqwest::Error) -> Option<Refusal> {
    let mut causes = std::iter::successors(error.source(), |&cause| cause.source());
    causes.find_map(|cause| cause.downcast_ref::<Refusal>()).copied()
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
