//! Processes that die at a chosen request.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use convoke::queue::RecordingMessage;
use convoke::transport::{BoxFuture, Exchange, Transport, TransportFault};
use http::Request;
use tokio::sync::Notify;

use super::scene::Scene;

/// Whether a request sends a piece of a film.
pub(super) fn is_piece(request: &Request<Bytes>) -> bool {
    request.method() == http::Method::PUT && !request.body().is_empty()
}

/// Counts every request.
pub(super) fn any(_: &Request<Bytes>) -> bool {
    true
}

/// A way out on which the process dies at one of the requests that count.
struct Deadly {
    way: Transport,
    died: Arc<Notify>,
    counts: fn(&Request<Bytes>) -> bool,
    left: AtomicUsize,
    is_after: bool,
}

impl Exchange for Deadly {
    fn exchange(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<Result<http::Response<Bytes>, TransportFault>> {
        let counted = (self.counts)(&request);
        let is_last = counted && self.left.fetch_sub(1, Ordering::SeqCst) == 1;
        let (way, died, is_after) = (self.way.clone(), Arc::clone(&self.died), self.is_after);
        Box::pin(async move {
            if !is_last {
                return way.send(request).await;
            }
            if is_after {
                drop(way.send(request).await);
            }
            died.notify_one();
            std::future::pending().await
        })
    }
}

impl Scene {
    /// The message is handled by a process that dies at the request of this number; whether it lived.
    pub async fn dying(
        &self,
        message: &RecordingMessage,
        counts: fn(&Request<Bytes>) -> bool,
        (at, is_after): (usize, bool),
    ) -> bool {
        let deadly =
            |way, died| Transport::new(Deadly { way, died, counts, left: at.into(), is_after });
        let number = u64::try_from(2 * at + usize::from(is_after)).unwrap();
        self.handled(message, number, deadly).await.is_some()
    }
}
