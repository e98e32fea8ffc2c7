//! The way to a provider. Every call takes it, so that latency and faults are measured alike.

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use serde_json::Value;

use super::ProviderFault;
use super::wire::{lost, request};
use crate::clock::Clock;
use crate::domain::ids::Secret;
use crate::metrics;
use crate::transport::{Transport, TransportFault};

/// A transport to one provider that measures what passes.
#[derive(Debug)]
pub(super) struct Measured {
    provider: &'static str,
    transport: Transport,
    clock: Clock,
}

impl Measured {
    pub const fn new(provider: &'static str, transport: Transport, clock: Clock) -> Self {
        Self { provider, transport, clock }
    }

    /// Sends a request and measures the answer.
    pub async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, TransportFault> {
        let begun = self.clock.now();
        let answer = self.transport.send(request).await;
        metrics::provider_latency(self.provider, self.clock.now().duration_since(begun));
        match &answer {
            Ok(answer) => self.answered(answer),
            Err(TransportFault::NotSent(_)) => metrics::provider_fault(self.provider, "not_sent"),
            Err(TransportFault::Lost(_)) => metrics::provider_fault(self.provider, "lost"),
        }
        answer
    }

    /// One call with a bearer token. What a fault of the transport means is told; what is answered is not
    /// read.
    pub async fn ask(
        &self,
        token: &Secret,
        method: &Method,
        url: &str,
        body: Option<&Value>,
    ) -> Result<http::Response<Bytes>, ProviderFault> {
        let request = request(method, url, token, body)?;
        self.send(request).await.map_err(|fault| lost(&fault))
    }

    fn answered(&self, answer: &http::Response<Bytes>) {
        // Google's uploads go on with 308 after each piece.
        let goes_on = answer.status() == StatusCode::PERMANENT_REDIRECT;
        if !answer.status().is_success() && !goes_on {
            metrics::provider_fault(self.provider, answer.status().as_str());
        }
        if let Some(percent) = quota_left(answer.headers()) {
            metrics::provider_quota_left(self.provider, percent);
        }
    }
}

/// The share of the day's quota that is left, where a vendor tells it in these headers (Zoom API,
/// rate limits: `X-RateLimit-Type: Daily-limit`).
fn quota_left(headers: &HeaderMap) -> Option<u64> {
    let text = |name| headers.get(name)?.to_str().ok();
    if text("x-ratelimit-type")? != "Daily-limit" {
        return None;
    }
    let limit: u64 = text("x-ratelimit-limit")?.parse().ok().filter(|limit| *limit > 0)?;
    let left: u64 = text("x-ratelimit-remaining")?.parse().ok()?;
    Some(left.min(limit).saturating_mul(100) / limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_day_s_quota_counts() {
        let left = |kind: &str, limit: &str, left: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("x-ratelimit-type", kind.parse().unwrap());
            headers.insert("x-ratelimit-limit", limit.parse().unwrap());
            headers.insert("x-ratelimit-remaining", left.parse().unwrap());
            quota_left(&headers)
        };
        assert_eq!(left("Daily-limit", "60000", "5999"), Some(9));
        assert_eq!(left("Daily-limit", "100", "0"), Some(0));
        assert_eq!(left("Daily-limit", "0", "0"), None);
        assert_eq!(left("QPS", "30", "0"), None);
        assert_eq!(quota_left(&HeaderMap::new()), None);
    }
}
