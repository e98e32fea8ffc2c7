//! What meetings are about, and who is reminded to say so.

use convoke_tests::live::onboarding::{monday, today};
use convoke_tests::live::{Client, run, text};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{meeting, stage};

/// B21, B24, B25, B29: goals, results, points, questions and materials are in what Zoom is asked for and in the
/// invitation; a weekly talk has its three points by itself; whoever publishes hears which steps lack goals.
#[test]
fn what_was_prepared_stands_at_the_provider_and_in_the_mail() {
    run(async {
        let client = Client::apart("b21").await;
        client.settling().await;
        let product = json!({
            "goals": "Show the key functions", "expected_results": ["A first order", "A first refund"],
            "questions": ["What was new?", "What is unclear?", "Who helps?"],
            "materials": ["https://wiki.example/exercises"], "agenda": "Demonstration and exercises",
        });
        let weekly = json!({"id": "talk", "kind": "meeting", "title": "b21 talk", "day": 2,
                            "roles": ["manager"], "recurrence": "weekly"});
        let stages = json!([stage("s1", 7, &[meeting("product", "b21 product", product), weekly])]);
        let published = client.scenario("start", stages).await;
        let lints = published["lint"].as_array().unwrap().iter();
        let lints: Vec<_> = lints.map(|it| (text(&it["step"]), text(&it["code"]))).collect();
        let lacks = |code: &str| ("talk".to_owned(), code.to_owned());
        assert_eq!(lints, [lacks("goals_missing"), lacks("expected_results_missing")]);
        client.enrol("e1", "start", "nea", monday()).await;
        client.planned("e1:product").await;
        client.planned("e1:talk:1").await;
        let invites = client.invited(&client.address("nea"), 2).await;
        for (topic, parts) in [
            (
                "b21 product",
                vec![
                    "Goals:\n- Show the key functions",
                    "Expected results:\n- A first order\n- A first refund",
                    "Agenda:\n- Demonstration and exercises",
                    "- What was new?\n- What is unclear?\n- Who helps?",
                    "Materials:\n- https://wiki.example/exercises",
                ],
            ),
            (
                "b21 talk",
                vec!["- How you are getting on\n- Current tasks\n- Goals until next time"],
            ),
        ] {
            let agenda = text(&client.created(topic).await[0]["body"]["agenda"]);
            let mail = invites.iter().find(|it| it.subject().contains(topic)).unwrap().text();
            for part in parts {
                assert!(agenda.contains(part), "{part}: {agenda}");
                assert!(mail.contains(part), "{part}: {mail}");
            }
        }
    });
}

/// B26: a day before a meeting without agenda and materials its host is reminded, once, however often it is
/// looked; where both are there, nobody is.
#[test]
fn whoever_has_prepared_nothing_is_reminded_once() {
    run(async {
        let client = Client::apart("b26").await;
        client.settling().await;
        let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        let always = json!({"days": days, "from": "00:00", "to": "23:45"});
        client.ok("PUT", "/onboarding", json!({"working_hours": always})).await;
        let anytime = |id: &str, more: Value| {
            let mut step = json!({"id": id, "kind": "meeting", "title": format!("b26 {id}"),
                                  "roles": ["manager"], "goals": "Know each other"});
            step.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            step
        };
        let full = json!({"agenda": "Names", "materials": ["https://wiki.example"]});
        let steps = [anytime("bare", json!({})), anytime("full", full)];
        client.scenario("start", json!([stage("s1", 2, &steps)])).await;
        client.enrol("e1", "start", "nea", today()).await;
        let session = client.planned("e1:bare").await;
        let begins: Timestamp = text(&session["start"]).parse().unwrap();
        assert!(begins.duration_since(Timestamp::now()).as_hours() < 24, "{session:#}");
        let to = client.address("matti");
        let told = client.told_times(&to, "No agenda yet", 1).await;
        assert_eq!(told[0]["subject"], "No agenda yet: b26 bare");
        assert!(text(&told[0]["text"]).contains("Nea Aalto"), "{told:#?}");
        client.enrol_with("e1", "start", "nea", today(), json!({"buddy": "kai"})).await;
        client.tick(Timestamp::now()).await;
        client.ok("POST", "/enrolments/e1/stages/s1/complete", Value::Null).await;
        client.told_times(&client.address("nea"), "How was it?", 1).await;
        client.rest_of_company().await;
        assert_eq!(client.told_of_subject(&to, "No agenda yet").await.len(), 1);
    });
}
