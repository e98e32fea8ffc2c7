//! Everything Graph refuses, and how it says so.

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{ident, json_response};
use crate::sim::{Call, Entropy};

/// Seconds to wait that a refusal asked for by a fault names.
const RETRY_AFTER_S: i64 = 10;

/// Why a call was refused. Codes and texts are the vendor's where it publishes them or where they
/// have been seen; the rest says what the reference says in other words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No token, or one that opens nothing.
    Token(&'static str),
    /// There is no such address.
    NoSuchAddress,
    /// The application has no `/me`.
    MeWithoutPerson,
    /// The directory has no such user.
    NoSuchResource(String),
    /// Exchange has no such user.
    InvalidUser(String),
    /// The user has no mailbox.
    NoMailbox,
    /// The token lacks a permission of the directory.
    InsufficientPrivileges,
    /// The token lacks a permission of Exchange, or is another person's.
    AccessDenied,
    /// The token lacks a permission for online meetings.
    MeetingsPermission,
    /// An online meeting's organiser stands in the address by object id only.
    NotAnObjectId,
    /// No administrator lets the application hold meetings for this user.
    NoAccessPolicy {
        /// The application's id.
        app: String,
    },
    /// The user has no licence for Teams, or the tenant has no Teams.
    NoTeams,
    /// The caller does not organise the meeting.
    OthersMeeting,
    /// There is no such online meeting, or no longer.
    UnknownMeeting,
    /// The calendar has no such event, or no longer.
    UnknownEvent,
    /// The body is no JSON object.
    NotAnObject,
    /// The type has no such property.
    UnknownProperty {
        /// What was named.
        property: String,
        /// The type.
        of: &'static str,
    },
    /// A property has a value that can't be taken; says which and why.
    Property(String),
    /// Only the vendor writes this property, or only once.
    ReadOnly(&'static str),
    /// No time zone has this name.
    TimeZone(String),
    /// The `transactionId` was used for an event that is other or gone.
    DuplicateTransaction {
        /// The event's id, if it still stands.
        existing: Option<String>,
    },
    /// A query option can't be taken; says which and why.
    Query(String),
    /// `calendarView` without a window.
    NoWindow,
    /// Too many requests.
    Throttled {
        /// Seconds.
        retry_after: i64,
    },
}

impl Refusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::Token(_) => StatusCode::UNAUTHORIZED,
            Self::InsufficientPrivileges
            | Self::AccessDenied
            | Self::MeetingsPermission
            | Self::NoAccessPolicy { .. }
            | Self::NoTeams
            | Self::OthersMeeting => StatusCode::FORBIDDEN,
            Self::NoSuchResource(_)
            | Self::InvalidUser(_)
            | Self::NoMailbox
            | Self::UnknownMeeting
            | Self::UnknownEvent => StatusCode::NOT_FOUND,
            Self::Throttled { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::NoSuchAddress
            | Self::MeWithoutPerson
            | Self::NotAnObjectId
            | Self::NotAnObject
            | Self::UnknownProperty { .. }
            | Self::Property(_)
            | Self::ReadOnly(_)
            | Self::TimeZone(_)
            | Self::DuplicateTransaction { .. }
            | Self::Query(_)
            | Self::NoWindow => StatusCode::BAD_REQUEST,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Token(_) => "InvalidAuthenticationToken",
            Self::NoSuchAddress
            | Self::MeWithoutPerson
            | Self::NotAnObjectId
            | Self::NotAnObject
            | Self::Query(_) => "BadRequest",
            Self::NoSuchResource(_) => "Request_ResourceNotFound",
            Self::InvalidUser(_) => "ErrorInvalidUser",
            Self::NoMailbox => "MailboxNotEnabledForRESTAPI",
            Self::InsufficientPrivileges => "Authorization_RequestDenied",
            Self::AccessDenied => "ErrorAccessDenied",
            Self::MeetingsPermission | Self::NoTeams | Self::OthersMeeting => "Forbidden",
            Self::NoAccessPolicy { .. } => "Forbidden",
            Self::UnknownMeeting => "NotFound",
            Self::UnknownEvent => "ErrorItemNotFound",
            Self::UnknownProperty { .. } => "RequestBodyRead",
            Self::Property(_) => "ErrorPropertyValidationFailure",
            Self::ReadOnly(_) => "ErrorInvalidPropertySet",
            Self::TimeZone(_) => "TimeZoneNotSupportedException",
            Self::DuplicateTransaction { .. } => "ErrorDuplicateTransactionId",
            Self::NoWindow => "ErrorInvalidParameter",
            Self::Throttled { .. } => "ApplicationThrottled",
        }
    }

    fn message(&self) -> String {
        match self {
            Self::Token(message) => (*message).to_owned(),
            Self::NoSuchAddress => "Resource not found for the segment.".into(),
            Self::MeWithoutPerson => {
                "/me request is only valid with delegated authentication flow.".into()
            }
            Self::NoSuchResource(name) => format!("Resource '{name}' does not exist."),
            Self::InvalidUser(name) => format!("The requested user '{name}' is invalid."),
            Self::NoMailbox => {
                "The mailbox is either inactive, soft-deleted, or is hosted on-premise.".into()
            }
            Self::InsufficientPrivileges => {
                "Insufficient privileges to complete the operation.".into()
            }
            Self::AccessDenied => "Access is denied. Check credentials and try again.".into(),
            Self::MeetingsPermission => "The token has no permission for online meetings.".into(),
            Self::NotAnObjectId => "The user is named by object id, not by address.".into(),
            Self::NoAccessPolicy { app } => {
                format!("No application access policy found for this app {app} on the user")
            }
            Self::NoTeams => "The user has no licence for online meetings.".into(),
            Self::OthersMeeting => "3003: User does not have access to lookup meeting.".into(),
            Self::UnknownMeeting => "There is no such online meeting.".into(),
            Self::UnknownEvent => "The specified object was not found in the store.".into(),
            Self::NotAnObject => "A JSON object is expected.".into(),
            Self::UnknownProperty { property, of } => {
                format!("The property '{property}' does not exist on type '{of}'.")
            }
            Self::Property(detail) => format!("At least one property failed validation: {detail}"),
            Self::ReadOnly(name) => format!("The property '{name}' can't be set here."),
            Self::TimeZone(name) => format!("The time zone '{name}' is not supported."),
            Self::DuplicateTransaction { .. } => {
                "Your request can't be completed. The TransactionId specified in the request has \
                 already been used to create a different event."
                    .into()
            }
            Self::Query(detail) => detail.clone(),
            Self::NoWindow => "startDateTime and endDateTime are required.".into(),
            Self::Throttled { .. } => "Application is over its request limit.".into(),
        }
    }

    /// The answer.
    pub fn response(&self, trace: &Trace) -> Response<Bytes> {
        let mut error = trace.error(self.code(), &self.message());
        if let Self::DuplicateTransaction { existing: Some(id) } = self {
            error["@event.existingEventId"] = json!(id);
        }
        let mut response = json_response(self.status(), &json!({ "error": error }));
        if let Self::Throttled { retry_after } = self {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*retry_after));
        }
        response
    }
}

/// What tells one call from another.
pub struct Trace {
    /// The vendor's own.
    pub request_id: String,
    /// The caller's, if it gave one.
    client_request_id: Option<String>,
    at: Option<Timestamp>,
}

impl Trace {
    /// The trace of a call.
    pub fn of(call: &Call, entropy: &mut Entropy) -> Self {
        let given = call.headers.get("client-request-id").and_then(|value| value.to_str().ok());
        let client_request_id = given.map(str::to_owned);
        Self { request_id: ident::guid(entropy), client_request_id, at: Some(call.at) }
    }

    /// A trace of a call that nobody looked at.
    pub fn bare(entropy: &mut Entropy) -> Self {
        Self { request_id: ident::guid(entropy), client_request_id: None, at: None }
    }

    /// The vendor's shape of an error (Graph: error responses).
    pub fn error(&self, code: &str, message: &str) -> Value {
        let mut inner = json!({
            "request-id": self.request_id,
            "client-request-id": self.client_request_id.as_ref().unwrap_or(&self.request_id),
        });
        if let Some(at) = self.at {
            inner["date"] = json!(at.strftime("%Y-%m-%dT%H:%M:%S").to_string());
        }
        json!({ "code": code, "message": message, "innerError": inner })
    }
}

/// The refusal of a status that somebody asked for.
pub fn of_status(status: StatusCode, trace: &Trace) -> Response<Bytes> {
    let (code, message) = match status.as_u16() {
        401 => ("InvalidAuthenticationToken", "Lifetime validation failed, the token is expired."),
        403 => ("ErrorAccessDenied", "Access is denied. Check credentials and try again."),
        404 => ("ErrorItemNotFound", "The specified object was not found in the store."),
        429 => ("ApplicationThrottled", "Application is over its MailboxConcurrency limit."),
        503 => ("serviceNotAvailable", "The service is temporarily unavailable."),
        504 => ("gatewayTimeout", "The upstream service did not answer in time."),
        _ => ("UnknownError", status.canonical_reason().unwrap_or("Error")),
    };
    let mut response = json_response(status, &json!({ "error": trace.error(code, message) }));
    if status == StatusCode::TOO_MANY_REQUESTS {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(RETRY_AFTER_S));
    }
    response
}
