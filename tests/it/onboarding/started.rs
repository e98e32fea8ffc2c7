//! Meetings that somebody starts at once.

use convoke_tests::live::onboarding::far;
use convoke_tests::live::{Client, run, text};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{meeting, stage};

/// A company with an enrolment of `nea` whose days are far away, so that nothing is planned yet: the meetings
/// `one` and `two` of these titles.
async fn company(tenant: &str) -> Client {
    let client = Client::apart(tenant).await;
    client.settling().await;
    let steps = ["one", "two"].map(|id| meeting(id, &format!("{tenant} {id}"), json!({})));
    client.scenario("start", json!([stage("s1", 7, &steps)])).await;
    client.enrol("e1", "start", "nea", far()).await;
    client
}

async fn start(client: &Client, step: &str) -> Value {
    let path = format!("/enrolments/e1/steps/{step}/start");
    let answer = client.call("POST", &path, None).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    answer.body
}

/// B04, B05, B35: a manager starts a meeting, and so does HR; one call, and it is ready, they have the link to begin
/// by, and the new colleague is invited. The new colleague starts nothing.
#[test]
fn managers_and_hr_start_meetings_and_new_colleagues_do_not() {
    run(async {
        let client = company("b04").await;
        for (person, step) in [("matti", "one"), ("maija", "two")] {
            let started = start(&client.acting(person).await, step).await;
            assert_eq!(started["state"], "ready", "{started:#}");
            assert!(text(&started["start_url"]).starts_with("https://"), "{started:#}");
            let id = text(&started["external_id"]);
            assert_eq!(id, format!("e1:{step}"));
            let session = client.planned(&id).await;
            assert_eq!(session["meeting"]["join_url"], started["join_url"]);
            let begins: Timestamp = text(&session["start"]).parse().unwrap();
            assert!(begins.duration_since(Timestamp::now()).as_secs() <= 90, "{session:#}");
        }
        let invites = client.invited(&client.address("nea"), 2).await;
        assert!(invites.iter().all(|it| it.method == "REQUEST"), "{invites:#?}");
        let nea = client.acting("nea").await;
        let refused = nea.call("POST", "/enrolments/e1/steps/one/start", None).await;
        assert_eq!((refused.status, &refused.body["code"]), (403, &json!("role_missing")));
    });
}

/// B05: whoever presses twice, or twice at once, has one meeting, and nobody is invited twice.
#[test]
fn pressing_twice_is_one_meeting() {
    run(async {
        let client = company("b05").await;
        let matti = client.acting("matti").await;
        let (first, second) = tokio::join!(start(&matti, "one"), start(&matti, "one"));
        let third = start(&matti, "one").await;
        for again in [&second, &third] {
            assert_eq!(again["external_id"], first["external_id"]);
            assert_eq!(again["join_url"], first["join_url"]);
        }
        client.invited(&client.address("nea"), 1).await;
        client.rest_of_company().await;
        assert_eq!(client.invites(&client.address("nea")).await.len(), 1);
        assert_eq!(client.created("b05 one").await.len(), 1);
    });
}

/// R13: whoever starts a meeting hosts it if they are a user of the provider; else the step's host does.
#[test]
fn whoever_starts_a_meeting_hosts_it_if_they_can() {
    run(async {
        let client = company("r13").await;
        start(&client.acting("maija").await, "one").await;
        let session = client.planned("e1:one").await;
        assert_eq!(session["host"], "maija", "{session:#}");
        let attends = |session: &Value, person: &str| {
            super::attending(session).contains(&client.address(person))
        };
        assert!(attends(&session, "matti"), "{session:#}");
        client.ok("DELETE", "/people/maija/links/zoom", Value::Null).await;
        client.settings_are_known().await;
        start(&client.acting("maija").await, "two").await;
        let session = client.planned("e1:two").await;
        assert_eq!(session["host"], "matti", "{session:#}");
        assert!(!attends(&session, "matti"), "{session:#}");
        assert_eq!(client.created("r13 two").await[0]["path"], client.meetings_path());
    });
}
