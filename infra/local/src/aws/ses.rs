//! Amazon SES: recognised here, answered by whoever plays the mail service.

use bytes::Bytes;
use futures_util::future::BoxFuture;
use http::request::Parts;
use http::{Response, StatusCode};
use serde_json::Value;

use super::answer::{Answer, refusal};
use super::usage::{Cost, Service};

/// The path of `SendEmail`. SES API v2 reference: `POST /v2/email/outbound-emails`.
pub(super) const SEND_EMAIL_PATH: &str = "/v2/email/outbound-emails";

/// The mail service behind `SendEmail`.
pub trait Ses: Send + Sync {
    /// Answers one `SendEmail` request in SES's own form.
    fn send(&self, request: Parts, body: Bytes) -> BoxFuture<'static, Response<Bytes>>;
}

/// Hands a mail on, and counts its recipients if it was accepted.
pub(super) async fn send(ses: Option<&dyn Ses>, request: Parts, body: Bytes) -> Answer {
    let Some(ses) = ses else { return Answer::free(unavailable()) };
    let mails = recipients(&body);
    let response = ses.send(request, body).await;
    let mails = if response.status().is_success() { mails } else { 0 };
    Answer { response, resource: None, cost: Cost { mails, ..Cost::default() } }
}

fn unavailable() -> Response<Bytes> {
    let message = "No mail service is attached.";
    refusal(Service::Ses, StatusCode::SERVICE_UNAVAILABLE, "ServiceUnavailableException", message)
}

/// How many mails SES bills for a request: one for each address in `Destination`, at least one
/// (a raw message may name its recipients in its own headers).
fn recipients(body: &[u8]) -> u64 {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let addresses = ["ToAddresses", "CcAddresses", "BccAddresses"]
        .iter()
        .filter_map(|kind| body.pointer(&format!("/Destination/{kind}"))?.as_array())
        .map(Vec::len)
        .sum::<usize>();
    u64::try_from(addresses).unwrap_or(u64::MAX).max(1)
}
