//! Everything the API refuses, and how it says so.
//!
//! Source: Google's guide to Drive's errors for the reasons that it lists. As people report them in
//! public issues: `fileIdInUse`, `teamDriveDomainUsersOnlyRestriction`, `insufficientParentPermissions`,
//! the refusal of a notification for `anyone`, a service account's `storageQuotaExceeded`, and the
//! upload server's plain texts. Known by name alone, status and text unconfirmed: `shareOutNotPermitted`,
//! `fileNotDownloadable`, and the reason of an id that was not generated.

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
    /// There is no such address.
    NoSuchAddress,
    /// There is no such file, or it can't be seen.
    NoFile(String),
    /// There is no such permission.
    NoPermission(String),
    /// Whoever calls may not do this to the file.
    Insufficient,
    /// Whoever calls may not put anything there.
    InsufficientParent,
    /// A permission that comes from a folder above.
    Inherited,
    /// A service account would own the file, and has no room for it.
    NoStorage,
    /// The id is taken.
    IdInUse,
    /// The address has no Google account and would be told nothing.
    NoAccount,
    /// The shared drive is for the domain's people alone.
    DomainOnly,
    /// The domain's people may not share outside it.
    ShareOut,
    /// A notification for a permission that notifies nobody.
    NotifiesNobody,
    /// Something without content is to be read.
    NoContent,
    /// The part that is asked for lies outside.
    Unsatisfiable(u64),
    /// The body is not JSON, or no object.
    Json,
    /// A field is missing.
    Required(String),
    /// A field has a value that it can't have.
    Invalid(String),
    /// A parameter has a value that it can't have.
    Parameter(String, String),
    /// What the upload server says, without JSON.
    Upload(StatusCode, String),
}

/// Status, domain, reason and message.
type Told<'r> = (StatusCode, &'static str, &'static str, &'r str);

impl Refusal {
    /// A bad parameter.
    pub fn parameter(name: &str, message: impl Into<String>) -> Self {
        Self::Parameter(name.to_owned(), message.into())
    }

    fn told(&self) -> Told<'_> {
        match self {
            Self::LoginRequired => denied("required", "Login Required."),
            Self::Token => denied("authError", "Invalid Credentials"),
            Self::NoSuchAddress => missing("Not Found"),
            Self::NoFile(message) | Self::NoPermission(message) => missing(message),
            Self::IdInUse => (
                StatusCode::CONFLICT,
                "global",
                "fileIdInUse",
                "A file already exists with the provided ID.",
            ),
            Self::NoStorage => (
                StatusCode::FORBIDDEN,
                "usageLimits",
                "storageQuotaExceeded",
                "Service Accounts do not have storage quota.",
            ),
            Self::NoAccount => bad(
                "invalidSharingRequest",
                "Bad Request. User message: \"No Google account has this address.\"",
            ),
            Self::Json => bad("parseError", "Parse Error"),
            Self::Required(message) => bad("required", message),
            Self::Invalid(message) => bad("invalid", message),
            Self::Parameter(_, message) => bad("invalidParameter", message),
            Self::Unsatisfiable(_) => (
                StatusCode::RANGE_NOT_SATISFIABLE,
                "global",
                "requestedRangeNotSatisfiable",
                "Request range not satisfiable",
            ),
            Self::Upload(status, message) => (*status, "global", "badRequest", message),
            other => forbidden(other),
        }
    }

    fn location(&self) -> Option<(&'static str, &str)> {
        match self {
            Self::LoginRequired | Self::Token => Some(("header", "Authorization")),
            Self::NoFile(_) => Some(("parameter", "fileId")),
            Self::NoPermission(_) => Some(("parameter", "permissionId")),
            Self::NotifiesNobody => Some(("parameter", "sendNotificationEmail")),
            Self::Parameter(name, _) => Some(("parameter", name)),
            _ => None,
        }
    }

    /// The answer.
    pub fn response(&self) -> Response<Bytes> {
        let told = self.told();
        if let Self::Upload(status, message) = self {
            return plain(*status, message);
        }
        let mut response = answer(told, self.location());
        let (name, value) = match self {
            Self::LoginRequired | Self::Token => {
                let scheme = "Bearer realm=\"https://accounts.google.com/\"";
                (header::WWW_AUTHENTICATE, scheme.to_owned())
            }
            Self::Unsatisfiable(size) => (header::CONTENT_RANGE, format!("bytes */{size}")),
            _ => return response,
        };
        if let Ok(value) = HeaderValue::try_from(value) {
            response.headers_mut().insert(name, value);
        }
        response
    }
}

const fn denied<'r>(reason: &'static str, message: &'r str) -> Told<'r> {
    (StatusCode::UNAUTHORIZED, "global", reason, message)
}

const fn missing(message: &str) -> Told<'_> {
    (StatusCode::NOT_FOUND, "global", "notFound", message)
}

const fn bad<'r>(reason: &'static str, message: &'r str) -> Told<'r> {
    (StatusCode::BAD_REQUEST, "global", reason, message)
}

fn forbidden(refusal: &Refusal) -> Told<'static> {
    let (reason, message) = match refusal {
        Refusal::Scope => ("insufficientPermissions", "Insufficient Permission"),
        Refusal::InsufficientParent => {
            ("insufficientParentPermissions", "Insufficient permissions for the specified parent.")
        }
        Refusal::Inherited => {
            ("cannotModifyInheritedPermission", "Cannot update or delete an inherited permission.")
        }
        Refusal::DomainOnly => (
            "teamDriveDomainUsersOnlyRestriction",
            "This item can't be shared with people outside the domain of its shared drive.",
        ),
        Refusal::ShareOut => ("shareOutNotPermitted", "Sharing outside the domain is not allowed."),
        Refusal::NotifiesNobody => (
            "forbidden",
            "The sendNotificationEmail parameter is for permissions of type 'user' or 'group'.",
        ),
        Refusal::NoContent => {
            ("fileNotDownloadable", "Only files with binary content can be downloaded.")
        }
        _ => (
            "insufficientFilePermissions",
            "The user does not have sufficient permissions for this file.",
        ),
    };
    (StatusCode::FORBIDDEN, "global", reason, message)
}

fn answer(
    (status, domain, reason, message): Told<'_>,
    location: Option<(&'static str, &str)>,
) -> Response<Bytes> {
    let mut error = json!({ "domain": domain, "reason": reason, "message": message });
    if let Some((kind, name)) = location {
        error["locationType"] = json!(kind);
        error["location"] = json!(name);
    }
    let code = status.as_u16();
    let body: Value = json!({ "error": { "errors": [error], "code": code, "message": message } });
    json_response(status, &body)
}

fn plain(status: StatusCode, message: &str) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(message.to_owned()));
    *response.status_mut() = status;
    let text = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, text);
    response
}

/// The usual refusal of a status, for faults: rate limits come as 403 as well as 429.
pub fn usual(status: StatusCode) -> Response<Bytes> {
    let (domain, reason, message) = match status.as_u16() {
        401 => return Refusal::Token.response(),
        404 => return Refusal::NoFile("File not found: .".to_owned()).response(),
        409 => return Refusal::IdInUse.response(),
        403 => ("usageLimits", "userRateLimitExceeded", "User Rate Limit Exceeded"),
        429 => ("usageLimits", "rateLimitExceeded", "Rate Limit Exceeded"),
        500..=599 => ("global", "backendError", "Backend Error"),
        _ => ("global", "badRequest", status.canonical_reason().unwrap_or("Bad Request")),
    };
    answer((status, domain, reason, message), None)
}
