//! The one way out of the process: a request in, a response or a fault out, to AWS and to vendors
//! alike. In production it is one pooled client; a test puts a router in its place. Addresses that a
//! tenant configures go through the same client behind a guard.

mod guard;
mod network;
mod public;
mod roots;

#[cfg(test)]
mod table;
#[cfg(test)]
mod vectors;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

pub use guard::{PrivateAddresses, Refusal};
pub use public::is_public;
pub use roots::{ExtraRoots, RootsError};

use guard::{Checked, Guarded, Platform};
use network::{Network, Patient};

/// How long one exchange may take, from name resolution to the last byte.
pub const TIMEOUT: Duration = Duration::from_secs(8);

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

/// The body of an answer that is read piece by piece, because it may be larger than the memory.
pub struct Stream(Source);

enum Source {
    /// All of it is there.
    Whole(Bytes),
    /// It comes as it is read.
    Network(Box<reqwest::Response>),
}

impl Stream {
    /// A body that is there.
    #[must_use]
    pub const fn whole(body: Bytes) -> Self {
        Self(Source::Whole(body))
    }

    const fn network(answer: Box<reqwest::Response>) -> Self {
        Self(Source::Network(answer))
    }

    /// What comes next; `None` at the end.
    ///
    /// # Errors
    /// [`TransportFault::Lost`] when the answer breaks off.
    pub async fn next(&mut self) -> Result<Option<Bytes>, TransportFault> {
        match &mut self.0 {
            Source::Whole(body) => {
                let body = std::mem::take(body);
                Ok(Some(body).filter(|body| !body.is_empty()))
            }
            Source::Network(answer) => network::next(answer).await,
        }
    }
}

/// Carries one request out and its answer in.
pub trait Exchange: Send + Sync {
    /// Performs one exchange whose answer's body is read piece by piece; never repeats it.
    fn open(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<Result<http::Response<Stream>, TransportFault>> {
        let whole = self.exchange(request);
        Box::pin(async move { whole.await.map(|answer| answer.map(Stream::whole)) })
    }

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

    /// The production transport: HTTP/1.1 over rustls with ring and compiled-in roots, pooled,
    /// following no redirects and using no proxy. `extra` roots count beside the compiled-in ones, for
    /// AWS and the providers alone: [`Self::guarded`] knows nothing of them.
    ///
    /// # Errors
    /// When the TLS configuration can't be built, which no input causes.
    pub fn network(extra: &ExtraRoots) -> Result<Self, TransportFault> {
        Ok(Self::new(Network::new(extra)?))
    }

    /// The way to job boards: like [`Self::network`], but patient with what is slow and large. Costs nothing
    /// until it is first used.
    #[must_use]
    pub fn patient(extra: ExtraRoots) -> Self {
        Self::new(Patient::new(extra))
    }

    /// The way to what is larger than the memory: like [`Self::network`], but an exchange may last as long as
    /// something keeps coming. Costs nothing until it is first used.
    #[must_use]
    pub fn streaming(extra: ExtraRoots) -> Self {
        Self::new(Patient::streaming(extra))
    }

    /// The way to addresses that tenants configure: like [`Self::network`], with connections of its
    /// own, and it refuses what is not public, by the address and again by what its name resolves to.
    /// A refusal is [`TransportFault::NotSent`] with the text of a [`Refusal`].
    ///
    /// Costs nothing until it is first used.
    #[must_use]
    pub fn guarded(private: PrivateAddresses) -> Self {
        let rules = private.rules();
        Self::new(Checked::new(rules, Self::new(Guarded::new(rules, Arc::new(Platform)))))
    }

    /// This transport, asked only for what the guard lets pass by the address alone: for one that
    /// resolves no names, such as a router in the same process.
    #[must_use]
    pub fn behind_guard(&self, private: PrivateAddresses) -> Self {
        Self::new(Checked::new(private.rules(), self.clone()))
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

    /// Performs one exchange whose answer's body is read piece by piece; see [`Exchange::open`].
    ///
    /// # Errors
    /// A [`TransportFault`] when no answer began.
    pub async fn open(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Stream>, TransportFault> {
        self.0.open(request).await
    }
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Transport")
    }
}
