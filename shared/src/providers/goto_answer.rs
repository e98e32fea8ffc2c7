//! Reading GoTo Meeting's refusals. Its API description has statuses; the codes are read where they
//! are known, because one of them has been seen with more than one status.

use bytes::Bytes;
use http::StatusCode;
use jiff::SignedDuration;
use serde::Deserialize;

use super::ProviderFault;
use super::goto::VENDOR;
use super::wire::{failed, told};
use crate::domain::fault::Reason;

/// The longest wait that is believed; whoever asks sooner than GoTo says is told once more.
const LONGEST_WAIT_S: u32 = 300;

/// A refusal's body.
#[derive(Default, Deserialize)]
struct Refusal {
    #[serde(default)]
    int_err_code: String,
}

/// What an unsuccessful answer means.
pub(super) fn fault(answer: &http::Response<Bytes>) -> ProviderFault {
    let refusal: Refusal = serde_json::from_slice(answer.body()).unwrap_or_default();
    let status = answer.status();
    match (status, refusal.int_err_code.as_str()) {
        // Seen with 401 and with 403 (GoTo developer forum; n8n issue 14077).
        (_, "InvalidToken") | (StatusCode::UNAUTHORIZED, _) => ProviderFault::TokenRefused,
        (StatusCode::TOO_MANY_REQUESTS, _) => ProviderFault::Passing {
            after: wait(answer),
            cause: format!("{VENDOR}'s limit is reached"),
        },
        (StatusCode::NOT_FOUND, _) => ProviderFault::Gone,
        (StatusCode::FORBIDDEN, _) => ProviderFault::Host(Reason::new(
            "host_not_licensed",
            "the host's GoTo account may not hold meetings: give it a licence, or choose another \
             host",
        )),
        (status, _) if status.is_server_error() => failed(VENDOR, status),
        (status, code) => ProviderFault::Refused(Reason::new(
            "provider_refused",
            format!("{VENDOR} refuses the request (HTTP {}, {})", status.as_u16(), told(code)),
        )),
    }
}

fn wait(answer: &http::Response<Bytes>) -> SignedDuration {
    let header = answer.headers().get("retry-after").and_then(|value| value.to_str().ok());
    let seconds: Option<u32> = header.and_then(|text| text.trim().parse().ok());
    SignedDuration::from_secs(seconds.unwrap_or(1).clamp(1, LONGEST_WAIT_S).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(status: u16, code: &str) -> ProviderFault {
        let body = format!(r#"{{"int_err_code":"{code}","msg":"somebody's words"}}"#);
        fault(&http::Response::builder().status(status).body(Bytes::from(body)).unwrap())
    }

    #[test]
    fn each_refusal_has_one_meaning() {
        assert_eq!(said(401, "InvalidToken"), ProviderFault::TokenRefused);
        assert_eq!(said(403, "InvalidToken"), ProviderFault::TokenRefused);
        assert_eq!(said(404, "NotFound"), ProviderFault::Gone);
        assert!(matches!(said(403, "Forbidden"), ProviderFault::Host(_)));
        assert!(matches!(said(429, ""), ProviderFault::Passing { .. }));
        assert!(matches!(said(503, ""), ProviderFault::Uncertain { .. }));
        let ProviderFault::Refused(reason) = said(400, "InvalidRequest") else { panic!() };
        assert!(!reason.detail.contains("somebody's words"), "{reason}");
    }
}
