//! Who is invited, and how they hear of what becomes of a meeting.

use convoke_tests::live::onboarding::{after, monday, today};
use convoke_tests::live::{Client, run, text};
use serde_json::{Value, json};

use super::{attending, meeting, stage};

/// A company with a scenario of one meeting, for everybody who settles in then.
pub(super) async fn company(tenant: &str) -> Client {
    let client = Client::apart(tenant).await;
    client.settling().await;
    let team = meeting("team", &format!("{tenant} team"), json!({}));
    client.scenario("start", json!([stage("s1", 14, &[team])])).await;
    client
}

/// B06, B18: two settle in and one is done: exactly the two are invited, with those whom the step names by role
/// and as a person.
#[test]
fn exactly_those_who_settle_in_are_invited() {
    run(async {
        let client = Client::apart("b06").await;
        client.settling().await;
        let more = json!({"roles": ["manager", "product_trainer"], "people": ["kai"]});
        let team = meeting("team", "b06 team", more);
        client.scenario("start", json!([stage("s1", 14, &[team])])).await;
        client.enrol("e0", "start", "pia", after(today(), -40)).await;
        client.ok("POST", "/enrolments/e0/stages/s1/complete", Value::Null).await;
        client.enrolment("e0", |it| it["state"] == "completed").await;
        client.enrol("e1", "start", "nea", monday()).await;
        client.enrol("e2", "start", "olli", monday()).await;
        let invited = ["kai", "nea", "olli", "teemu"];
        for person in invited {
            client.invited(&client.address(person), 1).await;
        }
        let session = client.planned("e1:team").await;
        assert_eq!(session["host"], "matti", "{session:#}");
        assert_eq!(attending(&session), invited.map(|it| client.address(it)), "{session:#}");
        client.rest_of_company().await;
        assert_eq!(client.invites(&client.address("pia")).await.len(), 0);
        assert_eq!(client.invites(&client.address("maija")).await.len(), 0);
        assert_eq!(client.created("b06 team").await.len(), 1);
    });
}

/// B07: each is invited once; a change and the end come under the same event, each with a higher number.
#[test]
fn the_invitation_follows_the_meeting() {
    run(async {
        let client = company("b07").await;
        client.enrol("e1", "start", "nea", monday()).await;
        let to = client.address("nea");
        let first = client.invited(&to, 1).await;
        assert_eq!(first.len(), 1);
        let made = client.planned("e1:team").await;
        client.enrol("e1", "start", "nea", after(monday(), 1)).await;
        let second = client.invited(&to, 2).await;
        let moved = client.planned("e1:team").await;
        assert_ne!(moved["start"], made["start"]);
        assert_eq!(moved["meeting"]["join_url"], made["meeting"]["join_url"], "{moved:#}");
        client.ok("DELETE", "/enrolments/e1", Value::Null).await;
        let all = client.invited(&to, 3).await;
        let methods: Vec<_> = all.iter().map(|it| it.method.as_str()).collect();
        assert_eq!(methods, ["REQUEST", "REQUEST", "CANCEL"], "{all:#?}");
        assert!(all.iter().all(|it| it.uid == first[0].uid), "{all:#?}");
        assert!(first[0].sequence < second[1].sequence, "{all:#?}");
        assert!(all[1].sequence < all[2].sequence, "{all:#?}");
        client.rest_of_company().await;
        assert_eq!(client.invites(&to).await.len(), 3);
        assert_eq!(client.meeting(&made["meeting"]["id"]).await, None);
    });
}

/// B02, B36, B39, B43, B44: an invitation names whom to ask, and a reply goes there; it says that the meeting is
/// recorded; links that lead somewhere stand in it, and those that nobody has filled in do not.
#[test]
fn an_invitation_says_whom_to_ask_and_where_help_is() {
    run(async {
        let client = company("b36").await;
        client.enrol("e1", "start", "nea", monday()).await;
        let invite = client.invited(&client.address("nea"), 1).await.remove(0);
        let contact = client.address("contact");
        assert!(text(&invite.mail["reply_to"]).contains(&contact), "{invite:#?}");
        let says = invite.text();
        assert!(says.contains(&format!("Maija Meri, {contact}")), "{says}");
        assert!(says.contains("This meeting is recorded."), "{says}");
        assert!(!says.contains("Useful links"), "{says}");

        let resources = json!([{"title": "Knowledge base", "url": "https://kb.example/start"},
                               {"title": "Video lessons", "url": ""}]);
        client.ok("PUT", "/onboarding", json!({"resources": resources})).await;
        client.ok("DELETE", "/enrolments/e1", Value::Null).await;
        client.enrol("e2", "start", "olli", monday()).await;
        let says = client.invited(&client.address("olli"), 1).await[0].text();
        assert!(says.contains("Useful links:\nKnowledge base: https://kb.example/start"), "{says}");
        assert!(!says.contains("Video lessons"), "{says}");
    });
}
