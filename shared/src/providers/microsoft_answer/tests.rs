//! Each of Graph's refusals has one meaning.

use super::*;

const NOW: &str = "2026-12-01T10:00:00Z";

fn answer(status: u16, code: &str, message: &str) -> http::Response<Bytes> {
    let body = serde_json::json!({ "error": { "code": code, "message": message } });
    http::Response::builder().status(status).body(body.to_string().into()).unwrap()
}

fn of(status: u16, code: &str, message: &str) -> ProviderFault {
    fault(&answer(status, code, message), NOW.parse().unwrap())
}

fn limited(retry_after: Option<&str>) -> ProviderFault {
    let mut answer = answer(429, "ApplicationThrottled", "");
    if let Some(text) = retry_after {
        answer.headers_mut().insert("retry-after", text.parse().unwrap());
    }
    fault(&answer, NOW.parse().unwrap())
}

fn hosts(fault: ProviderFault) -> Reason {
    let ProviderFault::Host(reason) = fault else { panic!("{fault:?}") };
    reason
}

fn lacks(fault: ProviderFault) -> String {
    let ProviderFault::Connection { state, reason } = fault else { panic!("{fault:?}") };
    assert_eq!(state, ConnectionState::InsufficientScope);
    reason
}

#[test]
fn a_fresh_token_that_is_refused_is_for_a_person() {
    let fault = of(401, "InvalidAuthenticationToken", "expired");
    let ProviderFault::Connection { state, .. } = fault else { panic!("{fault:?}") };
    assert_eq!(state, ConnectionState::InvalidCredentials);
}

#[test]
fn a_missing_permission_of_exchange_is_named() {
    assert!(lacks(of(403, "ErrorAccessDenied", "denied")).contains("Calendars.ReadWrite"));
}

#[test]
fn a_missing_permission_of_the_directory_is_named() {
    let fault = of(403, "Authorization_RequestDenied", "Insufficient privileges");
    assert!(lacks(fault).contains("User.Read.All"));
}

#[test]
fn a_missing_policy_of_teams_brings_its_commands() {
    for fault in [
        of(403, "Forbidden", "No application access policy found for this app"),
        of(403, "Unauthorized", "App 1 is not authorized to Create meeting on behalf of user 2"),
        of(401, "Unauthorized", "App 1 is not authorized to Create meeting on behalf of user 2"),
    ] {
        let reason = hosts(fault);
        assert_eq!(reason.code, "access_policy_missing");
        for command in ["New-CsApplicationAccessPolicy", "Grant-CsApplicationAccessPolicy"] {
            assert!(reason.detail.contains(command), "{reason}");
        }
    }
}

#[test]
fn a_mailbox_that_a_policy_of_exchange_excludes_is_the_hosts_matter() {
    let words = "Access to OData is disabled: Blocked by tenant configured AppOnly AccessPolicy";
    assert_eq!(hosts(of(403, "ErrorAccessDenied", words)).code, "mailbox_excluded");
    assert!(!may_be_stale(&answer(403, "ErrorAccessDenied", words)));
}

#[test]
fn a_host_without_teams_is_the_hosts_matter() {
    assert_eq!(hosts(of(403, "Forbidden", "no licence")).code, "teams_not_available");
}

#[test]
fn a_meeting_of_another_account_asks_for_that_account() {
    let words = "3003: User does not have access to lookup meeting.";
    assert_eq!(hosts(of(403, "Forbidden", words)).code, "account_mismatch");
}

#[test]
fn an_event_or_meeting_that_is_not_there_is_gone() {
    assert_eq!(of(404, "ErrorItemNotFound", ""), ProviderFault::Gone);
    assert_eq!(of(404, "NotFound", ""), ProviderFault::Gone);
}

#[test]
fn an_unknown_host_is_the_hosts_matter_and_takes_its_meetings_along() {
    for code in ["Request_ResourceNotFound", "ErrorInvalidUser"] {
        assert_eq!(hosts(of(404, code, "aino@demo.example")).code, "host_not_found");
        assert_eq!(gone_with_host(of(404, code, "")), ProviderFault::Gone);
    }
}

#[test]
fn a_host_without_a_mailbox_is_the_hosts_matter_and_keeps_its_meetings() {
    let fault = of(404, "MailboxNotEnabledForRESTAPI", "");
    assert_eq!(gone_with_host(fault.clone()), fault);
    assert_eq!(hosts(fault).code, "mailbox_not_enabled");
}

#[test]
fn a_conflict_passes() {
    let fault = of(409, "ErrorIrresolvableConflict", "");
    assert!(matches!(fault, ProviderFault::Passing { .. }), "{fault:?}");
}

#[test]
fn what_the_server_fails_at_may_have_happened() {
    for status in [500, 502, 503, 504] {
        let fault = of(status, "serviceNotAvailable", "");
        assert!(matches!(fault, ProviderFault::Uncertain { .. }), "{fault:?}");
    }
}

#[test]
fn a_limit_passes_after_the_seconds_that_graph_names() {
    for (header, seconds) in [
        (Some("10"), 10),
        (Some("2.128"), 3),
        (Some(" 7 "), 7),
        (Some("0"), 1),
        (None, 2),
        (Some("Tue, 01 Dec 2026 10:00:00 GMT"), 2),
        (Some("-4"), 2),
        (Some("4294967295"), 2),
    ] {
        let fault = limited(header);
        let ProviderFault::Passing { after, .. } = fault else { panic!("{fault:?}") };
        assert_eq!(after.as_secs(), seconds, "{header:?}");
    }
}

#[test]
fn a_long_limit_is_waited_for_in_the_table() {
    let fault = limited(Some("600"));
    let ProviderFault::Quota { until, reason } = fault else { panic!("{fault:?}") };
    assert_eq!(until, "2026-12-01T10:10:00Z".parse().unwrap());
    assert_eq!(reason.code, "provider_limit");
}

#[test]
fn another_refusal_names_its_code_and_nobody() {
    let fault = of(400, "ErrorPropertyValidationFailure", "subject: Ann B.'s visit");
    let ProviderFault::Refused(reason) = fault else { panic!("{fault:?}") };
    assert!(reason.detail.contains("ErrorPropertyValidationFailure"), "{reason}");
    assert!(!reason.detail.contains("Ann"), "{reason}");
}

#[test]
fn a_used_transaction_id_is_told_from_other_refusals() {
    let code = "ErrorDuplicateTransactionId";
    let body = serde_json::json!({ "error": { "code": code, "@event.existingEventId": "e1" } });
    let named = http::Response::builder().status(409).body(body.to_string().into()).unwrap();
    assert_eq!(duplicate(&named), Some(Duplicate { id: Some("e1".to_owned()) }));
    assert_eq!(duplicate(&answer(400, code, "")), Some(Duplicate { id: None }));
    assert_eq!(duplicate(&answer(400, "ErrorInvalidRequest", "")), None);
    assert_eq!(duplicate(&answer(503, code, "")), None, "nobody knows");
}

#[test]
fn a_stale_token_is_one_that_is_refused_or_lacks_a_permission() {
    assert!(may_be_stale(&answer(401, "InvalidAuthenticationToken", "")));
    assert!(may_be_stale(&answer(403, "ErrorAccessDenied", "")));
    assert!(may_be_stale(&answer(403, "Authorization_RequestDenied", "")));
    assert!(!may_be_stale(&answer(403, "Forbidden", "")));
    assert!(!may_be_stale(&answer(400, "BadRequest", "")));
}
