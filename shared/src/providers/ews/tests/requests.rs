//! What is asked: the schema's order, whose calendar, with which credentials.

use super::super::read::Element;
use super::{Script, held, interview, well, with_item};

fn names(element: &Element) -> Vec<&str> {
    element.children.iter().map(|child| child.name.as_str()).collect()
}

fn body<'a>(document: &'a Element, operation: &str) -> &'a Element {
    document.at(&["Body", operation]).unwrap()
}

#[tokio::test]
async fn a_request_carries_credentials_version_action_and_the_organiser() {
    let script = Script::of([well("GetFolder", "")]);
    script.ews().verify("aino@example.fi").await.unwrap();
    let request = &script.requests()[0];
    let header = |name| request.headers().get(name).unwrap().to_str().unwrap();
    assert_eq!(header("authorization"), "Basic S09OVFRPUklccGFsdmVsdTpzYWxhaW5lbg==");
    assert!(header("soapaction").ends_with("/messages/GetFolder\""));
    assert_eq!(header("x-anchormailbox"), "aino@example.fi");
    let document = &script.asked()[0];
    let version = document.at(&["Header", "RequestServerVersion"]).unwrap();
    assert_eq!(version.attribute("Version"), Some("Exchange2013_SP1"));
    let path = ["Header", "ExchangeImpersonation", "ConnectingSID", "SmtpAddress"];
    assert_eq!(document.text_at(&path), Some("aino@example.fi"));
}

/// `types.xsd`: what an item has as an item stands before what it has as a calendar's.
#[tokio::test]
async fn an_item_is_written_in_the_schema_s_order_and_means_what_people_wrote() {
    let script = Script::of([with_item("CreateItem", "AAMk1", "DwAA1")]);
    let made = script.ews().put_item("aino@example.fi", &interview(), "m1").await.unwrap();
    assert_eq!(made, held());
    let document = &script.asked()[0];
    let create = body(document, "CreateItem");
    assert_eq!(create.attribute("SendMeetingInvitations"), Some("SendToAllAndSaveCopy"));
    let item = create.at(&["Items", "CalendarItem"]).unwrap();
    let order =
        ["Subject", "Body", "ExtendedProperty", "Start", "End", "Location", "RequiredAttendees"];
    assert_eq!(names(item), order);
    assert_eq!(item.text_at(&["Subject"]), Some("Haastattelu <Maija> & co"));
    assert_eq!(item.text_at(&["Location"]), Some("https://meet.example/a?b=1&c=2"));
    assert_eq!(item.text_at(&["Start"]), Some("2026-11-03T08:00:00Z"));
    assert_eq!(item.text_at(&["ExtendedProperty", "Value"]), Some("m1"));
    let attendee = item.at(&["RequiredAttendees", "Attendee", "Mailbox"]).unwrap();
    assert_eq!(names(attendee), ["Name", "EmailAddress"]);
    assert_eq!(attendee.text_at(&["Name"]), Some("Maija \"M\""));
}

/// The mark that a creation writes is the one that is looked for.
#[tokio::test]
async fn an_item_is_looked_for_by_the_property_that_its_creation_wrote() {
    let script = Script::of([
        with_item("CreateItem", "AAMk1", "DwAA1"),
        well("FindItem", "<m:RootFolder><t:Items/></m:RootFolder>"),
    ]);
    let ews = script.ews();
    ews.put_item("aino@example.fi", &interview(), "m\"1").await.unwrap();
    assert_eq!(ews.find_item("aino@example.fi", "m\"1").await.unwrap(), None);
    let asked = script.asked();
    let written = body(&asked[0], "CreateItem").at(&["Items", "CalendarItem", "ExtendedProperty"]);
    let find = body(&asked[1], "FindItem");
    assert_eq!(names(find), ["ItemShape", "IndexedPageItemView", "Restriction", "ParentFolderIds"]);
    let equal = find.at(&["Restriction", "IsEqualTo"]).unwrap();
    assert_eq!(equal.child("ExtendedFieldURI"), written.unwrap().child("ExtendedFieldURI"));
    let constant = equal.at(&["FieldURIOrConstant", "Constant"]).unwrap();
    assert_eq!(constant.attribute("Value"), Some("m\"1"));
}

#[tokio::test]
async fn a_change_overwrites_and_tells_everybody() {
    let script = Script::of([with_item("UpdateItem", "AAMk1", "DwAA2")]);
    let moved = script.ews().move_item("aino@example.fi", &held(), &interview()).await.unwrap();
    assert_eq!(moved.change_key, "DwAA2");
    let document = &script.asked()[0];
    let update = body(document, "UpdateItem");
    assert_eq!(update.attribute("ConflictResolution"), Some("AlwaysOverwrite"));
    let told = update.attribute("SendMeetingInvitationsOrCancellations");
    assert_eq!(told, Some("SendToAllAndSaveCopy"));
    let change = update.at(&["ItemChanges", "ItemChange"]).unwrap();
    assert_eq!(change.child("ItemId").unwrap().attribute("ChangeKey"), Some("DwAA1"));
    for set in &change.child("Updates").unwrap().children {
        assert_eq!(names(set), ["FieldURI", "CalendarItem"]);
        assert_eq!(set.child("CalendarItem").unwrap().children.len(), 1);
    }
}

#[tokio::test]
async fn a_cancellation_tells_everybody() {
    let script = Script::of([well("DeleteItem", "")]);
    script.ews().cancel_item("aino@example.fi", &held()).await.unwrap();
    let document = &script.asked()[0];
    let delete = body(document, "DeleteItem");
    assert_eq!(delete.attribute("SendMeetingCancellations"), Some("SendToAllAndSaveCopy"));
    assert_eq!(delete.attribute("DeleteType"), Some("MoveToDeletedItems"));
}

#[test]
fn what_is_printed_holds_no_password() {
    let shown = format!("{:?}", Script::default().ews());
    assert!(shown.contains("palvelu") && !shown.contains("salainen"), "{shown}");
}
