//! What the work learns from an answer, from a lost one, and from one that makes no sense.

use super::super::{MailboxKind, ProviderFault};
use super::{
    Answer, Script, answered, envelope, held, interview, refused, status, well, with_item,
};
use crate::transport::TransportFault;

const ORGANIZER: &str = "aino@example.fi";

async fn put(answer: Answer) -> ProviderFault {
    Script::of([answer]).ews().put_item(ORGANIZER, &interview(), "m1").await.unwrap_err()
}

#[tokio::test]
async fn only_what_never_left_had_certainly_no_effect() {
    let not_sent = put(Err(TransportFault::NotSent("no way".into()))).await;
    assert!(matches!(not_sent, ProviderFault::Passing { .. }), "{not_sent:?}");
    let lost = put(Err(TransportFault::Lost("time-out".into()))).await;
    assert!(matches!(lost, ProviderFault::Uncertain { .. }), "{lost:?}");
}

#[tokio::test]
async fn a_creation_whose_answer_makes_no_sense_may_have_had_its_effect() {
    for answer in [
        status(200, &[], "<html>Sign in</html>"),
        status(200, &[], ""),
        status(200, &[], &envelope("")),
        well("UpdateItem", ""),
        well("CreateItem", ""),
        well("CreateItem", "<m:Items/>"),
        with_item("CreateItem", "", "DwAA1"),
        with_item("CreateItem", "AAMk1", ""),
        answered("CreateItem", "Perhaps", ""),
    ] {
        let shown = format!("{answer:?}");
        let fault = put(answer).await;
        assert!(matches!(fault, ProviderFault::Uncertain { .. }), "{shown}: {fault:?}");
    }
}

#[tokio::test]
async fn a_page_where_ews_should_be_is_for_a_person() {
    let script = Script::of([status(200, &[], "<html>Sign in</html>")]);
    let fault = script.ews().verify(ORGANIZER).await.unwrap_err();
    let ProviderFault::Connection { reason, .. } = fault else { panic!("{fault:?}") };
    assert!(reason.contains("EWS/Exchange.asmx"), "{reason}");
}

#[tokio::test]
async fn an_item_is_found_by_its_mark() {
    let item = r#"<t:CalendarItem><t:ItemId Id="AAMk1" ChangeKey="DwAA1"/></t:CalendarItem>"#;
    let found = format!("<m:RootFolder><t:Items>{item}</t:Items></m:RootFolder>");
    let script = Script::of([well("FindItem", &found)]);
    assert_eq!(script.ews().find_item(ORGANIZER, "m1").await.unwrap(), Some(held()));
}

/// A change key that is too old is renewed once; the second refusal waits.
#[tokio::test]
async fn an_entry_that_was_changed_meanwhile_is_overwritten() {
    let stale = || refused("UpdateItem", "ErrorStaleObject");
    let fresh = || with_item("GetItem", "AAMk1", "DwAA7");
    let script = Script::of([stale(), fresh(), with_item("UpdateItem", "AAMk1", "DwAA8")]);
    let moved = script.ews().move_item(ORGANIZER, &held(), &interview()).await.unwrap();
    assert_eq!(moved.change_key, "DwAA8");
    let asked = script.asked();
    let path = ["Body", "UpdateItem", "ItemChanges", "ItemChange", "ItemId"];
    assert_eq!(asked[2].at(&path).unwrap().attribute("ChangeKey"), Some("DwAA7"));

    let script = Script::of([stale(), fresh(), stale()]);
    let fault = script.ews().move_item(ORGANIZER, &held(), &interview()).await.unwrap_err();
    assert!(matches!(fault, ProviderFault::Passing { .. }), "{fault:?}");
}

#[tokio::test]
async fn an_entry_that_is_not_there_is_gone() {
    let gone = |operation| Script::of([refused(operation, "ErrorItemNotFound")]);
    let cancelled = gone("DeleteItem").ews().cancel_item(ORGANIZER, &held()).await;
    assert_eq!(cancelled, Err(ProviderFault::Gone));
    let moved = gone("UpdateItem").ews().move_item(ORGANIZER, &held(), &interview()).await;
    assert_eq!(moved, Err(ProviderFault::Gone));
}

fn resolved(class: &str, mailboxes: &[(&str, &str, &str)]) -> Answer {
    let one = |(address, kind, other): &(&str, &str, &str)| {
        format!(
            "<t:Resolution><t:Mailbox><t:Name>N</t:Name><t:EmailAddress>{address}</t:EmailAddress>\
             <t:RoutingType>SMTP</t:RoutingType><t:MailboxType>{kind}</t:MailboxType></t:Mailbox>\
             <t:Contact><t:EmailAddresses><t:Entry Key=\"EmailAddress1\">smtp:{other}</t:Entry>\
             </t:EmailAddresses></t:Contact></t:Resolution>"
        )
    };
    let all: String = mailboxes.iter().map(one).collect();
    answered("ResolveNames", class, &format!("<m:ResolutionSet>{all}</m:ResolutionSet>"))
}

fn persona(address: &str, kind: &str) -> Answer {
    let body = format!(
        "<m:FindPeopleResponse ResponseClass=\"Success\"><m:ResponseCode>NoError</m:ResponseCode>\
         <m:People><t:Persona><t:EmailAddress><t:EmailAddress>{address}</t:EmailAddress>\
         </t:EmailAddress><t:PersonaType>{kind}</t:PersonaType></t:Persona></m:People>\
         </m:FindPeopleResponse>"
    );
    status(200, &[], &envelope(&body))
}

/// P21: what the directory tells of a mailbox is told, and nothing is made up.
#[tokio::test]
async fn a_mailbox_is_what_the_directory_says() {
    let one = |kind| resolved("Success", &[("a@e.fi", kind, "old@e.fi")]);
    for (answers, expected) in [
        (vec![one("Mailbox"), persona("a@e.fi", "Person")], MailboxKind::Mailbox),
        (vec![one("Mailbox"), persona("A@E.fi", "Room")], MailboxKind::Room),
        (vec![one("Mailbox"), persona("other@e.fi", "Room")], MailboxKind::Mailbox),
        (vec![one("PublicDL")], MailboxKind::Group),
        (vec![one("GroupMailbox")], MailboxKind::Group),
        (vec![one("Contact")], MailboxKind::Contact),
        (vec![one("PublicFolder")], MailboxKind::Other),
        (vec![refused("ResolveNames", "ErrorNameResolutionNoResults")], MailboxKind::Nobody),
    ] {
        let kind = Script::of(answers).ews().mailbox_kind("a@e.fi").await.unwrap();
        assert_eq!(kind, expected);
    }
}

/// The search finds every address that begins with what was asked for.
#[tokio::test]
async fn only_the_very_address_counts() {
    let longer = [("a@e.fi.example", "Contact", "x@e.fi"), ("b@e.fi", "PublicDL", "a@e.fi")];
    let script = Script::of([resolved("Warning", &longer)]);
    assert_eq!(script.ews().mailbox_kind("a@e.fi").await.unwrap(), MailboxKind::Group);
    let script = Script::of([resolved("Success", &longer[..1])]);
    assert_eq!(script.ews().mailbox_kind("a@e.fi").await.unwrap(), MailboxKind::Nobody);
}
