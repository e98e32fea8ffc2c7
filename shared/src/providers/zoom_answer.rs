//! Reading Zoom's refusals: which of its codes means what for the work (Zoom API reference, error
//! codes and rate limits).

use bytes::Bytes;
use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::ProviderFault;
use super::wire::told;
use crate::domain::config::ConnectionState;
use crate::domain::fault::Reason;

/// How soon a creation shows in Zoom's lists, with a margin.
const LIST_LAG: SignedDuration = SignedDuration::from_secs(10);

/// The longest that a limit can last.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(48);

/// A refusal's body.
#[derive(Debug, Default, Deserialize)]
struct Refusal {
    #[serde(default)]
    code: i64,
    #[serde(default)]
    message: String,
    #[serde(default)]
    errors: Vec<FieldRefusal>,
}

#[derive(Debug, Deserialize)]
struct FieldRefusal {
    #[serde(default)]
    field: String,
    #[serde(default)]
    message: String,
}

/// Whether the token was refused: code 124, mostly with 401, but `GET /users` documents 400.
pub(super) fn is_token_refused(answer: &http::Response<Bytes>) -> bool {
    let status = answer.status();
    status == StatusCode::UNAUTHORIZED
        || status == StatusCode::BAD_REQUEST && body(answer).code == 124
}

/// Whether a fresh token of an application might do better: this one was refused, or lacks a scope
/// that may have been added to the application since (4711).
pub(super) fn may_be_stale(answer: &http::Response<Bytes>) -> bool {
    is_token_refused(answer)
        || answer.status() == StatusCode::BAD_REQUEST && body(answer).code == 4711
}

/// What an unsuccessful answer means. `host` tells whether the path named a user.
pub(super) fn fault(answer: &http::Response<Bytes>, now: Timestamp) -> ProviderFault {
    let refusal = body(answer);
    let status = answer.status();
    match (status, refusal.code) {
        (StatusCode::TOO_MANY_REQUESTS, _) => limit(answer, now),
        (StatusCode::SERVICE_UNAVAILABLE, _) => uncertain(status, SignedDuration::ZERO),
        (status, _) if status.is_server_error() => uncertain(status, LIST_LAG),
        (_, 124) | (StatusCode::UNAUTHORIZED, _) => connection(
            ConnectionState::InvalidCredentials,
            "Zoom refuses a fresh token: verify the connection, and create the app's secret anew \
             if that fails",
        ),
        (_, 4711) => insufficient_scope(&refusal),
        // The meeting, its recording or its transcript.
        (_, 3001 | 3301 | 3322) => ProviderFault::Gone,
        (_, 3303) => incomplete(),
        (StatusCode::NOT_FOUND, 0) => ProviderFault::Gone,
        (_, 1001 | 1010 | 1120) => host(
            "host_not_found",
            "the Zoom user that the host is linked to does not exist in this account, or is not \
             active: choose another one",
        ),
        (_, 200 | 3161) => host(
            "host_not_licensed",
            "the Zoom user that the host is linked to may not host meetings: give the user a \
             licence, or choose another one",
        ),
        // The daily limit per host also comes as code 300 (Zoom API, create a meeting).
        (_, 300) if refusal.message.contains("A maximum of") => daily(next_utc_midnight(now)),
        (_, 300 | 3000) if names_passcode(&refusal) => host(
            "passcode_policy",
            "the Zoom account's passcode rules refuse eight digits: relax them in Zoom, or switch \
             the random password off for the service",
        ),
        (_, code) => refused(status, code, &refusal),
    }
}

fn body(answer: &http::Response<Bytes>) -> Refusal {
    serde_json::from_slice(answer.body()).unwrap_or_default()
}

fn connection(state: ConnectionState, reason: &str) -> ProviderFault {
    ProviderFault::Connection { state, reason: reason.to_owned() }
}

fn host(code: &str, detail: &str) -> ProviderFault {
    ProviderFault::Host(Reason::new(code, detail))
}

fn uncertain(status: StatusCode, settles_in: SignedDuration) -> ProviderFault {
    ProviderFault::Uncertain { settles_in, cause: format!("Zoom answered {}", status.as_u16()) }
}

/// Zoom names the scopes in brackets: `does not contain scopes:[…]`.
fn insufficient_scope(refusal: &Refusal) -> ProviderFault {
    let named = refusal.message.split_once('[').and_then(|(_, rest)| rest.split_once(']'));
    let scopes = named.map_or("the scopes of this call".to_owned(), |(scopes, _)| told(scopes));
    ProviderFault::Connection {
        state: ConnectionState::InsufficientScope,
        reason: format!("the app at Zoom lacks {scopes}: add it to the app, then verify again"),
    }
}

/// Per second: a moment later. Per day: `Retry-After` is an ISO instant, not seconds (Zoom API, rate
/// limits). Zoom refuses before it acts.
fn limit(answer: &http::Response<Bytes>, now: Timestamp) -> ProviderFault {
    let header = |name| answer.headers().get(name).and_then(|value| value.to_str().ok());
    let per_day = header("x-ratelimit-type").is_some_and(|kind| kind.starts_with("Daily"))
        || body(answer).message.contains("daily");
    // What Zoom counts is renewed within a day: an instant far off is no reason to wait for years.
    let is_near = |until: &Timestamp| until.duration_since(now) <= LONGEST_WAIT;
    let wait = header("retry-after").and_then(|text| retry_after(text, now)).filter(is_near);
    match wait {
        Some(until) if per_day || until.duration_since(now) > SignedDuration::from_mins(5) => {
            daily(until.max(now))
        }
        Some(until) => passing(until.duration_since(now).max(SignedDuration::from_secs(1))),
        None if per_day => daily(next_utc_midnight(now)),
        None => passing(SignedDuration::from_secs(1)),
    }
}

/// Both forms: an instant, or seconds as everybody else means it.
fn retry_after(text: &str, now: Timestamp) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(seconds) = text.parse::<u32>() {
        return now.checked_add(SignedDuration::from_secs(i64::from(seconds))).ok();
    }
    text.parse().ok()
}

fn passing(after: SignedDuration) -> ProviderFault {
    ProviderFault::Passing { after, cause: "Zoom's limit per second".to_owned() }
}

/// What is still being recorded can't be deleted; it is complete some time after the meeting.
fn incomplete() -> ProviderFault {
    let cause = "the recording at Zoom is not complete".to_owned();
    ProviderFault::Passing { after: SignedDuration::from_mins(10), cause }
}

fn daily(until: Timestamp) -> ProviderFault {
    let detail =
        "Zoom's limit for the day is reached; the work goes on by itself when it is renewed";
    ProviderFault::Quota { until, reason: Reason::new("daily_limit", detail) }
}

/// Zoom counts days in UTC.
fn next_utc_midnight(now: Timestamp) -> Timestamp {
    const DAY: i64 = 86_400;
    let next = now.as_second().div_euclid(DAY).saturating_add(1).saturating_mul(DAY);
    Timestamp::from_second(next).unwrap_or(now)
}

fn names_passcode(refusal: &Refusal) -> bool {
    let mentions = |text: &str| {
        let text = text.to_lowercase();
        text.contains("passcode") || text.contains("password")
    };
    mentions(&refusal.message)
        || refusal.errors.iter().any(|error| mentions(&error.field) || mentions(&error.message))
}

/// Names the fields, never their values: a message may quote what a customer wrote.
fn refused(status: StatusCode, code: i64, refusal: &Refusal) -> ProviderFault {
    let fields: Vec<_> = refusal.errors.iter().map(|error| error.field.as_str()).collect();
    let fields = told(&fields.join(", "));
    let fields = if fields.is_empty() { fields } else { format!(", fields {fields}") };
    let detail =
        format!("Zoom refuses the request (HTTP {}, code {code}{fields})", status.as_u16());
    ProviderFault::Refused(Reason::new("provider_refused", detail))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> http::Response<Bytes> {
        let mut builder = http::Response::builder().status(status);
        for (name, value) in headers {
            builder = builder.header(*name, *value);
        }
        builder.body(Bytes::copy_from_slice(body.as_bytes())).unwrap()
    }

    fn now() -> Timestamp {
        "2026-12-01T10:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_daily_limit_parks_until_the_instant_that_zoom_names() {
        let headers =
            [("x-ratelimit-type", "Daily-limit"), ("retry-after", "2026-12-02T00:00:00Z")];
        let fault = fault(&answer(429, &headers, r#"{"code":429,"message":"daily"}"#), now());
        let ProviderFault::Quota { until, reason } = fault else { panic!("{fault:?}") };
        assert_eq!(
            (until, &*reason.code),
            ("2026-12-02T00:00:00Z".parse().unwrap(), "daily_limit")
        );
    }

    #[test]
    fn the_hundredth_change_of_a_host_is_a_daily_limit_too() {
        let body = r#"{"code":300,"message":"A maximum of 100 meetings can be created/updated for a single user in one day."}"#;
        let ProviderFault::Quota { until, .. } = fault(&answer(400, &[], body), now()) else {
            panic!("not a quota")
        };
        assert_eq!(until, "2026-12-02T00:00:00Z".parse().unwrap());
    }

    #[test]
    fn a_limit_per_second_passes() {
        let headers = [("x-ratelimit-type", "QPS")];
        let fault = fault(&answer(429, &headers, r#"{"code":429,"message":"per-second"}"#), now());
        assert!(matches!(fault, ProviderFault::Passing { .. }), "{fault:?}");
    }

    #[test]
    fn a_limit_that_would_last_for_years_is_not_believed() {
        for (kind, retry) in [("QPS", "4294967295"), ("QPS", "9999-12-30T00:00:00Z")] {
            let headers = [("x-ratelimit-type", kind), ("retry-after", retry)];
            let fault = fault(&answer(429, &headers, "{}"), now());
            assert!(matches!(fault, ProviderFault::Passing { .. }), "{fault:?}");
        }
        for (retry, expected) in [
            ("9999-12-30T00:00:00Z", "2026-12-02T00:00:00Z"),
            ("1999-12-30T00:00:00Z", "2026-12-01T10:00:00Z"),
        ] {
            let headers = [("x-ratelimit-type", "Daily-limit"), ("retry-after", retry)];
            let fault = fault(&answer(429, &headers, "{}"), now());
            let ProviderFault::Quota { until, .. } = fault else { panic!("{fault:?}") };
            assert_eq!(until, expected.parse().unwrap(), "{retry}");
        }
    }

    #[test]
    fn zooms_own_words_are_passed_on_briefly() {
        let long = format!("a\\n{}", "x".repeat(9_000));
        for body in [
            format!(r#"{{"code":4711,"message":"scopes:[{long}]"}}"#),
            format!(r#"{{"code":300,"message":"","errors":[{{"field":"{long}"}}]}}"#),
        ] {
            let text = match fault(&answer(400, &[], &body), now()) {
                ProviderFault::Connection { reason, .. } => reason,
                ProviderFault::Refused(reason) => reason.detail,
                other => panic!("{other:?}"),
            };
            assert!(text.contains("axx") && text.len() < 400, "{text}");
        }
    }

    /// A13: a missing scope is for a person, with its name.
    #[test]
    fn a_missing_scope_is_named() {
        let body = r#"{"code":4711,"message":"Invalid access token, does not contain scopes:[meeting:delete:meeting]."}"#;
        let fault = fault(&answer(400, &[], body), now());
        let ProviderFault::Connection { state, reason } = fault else { panic!("{fault:?}") };
        assert_eq!(state, ConnectionState::InsufficientScope);
        assert!(reason.contains("meeting:delete:meeting"), "{reason}");
    }

    #[test]
    fn codes_are_told_apart() {
        let of = |status, body: &str| fault(&answer(status, &[], body), now());
        assert_eq!(of(404, r#"{"code":3001,"message":"x"}"#), ProviderFault::Gone);
        for nothing in ["3301", "3322"] {
            assert_eq!(of(404, &format!(r#"{{"code":{nothing}}}"#)), ProviderFault::Gone);
        }
        let incomplete = of(400, r#"{"code":3303}"#);
        assert!(matches!(incomplete, ProviderFault::Passing { .. }), "{incomplete:?}");
        assert!(matches!(of(404, r#"{"code":1001,"message":"x"}"#), ProviderFault::Host(_)));
        assert!(matches!(of(503, ""), ProviderFault::Uncertain { .. }));
        let policy = r#"{"code":300,"message":"Validation Failed.","errors":[{"field":"password","message":"rules"}]}"#;
        let ProviderFault::Host(reason) = of(400, policy) else { panic!("not the host's") };
        assert_eq!(reason.code, "passcode_policy");
        let refused = of(
            400,
            r#"{"code":300,"message":"no","errors":[{"field":"topic","message":"Ann B."}]}"#,
        );
        let ProviderFault::Refused(reason) = refused else { panic!("{refused:?}") };
        assert!(reason.detail.contains("topic") && !reason.detail.contains("Ann"), "{reason}");
        assert!(is_token_refused(&answer(400, &[], r#"{"code":124,"message":"expired"}"#)));
    }
}
