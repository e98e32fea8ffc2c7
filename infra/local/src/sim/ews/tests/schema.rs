//! What does not follow the schema.

use super::*;

/// Sends a body and gives the violation.
async fn violation(bench: &Bench, body: &str) -> String {
    let answer = ask(bench, AINO, body).await;
    assert_eq!(code(&answer), "500 ErrorSchemaValidation", "{body}");
    answer.1.at(&["detail", "MessageXml", "Violation"]).unwrap().text.clone()
}

#[tokio::test]
async fn elements_out_of_order_unknown_missing_or_too_many_are_named() {
    let bench = Bench::new();
    for (properties, named) in [
        (format!("{TIMES}<t:Subject>x</t:Subject>"), "Subject"),
        (format!("<t:Subject>x</t:Subject><t:Subject>y</t:Subject>{TIMES}"), "Subject"),
        (format!("<t:Tpyo>x</t:Tpyo>{TIMES}"), "Tpyo"),
        (format!("<m:Subject>x</m:Subject>{TIMES}"), "Subject"),
        (format!("<t:Subject><t:Name/></t:Subject>{TIMES}"), "Subject"),
        (format!("text{TIMES}"), "CalendarItem"),
        (format!("<t:Body>x</t:Body>{TIMES}"), "BodyType"),
        (format!("<t:Body BodyType=\"RTF\">x</t:Body>{TIMES}"), "BodyType"),
        (format!("<t:Body BodyType=\"Text\" Size=\"1\">x</t:Body>{TIMES}"), "Size"),
        ("<t:Start>tomorrow</t:Start>".into(), "Start"),
        ("<t:Start>2026-11-03T08:00:00</t:Start>".into(), "Start"),
        ("<t:RequiredAttendees><t:Attendee/></t:RequiredAttendees>".into(), "Mailbox"),
    ] {
        let violation = violation(&bench, &create(&properties)).await;
        assert!(violation.contains(named), "{properties}: {violation}");
    }
    assert!(bench.sims.state("ews").unwrap()["events"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn attributes_that_the_schema_wants_are_wanted() {
    let bench = Bench::new();
    let ids = r#"<m:ItemIds><t:ItemId Id="AAMk"/></m:ItemIds>"#;
    for (body, named) in [
        (format!("<m:DeleteItem>{ids}</m:DeleteItem>"), "DeleteType"),
        (format!(r#"<m:DeleteItem DeleteType="Gone">{ids}</m:DeleteItem>"#), "DeleteType"),
        ("<m:UpdateItem><m:ItemChanges/></m:UpdateItem>".into(), "ConflictResolution"),
        ("<m:FindItem/>".into(), "Traversal"),
        ("<m:ResolveNames><m:UnresolvedEntry>a</m:UnresolvedEntry></m:ResolveNames>".into(),
         "ReturnFullContactData"),
        ("<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:ItemIds/></m:GetItem>"
         .into(), "ItemIds"),
    ] {
        let violation = violation(&bench, &body).await;
        assert!(violation.contains(named), "{body}: {violation}");
    }
}

#[tokio::test]
async fn what_is_no_operation_or_no_envelope_is_refused() {
    let bench = Bench::new();
    assert!(violation(&bench, "<m:SendItem/>").await.contains("SendItem"));
    assert!(violation(&bench, "<t:GetFolder/>").await.contains("GetFolder"));
    assert!(violation(&bench, "").await.contains("operation"));
    for document in [
        "",
        "<a>",
        "<a/>",
        "<s:Envelope xmlns:s=\"urn:other\"><s:Body/></s:Envelope>",
        "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>",
    ] {
        let answer = shown(&post(&bench, SERVICE, document.to_owned()).await);
        assert_eq!(code(&answer), "500 ErrorSchemaValidation", "{document}");
    }
    let headers = format!("{}<t:MailboxCulture>fi</t:MailboxCulture>", version());
    let answer = shown(&post(&bench, SERVICE, envelope(&headers, get_calendar())).await);
    assert_eq!(code(&answer), "500 ErrorSchemaValidation");
}

#[tokio::test]
async fn a_violation_says_where_it_is() {
    let bench = Bench::new();
    let answer = ask(&bench, AINO, "\n\n  <m:SendItem/>").await;
    let detail = answer.1.at(&["detail", "MessageXml"]).unwrap();
    assert_eq!(detail.child("LineNumber").unwrap().text, "3");
    assert_eq!(detail.child("LinePosition").unwrap().text, "16");
}
