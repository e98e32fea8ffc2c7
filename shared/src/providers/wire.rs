//! What the adapters' requests and answers have alike.

use bytes::Bytes;
use http::{Method, StatusCode};
use jiff::SignedDuration;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use serde_json::Value;

use super::ProviderFault;
use crate::domain::config::ConnectionState;
use crate::domain::ids::Secret;
use crate::transport::TransportFault;

/// Everything but the unreserved characters (RFC 3986, section 2.3), which stay as they are, so that
/// an id reads the same in an address as everywhere else.
pub(super) const RESERVED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// From then on a lost request can't have an effect that is not visible yet.
pub(super) const LOST_SETTLES: SignedDuration = SignedDuration::from_secs(30);
/// The longest link that is passed on, in bytes.
const MAX_LINK: usize = 2_048;
/// How many characters of a vendor's own words are passed on.
const TOLD: usize = 200;

/// A request with a bearer token, and a body where there is one.
pub(super) fn request(
    method: &Method,
    url: &str,
    token: &Secret,
    body: Option<&Value>,
) -> Result<http::Request<Bytes>, ProviderFault> {
    let mut request = http::Request::builder()
        .method(method)
        .uri(url)
        .header("authorization", format!("Bearer {}", token.expose()));
    if body.is_some() {
        request = request.header("content-type", "application/json");
    }
    let body = body.map_or_else(Bytes::new, |body| Bytes::from(body.to_string()));
    request.body(body).map_err(|_| unusable())
}

/// An id as a part of an address.
pub(super) fn segment(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// The answer's body. What can't be read has had no effect worth knowing of: this is for questions.
pub(super) fn read<T: for<'de> Deserialize<'de>>(
    vendor: &str,
    answer: &http::Response<Bytes>,
) -> Result<T, ProviderFault> {
    serde_json::from_slice(answer.body()).map_err(|_| unreadable(vendor))
}

/// An answer that is not what the vendor documents.
pub(super) fn unreadable(vendor: &str) -> ProviderFault {
    let cause = format!("{vendor}'s answer can't be read");
    ProviderFault::Passing { after: SignedDuration::from_secs(5), cause }
}

/// A creation whose answer can't be read may have made something.
pub(super) fn uncertain(vendor: &str) -> ProviderFault {
    let cause = format!("{vendor}'s answer can't be read");
    ProviderFault::Uncertain { settles_in: LOST_SETTLES, cause }
}

/// What a fault of the transport means.
pub(super) fn lost(fault: &TransportFault) -> ProviderFault {
    let cause = fault.to_string();
    match fault {
        TransportFault::NotSent(_) => {
            ProviderFault::Passing { after: SignedDuration::from_secs(2), cause }
        }
        TransportFault::Lost(_) => ProviderFault::Uncertain { settles_in: LOST_SETTLES, cause },
    }
}

/// A server's failure, after which nobody knows.
pub(super) fn failed(vendor: &str, status: StatusCode) -> ProviderFault {
    let cause = format!("{vendor} answered {}", status.as_u16());
    ProviderFault::Uncertain { settles_in: LOST_SETTLES, cause }
}

/// An address or credential that can't stand in a request.
pub(super) fn unusable() -> ProviderFault {
    ProviderFault::Connection {
        state: ConnectionState::InvalidCredentials,
        reason: "the credentials hold characters that can't be sent: copy them again".to_owned(),
    }
}

/// Means of another kind than this adapter's, which no call of the API can save.
pub(super) fn other_means(vendor: &str) -> ProviderFault {
    ProviderFault::Connection {
        state: ConnectionState::InvalidCredentials,
        reason: format!("{vendor} can't be reached with credentials of this kind"),
    }
}

/// People get it as it is, in mails and calendars.
pub(super) fn is_link(text: &str) -> bool {
    let is_web = text.starts_with("https://") || text.starts_with("http://");
    is_web && text.len() <= MAX_LINK && !text.chars().any(|c| c.is_control() || c.is_whitespace())
}

/// A vendor's own words, short and on one line: they go into items and onto pages.
pub(super) fn told(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(TOLD).collect()
}
