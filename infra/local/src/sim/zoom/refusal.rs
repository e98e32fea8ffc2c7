//! Everything the Zoom API refuses, and how it says so.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::json_response;
use super::limits::{PER_HOST_AND_DAY, PER_SECOND_MESSAGE, Quota};

/// A field that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field, dotted.
    pub field: String,
    /// What is wrong with it.
    pub message: String,
}

impl FieldError {
    /// Names a field and what is wrong with it.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into() }
    }
}

/// Why a call was refused (Zoom API: the code of each is in [`Refusal::code`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No token, or one that is unknown, revoked or expired.
    Token {
        /// Whether it was good once.
        expired: bool,
        /// 401, and 400 for the list of users.
        status: StatusCode,
    },
    /// The token has none of these scopes.
    MissingScopes(Vec<String>),
    /// There is no such address.
    EndpointNotRecognised,
    /// There is no such user in this account.
    UnknownUser(String),
    /// The user was deactivated.
    InactiveUser,
    /// The token is another user's.
    OtherUser,
    /// The user was invited and has not accepted.
    PendingUser,
    /// The user has no licence for meetings.
    MayNotHost,
    /// There is no such meeting, or no longer.
    UnknownMeeting(String),
    /// The meeting is another user's.
    NotHost,
    /// Nothing of the meeting is in the cloud.
    NoRecording,
    /// The meeting still goes on, or its recording is still being made.
    Uncompleted,
    /// The meeting has no transcript.
    NoTranscript,
    /// Fields of the body.
    Fields(Vec<FieldError>),
    /// A parameter, or the body as a whole.
    Parameter(String),
    /// The passcode does not satisfy the account.
    Passcode(String),
    /// A rule of the business.
    Rule(String),
    /// The calls of this second are used up.
    PerSecond(Quota),
    /// The creations and updates of this host and day are used up.
    PerDay {
        /// The next UTC midnight.
        again: Timestamp,
    },
}

impl Refusal {
    /// One bad field.
    pub fn field(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Fields(vec![FieldError::new(field, message)])
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::Token { status, .. } => *status,
            Self::EndpointNotRecognised
            | Self::UnknownUser(_)
            | Self::UnknownMeeting(_)
            | Self::NoRecording
            | Self::NoTranscript => StatusCode::NOT_FOUND,
            Self::MissingScopes(_)
            | Self::InactiveUser
            | Self::OtherUser
            | Self::PendingUser
            | Self::MayNotHost
            | Self::NotHost
            | Self::Uncompleted
            | Self::Fields(_)
            | Self::Parameter(_)
            | Self::Passcode(_)
            | Self::Rule(_) => StatusCode::BAD_REQUEST,
            Self::PerSecond(_) | Self::PerDay { .. } => StatusCode::TOO_MANY_REQUESTS,
        }
    }

    fn code(&self) -> u16 {
        match self {
            Self::Token { .. } => 124,
            Self::MissingScopes(_) => 4711,
            Self::EndpointNotRecognised => 2300,
            Self::UnknownUser(_) => 1001,
            Self::InactiveUser | Self::OtherUser => 1010,
            Self::PendingUser => 1120,
            Self::MayNotHost => 3161,
            Self::UnknownMeeting(_) => 3001,
            Self::NotHost => 3003,
            Self::NoRecording => 3301,
            Self::Uncompleted => 3303,
            Self::NoTranscript => 3322,
            Self::Fields(_) | Self::Parameter(_) | Self::Passcode(_) => 300,
            Self::Rule(_) => 3000,
            Self::PerSecond(_) | Self::PerDay { .. } => 429,
        }
    }

    fn message(&self) -> String {
        match self {
            Self::Token { expired: true, .. } => "Access token is expired.".into(),
            Self::Token { expired: false, .. } => "Invalid access token.".into(),
            Self::MissingScopes(scopes) => {
                let scopes = scopes.join(", ");
                format!("Invalid access token, does not contain scopes:[{scopes}].")
            }
            Self::EndpointNotRecognised => "This API endpoint is not recognized.".into(),
            Self::UnknownUser(user) => format!("User does not exist: {user}."),
            Self::InactiveUser | Self::OtherUser => "User does not belong to this account.".into(),
            Self::PendingUser => "A valid invitation was not found for this user.".into(),
            Self::MayNotHost => "This user may not host or schedule meetings.".into(),
            Self::UnknownMeeting(id) => format!("Meeting does not exist: {id}."),
            Self::NotHost => "Not meeting host.".into(),
            Self::NoRecording => "There is no recording for this meeting.".into(),
            Self::Uncompleted => "You can not delete an uncompleted meeting.".into(),
            Self::NoTranscript => "This meeting transcript does not exist.".into(),
            Self::Fields(_) => "Validation Failed.".into(),
            Self::Passcode(rule) => format!("The passcode requirement is not met: {rule}."),
            Self::Parameter(message) | Self::Rule(message) => message.clone(),
            Self::PerSecond(_) => PER_SECOND_MESSAGE.into(),
            Self::PerDay { .. } => {
                "You have reached the maximum daily rate limit for this API.".into()
            }
        }
    }

    fn errors(&self) -> Option<Value> {
        let list = match self {
            Self::Fields(errors) => errors.clone(),
            Self::Passcode(rule) => vec![FieldError::new("password", rule)],
            _ => return None,
        };
        let shown = |e: &FieldError| json!({ "field": e.field, "message": e.message });
        Some(list.iter().map(shown).collect())
    }

    /// The answer.
    pub fn response(&self) -> Response<Bytes> {
        let mut body = json!({ "code": self.code(), "message": self.message() });
        if let Some(errors) = self.errors() {
            body["errors"] = errors;
        }
        let mut response = json_response(self.status(), &body);
        self.headers(response.headers_mut());
        response
    }

    fn headers(&self, headers: &mut HeaderMap) {
        match self {
            Self::PerSecond(quota) => {
                let category = HeaderValue::from_static(quota.label.name());
                headers.insert("x-ratelimit-category", category);
                headers.insert("x-ratelimit-type", HeaderValue::from_static("QPS"));
                headers.insert("x-ratelimit-limit", HeaderValue::from(quota.limit));
                headers.insert("x-ratelimit-remaining", HeaderValue::from(0));
                headers.insert("x-ratelimit-reset", HeaderValue::from(1));
            }
            Self::PerDay { again } => {
                headers.insert("x-ratelimit-category", HeaderValue::from_static("Light"));
                headers.insert("x-ratelimit-type", HeaderValue::from_static("Daily-limit"));
                headers.insert("x-ratelimit-limit", HeaderValue::from(PER_HOST_AND_DAY));
                headers.insert("x-ratelimit-remaining", HeaderValue::from(0));
                // An instant, not seconds (Zoom API: rate limits).
                if let Ok(again) = HeaderValue::try_from(again.to_string()) {
                    headers.insert("retry-after", again);
                }
            }
            _ => {}
        }
    }
}
