//! Reading the Calendar API's refusals: which of its codes means what for the work (Google, Calendar
//! API, "Handle API errors"; codes that it does not list are as people report them in the issues of
//! Google's client libraries).

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};

use super::ProviderFault;
use super::google::VENDOR;
use super::google_refusal::first;
use super::wire::{LOST_SETTLES, failed, told};
use crate::domain::config::ConnectionState;
use crate::domain::fault::Reason;

/// Limits count by the minute, in a window that slides.
const LIMIT: SignedDuration = SignedDuration::from_secs(2);
/// What a calendar may take in all is not renewed at a known time; an hour later it is tried again,
/// which costs one call.
const QUOTA: SignedDuration = SignedDuration::from_hours(1);

/// What a call was about, and so what it means that there is no such thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// Somebody's calendar.
    Calendar,
    /// One event of it.
    Event,
}

/// What an unsuccessful answer means. All that is not a server's failure was refused before it had
/// any effect. Messages may quote what somebody wrote, so only codes are passed on.
pub(super) fn fault(answer: &http::Response<Bytes>, about: About, now: Timestamp) -> ProviderFault {
    let status = answer.status();
    let first = first(answer);
    match (status.as_u16(), first.reason.as_str()) {
        (500.., _) => failed(VENDOR, status),
        (429, _) | (_, "rateLimitExceeded" | "userRateLimitExceeded") => passing(),
        (_, "quotaExceeded" | "dailyLimitExceeded") => quota(now),
        (401, _) | (_, "authError") => refused_token(),
        (_, "insufficientPermissions") => missing_scope(),
        (_, "forbiddenForServiceAccounts") => no_delegation(),
        (_, "accessNotConfigured") => api_is_off(),
        (_, "notACalendarUser") => no_calendar(),
        (400, "invalid") if first.message.contains("conference type") => no_meet(),
        (404, _) if about == About::Calendar => {
            host("host_not_found", "Google does not find the host's calendar: choose another host")
        }
        (404 | 410, _) => ProviderFault::Gone,
        (403, code) => host(
            "host_not_licensed",
            &format!("Google does not let the host's calendar be changed ({})", told(code)),
        ),
        (status, code) => {
            let detail = format!("Google refuses the request (HTTP {status}, {})", told(code));
            ProviderFault::Refused(Reason::new("provider_refused", detail))
        }
    }
}

/// What a fault means once the event may be there, whatever it would mean otherwise: it has to be
/// looked for before another is made.
pub(super) fn uncertain(fault: ProviderFault) -> ProviderFault {
    let cause = match fault {
        ProviderFault::Uncertain { .. } => return fault,
        ProviderFault::Passing { cause, .. } => cause,
        ProviderFault::Quota { reason, .. }
        | ProviderFault::Host(reason)
        | ProviderFault::Refused(reason) => reason.detail,
        ProviderFault::Connection { reason, .. } => reason,
        ProviderFault::Gone => "the event that was made does not show yet".to_owned(),
        ProviderFault::TokenRefused => "the token was refused in between".to_owned(),
    };
    ProviderFault::Uncertain { settles_in: LOST_SETTLES, cause }
}

/// Google made the event and no conference, or refused to make one (requirement P07).
pub(super) fn no_meet() -> ProviderFault {
    host(
        "meet_disabled_in_admin_console",
        "Google makes no Meet link for the host: in the Google admin console, under Apps, Google \
         Workspace, switch Google Meet and its video calls on for the host's organisational unit",
    )
}

fn passing() -> ProviderFault {
    ProviderFault::Passing { after: LIMIT, cause: "Google's limit of calls is reached".to_owned() }
}

fn quota(now: Timestamp) -> ProviderFault {
    let detail = "Google's limit for the calendar is reached; the work goes on by itself when Google \
                  allows it again";
    let until = now.checked_add(QUOTA).unwrap_or(now);
    ProviderFault::Quota { until, reason: Reason::new("daily_limit", detail) }
}

fn refused_token() -> ProviderFault {
    connection(
        ConnectionState::InvalidCredentials,
        "Google refuses a fresh token: verify the connection, and make a new key for the service \
         account if that fails",
    )
}

fn missing_scope() -> ProviderFault {
    connection(
        ConnectionState::InsufficientScope,
        "what was granted at Google does not open the calendar: connect once more and leave every box \
         ticked, or give the service account's client ID the scopes that this set-up names",
    )
}

fn no_delegation() -> ProviderFault {
    connection(
        ConnectionState::InsufficientScope,
        "Google lets the service account do this only for a person: set up its domain-wide delegation",
    )
}

fn api_is_off() -> ProviderFault {
    connection(
        ConnectionState::AppNotActivated,
        "the Google Calendar API is not enabled in the Google Cloud project of the credentials: enable \
         it there, then verify again",
    )
}

fn no_calendar() -> ProviderFault {
    host(
        "host_not_licensed",
        "the host has no Google Calendar: switch the Calendar service on for the user in the Google \
         admin console, or choose another host",
    )
}

fn connection(state: ConnectionState, reason: &str) -> ProviderFault {
    ProviderFault::Connection { state, reason: reason.to_owned() }
}

fn host(code: &str, detail: &str) -> ProviderFault {
    ProviderFault::Host(Reason::new(code, detail))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// The meaning of a refusal, without the words.
    #[derive(Debug, PartialEq)]
    enum Meaning {
        Passing,
        Uncertain,
        Quota,
        Gone,
        Connection(ConnectionState),
        Host(String),
        Refused,
    }

    fn now() -> Timestamp {
        "2026-12-01T10:00:00Z".parse().unwrap()
    }

    fn answered(status: u16, code: &str, message: &str, about: About) -> ProviderFault {
        let error = json!({"domain": "global", "reason": code, "message": message});
        let body = json!({"error": {"errors": [error], "code": status, "message": message}});
        let answer = http::Response::builder().status(status);
        fault(&answer.body(Bytes::from(body.to_string())).unwrap(), about, now())
    }

    fn of(status: u16, code: &str) -> Meaning {
        meaning(answered(status, code, "Ann B.", About::Event))
    }

    fn meaning(fault: ProviderFault) -> Meaning {
        match fault {
            ProviderFault::Passing { .. } => Meaning::Passing,
            ProviderFault::Uncertain { .. } => Meaning::Uncertain,
            ProviderFault::Quota { .. } => Meaning::Quota,
            ProviderFault::Gone => Meaning::Gone,
            ProviderFault::TokenRefused => panic!("the caller's to say"),
            ProviderFault::Connection { state, .. } => Meaning::Connection(state),
            ProviderFault::Host(reason) => Meaning::Host(reason.code),
            ProviderFault::Refused(reason) => {
                assert!(!reason.detail.contains("Ann"), "{reason}");
                Meaning::Refused
            }
        }
    }

    fn unable(code: &str) -> Meaning {
        Meaning::Host(code.to_owned())
    }

    #[test]
    fn limits_of_calls_come_as_403_and_as_429_and_pass() {
        for (status, code) in
            [(403, "rateLimitExceeded"), (403, "userRateLimitExceeded"), (429, "rateLimitExceeded")]
        {
            assert_eq!(of(status, code), Meaning::Passing, "{status} {code}");
        }
    }

    #[test]
    fn a_calendars_limit_is_tried_again_in_an_hour() {
        for code in ["quotaExceeded", "dailyLimitExceeded"] {
            let ProviderFault::Quota { until, reason } = answered(403, code, "", About::Event)
            else {
                panic!("{code}")
            };
            let expected = ("2026-12-01T11:00:00Z".parse().unwrap(), "daily_limit");
            assert_eq!((until, &*reason.code), expected);
        }
    }

    #[test]
    fn a_refused_token_is_the_connections_matter() {
        let invalid = Meaning::Connection(ConnectionState::InvalidCredentials);
        assert_eq!(of(401, "authError"), invalid);
        assert_eq!(of(401, "required"), invalid);
    }

    #[test]
    fn what_was_not_granted_is_the_connections_matter() {
        for code in ["insufficientPermissions", "forbiddenForServiceAccounts"] {
            let lacking = Meaning::Connection(ConnectionState::InsufficientScope);
            assert_eq!(of(403, code), lacking, "{code}");
        }
    }

    #[test]
    fn a_project_without_the_calendar_api_is_named() {
        let off = Meaning::Connection(ConnectionState::AppNotActivated);
        assert_eq!(of(403, "accessNotConfigured"), off);
    }

    #[test]
    fn whoever_has_no_calendar_can_not_host() {
        assert_eq!(of(403, "notACalendarUser"), unable("host_not_licensed"));
        assert_eq!(of(403, "forbidden"), unable("host_not_licensed"));
        assert_eq!(of(403, "forbiddenForNonOrganizer"), unable("host_not_licensed"));
    }

    #[test]
    fn what_is_not_there_is_gone_unless_it_is_the_calendar() {
        assert_eq!(of(404, "notFound"), Meaning::Gone);
        assert_eq!(of(410, "deleted"), Meaning::Gone);
        let calendar = answered(404, "notFound", "Not Found", About::Calendar);
        assert_eq!(meaning(calendar), unable("host_not_found"));
    }

    /// P07: the refusal of a domain without Meet is a matter for its admin console.
    #[test]
    fn a_refused_conference_is_for_the_admin_console() {
        let message = "Invalid conference type value.";
        let ProviderFault::Host(reason) = answered(400, "invalid", message, About::Calendar) else {
            panic!("not the host's")
        };
        assert_eq!(reason.code, "meet_disabled_in_admin_console");
        assert!(reason.detail.contains("admin console"), "{reason}");
    }

    #[test]
    fn a_wrong_request_is_refused_and_says_its_code_alone() {
        for (status, code) in [
            (400, "timeRangeEmpty"),
            (400, "invalid"),
            (409, "duplicate"),
            (412, "conditionNotMet"),
        ] {
            let fault = answered(status, code, "Ann B.", About::Event);
            let ProviderFault::Refused(reason) = &fault else { panic!("{fault:?}") };
            assert!(reason.detail.contains(code), "{reason}");
            assert_eq!(meaning(fault), Meaning::Refused);
        }
    }

    /// A server's failure may come after the effect, whatever code it has.
    #[test]
    fn a_servers_failure_is_uncertain() {
        assert_eq!(of(503, "backendError"), Meaning::Uncertain);
        assert_eq!(of(500, "rateLimitExceeded"), Meaning::Uncertain);
        let page = http::Response::builder().status(502).body(Bytes::from("<html>")).unwrap();
        assert_eq!(meaning(fault(&page, About::Event, now())), Meaning::Uncertain);
    }

    /// Once the event may be there, nothing is certain any more.
    #[test]
    fn after_the_effect_every_fault_is_uncertain() {
        let kinds = [
            passing(),
            quota(now()),
            ProviderFault::Gone,
            ProviderFault::TokenRefused,
            refused_token(),
            no_calendar(),
            ProviderFault::Refused(Reason::new("provider_refused", "x")),
        ];
        for fault in kinds {
            assert_eq!(meaning(uncertain(fault)), Meaning::Uncertain);
        }
    }
}
