//! Each code of Exchange's has one meaning, and each meaning one fault.

use std::collections::BTreeSet;

use jiff::SignedDuration;

use super::super::ProviderFault;
use super::super::meaning::{CODES, Refusal};
use super::{Script, envelope, interview, refused, status};
use crate::domain::config::ConnectionState;

/// What a fault is, by kind and by the code or state that people see.
fn told(fault: &ProviderFault) -> String {
    match fault {
        ProviderFault::Passing { .. } => "passing".into(),
        ProviderFault::Uncertain { .. } => "uncertain".into(),
        ProviderFault::Quota { reason, .. } => format!("quota {}", reason.code),
        ProviderFault::Gone => "gone".into(),
        ProviderFault::TokenRefused => "token refused".into(),
        ProviderFault::Connection { state, .. } => format!("connection {}", state.name()),
        ProviderFault::Host(reason) => format!("host {}", reason.code),
        ProviderFault::Refused(reason) => format!("refused {}", reason.code),
    }
}

/// Written out once more by what people see, so that a change of the table is a change of this.
const EXPECTED: &str = "
    connection invalid_credentials: PasswordExpired PasswordChangeRequired CallerIsInvalidADAccount
    connection blocked_by_admin: InvalidServerVersion IncorrectSchemaVersion
    connection insufficient_scope: ImpersonateUserDenied ImpersonationDenied NameResolutionNoMailbox
    host mailbox_not_found: NonExistentMailbox
    host organizer_not_synchronized: MissingEmailAddress
    host mailbox_disabled: AccountDisabled
    host calendar_not_found: NoCalendar FolderNotFound
    host calendar_forbidden: AccessDenied CreateItemAccessDenied
    host mailbox_full: QuotaExceeded
    passing: ServerBusy ExceededConnectionCount MailboxMoveInProgress StaleObject ChangeKeyRequired
    passing: ChangeKeyRequiredForWriteOperations IrresolvableConflict
    uncertain: ADOperation ADUnavailable ClientDisconnected ConnectionFailed InsufficientResources
    uncertain: InternalServerError InternalServerTransientError MailboxFailover NotEnoughMemory
    uncertain: MailboxStoreUnavailable TimeoutExpired SubmissionQuotaExceeded
    gone: ItemNotFound CalendarCannotUpdateDeletedItem NameResolutionNoResults
    refused not_organizer: CalendarIsNotOrganizer
    refused too_many_attendees: IndividualMailboxLimitReached
    refused provider_refused: InvalidRequest SchemaValidation
";

#[test]
fn each_code_has_exactly_one_meaning() {
    let mut expected = BTreeSet::new();
    for line in EXPECTED.lines().filter(|line| !line.trim().is_empty()) {
        let (told, codes) = line.trim().split_once(": ").unwrap();
        expected.extend(codes.split(' ').map(|code| (format!("Error{code}"), told.to_owned())));
    }
    let known: BTreeSet<_> = CODES
        .iter()
        .map(|(code, _)| ((*code).to_owned(), told(&Refusal::of_code(code).fault())))
        .collect();
    assert_eq!(known, expected);
    assert_eq!(known.len(), CODES.len(), "a code stands twice");
}

#[test]
fn a_code_that_nobody_knows_is_refused_by_its_name_and_told_briefly() {
    let fault = Refusal::of_code("ErrorOfTomorrow").fault();
    let ProviderFault::Refused(reason) = fault else { panic!("{fault:?}") };
    assert!(reason.detail.contains("ErrorOfTomorrow"), "{reason}");
    let fault = Refusal::of_code(&"<b>\u{7}".repeat(5_000)).fault();
    let ProviderFault::Refused(reason) = fault else { panic!("{fault:?}") };
    assert!(reason.detail.len() < 200 && !reason.detail.contains(['<', '\u{7}']), "{reason}");
}

/// The same refusal as a SOAP fault and inside an answer.
#[tokio::test]
async fn a_busy_server_is_waited_for_as_long_as_it_asks() {
    let wait = |ms: &str| {
        format!(
            r#"<t:MessageXml><t:Value Name="BackOffMilliseconds">{ms}</t:Value></t:MessageXml>"#
        )
    };
    let fault = |ms: &str| {
        let detail = format!(
            "<s:Fault><faultcode>a:ErrorServerBusy</faultcode><detail>\
             <e:ResponseCode>ErrorServerBusy</e:ResponseCode>{}</detail></s:Fault>",
            wait(ms)
        );
        status(500, &[], &envelope(&detail))
    };
    let inside = |ms: &str| {
        let code = "<m:ResponseCode>ErrorServerBusy</m:ResponseCode>";
        super::answered("CreateItem", "Error", &format!("{code}{}", wait(ms)))
    };
    for (ms, expected) in [("41500", 41_500), ("0", 1_000), ("4294967295", 300_000), ("x", 10_000)]
    {
        for answer in [fault(ms), inside(ms)] {
            let script = Script::of([answer]);
            let fault = script.ews().put_item("o@e.fi", &interview(), "m1").await.unwrap_err();
            let ProviderFault::Passing { after, .. } = fault else { panic!("{fault:?}") };
            assert_eq!(after, SignedDuration::from_millis(expected), "{ms}");
        }
    }
}

#[tokio::test]
async fn a_fault_without_details_is_known_by_its_code() {
    for (code, expected) in [
        ("a:ErrorImpersonateUserDenied", "connection insufficient_scope"),
        ("ErrorNonExistentMailbox", "host mailbox_not_found"),
        ("s:Server", "uncertain"),
    ] {
        let body = format!("<s:Fault><faultcode>{code}</faultcode></s:Fault>");
        let script = Script::of([status(500, &[], &envelope(&body))]);
        let fault = script.ews().verify("o@e.fi").await.unwrap_err();
        assert_eq!(told(&fault), expected, "{code}");
    }
}

#[tokio::test]
async fn statuses_without_soap_say_who_must_act() {
    let basic = [("www-authenticate", "Negotiate"), ("www-authenticate", "Basic realm=\"e\"")];
    let other = [("www-authenticate", "Negotiate"), ("www-authenticate", "NTLM")];
    for (answer, expected) in [
        (status(401, &basic, ""), "connection invalid_credentials"),
        (status(401, &other, ""), "connection blocked_by_admin"),
        (status(403, &[], ""), "connection blocked_by_admin"),
        (status(404, &[], ""), "connection invalid_credentials"),
        (status(302, &[("location", "/owa")], ""), "connection invalid_credentials"),
        (status(413, &[], ""), "refused provider_refused"),
        (status(429, &[("retry-after", "7")], ""), "passing"),
        (status(500, &[], "<html>oops"), "uncertain"),
        (status(503, &[], ""), "uncertain"),
    ] {
        let shown = format!("{answer:?}");
        let fault = Script::of([answer]).ews().put_item("o@e.fi", &interview(), "m1").await;
        assert_eq!(told(&fault.unwrap_err()), expected, "{shown}");
    }
}

#[tokio::test]
async fn the_right_to_impersonate_is_named_to_whoever_must_give_it() {
    let script = Script::of([refused("GetFolder", "ErrorImpersonateUserDenied")]);
    let fault = script.ews().verify("o@e.fi").await.unwrap_err();
    let ProviderFault::Connection { state, reason } = fault else { panic!("{fault:?}") };
    assert_eq!(state, ConnectionState::InsufficientScope);
    assert!(reason.contains("ApplicationImpersonation"), "{reason}");
}
