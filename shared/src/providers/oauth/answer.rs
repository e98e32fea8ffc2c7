//! What authorisation servers answer: tokens, or why there are none.

use std::fmt;
use std::time::Duration;

use oauth2::basic::BasicTokenType;
use oauth2::{AccessToken, ErrorResponse, RefreshToken, Scope, TokenResponse};
use serde::{Deserialize, Serialize};

use super::BEARER;

/// Tokens. The type of a token is not read: GoTo leaves it out when it renews, and nothing here
/// knows another than `Bearer`.
#[derive(Debug, Serialize, Deserialize)]
pub struct Answer {
    pub access_token: AccessToken,
    #[serde(default)]
    pub expires_in: Option<i64>,
    #[serde(default)]
    pub refresh_token: Option<RefreshToken>,
    #[serde(default)]
    pub scope: Option<String>,
    /// GoTo's address of whoever let the application in.
    #[serde(default)]
    pub principal: Option<String>,
    /// Slack's workspace.
    #[serde(default)]
    pub team: Option<Named>,
    /// Slack's organisation, where the application is installed in all of its workspaces at once.
    #[serde(default)]
    pub enterprise: Option<Named>,
    /// Whoever let the application in at Slack.
    #[serde(default)]
    pub authed_user: Option<Named>,
}

/// What has an id.
#[derive(Debug, Serialize, Deserialize)]
pub struct Named {
    pub id: String,
}

impl TokenResponse for Answer {
    type TokenType = BasicTokenType;

    fn access_token(&self) -> &AccessToken {
        &self.access_token
    }

    fn token_type(&self) -> &BasicTokenType {
        &BEARER
    }

    fn expires_in(&self) -> Option<Duration> {
        u64::try_from(self.expires_in?).ok().map(Duration::from_secs)
    }

    fn refresh_token(&self) -> Option<&RefreshToken> {
        self.refresh_token.as_ref()
    }

    fn scopes(&self) -> Option<&Vec<Scope>> {
        None
    }
}

/// A refusal of the token endpoint. Zoom explains itself in `reason`, everybody else in
/// `error_description`; neither is passed on.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Refusal {
    #[serde(default)]
    pub error: String,
    #[serde(default)]
    pub error_description: Option<String>,
    #[serde(default)]
    pub reason: Option<String>,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.error)
    }
}

impl ErrorResponse for Refusal {}

/// Why an authorisation server gave no tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConsentFault {
    /// What was shown is not worth anything (any more): a code that was used or is too old, a refresh
    /// token that was revoked (RFC 6749, section 5.2: `invalid_grant`).
    Spent,
    /// The application's own credentials are refused, or the application is switched off.
    Application,
    /// The deployment is set up wrongly.
    Misconfigured(&'static str),
    /// It will work later.
    Passing(String),
}

impl Refusal {
    /// What it means. Zoom has been seen to say `invalid_request` for a code or token that it does not
    /// know, with the words in `reason`.
    pub fn fault(&self) -> ConsentFault {
        let said = [self.reason.as_deref(), self.error_description.as_deref()];
        let speaks_of =
            |word: &str| said.into_iter().flatten().any(|text| text.to_lowercase().contains(word));
        match self.error.as_str() {
            "invalid_grant" => ConsentFault::Spent,
            // Slack's own words (API reference, `oauth.v2.access`).
            "invalid_code"
            | "code_already_used"
            | "invalid_refresh_token"
            | "token_expired"
            | "token_revoked" => ConsentFault::Spent,
            "ratelimited"
            | "internal_error"
            | "fatal_error"
            | "service_unavailable"
            | "request_timeout" => ConsentFault::Passing("Slack is busy".to_owned()),
            "invalid_request" if speaks_of("token") || speaks_of("code") => ConsentFault::Spent,
            "temporarily_unavailable" | "server_error" | "" => {
                ConsentFault::Passing("the authorisation server is unwell".to_owned())
            }
            _ => ConsentFault::Application,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(body: &str) -> ConsentFault {
        serde_json::from_str::<Refusal>(body).unwrap().fault()
    }

    #[test]
    fn each_refusal_has_one_meaning() {
        assert_eq!(fault(r#"{"error":"invalid_grant"}"#), ConsentFault::Spent);
        let zoom = r#"{"reason":"Invalid Token!","error":"invalid_request"}"#;
        assert_eq!(fault(zoom), ConsentFault::Spent);
        let client = r#"{"reason":"Invalid client_id or client_secret","error":"invalid_client"}"#;
        assert_eq!(fault(client), ConsentFault::Application);
        assert!(matches!(fault("{}"), ConsentFault::Passing(_)));
    }

    /// GoTo's answer to a renewal has neither type nor refresh token.
    #[test]
    fn an_answer_may_be_short() {
        let answer: Answer = serde_json::from_str(r#"{"access_token":"a"}"#).unwrap();
        assert_eq!((answer.expires_in, answer.refresh_token.is_none()), (None, true));
    }
}
