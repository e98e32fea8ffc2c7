//! Reading Drive's refusals: which of its codes means what for the work (Google, Drive API, "Resolve
//! errors"; codes that it does not list are as people report them in public issues).

use bytes::Bytes;
use http::{Response, StatusCode};
use jiff::{SignedDuration, Timestamp};

use super::ProviderFault;
use super::drive::VENDOR;
use super::google_refusal::first;
use super::wire::{failed, told};
use crate::domain::config::ConnectionState;
use crate::domain::fault::Reason;

/// Limits count by the minute, in a window that slides.
const LIMIT: SignedDuration = SignedDuration::from_secs(2);
/// How much may be shared in a day is not published, nor when it is renewed; an hour later it is tried
/// again, which costs one call.
const QUOTA: SignedDuration = SignedDuration::from_hours(1);

/// What a call was about, and so what it means that there is no such thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// The folder that recordings are put into.
    Folder,
    /// One file.
    File,
    /// Who may see a file.
    Sharing,
}

/// What an unsuccessful answer means. All that is not a server's failure was refused before it had any
/// effect. Messages may quote names and addresses, so only codes are passed on.
pub(super) fn fault(answer: &Response<Bytes>, about: About, now: Timestamp) -> ProviderFault {
    let status = answer.status();
    let first = first(answer);
    match (status.as_u16(), first.reason.as_str()) {
        (500.., _) => failed(VENDOR, status),
        (429, _) | (_, "rateLimitExceeded" | "userRateLimitExceeded") => passing(),
        (_, "sharingRateLimitExceeded" | "dailyLimitExceeded" | "quotaExceeded") => quota(now),
        (401, _) | (_, "authError") => refused_token(),
        (_, "insufficientPermissions" | "appNotAuthorizedToFile") => missing_scope(),
        (_, "accessNotConfigured") => api_is_off(),
        (_, "storageQuotaExceeded" | "teamDriveFileLimitExceeded") => no_room(),
        (_, "numChildrenInNonRootLimitExceeded") => no_room(),
        (_, "insufficientParentPermissions") => folder_not_writable(),
        (_, code) if about == About::Sharing && status != StatusCode::NOT_FOUND => {
            sharing(code, &first.message, status)
        }
        (_, "domainPolicy") => blocked(),
        (404 | 410, _) if about == About::Folder => folder_not_found(),
        (404 | 410, _) => ProviderFault::Gone,
        (_, code) => refused(status, code),
    }
}

/// One code for an address without an account and for whatever else a company forbids; only the text
/// tells which (the texts as people report them).
fn sharing(code: &str, message: &str, status: StatusCode) -> ProviderFault {
    match code {
        "invalidSharingRequest" if !message.contains("ACL change") => reason(
            "no_google_account",
            "the address has no Google account, so that a file can't be shared with it without a mail \
             from Google",
        ),
        "invalidSharingRequest"
        | "domainPolicy"
        | "teamDriveDomainUsersOnlyRestriction"
        | "teamDriveTeamMembersOnlyRestriction"
        | "shareOutNotPermitted"
        | "shareOutNotPermittedToUser"
        | "publishOutNotPermitted"
        | "cannotShareTeamDriveWithNonGoogleAccounts" => reason(
            "sharing_forbidden",
            "the company's Google does not let the file be shared with this address: allow sharing with \
             people outside in the shared drive's settings and in the Google admin console",
        ),
        "insufficientFilePermissions" | "forbidden" => reason(
            "sharing_not_permitted",
            "Convoke may not share the file: make its account a content manager of the shared drive",
        ),
        "cannotModifyInheritedPermission" | "cannotModifyInheritedTeamDrivePermission" => reason(
            "permission_inherited",
            "the permission comes from the folder or the shared drive: take it away there",
        ),
        code => refused(status, code),
    }
}

/// Whether a file may not be deleted for good.
pub(super) fn forbids(answer: &Response<Bytes>) -> bool {
    let codes = ["insufficientFilePermissions", "forbidden"];
    answer.status() == StatusCode::FORBIDDEN && codes.contains(&first(answer).reason.as_str())
}

/// What a folder that is there is lacking.
///
/// # Errors
/// [`ProviderFault::Refused`] when it is lacking anything.
pub(super) fn folder_refused(is_private: bool, is_closed: bool) -> Result<(), ProviderFault> {
    if is_private {
        return Err(reason(
            "folder_not_in_shared_drive",
            "the folder is not in a shared drive, and a service account can't keep files elsewhere: \
             choose a folder of a shared drive",
        ));
    }
    if is_closed { Err(folder_not_writable()) } else { Ok(()) }
}

/// No folder has this id, or it does not show.
pub(super) fn folder_not_found() -> ProviderFault {
    reason(
        "folder_not_found",
        "there is no such folder, or Convoke's account does not see it: copy the id from the folder's \
         address, and add the account to the shared drive as a content manager",
    )
}

/// An upload's address that is not Google's.
pub(super) fn foreign_session() -> ProviderFault {
    reason("foreign_session", "Google Drive named an address for the upload that is not its own")
}

fn folder_not_writable() -> ProviderFault {
    reason(
        "folder_not_writable",
        "Convoke's account may not put files into the folder: make it a content manager of the shared \
         drive",
    )
}

fn no_room() -> ProviderFault {
    reason(
        "storage_full",
        "Google Drive has no room for the file: make room, or choose a folder of a shared drive, which is \
         the only place where a service account can keep files",
    )
}

fn passing() -> ProviderFault {
    let cause = "Google Drive's limit of calls is reached".to_owned();
    ProviderFault::Passing { after: LIMIT, cause }
}

fn quota(now: Timestamp) -> ProviderFault {
    let detail =
        "Google Drive's limit is reached; the work goes on by itself when Google allows it again";
    let until = now.checked_add(QUOTA).unwrap_or(now);
    ProviderFault::Quota { until, reason: Reason::new("daily_limit", detail) }
}

fn refused_token() -> ProviderFault {
    connection(
        ConnectionState::InvalidCredentials,
        "Google refuses a fresh token: verify the connection, and make a new key for the service account if \
         that fails",
    )
}

fn missing_scope() -> ProviderFault {
    connection(
        ConnectionState::InsufficientScope,
        "what was granted at Google does not open the file or folder: connect once more and leave every box \
         ticked",
    )
}

fn api_is_off() -> ProviderFault {
    connection(
        ConnectionState::AppNotActivated,
        "the Google Drive API is not enabled in the Google Cloud project of the credentials: enable it \
         there, then verify again",
    )
}

fn blocked() -> ProviderFault {
    connection(
        ConnectionState::BlockedByAdmin,
        "an administrator of the company's Google does not let applications use Drive: allow it in the \
         Google admin console, then verify again",
    )
}

fn refused(status: StatusCode, code: &str) -> ProviderFault {
    let status = status.as_u16();
    reason(
        "provider_refused",
        &format!("Google Drive refuses the request (HTTP {status}, {})", told(code)),
    )
}

fn connection(state: ConnectionState, reason: &str) -> ProviderFault {
    ProviderFault::Connection { state, reason: reason.to_owned() }
}

fn reason(code: &str, detail: &str) -> ProviderFault {
    ProviderFault::Refused(Reason::new(code, detail))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn now() -> Timestamp {
        "2026-12-01T10:00:00Z".parse().unwrap()
    }

    fn answer(status: u16, code: &str, message: &str) -> Response<Bytes> {
        let error = json!({"domain": "global", "reason": code, "message": message});
        let body = json!({"error": {"errors": [error], "code": status, "message": message}});
        let answer = Response::builder().status(status);
        answer.body(Bytes::from(body.to_string())).unwrap()
    }

    /// The meaning of a refusal in one word.
    fn of(status: u16, code: &str, about: About) -> String {
        match fault(&answer(status, code, "Ann B."), about, now()) {
            ProviderFault::Passing { .. } => "passing".to_owned(),
            ProviderFault::Uncertain { .. } => "uncertain".to_owned(),
            ProviderFault::Quota { until, .. } => {
                assert_eq!(until, now() + QUOTA);
                "quota".to_owned()
            }
            ProviderFault::Gone => "gone".to_owned(),
            ProviderFault::Connection { state, .. } => format!("{state:?}"),
            ProviderFault::Refused(reason) => {
                assert!(!reason.detail.contains("Ann"), "{reason}");
                reason.code
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn each_code_has_one_meaning() {
        for (status, code, about, expected) in [
            (403, "userRateLimitExceeded", About::File, "passing"),
            (403, "rateLimitExceeded", About::Sharing, "passing"),
            (429, "rateLimitExceeded", About::File, "passing"),
            (403, "sharingRateLimitExceeded", About::Sharing, "quota"),
            (500, "rateLimitExceeded", About::File, "uncertain"),
            (503, "backendError", About::Folder, "uncertain"),
            (401, "authError", About::File, "InvalidCredentials"),
            (403, "insufficientPermissions", About::File, "InsufficientScope"),
            (403, "appNotAuthorizedToFile", About::Sharing, "InsufficientScope"),
            (403, "accessNotConfigured", About::File, "AppNotActivated"),
            (403, "domainPolicy", About::File, "BlockedByAdmin"),
            (403, "storageQuotaExceeded", About::Folder, "storage_full"),
            (403, "insufficientParentPermissions", About::Folder, "folder_not_writable"),
            (404, "notFound", About::Folder, "folder_not_found"),
            (404, "notFound", About::File, "gone"),
            (404, "notFound", About::Sharing, "gone"),
            (410, "deleted", About::File, "gone"),
            (400, "invalid", About::File, "provider_refused"),
            (403, "insufficientFilePermissions", About::File, "provider_refused"),
        ] {
            assert_eq!(of(status, code, about), expected, "{status} {code} {about:?}");
        }
    }

    #[test]
    fn what_hinders_sharing_is_told_apart() {
        for (status, code, expected) in [
            (400, "invalidSharingRequest", "no_google_account"),
            (403, "teamDriveDomainUsersOnlyRestriction", "sharing_forbidden"),
            (403, "shareOutNotPermitted", "sharing_forbidden"),
            (403, "domainPolicy", "sharing_forbidden"),
            (403, "insufficientFilePermissions", "sharing_not_permitted"),
            (403, "cannotModifyInheritedPermission", "permission_inherited"),
            (400, "invalid", "provider_refused"),
        ] {
            assert_eq!(of(status, code, About::Sharing), expected, "{status} {code}");
        }
        let acl = answer(400, "invalidSharingRequest", "Bad Request. \"ACL change not allowed.\"");
        let ProviderFault::Refused(reason) = fault(&acl, About::Sharing, now()) else { panic!() };
        assert_eq!(reason.code, "sharing_forbidden");
    }

    /// The upload server speaks plain text.
    #[test]
    fn an_answer_without_json_is_read_by_its_status() {
        let plain = |status: u16| {
            let answer = Response::builder().status(status).body(Bytes::from("Invalid request."));
            fault(&answer.unwrap(), About::File, now())
        };
        assert!(matches!(plain(503), ProviderFault::Uncertain { .. }));
        assert!(matches!(plain(429), ProviderFault::Passing { .. }));
        assert!(matches!(plain(400), ProviderFault::Refused(_)));
    }

    #[test]
    fn only_a_refusal_for_the_file_s_sake_leads_to_the_trash() {
        assert!(forbids(&answer(403, "insufficientFilePermissions", "")));
        assert!(!forbids(&answer(403, "userRateLimitExceeded", "")));
        assert!(!forbids(&answer(404, "notFound", "")));
    }
}
