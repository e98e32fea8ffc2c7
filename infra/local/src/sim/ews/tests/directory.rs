//! What the directory tells, and what it doesn't.

use super::*;

fn resolve(entry: &str, full: bool) -> String {
    format!(
        r#"<m:ResolveNames ReturnFullContactData="{full}"><m:UnresolvedEntry>{entry}</m:UnresolvedEntry></m:ResolveNames>"#
    )
}

fn find(query: &str) -> String {
    format!(
        r#"<m:FindPeople><m:IndexedPageItemView Offset="0" BasePoint="Beginning"/><m:ParentFolderId><t:DistinguishedFolderId Id="directory"/></m:ParentFolderId><m:QueryString>{query}</m:QueryString></m:FindPeople>"#
    )
}

fn resolutions(body: &Node) -> Vec<Node> {
    let message = &body.child("ResponseMessages").unwrap().children[0];
    message.child("ResolutionSet").unwrap().children.clone()
}

/// P21: a shared mailbox and a room look like anybody's.
#[tokio::test]
async fn every_mailbox_is_a_mailbox() {
    let bench = Bench::new();
    for who in ["aino", "rekry", "sali"] {
        let entry = resolve(&format!("smtp:{who}@demo.example"), true);
        let answer = ask_as_service(&bench, &entry).await;
        let all = resolutions(&answer.1);
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].at(&["Mailbox", "MailboxType"]).unwrap().text, "Mailbox", "{who}");
        let entry = all[0].at(&["Contact", "EmailAddresses", "Entry"]).unwrap();
        assert_eq!(entry.text, format!("SMTP:{who}@demo.example"));
    }
    let short = ask_as_service(&bench, &resolve("aino", false)).await;
    assert!(resolutions(&short.1)[0].child("Contact").is_none());
    let none = ask_as_service(&bench, &resolve("nobody@demo.example", true)).await;
    assert_eq!(code(&none), "ErrorNameResolutionNoResults");
}

#[tokio::test]
async fn only_rooms_are_told_apart_and_only_among_people() {
    let bench = Bench::new();
    for (who, expected) in [("aino", "Person"), ("rekry", "Person"), ("sali", "Room")] {
        let answer = ask_as_service(&bench, &find(&format!("{who}@demo.example"))).await;
        assert_eq!(code(&answer), "NoError");
        let people = answer.1.child("People").unwrap();
        assert_eq!(people.children[0].child("PersonaType").unwrap().text, expected, "{who}");
    }
    let browsing = ask_as_service(&bench, &find("")).await;
    assert_eq!(code(&browsing), "ErrorInvalidRequest");
}
