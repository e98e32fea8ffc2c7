//! Why the identity platform gives no token, in its own shape.
//!
//! Source: Microsoft identity platform, authentication and authorisation error codes (AADSTS). Codes
//! are the vendor's; the sentences behind them are not a contract, and are ours in part.

use bytes::Bytes;
use http::{Response, StatusCode};
use jiff::Timestamp;
use serde_json::json;

use super::{ident, json_response};
use crate::sim::Entropy;
use crate::sim::oauth::{BadCode, BadRefresh};

/// A refusal of the token endpoint or the consent page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoToken {
    /// As OAuth calls it (RFC 6749, sections 4.1.2.1 and 5.2).
    pub error: String,
    /// The number of the vendor's own.
    pub code: u32,
    /// For people.
    pub text: String,
}

impl NoToken {
    /// A refusal.
    pub fn new(error: &str, code: u32, text: impl Into<String>) -> Self {
        Self { error: error.to_owned(), code, text: text.into() }
    }

    /// The request lacks a parameter.
    pub fn missing(parameter: &str) -> Self {
        let text = format!("The request body must contain the following parameter: '{parameter}'.");
        Self::new("invalid_request", 900_144, text)
    }

    /// The code that was shown can't be exchanged.
    pub fn of_code(bad: BadCode) -> Self {
        let (code, text) = match bad {
            BadCode::Unknown => (9_002_313, "Invalid request. Request is malformed or invalid."),
            BadCode::Used => (54_005, "OAuth2 Authorization code was already redeemed."),
            BadCode::Expired => (70_008, "The provided authorization code has expired."),
            BadCode::Redirect => {
                (500_112, "The reply address is not the one of the code's request.")
            }
            BadCode::Verifier => (501_481, "The Code_Verifier does not match the code_challenge."),
        };
        Self::new("invalid_grant", code, text)
    }

    /// The refresh token that was shown brings nothing. One that was handed out and is no longer
    /// known was taken back.
    pub fn of_refresh(bad: BadRefresh, looks_like_ours: bool) -> Self {
        let (code, text) = match bad {
            BadRefresh::Expired => (700_082, "The refresh token has expired due to inactivity."),
            BadRefresh::Unknown | BadRefresh::Reused if looks_like_ours => {
                (50_173, "The provided grant has expired due to it being revoked.")
            }
            BadRefresh::Unknown | BadRefresh::Reused => {
                (9_002_313, "Invalid request. Request is malformed or invalid.")
            }
        };
        Self::new("invalid_grant", code, text)
    }

    /// As `error_description` has it.
    pub fn description(&self) -> String {
        format!("AADSTS{}: {}", self.code, self.text)
    }

    fn status(&self) -> StatusCode {
        match self.error.as_str() {
            "invalid_client" => StatusCode::UNAUTHORIZED,
            _ => StatusCode::BAD_REQUEST,
        }
    }

    /// The token endpoint's answer.
    pub fn response(&self, at: Timestamp, entropy: &mut Entropy) -> Response<Bytes> {
        let (trace, correlation) = (ident::guid(entropy), ident::guid(entropy));
        let timestamp = at.strftime("%Y-%m-%d %H:%M:%SZ").to_string();
        let description = format!(
            "{} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {timestamp}",
            self.description()
        );
        let body = json!({
            "error": self.error,
            "error_description": description,
            "error_codes": [self.code],
            "timestamp": timestamp,
            "trace_id": trace,
            "correlation_id": correlation,
            "error_uri": format!("https://login.microsoftonline.com/error?code={}", self.code),
        });
        json_response(self.status(), &body)
    }
}
