//! Everything the simulated Exchange refuses, and how it says so: by an HTTP status, by a SOAP fault
//! for the whole request, or by a response code for one thing that was asked.

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};

use super::answer::document;
use super::schema::Violation;
use super::xml::Out;

/// The codes (EWS reference, `ResponseCode`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// The calendar item would last longer than five years.
    CalendarDurationIsTooLong,
    /// The end does not come after the start.
    CalendarEndDateIsEarlierThanStartDate,
    /// A calendar item must be in a calendar.
    CannotCreateCalendarItemInNonCalendarFolder,
    /// An update without a change key.
    ChangeKeyRequiredForWriteOperations,
    /// The service account may not act for others.
    ImpersonateUserDenied,
    /// An update that sets more than one property at once, or none.
    IncorrectUpdatePropertyCount,
    /// Something went wrong.
    InternalServerError,
    /// A change key that is none.
    InvalidChangeKey,
    /// Attributes of an extended property that don't go together.
    InvalidExtendedProperty,
    /// An empty id.
    InvalidIdEmpty,
    /// An id that is none.
    InvalidIdMalformed,
    /// Something is missing that the schema does not ask for.
    InvalidRequest,
    /// No version, or none that is known.
    InvalidServerVersion,
    /// There is no such item in the mailbox.
    ItemNotFound,
    /// Whoever asks has no mailbox.
    MissingEmailAddress,
    /// Whoever asks has no mailbox, which searches want.
    NameResolutionNoMailbox,
    /// The directory has nobody of that name.
    NameResolutionNoResults,
    /// Nobody has the address.
    NonExistentMailbox,
    /// The request does not follow the schema.
    SchemaValidation,
    /// It is not said whether to tell attendees.
    SendMeetingCancellationsRequired,
    /// It is not said whether to tell attendees.
    SendMeetingInvitationsOrCancellationsRequired,
    /// It is not said whether to invite attendees.
    SendMeetingInvitationsRequired,
    /// The change key is too old.
    StaleObject,
    /// An update that names one property and sets another.
    UpdatePropertyMismatch,
}

impl Code {
    /// As it stands in answers, after `Error`.
    pub fn name(self) -> String {
        format!("Error{self:?}")
    }
}

/// Why a whole request was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// EWS is posted to.
    Method,
    /// No credentials, or wrong ones.
    Credentials,
    /// Not `text/xml`.
    MediaType,
    /// A SOAP fault with this code.
    Fault(Code),
    /// Nobody has this address.
    NoSuchMailbox(String),
    /// What does not follow the schema, with line and column.
    Schema(String, usize, usize),
}

impl Refusal {
    /// A violation in this text.
    pub fn schema(violation: Violation, text: &str) -> Self {
        let before = text.get(..violation.at).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        Self::Schema(violation.what, line, column)
    }

    /// The answer.
    pub fn response(&self) -> Response<Bytes> {
        match self {
            Self::Method => super::empty(StatusCode::METHOD_NOT_ALLOWED),
            Self::MediaType => super::empty(StatusCode::UNSUPPORTED_MEDIA_TYPE),
            Self::Credentials => {
                let mut response = super::empty(StatusCode::UNAUTHORIZED);
                let basic = HeaderValue::from_static("Basic realm=\"exchange.example\"");
                response.headers_mut().insert(header::WWW_AUTHENTICATE, basic);
                response
            }
            Self::Fault(code) => fault(*code, "the request is refused", Vec::new()),
            Self::NoSuchMailbox(address) => {
                let value = Out::text("t:Value", address).with("Name", "SmtpAddress");
                fault(Code::NonExistentMailbox, "nobody has this address", vec![value])
            }
            Self::Schema(what, line, column) => {
                let details = vec![
                    Out::text("t:LineNumber", line.to_string()),
                    Out::text("t:LinePosition", column.to_string()),
                    Out::text("t:Violation", what),
                ];
                fault(Code::SchemaValidation, what, details)
            }
        }
    }
}

/// A SOAP fault, whose parts have no namespace (SOAP 1.1, section 4.4), with status 500.
fn fault(code: Code, words: &str, details: Vec<Out>) -> Response<Bytes> {
    let errors = "http://schemas.microsoft.com/exchange/services/2006/errors";
    let types = "http://schemas.microsoft.com/exchange/services/2006/types";
    let mut detail = vec![
        Out::text("e:ResponseCode", code.name()).with("xmlns:e", errors),
        Out::text("e:Message", words).with("xmlns:e", errors),
    ];
    if !details.is_empty() {
        detail.push(Out::of("t:MessageXml", details).with("xmlns:t", types));
    }
    let fault = Out::of(
        "s:Fault",
        [
            Out::text("faultcode", format!("a:{}", code.name())).with("xmlns:a", types),
            Out::text("faultstring", words).with("xml:lang", "en-US"),
            Out::of("detail", detail),
        ],
    );
    document(StatusCode::INTERNAL_SERVER_ERROR, fault)
}
