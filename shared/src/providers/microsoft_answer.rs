//! Reading Graph's refusals: which of its codes means what for the work (Graph, error responses and
//! throttling; a code that the reference does not list says where it has been seen).

use bytes::Bytes;
use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::ProviderFault;
use super::microsoft_graph::VENDOR;
use super::wire::{failed, told};
use crate::domain::config::ConnectionState;
use crate::domain::fault::Reason;

/// The code of a host whom the directory does not know.
const HOST_NOT_FOUND: &str = "host_not_found";
/// The code of a host without Teams, and of what Graph forbids without saying why.
pub(super) const NO_TEAMS: &str = "teams_not_available";
/// The wait where Graph names none, which happens.
const USUAL_WAIT: SignedDuration = SignedDuration::from_secs(2);
/// From then on, work waits in the table and not in the queue.
const LONG_WAIT: SignedDuration = SignedDuration::from_mins(5);
/// The longest wait that is believed.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(24);

/// A refusal's body.
#[derive(Default, Deserialize)]
struct Refusal {
    #[serde(default)]
    error: Inner,
}

/// The message is for telling causes apart and goes nowhere: it may name people.
#[derive(Default, Deserialize)]
struct Inner {
    #[serde(default)]
    code: String,
    #[serde(default)]
    message: String,
    #[serde(rename = "@event.existingEventId", default)]
    existing: Option<String>,
}

impl Inner {
    fn of(answer: &http::Response<Bytes>) -> Self {
        serde_json::from_slice::<Refusal>(answer.body()).unwrap_or_default().error
    }

    fn says(&self, words: &str) -> bool {
        self.message.to_lowercase().contains(words)
    }

    /// No policy lets the application hold online meetings for the user. Documented with this message,
    /// and formerly as `Unauthorized` with the other one (Graph, application access policy).
    fn lacks_policy(&self) -> bool {
        self.says("no application access policy found") || self.says("is not authorized to")
    }

    /// An access policy of Exchange keeps the application from this one mailbox. Seen as
    /// `ErrorAccessDenied` with this message.
    fn is_kept_out(&self) -> bool {
        self.says("apponly accesspolicy")
    }
}

/// What is known of an event that a repeated creation has made before.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Duplicate {
    /// Its id, where Graph tells.
    pub id: Option<String>,
}

/// Whether a creation was refused because its `transactionId` was used before. Not documented; the code
/// has been seen with both statuses.
pub(super) fn duplicate(answer: &http::Response<Bytes>) -> Option<Duplicate> {
    let can_be = matches!(answer.status(), StatusCode::BAD_REQUEST | StatusCode::CONFLICT);
    let refusal = can_be.then(|| Inner::of(answer))?;
    (refusal.code == "ErrorDuplicateTransactionId").then_some(Duplicate { id: refusal.existing })
}

/// Whether a fresh token of an application might do better: this one was refused, or lacks a permission
/// that may have been granted since, because permissions stand in the token.
pub(super) fn may_be_stale(answer: &http::Response<Bytes>) -> bool {
    match answer.status() {
        StatusCode::UNAUTHORIZED => true,
        StatusCode::FORBIDDEN => {
            let refusal = Inner::of(answer);
            let denied =
                matches!(&*refusal.code, "ErrorAccessDenied" | "Authorization_RequestDenied");
            denied && !refusal.is_kept_out()
        }
        _ => false,
    }
}

/// What an unsuccessful answer means. A person's refused token is not among them.
pub(super) fn fault(answer: &http::Response<Bytes>, now: Timestamp) -> ProviderFault {
    let refusal = Inner::of(answer);
    match (answer.status(), refusal.code.as_str()) {
        (StatusCode::TOO_MANY_REQUESTS, _) => limit(answer, now),
        (status, _) if status.is_server_error() => failed(VENDOR, status),
        (StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN, _) if refusal.lacks_policy() => {
            no_policy()
        }
        (StatusCode::UNAUTHORIZED, _) => connection(
            ConnectionState::InvalidCredentials,
            "Microsoft refuses a fresh token: verify the connection, and add a new client secret to \
             the application if that fails",
        ),
        (StatusCode::FORBIDDEN, code) => forbidden(code, &refusal),
        (StatusCode::NOT_FOUND, "Request_ResourceNotFound" | "ErrorInvalidUser") => host(
            HOST_NOT_FOUND,
            "the company's Microsoft directory knows nobody who signs in with the host's mail \
             address: give the person that address, or choose another host",
        ),
        (StatusCode::NOT_FOUND, "MailboxNotEnabledForRESTAPI") => host(
            "mailbox_not_enabled",
            "the host has no mailbox in Exchange Online: give the host a licence with one, or choose \
             another host",
        ),
        // `ErrorItemNotFound` for an event, `NotFound` for an online meeting.
        (StatusCode::NOT_FOUND, _) => ProviderFault::Gone,
        // Somebody else changed the event at the same moment.
        (StatusCode::CONFLICT, _) => ProviderFault::Passing {
            after: USUAL_WAIT,
            cause: format!("{VENDOR} says that something else is changing the same"),
        },
        (status, code) => refused(status, code),
    }
}

/// With a user who is gone, everything that the user hosted is gone.
pub(super) fn gone_with_host(fault: ProviderFault) -> ProviderFault {
    match fault {
        ProviderFault::Host(reason) if reason.code == HOST_NOT_FOUND => ProviderFault::Gone,
        other => other,
    }
}

/// An event came back without a link.
pub(super) fn no_teams() -> ProviderFault {
    host(
        NO_TEAMS,
        "Microsoft makes no Teams meeting for the host: give the host a licence for Teams, and see that \
         Teams is switched on for the company; a shared mailbox can't host",
    )
}

fn forbidden(code: &str, refusal: &Inner) -> ProviderFault {
    match code {
        "Authorization_RequestDenied" => connection(
            ConnectionState::InsufficientScope,
            "the application at Microsoft lacks User.Read.All: add it as an application permission, \
             grant admin consent, then verify again",
        ),
        "Forbidden" if refusal.message.starts_with("3003") => host(
            "account_mismatch",
            "the meeting belongs to another Microsoft account than the one that is connected: connect \
             that one again",
        ),
        "Forbidden" => no_teams(),
        _ if refusal.is_kept_out() => host(
            "mailbox_excluded",
            "an access policy in Exchange keeps the application from the host's mailbox: add the host to \
             the group that the policy names, which takes up to an hour to work",
        ),
        _ => connection(
            ConnectionState::InsufficientScope,
            "the application at Microsoft lacks Calendars.ReadWrite or MailboxSettings.Read: add both as \
             application permissions, grant admin consent, then verify again",
        ),
    }
}

/// The commands are those of the vendor's guide (Graph, application access policy).
fn no_policy() -> ProviderFault {
    host(
        "access_policy_missing",
        "no policy in Teams lets the application hold meetings for the host. In PowerShell: \
         New-CsApplicationAccessPolicy -Identity Convoke -AppIds \"<application id>\"; \
         Grant-CsApplicationAccessPolicy -PolicyName Convoke -Global. It takes up to 30 minutes to \
         work",
    )
}

fn connection(state: ConnectionState, reason: &str) -> ProviderFault {
    ProviderFault::Connection { state, reason: reason.to_owned() }
}

fn host(code: &str, detail: &str) -> ProviderFault {
    ProviderFault::Host(Reason::new(code, detail))
}

/// The code and nothing else: a message may quote what a customer wrote.
fn refused(status: StatusCode, code: &str) -> ProviderFault {
    let detail = format!("{VENDOR} refuses the request (HTTP {}, {})", status.as_u16(), told(code));
    ProviderFault::Refused(Reason::new("provider_refused", detail))
}

/// Graph refuses before it acts.
fn limit(answer: &http::Response<Bytes>, now: Timestamp) -> ProviderFault {
    let header = answer.headers().get("retry-after").and_then(|value| value.to_str().ok());
    let wait = header.and_then(retry_after).filter(|wait| *wait <= LONGEST_WAIT);
    let after = wait.unwrap_or(USUAL_WAIT).max(SignedDuration::from_secs(1));
    match now.checked_add(after) {
        Ok(until) if after > LONG_WAIT => {
            let detail =
                "Microsoft's limit is reached; the work goes on by itself when it is renewed";
            ProviderFault::Quota { until, reason: Reason::new("provider_limit", detail) }
        }
        Ok(_) | Err(_) => {
            ProviderFault::Passing { after, cause: format!("{VENDOR}'s limit is reached") }
        }
    }
}

/// Seconds, in some answers with a fraction, which is rounded up.
fn retry_after(text: &str) -> Option<SignedDuration> {
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let whole: u32 = whole.parse().ok()?;
    Some(SignedDuration::from_secs(i64::from(whole) + i64::from(!fraction.is_empty())))
}

#[cfg(test)]
mod tests;
