//! Calendars: what is made, found, changed and deleted, and what attendees hear of it.

use serde_json::json;

use super::*;

const SET: &str = "6D1F2C0A-5B57-4B8E-9A3E-0C3F7E51D8B4";

fn path(attributes: &str) -> String {
    format!(r#"<t:ExtendedFieldURI {attributes} PropertyType="String"/>"#)
}

fn find(path: &str, value: &str) -> String {
    format!(
        r#"<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:Restriction><t:IsEqualTo>{path}<t:FieldURIOrConstant><t:Constant Value="{value}"/></t:FieldURIOrConstant></t:IsEqualTo></m:Restriction><m:ParentFolderIds><t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds></m:FindItem>"#
    )
}

fn update(id: &str, sends: &str, updates: &str) -> String {
    format!(
        r#"<m:UpdateItem ConflictResolution="AlwaysOverwrite"{sends}><m:ItemChanges><t:ItemChange><t:ItemId {id}/><t:Updates>{updates}</t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>"#
    )
}

fn set(field: &str, property: &str) -> String {
    format!(
        r#"<t:SetItemField><t:FieldURI FieldURI="{field}"/><t:CalendarItem>{property}</t:CalendarItem></t:SetItemField>"#
    )
}

fn delete(id: &str, sends: &str) -> String {
    format!(
        r#"<m:DeleteItem DeleteType="MoveToDeletedItems"{sends}><m:ItemIds><t:ItemId {id}/></m:ItemIds></m:DeleteItem>"#
    )
}

const TO_ALL: &str = r#" SendMeetingInvitationsOrCancellations="SendToAllAndSaveCopy""#;
const TO_CHANGED: &str = r#" SendMeetingInvitationsOrCancellations="SendToChangedAndSaveCopy""#;
const CANCEL: &str = r#" SendMeetingCancellations="SendToAllAndSaveCopy""#;

fn attendees(all: &[&str]) -> String {
    let one = |email: &&str| {
        format!(
            "<t:Attendee><t:Mailbox><t:EmailAddress>{email}</t:EmailAddress></t:Mailbox></t:Attendee>"
        )
    };
    let all: Vec<_> = all.iter().map(one).collect();
    format!("<t:RequiredAttendees>{}</t:RequiredAttendees>", all.concat())
}

/// `kind to`, of all that was told.
fn told(bench: &Bench) -> Vec<String> {
    let state = bench.sims.state("ews").unwrap();
    let text = |notice: &serde_json::Value, name: &str| notice[name].as_str().unwrap().to_owned();
    let all = state["notified"].as_array().unwrap().iter();
    all.map(|notice| format!("{} {}", text(notice, "kind"), text(notice, "to"))).collect()
}

#[tokio::test]
async fn an_item_is_made_with_its_invitations() {
    let bench = Bench::new();
    let (id, change_key) = made(&bench).await;
    let expected = json!([{
        "id": id, "calendar": AINO, "subject": "Haastattelu", "start": "2026-11-03T08:00:00Z",
        "end": "2026-11-03T08:45:00Z", "attendees": ["maija@example.fi"], "status": "confirmed",
        "change_key": change_key,
    }]);
    assert_eq!(bench.sims.state("ews").unwrap()["events"], expected);
    assert_eq!(told(&bench), ["invitation maija@example.fi"]);
}

#[tokio::test]
async fn what_an_item_can_t_be_has_a_code() {
    let bench = Bench::new();
    let times = |start, end| create(&format!("<t:Start>{start}</t:Start><t:End>{end}</t:End>"));
    let property = |attributes: &str| {
        create(&format!(
            "<t:ExtendedProperty>{}<t:Value>x</t:Value></t:ExtendedProperty>{TIMES}",
            path(attributes)
        ))
    };
    let guid = format!("PropertySetId=\"{SET}\"");
    for (body, expected) in [
        (times("2026-11-03T08:00:00Z", "2026-11-03T08:00:00Z"),
         "ErrorCalendarEndDateIsEarlierThanStartDate"),
        (times("2026-11-03T08:00:00Z", "2032-11-03T08:00:00Z"), "ErrorCalendarDurationIsTooLong"),
        (create("<t:Subject>x</t:Subject>"), "ErrorInvalidRequest"),
        (interview().replace(" SendMeetingInvitations=\"SendToAllAndSaveCopy\"", ""),
         "ErrorSendMeetingInvitationsRequired"),
        (interview().replace("<m:Items>", "<m:SavedItemFolderId><t:DistinguishedFolderId Id=\"inbox\"/></m:SavedItemFolderId><m:Items>"),
         "ErrorCannotCreateCalendarItemInNonCalendarFolder"),
        (property("PropertyName=\"a\""), "ErrorInvalidExtendedProperty"),
        (property(&guid), "ErrorInvalidExtendedProperty"),
        (property(&format!("{guid} PropertyName=\"a\" PropertyId=\"1\"")),
         "ErrorInvalidExtendedProperty"),
    ] {
        assert_eq!(code(&ask(&bench, AINO, &body).await), expected, "{body}");
    }
    assert_eq!(bench.sims.state("ews").unwrap()["events"], json!([]));
}

/// A set is a GUID, which has no case; names and values have.
#[tokio::test]
async fn items_are_found_by_an_extended_property_in_their_own_calendar() {
    let bench = Bench::new();
    let written = path(&format!("PropertySetId=\"{SET}\" PropertyName=\"Mark\""));
    let property =
        format!("<t:ExtendedProperty>{written}<t:Value>m1</t:Value></t:ExtendedProperty>");
    let answer = ask(&bench, AINO, &create(&format!("{property}{TIMES}"))).await;
    let (id, _) = item_id(&answer.1);
    let asked = path(&format!("PropertySetId=\"{}\" PropertyName=\"Mark\"", SET.to_lowercase()));
    let found = |answer: (u16, Node)| {
        let message = answer.1.child("ResponseMessages").unwrap().children[0].clone();
        let items = message.at(&["RootFolder", "Items"]).unwrap().children.clone();
        let ids = items.iter().map(|item| item.child("ItemId").unwrap().attribute("Id").unwrap());
        ids.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(found(ask(&bench, AINO, &find(&asked, "m1")).await), [id]);
    assert!(found(ask(&bench, AINO, &find(&asked, "M1")).await).is_empty());
    assert!(found(ask(&bench, "matti@demo.example", &find(&asked, "m1")).await).is_empty());
}

#[tokio::test]
async fn a_change_tells_who_stays_who_comes_and_who_goes() {
    let bench = Bench::new();
    let (id, key) = made(&bench).await;
    let named = format!(r#"Id="{id}" ChangeKey="{key}""#);
    let both = ["maija@example.fi", "olli@example.fi"];
    let updates = [
        set("calendar:Start", "<t:Start>2026-11-04T08:00:00Z</t:Start>"),
        set("calendar:End", "<t:End>2026-11-04T08:45:00Z</t:End>"),
        set("calendar:RequiredAttendees", &attendees(&both)),
    ];
    let answer = ask(&bench, AINO, &update(&named, TO_ALL, &updates.concat())).await;
    assert_eq!(code(&answer), "NoError");
    let (same, key) = item_id(&answer.1);
    assert_eq!(same, id);
    let held = bench.sims.state("ews").unwrap();
    assert_eq!(held["events"][0]["start"], "2026-11-04T08:00:00Z");
    let named = format!(r#"Id="{id}" ChangeKey="{key}""#);
    let only = set("calendar:RequiredAttendees", &attendees(&both[1..]));
    ask(&bench, AINO, &update(&named, TO_CHANGED, &only)).await;
    let expected = [
        "invitation maija@example.fi",
        "invitation olli@example.fi",
        "update maija@example.fi",
        "cancellation maija@example.fi",
    ];
    assert_eq!(told(&bench), expected);
}

/// A change wants the key that the last one gave, and names what it sets.
#[tokio::test]
async fn change_keys_and_properties_are_checked() {
    let bench = Bench::new();
    let (id, key) = made(&bench).await;
    let subject = set("item:Subject", "<t:Subject>y</t:Subject>");
    let two = set("item:Subject", "<t:Subject>y</t:Subject><t:Location>z</t:Location>");
    let other = set("item:Subject", "<t:Location>z</t:Location>");
    let early = set("calendar:End", "<t:End>2026-11-03T07:00:00Z</t:End>");
    let good = format!(r#"Id="{id}" ChangeKey="{key}""#);
    let cases = [
        (format!(r#"Id="{id}""#), TO_ALL, &subject, "ErrorChangeKeyRequiredForWriteOperations"),
        (format!(r#"Id="{id}" ChangeKey="DwAA""#), TO_ALL, &subject, "ErrorStaleObject"),
        (format!(r#"Id="{id}" ChangeKey="""#), TO_ALL, &subject, "ErrorInvalidChangeKey"),
        (r#"Id="" ChangeKey="DwAA""#.into(), TO_ALL, &subject, "ErrorInvalidIdEmpty"),
        (r#"Id="a b" ChangeKey="DwAA""#.into(), TO_ALL, &subject, "ErrorInvalidIdMalformed"),
        (r#"Id="AAMk" ChangeKey="DwAA""#.into(), TO_ALL, &subject, "ErrorItemNotFound"),
        (good.clone(), "", &subject, "ErrorSendMeetingInvitationsOrCancellationsRequired"),
        (good.clone(), TO_ALL, &two, "ErrorIncorrectUpdatePropertyCount"),
        (good.clone(), TO_ALL, &other, "ErrorUpdatePropertyMismatch"),
        (good.clone(), TO_ALL, &early, "ErrorCalendarEndDateIsEarlierThanStartDate"),
        (good, TO_ALL, &subject, "NoError"),
    ];
    for (named, sends, updates, expected) in cases {
        let answer = ask(&bench, AINO, &update(&named, sends, updates)).await;
        assert_eq!(code(&answer), expected, "{named} {updates}");
    }
}

#[tokio::test]
async fn a_deleted_item_is_not_found_again() {
    let bench = Bench::new();
    let (id, key) = made(&bench).await;
    let named = format!(r#"Id="{id}""#);
    let silent = ask(&bench, AINO, &delete(&named, "")).await;
    assert_eq!(code(&silent), "ErrorSendMeetingCancellationsRequired");
    let matti = ask(&bench, "matti@demo.example", &delete(&named, CANCEL)).await;
    assert_eq!(code(&matti), "ErrorItemNotFound", "it is in another's calendar");
    assert_eq!(code(&ask(&bench, AINO, &delete(&named, CANCEL)).await), "NoError");
    assert_eq!(told(&bench).last().unwrap(), "cancellation maija@example.fi");
    let subject = set("item:Subject", "<t:Subject>y</t:Subject>");
    let named = format!(r#"Id="{id}" ChangeKey="{key}""#);
    for body in [delete(&named, CANCEL), update(&named, TO_ALL, &subject)] {
        assert_eq!(code(&ask(&bench, AINO, &body).await), "ErrorItemNotFound");
    }
    assert_eq!(bench.sims.state("ews").unwrap()["events"][0]["status"], "cancelled");
}
