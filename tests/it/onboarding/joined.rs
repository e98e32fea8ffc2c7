//! Meetings that several new colleagues have together.

use convoke_tests::live::onboarding::monday;
use convoke_tests::live::run;
use serde_json::json;

use super::attending;
use super::invited::company;

/// B06, B07: somebody who is enrolled later is invited to the meeting that there is, and whoever was invited
/// hears nothing of it.
#[test]
fn whoever_joins_later_is_invited_and_nobody_else_hears() {
    run(async {
        let client = company("b07-later").await;
        client.enrol("e1", "start", "nea", monday()).await;
        for person in ["nea", "matti"] {
            client.invited(&client.address(person), 1).await;
        }
        let first = client.planned("e1:team").await;
        client.enrol("e2", "start", "olli", monday()).await;
        let olli = client.invited(&client.address("olli"), 1).await.remove(0);
        assert_eq!(olli.method, "REQUEST");
        client.rest_of_company().await;
        for person in ["nea", "matti", "olli"] {
            let invites = client.invites(&client.address(person)).await;
            assert_eq!(invites.len(), 1, "{person}: {invites:#?}");
            assert_eq!(invites[0].uid, olli.uid);
        }
        let session = client.planned("e1:team").await;
        assert_eq!(attending(&session), ["nea", "olli"].map(|it| client.address(it)));
        assert_eq!(session["meeting"]["id"], first["meeting"]["id"]);
        let joined = client.step_in("e2", "team", "scheduled").await;
        assert_eq!(joined["session"]["external_id"], "e1:team", "{joined:#}");
        let none = client.call("GET", "/sessions/planner/e2:team", None).await;
        assert_eq!(none.status, 404, "{none:?}");
    });
}

/// B06, B07: two who are enrolled at one moment have one meeting, and are invited once.
#[test]
fn two_who_are_enrolled_at_one_moment_are_invited_once() {
    run(async {
        let client = company("b07-twins").await;
        let enrol = async |id: &str, person: &str| {
            client.enrol(id, "start", person, monday()).await;
        };
        tokio::join!(enrol("e1", "nea"), enrol("e2", "olli"), enrol("e3", "pia"));
        for person in ["nea", "olli", "pia"] {
            client.invited(&client.address(person), 1).await;
        }
        client.rest_of_company().await;
        let uid = client.invites(&client.address("nea")).await.remove(0).uid;
        for person in ["nea", "olli", "pia", "matti"] {
            let invites = client.invites(&client.address(person)).await;
            assert_eq!(invites.len(), 1, "{person}: {invites:#?}");
            assert_eq!((&*invites[0].method, &invites[0].uid), ("REQUEST", &uid));
        }
        assert_eq!(client.created("b07-twins team").await.len(), 1);
    });
}

/// B06, B07: whoever leaves a meeting of many hears that it is off for them, and for the others it stays.
#[test]
fn whoever_ends_early_is_out_and_the_others_meet() {
    run(async {
        let client = company("b07-leaver").await;
        client.enrol("e1", "start", "nea", monday()).await;
        client.enrol("e2", "start", "olli", monday()).await;
        client.invited(&client.address("olli"), 1).await;
        client.ok("DELETE", "/enrolments/e2", json!(null)).await;
        let olli = client.invited(&client.address("olli"), 2).await;
        assert_eq!((&*olli[1].method, &olli[1].uid), ("CANCEL", &olli[0].uid), "{olli:#?}");
        client.rest_of_company().await;
        let nea = client.invites(&client.address("nea")).await;
        assert_eq!(nea.len(), 1, "{nea:#?}");
        let session = client.planned("e1:team").await;
        assert_eq!(attending(&session), [client.address("nea")]);
    });
}

/// B04, B06, B33: whoever starts a meeting of many starts it for all, from whichever enrolment: it is the one that
/// was planned, everybody hears of the change, and once it is over everybody is asked how it was, once.
#[test]
fn a_meeting_of_many_is_started_for_all_and_all_are_asked() {
    run(async {
        for (tenant, from) in [("b04-first", "e1"), ("b04-second", "e2")] {
            let client = company(tenant).await;
            client.enrol("e1", "start", "nea", monday()).await;
            client.enrol("e2", "start", "olli", monday()).await;
            for person in ["nea", "olli"] {
                client.invited(&client.address(person), 1).await;
            }
            client.step_in("e2", "team", "scheduled").await;
            client.rest_of_company().await;
            let matti = client.acting("matti").await;
            let start = format!("/enrolments/{from}/steps/team/start");
            let started = matti.ok("POST", &start, json!(null)).await;
            for person in ["nea", "olli"] {
                client.invited(&client.address(person), 2).await;
            }
            client.rest_of_company().await;
            let topic = format!("{tenant} team");
            let live = client.meetings().await;
            let live: Vec<_> = live.iter().filter(|it| it["topic"] == topic).collect();
            assert_eq!(live.len(), 1, "{from}: {live:#?}");
            let session = client.planned(started["external_id"].as_str().unwrap()).await;
            assert_eq!(attending(&session), ["nea", "olli"].map(|it| client.address(it)));
            client.meeting_ends(&session).await;
            for person in ["nea", "olli"] {
                client.told_times(&client.address(person), "How was it?", 1).await;
            }
            client.meeting_ends(&session).await;
            client.rest_of_company().await;
            for person in ["nea", "olli"] {
                let asked = client.told_of_subject(&client.address(person), "How was it?").await;
                assert_eq!(asked.len(), 1, "{asked:#?}");
                let invites = client.invites(&client.address(person)).await;
                assert_eq!(invites.len(), 2, "{person}: {invites:#?}");
            }
        }
    });
}
