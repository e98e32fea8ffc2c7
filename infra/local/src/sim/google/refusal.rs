//! Everything the API refuses, and how it says so.
//!
//! Source: Google's guide to the Calendar API's errors. What it does not list (`Missing end time.`,
//! `Invalid conference type value.`, `Invalid resource id value.`) is as people report it in the
//! issues of Google's client libraries.

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use serde_json::{Value, json};

use super::json_response;

/// Why a call was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No token.
    LoginRequired,
    /// A token that is unknown, revoked or expired, or whose owner is gone.
    Token,
    /// The token was given for something else.
    Scope,
    /// The calendar service is off for this person.
    NoCalendar,
    /// A service account invites people in its own name.
    InvitesByServiceAccount,
    /// There is no such address.
    NoSuchAddress,
    /// There is no such calendar or event, or it can't be seen.
    NotFound,
    /// The event was deleted before.
    Deleted,
    /// The id is taken, perhaps by a deleted event.
    Duplicate,
    /// `If-Match` names another version.
    Changed,
    /// The token of an incremental list is too old.
    FullSync,
    /// The body is not JSON, or no object.
    Json,
    /// The end is not after the start.
    EmptyRange,
    /// `timeMax` is not after `timeMin`.
    EmptyListRange,
    /// A field is missing.
    Required(String),
    /// A field has a value that it can't have.
    Invalid(String),
    /// Reminders of the calendar and of the event at once.
    Reminders,
    /// A parameter has a value that it can't have.
    Parameter {
        /// Its name.
        name: String,
        /// What is wrong with it.
        message: String,
    },
    /// The order can't be had for these events.
    Ordering,
}

impl Refusal {
    /// A bad parameter.
    pub fn parameter(name: &str, message: impl Into<String>) -> Self {
        Self::Parameter { name: name.to_owned(), message: message.into() }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::LoginRequired | Self::Token => StatusCode::UNAUTHORIZED,
            Self::Scope | Self::NoCalendar | Self::InvitesByServiceAccount => StatusCode::FORBIDDEN,
            Self::NoSuchAddress | Self::NotFound => StatusCode::NOT_FOUND,
            Self::Deleted | Self::FullSync => StatusCode::GONE,
            Self::Duplicate => StatusCode::CONFLICT,
            Self::Changed => StatusCode::PRECONDITION_FAILED,
            Self::Json
            | Self::EmptyRange
            | Self::EmptyListRange
            | Self::Required(_)
            | Self::Invalid(_)
            | Self::Reminders
            | Self::Parameter { .. }
            | Self::Ordering => StatusCode::BAD_REQUEST,
        }
    }

    fn reason(&self) -> &'static str {
        match self {
            Self::LoginRequired | Self::Required(_) => "required",
            Self::Token => "authError",
            Self::Scope => "insufficientPermissions",
            Self::NoCalendar => "notACalendarUser",
            Self::InvitesByServiceAccount => "forbiddenForServiceAccounts",
            Self::NoSuchAddress | Self::NotFound => "notFound",
            Self::Deleted => "deleted",
            Self::Duplicate => "duplicate",
            Self::Changed => "conditionNotMet",
            Self::FullSync => "fullSyncRequired",
            Self::Json => "parseError",
            Self::EmptyRange | Self::EmptyListRange => "timeRangeEmpty",
            Self::Invalid(_) => "invalid",
            Self::Reminders => "cannotUseDefaultRemindersAndSpecifyOverride",
            Self::Parameter { .. } => "invalidParameter",
            Self::Ordering => "badRequest",
        }
    }

    fn domain(&self) -> &'static str {
        match self {
            Self::EmptyRange
            | Self::EmptyListRange
            | Self::FullSync
            | Self::NoCalendar
            | Self::InvitesByServiceAccount
            | Self::Reminders => "calendar",
            Self::LoginRequired
            | Self::Token
            | Self::Scope
            | Self::NoSuchAddress
            | Self::NotFound
            | Self::Deleted
            | Self::Duplicate
            | Self::Changed
            | Self::Json
            | Self::Required(_)
            | Self::Invalid(_)
            | Self::Parameter { .. }
            | Self::Ordering => "global",
        }
    }

    /// What is wrong, for people.
    pub fn message(&self) -> &str {
        match self {
            Self::LoginRequired => "Login Required",
            Self::Token => "Invalid Credentials",
            Self::Scope => "Insufficient Permission",
            Self::NoCalendar => "The user must be signed up for Google Calendar.",
            Self::InvitesByServiceAccount => {
                "Service accounts cannot invite attendees without Domain-Wide Delegation of \
                 Authority."
            }
            Self::NoSuchAddress | Self::NotFound => "Not Found",
            Self::Deleted => "Resource has been deleted",
            Self::Duplicate => "The requested identifier already exists.",
            Self::Changed => "Precondition Failed",
            Self::FullSync => "Sync token is no longer valid, a full sync is required.",
            Self::Json => "Invalid JSON payload received. Unexpected token.",
            Self::EmptyRange | Self::EmptyListRange => "The specified time range is empty.",
            Self::Reminders => {
                "Cannot specify both default reminders and overrides at the same time."
            }
            Self::Ordering => "The requested ordering is not available for the particular query.",
            Self::Required(message) | Self::Invalid(message) | Self::Parameter { message, .. } => {
                message
            }
        }
    }

    /// Where it is wrong, by kind and name.
    fn location(&self) -> Option<(&'static str, &str)> {
        match self {
            Self::LoginRequired | Self::Token => Some(("header", "Authorization")),
            Self::Changed => Some(("header", "If-Match")),
            Self::EmptyListRange => Some(("parameter", "timeMax")),
            Self::FullSync => Some(("parameter", "syncToken")),
            Self::Parameter { name, .. } => Some(("parameter", name)),
            Self::Scope
            | Self::NoCalendar
            | Self::InvitesByServiceAccount
            | Self::NoSuchAddress
            | Self::NotFound
            | Self::Deleted
            | Self::Duplicate
            | Self::Json
            | Self::EmptyRange
            | Self::Required(_)
            | Self::Invalid(_)
            | Self::Reminders
            | Self::Ordering => None,
        }
    }

    /// The answer.
    pub fn response(&self) -> Response<Bytes> {
        let mut error = json!({
            "domain": self.domain(),
            "reason": self.reason(),
            "message": self.message(),
        });
        if let Some((kind, name)) = self.location() {
            error["locationType"] = json!(kind);
            error["location"] = json!(name);
        }
        let mut response = answer(self.status(), &error);
        if self.status() == StatusCode::UNAUTHORIZED {
            let scheme = HeaderValue::from_static("Bearer realm=\"https://accounts.google.com/\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, scheme);
        }
        response
    }
}

fn answer(status: StatusCode, error: &Value) -> Response<Bytes> {
    let body = json!({ "error": {
        "errors": [error],
        "code": status.as_u16(),
        "message": error["message"],
    }});
    json_response(status, &body)
}

/// The usual refusal of a status, for faults: rate limits come as 403 as well as 429.
pub fn usual(status: StatusCode) -> Response<Bytes> {
    let (domain, reason, message) = match status.as_u16() {
        401 => return Refusal::Token.response(),
        404 => return Refusal::NotFound.response(),
        409 => return Refusal::Duplicate.response(),
        410 => return Refusal::Deleted.response(),
        412 => return Refusal::Changed.response(),
        403 | 429 => ("usageLimits", "rateLimitExceeded", "Rate Limit Exceeded"),
        500..=599 => ("global", "backendError", "Backend Error"),
        _ => ("global", "badRequest", status.canonical_reason().unwrap_or("Bad Request")),
    };
    answer(status, &json!({ "domain": domain, "reason": reason, "message": message }))
}
