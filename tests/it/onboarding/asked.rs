//! Feedback: asked for once for each meeting that was and each stage that is done, answered on a page or by a call.

use convoke_tests::live::onboarding::{far, monday};
use convoke_tests::live::{Client, run, text};
use serde_json::{Value, json};

use super::{meeting, stage};

const ASKS: &str = "How was it?";

/// A company with an enrolment of `nea` whose days are far away: the stage `s1` is the meeting `only`; `s2` has
/// the meetings `one` and `two`.
async fn company(tenant: &str) -> Client {
    let client = Client::apart(tenant).await;
    client.settling().await;
    let named = |id: &str| meeting(id, &format!("{tenant} {id}"), json!({}));
    let stages = [stage("s1", 7, &[named("only")]), stage("s2", 7, &[named("one"), named("two")])];
    client.scenario("start", json!(stages)).await;
    client.enrol("e1", "start", "nea", far()).await;
    client
}

/// The session of a meeting that is started now.
async fn held(client: &Client, step: &str) -> Value {
    client.ok("POST", &format!("/enrolments/e1/steps/{step}/start"), Value::Null).await;
    client.planned(&format!("e1:{step}")).await
}

async fn complete(client: &Client, stage: &str) {
    client.ok("POST", &format!("/enrolments/e1/stages/{stage}/complete"), Value::Null).await;
}

/// What `nea` was asked of, by the subjects of the mails.
async fn asked(client: &Client) -> Vec<String> {
    let mails = client.told_of_subject(&client.address("nea"), ASKS).await;
    let mut of: Vec<_> = mails.iter().map(|it| text(&it["subject"]).replace(ASKS, "")).collect();
    of.sort();
    of.iter().map(|it| it.trim().to_owned()).collect()
}

/// B33, R9: one question for each meeting that was, however often Zoom says so, and one for each stage that is
/// done, however often somebody says so; a stage that was a single meeting is asked about once.
#[test]
fn feedback_is_asked_for_once() {
    run(async {
        let client = company("b33").await;
        let to = client.address("nea");
        for (step, count) in [("only", 1), ("one", 2)] {
            let session = held(&client, step).await;
            client.meeting_ends(&session).await;
            client.meeting_ends(&session).await;
            client.told_times(&to, ASKS, count).await;
            client.meeting_ends(&session).await;
            client.step_in("e1", step, "held").await;
        }
        for stage in ["s1", "s2", "s1", "s2"] {
            let answer =
                client.call("POST", &format!("/enrolments/e1/stages/{stage}/complete"), None).await;
            // Once all of it is done the enrolment is over.
            assert!([200, 409].contains(&answer.status), "{answer:?}");
        }
        client.told_times(&to, ASKS, 3).await;
        client.rest_of_company().await;
        assert_eq!(asked(&client).await, ["Stage s2", "b33 one", "b33 only"]);
        let all = client.get("/feedback?enrolment=e1").await;
        assert_eq!(all["items"].as_array().unwrap().len(), 3, "{all:#}");
    });
}

/// B33: a stage that is a single meeting and is done before Zoom tells of its end is asked about once, too.
#[test]
fn a_single_meeting_and_its_stage_are_one_question() {
    run(async {
        let client = company("b33-stage").await;
        let session = held(&client, "only").await;
        complete(&client, "s1").await;
        client.told_times(&client.address("nea"), ASKS, 1).await;
        client.meeting_ends(&session).await;
        client.step_in("e1", "only", "held").await;
        client.rest_of_company().await;
        assert_eq!(asked(&client).await, ["Stage s1"]);
    });
}

/// B33: nobody is asked how a meeting was that did not take place, whatever Zoom tells.
#[test]
fn a_cancelled_meeting_is_not_asked_about() {
    run(async {
        let client = company("b33-off").await;
        client.enrol("e2", "start", "olli", monday()).await;
        let session = client.planned("e2:only").await;
        let other = client.planned("e2:one").await;
        client.ok("DELETE", "/enrolments/e2", Value::Null).await;
        for step in ["only", "one"] {
            let id = format!("e2:{step}");
            client.session_of("planner", &id, |it| it["meeting"]["state"] == "deleted").await;
        }
        client.meeting_ends(&session).await;
        client.meeting_ends(&other).await;
        // What comes after them from the same account has been heard.
        client.meeting_ends(&held(&client, "only").await).await;
        client.told_times(&client.address("nea"), ASKS, 1).await;
        client.rest_of_company().await;
        let olli = client.told_of_subject(&client.address("olli"), ASKS).await;
        assert!(olli.is_empty(), "{olli:#?}");
        assert_eq!(client.get("/feedback?enrolment=e2").await["items"], json!([]));
    });
}

/// The address in a mail that asks.
fn link(mail: &Value) -> String {
    let body = text(&mail["text"]);
    let word = body.split_whitespace().find(|word| word.contains("/feedback/"));
    word.unwrap_or_else(|| panic!("no link: {body}")).to_owned()
}

/// B33, B34, B37, B38: the page behind the mailed link takes an answer; the manager answers by a call, and so does
/// the new colleague; HR reads all of it by stage. A link that was tampered with leads nowhere.
#[test]
fn answers_are_taken_from_all_and_read_by_stage() {
    run(async {
        let client = company("b34").await;
        let session = held(&client, "one").await;
        client.meeting_ends(&session).await;
        let mails = client.told_times(&client.address("nea"), ASKS, 1).await;
        let url = link(&mails[0]);
        let page = client.open(&url).await;
        assert_eq!(page.status, 200, "{page:?}");
        assert!(text(&page.body).contains("<form method=\"post\">"), "{page:?}");
        assert_eq!(page.headers["cache-control"], "no-store");
        let question = "What went well, and what did not?";
        assert!(text(&page.body).contains(question), "{page:?}");
        let thanks = client.submit(&url, &[(question, "The <names> & the cake")]).await;
        assert_eq!(thanks.status, 200, "{thanks:?}");
        assert!(text(&thanks.body).contains("Thank you!"), "{thanks:?}");
        let forged = client.submit(&format!("{url}0"), &[(question, "Nothing")]).await;
        assert_eq!(forged.status, 404, "{forged:?}");

        let matti = client.acting("matti").await;
        let all = client.get("/feedback?stage=s2").await;
        let request = &all["items"][0];
        let path = format!("/feedback/{}", text(&request["id"]));
        matti.ok("POST", &path, json!({"answers": {"how": "She asks well"}})).await;
        complete(&client, "s2").await;
        client.told_times(&client.address("nea"), ASKS, 2).await;
        let stage = client.get("/feedback?stage=s2&subject=stage:s2").await;
        let of_stage = format!("/feedback/{}", text(&stage["items"][0]["id"]));
        let nea = client.acting("nea").await;
        nea.ok("POST", &of_stage, json!({"answers": "A good start"})).await;

        let all = client.acting("maija").await.get("/feedback?stage=s2&scenario=start").await;
        let said = |subject: &str| {
            let items = all["items"].as_array().unwrap().iter();
            let mut found = items.filter(|it| it["subject"] == subject);
            let record = found.next().cloned().unwrap_or_default();
            assert_eq!(record["state"], "answered", "{all:#}");
            let answers = record["answers"].as_array().unwrap().iter();
            answers
                .map(|it| (text(&it["role"]), text(&it["by"]), it["answers"].to_string()))
                .collect::<Vec<_>>()
        };
        let said_of_one = said("one");
        let by: Vec<_> = said_of_one.iter().map(|it| (&*it.0, &*it.1)).collect();
        assert_eq!(by, [("new_employee", "nea"), ("manager", "matti")], "{all:#}");
        assert!(said_of_one[0].2.contains("The <names> & the cake"), "{all:#}");
        assert!(said_of_one[1].2.contains("She asks well"), "{all:#}");
        assert!(said("stage:s2")[0].2.contains("A good start"), "{all:#}");
        assert_eq!(client.get("/feedback?stage=s1").await["items"], json!([]));
        let olli = client.acting("olli").await;
        let refused = olli.call("POST", &path, Some(&json!({"answers": "Not mine"}))).await;
        assert_eq!(refused.status, 404, "{refused:?}");
    });
}

/// B45: what somebody says of the product itself is kept, and found by its subject.
#[test]
fn what_people_say_of_the_product_is_kept() {
    run(async {
        let client = Client::new("b45").await;
        client.settling().await;
        let nea = client.acting("nea").await;
        let said = json!({"answers": "I like it"});
        let answer = nea.call("POST", "/feedback/product", Some(&said)).await;
        assert_eq!((answer.status, &answer.body["subject"]), (201, &json!("product")));
        let all = client.get("/feedback?subject=product").await;
        assert_eq!(all["items"][0]["person"], "nea", "{all:#}");
        assert!(all["items"][0]["answers"].to_string().contains("I like it"), "{all:#}");
    });
}
