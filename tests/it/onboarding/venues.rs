//! Where meetings are held, and what the provider is asked for.

use convoke_tests::live::onboarding::monday;
use convoke_tests::live::{Client, run, text};
use serde_json::{Value, json};

use super::{attending, meeting, stage};

async fn company(tenant: &str, title: &str) -> Client {
    let client = Client::apart(tenant).await;
    client.settling().await;
    let team = meeting("team", title, json!({}));
    client.scenario("start", json!([stage("s1", 14, &[team])])).await;
    client
}

/// B03: the provider is a word of the scenario; with Google Meet, Google makes the meeting and Zoom hears nothing.
#[test]
fn a_scenario_by_google_meet_asks_google() {
    run(async {
        let client = Client::apart("b03").await;
        client.settling().await;
        let key = client.state("google").await["service_account_key"].clone();
        let google = json!({"kind": "service_account", "key": key});
        client.ok("PUT", "/connections/google", google).await;
        let matti = json!({"emails": ["matti@demo.example"], "calendar_synced": true});
        client.person("matti", matti).await;
        client.settings_are_known().await;
        let stages = json!([stage("s1", 14, &[meeting("team", "b03 team", json!({}))])]);
        client.scenario_with("start", json!({"provider": "google_meet", "stages": stages})).await;
        client.enrol("e1", "start", "nea", monday()).await;
        let session = client.planned("e1:team").await;
        assert_eq!(session["meeting"]["provider"], "google", "{session:#}");
        let mut asked = client.requests("google").await;
        asked.retain(|it| it["method"] == "POST" && it["body"]["summary"] == "b03 team");
        assert_eq!(asked.len(), 1, "{asked:#?}");
        assert!(asked[0]["body"]["conferenceData"]["createRequest"].is_object(), "{asked:#?}");
        assert!(client.created("b03 team").await.is_empty());
        let invite = client.invited(&client.address("nea"), 1).await.remove(0);
        assert!(invite.text().contains(&text(&session["meeting"]["join_url"])), "{invite:#?}");
    });
}

/// B08, B09, B13: the meeting is recorded and its chat is left as it is; topic, begin and participants can be
/// read, and are what was made.
#[test]
fn a_meeting_is_recorded_and_its_chat_left_on() {
    run(async {
        let client = company("b13", "b13 team").await;
        client.enrol("e1", "start", "nea", monday()).await;
        let session = client.planned("e1:team").await;
        let asked = client.created("b13 team").await[0]["body"].clone();
        assert_eq!(asked["settings"]["auto_recording"], "cloud", "{asked:#}");
        assert!(!asked["settings"].to_string().contains("chat"), "{asked:#}");
        let made = client.meeting(&session["meeting"]["id"]).await.unwrap();
        assert_eq!(made["settings"]["auto_recording"], "cloud", "{made:#}");
        assert_eq!(session["title"], made["topic"]);
        assert_eq!(session["start"], made["start_time"]);
        assert_eq!(session["start"], asked["start_time"]);
        assert_eq!(attending(&session), [client.address("nea")]);
        assert_eq!(session["warnings"], json!([]), "{session:#}");
    });
}

/// B09, R8: a booking of the same company is not recorded.
#[test]
fn a_booking_is_not_recorded() {
    run(async {
        let client = company("b09-booking", "b09 team").await;
        client.furnish().await;
        client.settings_are_known().await;
        assert_eq!(client.tell("session.upserted", &client.booking("b1", 1)).await.status, 200);
        let session = client.meeting_in("b1", "ready").await;
        let asked = client.creates().await.remove(0)["body"].clone();
        assert!(!asked.to_string().contains("auto_recording"), "{asked:#}");
        let made = client.meeting(&session["meeting"]["id"]).await.unwrap();
        assert_eq!(made["settings"]["auto_recording"], "none", "{made:#}");
    });
}

/// B09: a host who may not record holds the meeting all the same, and that there will be no recording is said
/// before.
#[test]
fn a_host_without_the_licence_is_warned_of() {
    run(async {
        let client = company("b09-basic", "b09-basic team").await;
        client.on_zoom("matti", "u-liisa").await;
        client.settings_are_known().await;
        client.enrol("e1", "start", "nea", monday()).await;
        let session = client.planned("e1:team").await;
        assert_eq!(session["warnings"], json!(["recording_unavailable"]), "{session:#}");
    });
}

/// B30: not to record wants a reason; with one, the provider is told not to.
#[test]
fn not_to_record_wants_a_reason() {
    run(async {
        let client = company("b30", "b30 before").await;
        let scenario = |more: Value, step: Value| {
            let steps = [meeting("team", "b30 team", step)];
            let mut scenario = json!({"name": "Start", "stages": [stage("s1", 14, &steps)]});
            scenario.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            scenario
        };
        let off = json!({"record": false});
        for (body, field) in [
            (scenario(off.clone(), json!({})), "record_reason"),
            (scenario(json!({}), off), "stages[0].steps[0].record_reason"),
        ] {
            let refused = client.call("PUT", "/scenarios/start", Some(&body)).await;
            assert_eq!(refused.status, 422, "{refused:?}");
            assert_eq!(refused.body["errors"][0]["field"], field, "{refused:?}");
        }
        let why = json!({"record": false, "record_reason": "The works council said no"});
        client.ok("PUT", "/scenarios/start", scenario(why, json!({}))).await;
        client.ok("POST", "/scenarios/start/publish", Value::Null).await;
        client.enrol("e1", "start", "nea", monday()).await;
        client.planned("e1:team").await;
        let asked = client.created("b30 team").await[0]["body"].clone();
        assert_ne!(asked["settings"]["auto_recording"], "cloud", "{asked:#}");
        let says = client.invited(&client.address("nea"), 1).await[0].text();
        assert!(!says.contains("recorded"), "{says}");
    });
}

/// B14: a provider's id is text of nineteen digits, the same wherever it shows and wherever it goes.
#[test]
fn an_id_of_nineteen_digits_stays_as_it_is() {
    const ID: &str = "1234567890123456789";
    run(async {
        let client = company("b14", "b14 team").await;
        let number: u64 = ID.parse().unwrap();
        let body = json!({"id": number, "uuid": "b14==", "host_id": client.user, "type": 2,
                          "topic": "b14 team", "join_url": format!("https://zoom.example/j/{ID}"),
                          "password": "12345678", "settings": {"auto_recording": "cloud"}});
        client.create_fault(json!({"status": 201, "body": body})).await;
        client.enrol("e1", "start", "nea", monday()).await;
        let session = client.planned("e1:team").await;
        assert_eq!(session["meeting"]["id"], ID, "{session:#}");
        let listed = client.get("/sessions").await;
        assert!(listed["items"].to_string().contains(&format!("\"id\":\"{ID}\"")), "{listed:#}");
        client.ok("DELETE", "/enrolments/e1", Value::Null).await;
        client.session_of("planner", "e1:team", |it| it["meeting"]["state"] == "deleted").await;
        let removed = client.zoom_calls("DELETE", &format!("/meetings/{ID}")).await;
        assert_eq!(removed.len(), 1);
    });
}
