//! Who may do what: HR plans, managers take part, new colleagues see what is theirs.

use convoke_tests::live::onboarding::far;
use convoke_tests::live::{Client, run};
use serde_json::{Value, json};

use super::{meeting, stage};

async fn refused(client: &Client, method: &str, path: &str, body: Option<&Value>) {
    let answer = client.call(method, path, body).await;
    let told = (answer.status, &answer.body["code"]);
    assert_eq!(told, (403, &json!("role_missing")), "{method} {path}: {answer:?}");
}

/// B35, B38: HR writes scenarios, publishes them, enrols people and ends that; managers and new colleagues do none
/// of it.
#[test]
fn hr_plans_and_nobody_else_does() {
    run(async {
        let client = Client::apart("b35").await;
        client.settling().await;
        let scenario = json!({"name": "Start", "stages": [
            stage("s1", 14, &[meeting("team", "b35 team", json!({}))])]});
        let enrolment = json!({"id": "e1", "scenario": "start", "person": "nea",
                               "start_date": far().to_string(), "people": {"team_member": "kai"}});
        let maija = client.acting("maija").await;
        maija.ok("PUT", "/scenarios/start", scenario.clone()).await;
        maija.ok("POST", "/scenarios/start/publish", Value::Null).await;
        let begun = maija.call("POST", "/enrolments", Some(&enrolment)).await;
        assert_eq!(begun.status, 201, "{begun:?}");
        for person in ["matti", "nea"] {
            let acting = client.acting(person).await;
            refused(&acting, "PUT", "/scenarios/start", Some(&scenario)).await;
            refused(&acting, "POST", "/scenarios/start/publish", None).await;
            refused(&acting, "DELETE", "/scenarios/start", None).await;
            refused(&acting, "POST", "/enrolments", Some(&enrolment)).await;
            refused(&acting, "DELETE", "/enrolments/e1", None).await;
            refused(&acting, "PUT", "/onboarding", Some(&json!({}))).await;
            refused(&acting, "GET", "/scenarios/start", None).await;
        }
        assert_eq!(maija.get("/scenarios/start").await["published"], 1);
        maija.ok("DELETE", "/enrolments/e1", Value::Null).await;
    });
}

/// B38: a new colleague reads their own plan and no other; so does their manager; whoever has nothing to do with
/// it finds nothing.
#[test]
fn new_colleagues_see_their_own_plan() {
    run(async {
        let client = Client::apart("b38").await;
        client.settling().await;
        let team = meeting("team", "b38 team", json!({}));
        client.scenario("start", json!([stage("s1", 14, &[team])])).await;
        client.enrol("e1", "start", "nea", far()).await;
        client.enrol("e2", "start", "olli", far()).await;
        let ids = async |person: &str| {
            let all = client.acting(person).await.get("/enrolments").await;
            let all = all["items"].as_array().unwrap().clone();
            all.iter().map(|it| it["id"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(ids("nea").await, ["e1"]);
        assert_eq!(ids("matti").await, ["e1", "e2"]);
        assert_eq!(ids("kai").await, [""; 0]);
        let nea = client.acting("nea").await;
        assert_eq!(nea.get("/enrolments/e1").await["stages"][0]["steps"][0]["id"], "team");
        let other = nea.call("GET", "/enrolments/e2", None).await;
        assert_eq!(other.status, 404, "{other:?}");
        refused(&nea, "POST", "/enrolments/e1/stages/s1/complete", None).await;
        refused(&nea, "GET", "/support", None).await;
        let people = nea.call("GET", "/people", None).await;
        assert_eq!(people.status, 403, "a person's token opens nothing else: {people:?}");
    });
}
